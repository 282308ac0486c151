from django import template
from django.utils.translation import get_language

from feedback.asking import About

register = template.Library()


@register.simple_tag
def about_text(version):
    """What a page asks about: the version that it shows, unless that was withdrawn and only stays under a notice."""
    return None if getattr(version, "withdrawal", None) else About.of_version(version)


@register.simple_tag
def about_record(record, title):
    """The same for a page that shows no version: a service."""
    return About.of_record(record, title=title, language=get_language())
