"""The editor for rich text, as a form widget."""

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext

from .languages import Language

# In pixels: how wide a picture is fetched for the editor.
SHOWN_WIDTH = 320


class RichTextWidget(CKEditorWidget):
    """CKEditor under the site's strict policy, named for screen readers by its field's label.

    `title` is the label; the form field sets it. `contents_language` is the language of the text itself, for the
    browser's spelling; without it the text is taken to be in the language of the desk.
    """

    def __init__(self, *args, contents_language="", **kwargs):
        super().__init__(*args, **kwargs)
        self.title = ""
        self.contents_language = contents_language

    @property
    def media(self):
        # Modules run after every plain script, whatever order the page's media are merged in, so CKEditor is there.
        names = ["csp", "defaults", "links", "pictures"]
        scripts = [forms.Script(f"js/desk/editor-{name}.js", type="module") for name in names]
        return super().media + forms.Media(css={"all": ["css/desk/editor.css"]}, js=scripts)

    def use_required_attribute(self, initial):
        # The browser would ask for words in a text area that the editor hides, and say nothing.
        return False

    def _set_config(self):
        # A new dictionary: copies of a widget share the old one, and two people may edit in two languages at once.
        language = get_language() or settings.LANGUAGE_CODE
        self.config = self.config | {
            "language": language,
            "contentsLanguage": self.contents_language or language,
            "contentsCss": [static("css/desk/editor-content.css")],
            "versionCheck": False,
            "language_list": [f"{code}:{name}" for code, name in _languages_of_words()],
            "desk": _desk_config(),
        }
        if self.title:
            self.config["title"] = str(self.title)


def _languages_of_words():
    """What the editor offers for words of another language, as (code, name)."""
    return [*((code, str(name)) for code, name in Language.choices), ("la", gettext("Latin"))]


def _desk_config():
    """What the scripts of this project need: addresses, and words in the language of the person."""
    in_lists = {
        "nothing": gettext("Nothing found."),
        "found": gettext("Found: %d"),
        "more": gettext("Too many to show. Type more of the name."),
        "failed": gettext("The list could not be loaded. Are you still signed in?"),
    }
    return {
        "captionMissing": gettext("Write a caption: it tells readers what the table shows."),
        "pages": {
            "address": reverse("admin:link_targets"),
            "words": in_lists
            | {
                "type": gettext("A page of this site"),
                "search": gettext("Name of the page"),
                "list": gettext("Pages"),
                "missing": gettext("Choose a page in the list."),
            },
        },
        "pictures": {
            "address": reverse("admin:images_picture_choices"),
            "source": reverse("picture", args=[1, SHOWN_WIDTH]).replace("/1/", "/{number}/"),
            "unnamed": gettext("Picture %d"),
            "icon": static("css/desk/editor-picture.svg"),
            "words": in_lists
            | {
                "title": gettext("Picture"),
                "search": gettext("Name of the picture"),
                "list": gettext("Pictures"),
                "missing": gettext("Choose a picture in the list."),
            },
        },
    }
