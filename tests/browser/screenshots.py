"""Takes the pictures of the site in docs/screenshots/ anew: python -m tests.browser.screenshots"""

import io
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image

from tools.places import PROJECT

from ..showcase import running
from .chromium import launched

FOLDER = PROJECT / "docs" / "screenshots"
# {what a picture is called: which state of the demonstration it shows, its title}
PAGES = {
    "home": ("home", "Home"),
    "interferon": ("drug", "A drug: interferon"),
    "drugs": ("drugs", "Drugs, A to Z"),
    "glossary": ("glossary", "Words explained, A to Z"),
    "cytokine": ("term", "A word: cytokine"),
    "cancer": ("cancer", "A cancer"),
    "about": ("site page", "A page about the site"),
}
LANGUAGES, WIDTHS, SCHEMES = ("en", "fr"), (320, 1280), ("light", "dark")
# Pictures too that a browser would fetch only when somebody scrolls to them.
EVERYTHING_IS_THERE = """async () => {
    await document.fonts.ready
    for (const image of document.images) {
        image.loading = "eager"
        await image.decode()
    }
}"""
HIGHEST, COLOURS = 6000, 64
HEAVIEST = 5 * 1024 * 1024


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.webp"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, running("demonstration", Path(folder)) as starting:
        with launched() as browser:
            for language, width, scheme in product(LANGUAGES, WIDTHS, SCHEMES):
                take(browser, starting.site, language, width, scheme)
    (FOLDER / "README.md").write_text(index(), encoding="utf-8")
    weight = sum(path.stat().st_size for path in FOLDER.glob("*.webp"))
    print(f"{len(list(FOLDER.glob('*.webp')))} pictures of {weight / 1024 / 1024:.1f} MB in all are in {FOLDER}.")
    return int(weight > HEAVIEST)


def take(browser, site, language, width, scheme):
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale=f"{language}-CA", reduced_motion="reduce"
    )
    page = context.new_page()
    for name, (state, _) in PAGES.items():
        page.goto(site.url(site.states[language][state]))
        page.evaluate(EVERYTHING_IS_THERE)
        picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
        picture = picture.crop((0, 0, picture.width, min(picture.height, HIGHEST)))
        # Letters and flat colours: few colours without loss are sharper than many with it, and half as heavy.
        picture = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).convert("RGB")
        picture.save(FOLDER / file_name(name, language, width, scheme), lossless=True, method=4, quality=50)
    context.close()


def file_name(name, language, width, scheme):
    return f"{name}-{language}-{width}-{scheme}.webp"


def index():
    lines = [
        "# What the site looks like",
        "",
        "`make screenshots` takes these pictures of the demonstration content anew and writes this page. Long pages",
        f"are cut off after {HIGHEST} pixels.",
        "",
    ]
    for name, (_, title) in PAGES.items():
        lines += [f"## {title}", "", "| | " + " | ".join(map(heading, product(WIDTHS, SCHEMES))) + " |"]
        lines += ["|---" * (1 + len(WIDTHS) * len(SCHEMES)) + "|"]
        for language in LANGUAGES:
            names = [file_name(name, language, *shown) for shown in product(WIDTHS, SCHEMES)]
            lines.append(f"| {language} | " + " | ".join(f"[picture]({file})" for file in names) + " |")
        lines.append("")
    return "\n".join(lines)


def heading(shown):
    width, scheme = shown
    return f"{width} px, {scheme}"


if __name__ == "__main__":
    raise SystemExit(main())
