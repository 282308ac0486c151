"""WebP files, taken apart: chunks in a RIFF file."""

import struct

from .containers import MOST_PIECES, Container, incomplete, moving


def take_apart(data):
    """Return the Container of a WebP file."""
    chunks = {}
    for kind, content in _riff_chunks(data):
        chunks.setdefault(kind, content)
    if b"ANIM" in chunks or b"ANMF" in chunks:
        raise moving()
    if b"VP8L" in chunks:
        width, height, is_transparent = _header_of_vp8l(chunks[b"VP8L"])
        kept = [_riff(b"VP8L", chunks[b"VP8L"])]
    elif b"VP8 " in chunks:
        width, height = _size_of_vp8(chunks[b"VP8 "])
        is_transparent = b"ALPH" in chunks
        kept = [_riff(b"VP8 ", chunks[b"VP8 "])]
        if is_transparent:
            canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
            kept = [_riff(b"VP8X", b"\x10\0\0\0" + canvas), _riff(b"ALPH", chunks[b"ALPH"]), *kept]
    else:
        raise incomplete()
    if b"VP8X" in chunks and _size_of_vp8x(chunks[b"VP8X"]) != (width, height):
        raise incomplete()
    exif = bytes(chunks.get(b"EXIF", b""))
    return Container(
        format="WEBP",
        width=width,
        height=height,
        data=_riff(b"RIFF", b"".join([b"WEBP", *kept])),
        # Pillow's decoder, made for what moves, holds the picture five times over.
        decoded_bytes=width * height * 20,
        exif=exif.removeprefix(b"Exif\0\0"),
        profile=bytes(chunks.get(b"ICCP", b"")),
        is_lossless=b"VP8L" in chunks,
        is_transparent=is_transparent,
    )


def _riff_chunks(data):
    (size,) = struct.unpack_from("<I", data, 4)
    if size + 8 > len(data):
        raise incomplete()
    data, at = memoryview(data)[: size + 8], 12
    for _piece in range(MOST_PIECES):
        if at >= len(data):
            return
        kind, length = struct.unpack_from("<4sI", data, at)
        content = data[at + 8 : at + 8 + length]
        if len(content) != length:
            raise incomplete()
        yield kind, content
        at += 8 + length + length % 2
    raise incomplete()


def _riff(kind, content):
    return b"".join([kind, struct.pack("<I", len(content)), content, b"\0" * (len(content) % 2)])


def _size_of_vp8(content):
    if content[0] & 1 or bytes(content[3:6]) != b"\x9d\x01\x2a":
        raise incomplete()
    width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", content, 6))
    if not width or not height:
        raise incomplete()
    return width, height


def _header_of_vp8l(content):
    signature, bits = struct.unpack_from("<BI", content)
    if signature != 0x2F:
        raise incomplete()
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits >> 28 & 1)


def _size_of_vp8x(content):
    return int.from_bytes(content[4:7], "little") + 1, int.from_bytes(content[7:10], "little") + 1
