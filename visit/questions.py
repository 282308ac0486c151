"""Questions that many people take to an appointment. None of them advises anything.

Pure: no model, no request.
"""

from django.utils.translation import gettext_lazy as _

# {code: question}. A code stands in forms that are open, so it is never given to another question.
ABOUT_A_DRUG = {
    "why": _("Why do you suggest this drug for me?"),
    "given": _("How will I get it, how often, and for how long?"),
    "effects": _("Which side effects are likely for me, and what can I do about them?"),
    "together": _("Can I take it with my other drugs, vitamins and natural health products?"),
    "working": _("How will we know whether it works?"),
    "cost": _("What will it cost me, and is there help to pay for it?"),
}
GENERAL = {
    "next": _("What is the next step, and when will it be?"),
    "results": _("What do my test results mean?"),
    "choices": _("Which choices do I have, and what speaks for each of them?"),
    "call": _("Whom do I call if I feel worse, also at night and on weekends?"),
    "life": _("What can I go on doing: work, driving, sport, travel?"),
    "help": _("Who can help me at home, with money or with rides?"),
}


def code_about(question: str, drug: int) -> str:
    """Return what stands in a form for a question about the drug of this number: "why-12"."""
    return f"{question}-{drug}"


def known_codes(drugs: list[int]) -> set[str]:
    """Return the codes of all questions that can be asked about the drugs of these numbers, and in general."""
    return {*GENERAL, *(code_about(code, drug) for drug in drugs for code in ABOUT_A_DRUG)}


def asked_about(drug: int, codes: set[str]) -> list:
    """Return the questions about the drug of this number that are among the codes, in their usual order."""
    return [words for code, words in ABOUT_A_DRUG.items() if code_about(code, drug) in codes]


def asked_in_general(codes: set[str]) -> list:
    """Return the general questions that are among the codes, in their usual order."""
    return [words for code, words in GENERAL.items() if code in codes]
