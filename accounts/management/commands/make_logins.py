"""Makes a first login for each role and writes the passwords to a file that only its owner can read."""

import os
import secrets
import tempfile
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import transaction

from publishing.roles import ROLES

# Without the letters and digits that look alike.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
HEADER = "# The first logins of the desk. A password that was changed since is not here. Keep this file to yourself.\n"


def make_password():
    """Return a password of about 79 bits that can be read aloud and typed: four groups of four."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def make_login(role):
    password = make_password()
    user = get_user_model().objects.create_user(username=role, password=password, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return password


def read_logins(path):
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))


def write_logins(path, logins):
    """Write the file whole or not at all: a password that is lost cannot be read back from the database."""
    text = HEADER + "".join(f"{name:<16}{password}\n" for name, password in logins.items())
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


class Command(BaseCommand):
    help = "Makes a login for each role that has none. The password of a login that exists is never changed."

    def add_arguments(self, parser):
        parser.add_argument("--file", required=True, type=Path, help="where to keep the passwords that are made")

    def handle(self, *, file, **options):
        # Path() once more: a call from Python passes what it likes.
        path = Path(file)
        with transaction.atomic():
            known = set(get_user_model().objects.values_list("username", flat=True).filter(username__in=ROLES))
            made = {role: make_login(role) for role in ROLES if role not in known}
            if made:
                # Inside the transaction: no login is kept whose password could not be written down.
                write_logins(path, read_logins(path) | made)
        if not path.exists():
            self.stdout.write(
                f"{path} is gone and passwords cannot be read back. To set a new one: "
                "`python manage.py changepassword editor`."
            )
