"""What a person can choose in the form, and moderators at the desk."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Purpose(TextChoices):
    """What a person agrees to, each apart. The full wordings are in wordings.py."""

    PUBLISH = "publish", _("Publish the story")
    QUOTE = "quote", _("Use short quotes")
    PHOTO = "photo", _("Publish the photo")
    CONTACT = "contact", _("Be contacted")
    SHARE = "share", _("Share outside the site")


class Method(TextChoices):
    """How a consent was given or taken back."""

    FORM = "form", _("In the form")
    LINK = "link", _("By the author’s link")
    DEMONSTRATION = "demonstration", _("Demonstration content: nobody was asked")


class Teller(TextChoices):
    SELF = "self", _("This is my own story")
    OTHER = "other", _("I am telling the story of someone else")


class Relationship(TextChoices):
    """What the teller is to the person whose story it is."""

    SPOUSE = "spouse", pgettext_lazy("relationship", "Spouse or partner")
    PARENT = "parent", pgettext_lazy("relationship", "Mother or father")
    CHILD = "child", pgettext_lazy("relationship", "Daughter or son")
    SIBLING = "sibling", pgettext_lazy("relationship", "Sister or brother")
    FRIEND = "friend", pgettext_lazy("relationship", "Friend")
    GUARDIAN = "guardian", pgettext_lazy("relationship", "Guardian")
    OTHER = "other", pgettext_lazy("relationship", "Someone else close to them")


class AgeBand(TextChoices):
    UNDER_14 = "under_14", _("Under 14")
    FROM_14 = "14_17", _("14 to 17")
    FROM_18 = "18_29", _("18 to 29")
    FROM_30 = "30_49", _("30 to 49")
    FROM_50 = "50_69", _("50 to 69")
    FROM_70 = "70_up", _("70 or older")


class Display(TextChoices):
    """How the person is named on the site."""

    FIRST_NAME = "first_name", _("With my first name")
    OTHER_NAME = "other_name", _("With another name that I choose")
    ANONYMOUS = "anonymous", _("Without a name")


class Province(TextChoices):
    ALBERTA = "AB", _("Alberta")
    BRITISH_COLUMBIA = "BC", _("British Columbia")
    MANITOBA = "MB", _("Manitoba")
    NEW_BRUNSWICK = "NB", _("New Brunswick")
    NEWFOUNDLAND_AND_LABRADOR = "NL", _("Newfoundland and Labrador")
    NORTHWEST_TERRITORIES = "NT", _("Northwest Territories")
    NOVA_SCOTIA = "NS", _("Nova Scotia")
    NUNAVUT = "NU", _("Nunavut")
    ONTARIO = "ON", _("Ontario")
    PRINCE_EDWARD_ISLAND = "PE", _("Prince Edward Island")
    QUEBEC = "QC", _("Quebec")
    SASKATCHEWAN = "SK", _("Saskatchewan")
    YUKON = "YT", _("Yukon")


class ContactReason(TextChoices):
    """Why somebody reads how to reach an author. Only these: nothing is read out of curiosity."""

    REQUEST = "request", _("The author asked for something that needs it")
    SAFETY = "safety", _("Somebody may be in danger")
    LAW = "law", _("The law asks for it")
    INVITATION = "invitation", _("To invite the author to something: only with their consent to be contacted")


class ReportReason(TextChoices):
    IDENTIFIES = "identifies", _("It lets somebody be recognised")
    HARMFUL = "harmful", _("It could harm somebody’s health")
    HATEFUL = "hateful", _("It hurts or insults somebody")
    SELLS = "sells", _("It sells something, or promises a cure")
    MINE = "mine", _("It is about me, and I did not agree")
    OTHER = "other", _("Something else")


class Red(TextChoices):
    """Why a text cannot appear as it is."""

    IDENTIFIES = "identifies", _("Identifies somebody")
    PROMOTES = "promotes", _("Promotes a cure or a product")
    DISCRIMINATES = "discriminates", _("Insults or discriminates")
    ADVERTISES = "advertises", _("Advertises")
