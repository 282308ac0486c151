"""Data for tests. A test names only what it is about; everything else is filled in here, through the real moves."""

import uuid
from datetime import timedelta
from io import BytesIO
from itertools import count

from django.contrib.auth.models import Group
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image

from accounts.models import User
from cancers.models import CancerVersion
from drugs.models import DrugVersion
from glossary.models import TermVersion
from images.making_safe import make_safe
from images.models import Picture, TemporaryUpload
from locator.changing import together
from locator.models import (
    Address as LocationAddress,
)
from locator.models import (
    Category,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCancer,
    ServiceCategory,
    SpokenLanguage,
)
from pages.models import MenuEntry, Notice, SitePageVersion
from publishing.generation import Generation
from publishing.models import Address
from publishing.roles import EDITOR, LOCATOR_EDITOR, MODERATOR, PRIVACY_OFFICER, PUBLISHER, REVIEWER, ROLES
from search.documents import Document, replace_each
from search.models import BestBet, Synonym
from stories.choices import Purpose
from stories.models import Story
from stories.sending import Answers, send

_numbers = count(1)


def make_user(*roles, username=None, **fields):
    """A person at the desk with these roles, made for the first time or found again by username."""
    username = username or f"person-{next(_numbers)}"
    user, is_new = User.objects.get_or_create(username=username, defaults={"is_staff": True, **fields})
    if is_new:
        user.groups.set(Group.objects.filter(name__in=roles))
    return user


def make_editor():
    return make_user(EDITOR, username="editor")


def make_reviewer():
    return make_user(REVIEWER, username="reviewer")


def make_publisher():
    return make_user(PUBLISHER, username="publisher")


def make_moderator():
    return make_user(MODERATOR, username="moderator")


def make_privacy_officer():
    return make_user(PRIVACY_OFFICER, username="privacy-officer")


def make_locator_editor():
    return make_user(LOCATOR_EDITOR, username="locator-editor")


def make_everyone():
    """One person for each role: {role: user}."""
    return {role: make_user(role, username=f"the-{role}") for role in ROLES}


def make_draft(versions, title, *, page=None, language="en", rows=None, **fields):
    pages = versions._meta.get_field("page").related_model
    fields.setdefault("slug", slugify(title))
    draft = versions.start(page or pages.objects.create(), language, by=make_editor(), title=title, **fields)
    for name, rows_of_part in (rows or {}).items():
        for position, row in enumerate(rows_of_part):
            getattr(draft, name).create(position=position, **row)
    return draft


def submit(draft):
    draft.submit(by=make_editor())
    return draft


def approve(draft):
    submit(draft)
    draft.approve(by=make_reviewer(), digest=draft.digest)
    return draft


def publish(draft, *, at=None):
    approve(draft)
    draft.publish(by=make_publisher(), at=at)
    return draft


def make_drug(title="Interferon", **fields):
    return publish(make_draft(DrugVersion, title, **fields))


def make_cancer(title="Kidney cancer", **fields):
    return publish(make_draft(CancerVersion, title, **fields))


def make_term(title="cytokine", **fields):
    fields.setdefault("definition", f"<p>What {title} means.</p>")
    return publish(make_draft(TermVersion, title, **fields))


def make_site_page(title="About us", *, page=None, **fields):
    if page and (live := page.versions.filter(language=fields.get("language", "en")).live().first()):
        draft = live.open_draft(by=make_editor())
        for name, value in {"title": title, **fields}.items():
            setattr(draft, name, value)
        draft.save()
        return publish(draft)
    return publish(make_draft(SitePageVersion, title, page=page, **fields))


def make_menu_entry(**fields):
    return MenuEntry.objects.create(**fields)


def make_notice(**fields):
    fields = {"title_en": "Notice", "title_fr": "Avis"} | fields
    return Notice.objects.create(**fields)


def drawing(size=(640, 400), *, colours="RGB", format="PNG", **options):
    """An open file with a simple picture."""
    file = BytesIO()
    Image.linear_gradient("L").resize(size).convert(colours).save(file, format, **options)
    file.seek(0)
    return file


def make_picture(name="A pump", *, file=None, **words):
    """A kept picture, described in both languages unless the words say otherwise."""
    words = {"alt_en": f"{name}, seen from the side", "alt_fr": f"{name}, vue de côté"} | words
    return Picture.add(make_safe(file or drawing()), by=make_editor(), name=name, **words)


def make_many(versions, number, *, language="en", **fields):
    """Many live versions at once, written past the guards because the moves would take minutes."""
    pages = versions._meta.get_field("page").related_model
    editor, reviewer, now = make_editor(), make_reviewer(), timezone.now()
    made = [
        versions(
            page=page,
            language=language,
            number=1,
            title=f"Title {index:04}",
            slug=f"title-{index:04}",
            stage="approved",
            live_from=now,
            created_by=editor,
            edited_by=editor,
            approved_by=reviewer,
            **fields,
        )
        for index, page in enumerate(pages.objects.bulk_create(pages() for _ in range(number)))
    ]
    models.QuerySet.bulk_create(versions.objects.all(), made)
    Address.objects.bulk_create(
        Address(kind=pages.kind(), language=language, slug=version.slug, page_id=version.page_id, opens_at=now)
        for version in made
    )
    return made


