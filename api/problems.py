"""What goes wrong, told as RFC 9457 has it: a JSON document whose sentences are in the language that was asked for."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .addresses import documentation

MEDIA_TYPE = "application/problem+json"

# {status: (name, title)}. The documentation explains each, at an address that ends in its name.
KINDS = {
    400: ("bad-request", gettext_lazy("The request was not understood")),
    404: ("not-found", gettext_lazy("There is nothing here")),
    405: ("read-only", gettext_lazy("This can only be read")),
    410: ("gone", gettext_lazy("This was withdrawn")),
    429: ("too-many", gettext_lazy("Too many requests")),
    500: ("our-fault", gettext_lazy("Something went wrong on our side")),
}


class Problem(Exception):
    """Why a request gets no answer. `more` are further members of the document."""

    def __init__(self, status, detail, *, headers=None, **more):
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}
        self.more = more

    def response(self):
        name, title = KINDS[self.status]
        document = {
            "type": documentation(name),
            "title": str(title),
            "status": self.status,
            "detail": self.detail,
            **self.more,
        }
        as_letters = {"ensure_ascii": False}
        response = JsonResponse(
            document,
            status=self.status,
            content_type=MEDIA_TYPE,
            headers=self.headers,
            json_dumps_params=as_letters,
        )
        response.setdefault("Cache-Control", "no-store")
        return response


def of_parameters(faults):
    """The Problem of parameters: `faults` are [(name, sentence)]."""
    said = [{"parameter": name, "detail": sentence} for name, sentence in faults]
    sentences = [_("%(name)s: %(sentence)s") % {"name": name, "sentence": sentence} for name, sentence in faults]
    return Problem(400, " ".join(sentences), parameters=said)


def of_validation(errors):
    """The Problem of what pydantic found in the parameters."""
    return of_parameters([(str(error["loc"][-1]), _sentence(error)) for error in errors])


def _sentence(error):
    said, limits = error["type"], error.get("ctx", {})
    if said in ("int_parsing", "int_parsing_size", "int_from_float", "int_type"):
        return _("Give a whole number.")
    if said in ("float_parsing", "finite_number", "decimal_parsing"):
        return _("Give a number.")
    if said == "greater_than_equal":
        return _("The lowest value is %(value)s.") % {"value": limits["ge"]}
    if said == "less_than_equal":
        return _("The highest value is %(value)s.") % {"value": limits["le"]}
    if said == "literal_error":
        values = limits["expected"].replace(" or ", ", ").replace("'", "").split(", ")
        return _("Give one of these: %(values)s.") % {"values": ", ".join(value for value in values if value)}
    if said == "string_too_long":
        return _("At most %(number)s characters are read.") % {"number": limits["max_length"]}
    if said in ("missing", "string_too_short"):
        return _("This is needed.")
    if said == "bool_parsing":
        return _("Give true or false.")
    return _("This was not understood.")
