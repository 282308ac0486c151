"""What every row with picture files has in common."""

from functools import partial

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import files
from .making_safe import SMALLEST_WIDTH

MIDDLE_WIDTH = 960


class KeptPicture(models.Model):
    """Base of what stands for the files of a picture. Subclasses say in `address` where they are seen."""

    folder = models.CharField(_("folder of its files"), max_length=32, unique=True, editable=False)
    widths = models.JSONField(_("widths"), editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    digest = models.CharField(_("fingerprint of the picture"), max_length=64, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="a_%(class)s_has_a_size",
                condition=Q(width__gt=0, height__gt=0),
                violation_error_message=_("A picture has a width and a height."),
            ),
        ]

    def delete(self, *args, **options):
        with transaction.atomic():
            deleted = super().delete(*args, **options)
            self._remove_files_on_commit()
        return deleted

    def take(self, safe):
        """Write the files of a SafePicture and stand for it, unsaved. Earlier files go when the change is committed."""
        if self.folder:
            self._remove_files_on_commit()
        self.folder = files.write(safe.files)
        self.widths = sorted(safe.files)
        self.width, self.height, self.digest = safe.width, safe.height, safe.digest

    def take_over(self, other):
        """Stand for the files of another row, unsaved. Earlier files go when the change is committed.

        The other row must go in the same transaction, without its files.
        """
        if self.folder:
            self._remove_files_on_commit()
        self.folder, self.widths = other.folder, other.widths
        self.width, self.height, self.digest = other.width, other.height, other.digest

    def content(self, width):
        """The file that answers for a width, as bytes; None when the picture does not come in that width."""
        if width == SMALLEST_WIDTH:
            width = self.widths[0]
        if width not in self.widths:
            return None
        try:
            return files.read(self.folder, width)
        except FileNotFoundError:
            # Replaced at this very moment, or lost: readers see the alternative text.
            return None

    def address(self, width):
        """The address of a width."""
        raise NotImplementedError

    def middle_address(self):
        """The address for browsers that do not choose among `sources`."""
        return self.address(max((width for width in self.widths if width <= MIDDLE_WIDTH), default=self.widths[0]))

    def sources(self):
        """Every width with its address, as a `srcset` has them."""
        return ", ".join(f"{self.address(width)} {width}w" for width in self.widths)

    def sizes(self):
        """[(width, height)] of its files."""
        return [(width, self.height_at(width)) for width in self.widths]

    def height_at(self, width):
        return max(1, round(self.height * width / self.width))

    def _remove_files_on_commit(self):
        # Robust: what could not be removed is a file too many, and no reason to fail.
        transaction.on_commit(partial(files.remove, self.folder, self.widths), robust=True)
