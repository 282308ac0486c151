"""Pictures as they stand in a text: a figure with its caption, in the widths that a browser may choose from."""

from django.template.loader import render_to_string

from .models import Picture


def figures(ids, *, language):
    """Return {primary key: figure as safe HTML in a language}, with one query. What does not exist is left out."""
    if not ids:
        return {}
    pictures = Picture.objects.filter(pk__in=ids)
    return {picture.pk: _figure(picture, language) for picture in pictures}


def _figure(picture, language):
    words = {name: picture.in_language(name, language) for name in ("alt", "caption", "credit")}
    return render_to_string("images/_figure.html", {"picture": picture, **words}).strip()
