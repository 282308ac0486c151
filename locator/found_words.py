"""What a search found, said in sentences: numbers as words up to nine, and in French the articles that names need."""

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from .places import Kind, province_name
from .places.records import is_french
from .searches import MOST_PAGES, MOST_RECKONED, ON_A_PAGE

WITH_ITS_ARTICLE = {
    "AB": "l’Alberta",
    "BC": "la Colombie-Britannique",
    "MB": "le Manitoba",
    "NB": "le Nouveau-Brunswick",
    "NL": "Terre-Neuve-et-Labrador",
    "NS": "la Nouvelle-Écosse",
    "NT": "les Territoires du Nord-Ouest",
    "NU": "le Nunavut",
    "ON": "l’Ontario",
    "PE": "l’Île-du-Prince-Édouard",
    "QC": "le Québec",
    "SK": "la Saskatchewan",
    "YT": "le Yukon",
}
SOMEWHERE_IN = {
    "AB": "en Alberta",
    "BC": "en Colombie-Britannique",
    "MB": "au Manitoba",
    "NB": "au Nouveau-Brunswick",
    "NL": "à Terre-Neuve-et-Labrador",
    "NS": "en Nouvelle-Écosse",
    "NT": "dans les Territoires du Nord-Ouest",
    "NU": "au Nunavut",
    "ON": "en Ontario",
    "PE": "à l’Île-du-Prince-Édouard",
    "QC": "au Québec",
    "SK": "en Saskatchewan",
    "YT": "au Yukon",
}
VOWELS = "aàâäeéèêëiîïoôöuùûüyhœæ"


def headline(found, *, kind=""):
    """What stands above the results and in the title of the page; `kind` is the name of the kind of help."""
    words = _headline(found)
    return _("%(kind)s: %(found)s") % {"kind": kind, "found": words} if kind else words


def _headline(found):
    search, values = found.search, _values(found)
    if found.is_beyond_the_end:
        return _("There is no page %(page)d of this list") % {"page": search.page}
    if search.is_serving:
        return _("Services that serve %(area)s") % {"area": the_area(search.place)}
    if not search.has_point:
        return _in_the_province(found, values)
    if found.is_wider or not found.near.results:
        return _("Nothing within %(distance)d km %(of_place)s") % values
    if found.near.has_more or search.page > 1:
        return _some_of_many(found, values)
    return _all_of_them(found, values)


def _values(found):
    search, number = found.search, len(found.near.results)
    first = (search.page - 1) * ON_A_PAGE + 1
    return {
        "count": number,
        "number": capfirst(in_words(number)),
        "distance": search.within,
        "of_place": of_place(search.place),
        "to_place": of_place(search.place, english="to"),
        "from_place": of_place(search.place, english="from"),
        "where": in_place(search.place),
        "first": first,
        "last": first + number - 1,
    }


def _in_the_province(found, values):
    if not found.near.results:
        return _("Nothing %(where)s") % values
    if found.search.page > 1:
        return _("Services %(first)d to %(last)d %(where)s") % values
    if found.near.has_more:
        return _("Services %(where)s") % values
    return ngettext("%(number)s service %(where)s", "%(number)s services %(where)s", values["count"]) % values


def _some_of_many(found, values):
    if found.search.page > 1:
        return _("Services %(first)d to %(last)d, by distance %(from_place)s") % values
    if found.search.is_open:
        return _("The %(count)d services open now and nearest %(to_place)s") % values
    return _("The %(count)d services nearest %(to_place)s") % values


def _all_of_them(found, values):
    if found.search.is_open:
        words = ngettext(
            "%(number)s service open now within %(distance)d km %(of_place)s",
            "%(number)s services open now within %(distance)d km %(of_place)s",
            values["count"],
        )
    else:
        words = ngettext(
            "%(number)s service within %(distance)d km %(of_place)s",
            "%(number)s services within %(distance)d km %(of_place)s",
            values["count"],
        )
    return words % values


def explanation(found):
    """The sentences below the headline: where else there is help, and what was left out."""
    said = [_nothing_near(found), _wider(found), _not_open(found), _serving(found), _cut(found), _narrow(found)]
    return " ".join(sentence for sentence in said if sentence)


def _nothing_near(found):
    search = found.search
    if not search.has_point or search.is_serving or found.is_beyond_the_end:
        return ""
    if found.near.results and not found.is_wider:
        return ""
    values = {"distance": search.within, "of_place": of_place(search.place, is_short=True)}
    if found.near.not_open and not found.is_wider:
        return _("Nothing within %(distance)d km %(of_place)s is open now.") % values
    return _("Nothing within %(distance)d km %(of_place)s.") % values


