"""The page that tells people what is held about them: headings, and facts with a label each, in the active language.

Pure: takes what export.held_about gave.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import starmap

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.languages import OWN_NAMES, Language
from publishing.roles import ROLES

from .choices import AgeBand, ContactReason, Display, Method, Province, Purpose, Red, Relationship, Teller
from .contacts import Viewing
from .reasons import REASONS
from .rules import ContentNote
from .workflow import MOVES, Actor, Stage, State

LETTERS = {
    "received": gettext_lazy("Your story has reached us"),
    "in_danger": gettext_lazy("Your story has reached us, and where to find help"),
    "agreement_asked": gettext_lazy("We asked you to agree to changes"),
    "returned": gettext_lazy("Your story came back to you"),
    "refused": gettext_lazy("We could not publish your story"),
    "published": gettext_lazy("Your story is on the site"),
    "taken_down": gettext_lazy("Your story was taken off the site"),
    "correction_refused": gettext_lazy("We could not publish your changes"),
    "photo_refused": gettext_lazy("We could not use your photo"),
    "withdrawn": gettext_lazy("You withdrew your story"),
    "link_replaced": gettext_lazy("Your new link"),
    "question": gettext_lazy("A message from us"),
    "will_expire": gettext_lazy("Your story is still waiting for you"),
    "report_answered": gettext_lazy("The answer to what a reader told us"),
}


@dataclass(frozen=True)
class Fact:
    """`language` is that of the value, when it is in somebody's own words; "" when it is in those of the page."""

    label: str
    value: str | int | None
    language: str = ""


@dataclass(frozen=True)
class Part:
    """Facts that belong together. The heading may be empty."""

    heading: str
    facts: list


@dataclass(frozen=True)
class Section:
    heading: str
    parts: list


def sections_of(held):
    """Return the sections of the page, without those that have nothing to say."""
    spoken = held["language"]
    sections = [
        Section(_("Your story as a whole"), [_whole(held)]),
        Section(_("How we reach you"), [_contact(held)]),
        Section(_("What you sent"), [_original(held["original"], spoken)]),
        Section(_("Your photo"), [_photo(held["photo"])] if held["photo"] else []),
        Section(_("The texts of your story"), [_text(text, spoken) for text in held["texts"]]),
        Section(_("What you agree to"), [_consent(consent) for consent in held["consents"]]),
        Section(_("Messages"), [_message(message, spoken) for message in held["messages"]]),
        Section(_("What happened, and when"), [_event(event) for event in held["events"]]),
        Section(_("Who looked at it"), [_viewing(viewing) for viewing in held["viewings"]]),
        Section(_("Letters that the site wrote"), [_letter(letter) for letter in held["letters"]]),
    ]
    return [section for section in sections if section.parts]


def _whole(held):
    return _part(
        "",
        (_("Number"), held["number"]),
        (_("Language"), _language(held["language"])),
        (_("Where it stands"), _label(State, held["state"])),
        (_("Sent on"), time_of(held["sent_at"])),
        (_("Withdrawn on"), time_of(held["withdrawn_at"])),
        (_("Erased on"), time_of(held["erased_at"])),
        (_("Cancer"), held["cancer"]),
        (_("What it may speak of, as found by the site"), _labels(ContentNote, held["labels"])),
        (_("It may show that somebody is in danger"), yes_or_no(held["is_urgent"])),
        (_("It is very like another story"), yes_or_no(held["is_like_another"])),
        (_("Demonstration content"), _("Yes") if held["is_demonstration"] else ""),
    )


def _contact(held):
    link = _("We keep it encrypted. It is not in this copy: whoever has it can change your story.")
    email = held["contact"]["email"] if held["contact"] else _("Not held any more, or never given")
    return _part("", (_("E-mail"), email), (_("Your secret link"), link if held["has_link"] else ""))


def _original(original, spoken):
    return _part(
        "",
        (_("Whose story"), _label(Teller, original["teller"])),
        (_("Relationship"), _label(Relationship, original["relationship"])),
        (_("Age"), _label(AgeBand, original["age_band"])),
        (_("Sent by a parent or guardian"), yes_or_no(original["is_guardian"])),
        (_("Province or territory"), _label(Province, original["province"])),
        (_("Title"), original["title"], spoken),
        (_("Story"), original["body"], spoken),
        (_("How to be shown"), _label(Display, original["display"])),
        (_("Name that is shown"), original["shown_name"], spoken),
        (_("What the photo shows"), original["photo_description"], spoken),
        (_("Fingerprint of these answers"), original["digest"]),
        (
            _("Numbers made from the words, to notice a story that is sent twice"),
            _("%(count)s numbers; they are in the copy for computers (JSON).") % {"count": len(original["signature"])}
            if original["signature"]
            else "",
        ),
    )


