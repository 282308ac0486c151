"""The fence around CKEditor 4: start-up checks, published files, headers, configuration."""

import re
import subprocess
import sys
from wsgiref.headers import Headers

import pytest
from django.apps import apps
from django.conf import settings as project
from django.contrib.staticfiles.finders import get_finders
from django.utils.translation import override

from publishing import checks_editor
from publishing.richtext import EDITOR_CSP, REMOVED_PLUGINS, allowed_content, ckeditor_config
from publishing.static_files import UNUSED_PLUGINS, add_security_headers
from publishing.widgets import RichTextWidget

CHECKS = [
    checks_editor.editors_allow_the_table_alone,
    checks_editor.no_app_of_the_editor_takes_files,
    checks_editor.editors_ask_no_other_site_for_news,
    checks_editor.editors_leave_plugins_out,
    checks_editor.editors_know_pictures,
    checks_editor.functions_named_in_settings_exist,
    checks_editor.the_editors_own_files_keep_their_names,
    checks_editor.pages_refuse_scripts_of_others,
]


def problems():
    return [error.id for check in CHECKS for error in check(None)]


def test_the_project_as_it_is_passes():
    assert problems() == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"allowedContent": True}, "publishing.E101"),
        ({"allowedContent": {"p": True}}, "publishing.E101"),
        ({"versionCheck": True}, "publishing.E103"),
        ({"removePlugins": "scayt,wsc"}, "publishing.E104"),
        ({"extraPlugins": "pictures"}, "publishing.E108"),
    ],
)
def test_a_careless_configuration_is_found(settings, change, found):
    settings.CKEDITOR_CONFIGS = {"default": ckeditor_config(), "careless": ckeditor_config() | change}

    assert problems() == [found]


@pytest.mark.parametrize("forgotten", ["allowedContent", "versionCheck", "removePlugins", "extraPlugins"])
def test_a_setting_left_out_is_found(settings, forgotten):
    config = ckeditor_config()
    del config[forgotten]
    settings.CKEDITOR_CONFIGS = {"default": config}

    assert len(problems()) == 1


@pytest.mark.parametrize("name", ["ckeditor_uploader", "ckeditor_demo"])
def test_the_apps_that_must_stay_out_are_found(monkeypatch, name):
    monkeypatch.setattr(checks_editor.apps, "is_installed", lambda asked: asked == name)

    assert problems() == ["publishing.E102"]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("REFERENCE_CHECKS", ["publishing.references.nothing"]),
        ("WHEN_A_TEXT_IS_WRITTEN", ["images.nothing.record"]),
        ("PICTURES_ARE_DRAWN_BY", "images.figures.nothing"),
        ("SEARCH_SOURCES", ["drugs.searchable.Nothing"]),
    ],
)
def test_a_function_of_a_setting_that_does_not_exist_is_found(settings, setting, value):
    setattr(settings, setting, value)

    assert problems() == ["publishing.E109"]


def test_keeping_only_hashed_files_is_found(settings):
    settings.WHITENOISE_KEEP_ONLY_HASHED_FILES = True

    assert problems() == ["publishing.E105"]


def test_a_missing_policy_is_found(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "csp" not in name]

    assert problems() == ["publishing.E106"]


@pytest.mark.parametrize(
    "directives",
    [
        {"script-src": ["'self'", "'unsafe-inline'"]},
        {"script-src": ["'self'", "'unsafe-eval'"]},
        {"script-src": ["*"]},
        {"default-src": ["'self'", "'unsafe-inline'"]},
        {},
    ],
)
def test_a_policy_that_lets_other_scripts_run_is_found(settings, directives):
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}

    assert problems() == ["publishing.E107"]


def test_the_checks_run_at_start_up():
    registered = {check.__name__ for check in checks_editor.register.__self__.registered_checks}

    assert {check.__name__ for check in CHECKS} <= registered


def test_the_settings_hold_the_configuration_made_from_the_table():
    assert project.CKEDITOR_CONFIGS == {"default": ckeditor_config()}
    assert ckeditor_config()["allowedContent"] == allowed_content()
    assert {"exportpdf", "scayt", "wsc", "preview", "print", "iframe", "flash"} <= set(REMOVED_PLUGINS)


def test_the_editors_filter_lets_pictures_in_by_their_number_alone():
    assert allowed_content()["img"] == {"attributes": "!data-picture"}
    assert {"image", "widget", "image2"} & {*REMOVED_PLUGINS, *UNUSED_PLUGINS} == {"image", "widget", "image2"}


def test_editor_pages_get_inline_styles_beyond_the_sites_policy_and_nothing_else():
    assert EDITOR_CSP == {"style-src": ["'unsafe-inline'"]}


def published():
    patterns = apps.get_app_config("staticfiles").ignore_patterns
    return {path for finder in get_finders() for path, _storage in finder.list(patterns)}


def test_no_plugin_left_out_and_no_sample_is_published():
    paths = published()

    assert "ckeditor/ckeditor/ckeditor.js" in paths
    assert "ckeditor/ckeditor/plugins/table/dialogs/table.js" in paths
    assert {f"js/desk/editor-{name}.js" for name in ("csp", "chooser", "defaults", "links", "pictures")} <= paths
    assert [
        path for path in paths if re.search(r"/(samples|tests)/|^ckeditor_|^ckeditor/.*\.(html|md|php)$", path)
    ] == []
    assert {path.split("/")[3] for path in paths if "ckeditor/plugins/" in path} & set(UNUSED_PLUGINS) == set()


def test_static_files_carry_security_headers():
    headers = Headers([("Access-Control-Allow-Origin", "*")])

    add_security_headers(headers, "/somewhere/icon.svg", "/static/icon.svg")

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Access-Control-Allow-Origin"] is None


def test_whitenoise_can_call_the_function_that_adds_headers():
    # WhiteNoise calls the setting itself: the name of a function, as text, would stop every page.
    assert project.WHITENOISE_ADD_HEADERS_FUNCTION is add_security_headers


def test_the_widget_brings_no_inline_script():
    html = RichTextWidget().render("body", "<p>a</p>", {"id": "id_body"})

    assert "<script" not in html
    assert not re.search(r"\son[a-z]+=", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", str(RichTextWidget().media)))


def test_the_editors_messages_are_translatable():
    with override("fr"):
        widget = RichTextWidget()
        widget.render("body", "", {"id": "id_body"})

    assert widget.config["desk"]["captionMissing"]


def test_the_scripts_of_the_desk_write_no_html_and_evaluate_nothing():
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|setHtml|document\.write\b|\beval\b|new Function")

    for path in (project.BASE_DIR / "static" / "js" / "desk").glob("editor-*.js"):
        assert not forbidden.search(path.read_text()), path


def test_the_core_can_be_read_before_django_is_set_up():
    # The settings import publishing.richtext; whatever it imports must not ask for the settings.
    code = "import publishing.richtext, sys; sys.exit('django.conf' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=project.BASE_DIR, check=False).returncode == 0
