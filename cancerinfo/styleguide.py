"""What the style guide shows: made-up names and texts that stretch every component, in both languages."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from stories.choices import Province

DAY = datetime(2026, 11, 1, 15, tzinfo=UTC)


class Rows(list):
    """A list that templates ask as they ask the rows of a version."""

    def all(self):
        return self


@dataclass(frozen=True)
class Name:
    name: str
    kind: str = ""
    no_longer_sold: bool = False


@dataclass(frozen=True)
class Source:
    title: str
    publisher: str = ""
    url: str = ""
    read_on: datetime | None = None


@dataclass(frozen=True)
class Withdrawal:
    notice: str
    at: datetime = DAY


@dataclass(frozen=True)
class Text:
    """Stands for a version of a page."""

    title: str
    summary: str = ""
    pronunciation: str = ""
    is_demonstration: bool = False
    approved_at: datetime | None = None
    live_from: datetime | None = DAY
    withdrawal: Withdrawal | None = None
    names: Rows = field(default_factory=Rows)
    sources: Rows = field(default_factory=Rows)
    get_absolute_url: str = "#main"


@dataclass(frozen=True)
class Effect:
    effect: str
    how_often: str = ""
    what_to_do: str = ""


@dataclass(frozen=True)
class Term:
    page_id: int
    title: str
    definition: str
    pronunciation: str = ""
    get_absolute_url: str = "#main"


@dataclass(frozen=True)
class Notice:
    kind: str
    title: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Told:
    """Stands for a story, with or without a photo."""

    is_demonstration: bool = False
    public_photo: None = None
    cancer: None = None


@dataclass(frozen=True)
class StoryText:
    """Stands for a text of a story."""

    title: str
    body: str
    language: str
    shown_name: str = ""
    told_by: str = ""
    province: str = ""
    quote: str = ""
    notes: tuple = ()
    may_quote: bool = True
    story: Told = field(default_factory=Told)
    live_from: datetime = DAY
    get_absolute_url: str = "#main"

    def get_province_display(self):
        return Province(self.province).label if self.province else ""


class Unlinked:
    """Stands for the words of a page: explains none."""

    def explain(self, text, section=""):
        return conditional_escape(text)


def samples(language):
    """Return the context of the style guide in a language."""
    return {"words": Unlinked(), "at": DAY, **_SAMPLES[language]}


def _rich(html):
    # Safe because it is written below.
    return mark_safe(html)  # noqa: S308


_SAMPLES = {
    "en": {
        "long": Text(
            "Chimeric antigen receptor T-cell therapy for relapsed non-Hodgkin lymphoma",
            summary="A treatment in which a person’s own T cells are changed in a laboratory and given back.",
            pronunciation="ky-MEER-ik AN-tih-jen ree-SEP-tur TEE-sel THAYR-uh-pee",
            is_demonstration=True,
            names=Rows(
                [
                    Name("Examplicel", "brand", no_longer_sold=True),
                    Name("Longbrandnamewithoutanyspace", "brand"),
                    Name("CAR-T", "abbreviation"),
                ]
            ),
            sources=Rows(
                [
                    Source("A title that links somewhere", "A publisher", "https://example.org/", DAY),
                    Source("A book without an address", "A publisher with quite a long name, a department and a city"),
                    Source("Only a title"),
                ]
            ),
        ),
        "short": Text("Dose", approved_at=DAY),
        "withdrawn": Text("Examplin", withdrawal=Withdrawal("Doctors no longer use this drug.")),
        "sample_notices": [
            Notice("info", "Our phone line is closed on July 1", "It opens again on July 2 at 9 in the morning."),
            Notice("warning", "Examplin is in short supply", "Talk to your pharmacist before you run out.", "#main"),
            Notice("urgent", "Recall: do not use Examplin 5 mg, lot 123", "Take it back to your pharmacy today."),
        ],
        "at_once": [
            Effect("A fever of 38 °C or higher", "Common", "Call your team right away, even at night."),
            Effect(
                "Trouble breathing, chest pain, or swelling of the face, the lips, the tongue or the throat", "Rare"
            ),
        ],
        "other_effects": [
            Effect("Feeling very tired", "Very common", "Take short rests and short walks. Let people help."),
            Effect("Pseudopseudohypoparathyroidism"),
        ],
        "terms": [
            Term(1, "cytokine", _rich("<p>A protein that carries messages between cells.</p>"), "SY-toh-kine"),
            Term(
                2,
                "chimeric antigen receptor T-cell therapy",
                _rich("<p>A treatment that changes a person’s T cells so that they find cancer cells.</p>"),
                "ky-MEER-ik AN-tih-jen ree-SEP-tur TEE-sel THAYR-uh-pee",
            ),
        ],
        "letters": [
            ("A", [Text("Acute lymphoblastic leukemia")]),
            ("B", [Text(name) for name in ("Bile", "Biopsy", "Blood", "Bone", "Brain", "Breast", "Bronchus")]),
            ("#", [Text("5-FU")]),
        ],
        "sample_stories": [
            StoryText("A walk", "I went out.", "en", "Jo", quote="I went out, and I came back."),
            StoryText(
                "A title that goes on and on until it needs a second line, and perhaps a third one",
                "It began in spring. " * 30,
                "en",
                told_by="other",
                province="NL",
                quote="It began in spring, when nobody thought of it, and it went on until the lake was frozen again.",
                story=Told(is_demonstration=True),
                notes=("death", "mental_health", "graphic_treatment"),
            ),
            StoryText("Un titre en français", "Un matin, je suis sortie.", "fr", "Maximilienne-Antoinette"),
        ],
        "rich_text": _rich(
            "<h3>A heading in a text</h3>"
            "<p>A paragraph with <strong>bold words</strong>, <em>stressed words</em>, a <a href='#main'>link</a>, and "
            "10<sup>9</sup>/L, CO<sub>2</sub>, α, β, ≤ 38 °C.</p>"
            "<h4>A smaller heading</h4>"
            "<ul><li>One</li><li>Two<ol><li>First</li><li>Second</li></ol></li></ul>"
            "<blockquote><p>Words that somebody said.</p></blockquote>"
            "<div class='table-scroll' role='region' tabindex='0' aria-label='Doses'><table><caption>Doses</caption>"
            "<thead><tr><th scope='col'>When</th><th scope='col'>How much</th><th scope='col'>Note</th></tr></thead>"
            "<tbody><tr><th scope='row'>Morning</th><td>10 mg</td><td>With food and a full glass of water</td></tr>"
            "<tr><th scope='row'>Evening</th><td>2.5 mg</td><td>Before bed</td></tr></tbody></table></div>"
        ),
    },
    "fr": {
        "long": Text(
            "Traitement par lymphocytes T à récepteur antigénique chimérique du lymphome non hodgkinien",
            summary="Un traitement où l’on modifie en laboratoire les lymphocytes T d’une personne.",
            pronunciation="traitement par lin-fo-site té",
            is_demonstration=True,
            names=Rows(
                [
                    Name("Examplicel", "brand", no_longer_sold=True),
                    Name("Longnomdemarquesansaucunespace", "brand"),
                    Name("CAR-T", "abbreviation"),
                ]
            ),
            sources=Rows(
                [
                    Source("Un titre qui mène quelque part", "Une maison d’édition", "https://example.org/", DAY),
                    Source("Un livre sans adresse", "Une maison d’édition au nom assez long, un service et une ville"),
                    Source("Un titre seul"),
                ]
            ),
        ),
        "short": Text("Dose", approved_at=DAY),
        "withdrawn": Text("Examplin", withdrawal=Withdrawal("On n’emploie plus ce médicament.")),
        "sample_notices": [
            Notice("info", "Notre ligne est fermée le 1er juillet", "Elle rouvre le 2 juillet à 9 heures."),
            Notice(
                "warning", "L’Examplin est difficile à trouver", "Parlez-en à la pharmacie avant d’en manquer.", "#main"
            ),
            Notice("urgent", "Rappel : n’utilisez pas Examplin 5 mg, lot 123", "Rapportez-le dès aujourd’hui."),
        ],
        "at_once": [
            Effect("Fièvre de 38 °C ou plus", "Fréquent", "Appelez tout de suite votre équipe, même la nuit."),
            Effect(
                "Difficulté à respirer, douleur à la poitrine, ou enflure du visage, des lèvres ou de la gorge", "Rare"
            ),
        ],
        "other_effects": [
            Effect("Grande fatigue", "Très fréquent", "Faites de petites pauses et de courtes marches."),
            Effect("Pseudopseudohypoparathyroïdie"),
        ],
        "terms": [
            Term(1, "cytokine", _rich("<p>Protéine qui porte des messages entre les cellules.</p>"), "si-to-kine"),
            Term(
                2,
                "traitement par lymphocytes T à récepteur antigénique chimérique",
                _rich("<p>Traitement qui modifie les lymphocytes T pour qu’ils trouvent les cellules du cancer.</p>"),
            ),
        ],
        "letters": [
            ("A", [Text("Adénocarcinome")]),
            ("B", [Text(name) for name in ("Bile", "Biopsie", "Bouche", "Bras", "Bronche", "Brûlure", "Bulbe")]),
            ("#", [Text("5-FU")]),
        ],
        "sample_stories": [
            StoryText("Une marche", "Je suis sortie.", "fr", "Jo", quote="Je suis sortie, et je suis revenue."),
            StoryText(
                "Un titre qui se prolonge jusqu’à ce qu’il lui faille une deuxième ligne, et peut-être une troisième",
                "Tout a commencé au printemps. " * 30,
                "fr",
                told_by="other",
                province="NL",
                quote="Tout a commencé au printemps, quand personne n’y pensait, et a duré jusqu’au retour des glaces.",
                story=Told(is_demonstration=True),
                notes=("death", "mental_health", "graphic_treatment"),
            ),
            StoryText("A title in English", "One morning I went out.", "en", "Maximilian-Montgomery"),
        ],
        "rich_text": _rich(
            "<h3>Un titre dans un texte</h3>"
            "<p>Un paragraphe avec des <strong>mots en gras</strong>, des <em>mots accentués</em>, un "
            "<a href='#main'>lien</a>, et 10<sup>9</sup>/L, CO<sub>2</sub>, α, β, ≤ 38 °C.</p>"
            "<h4>Un titre plus petit</h4>"
            "<ul><li>Un</li><li>Deux<ol><li>Premièrement</li><li>Deuxièmement</li></ol></li></ul>"
            "<blockquote><p>«\u00a0Des mots que quelqu’un a dits.\u00a0»</p></blockquote>"
            "<div class='table-scroll' role='region' tabindex='0' aria-label='Doses'><table><caption>Doses</caption>"
            "<thead><tr><th scope='col'>Quand</th><th scope='col'>Combien</th><th scope='col'>Note</th></tr></thead>"
            "<tbody><tr><th scope='row'>Matin</th><td>10 mg</td><td>Avec un repas et un grand verre d’eau</td></tr>"
            "<tr><th scope='row'>Soir</th><td>2,5 mg</td><td>Au coucher</td></tr></tbody></table></div>"
        ),
    },
}
