"""What a first visit costs: the bytes on the wire until a page has loaded, and how far it moves meanwhile."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

BUDGET = 60 * 1024
# A slow phone: 300 ms for each question, 50 KB a second.
SLOW = {"offline": False, "latency": 300, "downloadThroughput": 50 * 1024, "uploadThroughput": 50 * 1024}
WATCH_SHIFTS = """() => {
    window.shifts = []
    const keep = (list) => shifts.push(...list.getEntries().map((entry) => entry.value))
    new PerformanceObserver(keep).observe({ type: "layout-shift", buffered: true })
}"""
HAS_PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
SETTLED = """async () => {
    await document.fonts.ready
    for (const frame of [1, 2, 3]) await new Promise(requestAnimationFrame)
    return shifts.reduce((sum, value) => sum + value, 0)
}"""
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.)")


@dataclass
class Wire:
    """Every answer that a page got: {address: bytes, headers included}."""

    answers: dict

    @property
    def total(self):
        return sum(self.answers.values())

    def told(self):
        """The files and their bytes, biggest first, under the names that they have in the project."""
        files = sorted(self.answers.items(), key=lambda answer: -answer[1])
        return [(HASH.sub("", urlsplit(url).path), size) for url, size in files]


def watch_wire(page):
    """Begin to count what a page gets; the Wire that is returned fills as it comes."""
    wire, addresses = Wire({}), {}
    browser = page.context.new_cdp_session(page)
    browser.send("Network.enable")
    browser.on("Network.requestWillBeSent", lambda said: addresses.update({said["requestId"]: said["request"]["url"]}))
    browser.on(
        "Network.loadingFinished",
        lambda said: wire.answers.update({addresses[said["requestId"]]: round(said["encodedDataLength"])}),
    )
    return wire


def slow_down(page):
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)


def measure_shift(page, url):
    """Open a page whose fonts come only after its text has been painted; return how far things moved."""
    kept_back = []
    page.route("**/*.woff2", lambda route: kept_back.append(route))
    page.add_init_script(f"({WATCH_SHIFTS})()")
    page.goto(url, wait_until="commit")
    page.wait_for_function(HAS_PAINTED)
    for route in kept_back:
        route.continue_()
    page.unroute("**/*.woff2")
    page.wait_for_load_state()
    return page.evaluate(SETTLED)
