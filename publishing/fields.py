"""The one kind of field that holds rich text: cleaned whenever it is written, safe to show when it is read."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.expressions import Case, Col, Value, When
from django.db.models.functions import Cast
from django.utils.module_loading import import_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from .cleaning import clean
from .text_rules import broken_rules
from .widgets import RichTextWidget

LONGEST = 100_000
TOO_LONG = _("This text is too long: %(show_value)d characters. The longest is %(limit_value)d. Divide it in parts.")


class RichTextFormField(forms.CharField):
    """Answers the canonical form of what was typed, and sees a change only where a reader would."""

    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "widget": _rich_text_widget(kwargs.get("widget"))})

    def get_bound_field(self, form, field_name):
        bound_field = super().get_bound_field(form, field_name)
        self.widget.title = bound_field.label
        return bound_field

    def to_python(self, value):
        text = super().to_python(value)
        # Before cleaning, so that a huge text costs nothing.
        MaxLengthValidator(LONGEST, TOO_LONG)(text)
        return clean(text)

    def validate(self, value):
        super().validate(value)
        checks = [broken_rules, *map(import_string, settings.REFERENCE_CHECKS)]
        problems = [sentence for check in checks for sentence in check(value)]
        if problems:
            raise ValidationError(list(dict.fromkeys(problems)))

    def has_changed(self, initial, data):
        return not self.disabled and clean(initial or "") != clean(data or "")


def _rich_text_widget(asked):
    # The admin asks for its plain text area on every TextField.
    is_ours = isinstance(asked, RichTextWidget) or (isinstance(asked, type) and issubclass(asked, RichTextWidget))
    return asked if is_ours else RichTextWidget


class RichTextField(models.TextField):
    """A text with HTML in it. Every way through the ORM cleans it; what is read needs no escaping."""

    default_validators = [MaxLengthValidator(LONGEST, TOO_LONG)]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"blank": True, "default": "", **kwargs})

    def deconstruct(self):
        # A plain TextField for migrations: a change of the allowed tags is no change of the database.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def clean(self, value, model_instance):
        return super().clean(_cleaned(value), model_instance)

    def pre_save(self, model_instance, add):
        # The instance shows what the database holds.
        value = _cleaned(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        if hasattr(value, "as_sql"):
            _refuse_uncleaned(value)
        return super().get_db_prep_save(_cleaned(value), connection)

    def from_db_value(self, value, expression, connection):
        # Safe because it was cleaned when it was saved. Not for Left("body", 20): half a text can be an open tag.
        return mark_safe(value) if value is not None and isinstance(expression, Col) else value  # noqa: S308

    def formfield(self, **kwargs):
        return super().formfield(**{**kwargs, "form_class": RichTextFormField})


def rich_text_fields(model):
    """The rich text fields of a model, in the order of its columns."""
    return [field for field in model._meta.concrete_fields if isinstance(field, RichTextField)]


def _cleaned(value):
    """The value as it may be stored. None and expressions stay as they are."""
    if value is None or hasattr(value, "resolve_expression"):
        return value
    return mark_safe(clean(str(value)))  # noqa: S308 - cleaned in this very line


def _refuse_uncleaned(expression):
    """Let an expression write a rich text only when all it can give is cleaned: values and columns of this field."""
    if isinstance(expression, (Value, Col)) and isinstance(_output_field(expression), RichTextField):
        return
    if isinstance(expression, Value) and expression.value is None:
        return
    if not isinstance(expression, (Case, When, Cast)):
        raise TypeError(
            f"{type(expression).__name__} cannot write a rich text: what it gives would not be cleaned. Write the text "
            "itself, Value(text, output_field=RichTextField()), or another rich text."
        )
    for source in _results(expression):
        _refuse_uncleaned(source)


def _output_field(expression):
    return getattr(expression, "_output_field_or_none", None)


def _results(expression):
    """The expressions whose value may come out, without the conditions."""
    if isinstance(expression, When):
        return [expression.result]
    if isinstance(expression, Case):
        return [*expression.cases, expression.default]
    return expression.get_source_expressions()
