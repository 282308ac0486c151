from django import template

from locator.models import Service
from locator.paging import CappedPaginator
from publishing.permissions import may_keep

register = template.Library()


@register.simple_tag(takes_context=True)
def services_due(context):
    """How many services wait to be verified by the person at the desk; {} when none do."""
    if not may_keep(context["user"], Service):
        return {}
    due = CappedPaginator(Service.objects.due(), per_page=1)
    return {"number": due.count, "has_more": due.has_more} if due.count else {}
