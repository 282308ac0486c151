from django import template
from django.urls import reverse

from publishing.checks import kinds_of
from publishing.permissions import can
from publishing.versions import Version
from publishing.workflow import Stage

register = template.Library()

# What waits for whom: the stage, and the move by which it goes on.
QUEUES = {"submit": Stage.DRAFT, "approve": Stage.IN_REVIEW, "publish": Stage.APPROVED}


@register.simple_tag(takes_context=True)
def waiting_for_me(context):
    """{move: versions} that wait for somebody with the roles of the person at the desk, oldest first."""
    user = context["user"]
    moves = [move for move in QUEUES if can(user, move)]
    return {move: waiting for move in moves if (waiting := _waiting(QUEUES[move]))}


def _waiting(stage):
    versions = [
        version
        for model in kinds_of(Version)
        for version in model.objects.working()
        .filter(stage=stage)
        .select_related("edited_by")
        .order_by("edited_at")[:20]
    ]
    return sorted(versions, key=lambda version: version.edited_at)


@register.filter
def desk_url(version):
    return reverse(f"admin:{version._meta.app_label}_{version._meta.model_name}_change", args=[version.pk])
