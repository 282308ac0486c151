from django import template
from django.utils.translation import get_language

from pages.models import MenuEntry, Notice

register = template.Library()


@register.simple_tag
def site_menus():
    """{menu: links} in the language of the page. One query for all menus."""
    return MenuEntry.objects.links(language=get_language())


@register.simple_tag
def site_notices():
    """What every reader must know now."""
    return Notice.objects.showing(language=get_language())
