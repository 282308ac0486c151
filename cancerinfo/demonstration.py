"""Reads the demonstration content in demo/ and publishes it by the same moves that people make."""

import re
import tomllib
import uuid
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models, transaction

from accounts.models import User
from cancers.models import CancerVersion
from drugs.models import DrugVersion
from glossary.models import TermVersion
from images.files import or_nothing
from images.making_safe import make_safe
from images.models import Picture, TemporaryUpload
from pages.models import MenuEntry, SitePageVersion
from publishing.fields import RichTextField
from publishing.models import Address, Language
from publishing.roles import EDITOR, LOCATOR_EDITOR, MODERATOR, PUBLISHER, REVIEWER
from stories.choices import Method
from stories.models import Story
from stories.sending import Answers, send

from .demonstration_search import load_search
from .demonstration_services import load_services

FOLDER = settings.BASE_DIR / "demo"
# {folder: what its texts become}, in the order in which they are published.
VERSIONS = {"glossary": TermVersion, "cancers": CancerVersion, "drugs": DrugVersion, "pages": SitePageVersion}
# What a file says about its page, and not in its text.
ABOUT_THE_PAGE = ("in_sentence", "menu", "position")
# Files refer to pages and pictures by key, because these get their numbers only on a site.
LINK = re.compile(r'<a href="page:([^":&<>]*)">')
PICTURE = re.compile(r'<img data-picture="([^"&<>]*)">')
# Somebody must have made each move. These accounts have no password and never sign in.
WRITER, APPROVER = "demonstration-writer", "demonstration-approver"
READER, VERIFIER = "demonstration-moderator", "demonstration-locator-editor"
ROLES_OF = {
    WRITER: [EDITOR],
    APPROVER: [REVIEWER, PUBLISHER],
    READER: [MODERATOR],
    VERIFIER: [LOCATOR_EDITOR],
}
# The key of a story follows from that of its file: one that was withdrawn or erased does not come back.
STORIES = uuid.UUID("2babe02a-2e6e-4165-b886-314ae696aebb")


class UnknownKey(LookupError):
    """A file refers to a page or a picture that the folder does not have."""


@dataclass
class Text:
    """A page as its files have it, {language: fields}, and the page of the site that it belongs to."""

    folder: str
    key: str
    languages: dict = field(default_factory=dict)
    page: models.Model | None = None
    is_new: bool = False

    @property
    def versions(self):
        return VERSIONS[self.folder]

    def file(self, language):
        return f"{self.folder}/{'terms' if self.folder == 'glossary' else self.key}.{language}.toml"

    def fields(self, language):
        return {name: value for name, value in self.languages[language].items() if name not in ABOUT_THE_PAGE}

    def find_page(self):
        """Find the page, by any address that it has or had, or make it."""
        pages = self.versions._meta.get_field("page").related_model
        for language, fields in self.languages.items():
            address = Address.objects.filter(kind=pages.kind(), language=language, slug=fields["slug"]).first()
            if address:
                self.page = pages.objects.get(pk=address.page_id)
                return
        self.page, self.is_new = pages.objects.create(), True


class Keys:
    """What the keys in the files stand for: pages of these texts, and pictures, added when a text first shows them."""

    def __init__(self, texts, *, by):
        self.texts = {f"{text.folder}/{text.key}": text for text in texts}
        self.words = {words.pop("key"): words for words in _read(FOLDER / "pictures" / "pictures.toml")["pictures"]}
        self.pictures = {}
        self.by = by

    def resolve(self, text, language):
        """The fields of a text, with pages and pictures in place of their keys."""
        fields, file = text.fields(language), text.file(language)
        for name in _rich_texts(text.versions) & fields.keys():
            fields[name] = LINK.sub(lambda found: self._link(found[1], file), fields[name])
            fields[name] = PICTURE.sub(lambda found: self._image(found[1], file), fields[name])
        for use in fields.get("uses", []):
            cancer = self._text(f"cancers/{use['cancer']}", file)
            use |= {"cancer": cancer.page, "name": cancer.languages[language]["in_sentence"]}
        return fields

    def page(self, key, file):
        return self._text(key, file).page

    def _link(self, key, file):
        page = self.page(key, file)
        return f'<a href="page:{page.kind()}:{page.pk}">'

    def _text(self, key, file):
        if key not in self.texts:
            raise UnknownKey(f"{file} refers to the page “{key}”, which has no file.")
        return self.texts[key]

    def _image(self, key, file):
        if key not in self.words:
            raise UnknownKey(f"{file} shows the picture “{key}”, which is not in pictures/pictures.toml.")
        if key not in self.pictures:
            self.pictures[key] = self._picture(key)
        return f'<img data-picture="{self.pictures[key].pk}">'

    def _picture(self, key):
        words = self.words[key]
        kept = Picture.objects.filter(name=words["name"], added_by=self.by).first()
        if kept:
            return kept
        with (FOLDER / "pictures" / f"{key}.png").open("rb") as file:
            return Picture.add(make_safe(file), by=self.by, **words)


