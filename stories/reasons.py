"""Why a story is returned, refused or taken off the site: sentences for its author."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Reason:
    """A short label for moderators, and the sentence that the author reads. `moves` says what it can be given for."""

    label: Promise
    sentence: Promise
    moves: tuple


RETURN, REFUSE, DOWN, PHOTO = "return", "refuse", "take_down", "refuse_photo"
TEXT = (RETURN, REFUSE, DOWN)

REASONS = {
    "identifies": Reason(
        _("Somebody could be recognised"),
        _("Something in it could let people recognise somebody: a name, an address, a date or a place."),
        (*TEXT, PHOTO),
    ),
    "names_staff": Reason(
        _("Names people who work in care"),
        _("It names people who work in care. We leave such names out, in thanks and in blame."),
        TEXT,
    ),
    "promotes_cure": Reason(
        _("Promotes a cure or a product"),
        _("It could be read as a promise that something heals, or as a reason to change a treatment."),
        TEXT,
    ),
    "advertises": Reason(_("Advertises"), _("It points to something that is sold, or to another site."), TEXT),
    "hurts": Reason(_("Insults or discriminates"), _("Some words in it could hurt a person or a group."), TEXT),
    "not_own": Reason(
        _("Not the person’s own experience"),
        _("It is not about your own experience, or that of the person you tell about."),
        TEXT,
    ),
    "too_long": Reason(
        _("Too long or hard to follow"), _("It would reach readers better if it were shorter."), (RETURN,)
    ),
    "permission": Reason(
        _("Permission is in doubt"), _("We are not sure that everybody in it agrees to be shown."), (*TEXT, PHOTO)
    ),
    "unclear_photo": Reason(
        _("Photo too dark or unclear"), _("The photo is too dark or too small to be seen well."), (PHOTO,)
    ),
    "others_in_photo": Reason(
        _("Other people in the photo"), _("The photo shows other people, or a place that can be recognised."), (PHOTO,)
    ),
}


def reasons_for(move):
    """{key: Reason} of what can be said for a move."""
    return {key: reason for key, reason in REASONS.items() if move in reason.moves}


def sentences_of(keys):
    """What the author reads, in the active language."""
    return [str(REASONS[key].sentence) for key in keys if key in REASONS]
