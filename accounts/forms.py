from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.utils.translation import get_language, override


class DeskPasswordResetForm(PasswordResetForm):
    """Sends a link by mail, in the language of the person, with the site's own address."""

    def save(self, **options):
        # Never the request's Host header: whoever chose it would receive the link.
        site = {"domain_override": urlsplit(settings.SITE_ADDRESS).netloc, "use_https": settings.IS_HTTPS}
        super().save(**options | site)

    def send_mail(self, subject_template_name, email_template_name, context, *args, **options):
        with override(context["user"].language or get_language()):
            super().send_mail(subject_template_name, email_template_name, context, *args, **options)
