"""Pictures: made safe, described, seen by who may see them, and kept as long as a text shows them."""

import io
import re
import struct
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image, ImageCms

from cancers.models import CancerVersion
from drugs.models import DrugVersion
from glossary.models import TermVersion
from images.figures import figures
from images.making_safe import MOST_BYTES, MOST_KEPT_PIXELS, Refused, SafePicture, make_safe
from images.models import Picture, PictureUse
from images.uses import missing, versions_with
from publishing.models import Generation, MoveRefused
from publishing.roles import EDITOR, PAGE_ROLES, PUBLISHER, REVIEWER, ROLES

from .factories import (
    approve,
    drawing,
    make_draft,
    make_drug,
    make_editor,
    make_picture,
    make_publisher,
    make_reviewer,
    make_user,
    publish,
    submit,
)
from .hostile_pictures import CLEAN, CORNERS, MARKER, corpus, jpeg, noise, png, strange_names, with_corners
from .threads import at_once, beside, end, wait_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_storage(settings):
    """Each test starts without files."""
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture
def at_desk(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def files_kept():
    if not default_storage.exists("pictures"):
        return []
    return [f"{folder}/{name}" for folder in default_storage.listdir("pictures")[0] for name in names_in(folder)]


def names_in(folder):
    return default_storage.listdir(f"pictures/{folder}")[1]


def shown(picture):
    """A text that shows a picture."""
    return f'<p>Look:</p><img data-picture="{picture.pk}">'


def address(picture, width=320):
    return reverse("picture", args=[picture.pk, width])


# Making safe.


def chunks_of(file):
    """The names of the chunks of a WebP file, and its flags."""
    at, kinds, flags = 12, [], 0
    while at < len(file):
        kind, length = struct.unpack_from("<4sI", file, at)
        kinds.append(kind)
        flags |= file[at + 8] if kind == b"VP8X" else 0
        at += 8 + length + length % 2
    return set(kinds), flags


def faults_of(safe):
    for width, file in safe.files.items():
        kinds, flags = chunks_of(file)
        with Image.open(io.BytesIO(file), formats=["WEBP"]) as image:
            image.load()
            if image.width != width or image.is_animated:
                yield f"{width}: not a still picture of this width"
            if image.getexif() or image.info.get("icc_profile") or image.info.get("xmp"):
                yield f"{width}: says something beside the picture"
        if kinds - {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"} or flags & ~0x10:
            yield f"{width}: has chunks {kinds}, flags {flags}"
        if MARKER in file or b"<script" in file:
            yield f"{width}: holds what was planted"


def corners_of(file):
    with Image.open(io.BytesIO(file)) as image:
        picture = image.convert("RGB")
    at = [(4, 4), (picture.width - 5, 4), (4, picture.height - 5), (picture.width - 5, picture.height - 5)]
    return [tuple(255 if value > 128 else 0 for value in picture.getpixel(place)) for place in at]


def test_every_hostile_file_is_refused_with_a_sentence_or_comes_out_clean():
    hostile_files, wrong = corpus(), []

    for hostile in hostile_files:
        try:
            safe = make_safe(io.BytesIO(hostile.content))
        except Refused as refused:
            if hostile.outcome == CLEAN or not re.fullmatch(r"[A-Z].{15,}\.", str(refused)):
                wrong.append((hostile.label, str(refused)))
            continue
        if hostile.outcome != CLEAN:
            wrong.append((hostile.label, "was taken"))
        wrong += [(hostile.label, fault) for fault in faults_of(safe)]
        if hostile.is_upright_after and corners_of(safe.files[safe.width]) != list(CORNERS):
            wrong.append((hostile.label, "is not upright"))

    assert len(hostile_files) >= 50
    assert not wrong


def test_the_reason_names_what_can_be_done():
    with pytest.raises(Refused, match="at most 25 million pixels: make it smaller"):
        make_safe(drawing((5_001, 5_000), colours="1"))


def test_a_french_editor_reads_the_reason_in_the_active_language():
    with override("fr"), pytest.raises(Refused) as refused:
        make_safe(io.BytesIO(b"GIF89a"))

    assert str(refused.value)


def test_widths_go_down_the_ladder_and_none_is_larger_than_the_picture():
    assert list_of_widths((1300, 800)) == [320, 640, 960, 1300]
    assert list_of_widths((320, 200)) == [320]
    assert list_of_widths((100, 80)) == [100]
    assert list_of_widths((2400, 1200)) == [320, 640, 960, 1280, 1920]


def list_of_widths(size):
    return sorted(make_safe(drawing(size)).files)


def test_a_high_picture_is_kept_within_the_pixels_of_a_page():
    safe = make_safe(drawing((2_000, 6_000)))

    assert safe.width * safe.height <= MOST_KEPT_PIXELS
    assert safe.height / safe.width == pytest.approx(3, rel=0.01)


def test_a_drawing_is_kept_without_loss_and_a_photo_with():
    drawn = make_safe(io.BytesIO(png(with_corners(400, 300))))
    photo = make_safe(io.BytesIO(png(noise(400, 300))))

    assert b"VP8L" in chunks_of(drawn.files[400])[0]
    assert b"VP8 " in chunks_of(photo.files[400])[0]


def test_what_can_be_seen_through_stays_so():
    picture = with_corners()
    picture.putalpha(0)

    safe = make_safe(io.BytesIO(png(picture)))

    with Image.open(io.BytesIO(safe.files[64])) as image:
        assert image.getchannel("A").getextrema() == (0, 0)


def test_sixteen_bits_of_grey_keep_their_shades():
    ramp = Image.frombytes("I;16", (64, 48), struct.pack("<3072H", *[1024 * (n % 64) for n in range(3072)]))

    safe = make_safe(io.BytesIO(png(ramp)))

    with Image.open(io.BytesIO(safe.files[64])) as image:
        shades = [image.convert("L").getpixel((x, 20)) for x in (0, 32, 63)]
    assert shades == pytest.approx([0, 128, 252], abs=6)


def test_colours_are_converted_from_the_profile_of_the_file():
    profile = with_red_and_blue_exchanged(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())

    safe = make_safe(io.BytesIO(png(Image.new("RGB", (64, 48), (255, 0, 0)), icc_profile=profile)))

    with Image.open(io.BytesIO(safe.files[64])) as image:
        red, _green, blue = image.convert("RGB").getpixel((30, 20))
    assert blue > 200 > 60 > red


def with_red_and_blue_exchanged(profile):
    """A colour profile in which the first channel means blue."""
    red, blue = profile.find(b"rXYZ"), profile.find(b"bXYZ")
    changed = bytearray(profile)
    changed[red : red + 4], changed[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(changed)


# Keeping.


def test_a_picture_is_kept_with_its_files():
    picture = make_picture(file=drawing((700, 350)))

    assert (picture.width, picture.height, picture.widths) == (700, 350, [320, 700])
    assert sorted(files_kept()) == [f"{picture.folder}/320.webp", f"{picture.folder}/700.webp"]
    assert re.fullmatch(r"[0-9a-f]{64}", picture.digest)


class FullStorage(FileSystemStorage):
    """A disk that is full before the last of several files is written."""

    def _save(self, name, content):
        if name.endswith("/320.webp"):
            raise OSError("No space left on device")
        return super()._save(name, content)


@pytest.fixture
def full_disk(settings, tmp_path):
    full = {"BACKEND": f"{__name__}.FullStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": full}


def test_when_a_file_cannot_be_written_neither_a_row_nor_a_file_is_left(full_disk, tmp_path):
    with pytest.raises(OSError, match="No space left"):
        make_picture(file=drawing((700, 350)))

    assert not Picture.objects.exists()
    assert list((tmp_path / "pictures").iterdir()) == []


def test_when_the_row_cannot_be_written_no_file_is_left():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_picture(alt_fr="")

    assert not Picture.objects.exists()
    assert files_kept() == []


@pytest.mark.parametrize(
    ("words", "promise"),
    [
        ({"alt_en": "", "alt_fr": ""}, "a_picture_is_described_or_decorative"),
        ({"alt_en": ""}, "a_picture_is_described_or_decorative"),
        ({"is_decorative": True}, "a_picture_is_described_or_decorative"),
        ({"is_decorative": True, "alt_en": ""}, "a_picture_is_described_or_decorative"),
        ({"caption_en": "Only here."}, "a_caption_speaks_both_languages"),
        ({"caption_fr": "Ici seulement."}, "a_caption_speaks_both_languages"),
        ({"credit_en": "Somebody"}, "a_credit_speaks_both_languages"),
        ({"width": 0}, "a_picture_has_a_size"),
        ({"height": 0}, "a_picture_has_a_size"),
    ],
)
def test_the_database_keeps_each_promise(words, promise):
    picture = make_picture()

    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(**words)


def test_a_promise_that_would_be_broken_is_said_in_words():
    picture = Picture(name="A pump", alt_en="A pump", width=1, height=1, widths=[1], folder="x", added_by=make_editor())

    with pytest.raises(ValidationError, match="Describe the picture in both languages, or say that it is decorative."):
        picture.validate_constraints()


def test_a_decorative_picture_needs_no_words():
    picture = make_picture(is_decorative=True, alt_en="", alt_fr="")

    assert picture.alternative == "decorative"


def test_files_go_when_the_picture_is_deleted_and_not_before(django_capture_on_commit_callbacks):
    picture = make_picture()

    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
        assert len(files_kept()) == 2

    assert files_kept() == []


def test_a_change_of_a_picture_is_a_change_of_the_site(django_capture_on_commit_callbacks):
    picture = make_picture()
    before = Generation.current()

    picture.delete()

    assert Generation.current() > before


# Where it is used.


def uses():
    return set(PictureUse.objects.values_list("kind", "version_id", "picture_id"))


def test_a_text_that_shows_pictures_is_recorded_when_it_is_started():
    one, two = make_picture("One"), make_picture("Two")

    draft = make_draft(DrugVersion, "Interferon", what_it_is=shown(one), given_text=shown(two) + shown(one))

    assert uses() == {("drugs.drugversion", draft.pk, one.pk), ("drugs.drugversion", draft.pk, two.pk)}


def test_saving_a_text_records_what_it_shows_now():
    one, two = make_picture("One"), make_picture("Two")
    draft = make_draft(CancerVersion, "Melanoma", body=shown(one))

    draft.body = shown(two)
    draft.save()
    draft.record_edit(by=make_editor())

    assert uses() == {("cancers.cancerversion", draft.pk, two.pk)}


def test_a_copy_shows_what_the_original_shows():
    picture = make_picture()
    live = make_drug(what_it_is=shown(picture))

    next_draft = live.open_draft(by=make_editor())
    translation = live.translate(by=make_editor())

    assert {version_id for _, version_id, _ in uses()} == {live.pk, next_draft.pk, translation.pk}


def test_a_text_that_was_written_past_the_forms_is_recorded_when_it_is_submitted():
    picture = make_picture()
    draft = make_draft(DrugVersion, "Interferon")
    DrugVersion.objects.filter(pk=draft.pk).update(what_it_is=shown(picture))

    draft.submit(by=make_editor())

    assert uses() == {("drugs.drugversion", draft.pk, picture.pk)}


def test_pictures_that_do_not_exist_are_not_recorded():
    draft = make_draft(DrugVersion, "Interferon", what_it_is='<p>a</p><img data-picture="999">')

    assert uses() == set()
    assert missing(draft.what_it_is) == ["The picture with the number 999 does not exist. Choose the picture again."]
    assert missing(shown(make_picture())) == []


def test_words_that_look_like_a_picture_are_none():
    picture = make_picture()

    make_draft(DrugVersion, "Interferon", what_it_is=f'<p>&lt;img data-picture="{picture.pk}"&gt;</p>')

    assert uses() == set()


def test_recording_costs_the_same_for_many_pictures_as_for_one():
    pictures = [make_picture(f"Picture {number}") for number in range(6)]
    few, many = (
        make_draft(CancerVersion, title, body="".join(map(shown, shown_pictures)))
        for title, shown_pictures in (("Few", pictures[:1]), ("Many", pictures))
    )

    assert queries_of(lambda: few.record_edit(by=make_editor())) == queries_of(
        lambda: many.record_edit(by=make_editor())
    )


def queries_of(call):
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


def test_a_picture_that_a_text_shows_cannot_be_deleted():
    picture = make_picture()
    make_draft(DrugVersion, "Interferon", what_it_is=shown(picture))

    with pytest.raises(ProtectedError):
        picture.delete()


def test_the_versions_that_show_a_picture_are_found_in_every_kind():
    picture = make_picture()
    drug = make_drug(what_it_is=shown(picture))
    term = make_draft(TermVersion, "pump", definition=f"<p>Words</p>{shown(picture)}")

    assert set(versions_with(picture)) == {drug, term}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_a_deletion_and_a_text_that_shows_the_picture_at_the_same_moment_one_wins():
    for number in range(10):
        picture = make_picture(f"Picture {number}")
        key, draft = picture.pk, make_draft(CancerVersion, f"Cancer {number}")
        CancerVersion.objects.filter(pk=draft.pk).update(body=shown(picture))

        was_deleted, _ = at_once(lambda one=picture: deletes(one), lambda one=draft: one.record_edit(by=make_editor()))

        assert Picture.objects.filter(pk=key).exists() == (not was_deleted)
        assert PictureUse.objects.filter(version_id=draft.pk).exists() == (not was_deleted)
        assert (f"{picture.folder}/320.webp" in files_kept()) == (not was_deleted)


def deletes(picture):
    try:
        picture.delete()
    except IntegrityError:
        return False
    return True


# Who may see it.


def withdraw(version, **outcome):
    version.withdraw(by=make_publisher(), why="Out of date.", **outcome)
    return version


def replaced(version):
    """A live version whose place another one took, which shows nothing."""
    draft = version.open_draft(by=make_editor())
    draft.what_it_is = "<p>Words.</p>"
    draft.save()
    draft.record_edit(by=make_editor())
    publish(draft)
    return version


def kept_then_replaced(version):
    withdraw(version, outcome="notice", notice="Being corrected.")
    return replaced(version)


def kept_then_gone(version):
    withdraw(version, outcome="notice", notice="Being corrected.")
    draft = version.open_draft(by=make_editor())
    draft.what_it_is = "<p>Words.</p>"
    draft.save()
    withdraw(publish(draft))
    return version


def abandon(draft):
    draft.abandon(by=make_editor())
    return draft


IN_EACH_STATE = {
    "draft": (lambda draft: draft, False),
    "in review": (submit, False),
    "approved": (approve, False),
    "scheduled": (lambda draft: publish(draft, at=timezone.now() + timedelta(days=1)), False),
    "live": (publish, True),
    "past": (lambda draft: replaced(publish(draft)), False),
    "abandoned": (abandon, False),
    "withdrawn": (lambda draft: withdraw(publish(draft)), False),
    "moved": (lambda draft: withdraw(publish(draft), outcome="moved", moved_to=make_drug("Other").page), False),
    "kept with a notice": (lambda draft: withdraw(publish(draft), outcome="notice", notice="Being corrected."), True),
    "kept, then replaced": (lambda draft: kept_then_replaced(publish(draft)), False),
    "kept, then gone": (lambda draft: kept_then_gone(publish(draft)), False),
}


@pytest.mark.parametrize("state", IN_EACH_STATE)
def test_a_picture_is_seen_by_everybody_exactly_while_a_text_that_shows_it_can_be_read(client, state):
    bring, is_public = IN_EACH_STATE[state]
    picture = make_picture()
    version = bring(make_draft(DrugVersion, "Interferon", what_it_is=shown(picture)))

    answer = client.get(address(picture))

    assert answer.status_code == (200 if is_public else 404)
    assert DrugVersion.objects.readable().filter(pk=version.pk).exists() == is_public


def test_what_could_be_read_at_another_time_is_the_same_query():
    first = make_drug()
    second = first.open_draft(by=make_editor())
    publish(second)
    withdraw(second, outcome="notice", notice="Being corrected.")
    ended = DrugVersion.objects.get(pk=second.pk).live_until

    assert list(DrugVersion.objects.readable(at=first.live_from)) == [first]
    assert list(DrugVersion.objects.readable(at=ended - timedelta(microseconds=1))) == [second]
    assert list(DrugVersion.objects.readable(at=ended)) == [second]


def test_a_version_that_shows_it_no_longer_makes_it_hidden_again(client):
    picture = make_picture()
    live = make_drug(what_it_is=shown(picture))

    replaced(live)

    assert client.get(address(picture)).status_code == 404


@pytest.mark.parametrize("role", [None, "visitor", *ROLES])
def test_a_picture_that_is_not_public_is_seen_by_those_who_read_versions(client, role):
    picture = make_picture()
    if role:
        client.force_login(make_user(*([role] if role in ROLES else [])))

    answer = client.get(address(picture))

    assert answer.status_code == (200 if role in PAGE_ROLES else 404)
    if role in PAGE_ROLES:
        assert answer["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer


def test_a_person_who_left_sees_it_no_more(client):
    picture, leaver = make_picture(), make_user(EDITOR)
    client.force_login(leaver)
    leaver.is_active = False
    leaver.save()

    assert client.get(address(picture)).status_code == 404


@pytest.mark.parametrize("role", [None, "moderator"])
def test_nothing_tells_a_hidden_picture_from_one_that_does_not_exist(client, role):
    picture = make_picture()
    if role:
        client.force_login(make_user(role))

    addresses = (address(picture), address(picture, 7), "/pictures/999/320/")
    hidden, hidden_width, none = map(client.get, addresses)

    assert {answer.status_code for answer in (hidden, hidden_width, none)} == {404}
    assert hidden.headers == hidden_width.headers == none.headers
    assert hidden.content == hidden_width.content == none.content


# How it is served.


def live_picture(**options):
    picture = make_picture(**options)
    make_drug(what_it_is=shown(picture))
    return picture


def test_a_public_picture_says_how_it_may_be_kept_and_is_nothing_but_a_picture(client):
    picture = live_picture()

    answer = client.get(address(picture, 640))

    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.format, image.size) == ("WEBP", (640, 400))
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=600"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"] == f'inline; filename="picture-{picture.pk}.webp"'
    assert answer["Content-Length"] == str(len(answer.content))


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_a_public_picture_neither_sets_nor_asks_for_a_cookie(client, is_signed_in):
    picture = live_picture()
    if is_signed_in:
        client.force_login(make_editor())

    answer = client.get(address(picture))

    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["Cache-Control"] == "public, max-age=600"


def test_a_browser_that_has_the_picture_is_told_so(client):
    picture = live_picture()
    first = client.get(address(picture))

    again = client.get(address(picture), headers={"If-None-Match": first["ETag"]})
    other_width = client.get(address(picture, 640), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert other_width.status_code == 200


def test_a_picture_is_only_read(client):
    picture = live_picture()

    assert client.head(address(picture)).status_code == 200
    assert client.head(address(picture)).content == b""
    for method in ("post", "put", "patch", "delete", "options"):
        assert getattr(client, method)(address(picture)).status_code == 405


def test_every_width_that_exists_is_served_and_no_other(client):
    picture = live_picture(file=drawing((700, 350)))

    answers = {width: client.get(address(picture, width)).status_code for width in (320, 700, 640, 0, 1, 10**30)}

    assert answers == {320: 200, 700: 200, 640: 404, 0: 404, 1: 404, 10**30: 404}
    assert client.get(f"/pictures/{10**30}/320/").status_code == 404


def test_the_smallest_width_answers_for_a_picture_that_is_narrower(client):
    picture = live_picture(file=drawing((100, 80)))

    answer = client.get(address(picture, 320))

    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.size == (100, 80)


def test_a_picture_whose_file_was_lost_is_not_found(client):
    picture = live_picture()
    default_storage.delete(f"pictures/{picture.folder}/320.webp")

    assert client.get(address(picture)).status_code == 404


@pytest.mark.parametrize("number", [1, 20])
def test_asking_who_may_see_it_is_one_query(client, number):
    picture = make_picture()
    for index in range(number):
        make_drug(f"Drug {index}", what_it_is=shown(picture))

    assert queries_of(lambda: client.get(address(picture))) == 1


# How it stands in a text.


def test_a_figure_has_all_widths_its_size_and_its_words_in_the_language():
    picture = make_picture(
        file=drawing((1300, 650)), caption_en="Worn.", caption_fr="Portée.", credit_en="By us.", credit_fr="De nous."
    )

    english, french = (figures([picture.pk], language=language)[picture.pk] for language in ("en", "fr"))

    version = picture.digest[:8]
    assert f'src="/pictures/{picture.pk}/960/?v={version}"' in english
    for width in (320, 640, 960, 1300):
        assert f"/pictures/{picture.pk}/{width}/?v={version} {width}w" in english
    assert 'width="1300" height="650"' in english
    assert 'alt="A pump, seen from the side"' in english
    assert '<figcaption>Worn. <span class="credit">By us.</span></figcaption>' in english
    assert 'alt="A pump, vue de côté"' in french
    assert '<figcaption>Portée. <span class="credit">De nous.</span></figcaption>' in french


def test_a_decorative_picture_has_an_empty_alternative_text():
    picture = make_picture(is_decorative=True, alt_en="", alt_fr="")

    html = figures([picture.pk], language="en")[picture.pk]

    assert 'alt=""' in html
    assert "<figcaption" not in html
    assert "role=" not in html


def test_the_words_of_a_picture_are_escaped():
    words = '"><script>alert(1)</script>'
    picture = make_picture(alt_en=words, alt_fr=words, caption_en=words, caption_fr=words)

    assert "<script" not in figures([picture.pk], language="en")[picture.pk]


def test_figures_cost_one_query_however_many_there_are():
    pictures = [make_picture(f"Picture {number}").pk for number in range(5)]

    assert queries_of(lambda: figures(pictures[:1], language="en")) == 1
    assert queries_of(lambda: figures([*pictures, 999], language="en")) == 1
    assert queries_of(lambda: figures([], language="en")) == 0
    assert set(figures([*pictures, 999], language="en")) == set(pictures)


# The desk.

WORDS = {"name": "A pump", "alt_en": "A pump", "alt_fr": "Une pompe"}
ADD = "/admin/images/picture/add/"


def upload(content, name="picture.png"):
    return SimpleUploadedFile(name, content, content_type="image/png")


def change_url(picture):
    return reverse("admin:images_picture_change", args=[picture.pk])


def form_of(picture, **changes):
    """What a browser sends back from the form of a picture."""
    fields = ["name", "alt_en", "alt_fr", "caption_en", "caption_fr", "credit_en", "credit_fr"]
    return {name: getattr(picture, name) for name in fields} | {"seen_counter": picture.edit_counter} | changes


def test_an_editor_adds_a_picture(at_desk):
    answer = at_desk(make_editor()).post(ADD, WORDS | {"file": upload(png())}, follow=True)

    picture = Picture.objects.get()
    assert answer.status_code == 200
    assert (picture.name, picture.added_by, picture.width) == ("A pump", make_editor(), 64)
    assert len(files_kept()) == 1


def test_a_file_that_is_refused_says_why_beside_the_field_and_the_rest_of_the_form_stays(at_desk):
    answer = at_desk(make_editor()).post(ADD, WORDS | {"file": upload(b"%PDF-1.7", "leaflet.pdf")})

    text = answer.content.decode()
    row = text[text.index("field-file") : text.index('id="id_file"')]
    assert "“leaflet.pdf”: This is no JPEG, PNG or WebP picture, whatever its name says." in row
    assert 'value="Une pompe"' in text
    assert not Picture.objects.exists()
    assert files_kept() == []


@pytest.mark.parametrize("hostile", strange_names(), ids=lambda hostile: hostile.label)
def test_the_name_of_a_file_is_shown_as_text_and_used_for_nothing(at_desk, hostile):
    client = at_desk(make_editor())

    refused = client.post(ADD, WORDS | {"file": upload(b"%PDF-1.7", hostile.name)}).content.decode()
    client.post(ADD, WORDS | {"file": upload(hostile.content, hostile.name)})

    picture = Picture.objects.get()
    assert "<img src=x" not in refused
    assert "\u202e" not in refused and "\x00" not in refused
    assert "a" * 61 not in refused
    assert files_kept() == [f"{picture.folder}/64.webp"]
    assert re.fullmatch(r"[0-9a-f]{32}/64\.webp", files_kept()[0])


def test_a_new_picture_needs_a_file(at_desk):
    answer = at_desk(make_editor()).post(ADD, WORDS)

    assert "Choose a picture." in answer.content.decode()


def test_an_empty_file_is_said_to_be_empty(at_desk):
    answer = at_desk(make_editor()).post(ADD, WORDS | {"file": upload(b"")})

    assert "The file is empty." in answer.content.decode()


def test_a_file_that_is_too_heavy_is_refused_by_its_size(at_desk):
    answer = at_desk(make_editor()).post(ADD, WORDS | {"file": upload(bytes(MOST_BYTES * 2))})

    assert "The file is too heavy. A picture may weigh at most 15 MB." in answer.content.decode()


def test_no_more_of_a_huge_upload_is_kept_than_a_picture_may_weigh(rf):
    request = rf.post(ADD, {"file": upload(bytes(MOST_BYTES * 2))})

    with request.FILES["file"] as kept:
        assert kept.size == MOST_BYTES * 2
        assert MOST_BYTES <= len(kept.read()) <= MOST_BYTES + 100_000


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"alt_en": "", "alt_fr": ""}, "Describe the picture, or say above that it is decorative."),
        ({"alt_fr": ""}, "Describe the picture, or say above that it is decorative."),
        ({"is_decorative": "on"}, "A decorative picture has no alternative text. Empty this, or untick the box."),
        ({"caption_en": "Worn."}, "Write it in this language too, or in neither."),
        ({"credit_fr": "De nous."}, "Write it in this language too, or in neither."),
    ],
)
def test_words_that_are_missing_are_asked_for(at_desk, words, said):
    answer = at_desk(make_editor()).post(ADD, WORDS | words | {"file": upload(png())})

    assert said in answer.content.decode()
    assert not Picture.objects.exists()


