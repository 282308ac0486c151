"""Files that somebody might send as a picture: hostile, broken, or only unusual. The same bytes on every run.

Each says what must become of it. What comes out clean must hold nothing of MARKER.
"""

import io
import random
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageCms

REFUSED, CLEAN = "refused", "clean"
MARKER = b"zqxPLANTEDzqx"
SCRIPT = b"<script>alert('" + MARKER + b"')</script>"
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Hostile:
    """A file: what it is, what must become of it, its bytes, and the name that it is sent under."""

    label: str
    outcome: str
    content: bytes
    name: str = "picture.jpg"
    # Its four corners must be where CORNERS has them.
    is_upright_after: bool = False


def corpus():
    """Every hostile file, made anew."""
    parts = (
        _metadata,
        _strangers,
        _polyglots,
        _truncated,
        _jpegs,
        _pngs,
        _webps,
        _sizes,
        _modes,
        _turned,
        strange_names,
    )
    return [hostile for part in parts for hostile in part()]


# Small pictures to build upon.

CORNERS = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255))


def with_corners(width=64, height=48):
    """A picture with a colour of its own in each corner: red, green, blue, white."""
    picture = Image.new("RGB", (width, height))
    half = (width // 2, height // 2)
    for index, colour in enumerate(CORNERS):
        picture.paste(colour, (index % 2 * half[0], index // 2 * half[1], width, height))
    return picture


def noise(width, height, *, mode="RGB", seed=7):
    channels = len(Image.new(mode, (1, 1)).getbands())
    return Image.frombytes(mode, (width, height), random.Random(seed).randbytes(width * height * channels))


def saved(picture, format, **options):
    file = io.BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()


def jpeg(picture=None, **options):
    return saved(picture or with_corners(), "JPEG", **{"quality": 90} | options)


def png(picture=None, **options):
    return saved(picture or with_corners(), "PNG", **options)


def webp(picture=None, **options):
    return saved(picture or with_corners(), "WEBP", **options)


def exif(*, orientation=1, thumbnail=b""):
    """EXIF with a camera, a place and an orientation."""
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010F] = MARKER.decode()
    found[0x0110] = "camera " + MARKER.decode()
    found[0x9286] = MARKER + thumbnail
    places = found.get_ifd(0x8825)
    places |= {1: "N", 2: (45.0, 30.0, 12.0), 3: "W", 4: (73.0, 33.0, 1.0), 29: MARKER.decode()}
    return found.tobytes()


def segment(marker, content):
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def header(width, height, *, depth=8, colour=2, interlaced=0):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))


def png_of(*chunks):
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + chunk(b"IEND", b"")


def riff(kind, content):
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def webp_of(*chunks):
    return riff(b"RIFF", b"WEBP" + b"".join(chunks))


def vp8x(width, height, *, flags=0):
    return riff(
        b"VP8X", struct.pack("<I", flags) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    )


def into_jpeg(content, *segments):
    """A JPEG with more segments behind its first two bytes."""
    return content[:2] + b"".join(segments) + content[2:]


def into_png(content, *chunks):
    """A PNG with more chunks behind its header."""
    return content[:33] + b"".join(chunks) + content[33:]


def frame_at(content):
    """Where the frame header of a JPEG begins."""
    return next(at for kind in (b"\xff\xc0", b"\xff\xc2") if (at := content.find(kind)) > 0)


def with_frame(content, *, marker=None, depth=None, size=None):
    """A JPEG whose frame header says something else."""
    changed, at = bytearray(content), frame_at(content)
    if marker:
        changed[at + 1] = marker
    if depth:
        changed[at + 4] = depth
    if size:
        changed[at + 5 : at + 9] = struct.pack(">HH", *size[::-1])
    return bytes(changed)


def with_scans(content, number):
    """A progressive JPEG that repeats its last scan until it has this many."""
    last, end = content.rfind(b"\xff\xda"), content.rfind(b"\xff\xd9")
    return content[:end] + content[last:end] * (number - content.count(b"\xff\xda")) + content[end:]


