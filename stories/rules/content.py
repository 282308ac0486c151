"""Proposes content notes. One clear word is enough; of weaker ones it takes two different ones."""

from .danger import danger
from .notes import ContentNote
from .phrases import Phrases

_CLEAR = {
    ContentNote.DEATH: Phrases(
        {
            "died dies dying death deaths funeral funerals hospice grief grieve grieving grieved bereaved "
            "bereavement widow widower widowed "
            "obituary coffin cemetery mourning euthanasia": (
                r"(?! (?:to see|for a|down|laughing|of (?:laughter|embarrassment|boredom|laughing)))"
            ),
            "passed": r" away\b",
            "lost": (
                r" (?:my|our|her|his) (?:\w+ )?(?:mother|father|mom|mum|dad|husband|wife|son|daughter|child|baby|"
                r"sister|brother|friend|partner|battle)\b"
            ),
            "palliative": r"",
            "assistance assisted": r" (?:in dying|dying|death|suicide)\b",
            "mort morte morts mortes": r"(?! (?:de (?:rire|faim|fatigue|peur|honte|soif)|a moitie|ou vif|-ne))",
            "deces decede decedee decedes meurt mourait mourra mourrait mourant mourante funerailles "
            "obseques deuil endeuillee endeuille "
            "cercueil cimetiere palliatif palliatifs veuf veuve euthanasie defunt defunte enterrement": (
                r"(?! (?:d'envie|de (?:rire|faim|honte|soif|peur)|d'ennui))"
            ),
            "perdu perdue": (
                r" (?:ma|mon|notre|sa|son) (?:\w+ )?(?:mere|pere|maman|papa|mari|femme|fils|fille|enfant|bebe|"
                r"soeur|frere|ami|amie|conjoint|conjointe|chum|blonde|combat)\b"
            ),
            "aide": r" medicale a mourir\b",
            "dernier": r" (?:souffle|soupir)\b",
            "last": r" breath\b",
            "parti partie": r" (?:trop tot|pour toujours|au ciel)\b",
            "pass": r" away\b",
        }
    ),
    ContentNote.MENTAL_HEALTH: Phrases(
        {
            "depression depressed depressive suicide suicidal ptsd antidepressant antidepressants "
            "psychiatrist psychiatric psychiatry "
            "bipolar schizophrenia psychosis breakdown bulimia anorexia": (
                r"(?! gene| of the (?:skin|nail|vertebra)| in the (?:skin|road))"
            ),
            "panic": r" attacks?\b",
            "anxiety": r" (?:disorder|attacks?|medication|meds)\b",
            "mental": r" (?:health|illness|breakdown|hospital|ward)\b",
            "self": r"[- ]?(?:harm|injur)\w*\b",
            "eating": r" disorders?\b",
            "post": r"[- ]traumati\w+\b",
            "depressif depressive depressions deprimee deprime suicidaire suicider antidepresseur "
            "antidepresseurs psychiatre psychiatrie "
            "psychiatrique bipolaire bipolarite schizophrenie psychose burnout anorexie boulimie": r"",
            "crise crises attaque attaques": r" (?:de panique|d'angoisse|d'anxiete|de nerfs)\b",
            "sante": r" mentale\b",
            "maladie": r" mentale\b",
            "idees pensees": r" (?:noires|suicidaires)\b",
            "trouble troubles": r" (?:anxieux|alimentaires?|bipolaires?|de stress)\b",
            "stress": r" post[- ]traumatique\b",
        }
    ),
    ContentNote.GRAPHIC_TREATMENT: Phrases(
        {
            (
                "amputated amputation amput amputee amputer gangrene maggots pus hemorrhage hemorrhaged "
                "hemorrhagie hemorragie vomi-sang"
            ): r"",
            "coughed coughing vomited vomiting threw spat": r"(?: up)? (?:\w+ )?blood\b",
            "craching crachais crachait vomissais vomi vomissait": r" (?:du|mon|son) sang\b",
            "flesh chair": r" (?:was|hung|fell|open|rotting|a vif|ouverte|brulee|pourrie|qui)\b",
            "open": r" (?:wounds?|sores?|flesh)\b",
            "plaie plaies": r" (?:ouvertes?|beantes?|infectee?s?|qui (?:coulait|coulaient|saignait|suintait))\b",
            "blood": r" (?:everywhere|all over|poured|pouring|gushed|gushing|sprayed|soaked|clots? the size)\b",
            "sang": r" (?:partout|coulait|giclait|jaillissait|a flots)\b",
            "skin": (
                r" (?:peeled|peeling|came|coming|fell|falling) off\b|(?: \w+){0,2} (?:burned|burnt) (?:raw|black|"
                r"off)\b"
            ),
            "peau": r" (?:partait|tombait|s'arrachait|pelait|brulee au)\b(?: en lambeaux)?",
            "sawed sawing drilled scie sciee perce": r" (?:into|through|open|my|l'os|dans)\b",
        }
    ),
}
_WEAK = {
    ContentNote.DEATH: {
        "die": "die",
        "mourir": "die",
        "mort": "terminal",
        "terminal": "terminal",
        "incurable": "terminal",
        "ashes": "ashes",
        "cendres": "ashes",
        "testament": "will",
        "tombe": "grave",
        "meurent": "die",
        "meurs": "die",
        "goodbye": "goodbye",
        "adieu": "goodbye",
    },
    ContentNote.MENTAL_HEALTH: {
        "anxiety": "anxiety",
        "anxious": "anxiety",
        "anxiete": "anxiety",
        "anxieux": "anxiety",
        "anxieuse": "anxiety",
        "angoisse": "anxiety",
        "angoisses": "anxiety",
        "therapist": "care",
        "psychologist": "care",
        "psychologue": "care",
        "counsellor": "care",
        "insomnia": "sleep",
        "insomnie": "sleep",
        "hopeless": "despair",
        "despair": "despair",
        "desespoir": "despair",
        "desespere": "despair",
        "desesperee": "despair",
        "numb": "numb",
        "panic": "panic",
        "panicked": "panic",
        "panique": "panic",
        "trauma": "trauma",
        "traumatic": "trauma",
        "traumatisme": "trauma",
        "worthless": "despair",
        "crying": "crying",
        "pleurais": "crying",
        "lonely": "lonely",
        "isolee": "lonely",
        "sertraline": "pill",
        "citalopram": "pill",
        "escitalopram": "pill",
        "lorazepam": "pill",
        "ativan": "pill",
    },
    ContentNote.GRAPHIC_TREATMENT: {
        "urine": "urine",
        "vomissait": "vomit",
        "vomissements": "vomit",
        "bleeding": "blood",
        "bled": "blood",
        "saignement": "blood",
        "saignements": "blood",
        "saignais": "blood",
        "vomit": "vomit",
        "vomited": "vomit",
        "vomiting": "vomit",
        "vomi": "vomit",
        "vomissais": "vomit",
        "vomir": "vomit",
        "diarrhea": "stool",
        "diarrhee": "stool",
        "stool": "stool",
        "selles": "stool",
        "wound": "wound",
        "wounds": "wound",
        "plaie": "wound",
        "plaies": "wound",
        "stitches": "stitch",
        "staples": "stitch",
        "agrafes": "stitch",
        "incision": "wound",
        "drain": "drain",
        "drains": "drain",
        "catheter": "tube",
        "tube": "tube",
        "tubes": "tube",
        "stoma": "bag",
        "stomie": "bag",
        "colostomy": "bag",
        "colostomie": "bag",
        "ulcers": "sore",
        "sores": "sore",
        "blisters": "sore",
        "cloques": "sore",
        "ulceres": "sore",
        "aphtes": "sore",
        "burned": "burn",
        "burnt": "burn",
        "burns": "burn",
        "brulure": "burn",
        "brulures": "burn",
        "brulee": "burn",
        "pus": "pus",
        "infected": "infection",
        "infectee": "infection",
        "needle": "needle",
        "aiguille": "needle",
        "sonde": "tube",
        "mucus": "mucus",
    },
}
FEWEST_WEAK = {ContentNote.DEATH: 2, ContentNote.MENTAL_HEALTH: 2, ContentNote.GRAPHIC_TREATMENT: 3}


def notes_for(story):
    """Return the set of notes to propose for a story."""
    notes = {note for note in ContentNote if _is_clear(story, note) or _is_hinted_at(story, note)}
    if next(danger(story), None):
        notes.add(ContentNote.MENTAL_HEALTH)
    return notes


def _is_clear(story, note):
    return next(_CLEAR[note].find(story), None) is not None


def _is_hinted_at(story, note):
    ideas = {_WEAK[note].get(word.text) for word in story.words} - {None}
    return len(ideas) >= FEWEST_WEAK[note]
