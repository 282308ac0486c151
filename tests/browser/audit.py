"""axe-core over a page, with every tag and no rule off."""

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental", "ACT"]


def findings(page):
    """What axe finds wrong: [(rule, selector)], sorted."""
    answer = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    return sorted(
        (rule["id"], " ".join(str(part) for part in node["target"]))
        for rule in answer.response["violations"]
        for node in rule["nodes"]
    )
