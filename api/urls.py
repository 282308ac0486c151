from django.urls import path

from . import document
from .door import door
from .routes import api, nothing

_patterns, _app, _namespace = api.urls


def _opened(pattern):
    """A route behind the door, which asks the document what its parameters are."""
    address = str(pattern.pattern)
    return path(address, door(pattern.callback, names=lambda: document.parameters_of(address)), name=pattern.name)


urlpatterns = [
    *(_opened(pattern) for pattern in _patterns if pattern.name.startswith("api_")),
    path("<path:path>", door(nothing, names=None), name="api_nothing"),
]
