"""Reads the demonstration content in demo/ and publishes it by the same moves that people make."""

import tomllib
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import User
from cancers.models import Cancer, CancerVersion
from drugs.models import Drug, DrugVersion
from glossary.models import Term, TermVersion
from pages.models import MenuEntry, SitePage, SitePageVersion
from publishing.models import Address, Language
from publishing.roles import EDITOR, PUBLISHER, REVIEWER

FOLDER = settings.BASE_DIR / "demo"
# Somebody must have made each move. These accounts have no password and never sign in.
WRITER, APPROVER = "demonstration-writer", "demonstration-approver"
ROLES_OF = {WRITER: [EDITOR], APPROVER: [REVIEWER, PUBLISHER]}


@dataclass
class Text:
    """One text as its file has it: {language: fields} of one page."""

    key: str
    languages: dict = field(default_factory=dict)


@dataclass
class Report:
    """What a run did: titles that were published, and titles that were there already and stay as they are."""

    published: list = field(default_factory=list)
    kept: list = field(default_factory=list)


@transaction.atomic
def load():
    """Publish every text that the site does not have yet. What exists, edited or not, is never touched."""
    report = Report()
    writer, approver = _account(WRITER), _account(APPROVER)
    for text in _terms():
        _publish(TermVersion, Term, text, report, by=writer, approver=approver)
    cancers, names = {}, {}
    for text in _texts("cancers"):
        for language, fields in text.languages.items():
            names[text.key, language] = fields.pop("in_sentence")
        cancers[text.key] = _publish(CancerVersion, Cancer, text, report, by=writer, approver=approver)
    for text in _texts("drugs"):
        for language, fields in text.languages.items():
            for use in fields.get("uses", []):
                use["name"] = names[use["cancer"], language]
                use["cancer"] = cancers[use["cancer"]]
        _publish(DrugVersion, Drug, text, report, by=writer, approver=approver)
    for text in _texts("pages"):
        _publish_in_menu(text, report, by=writer, approver=approver)
    return report


def _publish_in_menu(text, report, *, by, approver):
    places = [(fields.pop("menu"), fields.pop("position")) for fields in text.languages.values()]
    is_new = _page_of(SitePage, text) is None
    page = _publish(SitePageVersion, SitePage, text, report, by=by, approver=approver)
    if is_new:
        menu, position = places[0]
        MenuEntry.objects.create(menu=menu, position=position, page=page)


def _publish(versions, pages, text, report, *, by, approver):
    """Return the page of a text, with each of its languages live that was not there before."""
    page = _page_of(pages, text) or pages.objects.create()
    for language, fields in sorted(text.languages.items()):
        if not versions.lacks_translation(page, language):
            report.kept.append(f"{language}: {fields['title']}")
            continue
        rows = {part: fields.pop(part) for part in versions.parts if part in fields}
        version = versions.start(page, language, by=by, is_demonstration=True, **fields)
        _add_rows(version, rows)
        version.record_edit(by=by)
        version.submit(by=by)
        version.approve(by=approver, digest=version.digest)
        version.publish(by=approver)
        report.published.append(f"{language}: {fields['title']}")
    return page


def _page_of(pages, text):
    for language, fields in text.languages.items():
        address = Address.objects.filter(kind=pages.kind(), language=language, slug=fields["slug"]).first()
        if address:
            return pages.objects.get(pk=address.page_id)
    return None


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


def _texts(folder):
    texts = {}
    for path in sorted((FOLDER / folder).glob("*.toml")):
        key, language = path.stem.split(".")
        texts.setdefault(key, Text(key)).languages[language] = _read(path)
    return list(texts.values())


def _terms():
    texts = {}
    for language in Language.values:
        for fields in _read(FOLDER / "glossary" / f"terms.{language}.toml")["terms"]:
            key = fields.pop("key")
            texts.setdefault(key, Text(key)).languages[language] = fields
    return list(texts.values())


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
