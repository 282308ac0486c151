"""What is cleared away: pictures of forms that were never finished, and files that no row names."""

from django.utils import timezone

from publishing.checks import kinds_of

from . import files
from .kept_pictures import KeptPicture
from .models import LIFETIME, TemporaryUpload


def clear_temporary_uploads(*, now=None):
    """Delete what is older than a day: uploads that no form took over, and folders that were left without a row."""
    now = now or timezone.now()
    TemporaryUpload.objects.expired(now=now).clear()
    clear_unnamed_folders(before=now - LIFETIME)


def clear_unnamed_folders(*, before):
    """Remove the folders that no row of any kind names and in which nothing was written since a time."""
    # Listed before the rows are read: what is added between the two is not in the list.
    found = files.folders()
    named = _named_folders()
    if not named:
        # A database that knows no picture at all is rather the wrong one, or one that is being restored.
        return
    for folder in found - named:
        files.remove_abandoned(folder, before=before)


def _named_folders():
    # One query: a folder that passes from one row to another at this very moment is seen at one of them.
    first, *others = [kind._base_manager.order_by().values_list("folder", flat=True) for kind in kinds_of(KeptPicture)]
    return set(first.union(*others))
