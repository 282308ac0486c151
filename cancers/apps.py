from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CancersConfig(AppConfig):
    name = "cancers"
    verbose_name = _("Cancers")