def test_a_decorative_picture_is_added_without_words(at_desk):
    at_desk(make_editor()).post(ADD, {"name": "A line", "is_decorative": "on", "file": upload(png())})

    assert Picture.objects.get().is_decorative


def test_words_are_changed_and_the_picture_stays(at_desk):
    picture = make_picture()

    at_desk(make_editor()).post(change_url(picture), form_of(picture, alt_en="Another"))

    changed = Picture.objects.get()
    assert (changed.alt_en, changed.digest, changed.edit_counter) == ("Another", picture.digest, 1)


def test_another_file_takes_the_place_of_the_first(at_desk, django_capture_on_commit_callbacks):
    picture = make_picture()
    form = form_of(picture, file=upload(png(with_corners(100, 80))))

    with django_capture_on_commit_callbacks(execute=True):
        at_desk(make_editor()).post(change_url(picture), form)

    changed = Picture.objects.get()
    assert changed.digest != picture.digest
    assert (changed.width, changed.height, changed.widths) == (100, 80, [100])
    assert files_kept() == [f"{changed.folder}/100.webp"]


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(at_desk):
    picture = make_picture()
    stale = form_of(picture, alt_en="Mine", file=upload(png(with_corners(100, 80))))
    client = at_desk(make_editor())
    client.post(change_url(picture), form_of(picture, alt_en="Theirs"))

    answer = client.post(change_url(picture), stale)

    text = answer.content.decode()
    kept = Picture.objects.get()
    assert "saved this while you were working on it" in text
    assert "Saved meanwhile: Theirs" in text
    assert (kept.alt_en, kept.digest) == ("Theirs", picture.digest)
    assert len(files_kept()) == 2


