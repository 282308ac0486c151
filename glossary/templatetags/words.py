from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def explain(context, text, section=""):
    """A text with its glossary words explained, the first time in each section."""
    return context["words"].explain(text, section)


@register.simple_block_tag
def beforehand(content):
    """A part of the page rendered early and kept with `as`, so that what stands before it knows its words."""
    return content
