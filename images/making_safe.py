"""Pictures from outside made safe: decoded within limits, upright, in sRGB, and written anew without anything else.

Bytes in, results out: no model and no request. docs/pictures.md says what each limit keeps.
"""

import hashlib
import io
import re
import struct
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageCms

from . import jpegs, pngs, webps
from .containers import MOST_PROFILE_BYTES, Refused, incomplete

MOST_BYTES = 15_000_000
MOST_PIXELS = 25_000_000
SHORTEST_SIDE = 16
LONGEST_SIDE = 12_000
# A picture that a decoder has to hold as a whole: in memory, and in work.
MOST_DECODED_BYTES = {"JPEG": 80_000_000, "PNG": 64_000_000, "WEBP": 90_000_000}
MOST_RAW_BYTES = {"JPEG": 850_000_000, "PNG": 40_000_000, "WEBP": 0}

WIDTHS = (320, 640, 960, 1280, 1920)
SMALLEST_WIDTH = WIDTHS[0]
MOST_KEPT_PIXELS = 2_500_000
# See-through pictures are drawings and logos, and cost twice as much to write.
MOST_KEPT_PIXELS_SEEN_THROUGH = 1_500_000
MOST_LOSSLESS_PIXELS = 1_500_000
QUALITY = 80

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = {5, 6, 7, 8}


# A file is what it is by its first bytes, never by its name.
_KINDS = ((rb"\xff\xd8\xff", jpegs), (rb"\x89PNG\r\n\x1a\n", pngs), (rb"RIFF....WEBP", webps))
_HEIC = rb"....ftyp(hei|hev|mif1|msf1)"


@dataclass(frozen=True)
class SafePicture:
    """A picture as it is kept: its size, and a WebP file for each width up to its own."""

    width: int
    height: int
    files: dict[int, bytes]

    @property
    def digest(self):
        """SHA-256 (hexadecimal) of all its files."""
        return hashlib.sha256(b"".join(self.files[width] for width in sorted(self.files))).hexdigest()


