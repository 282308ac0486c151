"""Which versions show which pictures: rows that follow every text as it is written."""

from django.db import transaction
from django.utils.translation import gettext as _

from publishing.checks import kinds_of
from publishing.fields import rich_text_fields
from publishing.models import Version
from publishing.references import pictures_in

from .models import Picture, PictureUse, label_of


@transaction.atomic
def record(version):
    """Write down which pictures a version shows, in the transaction that wrote its text."""
    recorded = PictureUse.objects.of(version)
    before = set(recorded.values_list("picture_id", flat=True))
    now = _existing({number for html in _rich_texts(version) for number in pictures_in(html)})
    if before - now:
        recorded.filter(picture__in=before - now).delete()
    PictureUse.objects.bulk_create(
        PictureUse(picture_id=number, kind=label_of(version), version_id=version.pk) for number in sorted(now - before)
    )


def was_written_by(version, user):
    """Whether somebody made a picture of this version, or changed its words since the version was begun."""
    shown = PictureUse.objects.of(version).values("picture")
    changes = Picture.history.filter(id__in=shown, history_user=user.pk, history_date__gte=version.created_at)
    return Picture.objects.filter(pk__in=shown, added_by=user.pk).exists() or changes.exists()


def missing(html):
    """Say for each picture in a clean text that does not exist. For REFERENCE_CHECKS."""
    numbers = pictures_in(html)
    existing = set(Picture.objects.filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()
    return [
        _("The picture with the number %(number)s does not exist. Choose the picture again.") % {"number": number}
        for number in sorted(numbers - existing)
    ]


def versions_with(picture):
    """The versions that show a picture, newest first: live or not, of every kind and language."""
    kinds = {}
    for use in picture.uses.all():
        kinds.setdefault(use.kind, []).append(use.version_id)
    found = [
        version
        for versions in kinds_of(Version)
        if label_of(versions) in kinds
        for version in versions.objects.filter(pk__in=kinds[label_of(versions)])
    ]
    return sorted(found, key=lambda version: version.edited_at, reverse=True)


def _rich_texts(version):
    for row in [version, *_rows_with_rich_text(version)]:
        for field in rich_text_fields(type(row)):
            yield getattr(row, field.attname)


def _rows_with_rich_text(version):
    for part in version.parts:
        rows = getattr(version, part)
        if rich_text_fields(rows.model):
            yield from rows.all()


def _existing(numbers):
    if not numbers:
        return set()
    # Held, so that none of them is deleted before this transaction ends.
    held = Picture.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk")
    return set(held.values_list("pk", flat=True))
