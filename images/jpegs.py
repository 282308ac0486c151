"""JPEG files, taken apart: a chain of segments, then scans."""

import struct
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .containers import MOST_PIECES, Container, Refused, incomplete

MOST_SCANS = 14

_FRAMES = {0xC0: "baseline", 0xC1: "baseline", 0xC2: "progressive"}
_OTHER_FRAMES = {0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)}
_NEEDED = {0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xE0, 0xEE}
_SCAN, _END = 0xDA, 0xD9


def take_apart(data):
    """Return the Container of a JPEG file."""
    head = _Head()
    for marker, content, at in _segments(data):
        head.add(marker, content, at)
    end = data.find(b"\xff\xd9", head.scans_at)
    if head.frame is None or end < 0:
        raise incomplete()
    # Each scan goes over the whole picture again, however short it is itself.
    scans = data.count(b"\xff\xda", head.scans_at, end)
    if scans > MOST_SCANS:
        raise Refused(_("This JPEG is stored in too many passes. Save it as a plain JPEG."))
    # A decoder holds all coefficients when the first scan does not bring the whole picture.
    is_held = head.frame.is_progressive or data[head.scans_at + 4] < head.frame.components
    held = head.frame.coefficient_bytes if is_held else 0
    return Container(
        format="JPEG",
        width=head.frame.width,
        height=head.frame.height,
        data=b"".join([*head.needed, data[head.scans_at : end + 2]]),
        decoded_bytes=held,
        raw_bytes=held * scans,
        exif=head.exif,
        profile=b"".join(head.profile[number] for number in sorted(head.profile)),
        can_be_scaled=True,
    )


@dataclass
class _Head:
    """What stands before the first scan of a JPEG."""

    needed: list = field(default_factory=lambda: [b"\xff\xd8"])
    frame: "_Frame | None" = None
    exif: bytes = b""
    profile: dict = field(default_factory=dict)
    scans_at: int = 0

    def add(self, marker, content, at):
        if marker in _OTHER_FRAMES or (marker in _FRAMES and self.frame):
            raise _unusual()
        if marker in _FRAMES:
            self.frame = _Frame.read(marker, content)
        if marker in _NEEDED:
            self.needed.append(struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content)
        elif marker == 0xE1 and content.startswith(b"Exif\0\0"):
            self.exif = self.exif or content[6:]
        elif marker == 0xE2 and content.startswith(b"ICC_PROFILE\0"):
            self.profile.setdefault(content[12], content[14:])
        elif marker == _SCAN:
            self.scans_at = at


@dataclass(frozen=True)
class _Frame:
    width: int
    height: int
    components: int
    is_progressive: bool
    coefficient_bytes: int

    @classmethod
    def read(cls, marker, content):
        depth, height, width, count = struct.unpack_from(">BHHB", content)
        if depth != 8 or count not in (1, 3, 4) or len(content) < 6 + 3 * count:
            raise _unusual()
        samplings = [(content[7 + 3 * index] >> 4, content[7 + 3 * index] & 15) for index in range(count)]
        across, down = max(s[0] for s in samplings) or 1, max(s[1] for s in samplings) or 1
        blocks = sum(-(-width * s[0] // (8 * across)) * -(-height * s[1] // (8 * down)) for s in samplings)
        return cls(width, height, count, _FRAMES[marker] == "progressive", blocks * 128)


def _segments(data):
    """Yield (marker, content, offset of the marker) up to the header of the first scan."""
    at = 2
    for _piece in range(MOST_PIECES):
        filled = data[at + 1 : at + 17]
        at += len(filled) - len(filled.lstrip(b"\xff"))
        marker = data[at + 1]
        (length,) = struct.unpack_from(">H", data, at + 2)
        content = data[at + 4 : at + 2 + length]
        if data[at] != 0xFF or marker in (0, 1, 0xD8, _END) or len(content) != length - 2:
            raise incomplete()
        yield marker, content, at
        if marker == _SCAN:
            return
        at += 2 + length
    raise incomplete()


def _unusual():
    return Refused(_("This kind of JPEG is too unusual to be read safely. Save it as a plain JPEG."))
