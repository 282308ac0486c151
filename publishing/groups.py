from django.apps import apps

from .roles import ROLES


def make_groups(using="default", **kwargs):
    """Make a group for each role. Nothing is removed: a role that is dropped from the file keeps its people."""
    if not apps.is_installed("django.contrib.auth"):
        return
    groups = apps.get_model("auth", "Group").objects.using(using)
    missing = set(ROLES) - set(groups.values_list("name", flat=True))
    groups.bulk_create([groups.model(name=name) for name in sorted(missing)])
