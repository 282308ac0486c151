"""What is answered: the shape of every document but those of services, whose shape is that of HSDS."""

from datetime import date, datetime
from typing import Generic, TypeVar

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

One = TypeVar("One")


class Page(Schema, Generic[One]):
    """A page of a list, as HSDS has it."""

    total_items: int = Field(description=_("How many there are on all pages together."))
    total_pages: int
    page_number: int
    size: int = Field(description=_("How many are on this page."))
    first_page: bool
    last_page: bool
    empty: bool
    contents: list[One]


class RichText(Schema):
    """A text in two forms: with its headings, lists, tables and links; and its words alone."""

    html: str = Field(description=_("Clean HTML, with whole addresses in its links."))
    text: str = Field(description=_("The words alone, in one line."))


class Alternate(Schema):
    """The same page in the other language."""

    language: str
    title: str
    slug: str
    url: str
    api_url: str


class Source(Schema):
    """Where facts of a page come from."""

    title: str
    publisher: str
    url: str
    read_on: date | None = Field(description=_("The day on which somebody last compared it with the text."))


class Brief(Schema):
    """A page in a list."""

    number: int = Field(description=_("The number of the page. It is the same in both languages and never changes."))
    language: str
    title: str
    slug: str
    summary: str
    url: str = Field(description=_("The page for readers."))
    api_url: str = Field(description=_("The page here, with everything that it says."))
    is_demonstration: bool = Field(description=_("No clinician has reviewed it: never show it as health advice."))
    reviewed_at: datetime | None = Field(
        description=_("When a medical reviewer approved exactly this text. Empty for demonstration content.")
    )
    live_since: datetime
    alternate: Alternate | None


class Link(Schema):
    """Another page of the site."""

    number: int
    title: str
    slug: str
    url: str
    api_url: str


class Withdrawal(Schema):
    """Why a page is kept for reference only."""

    notice: str
    withdrawn_at: datetime


class DrugInBrief(Brief):
    """A drug in a list, with the other names that people look for."""

    names: list[str]


class DrugName(Schema):
    """Another name of a drug."""

    name: str
    kind: str = Field(description=_("One of: generic, brand, abbreviation, other."))
    type: str = Field(description=_("The type of the drug that it is a name of; empty for all."))
    no_longer_sold: bool = Field(description=_("No longer sold in Canada."))


class DrugType(Schema):
    """A type of a drug."""

    name: str
    note: str


class DrugUse(Schema):
    """A cancer that a drug is used for."""

    qualifier: str
    name: str
    note: str
    cancer: Link | None


class Giving(Schema):
    """A way in which a drug is given."""

    route: str
    for_types: str
    schedule: str


class SideEffect(Schema):
    """What a drug may do, and what to do about it."""

    effect: str
    how_often: str
    what_to_do: str
    call_now: bool = Field(description=_("The reader should call their care team at once."))


class Drug(Brief):
    """All that the page of a drug says."""

    pronunciation: str
    names: list[DrugName]
    types: list[DrugType]
    what_it_is: RichText | None
    how_it_works: RichText | None
    uses: list[DrugUse]
    use_text: RichText | None
    givings: list[Giving]
    given_text: RichText | None
    side_effects: list[SideEffect]
    before_treatment: RichText | None
    sources: list[Source]
    withdrawal: Withdrawal | None


class Term(Brief):
    """A word and what it means."""

    pronunciation: str
    names: list[str] = Field(description=_("Other names of the same thing."))
    definition: RichText


class TermOnItsOwn(Term):
    """A word and what it means, as its page has it."""

    withdrawal: Withdrawal | None


class FoundTerm(Term):
    """A word that was found."""

    matched_names: list[str] = Field(description=_("The other names that matched; empty when the word itself did."))


class FoundTerms(Schema):
    """What a search for words found, in alphabetical order."""

    total_items: int
    start: int = Field(alias="from")
    size: int
    contents: list[FoundTerm]


class Suggestion(Schema):
    """A name that somebody may be typing."""

    number: int
    title: str
    slug: str
    name: str = Field(description=_("The name that matched: the word itself, or another name of it."))
    api_url: str


class SuggestedTerms(Schema):
    """Ten names at most."""

    contents: list[Suggestion]


class CancerInBrief(Brief):
    """A cancer in a list."""

    names: list[str]


class Cancer(CancerInBrief):
    """All that the page of a cancer says."""

    body: RichText | None
    sources: list[Source]
    withdrawal: Withdrawal | None


class Photo(Schema):
    """A photo that its author lets others use."""

    url: str
    description: str
    width: int
    height: int


class StoryInBrief(Schema):
    """What leads to a story."""

    number: int
    language: str
    title: str
    url: str
    api_url: str
    live_since: datetime
    is_demonstration: bool = Field(description=_("Made up: nobody lived through it."))
    cancer: Link | None
    content_notes: list[str] = Field(description=_("What readers are told before they open it."))


class StoryText(Schema):
    """The words of a story, whose author agreed that it is used outside this site."""

    byline: str
    told_by: str = Field(description=_("Who tells it, where it is not the person’s own story."))
    paragraphs: list[str]
    quote: str = Field(
        description=_("A sentence that may stand alone; empty where the author did not agree to quotes.")
    )
    photo: Photo | None


class Story(StoryInBrief):
    """A story. Its words are here only if the author agreed that it is used outside this site."""

    text: StoryText | None


class Route(Schema):
    """What can be asked for."""

    url: str
    summary: str


class Start(Schema):
    """Where everything is."""

    version: str = Field(description=_("The version of HSDS that services are given in."))
    api_version: str
    openapi_url: str
    documentation: dict[str, str] = Field(description=_("This documentation in each language."))
    terms_of_use: str
    routes: list[Route]


class FaultOfParameter(Schema):
    """What is wrong with one parameter."""

    parameter: str
    detail: str


class PlaceToChoose(Schema):
    """A place that may have been meant."""

    key: str
    label: str


class ProblemDetails(Schema):
    """Why there is no answer (RFC 9457)."""

    type: str = Field(description=_("An address that explains this kind of problem."))
    title: str
    status: int
    detail: str = Field(description=_("A sentence for people, in the language that was asked for."))
    parameters: list[FaultOfParameter] = Field([], description=_("What is wrong with which parameter."))
    places: list[PlaceToChoose] = Field([], description=_("Places that may be meant; each has a key to ask with."))
    alternate: Alternate | None = Field(None, description=_("The same page in the other language, if it is there."))
