"""Reads what the demonstration teaches the search in demo/search/: words that mean the same, and best bets."""

import tomllib

from django.conf import settings

from locator.models import Service
from publishing.languages import Language
from search.documents import Kind
from search.models import BestBet, Synonym

from .demonstration_services import id_of

FOLDER = settings.BASE_DIR / "demo" / "search"
KINDS = {"glossary": Kind.TERM, "cancers": Kind.CANCER, "drugs": Kind.DRUG, "pages": Kind.PAGE}
LISTS = ("words", "meanings", "words_en", "words_fr")


def load_search(keys):
    """Add what the site never had. What somebody changed, or took away, is left as it is."""
    for language in Language.values:
        for row in _read(f"synonyms.{language}")["synonyms"]:
            _add(Synonym, _lines(row) | {"language": language}, same=("language", "words"))
    for row in _read("best_bets")["best_bets"]:
        about = _about_service(row.pop("service")) if "service" in row else _about_page(row.pop("page"), keys)
        _add(BestBet, _lines(row) | about, same=("words_en", "words_fr", "kind", "object_id"))


def _about_page(page, keys):
    return {"kind": KINDS[page.split("/")[0]], "object_id": str(keys.page(page, "search/best_bets.toml").pk)}


def _about_service(key):
    return {"kind": Kind.SERVICE, "object_id": str(id_of(Service, key))}


def _add(model, fields, *, same):
    # Its first state tells, whatever became of it since.
    if model.history.filter(history_type="+", **{field: fields[field] for field in same}).exists():
        return
    record = model(**fields)
    record.full_clean()
    record.save()


def _lines(row):
    return {name: "\n".join(value) if name in LISTS else value for name, value in row.items()}


def _read(name):
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
