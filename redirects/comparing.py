"""Addresses of earlier days as they are compared, and the words in an address. Pure: text in, text out."""

import re
import unicodedata
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

LONGEST = 500
MOST_PARTS_OF_A_QUERY = 20
# Added to links by whoever counts clicks: no page was ever chosen by them.
_COUNTS_CLICKS = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id")
# As browsers send it: with xn-- where it has accents.
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")

MOST_WORDS = 8
LONGEST_WORD = 40
_ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9]{1,5})$")
# What is no page for people: nobody who meets a missing picture wants to search.
_FILES = frozenset("css gif ico jpeg jpg js json map mjs png svg txt webmanifest webp woff woff2 xml".split())
# They say how a site was built, and nothing about what was on the page.
_SAY_NOTHING = frozenset("content default en fr home index node page pages www".split())


def key_of(address):
    """Return the text by which a path, with its query if it has one, is compared; "" for what is too long or no path.

    Capitals, a slash at the end, the way in which letters are encoded and the order of a query make no difference.
    """
    return _key(path_of(address), address.partition("#")[0].partition("?")[2])


def keys_of(path, query):
    """Return the keys under which an address that is asked for may be kept, the most exact one first.

    `path` is decoded already, `query` is not. What is kept without a query answers to any.
    """
    keys = [_key(path, query), _key(path, "")]
    return [key for key in dict.fromkeys(keys) if key]


def _key(path, query):
    folded = unicodedata.normalize("NFC", re.sub("/+", "/", path)).casefold().rstrip("/") or "/"
    asked = _folded_query(query)
    key = f"{folded}?{asked}" if asked else folded
    return key if key.startswith("/") and len(key) <= LONGEST and key.isprintable() else ""


def _folded_query(query):
    try:
        parts = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARTS_OF_A_QUERY)
    except ValueError:
        return ""
    folded = [(name.casefold(), value.casefold()) for name, value in parts]
    return urlencode(sorted(part for part in folded if not _COUNTS_CLICKS.fullmatch(part[0])))


def path_of(address):
    """Return the decoded path of an address that begins with its path."""
    return unquote(address.partition("#")[0].partition("?")[0])


def rest_of(address):
    """Return what an address says behind its path, as it is written: “?a=1#b”."""
    return address[len(re.match(r"[^?#]*", address)[0]) :]


def path_on(site, text):
    """Return what a typed address says after the address of this site, or the text itself.

    “https://our.example/a?b” is “/a?b” where `site` is "https://our.example".
    """
    text = text.strip()
    if text.casefold().startswith(f"{site.casefold()}/"):
        return text[len(site) :]
    return text


def is_secure_address(text):
    """Say whether a text is an address of another site that begins with https:// and hides nothing."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    is_plain = text.isprintable() and "\\" not in text and " " not in text
    has_host = bool(_HOST.fullmatch(parts.hostname or ""))
    return is_plain and parts.scheme == "https" and has_host and "@" not in parts.netloc and port in (None, 443)


def words_in(path):
    """Return the words of a decoded path that may say what was on its page, with spaces between them; "" for none.

    The last part that says something: “/content/interferon-alfa.aspx” is “interferon alfa”.
    """
    ending = _ENDING.search(path)
    if ending and ending[1].lower() in _FILES:
        return ""
    for part in reversed(_ENDING.sub("", path[:LONGEST]).split("/")):
        words = [word for word in re.findall(r"[^\W_]+", part) if _says_something(word)]
        if words:
            return " ".join(words[:MOST_WORDS])
    return ""


def _says_something(word):
    return 1 < len(word) <= LONGEST_WORD and not word.isdecimal() and word.casefold() not in _SAY_NOTHING