def send_story(title="The garden", *, photo=None, consents=tuple(Purpose), **answers):
    """A story as it arrives, with every consent unless told otherwise. `photo` is an open file."""
    number = next(_numbers)
    answers = {
        "language": "en",
        "teller": "self",
        "age_band": "30_49",
        "body": f"When I heard the word, I went out into the garden. That was story {number}.\n\nThe beans were up.",
        "display": "first_name",
        "shown_name": "Audrey",
        "email": f"author-{number}@example.org",
        "photo_description": "A woman in a garden" if photo else "",
    } | answers
    upload = TemporaryUpload.keep(make_safe(photo)) if photo else None
    answers = Answers(title=title, consents=frozenset(consents), **answers)
    story, _is_new = send(answers, form_key=uuid.uuid4(), upload=upload)
    return Story.objects.get(pk=story.pk)


def publish_story(story=None, *, quote="", notes=(), **answers):
    """A story that is on the site. A quote must be a part of its body."""
    story = story or send_story(**answers)
    moderator, text = make_moderator(), story.open_text
    seen = (text.number, text.edit_counter)
    story.edit(by=moderator, seen_counter=seen, quote=quote, notes=list(notes))
    story.refresh_from_db()
    story.approve(by=moderator, seen=story.open_text.public_digest, is_checked=True)
    return Story.objects.get(pk=story.pk)


# Where towns of tests are.
POINTS = {
    ("Ottawa", "ON"): (45.42, -75.7),
    ("Toronto", "ON"): (43.65, -79.38),
    ("Gatineau", "QC"): (45.48, -75.65),
    ("Montréal", "QC"): (45.51, -73.57),
    ("Iqaluit", "NU"): (63.75, -68.52),
    ("St. John's", "NL"): (47.56, -52.71),
}


def make_category(code="rides", *, parent=None, **names):
    names = names or {"name_en": code.capitalize(), "name_fr": f"{code.capitalize()} (fr)"}
    return Category.objects.create(code=code, parent=parent, **names)


def make_organization(name="Helping Hands", **fields):
    return Organization.objects.create(**{"name_en": name, "name_fr": f"{name} (fr)"} | fields)


def make_location(town="Ottawa", province="ON", *, street="1 Demonstration Street", postal_code="K1A 0B1", **fields):
    """A place in a town that tests know, with an address."""
    latitude, longitude = POINTS[town, province]
    fields = {"latitude": latitude, "longitude": longitude, "name_en": f"House in {town}"} | fields
    location = Location.objects.create(**fields)
    LocationAddress.objects.create(
        location=location, street=street, city=town, province=province, postal_code=postal_code
    )
    return location


def make_service(
    name="Rides to treatment",
    *,
    at=(),
    categories=(),
    cancers=(),
    areas=(),
    phones=("613-555-0123",),
    hours=(),
    languages=(),
    organization=None,
    **fields,
):
    """A service at locations, for areas ("canada"), with phone numbers, codes of languages and rows of hours."""
    fields = {"name_en": name, "name_fr": f"{name} (fr)", "in_person": bool(at), "by_phone": bool(phones)} | fields
    with together():
        service = Service.objects.create(organization=organization or make_organization(), **fields)
        for location in at:
            ServiceAtLocation.objects.create(service=service, location=location)
        for category in categories:
            ServiceCategory.objects.create(service=service, category=category)
        for cancer in cancers:
            ServiceCancer.objects.create(service=service, cancer=cancer)
        for key in areas:
            ServiceArea.objects.create(service=service, key=key)
        for position, number in enumerate(phones):
            Phone.objects.create(service=service, number=number, position=position)
        for row in hours:
            Schedule.objects.create(service=service, **row)
        for code in languages:
            SpokenLanguage.objects.create(service=service, code=code)
    return service


def make_document(title="Interferon", **fields):
    """Something that can be found, live unless told otherwise, and written like everything that is."""
    fields = {
        "kind": "drug",
        "object_id": next(_numbers),
        "language": "en",
        "live_from": timezone.now() - timedelta(days=1),
    } | fields
    return find_as_well(Document(title=title, **fields))


def find_as_well(document):
    """Let a document be found beside all others of the same object, and return it as it is stored."""
    document.in_order()
    stored = Document.objects.filter(kind=document.kind, object_id=document.object_id)
    others = [other for other in stored if other.identity != document.identity]
    with transaction.atomic():
        Generation.bump()
        replace_each(document.kind, [document.object_id], [*others, document])
    return Document.objects.get(pk=document.pk)


def make_synonym(words, meanings, **fields):
    return Synonym.objects.create(words=words, meanings=meanings, **fields)


def make_best_bet(document, words, sentence="Look here first.", **fields):
    """A best bet in the language of a document."""
    fields |= {f"words_{document.language}": words, f"sentence_{document.language}": sentence}
    return BestBet.objects.create(kind=document.kind, object_id=document.object_id, **fields)
