"""What a page is about, in the words of schema.org as JSON-LD. Pure: plain values in, dictionaries and text out.

Whatever is empty is left out: a machine is told what the site knows, and nothing more. The words that may be used are
kept in tests/vocabulary.json.
"""

import json
from datetime import date, datetime

CONTEXT = "https://schema.org"
# As inside <script>, where none of these may end the element, begin a comment or break a line.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def written(thing: dict) -> str:
    """Return a thing as JSON-LD that is safe inside a <script> element."""
    return json.dumps({"@context": CONTEXT} | thing, ensure_ascii=False).translate(_ESCAPES)


def page(
    kind: str,
    *,
    url: str,
    name: str,
    description: str,
    language: str,
    site: dict,
    breadcrumb: dict | None = None,
    about: dict | None = None,
    modified: datetime | None = None,
    reviewed: date | None = None,
    status: str = "",
) -> dict:
    """A web page of a kind (WebPage, MedicalWebPage, CollectionPage), and the one thing that it is about.

    `reviewed` is the day on which somebody whose task it is checked that the page is right, if there was one.
    """
    return _thing(
        kind,
        {"@id": url},
        url=url,
        name=name,
        description=description,
        inLanguage=language,
        isPartOf=site,
        breadcrumb=breadcrumb,
        mainEntity=about,
        dateModified=_iso(modified),
        lastReviewed=_iso(reviewed),
        creativeWorkStatus=status,
    )


def web_site(*, address: str, name: str, search: str = "", publisher: dict | None = None) -> dict:
    """The site. `search` is the address of its search with {words} where the words go."""
    action = search and _thing(
        "SearchAction",
        {"query-input": "required name=words"},
        target=_thing("EntryPoint", urlTemplate=search),
    )
    identity = {"@id": f"{address}/#site"}
    return _thing(
        "WebSite", identity, url=f"{address}/", name=name, potentialAction=action or None, publisher=publisher
    )


def organization(*, name: str, url: str = "", logo: str = "") -> dict:
    return _thing("Organization", name=name, url=url, logo=logo)


def breadcrumbs(steps: list[tuple[str, str]]) -> dict:
    """The way to a page: [(name, address)], from home to the page itself."""
    items = [_thing("ListItem", position=number, name=name, item=url) for number, (name, url) in enumerate(steps, 1)]
    return _thing("BreadcrumbList", itemListElement=items)


def drug(*, url: str, name: str, description: str, generic=(), brands=(), others=(), routes=()) -> dict:
    """A drug with its names by their kind, and the ways in which it is given."""
    return _thing(
        "Drug",
        url=url,
        name=name,
        description=description,
        nonProprietaryName=generic,
        proprietaryName=brands,
        alternateName=others,
        administrationRoute=routes,
    )


def condition(*, url: str, name: str, description: str, others=()) -> dict:
    return _thing("MedicalCondition", url=url, name=name, description=description, alternateName=others)


def term(*, url: str, name: str, definition: str, words: dict, others=()) -> dict:
    """A word with its definition; `words` is the set that it belongs to."""
    return _thing(
        "DefinedTerm", url=url, name=name, description=definition, alternateName=others, inDefinedTermSet=words
    )


def term_set(*, url: str, name: str, language: str) -> dict:
    return _thing("DefinedTermSet", {"@id": f"{url}#words"}, url=url, name=name, inLanguage=language)


def article(*, url: str, name: str, language: str, credit: str, author: str = "", about=None, modified=None) -> dict:
    """A story. `credit` says whose it is, in the words that readers see; `author` is the name of who tells it."""
    return _thing(
        "Article",
        url=url,
        headline=name,
        inLanguage=language,
        creditText=credit,
        author=_thing("Person", name=author) if author else None,
        about=about,
        dateModified=_iso(modified),
        mainEntityOfPage=url,
    )


def service(
    *, url: str, name: str, description: str, provider: dict, others=(), kinds=(), areas=(), channels=()
) -> dict:
    """A service, who offers it, the names of the areas that it serves and the ways to reach it."""
    return _thing(
        "Service",
        url=url,
        name=name,
        alternateName=others,
        description=description,
        provider=provider,
        serviceType=kinds,
        areaServed=[_thing("AdministrativeArea", name=area) for area in areas],
        availableChannel=channels,
    )


def channel(*, phones=(), website: str = "", place: dict | None = None, languages=()) -> dict | None:
    """A way to reach a service; None when there is none."""
    ways = {
        "servicePhone": [_thing("ContactPoint", telephone=number) for number in phones],
        "serviceUrl": website,
        "serviceLocation": place,
    }
    return _thing("ServiceChannel", **ways, availableLanguage=languages) if any(ways.values()) else None


def place(*, name: str = "", street: str = "", town: str = "", province: str = "", postal_code: str = "") -> dict:
    address = _thing(
        "PostalAddress",
        streetAddress=street,
        addressLocality=town,
        addressRegion=province,
        postalCode=postal_code,
        addressCountry="CA",
    )
    return _thing("Place", name=name, address=address)


def _thing(kind, identity=None, /, **properties):
    """A thing without the properties that are empty. A list of one is written as that one."""
    said = {"@type": kind, **(identity or {})}
    for name, value in properties.items():
        values = [one for one in value if one] if isinstance(value, list | tuple) else [value] if value else []
        if values:
            said[name] = values[0] if len(values) == 1 else values
    return said


def _iso(moment):
    return moment.isoformat() if moment else ""