def test_when_a_change_fails_the_earlier_files_stay_and_no_new_one_does(at_desk, full_disk):
    picture = make_picture(file=drawing((100, 80)))
    client = at_desk(make_editor())
    client.raise_request_exception = False

    answer = client.post(change_url(picture), form_of(picture, file=upload(png(with_corners(700, 400)))))

    assert answer.status_code == 500
    assert Picture.objects.get().digest == picture.digest
    assert files_kept() == [f"{picture.folder}/100.webp"]


def test_the_page_of_a_picture_shows_where_it_is_used(at_desk):
    picture = make_picture()
    live = make_drug("Interferon", what_it_is=shown(picture))
    draft = make_draft(CancerVersion, "Mélanome", language="fr", body=shown(picture))

    text = at_desk(make_editor()).get(change_url(picture)).content.decode()

    assert f'<a href="/admin/drugs/drugversion/{live.pk}/change/">Interferon</a> – English, 1' in text
    assert f'<a href="/admin/cancers/cancerversion/{draft.pk}/change/">Mélanome</a> – French, 1' in text
    assert f'src="/pictures/{picture.pk}/320/?v=' in text
    assert "640 × 400" in text


def test_a_picture_that_no_text_shows_says_so(at_desk):
    text = at_desk(make_editor()).get(change_url(make_picture())).content.decode()

    assert "No text shows it. Readers cannot see it." in text


