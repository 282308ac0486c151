"""What a place is, and what a search for one can answer."""

from dataclasses import dataclass
from enum import Enum

from locator.distance import Point

PROVINCES = {
    "AB": ("Alberta", "Alberta"),
    "BC": ("British Columbia", "Colombie-Britannique"),
    "MB": ("Manitoba", "Manitoba"),
    "NB": ("New Brunswick", "Nouveau-Brunswick"),
    "NL": ("Newfoundland and Labrador", "Terre-Neuve-et-Labrador"),
    "NS": ("Nova Scotia", "Nouvelle-Écosse"),
    "NT": ("Northwest Territories", "Territoires du Nord-Ouest"),
    "NU": ("Nunavut", "Nunavut"),
    "ON": ("Ontario", "Ontario"),
    "PE": ("Prince Edward Island", "Île-du-Prince-Édouard"),
    "QC": ("Quebec", "Québec"),
    "SK": ("Saskatchewan", "Saskatchewan"),
    "YT": ("Yukon", "Yukon"),
}


class Kind(Enum):
    POSTAL = "postal"
    TOWN = "town"
    REGION = "region"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person looks for help. Of a postal code it never holds more than the first three characters."""

    key: str
    kind: Kind
    name_en: str
    name_fr: str
    province: str
    point: Point | None
    fsa: str

    def name(self, language):
        return self.name_fr if is_french(language) else self.name_en

    def label(self, language):
        """The name with its province: “Windsor, Ontario”, « Windsor (Ontario) »."""
        name, province = self.name(language), province_name(self.province, language)
        if province in name and self.kind in (Kind.PROVINCE, Kind.REGION):
            return name
        return f"{name} ({province})" if is_french(language) else f"{name}, {province}"


@dataclass(frozen=True)
class Found:
    """One place; the note, if there is one, says what was done to find it."""

    place: Place
    note: str = ""


@dataclass(frozen=True)
class Choice:
    """Several places, the likeliest first, and the question to ask."""

    places: tuple[Place, ...]
    note: str = ""


@dataclass(frozen=True)
class Refused:
    """No place; the sentence says what to enter instead."""

    sentence: str


def province_name(code, language):
    """The name of a province or territory: "ON" is “Ontario”."""
    english, french = PROVINCES[code]
    return french if is_french(language) else english


def is_french(language):
    return (language or "").lower().startswith("fr")
