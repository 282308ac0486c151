"""How many syllables a word has, in English and in French.

Pure: a word in, a number out. There is no list of pronunciations: vowels that stand together are one syllable, and
rules take silent letters out first and part the vowels that are spoken one by one. Words that no rule fits are listed.
"""

import re
import unicodedata
from functools import lru_cache

VOWELS = "aeiouyàâäæèéêëîïôöœùûüÿ"
GROUP = re.compile(f"[{VOWELS}]+")

LONGEST_SPELT_OUT = 3
# Only this much of a word is counted: some rules try every letter of it against every other.
LONGEST_WORD = 80
PLAIN_MARKS = str.maketrans("’‐‑", "'--")


@lru_cache(maxsize=50_000)
def syllables(word: str, *, language: str) -> int:
    """Return the number of syllables of one word in "en" or "fr" (KeyError for any other); at least 1.

    The word may hold apostrophes, hyphens and digits. What stands between hyphens is counted by itself. All digits of
    a word are one syllable together, and the letters fixed behind a digit ("1er", "2b") are none. Up to three
    capitals, and letters without a vowel, are spelt out: "MRI" has three syllables, "AIDS" one.
    """
    plain = unicodedata.normalize("NFC", word[:LONGEST_WORD]).translate(PLAIN_MARKS)
    # The t of "a-t-il" belongs to the word behind it.
    parts = (plain.replace("-t-", "-") if language == "fr" else plain).split("-")
    has_digits = any(character.isdigit() for character in word)
    spoken = [re.split(r"\d", part, maxsplit=1)[0] for part in parts]
    return max(1, has_digits + sum(_of_part(part, language) for part in spoken if part))


def _of_part(part, language):
    if _is_spelt_out(part):
        return sum(3 if letter in "wW" else 1 for letter in part if letter.isalpha())
    return SYLLABLES_IN[language](part.lower())


def _is_spelt_out(part):
    return not GROUP.search(part.lower()) or (part.isupper() and 1 < len(part) <= LONGEST_SPELT_OUT)


def _rules(*rules):
    return [(re.compile(pattern), replacement) for pattern, replacement in rules]


def _groups(word, rules):
    for pattern, replacement in rules:
        word = pattern.sub(replacement, word)
    return len(GROUP.findall(word))


def _listed(counts):
    return {word: number for number, words in counts.items() for word in words.split()}


# English

ENGLISH_LISTED = _listed(
    {
        1: "ache aches eye eyed eyes clothes pier piers tier tiers",
        2: """acne backaches business cement creature creatures earaches embed evening evenings eyebrow eyebrows
        eyelash eyelid eyelids forehead headaches herpes lion lions naked nuisance people's soldier soldiers testes
        toothaches triage tuesday wednesday wicked""",
        3: "businesses blueberry blueberries eyelashes moreover recipe recipes stomachaches whatever",
        4: "apostrophe catastrophe diabetes",
    }
)

# The e at the end of a word's first half stays silent in front of these: "some-times", "care-ful".
SECOND_HALVES = (
    "body|fore|ful|fully|giver|givers|guard|head|how|less|let|lets|like|line|lines|long|ly|made|ment|ments|ness|one|style"
    "|thing|things|time|times|ty|what|where|work"
)
# The e behind these is spoken: "ta-ble", "han-dled", "cen-tres".
NOT_BEHIND_L_OR_R = "(?<![bcdfgkpstz]l)(?<![bcdt]r)"

ENGLISH_RULES = _rules(
    ("^every", "evry"),
    (rf"([aeiouy][^aeiouy]{{1,3}})(?<!el)(?<!pl)e(?=(?:{SECOND_HALVES})$)", r"\1"),
    ("(?<=[aeioun])gue(?=[sd]?$)", "g"),
    ("qu", "q"),
    # "area" and "nausea", but not "sea".
    ("([aeiouy].*e)(as?)$", r"\1|\2"),
    # "called" and "makes", but not "wanted", "changes", "need".
    (rf"^(.*[aeiouy].*)(?<![tde]){NOT_BEHIND_L_OR_R}ed$", r"\1d"),
    (rf"^(.*[aeiouy].*)(?<![sxzcge])(?<![sc]h){NOT_BEHIND_L_OR_R}es$", r"\1s"),
    (rf"^(.*[aeiouy].*)(?<!e){NOT_BEHIND_L_OR_R}e$", r"\1"),
    # Y is a consonant in "yes" and "player", and a vowel of its own in "anyone".
    ("(?:^|(?<=[aeiouw]))y(?=[aeiou])", "j"),
    ("(?<=[^aeiou])y(?=[aeiou])", "y|"),
    # "metabolism", "rhythm"
    ("(?<=s)m(?=s?$)|(?<=th)m(?=s?$)", "|em"),
)
# Where neighbours are spoken one by one. Each line says for which vowels, and what does not count.
ENGLISH_RULES += _rules(
    ("(?<=i)(?<!rri)(?<![ctsg]i)(?=a)|(?<=[ctsg]i)(?=a[^ln])(?!as?$)", "|"),  # "trial", not "special"
    ("(?<=i)(?<![ctsgx]i)(?<![lnh]i)(?=o)(?!our)|(?<=[ctsgx]i)(?=o)(?!on|ous)|(?<=[lnh]i)(?=o)(?!on|or)", "|"),
    ("(?<=i)(?=u)|(?<=i)(?=et|ers?$|est$)", "|"),  # "calcium", "diet", "easier"
    ("(?<=^sci)(?=en)|(?<=i)(?<![ct]i)(?=en)(?!end|ene)", "|"),  # "science", "client", not "patient"
    ("(?<=cre)(?=at)|(?<=re)(?=act|assur|ali[sz]|alit|alis|appl|appea)|(?<=the)(?=at)", "|"),  # "create", "react"
    ("(?<=ide)(?=al)|(?<=cere)(?=a)|(?<=ancre)(?=as$)|(?<=nucle)(?=a)|(?<=line)(?=ar)|(?<=ause)(?=a)", "|"),
    ("(?<=[aeiou][ng]e)(?=al$)|(?<=nge)(?=al$)", "|"),  # "peritoneal"
    ("(?<=[^pg]e)(?=o)|(?<=ge)(?=o[^nu])|(?<=e)(?=u[ms]$)", "|"),  # "video", "museum", not "people", "surgeon"
    ("(?<=^re)(?=i[nm])|(?<=cle)(?=i$)", "|"),  # "reinfect"
    ("(?<=[^g]u)(?=a)(?!(?<=su)a[ds])|(?<=[^gq]u)(?=e[a-z])|(?<=u)(?=o)", "|"),  # "usual", "fluent", not "guest"
    ("(?<=flu)(?=id)|(?<=ru)(?=i[dn])|(?<=su)(?=ici)|(?<=[nt]u)(?=i[tn])", "|"),  # "fluid", "suicide"
    ("(?<=co)(?=ex|ef|ag|ali)|(?<=^co)(?=op|or)|(?<=po)(?=e[mt])|(?<=io)(?=a)|(?<=who)(?=ev)|(?<=^o)(?=oph)", "|"),
    ("(?<=a)(?=o)|(?<=a)(?=ics?$)|(?<=[aeiou])(?=[äëïöü])", "|"),  # "chaos", "naïve"
)
ENGLISH_SIBILANT = re.compile(r"(?:[sxz]|[sc]h|[cgsz]e)$")