def test_pictures_are_found_by_every_word_about_them(at_desk):
    make_picture("A pump", alt_en="Worn on a belt", alt_fr="Portée à la ceinture")
    make_picture("Something else")
    client = at_desk(make_editor())

    for words in ("pump", "belt", "ceinture"):
        text = client.get("/admin/images/picture/", {"q": words}).content.decode()
        assert "A pump" in text
        assert "Something else" not in text


def test_a_picture_that_is_used_is_not_deleted_and_the_page_says_why(at_desk):
    picture = make_picture()
    make_draft(DrugVersion, "Interferon", what_it_is=shown(picture))

    answer = at_desk(make_editor()).post(
        reverse("admin:images_picture_delete", args=[picture.pk]), {"post": "yes"}, follow=True
    )

    assert "“A pump” stands in the texts listed below, so it stays." in answer.content.decode()
    assert Picture.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_picture_that_a_text_begins_to_show_at_this_moment_is_not_said_to_be_deleted(client):
    picture = make_picture()
    client.force_login(make_editor())
    is_shown, may_end = threading.Event(), threading.Event()

    def show():
        with transaction.atomic():
            Picture.objects.select_for_update(no_key=True).get(pk=picture.pk)
            PictureUse.objects.create(picture=picture, kind="cancers.cancerversion", version_id=1)
            is_shown.set()
            may_end.wait(0.5)

    other = beside(show)
    wait_for(is_shown)
    answer = client.post(reverse("admin:images_picture_delete", args=[picture.pk]), {"post": "yes"}, follow=True)
    end(other)

    said = [str(message) for message in answer.context["messages"]]
    assert Picture.objects.filter(pk=picture.pk).exists()
    assert not any("deleted successfully" in sentence for sentence in said)


