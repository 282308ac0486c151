from django import template
from django.db.models import Count, Q, Sum

from feedback.answer_admin import address_of_answers
from feedback.answers import Answer
from feedback.readings import Reading, first_day

register = template.Library()

DAYS = 30


@register.simple_tag(takes_context=True)
def answers_waiting(context):
    """How many answers of readers wait for the person at the desk."""
    return Answer.objects.shown_to(context["user"]).waiting().count()


@register.simple_tag
def figures_of(version):
    """What is known about the page of a version: how often it was read lately, and what readers say of it."""
    page = (version.kind, str(version.page_id), version.language)
    readings = Reading.objects.of_page(*page).since(first_day(DAYS)).aggregate(sum=Sum("number"))["sum"] or 0
    counts = Answer.objects.on_page(*page).aggregate(
        clear=Count("pk", filter=Q(is_clear=True)), unclear=Count("pk", filter=Q(is_clear=False))
    )
    return counts | {"readings": readings, "days": DAYS, "url": address_of_answers(*page)}
