from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self):
        # Importing a module of checks registers them.
        from . import checks, checks_editor  # noqa: F401, PLC0415
        from .groups import make_groups  # noqa: PLC0415

        post_migrate.connect(make_groups, sender=self)
