"""The forms of a version: its first words, and the text of a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .addresses import Address
from .languages import Language
from .lost_updates import LostUpdateMixin
from .widgets import RichTextWidget


class StartForm(forms.ModelForm):
    """The first words of a new page: its language, its title and its address."""

    language = forms.ChoiceField(label=_("Language"), choices=Language)

    class Meta:
        fields = ["title", "slug"]

    def clean_slug(self):
        return refuse_taken_address(self, self.cleaned_data["slug"], self.data.get("language"))


class VersionForm(LostUpdateMixin):
    """The text of a draft. Its editors check the spelling of the version's own language."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, RichTextWidget):
                field.widget.contents_language = self.instance.language

    def clean_slug(self):
        return refuse_taken_address(self, self.cleaned_data["slug"], self.instance.language)


def refuse_taken_address(form, slug, language):
    """Say at once what the database would refuse at publication: the address belongs to another page."""
    kind = form._meta.model._meta.get_field("page").related_model.kind()
    taken = Address.objects.filter(kind=kind, language=language, slug=slug).exclude(page_id=form.instance.page_id)
    if taken.exists():
        raise forms.ValidationError(_("This address belongs to another page. Choose another one."))
    return slug
