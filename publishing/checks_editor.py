"""Start-up checks that the fence around CKEditor 4 stands. Each names what would come through the gap."""

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, register
from django.utils.module_loading import import_string

from .richtext import REMOVED_PLUGINS, allowed_content

CSP_MIDDLEWARE = "csp.middleware.CSPMiddleware"
UNSAFE_SOURCES = ("'unsafe-inline'", "'unsafe-eval'", "*", "data:", "https:", "http:")


@register()
def editors_allow_the_table_alone(app_configs, **kwargs):
    for name, config in _configs():
        if config.get("allowedContent") != allowed_content():
            yield Error(
                f"CKEDITOR_CONFIGS[{name!r}]: allowedContent is not the table in publishing/richtext.py. "
                "Tags that the editor does not know are lost when a text is opened and saved.",
                id="publishing.E101",
            )


@register()
def no_app_of_the_editor_takes_files(app_configs, **kwargs):
    for name in ("ckeditor_uploader", "ckeditor_demo"):
        if apps.is_installed(name):
            yield Error(f"{name} is installed: it takes any file from any person at the desk.", id="publishing.E102")


@register()
def editors_ask_no_other_site_for_news(app_configs, **kwargs):
    for name, config in _configs():
        if config.get("versionCheck") is not False:
            yield Error(
                f"CKEDITOR_CONFIGS[{name!r}]: versionCheck must be False; the editor would load code of another site.",
                id="publishing.E103",
            )


@register()
def editors_leave_plugins_out(app_configs, **kwargs):
    for name, config in _configs():
        removed = {plugin.strip() for plugin in config.get("removePlugins", "").split(",")}
        missing = sorted(set(REMOVED_PLUGINS) - removed)
        if missing:
            yield Error(
                f"CKEDITOR_CONFIGS[{name!r}]: removePlugins lacks {', '.join(missing)}.",
                id="publishing.E104",
            )


@register()
def editors_know_pictures(app_configs, **kwargs):
    for name, config in _configs():
        if "picture" not in config.get("extraPlugins", "").split(","):
            yield Error(
                f"CKEDITOR_CONFIGS[{name!r}]: extraPlugins lacks `picture`. The editor drops images without an "
                "address, so every picture would be lost when a text is opened and saved.",
                id="publishing.E108",
            )


SETTINGS_THAT_NAME_FUNCTIONS = (
    *("REFERENCE_CHECKS", "WHEN_A_TEXT_IS_WRITTEN", "WHEN_INTERVALS_CHANGE", "OTHER_TEXTS_WITH_WORDS"),
    *("ALSO_WRITTEN_BY", "PICTURES_ARE_DRAWN_BY", "SEARCH_SOURCES"),
)


@register()
def functions_named_in_settings_exist(app_configs, **kwargs):
    for setting in SETTINGS_THAT_NAME_FUNCTIONS:
        paths = getattr(settings, setting)
        for path in [paths] if isinstance(paths, str) else paths:
            try:
                import_string(path)
            except ImportError as error:
                yield Error(f"{setting}: {error}", id="publishing.E109")


@register()
def the_editors_own_files_keep_their_names(app_configs, **kwargs):
    if getattr(settings, "WHITENOISE_KEEP_ONLY_HASHED_FILES", False):
        yield Error(
            "WHITENOISE_KEEP_ONLY_HASHED_FILES must stay off: CKEditor asks for its files by their plain names.",
            id="publishing.E105",
        )


@register()
def pages_refuse_scripts_of_others(app_configs, **kwargs):
    if CSP_MIDDLEWARE not in settings.MIDDLEWARE:
        yield Error(f"{CSP_MIDDLEWARE} is not in MIDDLEWARE: no page has a policy.", id="publishing.E106")
    directives = (getattr(settings, "CONTENT_SECURITY_POLICY", None) or {}).get("DIRECTIVES", {})
    sources = directives.get("script-src") or directives.get("default-src") or ["*"]
    unsafe = [source for source in sources if source in UNSAFE_SOURCES]
    if unsafe:
        yield Error(f"CONTENT_SECURITY_POLICY: script-src allows {', '.join(unsafe)}.", id="publishing.E107")


def _configs():
    return getattr(settings, "CKEDITOR_CONFIGS", {}).items()
