"""Which static files are published, how small, and the headers they carry."""

import re

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Folders of CKEditor's plugins that the desk does not use. Some call other sites, some hold pages with known holes.
# A pattern is compared with a file's name or with its whole path; a folder's name alone would match nothing.
UNUSED_PLUGINS = (
    *("about", "adobeair", "ajax", "autoembed", "autogrow", "autolink", "bbcode", "codesnippet", "codesnippetgeshi"),
    *("colordialog", "copyformatting", "devtools", "div", "divarea", "docprops", "embed", "embedbase"),
    *("embedsemantic", "exportpdf", "filetools", "find", "flash", "forms", "iframe", "iframedialog", "image"),
    *("image2", "lineutils", "liststyle", "magicline", "mathjax", "notification"),
    *("notificationaggregator", "pagebreak", "placeholder", "preview", "scayt", "sharedspace", "smiley"),
    *("sourcedialog", "stylesheetparser", "tableresize", "templates", "uicolor", "uploadimage", "uploadwidget"),
    *("widget", "wsc", "xml"),
)
NEVER_PUBLISHED = (
    *(f"ckeditor/ckeditor/plugins/{name}/*" for name in UNUSED_PLUGINS),
    *("*/samples/*", "*/tests/*", "ckeditor/ckeditor/adapters/*", "ckeditor/ckeditor/vendor/*"),
    *("ckeditor/file-icons/*", "ckeditor/galleriffic/*", "ckeditor/ckeditor/*.md", "ckeditor/ckeditor/*.json"),
    *("ckeditor/ckeditor/build-config.js", "ckeditor_uploader/*", "ckeditor_demo/*"),
)


# Of django-leaflet, Leaflet alone.
UNUSED_BY_MAPS = (
    *("draw/*", "Control.MiniMap.*", "proj4*", "leaflet-src.*", "leaflet_django.css", "leaflet.extras.*"),
    *("leaflet.forms.js", "images/toggle.png", "images/reset-view.png", "images/marker-icon-2x.png"),
    *("images/marker-icon@2x.png", "images/marker-shadow.png"),
)


class TrimmedStaticFilesConfig(StaticFilesConfig):
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *NEVER_PUBLISHED,
        *[f"leaflet/{name}" for name in UNUSED_BY_MAPS],
    ]


COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE_WITHOUT_MEANING = re.compile(r"\s*([{};,])\s*")


def made_small(sheet):
    """A style sheet of ours without comments and needless spaces. A test asks a browser whether it means the same."""
    return SPACE_WITHOUT_MEANING.sub(r"\1", re.sub(r"\s+", " ", COMMENT.sub("", sheet))).strip()


class SmallStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also makes the site's own style sheets small."""

    def _save(self, name, content):
        if name.startswith("css/") and name.endswith(".css"):
            sheet = b"".join(content.chunks()).decode()
            content = ContentFile(made_small(sheet).encode())
        return super()._save(name, content)


def add_security_headers(headers, path, url):
    """For WhiteNoise: a static file is read by this site's pages, and is nothing when it is opened by itself."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    # WhiteNoise offers every file to every site's scripts unless told otherwise.
    del headers["Access-Control-Allow-Origin"]
    headers["Referrer-Policy"] = "same-origin"
    # Scripts and sheets take the policy of the page that asks for them; this one holds for HTML and SVG opened alone.
    headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
