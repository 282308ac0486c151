"""Pictures that visitors send with a form: made safe one at a time, kept for a day, given to what they are for."""

import io
import re
import struct
import threading
from datetime import timedelta

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from PIL import Image

from images import files
from images.clearing import clear_temporary_uploads
from images.forms import VisitorPictureField
from images.making_safe import MOST_BYTES, make_safe
from images.models import LIFETIME, Picture, TemporaryUpload

from .factories import drawing, make_editor, make_picture
from .hostile_pictures import CLEAN, MARKER, corpus, png, strange_names
from .threads import at_once, beside, end, wait_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_storage(settings):
    """Each test starts without files."""
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


def files_kept():
    if not default_storage.exists("pictures"):
        return []
    folders = default_storage.listdir("pictures")[0]
    return [f"{folder}/{name}" for folder in folders for name in default_storage.listdir(f"pictures/{folder}")[1]]


def folders_kept():
    return default_storage.listdir("pictures")[0] if default_storage.exists("pictures") else []


def keep(size=(700, 350), *, hours_ago=0):
    upload = TemporaryUpload.keep(make_safe(drawing(size)))
    if hours_ago:
        upload.created_at = timezone.now() - timedelta(hours=hours_ago)
        upload.save()
    return upload


def new_picture():
    """A row that has no files yet."""
    editor = make_editor()
    return Picture(name="Given", is_decorative=True, added_by=editor, edited_by=editor)


def give(upload, picture):
    with transaction.atomic():
        upload.give_to(picture)
        picture.save()


# Keeping.


def test_an_upload_is_kept_with_its_files_under_a_name_that_nobody_guesses():
    one, two = keep(), keep((100, 80))

    assert (one.width, one.height, one.widths) == (700, 350, [320, 700])
    assert len(files_kept()) == 3
    assert re.fullmatch(r"[\w-]{43}", one.name)
    assert one.name != two.name
    assert one.name not in str(one)


def test_when_the_row_cannot_be_written_no_file_is_left():
    with pytest.raises(IntegrityError), files.or_nothing(), transaction.atomic():
        keep()
        TemporaryUpload.objects.create(name="x", folder="x", widths=[1], width=0, height=0)

    assert not TemporaryUpload.objects.exists()
    assert files_kept() == []


def test_an_upload_without_a_size_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="a_temporaryupload_has_a_size"), transaction.atomic():
        TemporaryUpload.objects.create(folder="x", widths=[1], width=0, height=1)


def test_an_upload_is_fresh_for_a_day():
    upload = keep()
    ends = upload.created_at + LIFETIME

    assert TemporaryUpload.objects.fresh(now=ends - timedelta(microseconds=1)).get() == upload
    assert not TemporaryUpload.objects.fresh(now=ends).exists()
    assert TemporaryUpload.objects.expired(now=ends).get() == upload
    assert TemporaryUpload.objects.fresh().get() == upload


def test_an_upload_that_is_deleted_takes_its_files_along(django_capture_on_commit_callbacks):
    upload = keep()

    with django_capture_on_commit_callbacks(execute=True):
        upload.delete()
        assert len(files_kept()) == 2

    assert folders_kept() == []


# Giving it to what it was sent for.


def test_a_picture_takes_over_the_files_and_the_upload_is_gone(django_capture_on_commit_callbacks):
    upload, picture = keep(), new_picture()

    with django_capture_on_commit_callbacks(execute=True):
        give(upload, picture)

    kept = Picture.objects.get()
    assert (kept.folder, kept.widths, kept.width, kept.height) == (upload.folder, [320, 700], 700, 350)
    assert kept.digest == upload.digest
    assert kept.content(320) == upload.content(320) is not None
    assert len(files_kept()) == 2
    assert not TemporaryUpload.objects.exists()


def test_a_picture_that_had_files_loses_those_and_no_others(django_capture_on_commit_callbacks):
    picture, upload = make_picture(file=drawing((400, 200))), keep()

    with django_capture_on_commit_callbacks(execute=True):
        give(upload, picture)
        assert len(files_kept()) == 3

    assert sorted(files_kept()) == [f"{upload.folder}/320.webp", f"{upload.folder}/700.webp"]


