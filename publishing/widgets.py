"""The editor for rich text, as a form widget."""

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language, gettext


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
        names = ["js/desk/editor-csp.js", "js/desk/editor-defaults.js"]
        scripts = [forms.Script(name, type="module") for name in names]
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
            "captionMissing": gettext("Write a caption: it tells readers what the table shows."),
            "versionCheck": False,
        }
        if self.title:
            self.config["title"] = str(self.title)
