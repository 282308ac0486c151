"""Makes the pictures of the demonstration content from their drawings: python -m tools.demo_pictures

For maintainers, after a change in demo/pictures/*.svg or demo/stories/*.svg. Needs Chromium and what tests need. What
it makes is committed, because a site takes pictures in, and never drawings, which can hold scripts.
"""

import io
import sys

from PIL import Image

from tests.browser.chromium import launched

from .places import PROJECT

FOLDERS = (PROJECT / "demo" / "pictures", PROJECT / "demo" / "stories")
# A page shows a picture 720 pixels wide, and a portrait 480; twice as many are sharp on any screen.
PIXELS_TO_A_PIXEL = 2
HEAVIEST = 60 * 1024


def main():
    weights = []
    with launched() as browser:
        for drawing in sorted(drawing for folder in FOLDERS for drawing in folder.glob("*.svg")):
            picture = drawing.with_suffix(".png")
            draw(browser, drawing).save(picture, optimize=True)
            weights.append(picture.stat().st_size)
            print(f"{picture.name}: {weights[-1]:,} bytes")
    return int(max(weights) > HEAVIEST)


def draw(browser, drawing):
    """Return a drawing as a picture of at most 256 colours, which is a third of the weight and looks the same."""
    page = browser.new_page(device_scale_factor=PIXELS_TO_A_PIXEL)
    page.goto(drawing.as_uri())
    picture = Image.open(io.BytesIO(page.locator(":root").screenshot())).convert("RGB")
    page.close()
    return picture.quantize(dither=Image.Dither.NONE)


if __name__ == "__main__":
    sys.exit(main())