def make_safe(file):
    """Return the SafePicture of an open binary file. Raises Refused, with a sentence, for whatever cannot be one.

    It costs at most 150 MiB of memory and a second of one core, whatever the file holds (benchmarks/pictures.py).
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Refused(_("The file is too heavy. A picture may weigh at most 15 MB."))
    if not data:
        raise Refused(_("The file is empty."))
    container = opened(data)
    del data
    refuse_costly(container)
    size = _kept_size(container)
    try:
        picture = _drawn(container, size)
    except Exception as problem:
        # Pillow raises whatever its decoders come upon: for who sent the file, it is always the same.
        raise incomplete() from problem
    return SafePicture(*picture.size, _encoded(picture, may_be_lossless=container.is_lossless))


def opened(data):
    """Return the Container of a file given as bytes. Raises Refused for all that is not a whole still picture."""
    kind = next((kind for start, kind in _KINDS if re.match(start, data, re.DOTALL)), None)
    if kind is None:
        raise _strange(data)
    try:
        return kind.take_apart(data)
    except (struct.error, IndexError) as problem:
        raise incomplete() from problem


def _strange(data):
    if re.match(_HEIC, data, re.DOTALL):
        return Refused(
            _(
                "This is a HEIC picture, as many phones take them, and it cannot be read here. Send a screenshot of it "
                "instead. Or take it again: on an iPhone, first open Settings, then Camera, then Formats, and choose "
                "“Most Compatible”."
            )
        )
    return Refused(_("This is no JPEG, PNG or WebP picture, whatever its name says. Save it as one of these."))


def refuse_costly(container):
    """Raise Refused when the header of a Container promises more than a decoder may be asked for."""
    width, height = container.width, container.height
    if min(width, height) < SHORTEST_SIDE:
        raise Refused(_("The picture is too small. Each side needs at least 16 pixels."))
    if max(width, height) > LONGEST_SIDE:
        raise Refused(_("The picture is too long. No side may have more than 12,000 pixels."))
    if width * height > MOST_PIXELS:
        raise Refused(_("The picture is too large. It may have at most 25 million pixels: make it smaller."))
    is_held = container.decoded_bytes <= MOST_DECODED_BYTES[container.format]
    if is_held and container.raw_bytes <= MOST_RAW_BYTES[container.format]:
        return
    if container.format == "JPEG":
        raise Refused(_("A progressive JPEG of this size costs too much to read. Save it as a plain (baseline) JPEG."))
    raise Refused(_("A PNG or WebP picture of this size costs too much to read. Save it as JPEG, or make it smaller."))


def _kept_size(container):
    """Width and height as they are kept, upright: no wider than the widest page needs, never enlarged."""
    width, height = container.width, container.height
    if container.orientation in _LYING:
        width, height = height, width
    most = MOST_KEPT_PIXELS_SEEN_THROUGH if container.is_transparent else MOST_KEPT_PIXELS
    kept = max(1, min(width, WIDTHS[-1], int((most * width / height) ** 0.5)))
    return kept, max(1, round(height * kept / width))


def _drawn(container, size):
    """The picture at its kept size, upright, as RGB or RGBA in the sRGB colours."""
    lying = size[::-1] if container.orientation in _LYING else size
    with Image.open(io.BytesIO(container.data), formats=[container.format]) as image:
        if image.size != (container.width, container.height):
            raise ValueError("the decoder reads another size than the header says")
        if container.can_be_scaled:
            image.draft(None, lying)
        image.load()
        picture = _reduced(image, lying)
    if picture.size != lying:
        picture = picture.resize(lying, Image.Resampling.BICUBIC)
    if container.orientation in _TURNS:
        picture = picture.transpose(_TURNS[container.orientation])
    return _in_srgb(picture, container.profile)


def _reduced(image, size):
    """The image in a mode that can be resized well, brought near a size; in bands, so that it never exists twice."""
    factor = max(1, min(image.width // size[0], image.height // size[1]))
    mode = _mode_of(image)
    if factor == 1 and image.mode == mode:
        return image
    reduced = Image.new(mode, (-(-image.width // factor), -(-image.height // factor)))
    rows = 64 * factor
    for top in range(0, image.height, rows):
        band = image.crop((0, top, image.width, min(top + rows, image.height)))
        reduced.paste(_converted(band, mode).reduce(factor), (0, top // factor))
    return reduced


def _mode_of(image):
    if image.has_transparency_data:
        return "RGBA"
    if image.mode in ("1", "L", "I;16", "I"):
        return "L"
    return "CMYK" if image.mode == "CMYK" else "RGB"


def _converted(band, mode):
    if band.mode in ("I;16", "I"):
        # 16 bits of grey: the upper eight.
        band = band.point(lambda value: value / 256).convert("L")
    return band if band.mode == mode else band.convert(mode)


def _in_srgb(picture, profile):
    """The picture as RGB or RGBA, its colours converted from its profile. A profile that makes no sense is ignored."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if 0 < len(profile) <= MOST_PROFILE_BYTES:
        try:
            source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(picture, source, target, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return picture if picture.mode == mode else picture.convert(mode)


def _encoded(picture, *, may_be_lossless):
    """{width: file} for the picture's own width and every one of the ladder that is a good deal narrower."""
    may_be_lossless = may_be_lossless or picture.mode == "RGBA"
    files = {}
    for width in [picture.width, *(width for width in reversed(WIDTHS) if width < 0.8 * picture.width)]:
        picture = _at_width(picture, width)
        files[width] = _file(picture, may_be_lossless=may_be_lossless)
    return files


def _at_width(picture, width):
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.BICUBIC)


def _file(picture, *, may_be_lossless):
    """The WebP file; for drawings, whichever of the two kinds is smaller."""
    lossy = _webp(picture, quality=QUALITY, method=1)
    if not may_be_lossless or picture.width * picture.height > MOST_LOSSLESS_PIXELS:
        return lossy
    return min(_webp(picture, lossless=True, quality=0, method=0), lossy, key=len)


def _webp(picture, **options):
    file = io.BytesIO()
    picture.save(file, "WEBP", exif=b"", icc_profile=b"", xmp=b"", **options)
    return file.getvalue()