# What files carry beside the picture.


def _metadata():
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SCRIPT + b"</x:xmpmeta>"
    iptc = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\x20" + b"\x1c\x02\x78\0\x18" + MARKER.ljust(24)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    named = profile + MARKER
    bomb = zlib.compress(bytes(100 * MEGABYTE), 1)
    small_bomb = zlib.compress(bytes(3 * MEGABYTE), 1)
    text_bomb = zlib.compress(b"a" * 20 * MEGABYTE, 1)
    parts = [
        ("JPEG with camera and place in EXIF", jpeg(exif=exif())),
        ("JPEG with a thumbnail that has a place of its own", jpeg(exif=exif(thumbnail=jpeg(exif=exif())[:30_000]))),
        ("JPEG with XMP", into_jpeg(jpeg(), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp))),
        ("JPEG with IPTC", into_jpeg(jpeg(), segment(0xED, iptc))),
        ("JPEG with a comment that is a script", into_jpeg(jpeg(), segment(0xFE, SCRIPT))),
        ("JPEG with a colour profile", jpeg(icc_profile=named)),
        ("JPEG with a broken colour profile", jpeg(icc_profile=MARKER * 30)),
        ("JPEG with a colour profile that lies about its size", jpeg(icc_profile=b"\x7f\xff\xff\xff" + profile[4:])),
        ("JPEG with a grey picture and a profile for colours", jpeg(with_corners().convert("L"), icc_profile=named)),
        (
            "JPEG with EXIF that breaks off",
            into_jpeg(jpeg(), segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\xff\xff")),
        ),
        ("JPEG with EXIF that points outside", into_jpeg(jpeg(), segment(0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff"))),
        ("JPEG with a hundred comments", into_jpeg(jpeg(), *[segment(0xFE, SCRIPT)] * 100)),
        ("PNG with text", into_png(png(), chunk(b"tEXt", b"Comment\0" + SCRIPT))),
        ("PNG with PHP in its text", into_png(png(), chunk(b"tEXt", b"Comment\0<?php system('" + MARKER + b"'); ?>"))),
        ("PNG with XMP", into_png(png(), chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp))),
        ("PNG with EXIF", png(exif=exif())),
        ("PNG with a bomb in zTXt", into_png(png(), chunk(b"zTXt", b"a\0\0" + text_bomb))),
        ("PNG with a bomb in iTXt", into_png(png(), chunk(b"iTXt", b"a\0\x01\0\0\0" + text_bomb))),
        ("PNG with a hundred bombs in zTXt", into_png(png(), *[chunk(b"zTXt", b"a\0\0" + text_bomb)] * 100)),
        ("PNG with a bomb in iCCP", into_png(png(), chunk(b"iCCP", b"a\0\0" + bomb))),
        ("PNG with a thousand bombs in iCCP", into_png(png(), *[chunk(b"iCCP", b"a\0\0" + small_bomb)] * 1_000)),
        ("PNG with a broken iCCP", into_png(png(), chunk(b"iCCP", b"a\0\0" + MARKER))),
        ("PNG with a colour profile", png(icc_profile=named)),
        ("PNG with a private chunk", into_png(png(), chunk(b"zqXx", SCRIPT))),
        ("WebP with EXIF", webp(exif=exif())),
        ("WebP with XMP", webp(xmp=xmp)),
        ("WebP with a colour profile", webp(icc_profile=named)),
    ]
    return [Hostile(label, CLEAN, content) for label, content in parts]


# Files of other kinds under the name of a picture.


def _strangers():
    moving = {"save_all": True, "append_images": [noise(64, 48)], "duration": 50}
    drawn = with_corners()
    parts = [
        ("nothing at all", b""),
        ("one byte", b"\xff"),
        ("EPS", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 64 48\n(" + MARKER + b") run\n%%EOF\n"),
        ("SVG with a script", b'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48">' + SCRIPT + b"</svg>"),
        ("SVG behind white space", b"\n\n  <?xml version='1.0'?><svg onload='alert(1)'/>"),
        ("HTML", b"<!doctype html>" + SCRIPT),
        ("HTML before a JPEG", b"<html>" + SCRIPT + jpeg()),
        ("GIF", saved(drawn, "GIF")),
        ("GIF with a script", b"GIF89a/*" + bytes(7) + b"*/=1;alert('" + MARKER + b"')//"),
        ("GIF that moves", saved(drawn, "GIF", **moving)),
        ("PDF", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF"),
        ("ZIP", b"PK\x03\x04" + bytes(60)),
        ("BMP", saved(drawn, "BMP")),
        ("TIFF", saved(drawn, "TIFF")),
        ("ICO", saved(drawn, "ICO")),
        ("JPEG 2000", b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(60)),
        ("AVIF", b"\0\0\0\x20ftypavif" + bytes(60)),
        ("HEIC", b"\0\0\0\x20ftypheic" + bytes(60)),
        ("PSD", b"8BPS\0\x01" + bytes(60)),
        ("MP4", b"\0\0\0\x20ftypisom" + bytes(60)),
        ("PHP", b"<?php system($_GET['c']); ?>"),
        ("a shell script", b"#!/bin/sh\necho " + MARKER),
        ("a sound in RIFF", riff(b"RIFF", b"WAVE" + riff(b"fmt ", bytes(16)))),
        ("APNG", png(drawn, **moving)),
        ("WebP that moves", webp(drawn, **moving)),
        ("random bytes behind the start of a JPEG", b"\xff\xd8\xff\xe0" + random.Random(1).randbytes(5_000)),
        ("random bytes behind the start of a PNG", b"\x89PNG\r\n\x1a\n" + random.Random(2).randbytes(5_000)),
        ("random bytes behind the start of a WebP", b"RIFF\0\x10\0\0WEBP" + random.Random(3).randbytes(5_000)),
        ("one byte more than 15 MB", jpeg() + bytes(15 * MEGABYTE)),
    ]
    return [Hostile(label, REFUSED, content) for label, content in parts]


# Pictures that are something else as well.


def _polyglots():
    archive = b"PK\x03\x04" + SCRIPT + b"PK\x05\x06" + bytes(18)
    pdf = b"%PDF-1.7\n" + SCRIPT + b"\n%%EOF"
    several = saved(with_corners(), "MPO", save_all=True, append_images=[noise(64, 48)])
    parts = [
        ("JPEG that is an archive as well (GIFAR)", jpeg() + archive),
        ("PNG that is an archive as well", png() + archive),
        ("WebP with something behind its end", webp() + archive),
        ("JPEG that is HTML as well", into_jpeg(jpeg(), segment(0xFE, b"--><html><body>" + SCRIPT + b"<!--")) + SCRIPT),
        ("JPEG that is PDF as well", into_jpeg(jpeg(), segment(0xFE, pdf))),
        ("PNG that is PDF as well", into_png(png(), chunk(b"tEXt", b"a\0" + pdf))),
        ("PNG with a script behind its end", png() + SCRIPT),
        ("JPEG with a second JPEG behind its end", jpeg() + jpeg(noise(64, 48), comment=MARKER)),
        ("JPEG with several pictures (MPO)", several),
        ("JPEG with a megabyte behind its end", jpeg() + random.Random(4).randbytes(MEGABYTE)),
    ]
    return [Hostile(label, CLEAN, content) for label, content in parts]


def _truncated():
    whole = {
        "JPEG": jpeg(noise(200, 150)),
        "progressive JPEG": jpeg(noise(200, 150), progressive=True),
        "PNG": png(noise(200, 150)),
        "WebP": webp(noise(200, 150)),
        "lossless WebP": webp(noise(200, 150), lossless=True),
    }
    for kind, content in whole.items():
        for share in (0.01, 0.1, 0.5, 0.9, 0.999):
            yield Hostile(f"{kind} of which {share:.1%} came", REFUSED, content[: int(len(content) * share)])


def _jpegs():
    small, progressive = jpeg(), jpeg(noise(128, 96), progressive=True)
    scan = small.find(b"\xff\xda")
    parts = [
        ("JPEG with 14 scans", CLEAN, with_scans(progressive, 14)),
        ("JPEG with 15 scans", REFUSED, with_scans(progressive, 15)),
        ("JPEG with 5,000 scans", REFUSED, with_scans(progressive, 5_000)),
        ("JPEG with arithmetic coding", REFUSED, with_frame(small, marker=0xC9)),
        ("JPEG without loss", REFUSED, with_frame(small, marker=0xC3)),
        ("JPEG of 12 bits", REFUSED, with_frame(small, depth=12)),
        ("JPEG of height 0", REFUSED, with_frame(small, size=(64, 0))),
        ("JPEG of 30000 x 30000", REFUSED, with_frame(small, size=(30_000, 30_000))),
        ("JPEG of 65535 x 16", REFUSED, with_frame(small, size=(65_535, 16))),
        ("JPEG that says it is larger than it is", CLEAN, with_frame(jpeg(noise(64, 48)), size=(128, 96))),
        ("JPEG with two frames", REFUSED, into_jpeg(small, small[frame_at(small) : frame_at(small) + 19])),
        ("JPEG without a frame", REFUSED, small[: frame_at(small)] + small[scan:]),
        ("JPEG without an end", REFUSED, small[:-2]),
        ("JPEG with nothing but an end", REFUSED, b"\xff\xd8\xff\xd9"),
        ("JPEG with 20,000 segments", REFUSED, into_jpeg(small, *[segment(0xFE, b"")] * 20_000)),
        ("JPEG with a segment that says it is 65 kB", REFUSED, into_jpeg(small, b"\xff\xfe\xff\xff")),
        ("JPEG with a segment of length 0", REFUSED, into_jpeg(small, b"\xff\xfe\0\0")),
        ("JPEG with ten megabytes of filling", REFUSED, into_jpeg(small, b"\xff" * 10 * MEGABYTE)),
        ("JPEG with a few bytes of filling", CLEAN, into_jpeg(small, b"\xff\xff\xff")),
        ("JPEG whose scan is noise", CLEAN, small[: scan + 14] + _noise_of_a_scan() + b"\xff\xd9"),
        ("JPEG whose scan is missing", REFUSED, small[:scan] + b"\xff\xd9"),
    ]
    return [Hostile(label, outcome, content) for label, outcome, content in parts]


def _noise_of_a_scan():
    return random.Random(5).randbytes(3_000).replace(b"\xff", b"\xff\0")


def _pngs():
    small = png()
    rows = zlib.compress(bytes(48 * (1 + 64 * 3)))
    drawn = chunk(b"IDAT", rows)
    endless = chunk(b"IDAT", zlib.compress(bytes(200 * MEGABYTE), 1))
    broken = bytearray(small)
    broken[small.find(b"IDAT") + 8] ^= 0xFF
    wrong_header = small[:29] + b"\0\0\0\0" + small[33:]
    wrong_text = chunk(b"tEXt", b"a\0" + MARKER)[:-4] + b"1234"
    parts = [
        ("PNG of 13000 x 13000 in one bit", REFUSED, png_of(header(13_000, 13_000, depth=1, colour=0), drawn)),
        ("PNG of 11900 x 11900 in one bit", REFUSED, png_of(header(11_900, 11_900, depth=1, colour=0), drawn)),
        ("PNG of width 0", REFUSED, png_of(header(0, 48), drawn)),
        ("PNG of height 0", REFUSED, png_of(header(64, 0), drawn)),
        ("PNG of width -1", REFUSED, png_of(header(0xFFFFFFFF, 48), drawn)),
        ("PNG of -1 x -1", REFUSED, png_of(header(0xFFFFFFFF, 0xFFFFFFFF), drawn)),
        ("PNG with a wrong checksum in its picture", REFUSED, bytes(broken)),
        ("PNG with a wrong checksum in its header", REFUSED, wrong_header),
        (
            "PNG with a wrong checksum in its text",
            CLEAN,
            into_png(small, wrong_text),
        ),
        ("PNG with 200 MB behind its last row", CLEAN, png_of(header(64, 48), endless)),
        ("PNG with too few rows: the rest is black", CLEAN, png_of(header(64, 480), drawn)),
        ("PNG without a picture", REFUSED, png_of(header(64, 48))),
        ("PNG without a header", REFUSED, png_of(drawn)),
        ("PNG without an end", REFUSED, small[:-12]),
        ("PNG with two headers", REFUSED, into_png(small, header(20_000, 20_000))),
        ("PNG with an unknown kind of colour", REFUSED, png_of(header(64, 48, colour=5), drawn)),
        ("PNG with an unknown depth", REFUSED, png_of(header(64, 48, depth=7), drawn)),
        ("PNG with colours but no palette", REFUSED, png_of(header(64, 48, colour=3), drawn)),
        ("PNG with a chunk that says it is 2 GB", REFUSED, into_png(small, struct.pack(">I", 2**31 - 1) + b"tEXt")),
        ("PNG with 20,000 chunks", REFUSED, png_of(header(64, 48), *[chunk(b"IDAT", b"")] * 20_000, drawn)),
        ("PNG whose rows are no zlib", REFUSED, png_of(header(64, 48), chunk(b"IDAT", MARKER * 20))),
        ("PNG with an unknown filter", REFUSED, png_of(header(64, 48), chunk(b"IDAT", zlib.compress(b"\x09" * 9264)))),
        ("PNG that says it moves, with one frame", CLEAN, into_png(small, chunk(b"acTL", struct.pack(">II", 1, 0)))),
        ("PNG with an empty acTL", REFUSED, into_png(small, chunk(b"acTL", b""))),
    ]
    return [Hostile(label, outcome, content, "picture.png") for label, outcome, content in parts]


def _webps():
    small = webp()
    drawn = small[12:]
    broken = drawn[8:20] + random.Random(6).randbytes(400)
    no_width, alpha = drawn[8:14] + bytes(2) + drawn[16:], riff(b"ALPH", b"\0" * 3073)
    longer, shorter = bytearray(small), bytearray(small)
    longer[4:8] = struct.pack("<I", len(small) + 100)
    shorter[4:8] = struct.pack("<I", len(small) - 100)
    parts = [
        ("WebP that says it is longer than it is", REFUSED, bytes(longer)),
        ("WebP that says it is shorter than it is", REFUSED, bytes(shorter)),
        ("WebP that says it is 4 GB", REFUSED, small[:4] + b"\xff\xff\xff\xff" + small[8:]),
        ("WebP with a canvas of 16383 x 16383", REFUSED, webp_of(vp8x(16_383, 16_383), drawn)),
        ("WebP with a canvas other than its picture", REFUSED, webp_of(vp8x(65, 48), drawn)),
        ("WebP without a picture", REFUSED, webp_of(vp8x(64, 48))),
        ("WebP with nothing in it", REFUSED, webp_of()),
        ("WebP with an empty picture", REFUSED, webp_of(riff(b"VP8 ", b""))),
        (
            "WebP with noise for a picture",
            REFUSED,
            webp_of(riff(b"VP8 ", broken)),
        ),
        ("lossless WebP with noise for a picture", REFUSED, webp_of(riff(b"VP8L", b"\x2f\x3f\xc0\x0b" + bytes(60)))),
        ("WebP with a frame of something that moves", REFUSED, webp_of(vp8x(64, 48), riff(b"ANMF", drawn), drawn)),
        ("WebP with noise for its alpha", CLEAN, webp_of(vp8x(64, 48, flags=16), alpha, drawn)),
        ("WebP with alpha and no width", REFUSED, webp_of(vp8x(64, 48, flags=16), alpha, riff(b"VP8 ", no_width))),
        ("WebP with a chunk nobody knows", CLEAN, webp_of(vp8x(64, 48), drawn, riff(b"zqxx", SCRIPT))),
    ]
    return [Hostile(label, outcome, content, "picture.webp") for label, outcome, content in parts]


def _sizes():
    one_bit = {"depth": 1, "colour": 0}
    parts = [
        ("1 x 1", REFUSED, png(Image.new("RGB", (1, 1)))),
        ("1 x 12000", REFUSED, png(Image.new("L", (1, 12_000)))),
        ("15 x 16", REFUSED, png(Image.new("RGB", (15, 16)))),
        ("16 x 16", CLEAN, png(with_corners(16, 16))),
        ("16 x 12000", CLEAN, png(Image.new("L", (16, 12_000)))),
        ("12000 x 16", CLEAN, png(Image.new("L", (12_000, 16)))),
        ("16 x 12001", REFUSED, png_of(header(16, 12_001, **one_bit), chunk(b"IDAT", b""))),
        ("a little more than 25 megapixels", REFUSED, png_of(header(5_001, 5_000, **one_bit), chunk(b"IDAT", b""))),
        ("a WebP of 9 megapixels", REFUSED, webp(Image.new("RGB", (3_000, 3_000)))),
        ("a PNG of 16 bits and 9 megapixels", REFUSED, png_of(header(3_000, 3_000, depth=16), chunk(b"IDAT", b""))),
    ]
    return [Hostile(label, outcome, content, "picture.png") for label, outcome, content in parts]


# Pictures as they are rarely stored, but should be taken.


def _modes():
    drawn = with_corners()
    grey = drawn.convert("L")
    palette = drawn.quantize(16)
    cut_out = drawn.copy()
    cut_out.putalpha(Image.linear_gradient("L").resize(drawn.size))
    sixteen = Image.frombytes("I;16", (64, 48), struct.pack("<3072H", *range(0, 61_440, 20)))
    deep_rows = zlib.compress(b"".join(b"\0" + b"\xff\x80" * 64 * 3 for _row in range(48)))
    parts = [
        ("JPEG in CMYK", jpeg(drawn.convert("CMYK"))),
        ("JPEG in grey", jpeg(grey)),
        ("progressive JPEG", jpeg(progressive=True)),
        ("PNG in 16 bits of grey", png(sixteen)),
        ("PNG in 16 bits of grey with a see-through value", into_png(png(sixteen), chunk(b"tRNS", b"\0\x14"))),
        ("PNG in 16 bits of colour", png_of(header(64, 48, depth=16), chunk(b"IDAT", deep_rows))),
        ("PNG in grey and alpha", png(cut_out.convert("LA"))),
        ("PNG with alpha", png(cut_out)),
        ("PNG with alpha that is full", png(drawn.convert("RGBA"))),
        ("PNG with a palette", png(palette)),
        ("PNG with a palette and a see-through colour", png(palette, transparency=0)),
        ("PNG with a palette and steps of see-through", png(palette, transparency=bytes(range(0, 160, 10)))),
        ("PNG with a see-through colour", png(drawn, transparency=(255, 0, 0))),
        ("PNG in one bit", png(drawn.convert("1"))),
        ("PNG in two bits", png(drawn.quantize(4), bits=2)),
        ("PNG that is interlaced", png_of(header(64, 48, interlaced=1), chunk(b"IDAT", zlib.compress(bytes(20_000))))),
        ("WebP with alpha", webp(cut_out)),
        ("lossless WebP", webp(drawn, lossless=True)),
        ("lossless WebP with alpha", webp(cut_out, lossless=True)),
    ]
    return [Hostile(label, CLEAN, content) for label, content in parts]


TURNED_BACK = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def _turned():
    def lying(orientation):
        back = TURNED_BACK[orientation]
        return with_corners(120, 80) if back is None else with_corners(120, 80).transpose(back)

    for orientation in TURNED_BACK:
        content = jpeg(lying(orientation), exif=exif(orientation=orientation))
        yield Hostile(f"JPEG held in way {orientation}", CLEAN, content, is_upright_after=True)
    for kind, save in (("PNG", png), ("WebP", webp)):
        content = save(lying(6), exif=exif(orientation=6))
        yield Hostile(f"{kind} held in way 6", CLEAN, content, is_upright_after=True)
    for orientation in (0, 9, 65_535):
        content = jpeg(lying(1), exif=exif(orientation=orientation))
        yield Hostile(f"JPEG held in way {orientation}, which does not exist", CLEAN, content, is_upright_after=True)


def strange_names():
    """A plain picture under names that are not."""
    names = {
        "300 characters": "a" * 296 + ".jpg",
        "a way out of the folder": "../../../../etc/cron.d/evil.jpg",
        "a way out of the folder on Windows": "..\\..\\windows\\evil.jpg",
        "an absolute path": "/etc/passwd",
        "NUL": "picture.php\0.jpg",
        "letters that run from right to left": "picture\u202egpj.php",
        "line ends": "picture\r\nSet-Cookie: a=b\r\n.jpg",
        "quotes and markup": "\"><img src=x onerror=alert('x')>.jpg",
        "two endings": "picture.php.jpg",
        "the ending of a program": "picture.exe",
        "no ending": "picture",
        "a name of the system": "CON",
        "a dot": ".htaccess",
    }
    return [Hostile(f"a name with {label}", CLEAN, jpeg(), name) for label, name in names.items()]


# Files that keep every limit and cost as much as they can, and some that are just beyond. Too slow for the tests.


def heaviest():
    """Yield Hostile files of up to 15 MB, each the worst of its kind. For benchmarks/pictures.py."""
    photo = _photo(5_000, 5_000)
    for options in ({}, {"progressive": True}):
        kind = "progressive" if options else "baseline"
        yield Hostile(f"25 megapixels, {kind} JPEG", CLEAN, jpeg(photo, **options))
    soft = noise(625, 625).resize((5_000, 5_000), Image.Resampling.BICUBIC)
    progressive = jpeg(soft, progressive=True, quality=93)
    yield Hostile("25 megapixels, JPEG with 11 scans", CLEAN, with_scans(progressive, 11))
    yield Hostile("25 megapixels, JPEG with 12 scans", REFUSED, with_scans(progressive, 12))
    smaller = jpeg(soft.crop((0, 0, 4_480, 4_480)), progressive=True, quality=90)
    yield Hostile("20 megapixels, JPEG with 14 scans", CLEAN, with_scans(smaller, 14))
    yield Hostile("25 megapixels, JPEG of 14 MB", CLEAN, jpeg(photo, quality=93))
    yield Hostile("25 megapixels, progressive JPEG of 14 MB", CLEAN, jpeg(photo, quality=95, progressive=True))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    yield Hostile("25 megapixels, JPEG with a colour profile", CLEAN, jpeg(photo, icc_profile=profile))
    yield Hostile("25 megapixels, JPEG lying on its side", CLEAN, jpeg(photo, exif=exif(orientation=6)))
    heavy = jpeg(photo, progressive=True, quality=92, icc_profile=_table_profile(grid=78))
    yield Hostile("25 megapixels, progressive JPEG, huge profile", CLEAN, heavy)
    fine, section = {"progressive": True, "subsampling": 0}, photo.crop((0, 0, 3_640, 3_640))
    yield Hostile("25 megapixels, progressive JPEG, full colours", REFUSED, jpeg(photo, **fine))
    yield Hostile("13 megapixels, progressive JPEG, full colours", CLEAN, jpeg(section, **fine))
    almost_halved = photo.crop((0, 0, 3_150, 3_150))
    yield Hostile("10 megapixels, JPEG that is read at full size", CLEAN, jpeg(almost_halved, subsampling=0))
    yield Hostile("10 megapixels, JPEG in CMYK", CLEAN, jpeg(almost_halved.convert("CMYK")))
    yield Hostile("12000 x 2083, JPEG", CLEAN, jpeg(photo.resize((12_000, 2_083))))
    for depth, colour, side, what in (
        (8, 6, 3_160, "PNG with alpha"),
        (16, 6, 2_230, "PNG of 16 bits with alpha"),
        (8, 2, 3_650, "PNG"),
        (16, 2, 2_580, "PNG of 16 bits"),
        (16, 0, 4_470, "PNG of 16 bits of grey"),
        (8, 0, 5_000, "PNG in grey"),
        (8, 4, 3_160, "PNG in grey with alpha"),
        (1, 0, 5_000, "PNG in one bit"),
    ):
        label = f"{side * side / MEGABYTE:.0f} megapixels, {what}, filtered"
        yield Hostile(label, CLEAN, _filtered(side, depth=depth, colour=colour))
    yield Hostile("13 megapixels, PNG, interlaced", CLEAN, _filtered(3_650, depth=8, colour=2, interlaced=1))
    yield Hostile("14 megapixels, PNG", REFUSED, _filtered(3_750, depth=8, colour=2))
    grey = Image.frombytes("L", (5_000, 5_000), random.Random(8).randbytes(5_000 * 5_000))
    coloured = grey.point(lambda value: value // 32).convert("P")
    coloured.putpalette(random.Random(9).randbytes(768))
    yield Hostile("25 megapixels, PNG with a palette", CLEAN, png(coloured, compress_level=1, bits=8))
    seen_through = coloured.crop((0, 0, 3_160, 3_160))
    steps = bytes(range(256))
    yield Hostile(
        "10 megapixels, PNG, palette and alpha", CLEAN, png(seen_through, compress_level=1, transparency=steps)
    )
    cut_out = noise(2_440, 1_840, mode="RGBA")
    yield Hostile("4.5 megapixels, WebP with alpha, noise", CLEAN, webp(cut_out, quality=60, method=0))
    yield Hostile("4.5 megapixels, lossless WebP, noise", CLEAN, webp(cut_out.convert("RGB"), lossless=True, method=0))
    calm = photo.crop((0, 0, 2_440, 1_840))
    yield Hostile("4.5 megapixels, lossless WebP, photo", CLEAN, webp(calm, lossless=True, method=2))


def _photo(width, height):
    """Something like a photo: soft shapes under the grain of a camera."""
    shapes = noise(width // 8, height // 8).resize((width, height), Image.Resampling.BICUBIC)
    return Image.blend(shapes, noise(width, height, mode="L", seed=8).convert("RGB"), 0.1)


def _table_profile(*, grid):
    """A colour profile that is one table of noise, with so many steps along each of red, green and blue."""
    noise_of = random.Random(11).randbytes
    matrix = struct.pack(">9i", *(0x10000 * (index % 4 == 0) for index in range(9)))
    curves, table = noise_of(4_096 * 3 * 2), noise_of(grid**3 * 3 * 2)
    steps = struct.pack(">HH", 4_096, 4_096)
    tag = b"mft2" + bytes(4) + bytes([3, 3, grid, 0]) + matrix + steps + curves + table + curves
    body = struct.pack(">I4sII", 1, b"A2B0", 144, len(tag)) + tag
    kind = struct.pack(">I4sI", 128 + len(body), b"lcms", 0x02400000) + b"prtrRGB Lab " + bytes(12) + b"acsp"
    return kind + bytes(28) + struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D) + bytes(48) + body


def _filtered(side, *, depth, colour, interlaced=0):
    """A PNG whose rows all use the costliest filter, over what compresses well enough to come under 15 MB."""
    bits = depth * {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    rows = b"".join(_rows(-(-(side - x) // across) * bits, -(-(side - y) // down)) for x, y, across, down in passes)
    return png_of(
        header(side, side, depth=depth, colour=colour, interlaced=interlaced), chunk(b"IDAT", zlib.compress(rows, 1))
    )


# The seven passes of an interlaced PNG: the first pixel, and the steps to the next.
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def _rows(bits, number):
    """Rows of so many bits: one of grain, three of nothing."""
    row = -(-bits // 8)
    grain, rest = b"\x04" + random.Random(10).randbytes(row), b"\x04" + bytes(row)
    return b"".join(rest if index % 4 else grain for index in range(number))
