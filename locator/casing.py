"""Capitals for names that came all in capitals or all in small letters: a guess, and told as one."""

import re

SMALL = {
    "en": frozenset("a an and at by de des du for in of on the to with".split()),
    "fr": frozenset("à au aux chez d de des du en et l la le les ou par pour s sous sur un une".split()),
}
# Kinds of streets stand before their name in French, in small letters.
FRENCH_STREETS = frozenset(
    "allée autoroute avenue boulevard carré chemin côte cour croissant impasse montée place promenade rang route rue"
    " ruelle square terrasse".split()
)
ALL_CAPITALS = frozenset(
    "nw sw po rr ch chc chsld chsgs clsc cisss ciusss chu chum css csss fht gmf hsc iga icu rhsj rpa ymca ywca"
    " ii iii iv vi vii viii xi xii xiii xiv xv xvi xxiii".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:[’']s\b)?")


def title_case(text, language):
    """Return a text with capitals as names have them in a language, "en" or "fr".

    One in mixed case is somebody’s choice and stays as it is.
    """
    if not text.isupper() and not text.islower():
        return text
    words = list(_WORD.finditer(text))
    found, at = [], 0
    for number, match in enumerate(words):
        found += [text[at : match.start()], _cased(match, text, language, is_first=number == 0)]
        at = match.end()
    return "".join([*found, text[at:]])


def _cased(match, text, language, *, is_first):
    word = match[0].lower()
    before = text[: match.start()][-1:]
    if word in ALL_CAPITALS:
        return word.upper()
    # 96th, 7e: what follows a number is its ending.
    if before.isdigit() and len(word) <= 3:
        return word
    if language == "fr" and word in FRENCH_STREETS and text.islower():
        return word
    if word in SMALL[language] and not is_first:
        return word
    if word.startswith("mc") and len(word) > 4:
        return f"Mc{word[2:].capitalize()}"
    return word.capitalize()
