from django import template
from django.utils.translation import get_language

from pages.models import MenuEntry, Notice, SitePage, SitePageVersion
from publishing.models import Address

register = template.Library()


@register.simple_tag
def site_menus():
    """{menu: links} in the language of the page. One query for all menus."""
    return MenuEntry.objects.links(language=get_language())


@register.simple_tag
def site_notices():
    """What every reader must know now."""
    return Notice.objects.showing(language=get_language())


@register.simple_tag
def site_page_url(**slugs):
    """Where the site page is that has or had this address, given for each language: en="privacy" fr="vie-privee".

    "" when readers cannot open it.
    """
    language = get_language()
    same = Address.objects.filter(kind=SitePage.kind(), language=language, slug=slugs[language]).values("page_id")
    page = SitePageVersion.objects.live().in_language(language).filter(page__in=same).first()
    return page.get_absolute_url() if page else ""
