"""PNG files, taken apart: a chain of chunks with a checksum each, which the decoder compares."""

import struct
import zlib

from .containers import MOST_PIECES, MOST_PROFILE_BYTES, Container, incomplete, moving

_WITH_ALPHA = {4, 6}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_COLOURS_HELD_IN_FOUR_BYTES = {2, 4, 6}


def take_apart(data):
    """Return the Container of a PNG file."""
    chunks, exif, profile = [], b"", None
    for kind, content, chunk in _chunks(data):
        if kind == b"acTL" and struct.unpack_from(">I", content)[0] > 1:
            raise moving()
        if kind in (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"):
            chunks.append((kind, chunk))
        elif kind == b"eXIf":
            exif = bytes(content)
        elif kind == b"iCCP" and profile is None:
            profile = _unpacked_profile(bytes(content))
    kinds = [kind for kind, _chunk in chunks]
    if kinds[:1] != [b"IHDR"] or kinds.count(b"IHDR") > 1 or b"IDAT" not in kinds:
        raise incomplete()
    width, height, depth, colour = struct.unpack_from(">IIBB", chunks[0][1], 8)
    if colour not in _CHANNELS:
        raise incomplete()
    bytes_held = 4 if colour in _COLOURS_HELD_IN_FOUR_BYTES else 2 if depth == 16 else 1
    is_transparent = colour in _WITH_ALPHA or b"tRNS" in kinds
    # Worked on as red, green, blue and alpha, however little room it takes in the file.
    least = width * height * 4 if is_transparent else 0
    return Container(
        format="PNG",
        width=width,
        height=height,
        data=b"".join([data[:8], *(chunk for _kind, chunk in chunks)]),
        decoded_bytes=width * height * bytes_held,
        raw_bytes=max(width * height * _CHANNELS[colour] * depth // 8, least),
        exif=exif,
        profile=profile or b"",
        is_lossless=True,
        is_transparent=is_transparent,
    )


def _chunks(data):
    """Yield (kind, content, the whole chunk) up to the end of the picture."""
    data, at = memoryview(data), 8
    for _piece in range(MOST_PIECES):
        length, kind = struct.unpack_from(">I4s", data, at)
        chunk = data[at : at + 12 + length]
        if len(chunk) != 12 + length:
            raise incomplete()
        yield kind, chunk[8:-4], chunk
        if kind == b"IEND":
            return
        at += 12 + length
    raise incomplete()


def _unpacked_profile(content):
    """The colour profile in an iCCP chunk; nothing when it is broken or unreasonably large."""
    _name, _zero, packed = content.partition(b"\0")
    try:
        profile = zlib.decompressobj().decompress(packed[1:], MOST_PROFILE_BYTES + 1)
    except zlib.error:
        return b""
    return profile if len(profile) <= MOST_PROFILE_BYTES else b""
