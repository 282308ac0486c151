"""Tests about the repository itself: who imports whom, what is documented, what is translated."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages import mofile, pofile
from django.conf import settings
from django.core.management import call_command

from publishing.languages import Language
from publishing.roles import ROLES
from publishing.workflow import MOVES

ROOT = Path(settings.BASE_DIR)
CATALOG = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"

MAY_IMPORT = {
    "publishing": set(),
    "accounts": {"publishing"},
    "glossary": {"publishing"},
    "cancers": {"glossary", "publishing"},
    "drugs": {"cancers", "glossary", "publishing"},
    "stories": {"cancers", "glossary", "publishing"},
}
PURE = [
    "publishing/richtext.py",
    "publishing/cleaning.py",
    "publishing/alphabet.py",
    "publishing/roles.py",
    "glossary/linking.py",
    "glossary/inflection.py",
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
    return pofile.read_po(CATALOG.open("rb"), locale="fr")


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
    compiled = mofile.read_mo(CATALOG.with_suffix(".mo").open("rb"))
    plain = {message.id: message.string for message in compiled if message.id}

    for message in catalog():
        if message.id:
            found = compiled.get(message.id, message.context)
            assert found is not None and found.string == message.string, message.id
    assert plain


def test_french_has_its_spaces_quotes_and_apostrophes():
    texts = [
        text
        for message in catalog()
        if message.id
        for text in (message.string if isinstance(message.string, tuple) else (message.string,))
    ]

    for text in texts:
        bare = re.sub(r"%\(\w+\)[sd]|https?://\S+|<[^>]+>", "x", text)
        assert "'" not in bare, text
        assert '"' not in bare and "“" not in bare, text
        assert not re.search(r"\w[;?!»]|«\w|\w:(?!\w)", bare), text
        assert not re.search(r" [:;?!»]|« ", bare), f"needs a no-break space: {text}"


def test_there_are_two_languages():
    assert Language.values == [code for code, _ in settings.LANGUAGES]
