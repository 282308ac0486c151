"""The keys that personal data is encrypted with, as the environment gives them."""

import re

from django.core.exceptions import ImproperlyConfigured

HOW_TO_MAKE_ONE = 'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"` makes one'
NONE = (
    f"PERSONAL_DATA_KEYS is not set. Give it a key that you keep (`{HOW_TO_MAKE_ONE}), "
    "or start the site with `make run`, which makes and keeps its own."
)
MALFORMED = (
    "PERSONAL_DATA_KEYS: key {number} of {count} is not a key. A key is 32 random bytes in URL-safe Base64, "
    f"44 characters with the = at the end (`{HOW_TO_MAKE_ONE}). Between two keys stands a comma."
)


def read_keys(text):
    """Return the keys that stand in a text with commas between them, the one that encrypts first.

    Raises ImproperlyConfigured with a sentence that says what is wrong and never shows any of a key.
    """
    keys = [key.strip() for key in text.split(",")] if text.strip() else []
    if not keys:
        raise ImproperlyConfigured(NONE)
    for number, key in enumerate(keys, start=1):
        # Not left to Base64, which reads up to the first = and overlooks a second key after a space.
        if not re.fullmatch(r"[A-Za-z0-9_-]{43}=", key):
            raise ImproperlyConfigured(MALFORMED.format(number=number, count=len(keys)))
    return tuple(keys)
