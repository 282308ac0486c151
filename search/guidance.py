"""What editors tell the search: words that mean the same, and what to show first for a question."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from publishing.fact_records import FactRecord
from publishing.languages import Language
from publishing.roles import EDITOR, PUBLISHER

from .documents import Kind
from .questions import key_of_text


def lines_of(text):
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class Synonym(FactRecord):
    """Words that readers use, and the words that our texts use for the same."""

    language = models.CharField(
        _("language"),
        max_length=2,
        choices=Language,
        default=Language.ENGLISH,
        help_text=_("That of the words, and of the texts that are searched."),
    )
    words = models.TextField(
        _("words that people type"), max_length=1000, help_text=_("One expression a line: “blood cancer”.")
    )
    meanings = models.TextField(
        _("words to look for as well"), max_length=1000, help_text=_("One expression a line: “leukemia”, “lymphoma”.")
    )
    is_both_ways = models.BooleanField(
        _("both ways"),
        default=False,
        help_text=_("Tick it only if they mean the same: who types the second words then finds the first, too."),
    )

    kept_by = (EDITOR, PUBLISHER)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["language", "words", "pk"]

    def __str__(self):
        return ", ".join(lines_of(self.words))

    def clean(self):
        super().clean()
        for name in ("words", "meanings"):
            for line in lines_of(getattr(self, name)):
                if not key_of_text(line, language=self.language):
                    raise ValidationError({name: _("“%(line)s” has no word in it.") % {"line": line}})

    def pairs(self):
        """(words, what to look for as well) in each direction that holds."""
        words, meanings = lines_of(self.words), lines_of(self.meanings)
        yield from ((word, meanings) for word in words)
        if self.is_both_ways:
            yield from ((meaning, words) for meaning in meanings)


class BestBet(FactRecord):
    """What readers see first when they ask for certain words, with a sentence that says why."""

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, help_text=_("What it is that readers should see."))
    object_id = models.CharField(
        _("what to show"),
        max_length=300,
        help_text=_("Its title, as readers see it, or its number. It shows in each language in which it is live."),
    )
    words_en = models.TextField(
        _("questions in English"), max_length=1000, blank=True, help_text=_("One a line. Small words do not count.")
    )
    words_fr = models.TextField(
        _("questions in French"), max_length=1000, blank=True, help_text=_("The same, in French.")
    )
    sentence_en = models.CharField(
        _("sentence in English"), max_length=200, blank=True, help_text=_("What the reader will find there.")
    )
    sentence_fr = models.CharField(
        _("sentence in French"), max_length=200, blank=True, help_text=_("The same, in French.")
    )
    position = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("Of several for the same words, small numbers come first.")
    )

    kept_by = (EDITOR, PUBLISHER)

    class Meta:
        verbose_name = _("best bet")
        verbose_name_plural = _("best bets")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_best_bet_answers_a_question",
                condition=~Q(words_en="") | ~Q(words_fr=""),
                violation_error_message=_("Write at least one question."),
            ),
            models.CheckConstraint(
                name="a_best_bet_says_why",
                condition=(Q(words_en="") | ~Q(sentence_en="")) & (Q(words_fr="") | ~Q(sentence_fr="")),
                violation_error_message=_("Write a sentence in each language that has questions."),
            ),
        ]

    def __str__(self):
        return ", ".join(lines_of(f"{self.words_en}\n{self.words_fr}"))

    def answers(self, language):
        """The keys of the questions that this answers in a language, whatever the order of their words."""
        lines = lines_of(self.in_language("words", language))
        return {frozenset(key_of_text(line, language=language)) for line in lines} - {frozenset()}
