"""The form of a picture: a file that is made safe before anything is kept, and the words for it."""

import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor

from django import forms
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from publishing.fact_admin import FactRecordForm

from .containers import Refused
from .making_safe import MOST_BYTES, make_safe

PAIRS = ("caption", "credit")

# However many visitors send pictures at once, a process reads one at a time, because each may cost 150 MiB; and in one
# thread, because every thread holds on to much of the memory that it had once.
_turn = threading.Lock()
_reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")


def make_safe_once(upload):
    """The SafePicture of an uploaded file. It is made once, however often it is asked for. Raises Refused."""
    if not hasattr(upload, "made_safe"):
        upload.made_safe = _made_safe(upload)
    if isinstance(upload.made_safe, Refused):
        raise upload.made_safe
    return upload.made_safe


def _made_safe(upload):
    if upload.size > MOST_BYTES:
        return Refused(_("The file is too heavy. A picture may weigh at most 15 MB."))
    try:
        return make_safe(upload)
    except Refused as refused:
        return refused


def shown_name(name):
    """What a person called a file, fit to be shown to them: short, without characters that turn or hide others."""
    visible = "".join(character for character in name if unicodedata.category(character)[0] != "C")
    return Truncator(visible).chars(60)


class PictureFileField(forms.FileField):
    """Answers the SafePicture of the file that was sent. The file itself, and its name, are kept nowhere."""

    # HEIC is left out on purpose: Safari then sends such a picture as JPEG.
    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    default_error_messages = {
        "required": gettext_lazy("Choose a picture."),
        "empty": gettext_lazy("The file is empty."),
    }

    def to_python(self, data):
        upload = super().to_python(data)
        if upload is None:
            return None
        try:
            return self.made_safe(upload)
        except Refused as refused:
            raise forms.ValidationError(self.sentence(refused, upload), code="refused") from refused

    def made_safe(self, upload):
        return make_safe_once(upload)

    def sentence(self, refused, upload):
        return _("“%(file)s”: %(why)s") % {"file": shown_name(upload.name), "why": refused}


def _made_safe_in(language, upload):
    # A thread does not know the language of another one, in which a refusal has to be written.
    with override(language):
        return make_safe_once(upload)


class VisitorPictureField(PictureFileField):
    """The same for forms that everybody may send: pictures are read one after the other, and no file is named.

    Clean the form before a transaction begins: it may wait for its turn.
    """

    longest_wait = 5  # seconds
    default_error_messages = {
        "busy": gettext_lazy(
            "Many pictures are arriving at this moment, and yours could not be read. Nothing that you wrote is lost: "
            "choose the picture again and send the form once more."
        ),
    }

    def made_safe(self, upload):
        if not _turn.acquire(timeout=self.longest_wait):
            raise forms.ValidationError(self.error_messages["busy"], code="busy")
        try:
            return _reader.submit(_made_safe_in, get_language(), upload).result()
        finally:
            _turn.release()

    def sentence(self, refused, upload):
        return str(refused)


class PictureForm(FactRecordForm):
    file = PictureFileField(
        label=gettext_lazy("Picture file"),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP, at most 15 MB and 25 million pixels. Only the picture itself is kept: what the file "
            "says about the camera, the place and the person is left out."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.is_vouched_for:
            self.fields.pop("file", None)
        elif self.instance.pk and "file" in self.fields:
            self.fields["file"].required = False
            self.fields["file"].label = _("Another picture file")

    def clean(self):
        cleaned = super().clean()
        self._clean_alternatives(cleaned)
        for name in PAIRS:
            self._refuse_one_language(cleaned, name)
        return cleaned

    def _clean_alternatives(self, cleaned):
        for name in ("alt_en", "alt_fr"):
            if cleaned.get("is_decorative") and cleaned.get(name):
                self.add_error(name, _("A decorative picture has no alternative text. Empty this, or untick the box."))
            elif not cleaned.get("is_decorative") and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Describe the picture, or say above that it is decorative."))

    def _refuse_one_language(self, cleaned, name):
        english, french = f"{name}_en", f"{name}_fr"
        for empty, written in ((english, french), (french, english)):
            if cleaned.get(written) and not cleaned.get(empty) and empty not in self.errors:
                self.add_error(empty, _("Write it in this language too, or in neither."))
