"""E-mail addresses, links and accounts, also as people write them to hide them from machines."""

import re

from .finding import Hit
from .phrases import Phrases

_ENDINGS = (
    "com|ca|org|net|info|fr|be|uk|us|io|co|biz|gc|qc|quebec|health|care|shop|store|online|site|app|"
    "eu|ch|edu|gouv|gg|ly|me"
)
_DOMAIN = rf"[^\W_][\w-]{{0,62}}(?:\.[^\W_][\w-]{{0,62}}){{0,4}}\.(?:{_ENDINGS}|[a-z]{{2,6}})(?![\w@])"
_AFTER_AT = re.compile(rf" ?{_DOMAIN}")
_BEFORE_AT = re.compile(r"[\w.+%-]{1,64} ?\Z")

_SPELLED_AT = r" ?[\[({]? ?(?:at|arobase|arobas|chez|@|a commercial) ?[\])}]? ?"
_SPELLED_DOT = r" ?[\[({]? ?(?:dot|point|\.) ?[\])}]? ?"
_SPELLED_DOMAIN = rf"[a-z0-9-]{{1,40}}(?:{_SPELLED_DOT}[a-z0-9-]{{1,40}}){{0,2}}{_SPELLED_DOT}(?:{_ENDINGS})(?!\w)"
_SPELLED_EMAIL = re.compile(rf"{_SPELLED_AT}{_SPELLED_DOMAIN}")
_HIDDEN_AT = frozenset("at arobase arobas chez".split())
_MAIL_HOSTS = re.compile(
    r" ?[\])}]? ?(?:gmail|hotmail|outlook|yahoo|icloud|videotron|bell|sympatico|live|"
    r"proton(?:mail)?)(?!\w)(?:\.\w{2,3}(?:\.\w{2,3})?)?"
)
_NO_MAILBOX = frozenset(
    """it them this that these one look looked found read online more info bought buy order ordered visit all was is
    are here there day stayed saw available me us you achete trouve lu vu acheter commande ligne disponible le la
    les""".split()
)
_LAST_WORD = re.compile(r"[\w.+-]{1,64} ?[\[({]? ?\Z")

_ADDRESS = re.compile(r"(?:https?://|hxxps?://|www\.)[^\s<>«»\"“”]{1,500}")
_BARE = re.compile(
    rf"[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{0,3}}\.(?:{_ENDINGS})(?![\w@-])(?!\.\w)(?:/[^\s<>«»\"“”]{{0,300}})?"
)
_POINT = re.compile(r"(?<=[a-z0-9])\.(?=[a-z])")
_LABELS_BEFORE = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,3}\Z")
_SPELLED_LINK = re.compile(rf"(?: point | dot )(?:{_ENDINGS})(?!\w)")
_TRAILING = ".,;:!?)]}'\"…"

# "bien.ca va": a sentence that begins without a space.
_CA_IS_A_WORD = re.compile(
    r" (?:va|fait|ne|n'|m'|me|s'|se|prend|vient|marche|y|a|ressemble|devient|reste|aide|sera|ira)\b"
)

_ACCOUNT = re.compile(r"(?<![\w@/.])@[a-z0-9_](?:[\w.]{0,28}\w)?(?![\w@])(?!\.\w)")
_PLATFORMS = (
    "facebook fb instagram insta ig tiktok twitter snapchat snap youtube linkedin reddit telegram whatsapp discord "
    "pinterest messenger threads bluesky mastodon skype"
)
_HANDLE = (
    r"(?: (?:account|handle|page|username|compte|profil|pseudo))?"
    r"(?: ?[:=] ?| (?:is|est|c'est|as|under|at|sous|sous le nom de|au nom de) )@?"
    r"(?P<handle>[a-z0-9][\w.-]{1,29}(?<![.-])(?: [A-Z][a-z]{1,20})?)"
)
_HANDLES = Phrases({_PLATFORMS: _HANDLE}, flags=re.IGNORECASE)
_NO_HANDLE = frozenset(
    """the a an my our your his her their where how what when because full great good bad not so very too really all
    also just and or but it that this there here un une le la les mon ma mes notre votre pour que qui ou et mais pas
    tres trop plein bien comme avec dans sur il elle on nous je well least first night home work times""".split()
)


def emails(story):
    """Find e-mail addresses, plain or with "at" and "dot" spelled out."""
    for sign in re.finditer("@", story.lower):
        before = _BEFORE_AT.search(story.lower, max(0, sign.start() - 66), sign.start())
        after = _AFTER_AT.match(story.lower, sign.end())
        if before and after and (before[0][-1] == " ") == (after[0][0] == " "):
            yield Hit(before.start(), after.end())
    yield from _hidden_emails(story)


def _hidden_emails(story):
    for word in story.words:
        if word.text not in _HIDDEN_AT:
            continue
        before = _LAST_WORD.search(story.lower, max(0, word.start - 70), word.start)
        opening = (
            max(0, word.start - 1) if story.lower[word.start - 1 : word.start] in (" ", "(", "[", "{") else word.start
        )
        after = _SPELLED_EMAIL.match(story.lower, opening) or _MAIL_HOSTS.match(story.lower, word.end)
        if before and after and not _is_a_place(before[0], after[0]):
            yield Hit(before.start(), after.end())


def _is_a_place(before, after):
    """ "I found it at www.example.com" is a link."""
    return before.strip(" ([{") in _NO_MAILBOX or "www." in after


def links(story):
    """Find addresses of websites, with or without "https" or "www", or with "dot" spelled out."""
    for found in _ADDRESS.finditer(story.lower):
        yield _trimmed(story, found.start(), found.end())
    yield from _bare_links(story)
    for word in story.words:
        if after := _SPELLED_LINK.match(story.lower, word.end):
            yield Hit(word.start, after.end())


def _bare_links(story):
    done = 0
    for point in _POINT.finditer(story.lower):
        labels = _LABELS_BEFORE.search(story.lower, max(done, point.start() - 64), point.start())
        found = labels and _BARE.match(story.lower, labels.start())
        if found and not _is_two_sentences(story, found):
            done = found.end()
            yield _trimmed(story, found.start(), found.end())


def _is_two_sentences(story, found):
    """A missing space: "It was bad.Us two", « malade.ça va »."""
    ending = found[0].split("/")[0].rsplit(".", 1)[1]
    start = found.start() + found[0].split("/")[0].rindex(".") + 1
    first, last = story.place(start, start + len(ending))
    written = story.original[first:last]
    if not written.isascii() or (written[0].isupper() and not written.isupper()):
        return True
    return ending == "ca" and bool(_CA_IS_A_WORD.match(story.lower, found.end()))


def _trimmed(story, start, end):
    return Hit(start, start + len(story.lower[start:end].rstrip(_TRAILING)))


def accounts(story):
    """Find accounts on social media: "@name", or a platform and the name there."""
    for found in _ACCOUNT.finditer(story.lower):
        if re.search("[a-z]", found[0]):
            yield Hit(found.start(), found.end())
    for phrase in _HANDLES.find(story, cased=True):
        handle = phrase.rest["handle"]
        if handle.lower() not in _NO_HANDLE and _looks_like_a_handle(phrase.rest):
            yield Hit(phrase.rest.start("handle"), phrase.rest.end("handle"))


def _looks_like_a_handle(found):
    announced = re.search(r"[:=@]", found[0][: found.start("handle") - found.start()])
    return bool(announced or re.search(r"[\d_.A-Z-]", found["handle"]))
