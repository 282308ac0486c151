"""Makes the pictures that stand for the site elsewhere from their drawings: python -m tools.site_pictures

icons/share.png is shown where somebody passes an address on; icons/favicon.ico is what browsers ask for when they show
what is no page. For maintainers, after a change in static/icons/*.svg. Needs Chromium and what tests need. What it
makes is committed.
"""

import io

from PIL import Image, ImageDraw, ImageFont

from tests.browser.chromium import launched

from .places import PROJECT

ICONS = PROJECT / "static" / "icons"
BOLD = PROJECT / "static" / "fonts" / "atkinson-bold.woff2"
SHARED = (1200, 630)
SIZES = [(16, 16), (32, 32), (48, 48)]


def main():
    with launched() as browser:
        shared = with_name(draw(browser, ICONS / "share.svg", *SHARED))
        shared.convert("RGB").quantize(dither=Image.Dither.NONE).save(ICONS / "share.png", optimize=True)
        draw(browser, ICONS / "favicon.svg", 256, 256).save(ICONS / "favicon.ico", sizes=SIZES)
    for name in ("share.png", "favicon.ico"):
        print(f"{name}: {(ICONS / name).stat().st_size:,} bytes")


def draw(browser, drawing, width, height):
    """Return a drawing as a picture, clear where it is empty."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(drawing.as_uri())
    picture = page.screenshot(omit_background=True)
    page.close()
    return Image.open(io.BytesIO(picture))


def with_name(picture):
    """Write the name beside the mark. Not in the drawing: a browser would give it whatever typeface it finds."""
    pen, bold = ImageDraw.Draw(picture), ImageFont.truetype(BOLD, 136)
    pen.text((292, 92), "Cancer", font=bold, fill="#16262b")
    pen.text((292 + pen.textlength("Cancer", font=bold), 92), "Info", font=bold, fill="#0a4a52")
    return picture


if __name__ == "__main__":
    main()