def test_when_what_it_was_given_to_fails_the_upload_is_whole_and_can_be_given_again(
    client, django_capture_on_commit_callbacks
):
    upload = keep()
    unfit = new_picture()
    unfit.is_decorative = False
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(IntegrityError):
        give(upload, unfit)

    answer = client.get(upload.address())
    give(upload, new_picture())

    assert answer.status_code == 200
    assert len(files_kept()) == 2
    assert Picture.objects.get().content(320)


def test_an_upload_is_given_once():
    upload = keep()
    same = TemporaryUpload.objects.get(pk=upload.pk)
    give(upload, new_picture())

    with pytest.raises(TemporaryUpload.DoesNotExist):
        give(same, new_picture())

    assert Picture.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_forms_that_give_the_same_upload_at_the_same_moment_one_wins():
    for number in range(10):
        upload = keep()
        same = TemporaryUpload.objects.get(pk=upload.pk)
        pictures = [new_picture(), new_picture()]

        gave = at_once(
            *[lambda one=one, to=to: gives(one, to) for one, to in zip((upload, same), pictures, strict=True)]
        )

        assert sorted(gave) == [False, True]
        assert Picture.objects.filter(folder=upload.folder).count() == 1
        assert len(files_kept()) == 2 * (number + 1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_a_form_and_the_clearing_at_the_same_moment_one_wins():
    for _ in range(10):
        upload = keep(hours_ago=25)

        gave, _cleared = at_once(lambda one=upload: gives(one, new_picture()), clear_temporary_uploads)

        assert Picture.objects.filter(folder=upload.folder).exists() == gave
        assert (f"{upload.folder}/320.webp" in files_kept()) == gave
        assert not TemporaryUpload.objects.exists()


def gives(upload, picture):
    try:
        give(upload, picture)
    except TemporaryUpload.DoesNotExist:
        return False
    return True


# Who may see it.


def test_who_knows_the_name_sees_the_picture_small_and_nobody_keeps_it(client):
    upload = keep()

    answer = client.get(upload.address())

    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.format, image.size) == ("WEBP", (320, 160))
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Content-Disposition"] == 'inline; filename="picture.webp"'
    assert "ETag" not in answer
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_nothing_tells_an_expired_upload_from_one_that_never_was(client):
    expired, lost, given = keep(hours_ago=24), keep(), keep()
    files.remove(lost.folder, lost.widths)
    give(given, new_picture())

    addresses = [upload.address() for upload in (expired, lost, given)]
    answers = [client.get(address) for address in [*addresses, reverse("unsent_picture", args=["a" * 43])]]

    assert {answer.status_code for answer in answers} == {404}
    assert all(answer.headers == answers[-1].headers for answer in answers)
    assert all(answer.content == answers[-1].content for answer in answers)


@pytest.mark.parametrize("name", ["%00", "a%00b", "%2e%2e", "a.b", "a/b", "é", "1", "a" * 5_000])
def test_a_name_that_is_none_is_not_found(client, name):
    keep()

    assert client.get(f"/pictures/unsent/{name}/").status_code == 404


def test_an_upload_is_only_read(client):
    upload = keep()

    assert client.head(upload.address()).status_code == 200
    assert client.head(upload.address()).content == b""
    for method in ("post", "put", "patch", "delete", "options"):
        assert getattr(client, method)(upload.address()).status_code == 405
    assert TemporaryUpload.objects.exists()


def test_an_upload_is_seen_at_no_other_address(client):
    upload = keep()

    assert client.get(reverse("picture", args=[upload.pk, 320])).status_code == 404
    assert {upload.address(width) for width in upload.widths} == {upload.address()}


@pytest.mark.parametrize("number", [1, 10])
def test_seeing_it_is_one_query(client, number):
    uploads = [keep((100, 80)) for _ in range(number)]

    with CaptureQueriesContext(connection) as queries:
        client.get(uploads[0].address())

    assert len(queries) == 1


# Clearing away.


