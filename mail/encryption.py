"""Text that the database keeps and cannot read: encrypted on its way in, decrypted on its way out."""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact, IsNull


class Undecipherable(ValueError):
    """None of the keys opens this token."""


def encrypt(text):
    """Return a token that holds the text: another one each time, and only for who has one of the keys."""
    return _box(settings.PERSONAL_DATA_KEYS).encrypt(text.encode()).decode()


def decrypt(token):
    """Return the text in a token that any of the keys made. Raises Undecipherable where none did."""
    try:
        return _box(settings.PERSONAL_DATA_KEYS).decrypt(token.encode()).decode()
    except InvalidToken:
        # Without the cause: nothing of a token belongs in a log.
        raise Undecipherable("No key of PERSONAL_DATA_KEYS opens what is stored.") from None


def is_newest(token):
    """Whether the first key, the one that encrypts, made this token."""
    try:
        Fernet(settings.PERSONAL_DATA_KEYS[0]).decrypt(token.encode())
    except InvalidToken:
        return False
    return True


@lru_cache(maxsize=4)
def _box(keys):
    return MultiFernet([Fernet(key) for key in keys])


class ExactlyEmpty(Exact):
    """Every token of a text is another one, so a comparison with anything but an empty text would never hold."""

    def __init__(self, lhs, rhs):
        if rhs not in ("", None):
            raise FieldError("An encrypted field can be compared with nothing but an empty text.")
        super().__init__(lhs, rhs)


class EncryptedTextField(models.TextField):
    """Gives and takes text, and stores a token. An empty text stays empty, so that it can be asked for."""

    description = "Encrypted text"

    def check(self, **kwargs):
        return [*super().check(**kwargs), *self._check_nothing_compares_tokens()]

    def _check_nothing_compares_tokens(self):
        if self.unique or self.db_index:
            yield checks.Error("An encrypted field can be neither unique nor indexed.", obj=self, id="mail.E001")

    def get_lookup(self, lookup_name):
        return {"exact": ExactlyEmpty, "isnull": IsNull}.get(lookup_name)

    def get_db_prep_value(self, value, connection, prepared=False):
        text = super().get_db_prep_value(value, connection, prepared)
        return encrypt(text) if text else text

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value else value