def test_an_editor_deletes_a_picture_that_no_text_shows(at_desk, django_capture_on_commit_callbacks):
    picture = make_picture()

    with django_capture_on_commit_callbacks(execute=True):
        at_desk(make_editor()).post(reverse("admin:images_picture_delete", args=[picture.pk]), {"post": "yes"})

    assert not Picture.objects.exists()
    assert files_kept() == []


@pytest.mark.parametrize("role", [None, "visitor", *ROLES])
def test_each_page_of_the_desk_is_open_to_its_roles_alone(client, role):
    picture = make_picture()
    if role:
        client.force_login(make_user(*([role] if role in ROLES else [])))
    may_read = {EDITOR: 200}.get(role, 200 if role in PAGE_ROLES else 403 if role else 302)
    may_keep = 200 if role == EDITOR else 403 if role else 302

    answers = {
        page: client.get(reverse(f"admin:images_picture_{page}", args=args)).status_code
        for page, args in {
            "changelist": [],
            "change": [picture.pk],
            "history": [picture.pk],
            "choices": [],
            "add": [],
            "delete": [picture.pk],
        }.items()
    }

    assert answers == dict.fromkeys(["changelist", "change", "history", "choices"], may_read) | dict.fromkeys(
        ["add", "delete"], may_keep
    )