def _photo(photo):
    return _part(
        "",
        (_("Size"), _("%(width)s × %(height)s pixels") % {"width": photo["width"], "height": photo["height"]}),
        (_("Fingerprint of the picture"), photo["digest"]),
        (_("We decided not to show it"), yes_or_no(photo["is_refused"])),
    )


def _text(text, spoken):
    return _part(
        _("Text %(number)s") % {"number": text["number"]},
        (_("Stage"), _label(Stage, text["stage"])),
        (_("At this stage since"), time_of(text["since"])),
        (_("Written by"), _label(Actor, text["by"])),
        (_("Written on"), time_of(text["edited_at"])),
        (_("You agreed to exactly this"), yes_or_no(text["is_agreed"])),
        (_("Title"), text["title"], spoken),
        (_("Story"), text["body"], spoken),
        (_("Name that is shown"), text["shown_name"], spoken),
        (_("Told by"), _label(Relationship, text["told_by"])),
        (_("Province or territory"), _label(Province, text["province"])),
        (_("What the photo shows"), text["photo_description"], spoken),
        (_("Quote"), text["quote"], spoken),
        (_("Content notes"), _labels(ContentNote, text["notes"])),
        (_("Why it could not appear as it was"), _labels(Red, text["red"])),
        (_("On the site from"), time_of(text["live_from"])),
        (_("On the site until"), time_of(text["live_until"])),
    )


def _consent(consent):
    return _part(
        _label(Purpose, consent["purpose"]),
        (_("Your answer"), yes_or_no(consent["is_given"])),
        (_("The words that you read"), consent["wording"], consent["language"]),
        (_("When"), time_of(consent["at"])),
        (_("How you answered"), _label(Method, consent["method"])),
        (_("Language"), _language(consent["language"])),
        (_("Version of the words"), consent["wording_version"]),
        (_("Version of the form"), consent["form_version"]),
        (_("Fingerprint of the words"), consent["wording_hash"]),
    )


def _message(message, spoken):
    return _part(
        time_of(message["at"]),
        (_("Message from"), _label(Actor, message["by"])),
        (_("Message"), message["text"], spoken),
    )


def _event(event):
    reasons = [str(REASONS[key].label) if key in REASONS else key for key in event["reasons"]]
    return _part(
        time_of(event["at"]),
        (_("What"), str(MOVES[event["move"]].label) if event["move"] in MOVES else event["move"]),
        (_("Done by"), _label(Actor, event["by"])),
        (_("Text"), event["text"] or ""),
        (_("Reasons"), ", ".join(reasons)),
        (_("Fingerprint of the text"), event["digest"]),
    )


def _viewing(viewing):
    roles = [str(ROLES[role].label) for role in viewing["roles"]]
    return _part(
        time_of(viewing["at"]),
        (_("What"), _label(Viewing.What, viewing["what"])),
        (_("Who"), ", ".join(roles) or _label(Actor, "staff")),
        (_("Why"), _label(ContactReason, viewing["why"])),
    )


def _letter(letter):
    return _part(
        str(LETTERS.get(letter["kind"], letter["kind"])),
        (_("Written on"), time_of(letter["written_at"])),
        (_("Delivered on"), time_of(letter["delivered_at"])),
        (_("Language"), _language(letter["language"])),
    )


def _part(heading, *facts):
    return Part(heading, [fact for fact in starmap(Fact, facts) if fact.value not in ("", None)])


def _label(choices, value):
    """What a choice is called; the value itself when the choice is not offered any more."""
    return str(choices(value).label) if value in choices.values else value


def _labels(choices, values):
    return ", ".join(_label(choices, value) for value in values)


def _language(code):
    return OWN_NAMES[Language(code)]


def yes_or_no(answer):
    return _("Yes") if answer else _("No")


def time_of(text):
    """A time of the data, in words and by the clock of the site; "" when there is none."""
    return date_format(timezone.localtime(datetime.fromisoformat(text)), "DATETIME_FORMAT") if text else ""