def test_what_is_older_than_a_day_goes_with_its_files(django_capture_on_commit_callbacks):
    keep(hours_ago=24)
    young = keep(hours_ago=23)

    with django_capture_on_commit_callbacks(execute=True):
        clear_temporary_uploads()

    assert list(TemporaryUpload.objects.all()) == [young]
    assert folders_kept() == [young.folder]


def test_what_a_picture_took_over_is_never_cleared(django_capture_on_commit_callbacks):
    upload = keep(hours_ago=23)
    give(upload, new_picture())

    with django_capture_on_commit_callbacks(execute=True):
        clear_temporary_uploads(now=timezone.now() + timedelta(days=400))

    assert folders_kept() == [upload.folder]


def orphan():
    """The folder that a process leaves when it is killed before it writes the row."""
    return files.write(make_safe(drawing((700, 350))).files)


def test_a_folder_that_no_row_names_goes_after_a_day():
    picture, left = make_picture(), orphan()
    default_storage.save(f"pictures/{left}/320.webp.part", ContentFile(b"cut off"))

    clear_temporary_uploads()
    at_once_kept = set(folders_kept())
    clear_temporary_uploads(now=timezone.now() + LIFETIME + timedelta(minutes=1))

    assert at_once_kept == {picture.folder, left}
    assert folders_kept() == [picture.folder]


def test_an_empty_folder_goes_as_well(settings, tmp_path):
    on_disk = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": on_disk}
    picture = make_picture()
    (tmp_path / "pictures" / ("0" * 32)).mkdir()
    orphan()

    clear_temporary_uploads(now=timezone.now() + LIFETIME + timedelta(minutes=1))

    assert folders_kept() == [picture.folder]


def test_what_the_site_did_not_put_there_stays():
    make_picture()
    default_storage.save("pictures/logos/logo.png", ContentFile(b"logo"))

    clear_temporary_uploads(now=timezone.now() + timedelta(days=400))

    assert "logos/logo.png" in files_kept()


def test_with_a_database_that_knows_no_picture_no_folder_is_touched():
    left = orphan()

    clear_temporary_uploads(now=timezone.now() + timedelta(days=400))

    assert folders_kept() == [left]


def test_clearing_bears_being_done_twice_and_with_nothing_to_do():
    clear_temporary_uploads()
    clear_temporary_uploads()

    assert files_kept() == []


def test_clearing_costs_the_same_for_many_as_for_one():
    assert queries_to_clear(1) == queries_to_clear(8)


def queries_to_clear(number):
    for _ in range(number):
        keep((100, 80), hours_ago=25)
    with CaptureQueriesContext(connection) as queries:
        clear_temporary_uploads()
    return len(queries)


# The field that visitors send it with.


class StoryForm(forms.Form):
    """A form as visitors fill it in."""

    name = forms.CharField(required=False)
    picture = VisitorPictureField(required=False)

    def without_waiting(self):
        self.fields["picture"].longest_wait = 0
        return self


