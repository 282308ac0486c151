"""The site's secret key: made at random on the first run, then kept in the data folder."""

import secrets

from tools.places import locked, write_privately
from tools.refusals import Refusal


def keep_secret_key(folder):
    """Return the key kept in the folder, making it first where there is none."""
    path = folder / "secret-key"
    with locked(folder):
        if not path.exists():
            write_privately(path, secrets.token_urlsafe(50) + "\n")
    key = path.read_text(encoding="utf-8").strip()
    # Signing with an empty key would let anybody forge a session.
    if len(key) < 32:
        raise Refusal(f"{path} holds no usable key: delete it and a new one is made (everybody has to sign in again).")
    return key
