"""Postal codes in partners’ files: kept when they can be true."""

from functools import lru_cache

from django.utils.translation import gettext as _

from . import places, postal


def checked_postal_code(text, province):
    """Return (code, reason): the code as the post writes it, or nothing, and what is doubtful about it."""
    if not text:
        return "", _("There is no postal code.")
    code = postal.read(text)
    if not isinstance(code, postal.PostalCode) or not code.whole:
        return "", _("“%(code)s” is no postal code. It was left out.") % {"code": text[:20]}
    written = f"{code.whole[:3]} {code.whole[3:]}"
    of_code, is_exact = _province_of(code.whole)
    if of_code != province:
        return "", _("The postal code %(code)s is not in this province. It was left out.") % {"code": written}
    if not is_exact:
        return written, _("We do not know the postal code %(code)s. It was taken over as it is.") % {"code": written}
    return written, ""


@lru_cache(maxsize=10_000)
def _province_of(code):
    """(province, whether the area of the code is known)"""
    found = places.find(code)
    if isinstance(found, places.Found):
        return found.place.province, found.place.kind is not places.Kind.PROVINCE
    if isinstance(found, places.Choice):
        return found.places[0].province, True
    return "", False