def upload_of(content, name="picture.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def filled_in(content, name="picture.jpg", **words):
    return StoryForm(words, {"picture": upload_of(content, name)})


def test_every_hostile_file_is_refused_with_a_sentence_or_comes_out_clean():
    wrong = []

    for hostile in corpus():
        form = filled_in(hostile.content, hostile.name)
        if form.is_valid() and any(MARKER in file for file in form.cleaned_data["picture"].files.values()):
            wrong.append((hostile.label, "holds what was planted"))
        if form.is_valid() != (hostile.outcome == CLEAN):
            wrong.append((hostile.label, form.errors))
        if not all(re.fullmatch(r"[A-Z].{15,}\.", why) for why in form.errors.get("picture", [])):
            wrong.append((hostile.label, form.errors))

    assert not wrong


def test_a_picture_comes_out_safe_and_can_be_kept():
    form = filled_in(png())

    assert form.is_valid(), form.errors
    upload = TemporaryUpload.keep(form.cleaned_data["picture"])
    assert (upload.width, upload.height) == (64, 48)


def test_a_form_without_a_picture_is_fine_unless_it_needs_one():
    class Needy(forms.Form):
        picture = VisitorPictureField()

    form = StoryForm({}, {})

    assert form.is_valid()
    assert form.cleaned_data["picture"] is None
    assert Needy({}, {}).errors["picture"] == ["Choose a picture."]


def test_an_empty_file_is_said_to_be_empty():
    assert filled_in(b"").errors["picture"] == ["The file is empty."]


def test_a_file_that_is_too_heavy_is_refused_by_its_size():
    heavy = filled_in(bytes(MOST_BYTES + 1))

    assert heavy.errors["picture"] == ["The file is too heavy. A picture may weigh at most 15 MB."]


@pytest.mark.parametrize("hostile", strange_names(), ids=lambda hostile: hostile.label)
def test_the_name_of_a_file_is_never_shown(hostile):
    form = filled_in(b"%PDF-1.7", hostile.name)

    assert form.errors["picture"] == [
        "This is no JPEG, PNG or WebP picture, whatever its name says. Save it as one of these."
    ]


class CountedUpload(SimpleUploadedFile):
    """An upload that counts how often it is read from its beginning."""

    times_read = 0

    def read(self, *args):
        self.times_read += 1
        return super().read(*args)


def test_a_file_is_read_once_however_often_the_form_asks():
    upload = CountedUpload("picture.png", png())
    form = StoryForm({}, {"picture": upload})

    form.full_clean()
    form.full_clean()

    assert form.is_valid()
    assert upload.times_read == 1


BRANDS = ("heic", "heix", "heim", "hevc", "mif1", "msf1")


@pytest.mark.parametrize("brand", BRANDS)
def test_a_picture_as_phones_take_them_is_refused_with_what_to_do(brand):
    heic = struct.pack(">I4s4s", 24, b"ftyp", brand.encode()) + b"\0\0\0\0mif1heic" + bytes(500)

    (why,) = filled_in(heic, "IMG_0001.HEIC").errors["picture"]

    assert "This is a HEIC picture" in why
    assert "Send a screenshot of it instead." in why
    assert "on an iPhone, first open Settings, then Camera, then Formats, and choose “Most Compatible”." in why


def test_the_browser_is_told_what_is_taken_so_that_it_may_convert_the_rest():
    html = StoryForm().as_p()

    assert 'accept="image/jpeg,image/png,image/webp"' in html


# One at a time.


class HeldUpload(SimpleUploadedFile):
    """An upload that comes in slowly: reading it lasts until it is let go."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.is_being_read, self.is_let_go = threading.Event(), threading.Event()

    def read(self, *args):
        self.is_being_read.set()
        wait_for(self.is_let_go)
        return super().read(*args)


@pytest.fixture
def held():
    """A form whose picture is being read in another thread, for as long as the test wants."""
    upload = HeldUpload("picture.png", png())
    form = StoryForm({}, {"picture": upload})
    thread = beside(form.full_clean)
    wait_for(upload.is_being_read)
    yield form, upload, thread
    upload.is_let_go.set()
    end(thread)


def test_who_would_wait_too_long_is_told_so_and_loses_nothing(held):
    upload = CountedUpload("picture.png", png())
    form = StoryForm({"name": "Ines"}, {"picture": upload}).without_waiting()

    (why,) = form.errors["picture"]

    assert why.startswith("Many pictures are arriving at this moment, and yours could not be read.")
    assert form.errors.as_data()["picture"][0].code == "busy"
    assert upload.times_read == 0
    assert 'value="Ines"' in form.as_p()


def test_who_was_told_to_wait_is_served_when_the_other_one_is_done(held):
    first, slow, thread = held
    content = png()
    assert not filled_in(content).without_waiting().is_valid()

    slow.is_let_go.set()
    end(thread)

    assert first.is_valid()
    assert filled_in(content).without_waiting().is_valid()


def test_a_file_that_is_refused_gives_the_turn_to_the_next():
    assert not filled_in(b"%PDF-1.7").is_valid()

    assert filled_in(png()).without_waiting().is_valid()


def test_the_reason_is_given_in_the_language_of_the_visitor():
    with override("fr"):
        (why,) = filled_in(b"%PDF-1.7").errors["picture"]
        in_french = gettext("This is no JPEG, PNG or WebP picture, whatever its name says. Save it as one of these.")

    assert why == in_french
    assert not why.startswith("This is")
