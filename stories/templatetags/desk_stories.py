from django import template

from stories.models import Report, Story
from stories.permissions import can
from stories.workflow import State

register = template.Library()


@register.simple_tag(takes_context=True)
def stories_waiting(context):
    """How many stories and reports wait for the person at the desk; {} when none do."""
    user, waiting = context["user"], {}
    if can(user, "read"):
        queue = Story.objects.queue()
        waiting["urgent"] = queue.filter(is_urgent=True).count()
        waiting["waiting"] = queue.filter(is_urgent=False).count()
        waiting["unanswered"] = Story.objects.unanswered().count()
        waiting["reported"] = Report.objects.filter(answered_at=None, story__erased_at=None).count()
    if can(user, "erase"):
        waiting["withdrawn"] = Story.objects.in_state(State.WITHDRAWN).count()
    return waiting if any(waiting.values()) else {}
