"""The visit sheet: the form for it, what it answers, and the sheet."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from drugs.models import DrugVersion
from glossary.models import TermVersion
from locator.models import Service
from visit.questions import ABOUT_A_DRUG, GENERAL, code_about

from .forms_sent import address_of_answer
from .long_texts import LONG_WORD


def of_visits(language):
    """{state: path} in a language."""
    drug = DrugVersion.objects.live().in_language(language).get(slug__startswith="interferon")
    everything = all_that_fits(drug, language)
    sent = {
        "visit sheet, words found": {**everything, "step": "look", "look_word": "cell", "look_service": "e"},
        "visit sheet, nothing found": {"step": "look", "look_word": LONG_WORD, "look_service": LONG_WORD},
        "visit sheet, a letter": {"step": "look", "letter_word": "C"},
        "visit sheet, nothing on it": {"step": "sheet"},
        "visit sheet, something is gone": {**everything, "drug": [drug.page_id, 0], "look_word": "cell"},
        "visit sheet, much is wrong": {
            **everything,
            "word": list(TermVersion.objects.live().in_language(language).values_list("page", flat=True)[:40]),
            "questions": f"{LONG_WORD} " * 60,
            **{"day": "soon", "hour": "noon", "whom": LONG_WORD * 3, "where": LONG_WORD * 3},
        },
        "visit sheet with everything": everything,
        "visit sheet with one question": {"step": "sheet", "questions": "?"},
    }
    with override(language):
        linked = f"{reverse('visit:index')}?{urlencode({'drug': drug.slug})}"
    return {"visit sheet for a drug": linked} | {
        name: address_of_answer(name, language, "visit:index", answers) for name, answers in sent.items()
    }


def all_that_fits(drug, language):
    """What a form with everything in it sends, with the pages whose words are the longest among it."""
    drugs, words = (kind.objects.live().in_language(language) for kind in (DrugVersion, TermVersion))
    long = [kind.filter(title__startswith=LONG_WORD).values_list("page", flat=True) for kind in (drugs, words)]
    services = Service.objects.public().order_by("is_demonstration", "pk")
    cytokine = words.get(title="cytokine").page_id
    return {
        "step": "sheet",
        "drug": [drug.page_id, *long[0]],
        "word": [cytokine, *long[1]],
        "service": list(services.values_list("pk", flat=True)[:6]),
        "ask": [*GENERAL, *(code_about(code, drug.page_id) for code in ABOUT_A_DRUG)],
        "questions": f"{LONG_WORD}\nMay I swim?",
        "day": timezone.localdate().isoformat(),
        "hour": "14:30",
        **{"whom": LONG_WORD, "where": LONG_WORD},
    }
