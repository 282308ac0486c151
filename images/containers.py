"""What is common to files of pictures, which are taken apart before any decoder sees them.

The header says what decoding would cost, and only the parts that draw the picture go on: text, cameras, places,
thumbnails and whatever is appended stay behind.
"""

import struct
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_PIECES = 10_000
MOST_PROFILE_BYTES = 3_000_000
MOST_EXIF_BYTES = 65_536


class Refused(Exception):
    """A file that is not taken; its text says why, in the language of who sent it."""


@dataclass(frozen=True)
class Container:
    """A picture as its header describes it. `data` holds what a decoder needs and nothing more."""

    format: str
    width: int
    height: int
    data: bytes
    decoded_bytes: int  # what a decoder holds for the whole picture, at full size
    raw_bytes: int = 0  # what it has to unpack, or to go over
    exif: bytes = b""
    profile: bytes = b""
    is_lossless: bool = False
    is_transparent: bool = False
    can_be_scaled: bool = False  # while it is decoded, so that the whole picture is never held

    @property
    def orientation(self):
        """How the camera was held, as EXIF counts: 1 is upright, 2 to 8 are turned or mirrored."""
        return _orientation(self.exif[:MOST_EXIF_BYTES])


def incomplete():
    return Refused(_("The file is damaged or incomplete. Save the picture again and send that file."))


def moving():
    return Refused(_("This picture moves. Send a still picture: save one frame of it as PNG or JPEG."))


# EXIF: a small TIFF file, of which one number is wanted.

_ORIENTATION = 0x0112


def _orientation(exif):
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(order + "I", exif, 4)
        (count,) = struct.unpack_from(order + "H", exif, start)
        for index in range(count):
            tag, kind, _count, value = struct.unpack_from(order + "HHIH", exif, start + 2 + 12 * index)
            if tag == _ORIENTATION and kind == 3:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1
