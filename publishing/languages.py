"""The two languages of the site."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")

    @property
    def other(self):
        return Language.FRENCH if self is Language.ENGLISH else Language.ENGLISH


# Each language's name for itself, as the switch shows it: never translated.
OWN_NAMES = {Language.ENGLISH: "English", Language.FRENCH: "Français"}