def _wider(found):
    if not found.is_wider or found.search.page > 1:
        return ""
    number = len(found.near.results)
    values = {"distance": found.circle, "number": in_words(number)}
    if not number:
        return "" if found.near.not_open else _("Nothing within %(distance)d km either.") % values
    if found.near.has_more:
        return _("Within %(distance)d km there are more than %(number)s.") % values
    return (
        ngettext("Within %(distance)d km there is %(number)s.", "Within %(distance)d km there are %(number)s.", number)
        % values
    )


def _not_open(found):
    """Only when it costs nothing to know: nothing is open, and all that is closed has been looked at."""
    number = found.near.not_open
    if found.near.results or not number or found.is_cut:
        return ""
    return ngettext("Without “open now” there is %(number)s.", "Without “open now” there are %(number)s.", number) % {
        "number": in_words(number)
    }


def _serving(found):
    results = found.serving.results
    if not results or found.search.is_serving:
        return ""
    is_from_afar = all(result.helps_from_afar for result in results)
    area = the_province(found.search.place.province) if found.serves_all_the_province else _("your area")
    values = {"number": capfirst(in_words(len(results))), "area": area}
    return _serve(len(results), found.serving.has_more, bool(found.near.results), is_from_afar) % values


def _serve(number, has_more, is_more, is_from_afar):
    if has_more and is_from_afar:
        return _("Many more help by phone or online and serve %(area)s.")
    if has_more:
        return _("Many more serve %(area)s.")
    if is_more and is_from_afar:
        return ngettext(
            "One more helps by phone or online and serves %(area)s.",
            "%(number)s more help by phone or online and serve %(area)s.",
            number,
        )
    if is_from_afar:
        return ngettext(
            "One helps by phone or online and serves %(area)s.",
            "%(number)s help by phone or online and serve %(area)s.",
            number,
        )
    if is_more:
        return ngettext("One more serves %(area)s.", "%(number)s more serve %(area)s.", number)
    return ngettext("One serves %(area)s.", "%(number)s serve %(area)s.", number)


def _cut(found):
    if not found.is_cut:
        return ""
    return _("There are so many here that we looked only at the %(number)d nearest for what is open.") % {
        "number": MOST_RECKONED
    }


def _narrow(found):
    if found.has_next and found.search.page == MOST_PAGES:
        return _("There are more. Narrow your search to see them: choose a kind of help, or a shorter distance.")
    return ""


def serving_heading(found):
    """What stands above those that serve the place."""
    area = the_province(found.search.place.province) if found.serves_all_the_province else _("your area")
    return _("They serve %(area)s") % {"area": area}


def in_words(number):
    """A number of services: as a word up to nine, and in figures from there on."""
    words = {
        1: pgettext("a number of services", "one"),
        2: pgettext("a number of services", "two"),
        3: pgettext("a number of services", "three"),
        4: pgettext("a number of services", "four"),
        5: pgettext("a number of services", "five"),
        6: pgettext("a number of services", "six"),
        7: pgettext("a number of services", "seven"),
        8: pgettext("a number of services", "eight"),
        9: pgettext("a number of services", "nine"),
    }
    return words.get(number) or str(number)


def distance(kilometres):
    """How far away: “800 m away”, “2.4 km away”, “31 km away”."""
    if kilometres < 0.995:
        # To the nearest 50 metres: the point of a postal code is not more exact.
        words = _("%(number)s m") % {"number": max(50, round(kilometres * 20) * 50)}
    else:
        digits = 1 if kilometres < 9.95 else 0
        # Rounded first, because number_format cuts off.
        words = _("%(number)s km") % {"number": number_format(round(kilometres, digits), digits)}
    return _("%(distance)s away") % {"distance": words}


def label_of(place):
    """A place as a headline names it. A postal code needs no province."""
    return place.name(get_language()) if place.kind is Kind.POSTAL else place.label(get_language())


def of_place(place, *, is_short=False, english="of"):
    """“of Ottawa, Ontario”, « d’Ottawa (Ontario) »; in English also with another preposition."""
    name = place.name(get_language()) if is_short else label_of(place)
    if not is_french(get_language()):
        return f"{english} {name}"
    if place.kind is Kind.REGION:
        return f"du centre de la région « {name} »"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    if name.startswith("Le "):
        return f"du {name[3:]}"
    is_elided = name[0].casefold() in VOWELS and place.kind is not Kind.POSTAL
    return f"d’{name}" if is_elided else f"de {name}"


def in_place(place):
    """“in Ontario”, « en Ontario »: for a province."""
    return SOMEWHERE_IN[place.province] if is_french(get_language()) else f"in {province_name(place.province, 'en')}"


def the_province(code):
    """“Ontario”, « l’Ontario »."""
    return WITH_ITS_ARTICLE[code] if is_french(get_language()) else province_name(code, "en")


def the_area(place):
    """A place as the object of “serve”: « l’Ontario », “Ottawa, Ontario”."""
    if place.kind is Kind.PROVINCE:
        return the_province(place.province)
    if place.kind is Kind.REGION and is_french(get_language()):
        return f"la région « {place.name('fr')} »"
    return label_of(place)
