from django import template
from django.templatetags.static import static
from django.utils.safestring import mark_safe

from cancerinfo import heads, structured_data
from cancerinfo.absolute import absolute

register = template.Library()


@register.simple_tag(takes_context=True)
def page_head(context):
    """What the head of this page tells machines, as heads.Head; None where they are told nothing."""
    return heads.head_of(context)


@register.simple_tag
def absolute_static(path):
    """The whole address of a static file."""
    return absolute(static(path))


@register.filter
def as_json_ld(thing):
    """A thing in a <script> that holds data, and that no browser runs."""
    script = f'<script type="application/ld+json">{structured_data.written(thing)}</script>'
    return mark_safe(script)  # noqa: S308 — written() lets no character through that could end the element
