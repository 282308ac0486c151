"""Personal data in the database: unreadable without a key, and moved from an old key to a new one."""

import base64
import io

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast

from mail.encryption import EncryptedTextField, Undecipherable, decrypt, encrypt, is_newest
from mail.keys import read_keys
from mail.models import Letter
from mail.rotation import BATCH, Count, encrypted_fields, rotate, rotate_one

OLD, NEW, LOST = (base64.urlsafe_b64encode(letter * 32).decode() for letter in (b"o", b"n", b"l"))


def make_letter(key="one", content="secret"):
    return Letter.objects.create(key=key, language="en", template="none", content=content)


def token_of(letter):
    return (
        Letter.objects.annotate(token=Cast(F("content"), TextField())).values_list("token", flat=True).get(pk=letter.pk)
    )


def run_rotation():
    output = io.StringIO()
    call_command("rotate_personal_data_keys", stdout=output, stderr=output)
    return output.getvalue()


def test_a_text_comes_back_from_its_token():
    text = "« L’été », dit-elle. 🌻\nEt puis ?"

    token = encrypt(text)

    assert decrypt(token) == text
    assert "été" not in token


def test_the_same_text_gives_another_token_each_time():
    assert encrypt("same") != encrypt("same")


def test_every_key_opens_and_the_first_encrypts(settings):
    settings.PERSONAL_DATA_KEYS = (OLD,)
    token = encrypt("text")
    settings.PERSONAL_DATA_KEYS = (NEW, OLD)

    assert decrypt(token) == "text"
    assert not is_newest(token)
    assert is_newest(encrypt("text"))


def test_without_its_key_a_token_stays_closed_and_is_not_shown(settings):
    settings.PERSONAL_DATA_KEYS = (LOST,)
    token = encrypt("text")
    settings.PERSONAL_DATA_KEYS = (NEW,)

    with pytest.raises(Undecipherable) as refusal:
        decrypt(token)

    assert token not in str(refusal.value)


@pytest.mark.parametrize("text", ["", " ", "short", "x" * 44, f"{NEW},", f"{NEW} {OLD}", f"{NEW},é", NEW[:-1]])
def test_malformed_keys_are_refused_without_showing_them(text):
    with pytest.raises(ImproperlyConfigured, match="PERSONAL_DATA_KEYS") as refusal:
        read_keys(text)

    assert NEW not in str(refusal.value)


def test_keys_may_stand_on_lines_of_their_own():
    assert read_keys(f"{NEW},\n  {OLD}\n") == (NEW, OLD)


# The field


@pytest.mark.django_db
def test_the_database_holds_a_token_and_the_program_sees_text():
    letter = make_letter(content="secret")

    assert token_of(letter).startswith("gAAAA")
    assert Letter.objects.get().content == "secret"


@pytest.mark.django_db
def test_an_empty_text_stays_empty_and_can_be_asked_for():
    make_letter()

    assert Letter.objects.filter(content="").count() == 0
    assert Letter.objects.exclude(content="").count() == 1
    assert Letter.objects.filter(content__isnull=False).count() == 1


@pytest.mark.django_db
def test_every_way_of_writing_encrypts():
    letter = make_letter()

    letter.content = "saved"
    letter.save()
    assert token_of(letter).startswith("gAAAA")
    Letter.objects.update(content="updated")
    assert token_of(letter).startswith("gAAAA")
    letter.content = "in bulk"
    Letter.objects.bulk_update([letter], ["content"])
    assert token_of(letter).startswith("gAAAA")
    Letter.objects.update(content=Value("as a value", output_field=EncryptedTextField()))
    assert token_of(letter).startswith("gAAAA")
    assert Letter.objects.get().content == "as a value"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "question", [{"content": "secret"}, {"content__contains": "s"}, {"content__in": [""]}, {"content": F("key")}]
)
def test_a_comparison_that_could_never_hold_is_refused(question):
    with pytest.raises(FieldError):
        Letter.objects.filter(**question)


def test_a_field_whose_tokens_would_be_compared_is_a_mistake_at_start():
    field = EncryptedTextField(unique=True)
    field.set_attributes_from_name("secret")
    field.model = Letter

    assert "mail.E001" in [error.id for error in field.check()]


# Changing the key


def test_every_encrypted_field_of_the_project_is_found():
    assert (Letter, Letter._meta.get_field("content")) in list(encrypted_fields())


@pytest.mark.django_db
def test_rotation_encrypts_anew_with_the_first_key_and_a_second_run_has_nothing_to_do(settings):
    settings.PERSONAL_DATA_KEYS = (OLD,)
    letters = [make_letter(f"letter-{number}", content=f"text {number}") for number in range(3)]
    settings.PERSONAL_DATA_KEYS = (NEW, OLD)
    letters.append(make_letter("newest", content="text 3"))

    first, second = run_rotation(), run_rotation()

    assert "mail.Letter.content: 3 encrypted anew, 1 up to date, 0 changed meanwhile, 0 unreadable" in first
    assert "mail.Letter.content: 0 encrypted anew, 4 up to date" in second
    settings.PERSONAL_DATA_KEYS = (NEW,)
    assert [letter.content for letter in Letter.objects.order_by("pk")] == ["text 0", "text 1", "text 2", "text 3"]


@pytest.mark.django_db
def test_rotation_goes_through_all_batches(settings):
    settings.PERSONAL_DATA_KEYS = (OLD,)
    number = BATCH * 2 + 1
    Letter.objects.bulk_create(
        Letter(key=f"{i}", language="en", template="none", content=f"{i}") for i in range(number)
    )
    settings.PERSONAL_DATA_KEYS = (NEW, OLD)

    count = rotate(Letter, Letter._meta.get_field("content"))

    assert count.encrypted_anew == number


@pytest.mark.django_db
def test_a_value_that_no_key_opens_is_named_and_left_as_it_is(settings):
    settings.PERSONAL_DATA_KEYS = (LOST,)
    lost = make_letter("lost")
    settings.PERSONAL_DATA_KEYS = (OLD,)
    readable = make_letter("readable")
    settings.PERSONAL_DATA_KEYS = (NEW, OLD)
    before, output = token_of(lost), io.StringIO()

    with pytest.raises(CommandError, match="opened by none of the keys"):
        call_command("rotate_personal_data_keys", stdout=output, stderr=output)

    assert f"mail.Letter.content: no key opens number {lost.pk}." in output.getvalue()
    assert token_of(lost) == before
    assert is_newest(token_of(readable))


@pytest.mark.django_db
def test_what_somebody_writes_during_the_rotation_is_not_overwritten(settings):
    settings.PERSONAL_DATA_KEYS = (OLD,)
    letter, count = make_letter(content="before"), Count("letters")
    read = token_of(letter)
    settings.PERSONAL_DATA_KEYS = (NEW, OLD)
    Letter.objects.update(content="after")

    rotate_one(letter.pk, read, Letter, Letter._meta.get_field("content"), count)

    assert (count.encrypted_anew, count.changed_meanwhile) == (0, 1)
    assert Letter.objects.get(pk=letter.pk).content == "after"


@pytest.mark.django_db
def test_letters_without_content_need_no_key(settings):
    letter = make_letter()
    Letter.objects.forget()
    settings.PERSONAL_DATA_KEYS = (LOST,)

    assert "0 encrypted anew, 0 up to date" in run_rotation()
    assert Letter.objects.get(pk=letter.pk).content == ""
