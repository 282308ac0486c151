"""The form with which somebody sends a story: its questions, and what it says about answers that cannot be taken."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from images.models import TemporaryUpload
from publishing.form_fields import grouped

from .choices import AgeBand, Display, Purpose, Teller
from .counting import count_words
from .sending import Answers
from .share_fields import LONGEST_BODY, cancers_to_choose, mended
from .share_questions import CHOOSE, Questions
from .texts import MOST_WORDS
from .wordings import current

# Longer texts are not counted: it would take seconds.
MOST_COUNTED = 10 * LONGEST_BODY
PHOTO_IS_GONE = gettext_lazy(
    "Your photo is no longer here: we keep a photo for 24 hours while a form is not sent. Please choose it again, "
    "or go on without one. Everything else is still here."
)


class ShareForm(Questions):
    """The questions with their answers, and what is said about answers that cannot be taken."""

    # What the pages between the form and the sent story hold in hidden fields.
    CARRIED = (
        "teller",
        "relationship",
        "age_band",
        "is_guardian",
        "cancer",
        "province",
        "title",
        "body",
        "display",
        "shown_name",
        "photo_name",
        "photo_description",
        "email",
        "consents",
    )

    def __init__(self, data=None, files=None, **kwargs):
        self.mended_names = []
        if data is not None:
            data, self.mended_names = mended(data)
        super().__init__(data, files, **kwargs)
        self.language = get_language()
        self.upload, self.earlier_name = None, ""
        self.photo_is_gone = self.lacks_guardian = self.is_from_a_child = False
        self.fields["consents"].choices = [(one.value, current(one).text(self.language)) for one in Purpose]
        self.fields["cancer"].labels = cancers_to_choose()

    @classmethod
    def filled_with(cls, posted):
        """The form with everything that was typed, unchecked: nothing is kept, and no answer is found wrong."""
        answers, _names = mended(posted)
        initial = {name: answers.get(name, "") for name in cls.CARRIED}
        form = cls(initial=initial | {"consents": answers.getlist("consents")})
        form.find_photo(initial["photo_name"])
        return form

    def clean_cancer(self):
        cancer = self.cleaned_data["cancer"]
        if cancer and cancer.pk not in self.fields["cancer"].labels:
            raise forms.ValidationError(CHOOSE["invalid_choice"])
        return cancer

    def clean_body(self):
        body = self.cleaned_data["body"]
        words = self.words
        if words == 0:
            raise forms.ValidationError(self.fields["body"].error_messages["required"])
        if words and words > MOST_WORDS:
            raise forms.ValidationError(self._too_many_words(words - MOST_WORDS))
        if len(body) > LONGEST_BODY:
            raise forms.ValidationError(
                _("The story has %(number)s characters. At most %(most)s fit: please make it shorter.")
                % {"number": grouped(len(body)), "most": grouped(LONGEST_BODY)}
            )
        return body

    def _too_many_words(self, number):
        sentence = ngettext(
            "The story is %(number)s word too long. Please shorten it: at most 1,000 words fit.",
            "The story is %(number)s words too long. Please shorten it: at most 1,000 words fit.",
            number,
        )
        return sentence % {"number": grouped(number)}

    def clean_consents(self):
        consents = self.cleaned_data["consents"]
        if Purpose.PUBLISH not in consents:
            raise forms.ValidationError(self.fields["consents"].error_messages["required"])
        return consents

    def clean_website(self):
        if self.cleaned_data["website"]:
            self.data["website"] = ""
            raise forms.ValidationError(
                _(
                    "This field has to stay empty, and something had filled it in: perhaps your browser. It is empty "
                    "again. Nothing of yours is lost: please press the button once more."
                )
            )
        return ""

    def clean(self):
        cleaned = super().clean()
        self._ask_for_what_belongs_together(cleaned)
        self._protect_children(cleaned)
        self.find_photo(cleaned.get("photo_name", ""))
        self._ask_for_a_description(cleaned)
        for name in self.mended_names:
            self.add_error(
                name,
                _(
                    "There was a character in it that cannot be seen or kept. We took it out: please look whether all "
                    "is as you wrote it."
                ),
            )
        return cleaned

    def _ask_for_what_belongs_together(self, cleaned):
        if cleaned.get("teller") == Teller.OTHER and not cleaned.get("relationship") and self.is_fine("relationship"):
            self.add_error("relationship", _("Say what you are to the person."))
        wants_name = cleaned.get("display") in (Display.FIRST_NAME, Display.OTHER_NAME)
        if wants_name and not cleaned.get("shown_name") and self.is_fine("shown_name"):
            sentence = _("Write the name to show, or choose “%(choice)s”.") % {"choice": Display.ANONYMOUS.label}
            self.add_error("shown_name", sentence)

    def is_fine(self, name):
        return name not in self.errors

    def _protect_children(self, cleaned):
        if cleaned.get("age_band") != AgeBand.UNDER_14:
            return
        self.lacks_guardian = cleaned.get("teller") != Teller.OTHER or not cleaned.get("is_guardian")
        self.is_from_a_child = cleaned.get("teller") == Teller.SELF
        if self.is_from_a_child:
            self.add_error("age_band", _("Under 14? Then your mother, father or guardian has to send it with you."))
        elif self.lacks_guardian:
            self.add_error("is_guardian", _("Tick this if you are the mother, father or guardian of the person."))

    def find_photo(self, name):
        """Find the photo that was chosen on an earlier page."""
        self.earlier_name = name
        self.upload = TemporaryUpload.objects.fresh().filter(name=name).first() if name else None
        self.photo_is_gone = bool(name) and self.upload is None

    def _ask_for_a_description(self, cleaned):
        is_removed = cleaned.get("photo_remove")
        has_photo = cleaned.get("photo") or (self.upload or self.photo_is_gone) and not is_removed
        has_words = cleaned.get("photo_description")
        if has_photo and not has_words and self.is_fine("photo_description"):
            self.add_error("photo_description", _("Describe the photo in a sentence, or take it out."))
        if has_words and not has_photo and not is_removed and self.is_fine("photo"):
            self.add_error("photo", _("You described a photo, but there is none. Choose it, or empty its description."))

    def settle_photo(self):
        """Keep the photo that was just chosen, and let go of what it replaces. Nothing of a child is kept."""
        chosen, is_removed = self.cleaned_data.get("photo"), self.cleaned_data.get("photo_remove")
        if not (chosen or is_removed or self.lacks_guardian):
            return
        if self.upload:
            TemporaryUpload.objects.filter(pk=self.upload.pk).clear()
        self.photo_is_gone = False
        self.upload = TemporaryUpload.keep(chosen) if chosen and not self.lacks_guardian else None
        self.data["photo_remove"] = ""
        if is_removed and not chosen:
            self.data["photo_description"] = ""

    def refuse_photo(self):
        """Say that no more photos are taken from this sender today."""
        self.add_error(
            "photo",
            _("Many photos came from your internet address today, and we can take no more. Please go on without one."),
        )

    def miss_photo(self):
        """Say that the photo of an earlier page is gone. The rest stays as it is."""
        self.photo_is_gone = False
        self.add_error("photo", PHOTO_IS_GONE)

    def ask_for_consents_again(self):
        """Untick what was agreed to in other words than those of today."""
        self.data.setlist("consents", [])

    @cached_property
    def words(self):
        """How many words the story has, as far as it is written; None when it is empty or endless."""
        body = self["body"].value()
        return count_words(body) if body and len(body) <= MOST_COUNTED else None

    def carried(self):
        """[(name, value)] of all valid answers, as they are posted."""
        values = self.cleaned_data | {
            "photo_name": self.carried_photo,
            "is_guardian": "on" if self.cleaned_data["is_guardian"] else "",
            "cancer": self.cleaned_data["cancer"].pk if self.cleaned_data["cancer"] else "",
        }
        if not self.carried_photo:
            values["photo_description"] = ""
        single = [(name, values[name]) for name in self.CARRIED if name != "consents" and values[name]]
        return single + [("consents", purpose) for purpose in values["consents"]]

    @property
    def carried_photo(self):
        """What the next page carries of the photo."""
        if self.photo_is_gone:
            return self.earlier_name
        return self.upload.name if self.upload else ""

    def told(self):
        """The answers as a person reads them: {name: words}, and the consents as [(wording, whether it is given)]."""
        cleaned, answers = self.cleaned_data, self.answers()
        chosen = ("teller", "relationship", "age_band", "province", "display")
        labels = {name: dict(self.fields[name].choices).get(getattr(answers, name)) for name in chosen}
        cancers = self.fields["cancer"]
        return labels | {
            "relationship": labels["relationship"] if answers.relationship else "",
            "cancer": cancers.labels[answers.cancer.pk] if answers.cancer else cancers.empty_label,
            "consents": [(text, name in cleaned["consents"]) for name, text in self.fields["consents"].choices],
            "hides_photo": bool(self.carried_photo) and Purpose.PHOTO not in cleaned["consents"],
        }

    def answers(self):
        """What the story is made of: answers to questions that do not apply are left out."""
        cleaned = self.cleaned_data
        is_for_other = cleaned["teller"] == Teller.OTHER
        return Answers(
            language=self.language,
            teller=cleaned["teller"],
            relationship=cleaned["relationship"] if is_for_other else "",
            age_band=cleaned["age_band"],
            is_guardian=cleaned["is_guardian"] and cleaned["age_band"] == AgeBand.UNDER_14,
            cancer=cleaned["cancer"],
            province=cleaned["province"],
            title=cleaned["title"],
            body=cleaned["body"],
            display=cleaned["display"],
            shown_name="" if cleaned["display"] == Display.ANONYMOUS else cleaned["shown_name"],
            photo_description=cleaned["photo_description"] if self.carried_photo else "",
            email=cleaned["email"],
            consents=frozenset(cleaned["consents"]),
        )
