"""What a first visit to each kind of page weighs on the wire: python benchmarks/first_view.py

Needs Chromium. benchmarks/README.md says how to read it; tests/browser/test_first_view.py keeps the budget.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.browser.chromium import launched  # noqa: E402
from tests.browser.first_view import BUDGET, measure_shift, slow_down, watch_wire  # noqa: E402
from tests.showcase import running  # noqa: E402

STATES = ("home", "drugs", "glossary", "drug", "cancer", "term", "site page")


def main():
    with tempfile.TemporaryDirectory() as folder, running("demonstration", Path(folder)) as starting:
        with launched() as browser:
            for state in STATES:
                print_visit(browser, starting.site, state)


def print_visit(browser, site, state):
    path = site.states["en"][state]
    wire = weigh(browser, site.url(path))
    print(f"{state}: {path}")
    for name, size in wire.told():
        print(f"  {size:>8,}  {name}")
    print(f"  {wire.total:>8,}  of {BUDGET:,} bytes; moved by {shift(browser, site.url(path)):g}, may not move\n")


def weigh(browser, url):
    context = browser.new_context()
    page = context.new_page()
    wire = watch_wire(page)
    page.goto(url, wait_until="networkidle")
    context.close()
    return wire


def shift(browser, url):
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    slow_down(page)
    moved = measure_shift(page, url)
    context.close()
    return moved


if __name__ == "__main__":
    main()
