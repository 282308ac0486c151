"""The site's keys: made at random on the first run, then kept in the data folder."""

import base64
import re
import secrets

from tools.places import locked, write_privately
from tools.refusals import Refusal


def keep_secret_key(folder):
    """Return the key kept in the folder, making it first where there is none."""
    path = folder / "secret-key"
    key = keep(path, secrets.token_urlsafe(50))
    # Signing with an empty key would let anybody forge a session.
    if len(key) < 32:
        raise Refusal(f"{path} holds no usable key: delete it and a new one is made (everybody has to sign in again).")
    return key


def keep_personal_data_keys(folder):
    """Return the keys kept in the folder, with commas between them, making the first one where there is none."""
    path = folder / "personal-data-keys"
    keys = keep(path, base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    if not all(map(is_personal_data_key, keys.split(","))):
        raise Refusal(
            f"{path} holds no usable keys: put the file back from a backup. "
            "Without it, nobody can read the personal data that the database holds."
        )
    return keys


def keep(path, made):
    """Return what the file says, and write down what was made where there is no file."""
    with locked(path.parent):
        if not path.exists():
            write_privately(path, made + "\n")
    return path.read_text(encoding="utf-8").strip()


def is_personal_data_key(text):
    return bool(re.fullmatch(r"[A-Za-z0-9_-]{43}=", text.strip()))
