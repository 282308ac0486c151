"""A robot that reads a site from one page to the next, by the test client, and says what it finds wrong."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve
from django.utils.translation import override

# So many are read of pages that differ in their parameters alone: lists of services can be made without end.
MOST_OF_A_SHAPE = 4
# These lead to other programs, when somebody presses them.
OTHER_PROGRAMS = ("mailto", "tel", "sms", "geo")
# Attributes with the ids of other elements.
REFERENCES = ("popovertarget", "for", "list", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "form")
# What a browser fetches by itself, as (tag, attribute).
LOADED = {
    *(("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "src"), ("source", "srcset"), ("iframe", "src")),
    *(("video", "src"), ("video", "poster"), ("audio", "src"), ("embed", "src"), ("object", "data"), ("input", "src")),
    *(("use", "href"), ("image", "href"), ("track", "src")),
}
LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "apple-touch-icon"}
DATA = ("application/ld+json", "application/json")
URL_IN_CSS = re.compile(r"url\(\s*[\"']?([^\"')]+)")


@dataclass
class Link:
    """A link of a page, with the language that it says it leads to and the one its words are in."""

    address: str
    to_language: str = ""
    of_words: str = ""


@dataclass
class Page(HTMLParser):
    """One page: what it links to and loads, which ids it has and names, and what no page may have."""

    address: str
    html: str
    links: list = field(default_factory=list)
    loaded: list = field(default_factory=list)
    forms: list = field(default_factory=list)
    ids: Counter = field(default_factory=Counter)
    named: set = field(default_factory=set)
    faults: list = field(default_factory=list)

    def __post_init__(self):
        super().__init__()
        self.feed(self.html)
        self.faults += [f"two elements of the id {name}" for name, number in self.ids.items() if number > 1]
        self.faults += [f"no element of the id {name}" for name in self.named - {*self.ids}]

    def handle_starttag(self, tag, attributes):
        values = {name: value or "" for name, value in attributes}
        self.faults += [f"{name} in <{tag}>" for name in values if name == "style" or name.startswith("on")]
        if "id" in values:
            self.ids[values["id"]] += 1
        for name in REFERENCES:
            self.named.update(values.get(name, "").split())
        self._read_addresses(tag, values)

    def _read_addresses(self, tag, values):
        if tag == "a" and "href" in values:
            self.links.append(Link(values["href"], values.get("hreflang", ""), values.get("lang", "")))
        elif tag == "link":
            is_loaded = LOADED_LINKS & {*values.get("rel", "").split()}
            (self.loaded if is_loaded else self.links).append(
                values["href"] if is_loaded else Link(values["href"], values.get("hreflang", ""))
            )
        elif tag == "form":
            self.forms.append((values.get("method", "get").lower(), values.get("action", "")))
        elif tag == "style" or (tag == "script" and not values.get("src") and values.get("type") not in DATA):
            self.faults.append(f"<{tag}> with its words in the page")
        for name in values:
            if (tag, name) in LOADED:
                parts = values[name].split(",") if name == "srcset" else [values[name]]
                self.loaded += [part.split()[0] for part in parts if part.strip()]


@dataclass
class Crawl:
    """Reads pages from some addresses on. `faults` are the pairs (address, what is wrong there)."""

    client: object
    pages: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)
    shapes: Counter = field(default_factory=Counter)
    statuses: dict = field(default_factory=dict)
    anchors: list = field(default_factory=list)
    waiting: deque = field(default_factory=deque)

    def start(self, addresses, *, errors=()):
        """Read everything that can be reached from these addresses. `errors` are pages that answer 400 or more."""
        for address in [*addresses, *errors]:
            self._ask(address, "", may_be_error=address in errors)
        while self.waiting:
            self._read(self.waiting.popleft())
        for source, address, name in self.anchors:
            page = self.pages.get(address)
            if page and unquote(name) not in page.ids:
                self.faults.append((source, f"no #{name} on {address}"))
        return self

    def _ask(self, address, source, *, may_be_error=False):
        """Fetch an address once and remember how it answered; its page waits to be read."""
        if address in self.statuses or not self._is_new_enough(address):
            return
        answer = self.client.get(address)
        self.statuses[address] = answer.status_code
        if answer.status_code >= 400 and not may_be_error:
            self.faults.append((source, f"{address} answers {answer.status_code}"))
        if answer.cookies or "Set-Cookie" in answer.headers:
            self.faults.append((address, "sets a cookie"))
        if 300 <= answer.status_code < 400:
            self._follow(answer.headers["Location"], address)
        elif answer.headers.get("Content-Type", "").startswith("text/html"):
            self.pages[address] = Page(address, answer.content.decode())
            self.waiting.append(address)

    def _is_new_enough(self, address):
        parts = urlsplit(address)
        if not parts.query:
            return True
        names = tuple(sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
        try:
            route = resolve(unquote(parts.path)).route
        except Resolver404:
            route = parts.path
        self.shapes[route, names] += 1
        return self.shapes[route, names] <= MOST_OF_A_SHAPE

    def _read(self, address):
        page = self.pages[address]
        is_error = self.statuses[address] >= 400
        self.faults += [(address, fault) for fault in page.faults]
        for link in page.links:
            self._say_when_it_leads_to_the_other_language_in_silence(address, link)
            # The switch of an error page leads to the same error in the other language.
            if not (is_error and link.to_language):
                self._follow(link.address, address)
        for loaded in page.loaded:
            self._load(loaded, address)
        for method, action in page.forms:
            if method == "get":
                self._follow(action, address)
            elif not _is_a_route(unquote(urlsplit(urljoin(address, action)).path)):
                self.faults.append((address, f"posts to {action}, which is no address"))

    def _follow(self, link, source):
        parts = urlsplit(link)
        if parts.scheme in OTHER_PROGRAMS:
            return
        if parts.scheme == "javascript":
            self.faults.append((source, f"leads to {link}"))
            return
        whole, name = urldefrag(urljoin(settings.SITE_ADDRESS + source, link))
        if not _is_here(whole):
            return
        address = whole.removeprefix(settings.SITE_ADDRESS) or "/"
        if address.startswith("/admin/"):
            return
        if name:
            self.anchors.append((source, address, name))
        if address.startswith(settings.STATIC_URL):
            self._load(address, source)
        else:
            self._ask(address, source)

    def _load(self, link, source):
        whole = urljoin(settings.SITE_ADDRESS + source, link)
        address = whole.removeprefix(settings.SITE_ADDRESS)
        if not _is_here(whole):
            self.faults.append((source, f"loads {link} from elsewhere"))
        elif address in self.statuses:
            return
        elif address.startswith(settings.STATIC_URL):
            self._read_file(address, source)
        else:
            self._ask(address, source)

    def _read_file(self, address, source):
        path = finders.find(urlsplit(address).path.removeprefix(settings.STATIC_URL))
        self.statuses[address] = 200 if path else 404
        if not path:
            self.faults.append((source, f"there is no file {address}"))
        elif path.endswith(".css"):
            with open(path, encoding="utf-8") as sheet:
                for found in URL_IN_CSS.findall(sheet.read()):
                    if not found.startswith("data:"):
                        self._load(urljoin(address, found), address)

    def _say_when_it_leads_to_the_other_language_in_silence(self, address, link):
        whole = urljoin(settings.SITE_ADDRESS + address, link.address)
        here, there = (_language_of(each) for each in (settings.SITE_ADDRESS + address, whole))
        if here and there and here != there and not link.to_language.startswith((there, "x-default")):
            self.faults.append((address, f"does not say that {link.address} is in the other language"))


def _is_here(address):
    return address == settings.SITE_ADDRESS or address.startswith(f"{settings.SITE_ADDRESS}/")


def _language_of(address):
    found = re.match(r"/(en|fr)/", address.removeprefix(settings.SITE_ADDRESS))
    return found[1] if found and _is_here(address) else ""


def _is_a_route(path):
    with override(_language_of(settings.SITE_ADDRESS + path) or settings.LANGUAGE_CODE):
        try:
            return bool(resolve(path))
        except Resolver404:
            return False