def _english(word):
    stem, _apostrophe, ending = word.partition("'")
    return _english_stem(stem) + _english_contraction(stem, ending)


def _english_stem(word):
    if word in ENGLISH_LISTED:
        return ENGLISH_LISTED[word]
    gerund = re.fullmatch("(.*[aeiouy].*)(?<!th)ings?", word)
    return _english_stem(gerund[1]) + 1 if gerund else _groups(word, ENGLISH_RULES)


def _english_contraction(stem, ending):
    """What an ending adds: "isn't", "nurse's" and "it'll" have a syllable more than "is", "nurse" and "it"."""
    if ending == "t":
        return int(stem.endswith(("dn", "sn")))
    if ending == "s":
        return int(bool(ENGLISH_SIBILANT.search(stem)))
    return int(ending in ("ll", "ve", "d") and stem.endswith(("t", "d")))


# French

FRENCH_LISTED = _listed({1: "août paon faon saoul", 2: "pays", 3: "abbaye paysage paysages"})

# In all other words "-ent" is a silent ending of the verb: "ils aident". "-ient" is one syllable either way.
FRENCH_SPOKEN_ENT = frozenset(
    """absent accent accident adhérent adjacent adolescent affluent agent ambivalent antécédent apparent ardent argent
    auvent cent client cohérent compétent content continent convalescent couvent dent différent divergent
    excellent excédent fluorescent fréquent imminent immunocompétent imprudent impudent incident incontinent
    indifférent indulgent influent inhérent intelligent intermittent latent lent négligent omniprésent parent
    permanent pertinent polyvalent pourcent prudent précédent présent président purulent récent récurrent
    référent résident serpent somnolent souvent subséquent succulent talent torrent transparent turbulent urgent
    vent violent virulent équivalent évident""".split()
)
FRENCH_SILENT_MENT = frozenset(
    """affirment aiment allument animent arment assument calment confirment consomment consument
    déforment dorment enferment enflamment endorment entament estiment expriment ferment forment fument impriment
    informent nomment présument renferment résument suppriment surnomment transforment""".split()
)

FRENCH_RULES = _rules(
    ("œ|æ", "e"),
    ("qu", "q"),
    # "aiguë" ends in a spoken u; in "guérir" and "langue" it is silent.
    ("g(?:uë|üe)(?=s?$)", "gu"),
    ("gu(?=[eéèêiîy])", "g"),
    (f"(?:^|(?<=[{VOWELS}]))y(?=[{VOWELS}])", "j"),
    (f"(?<=[^{VOWELS}])y(?=[{VOWELS}])", "y|"),
    (f"^(.*[{VOWELS}].*)es?$", r"\1"),
    # "ou-bli-er", "cru-el", but not "fruit".
    (f"([bcdfgptv][lr]i)(?=[{VOWELS}])", r"\1|"),
    ("([bcdfgptv][lr]o?u)(?=[aeéèo])", r"\1|"),
    ("(?<=é)(?=[aeiouyèéêâîôû])|(?<=[aeo])(?=[éè])", "|"),
    (f"(?<=[{VOWELS}])(?=[ëïüÿ])|(?<=a)(?=o)|(?<=o)(?=a)|(?<=co)(?=o[pr])", "|"),
)


def _french(word):
    *elided, last = word.split("'")
    return sum(_groups(part, FRENCH_RULES) for part in elided) + _french_stem(last)


def _french_stem(word):
    if word in FRENCH_LISTED:
        return FRENCH_LISTED[word]
    return _groups(_without_silent_ending(word), FRENCH_RULES)


def _without_silent_ending(word):
    stem = word.removesuffix("ent")
    is_spoken = word in FRENCH_SPOKEN_ENT or (word.endswith("ment") and word not in FRENCH_SILENT_MENT)
    return word if is_spoken or not GROUP.search(stem) else stem


SYLLABLES_IN = {"en": _english, "fr": _french}
