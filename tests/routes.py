"""Every route that exists, taken from the URL resolver, and addresses that reach it."""

from itertools import product

from django.urls import URLPattern, get_resolver
from django.urls.converters import get_converters
from django.utils.translation import override


def every_route(patterns=None, prefix=(), names=()):
    """Yield (parts, pattern) for each route: the patterns that lead to it, and its last one."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLPattern):
            yield (*prefix, entry.pattern), entry
        else:
            yield from every_route(entry.url_patterns, (*prefix, entry.pattern))


def addresses_of(parts, values, language):
    """All addresses of a route in a language. `values` gives, for each argument name, what to put there.

    Raises KeyError for an argument that `values` does not know, so that no new route goes unvisited.
    """
    with override(language):
        template = "".join(str(part) for part in parts)
    names = [name for part in parts for name in part.converters] if _is_path(parts) else _regex_names(parts)
    for chosen in product(*[values[name] for name in names]):
        yield "/" + _filled(template, dict(zip(names, chosen, strict=True)), parts)


def _is_path(parts):
    return all(hasattr(part, "_route") or not hasattr(part, "_regex") for part in parts)


def _regex_names(parts):
    return [name for part in parts for name in part.regex.groupindex]


def _filled(template, values, parts):
    if not _is_path(parts):
        # The admin's catch-all is the one route written as a regular expression: (?P<url>.*)$
        return template.replace("(?P<url>.*)$", str(values.get("url", "")))
    for name, value in values.items():
        for converter in ["", *get_converters()]:
            template = template.replace(f"<{converter}:{name}>" if converter else f"<{name}>", str(value))
    return template
