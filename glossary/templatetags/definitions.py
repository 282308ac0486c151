from django import template
from django.utils.translation import get_language

from glossary.words import defined

register = template.Library()


@register.simple_tag
def definition_of(term_id, at=None):
    """A live term, by the number of its page, with its definition as readers get it; None when there is none."""
    return defined(term_id, language=get_language(), at=at)
