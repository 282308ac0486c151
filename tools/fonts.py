"""Makes the typeface's files in static/fonts/ from the package that publishes it. For maintainers, and seldom.

What it makes is committed, so that neither a clone nor a server needs this. In a virtual environment of its own:

    pip install fontpkg-atkinson-hyperlegible==1.6 fonttools==4.68.0 brotli==1.2.1
    python tools/fonts.py

Why this typeface, and why these characters: docs/decisions/0008-typeface.md.
"""

import shutil
import sys
from importlib.resources import files
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

PACKAGE = files("fontpkg_atkinson_hyperlegible")
FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
FACES = {"Regular": "atkinson-regular.woff2", "Bold": "atkinson-bold.woff2"}

# ASCII and Latin-1 write English and, but for œ, Œ and Ÿ, French. What the typeface lacks of the rest is left out in
# silence: Greek letters, arrows and most raised and lowered digits then come from the reader's own typeface.
CHARACTERS = {
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *map(ord, "ŒœŸ‘’‚“”„‹›–—…•™€⁄−×≈≠≤≥√∞¹²³⁴½¼¾µμ"),
}
NARROW_SPACES = (0x2009, 0x202F)
HYPHEN_THAT_HOLDS = 0x2011


def main():
    for face, name in FACES.items():
        path = FONTS / name
        make(face, path)
        print(f"{path.name}: {path.stat().st_size:,} bytes")
    shutil.copyfile(PACKAGE / "LICENSE", FONTS / "LICENSE.txt")
    return 0


def make(face, path):
    """Write one face with our characters, kerning and figures of one width, compressed for the web."""
    font = TTFont(PACKAGE / "files" / f"AtkinsonHyperlegible-{face}.ttf", recalcTimestamp=False)
    add_spaces_of_french(font)
    subsetter = Subsetter(_options())
    subsetter.populate(unicodes={*CHARACTERS, *NARROW_SPACES, HYPHEN_THAT_HOLDS})
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(path)


def add_spaces_of_french(font):
    """Without these, a browser would take a space or a hyphen in the middle of a line from another typeface."""
    font.setGlyphOrder([*font.getGlyphOrder(), "narrowspace"])
    font["glyf"]["narrowspace"] = Glyph()
    font["hmtx"]["narrowspace"] = (font["hmtx"]["space"][0] * 3 // 5, 0)
    hyphen = font.getBestCmap()[ord("-")]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap |= dict.fromkeys(NARROW_SPACES, "narrowspace") | {HYPHEN_THAT_HOLDS: hyphen}


def _options():
    options = Options()
    options.layout_features = ["kern", "tnum"]
    # Screens that need hints are rare, and hints would double the size.
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    return options


if __name__ == "__main__":
    sys.exit(main())
