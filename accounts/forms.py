import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import get_language

from mail.models import Letter

from .models import User

LETTERS_AN_HOUR = 3


class DeskPasswordResetForm(PasswordResetForm):
    """Writes a letter with a link, in the language of the person, with the site's own address."""

    def save(self, **options):
        people = [person for person in self.get_users(self.cleaned_data["email"]) if not has_had_enough(person)]
        for person in people:
            write_letter(person, to=person.email)
        if not people:
            self._work_as_if_somebody_had_this_address()

    def _work_as_if_somebody_had_this_address(self):
        """Take as long as for somebody, so that the time of the answer does not tell whose addresses are known."""
        with transaction.atomic():
            stranger = User(pk=0, password="nobody's")  # noqa: S106 - nobody signs in with it
            has_had_enough(stranger)
            write_letter(stranger, to=self.cleaned_data["email"])
            transaction.set_rollback(True)


def has_had_enough(person):
    an_hour_ago = timezone.now() - timedelta(hours=1)
    letters = Letter.objects.about(subject_of(person)).filter(written_at__gt=an_hour_ago)
    return letters.count() >= LETTERS_AN_HOUR


def write_letter(person, *, to):
    token = default_token_generator.make_token(person)
    link = reverse("password_reset_confirm", args=[urlsafe_base64_encode(force_bytes(person.pk)), token])
    Letter.write(
        key=f"password-reset-{secrets.token_hex(16)}",
        to=to,
        language=person.language or get_language(),
        template="accounts/password_reset",
        # Never the request's Host header: whoever chose it would receive the link.
        context={"name": person.get_username(), "address": f"{settings.SITE_ADDRESS}{link}"},
        about=subject_of(person),
    )


def subject_of(person):
    return f"accounts.user:{person.pk}"
