from datetime import timedelta
from functools import reduce
from operator import or_
from secrets import token_urlsafe

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from publishing.checks import kinds_of
from publishing.fact_records import FactRecord
from publishing.models import Stage, Version
from publishing.roles import EDITOR, REVIEWER

from . import files
from .kept_pictures import KeptPicture
from .making_safe import SMALLEST_WIDTH

# How long a form may be filled in without its picture being lost.
LIFETIME = timedelta(hours=24)


class PictureQuerySet(models.QuerySet):
    def with_publicity(self, *, at=None):
        """Each with `is_public`: whether a text that readers can open at that time shows it."""
        return self.annotate(is_public=Exists(PictureUse.objects.readable(at=at).filter(picture=OuterRef("pk"))))


class Picture(KeptPicture, FactRecord):
    """A picture that texts can show: its safe files, and what they say to who cannot see it."""

    name = models.CharField(_("name"), max_length=120, help_text=_("For you and your colleagues, to find it again."))
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("It says nothing that the text does not say. Screen readers then pass over it."),
    )
    alt_en = models.CharField(
        _("alternative text in English"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for who cannot see it. One or two sentences."),
    )
    alt_fr = models.CharField(
        _("alternative text in French"), max_length=300, blank=True, help_text=_("The same, in French.")
    )
    caption_en = models.CharField(
        _("caption in English"), max_length=500, blank=True, help_text=_("Shown under the picture.")
    )
    caption_fr = models.CharField(
        _("caption in French"), max_length=500, blank=True, help_text=_("The same, in French.")
    )
    credit_en = models.CharField(
        _("credit in English"), max_length=200, blank=True, help_text=_("Who made it, and under which terms.")
    )
    credit_fr = models.CharField(_("credit in French"), max_length=200, blank=True, help_text=_("The same, in French."))

    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")

    objects = PictureQuerySet.as_manager()

    kept_by = (EDITOR,)
    corrected_by = (REVIEWER,)

    class Meta(KeptPicture.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-added_at", "-pk"]
        constraints = [
            *KeptPicture.Meta.constraints,
            models.CheckConstraint(
                name="a_picture_is_described_or_decorative",
                condition=Q(is_decorative=True, alt_en="", alt_fr="")
                | (Q(is_decorative=False) & ~Q(alt_en="") & ~Q(alt_fr="")),
                violation_error_message=_("Describe the picture in both languages, or say that it is decorative."),
            ),
            models.CheckConstraint(
                name="a_caption_speaks_both_languages",
                condition=Q(caption_en="", caption_fr="") | (~Q(caption_en="") & ~Q(caption_fr="")),
                violation_error_message=_("Write the caption in both languages, or in none."),
            ),
            models.CheckConstraint(
                name="a_credit_speaks_both_languages",
                condition=Q(credit_en="", credit_fr="") | (~Q(credit_en="") & ~Q(credit_fr="")),
                violation_error_message=_("Write the credit in both languages, or in none."),
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def add(cls, safe, *, by, **words):
        """Keep a SafePicture with its name and words. When anything fails, neither a row nor a file is left."""
        picture = cls(added_by=by, edited_by=by, **words)
        with files.or_nothing(), transaction.atomic():
            picture.take(safe)
            picture.save()
        return picture

    @cached_property
    def is_vouched_for(self):
        """Whether a text that somebody submitted or approved shows it: then it stays the picture that was checked."""
        return self.uses.vouched_for().exists()

    def address(self, width):
        """The address of a width. It changes with the picture, so that no copy of an earlier one is shown."""
        return f"{reverse('picture', args=[self.pk, width])}?v={self.digest[:8]}"

    @property
    def alt(self):
        """The alternative text in the reader's language; "" for a decorative picture."""
        return self.in_language("alt")

    @property
    def alternative(self):
        """What people at the desk read in place of the picture."""
        return _("decorative") if self.is_decorative else self.alt


def label_of(versions):
    return versions._meta.label_lower


class PictureUseQuerySet(models.QuerySet):
    def of(self, version):
        return self.filter(kind=label_of(version), version_id=version.pk)

    def readable(self, *, at=None):
        """The uses in versions that readers can open at a time."""
        return self._in(lambda versions: versions.readable(at=at))

    def vouched_for(self):
        """The uses in versions that were submitted for review, or approved."""
        return self._in(lambda versions: versions.filter(stage__in=[Stage.IN_REVIEW, Stage.APPROVED]))

    def _in(self, chosen):
        in_each_kind = [
            Q(Exists(chosen(versions.objects).filter(pk=OuterRef("version_id"))), kind=label_of(versions))
            for versions in kinds_of(Version)
        ]
        return self.filter(reduce(or_, in_each_kind))


class PictureUse(models.Model):
    """A version that shows a picture. Written by uses.record, never by hand."""

    picture = models.ForeignKey(Picture, models.PROTECT, related_name="uses")
    kind = models.CharField(max_length=60)
    version_id = models.PositiveBigIntegerField()

    objects = PictureUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a picture")
        verbose_name_plural = _("uses of pictures")
        constraints = [
            models.UniqueConstraint(fields=["kind", "version_id", "picture"], name="a_version_uses_a_picture_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.version_id}: {self.picture_id}"


class TemporaryUploadQuerySet(models.QuerySet):
    def fresh(self, *, now=None):
        return self.filter(created_at__gt=(now or timezone.now()) - LIFETIME)

    def expired(self, *, now=None):
        return self.filter(created_at__lte=(now or timezone.now()) - LIFETIME)

    def clear(self):
        """Delete these rows, and their files when that is committed."""
        with transaction.atomic():
            # Held: a form that gives one of them away at this very moment finds it whole, or not at all.
            for upload in self.select_for_update():
                upload._remove_files_on_commit()
            self.delete()


class TemporaryUpload(KeptPicture):
    """A picture that somebody sent with a form that is not finished. Who knows its name may see it."""

    name = models.CharField(_("name"), max_length=43, unique=True, default=token_urlsafe, editable=False)
    created_at = models.DateTimeField(_("sent"), default=timezone.now, db_index=True, editable=False)

    objects = TemporaryUploadQuerySet.as_manager()

    class Meta(KeptPicture.Meta):
        verbose_name = _("picture of an unfinished form")
        verbose_name_plural = _("pictures of unfinished forms")

    def __str__(self):
        # Not its name, which is a key to it.
        return f"{self._meta.verbose_name} {self.pk}"

    @classmethod
    def keep(cls, safe):
        """Keep a SafePicture for a while. When anything fails, neither a row nor a file is left."""
        upload = cls()
        with files.or_nothing(), transaction.atomic():
            upload.take(safe)
            upload.save()
        return upload

    def give_to(self, picture):
        """Let another KeptPicture, unsaved, stand for the files; this row goes. Save that one in the same transaction.

        Raises DoesNotExist when the files were given to another one already, or cleared.
        """
        deleted, _kinds = TemporaryUpload.objects.filter(pk=self.pk).delete()
        if not deleted:
            raise TemporaryUpload.DoesNotExist
        picture.take_over(self)

    def address(self, width=SMALLEST_WIDTH):
        """The one address that it has, whatever the width."""
        return reverse("unsent_picture", args=[self.name])
