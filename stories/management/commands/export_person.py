"""Writes what is held about a person into files for them. docs/privacy.md says when, and how to hand them over."""

import json
import os
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from publishing.languages import Language
from publishing.workflow import MoveRefused
from stories.contacts import Contact
from stories.export import as_html, held_about
from stories.permissions import can
from stories.photos import Photo
from stories.story import Story


class Command(BaseCommand):
    help = "Write everything that is held about the author of stories as JSON and HTML, with the photo."

    def add_arguments(self, parser):
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--email", help="every story whose author is written to at this address")
        who.add_argument("--story", type=int, help="the story with this number")
        parser.add_argument("--by", required=True, help="username of the privacy officer who answers the person")
        parser.add_argument("--folder", type=Path, required=True, help="where the files go; it is made when missing")
        parser.add_argument("--language", choices=Language.values, help="of the page; that of the story unless given")

    def handle(self, *, email, story, by, folder, language, **options):
        officer = get_user_model().objects.filter(username=by).first()
        if officer is None:
            raise CommandError("There is no account with this username.")
        # The role is asked for first: whoever has not got it does not learn who has sent a story.
        if not can(officer, "export"):
            raise CommandError(str(can(officer, "export").why))
        stories = stories_of(email) if email else Story.objects.filter(pk=story)
        if not stories:
            raise CommandError("No story is held for this.")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for found in stories:
            self.write(found, folder, by=officer, language=language or found.language)

    def write(self, story, folder, *, by, language):
        try:
            story.export(by=by)
        except MoveRefused as refused:
            raise CommandError(str(refused)) from refused
        held = held_about(story)
        contents = {
            "json": json.dumps(held, indent=2, ensure_ascii=False).encode(),
            "html": as_html(held, language).encode(),
        }
        photo = Photo.objects.filter(story=story).first()
        if photo:
            contents["webp"] = photo.content(max(photo.widths))
        for ending, content in contents.items():
            if content is None:
                self.stderr.write(f"Story {story.pk}: the file of the photo is missing.")
                continue
            path = folder / f"story-{story.pk}.{ending}"
            write_for_owner_alone(path, content)
            self.stdout.write(str(path))


def stories_of(email):
    """The stories of an address. What is stored can be compared only once it is decrypted."""
    wanted = email.strip().casefold()
    contacts = Contact.objects.order_by("pk").iterator()
    return Story.objects.filter(
        pk__in=[contact.pk for contact in contacts if contact.email.strip().casefold() == wanted]
    ).order_by("pk")


def write_for_owner_alone(path, content):
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        # A file that was there before may have been open to others.
        os.fchmod(descriptor, 0o600)
        file.write(content)
