"""The form of a picture: a file that is made safe before anything is kept, and the words for it."""

import unicodedata

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.fact_admin import FactRecordForm

from .containers import Refused
from .making_safe import MOST_BYTES, make_safe

PAIRS = ("caption", "credit")


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
            return make_safe_once(upload)
        except Refused as refused:
            why = _("“%(file)s”: %(why)s") % {"file": shown_name(upload.name), "why": refused}
            raise forms.ValidationError(why) from refused


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
