"""Tests about the repository itself: who imports whom, what is documented, what is translated."""

import ast
import io
import re
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.extract import extract
from django.conf import settings
from django.core.management import call_command
from django.utils.translation.template import templatize

from publishing.languages import Language
from publishing.roles import ROLES
from publishing.workflow import MOVES
from tools.compile_messages import compiled

ROOT = Path(settings.BASE_DIR)
CATALOG = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"

STRING = r"""(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
# What Django's templatize() makes of {% translate %} and {% blocktranslate %}: gettext('…'), pgettext('context', '…').
IN_TEMPLATE = re.compile(rf"(?:(?<![a-z])n?gettext\(|pgettext\(u?{STRING},\s*)u?({STRING})")

MAY_IMPORT = {
    "mail": set(),
    "publishing": {"mail"},
    "accounts": {"mail", "publishing"},
    "search": {"mail", "publishing"},
    "redirects": {"mail", "publishing"},
    "feedback": {"mail", "publishing"},
    "images": {"mail", "publishing"},
    "glossary": {"images", "mail", "publishing", "search"},
    "cancers": {"glossary", "images", "mail", "publishing", "search"},
    "drugs": {"cancers", "glossary", "images", "mail", "publishing", "search"},
    "stories": {"cancers", "glossary", "images", "mail", "publishing", "search"},
    "locator": {"cancers", "glossary", "images", "mail", "publishing", "search"},
    "visit": {"cancers", "drugs", "glossary", "images", "locator", "mail", "publishing"},
    "pages": {"cancers", "glossary", "images", "mail", "publishing", "search"},
    "api": {"cancers", "drugs", "glossary", "images", "locator", "mail", "publishing", "search", "stories"},
}
PURE = [
    "api/limits.py",
    "api/paging.py",
    "api/words.py",
    "cancerinfo/contacts.py",
    "cancerinfo/structured_data.py",
    "mail/composing.py",
    "mail/keys.py",
    "publishing/richtext.py",
    "publishing/cleaning.py",
    "publishing/accept_language.py",
    "publishing/alphabet.py",
    "publishing/roles.py",
    "publishing/readability.py",
    "publishing/syllables.py",
    "search/folding.py",
    "search/passages.py",
    "search/questions.py",
    "search/ranking.py",
    "search/small_words.py",
    "search/spelling.py",
    "search/stems.py",
    "redirects/comparing.py",
    "images/containers.py",
    "images/jpegs.py",
    "images/pngs.py",
    "images/webps.py",
    "images/making_safe.py",
    "glossary/linking.py",
    "glossary/inflection.py",
    "pages/outline.py",
    "locator/areas.py",
    "locator/chosen.py",
    "locator/compared.py",
    "locator/distance.py",
    "locator/holidays_of.py",
    "locator/languages_spoken.py",
    "locator/map.py",
    "locator/opening.py",
    "locator/opening_calendar.py",
    "locator/opening_hours.py",
    "locator/opening_rows.py",
    "locator/opening_state.py",
    "locator/opening_words.py",
    "locator/postal.py",
    "locator/zones.py",
    "locator/places/__init__.py",
    "locator/places/areas.py",
    "locator/places/atlas.py",
    "locator/places/finding.py",
    "locator/places/folding.py",
    "locator/places/misspelling.py",
    "locator/places/records.py",
    "visit/questions.py",
    "stories/bylines.py",
    "stories/form_tokens.py",
    "stories/wordings.py",
    "stories/likeness.py",
    "stories/counting.py",
    "stories/differences.py",
    "stories/marking.py",
    "stories/reasons.py",
    "stories/rules/content.py",
    "stories/rules/danger.py",
    "stories/rules/dates.py",
    "stories/rules/finding.py",
    "stories/rules/name_lists.py",
    "stories/rules/names.py",
    "stories/rules/numbers.py",
    "stories/rules/online.py",
    "stories/rules/phrases.py",
    "stories/rules/places.py",
    "stories/rules/promoting.py",
    "stories/rules/shouting.py",
    "stories/rules/story_text.py",
    "stories/rules/table.py",
    "stories/rules/trying.py",
    "stories/rules/wounding.py",
]


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module


@pytest.mark.parametrize("app", MAY_IMPORT)
def test_an_app_imports_only_what_is_below_it(app):
    ours = {*MAY_IMPORT, "cancerinfo"}
    wrong = [
        (path.name, name)
        for path in (ROOT / app).rglob("*.py")
        for name in imports_of(path)
        if name.split(".")[0] in ours - MAY_IMPORT[app] - {app}
    ]

    assert not wrong


@pytest.mark.parametrize("path", PURE)
def test_a_pure_module_knows_no_model_and_no_request(path):
    wrong = [name for name in imports_of(ROOT / path) if re.match(r"django\.(db|http|contrib|shortcuts|views)", name)]

    assert not wrong
    assert "from .models" not in (ROOT / path).read_text()


def test_views_know_no_admin_and_models_no_request():
    for path in ROOT.glob("*/views.py"):
        assert not [name for name in imports_of(path) if "admin" in name], path
    for path in ROOT.glob("*/models.py"):
        assert "request" not in path.read_text(), path


def test_the_table_of_moves_is_the_one_in_the_docs():
    text = (ROOT / "docs" / "publishing.md").read_text()

    for name, move in MOVES.items():
        states = ", ".join(move.states) or "–"
        row = f"| {name} | {states} | {move.to or '–'} | {', '.join(move.roles)} |"
        assert row in text, row
    assert len(re.findall(r"^\| \w+ \|.*\|.*\|.*\|$", text, re.MULTILINE)) == len(MOVES) + 1


def test_every_role_is_in_the_docs():
    text = (ROOT / "docs" / "publishing.md").read_text()

    assert all(f"| {role} |" in text for role in ROLES)


def test_every_folder_is_on_the_map():
    readme = (ROOT / "README.md").read_text()
    ignored = {".git", ".venv", "var", "staticfiles", "media", "__pycache__"}
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")} - ignored

    assert {name for name in folders if f"`{name}/`" not in readme} == set()
    assert len(readme.splitlines()) < 120


def test_every_path_that_the_docs_name_exists():
    texts = [ROOT / "README.md", *(ROOT / "docs").glob("**/*.md")]
    named = {name for path in texts for name in re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", path.read_text())}
    elsewhere = ("var/", "media/", "staticfiles/", "America/")

    missing = {name for name in named if not name.startswith(elsewhere) and not (ROOT / name).exists()}
    assert not missing


def test_no_template_marks_anything_safe_or_holds_script_or_style():
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"\|\s*safe|autoescape off|\sstyle=|\son\w+=|javascript:", text), path
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path


def test_start_up_checks_pass_and_migrations_are_complete(db):
    call_command("check", fail_level="WARNING")
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def catalog():
    return pofile.read_po(io.BytesIO(CATALOG.read_bytes()), locale="fr")


def words_in_code():
    """Every message that the code asks a translation for. Read with Babel, so that no gettext is needed."""
    keywords = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}
    keywords |= {"pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2)}
    for path in ROOT.glob("*/**/*.py"):
        if path.relative_to(ROOT).parts[0] in (*MAY_IMPORT, "cancerinfo"):
            for _line, message, _comments, _context in extract("python", io.BytesIO(path.read_bytes()), keywords):
                yield message if isinstance(message, str) else message[-1] if len(message) < 3 else message[0]
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]:
        for written in IN_TEMPLATE.findall(templatize(path.read_text())):
            yield ast.literal_eval(written)


def test_the_catalog_knows_every_word_in_the_code():
    known = {text for message in catalog() for text in ([message.id] if isinstance(message.id, str) else message.id)}
    wanted = {message for message in words_in_code() if message}

    assert len(wanted) > 250
    assert wanted - known == set()


def test_every_word_of_the_interface_is_translated():
    messages = [message for message in catalog() if message.id]
    missing = [message.id for message in messages if message.fuzzy or not _is_whole(message)]

    assert len(messages) > 200
    assert not missing


def _is_whole(message):
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def test_placeholders_survive_translation():
    placeholder = re.compile(r"%\(\w+\)[sd]|%[sd]")
    for message in catalog():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id:
            assert {frozenset(placeholder.findall(text)) for text in strings} <= {
                frozenset(placeholder.findall(text)) for text in ids
            }, message.id


def test_the_compiled_messages_are_those_of_the_catalog():
    assert CATALOG.with_suffix(".mo").read_bytes() == compiled(CATALOG)


def test_french_has_its_spaces_quotes_and_apostrophes():
    texts = [
        text
        for message in catalog()
        if message.id
        for text in (message.string if isinstance(message.string, tuple) else (message.string,))
    ]

    for text in texts:
        bare = re.sub(r"%\(\w+\)[sd]|https?://\S*|<[^>]+>", "x", text)
        assert "'" not in bare, text
        assert '"' not in bare and "“" not in bare, text
        assert not re.search(r"\w[;?!»]|«\w|\w:(?!\w)", bare), text
        assert not re.search(r" [:;?!»]|« ", bare), f"needs a no-break space: {text}"


def test_there_are_two_languages():
    assert Language.values == [code for code, _ in settings.LANGUAGES]