@dataclass
class Report:
    """What a run did: titles that were published, and titles that were there already and stay as they are."""

    published: list = field(default_factory=list)
    kept: list = field(default_factory=list)


@or_nothing()
@transaction.atomic
def load():
    """Publish every text that the site does not have yet. What exists, edited or not, is never touched."""
    report = Report()
    writer, approver = _account(WRITER), _account(APPROVER)
    texts = [text for folder in VERSIONS for text in _texts(folder)]
    # Before any text, because a text can link to those that come after it.
    for text in texts:
        text.find_page()
    keys = Keys(texts, by=writer)
    for text in texts:
        _publish(text, keys, report, by=writer, approver=approver)
        if text.is_new and text.folder == "pages":
            _put_into_menu(text)
    moderator = _account(READER)
    for file, story in _stories().items():
        _tell(file, story, keys, report, by=moderator)
    load_services(report, keys, by=_account(VERIFIER))
    load_search(keys)
    return report


def _publish(text, keys, report, *, by, approver):
    """Make each language of a text live that was not there before."""
    for language in sorted(text.languages):
        name = f"{language}: {text.languages[language]['title']}"
        if not text.versions.lacks_translation(text.page, language):
            report.kept.append(name)
            continue
        fields = keys.resolve(text, language)
        rows = {part: fields.pop(part) for part in text.versions.parts if part in fields}
        version = text.versions.start(text.page, language, by=by, is_demonstration=True, **fields)
        _add_rows(version, rows)
        version.record_edit(by=by)
        version.submit(by=by)
        version.approve(by=approver, digest=version.digest)
        version.publish(by=approver)
        report.published.append(name)


def _put_into_menu(text):
    fields = next(iter(text.languages.values()))
    MenuEntry.objects.create(menu=fields["menu"], position=fields["position"], page=text.page)


def _add_rows(version, rows):
    types = {}
    for part, rows_of_part in rows.items():
        for row in rows_of_part:
            if part == "names" and "type" in row:
                row["type"] = types[row["type"]]
        of_part = getattr(version, part).model
        made = of_part.objects.bulk_create(
            of_part(version=version, position=position, **row) for position, row in enumerate(rows_of_part, start=1)
        )
        if part == "types":
            types = {kind.name: kind for kind in made}


def _tell(file, story, keys, report, *, by):
    """Send a story as its author would, and let a moderator publish it."""
    language = file.split(".")[-2]
    name, key = f"{language}: {story['title']}", uuid.uuid5(STORIES, file)
    if Story.objects.filter(key=key).exists():
        report.kept.append(name)
        return
    cancer = keys.page(f"cancers/{story['cancer']}", file)
    sent, _is_new = send(
        _answers(story, language, cancer),
        form_key=key,
        upload=_portrait(story),
        method=Method.DEMONSTRATION,
        is_demonstration=True,
    )
    text = sent.open_text
    seen = (text.number, text.edit_counter)
    sent.edit(by=by, seen_counter=seen, quote=story["quote"], notes=story["notes"])
    sent.refresh_from_db()
    sent.approve(by=by, seen=sent.open_text.public_digest, is_checked=True)
    report.published.append(name)


def _answers(story, language, cancer):
    same = ("age_band", "province", "title", "display", "shown_name")
    return Answers(
        language=language,
        teller=story["about"],
        relationship=story.get("relationship", ""),
        cancer=cancer,
        body=story["text"].strip(),
        email="",
        photo_description=story.get("photo_description", ""),
        consents=frozenset(story["consents"]),
        **{name: story[name] for name in same},
    )


def _portrait(story):
    if "photo" not in story:
        return None
    with (FOLDER / "stories" / f"{story['photo']}.png").open("rb") as file:
        return TemporaryUpload.keep(make_safe(file))


def _rich_texts(versions):
    return {field.name for field in versions._meta.concrete_fields if isinstance(field, RichTextField)}


def _texts(folder):
    return _terms() if folder == "glossary" else _of_files(folder)


def _of_files(folder):
    texts = {}
    for path in sorted((FOLDER / folder).glob("*.toml")):
        key, language = path.stem.split(".")
        texts.setdefault(key, Text(folder, key)).languages[language] = _read(path)
    return list(texts.values())


def _terms():
    texts = {}
    for language in Language.values:
        for fields in _read(FOLDER / "glossary" / f"terms.{language}.toml")["terms"]:
            key = fields.pop("key")
            texts.setdefault(key, Text("glossary", key)).languages[language] = fields
    return list(texts.values())


def _stories():
    """{file: what it says} of every story. Each lives in one language."""
    return {f"stories/{path.name}": _read(path) for path in sorted((FOLDER / "stories").glob("*.toml"))}


def _read(path):
    with path.open("rb") as file:
        return tomllib.load(file)


def _account(username):
    account, is_new = User.objects.get_or_create(username=username, defaults={"is_staff": True})
    if is_new:
        account.set_unusable_password()
        account.save()
        account.groups.set(Group.objects.filter(name__in=ROLES_OF[username]))
    return account
