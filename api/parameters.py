"""What can be asked for, route by route. Descriptions are English here and translated when the document is made."""

from decimal import Decimal
from typing import Annotated, Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field

from locator.searches import DISTANCES, OLDEST, USUAL_DISTANCE

USUAL_SIZE = 100
# Later pages than any list has: a number that is larger is a mistake.
LAST_PAGE = 100_000
LONGEST_QUERY = 150


def _or_usual(size):
    return size if size > 0 else USUAL_SIZE


def _number(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else text


Size = Annotated[int, Field(le=100, ge=-LAST_PAGE), AfterValidator(_or_usual)]
Text = Annotated[str, Field(max_length=100)]


class Asked(Schema):
    """What every route understands."""

    language: Literal["en", "fr"] = Field("en", description=_("The language of texts, names and error sentences."))


class Paged(Asked):
    """A list, page by page."""

    page: int = Field(1, ge=1, le=LAST_PAGE, description=_("The number of the page, from 1."))
    size: Size = Field(USUAL_SIZE, description=_("How many stand on a page: 100 at most. Zero or less means 100."))


class AskedOfStories(Paged):
    """Stories, all or about one cancer."""

    cancer: Text = Field("", description=_("The slug or the number of a cancer: stories about it alone."))


class Query(Asked):
    """Words by a part of their name, as whoever types sees them."""

    query: str = Field(
        min_length=1,
        max_length=LONGEST_QUERY,
        description=_("What is looked for. Capitals and accents make no difference."),
    )
    match: Literal["begins", "exact", "contains"] = Field(
        "begins", description=_("How the name matches: it begins with the query, is the query, or contains it.")
    )


class Search(Query):
    """Words by a part of their name."""

    size: Size = Field(USUAL_SIZE, description=_("How many at most: 100. Zero or less means 100."))
    start: Annotated[int, Field(le=LAST_PAGE, ge=-LAST_PAGE), AfterValidator(lambda start: max(0, start))] = Field(
        0, alias="from", description=_("How many of the first are left out. Less than zero means zero.")
    )


class Suggestions(Asked):
    """Names while somebody types."""

    query: str = Field(
        max_length=LONGEST_QUERY,
        description=_("What was typed so far. With fewer than three characters, the list is empty."),
    )
    match: Literal["begins", "contains"] = Field(
        "begins",
        description=_("Names that begin with the query; or those in which another word than the first does."),
    )


class AskedOfServices(Paged):
    """Services near a place, in a town’s surroundings, for the people of an area, or all of them."""

    near: Text = Field(
        "",
        description=_(
            "Services near a point, the nearest first: latitude and longitude, as in 45.42,-75.70; two decimals are "
            "enough. Or the first three characters of a postal code, as in K1A. A whole postal code is refused."
        ),
    )
    town: Text = Field(
        "",
        description=_(
            "Services near a town, the nearest first: its name, also with the province, as in “Windsor, NS”; "
            "or its key, as in windsor-ns."
        ),
    )
    area: Text = Field(
        "",
        description=_(
            "Services for the people of an area, wherever they are given: canada, province:ON, place:ottawa-on, "
            "region:estrie-qc or postal:K0A."
        ),
    )
    within: Annotated[Literal[DISTANCES], BeforeValidator(_number)] = Field(
        USUAL_DISTANCE, description=_("How far away at most, in kilometres. With near or town alone.")
    )
    kind: Text = Field(
        "", description=_("The code of a kind of help, from /taxonomy_terms. What stands below it is found too.")
    )
    mode: Literal["", "in_person", "by_phone", "online"] = Field("", description=_("How the help is given."))
    spoken: Text = Field("", description=_("The ISO 639 code of a language in which people are served, as in iu."))
    age: Decimal | None = Field(
        None, ge=0, le=OLDEST, allow_inf_nan=False, description=_("The age of who needs help, in years.")
    )
    wheelchair: bool = Field(
        False, description=_("Only where a wheelchair gets in, or help by phone or online. With a place alone.")
    )
    cancer: Text = Field(
        "", description=_("The slug of a cancer: services for people with it, and those for people with any cancer.")
    )
