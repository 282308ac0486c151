"""axe-core over a page, with every tag and no rule off."""

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental", "ACT"]


# What can change with the colours of a page; all else is the same in light and in dark.
COLOUR_RULES = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]


def findings(page, *, only_colours=False):
    """What axe finds wrong: [(rule, selector)], sorted."""
    rules = {"type": "rule", "values": COLOUR_RULES} if only_colours else {"type": "tag", "values": TAGS}
    answer = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    return sorted(
        (rule["id"], " ".join(str(part) for part in node["target"]))
        for rule in answer.response["violations"]
        for node in rule["nodes"]
    )
