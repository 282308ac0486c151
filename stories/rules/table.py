"""The table of all marking rules, in the order in which docs/marking-rules.md tells of them."""

from django.utils.translation import gettext_lazy as _

from . import dates, names, numbers, online, places, promoting, shouting, wounding
from .danger import danger
from .finding import Rule, Verdict


def _removed(english, french):
    return {"en": f"[{english}]", "fr": f"[{french}]"}


_NAME = _removed("name removed", "nom retiré")
_WORD = _removed("word removed", "mot retiré")

_TABLE = (
    Rule(
        "full_name",
        _("Full name"),
        Verdict.REFUSE,
        names.full_names,
        _("A first and a family name together tell who somebody is."),
        _NAME,
    ),
    Rule(
        "name",
        _("Name"),
        Verdict.LOOK,
        names.people,
        _("Friends and neighbours may recognize a person by a name beside the story."),
        _NAME,
    ),
    Rule(
        "staff_name",
        _("Name of a staff member"),
        Verdict.LOOK,
        names.staff,
        _("Staff did not agree to be named; a first name may stay when the words are kind."),
        _NAME,
    ),
    Rule(
        "phone",
        _("Phone number"),
        Verdict.REFUSE,
        numbers.phones,
        _("Anybody could call. Public help lines pass."),
        _removed("phone number removed", "numéro de téléphone retiré"),
    ),
    Rule(
        "email",
        _("E-mail address"),
        Verdict.REFUSE,
        online.emails,
        _("Anybody could write, and it often holds a name."),
        _removed("e-mail address removed", "adresse courriel retirée"),
    ),
    Rule(
        "link",
        _("Link"),
        Verdict.LOOK,
        online.links,
        _("Nobody checked what stands at the other end, and it may change."),
        _removed("link removed", "lien retiré"),
    ),
    Rule(
        "account",
        _("Social media account"),
        Verdict.REFUSE,
        online.accounts,
        _("An account leads to the person."),
        _removed("account removed", "compte retiré"),
    ),
    Rule(
        "postal_code",
        _("Postal code"),
        Verdict.REFUSE,
        places.postal_codes,
        _("A postal code can stand for a handful of homes."),
        _removed("postal code removed", "code postal retiré"),
    ),
    Rule(
        "address",
        _("Street address"),
        Verdict.REFUSE,
        places.addresses,
        _("It leads to somebody’s door."),
        _removed("address removed", "adresse retirée"),
    ),
    Rule(
        "health_number",
        _("Health card or file number"),
        Verdict.REFUSE,
        numbers.health_numbers,
        _("It opens a person’s health record."),
        _removed("health number removed", "numéro de santé retiré"),
    ),
    Rule(
        "official_number",
        _("Social insurance or bank card number"),
        Verdict.REFUSE,
        numbers.official_numbers,
        _("It can be used to pretend to be somebody."),
        _removed("number removed", "numéro retiré"),
    ),
    Rule(
        "birth_date",
        _("Date of birth"),
        Verdict.REFUSE,
        dates.birth_dates,
        _("With a place or a name, it tells who somebody is."),
        _removed("date of birth removed", "date de naissance retirée"),
    ),
    Rule(
        "exact_date",
        _("Exact date"),
        Verdict.LOOK,
        dates.exact_dates,
        _("A month or a year says enough; a day can be looked up in a file."),
        _removed("date removed", "date retirée"),
    ),
    Rule(
        "hospital_with_date",
        _("Hospital beside a date"),
        Verdict.LOOK,
        places.hospitals_with_dates,
        _("Together they point at one patient and at those who worked that day."),
        _removed("hospital removed", "hôpital retiré"),
    ),
    Rule(
        "discrimination",
        _("Discrimination"),
        Verdict.REFUSE,
        wounding.discrimination,
        _("It puts down people for who they are."),
        _WORD,
    ),
    Rule("abuse", _("Abuse"), Verdict.REFUSE, wounding.abuse, _("It insults or threatens somebody."), _WORD),
    Rule(
        "rough_language",
        _("Rough language"),
        Verdict.LOOK,
        wounding.rough_language,
        _("Swearing at an illness may stay when it hurts nobody."),
    ),
    Rule(
        "promotion",
        _("Promotion of a cure or product"),
        Verdict.REFUSE,
        promoting.promotion,
        _("A promise of healing can lead readers away from care."),
    ),
    Rule(
        "advertising",
        _("Advertising"),
        Verdict.REFUSE,
        promoting.advertising,
        _("Stories here sell nothing and collect no money."),
    ),
    Rule(
        "shouting",
        _("Words in capitals"),
        Verdict.LOOK,
        shouting.shouting,
        _("Capitals are hard to read; the proposal holds the same words in small letters."),
    ),
)
RULES = {rule.name: rule for rule in _TABLE}

DANGER = Rule(
    "danger",
    _("Somebody may be in danger"),
    Verdict.LOOK,
    danger,
    _("Read this first: it may speak of suicide, self-harm or violence at home."),
)