@pytest.mark.parametrize("role", [role for role in ROLES if role != EDITOR])
def test_who_may_not_keep_pictures_changes_nothing(at_desk, role):
    picture = make_picture()
    client = at_desk(make_user(role))

    answers = [
        client.post(ADD, WORDS | {"file": upload(png())}),
        client.post(change_url(picture), form_of(picture, alt_en="Mine")),
        client.post(reverse("admin:images_picture_delete", args=[picture.pk]), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Picture.objects.get().alt_en == picture.alt_en
    assert len(files_kept()) == 2


def test_a_reviewer_reads_every_word_of_a_picture(at_desk):
    picture = make_picture(caption_en="Worn.", caption_fr="Portée.")

    text = at_desk(make_reviewer()).get(change_url(picture)).content.decode()

    assert "Portée." in text
    assert 'type="file"' not in text


# What the editor's dialog asks.

CHOICES = "/admin/images/picture/choices/"


def test_the_dialog_is_offered_the_newest_pictures_first(at_desk):
    old, new = make_picture("Old"), make_picture("New", is_decorative=True, alt_en="", alt_fr="")

    answer = at_desk(make_editor()).get(CHOICES).json()

    assert answer["more"] is False
    assert [picture["id"] for picture in answer["pictures"]] == [new.pk, old.pk]
    assert answer["pictures"][0]["alt"] == "decorative"
    assert answer["pictures"][1] == {
        "id": old.pk,
        "name": "Old",
        "alt": "Old, seen from the side",
        "src": f"/pictures/{old.pk}/320/?v={old.digest[:8]}",
        "width": 640,
        "height": 400,
    }


def test_the_dialog_finds_pictures_by_all_of_several_words(at_desk):
    make_picture("A red pump")
    make_picture("A blue pump", alt_en="Worn at night", alt_fr="Portée la nuit")
    client = at_desk(make_editor())

    found = {words: names_found(client, words) for words in ("pump", "blue nuit", "  NIGHT ", "red night", "%")}

    assert found == {
        "pump": ["A blue pump", "A red pump"],
        "blue nuit": ["A blue pump"],
        "  NIGHT ": ["A blue pump"],
        "red night": [],
        "%": [],
    }


def names_found(client, words):
    return [picture["name"] for picture in client.get(CHOICES, {"q": words}).json()["pictures"]]


def test_the_dialog_says_that_there_are_more(at_desk):
    safe = make_safe(drawing((64, 48)))
    for number in range(31):
        Picture.add(safe, by=make_editor(), name=f"Picture {number}", alt_en="One", alt_fr="Un")
    client = at_desk(make_user(PUBLISHER))

    answer = client.get(CHOICES).json()

    assert (len(answer["pictures"]), answer["more"]) == (30, True)
    assert queries_of(lambda: client.get(CHOICES)) == 4


def test_the_digest_follows_the_picture():
    one, two = (SafePicture(64, 48, {64: content}) for content in (b"one", b"two"))

    assert one.digest != two.digest
    assert make_safe(io.BytesIO(jpeg())).digest == make_safe(io.BytesIO(jpeg())).digest


# What was checked stays.


def words_of(picture, **changes):
    words = {name: getattr(picture, name) for name in ("name", "alt_en", "alt_fr", "caption_en", "caption_fr")}
    return words | {"credit_en": "", "credit_fr": "", "seen_counter": picture.edit_counter} | changes


def change(client, picture, **changes):
    return client.post(reverse("admin:images_picture_change", args=[picture.pk]), words_of(picture, **changes))


CHECKED = {"submitted": submit, "approved": approve, "live": publish}


@pytest.mark.parametrize("state", CHECKED)
def test_an_editor_cannot_change_a_picture_under_a_text_that_was_checked(at_desk, state):
    picture = make_picture()
    CHECKED[state](make_draft(DrugVersion, "Interferon", what_it_is=shown(picture)))
    client = at_desk(make_editor())

    answer = change(client, picture, alt_en="Something else", file=SimpleUploadedFile("other.png", drawing().read()))

    assert answer.status_code == 403
    assert Picture.objects.get().digest == picture.digest
    assert Picture.objects.get().alt_en == picture.alt_en


def test_a_reviewer_corrects_the_words_of_a_checked_picture_but_not_the_picture(at_desk):
    picture = make_picture()
    publish(make_draft(DrugVersion, "Interferon", what_it_is=shown(picture)))
    client = at_desk(make_reviewer())

    change(client, picture, alt_en="In better words", file=SimpleUploadedFile("x.png", drawing((64, 64)).read()))

    kept = Picture.objects.get()
    assert kept.alt_en == "In better words"
    assert (kept.digest, kept.width) == (picture.digest, picture.width)


@pytest.mark.parametrize("person", [make_reviewer, make_publisher])
def test_a_picture_that_nobody_checked_yet_is_changed_by_editors_alone(at_desk, person):
    picture = make_picture()
    make_draft(DrugVersion, "Interferon", what_it_is=shown(picture))

    refused = change(at_desk(person()), picture, alt_en="Not mine to change")
    changed = change(at_desk(make_editor()), picture, alt_en="Mine", file=SimpleUploadedFile("x.png", png()))

    assert (refused.status_code, changed.status_code) == (403, 302)
    assert Picture.objects.get().alt_en == "Mine"
    assert Picture.objects.get().digest != picture.digest


def test_a_text_that_was_sent_back_frees_its_picture(at_desk):
    picture = make_picture()
    draft = submit(make_draft(DrugVersion, "Interferon", what_it_is=shown(picture)))
    draft.send_back(by=make_reviewer(), why="Another picture, please.")

    answer = change(at_desk(make_editor()), picture, alt_en="Better")

    assert answer.status_code == 302
    assert Picture.objects.get().alt_en == "Better"


def test_a_publisher_writes_no_words_under_a_checked_text(at_desk):
    picture = make_picture()
    publish(make_draft(DrugVersion, "Interferon", what_it_is=shown(picture)))

    answer = change(at_desk(make_publisher()), picture, caption_en="Take ten.", caption_fr="Prenez-en dix.")

    assert answer.status_code == 403
    assert Picture.objects.get().caption_en == ""


def test_who_wrote_a_caption_cannot_approve_the_text_that_shows_it(at_desk):
    both = make_user(EDITOR, REVIEWER)
    picture = make_picture()
    draft = make_draft(DrugVersion, "Interferon", what_it_is=shown(picture))
    change(at_desk(both), picture, caption_en="Take ten.", caption_fr="Prenez-en dix.")
    submit(draft)

    with pytest.raises(MoveRefused, match="worked on this text yourself"):
        draft.approve(by=both, digest=draft.digest)


def test_who_added_a_picture_cannot_approve_the_text_that_shows_it():
    both = make_user(EDITOR, REVIEWER)
    picture = Picture.add(make_safe(drawing()), by=both, name="A pump", alt_en="A pump", alt_fr="Une pompe")
    draft = submit(make_draft(DrugVersion, "Interferon", what_it_is=shown(picture)))

    with pytest.raises(MoveRefused, match="worked on this text yourself"):
        draft.approve(by=both, digest=draft.digest)


def test_who_once_corrected_a_picture_can_approve_a_later_text():
    reviewer, picture = make_reviewer(), make_picture()
    picture._history_user = reviewer
    picture.save()
    draft = submit(make_draft(DrugVersion, "Interferon", what_it_is=shown(picture)))

    draft.approve(by=reviewer, digest=draft.digest)

    assert draft.approved_by == reviewer
