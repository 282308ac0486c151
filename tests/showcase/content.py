"""What a showcase holds, and where each of its states is."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import override

from cancerinfo.demonstration import load
from cancers.models import CancerVersion
from drugs.models import DrugVersion
from feedback.answers import Answer, add_words
from feedback.asking import About, sign_key
from glossary.models import TermVersion
from pages.models import SitePageVersion
from publishing.languages import Language

from ..factories import (
    make_cancer,
    make_draft,
    make_drug,
    make_editor,
    make_notice,
    make_picture,
    make_publisher,
    make_site_page,
    make_term,
)
from .forms_sent import address_of_answer
from .long_texts import LONG_WORD, WORDY_DEFINITION, long_rows, wordy
from .searches import of_searches
from .services import of_services
from .stories import of_stories
from .visits import of_visits

ERRORS = ("400", "403", "csrf", "500")


def demonstration():
    load()
    return {"states": {language: of_demonstration(language) for language in Language.values}, "editor": {}}


def everything():
    load()
    editor = make_editor()
    return {
        "states": {
            language: of_demonstration(language)
            | of_odd_pages(language)
            | of_stories(language)
            | of_services(language)
            | of_feedback(language)
            | of_visits(language)
            | of_searches(language)
            | of_pages_for_editors(language)
            | of_errors(language)
            | of_password_reset(language, editor)
            for language in Language.values
        },
        "editor": cookie_of(editor),
    }


def bare():
    """Nothing is published but notices, on every page."""
    page = make_site_page("More", body="<p>More about it.</p>")
    for kind in ("info", "warning", "urgent"):
        long = {"title_en": f"A notice: {kind}", "title_fr": f"Un avis : {kind}"}
        text = {"text_en": "What you need to know.", "text_fr": "Ce qu’il faut savoir."}
        make_notice(kind=kind, page=page.page if kind == "urgent" else None, **long, **text)
    return {
        "states": {language: of_lists(language) | of_nothing(language) for language in Language.values},
        "editor": {},
    }


def of_lists(language):
    with override(language):
        return {
            name: reverse(route)
            for name, route in {
                "home": "home",
                "drugs": "drugs:index",
                "cancers": "cancers:index",
                "glossary": "glossary:index",
                "stories": "stories:index",
                "services": "locator:index",
                "search": "search:results",
                "visit sheet": "visit:index",
                "for programs": "api_docs",
            }.items()
        }


def of_demonstration(language):
    pages = {
        "drug": DrugVersion.objects.filter(slug__startswith="interferon"),
        "cancer": CancerVersion.objects.filter(page__uses__version__slug__startswith="interferon"),
        "term": TermVersion.objects.filter(title="cytokine"),
        "site page": SitePageVersion.objects.all(),
    }
    return of_lists(language) | {
        name: found.live().in_language(language).order_by("pk").first().get_absolute_url()
        for name, found in pages.items()
    }


def of_odd_pages(language):
    """Pages with all that a page can have, with nothing but a title, and withdrawn ones."""
    gone, kept = (make_drug(title, language=language) for title in ("Gone", "Kept"))
    gone.withdraw(by=make_publisher(), why="Gone.")
    kept.withdraw(by=make_publisher(), why="Old.", outcome="notice", notice="Doctors no longer use it.")
    cancer = make_cancer(f"{LONG_WORD}-oma", language=language, body=wordy("Cytokine"))
    words = {f"{name}_{code}": LONG_WORD for name in ("caption", "credit") for code in Language.values}
    picture = make_picture(**words)
    term = make_term(LONG_WORD, language=language, pronunciation=LONG_WORD, definition=WORDY_DEFINITION)
    odd = {
        "drug that is gone": gone,
        "drug with a notice": kept,
        "drug with everything": make_drug(
            f"{LONG_WORD} vedotin", language=language, summary=LONG_WORD, **long_rows(cancer.page, picture)
        ),
        "drug with a title": make_drug("Only a title", language=language),
        "cancer with long words": cancer,
        "cancer with a title": make_cancer("Only a title", language=language),
        "term with long words": term,
        "site page with long words": make_site_page(f"About {LONG_WORD}", language=language, body=wordy("Cytokine")),
        "site page with a title": make_site_page("Only a title", language=language),
    }
    return {name: version.get_absolute_url() for name, version in odd.items()}


def of_pages_for_editors(language):
    drafts = {
        "preview of a drug": make_draft(DrugVersion, "Not yet", language=language, what_it_is=wordy("Cytokine")),
        "preview of a term": make_draft(TermVersion, "not yet", language=language, definition="<p>Soon.</p>"),
    }
    previews = {
        name: reverse(f"admin:{draft._meta.app_label}_{draft._meta.model_name}_preview", args=[draft.pk])
        for name, draft in drafts.items()
    }
    return previews | {"style guide": f"/{language}/styleguide/"}


def of_feedback(language):
    """The thanks for an answer, before and after somebody wrote why, and with words that are too long."""
    about = About.of_version(DrugVersion.objects.live().in_language(language).order_by("pk").first())
    given = [Answer.give(about, is_clear=is_clear) for is_clear in (True, False)]
    told = Answer.give(about, is_clear=False)
    add_words(told.key, "What is a needle?")
    with override(language):
        thanks = reverse("feedback:thanks")
        answers = {"thanks for a yes": given[0], "thanks for a no": given[1], "thanks for words": told}
        states = {name: f"{thanks}?answer={sign_key(answer.key)}" for name, answer in answers.items()}
    too_long = {"answer": sign_key(given[1].key), "why": LONG_WORD * 80, "website": "x"}
    return states | {
        "thanks with an error": address_of_answer("thanks with an error", language, "feedback:thanks", too_long)
    }


def of_errors(language):
    errors = {f"error {name}": f"/{language}/errors/{name}/" for name in ERRORS}
    missing = {"error 404": "nothing-here/", "error 404 of a misspelled drug": "interferonn.aspx"}
    return errors | {name: f"/{language}/{path}" for name, path in missing.items()}


def of_password_reset(language, person):
    user_id = urlsafe_base64_encode(force_bytes(person.pk))
    links = {"new password": default_token_generator.make_token(person), "link that is too old": "none"}
    return {
        "password reset": reverse("admin_password_reset"),
        "password reset sent": reverse("password_reset_done"),
        "password reset done": reverse("password_reset_complete"),
        **{name: reverse("password_reset_confirm", args=[user_id, token]) for name, token in links.items()},
    }


def of_nothing(language):
    return {"error 404": f"/{language}/nothing-here/", "site page": f"/{language}/more/"} if language == "en" else {}


def cookie_of(person):
    client = Client()
    client.force_login(person)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


CONTENTS = {"demonstration": demonstration, "everything": everything, "bare": bare}
