from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitConfig(AppConfig):
    name = "visit"
    verbose_name = _("Visit sheet")
