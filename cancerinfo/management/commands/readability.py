"""Measures every text that readers see, and says which are hard to read. docs/readability.md explains the numbers."""

from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import add

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import models

from cancers.models import CancerName, CancerVersion
from drugs.models import DrugName, DrugType, DrugVersion
from glossary.models import TermName, TermVersion
from publishing.checks import kinds_of
from publishing.models import Language, Source, Version
from publishing.readability import FEWEST_WORDS, Reading, measure, pooled

# Readers came for these words, and the pages explain them.
VERSIONS_NAMED_BY_TITLE = (DrugVersion, CancerVersion, TermVersion)
ROWS_OF_NAMES = (DrugName, DrugType, CancerName, TermName)

# Names again, a respelling, and what only colleagues see.
NEVER_MEASURED = frozenset(["title", "pronunciation", "change_note"])

SCALES = {"en": "grade", "fr": "ease"}


@dataclass(frozen=True)
class Line:
    """One measured part, as the command prints it."""

    kind: str
    title: str
    part: str
    reading: Reading

    def __str__(self):
        mark = "PLAIN" if self.reading.is_plain else "HARD "
        language, words, sentences = self.reading.language, self.reading.words, self.reading.sentences
        counts = f"{words} words, {sentences} sentences, {SCALES[language]} {self.reading.score}"
        return f"{mark} {self.kind}, {language}, {self.title}, {self.part}: {counts}"


class Command(BaseCommand):
    help = "Measure how hard the live texts are to read. It ends with an error when one is too hard."

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=Language.values, help="only the texts in this language")
        parser.add_argument("--working", action="store_true", help="what is being worked on, instead of what is live")

    @no_translations
    def handle(self, *, language, working, **options):
        lines = []
        for code in [language] if language else Language.values:
            leave_out = names_in(code)
            for versions in kinds_of(Version):
                texts = versions.objects.in_language(code)
                lines += lines_of(texts.working() if working else texts.live(), leave_out=leave_out)
        for line in lines:
            self.stdout.write(str(line))
        hard = sum(not line.reading.is_plain for line in lines)
        summary = f"{len(lines)} parts measured, {hard} of them hard."
        if hard:
            raise CommandError(summary)
        self.stdout.write(summary)


def names_in(language):
    titles = (
        versions.objects.in_language(language).values_list("title", flat=True) for versions in VERSIONS_NAMED_BY_TITLE
    )
    names = (rows.objects.filter(version__language=language).values_list("name", flat=True) for rows in ROWS_OF_NAMES)
    return frozenset(chain(*titles, *names))


def lines_of(texts, *, leave_out):
    """One Line for each part of these versions of one kind and language, and one for all that is too short alone."""
    kind, rows = str(texts.model._meta.verbose_name), _measured_rows(texts.model)
    lines, too_short = [], []
    for version in texts.prefetch_related(*rows):
        readings = pooled(_readings(version, rows=rows, leave_out=leave_out))
        if sum(reading.words for reading in readings.values()) < FEWEST_WORDS:
            too_short += readings.values()
            continue
        lines += [Line(kind, version.title, part, reading) for part, reading in readings.items()]
    if too_short:
        lines.append(Line(kind, "short texts", "all together", reduce(add, too_short)))
    return lines


def _readings(version, *, rows, leave_out):
    """{part: Reading}: one for each field of the version, and one for all rows of a kind."""

    def read(field, *instances):
        texts = (getattr(instance, field.name) for instance in instances)
        readings = (measure(text, language=version.language, leave_out=leave_out) for text in texts)
        return reduce(add, readings, Reading(version.language))

    readings = {field.name: read(field, version) for field in _measured_fields(type(version))}
    for name in rows:
        instances = getattr(version, name).all()
        fields = _measured_fields(instances.model)
        readings[name] = reduce(add, (read(field, *instances) for field in fields), Reading(version.language))
    return readings


def _measured_rows(versions):
    models_of_rows = {name: getattr(versions, name).rel.related_model for name in versions.parts}
    return [name for name, model in models_of_rows.items() if not issubclass(model, Source)]


def _measured_fields(model):
    return [field for field in model._meta.concrete_fields if _is_measured(field)]


def _is_measured(field):
    is_text = isinstance(field, (models.CharField, models.TextField))
    is_address = isinstance(field, (models.SlugField, models.URLField))
    return is_text and not is_address and field.editable and not field.choices and field.name not in NEVER_MEASURED
