"""Stories whose every word is a marker, in each state in which readers get none of it."""

from cancers.models import Cancer
from publishing.models import Language
from stories.choices import Purpose
from stories.models import Report, Story

from .factories import drawing, make_moderator, make_privacy_officer, publish_story, send_story

WORDS = ("title", "body", "shown_name", "photo_description")
# A word that stands in every planted text.
USED_EVERYWHERE = "messenger"
REASONS = {"reasons": ["identifies"]}


def plant_stories(markers):
    for language in Language.values:
        for bring in IN_EACH_STATE:
            bring(markers, language)
        plant_behind_what_is_public(markers, language)


def plant_story(markers, language):
    """A story as it arrives, and what is written about it."""
    words = {name: markers.new(f"Story.{name}") for name in WORDS}
    email = f"{markers.new('Contact.email')}@example.org"
    story = send_story(**words_with_a_use(words), email=email, language=language, photo=drawing(), cancer=a_cancer())
    markers.places[repr(story.photo.content(320))[2:-1]] = "the file of a story's photo"
    return with_surroundings(markers, story)


def words_with_a_use(words):
    return words | {"body": f"{words['body']} {USED_EVERYWHERE}"}


def a_cancer():
    """The first there is: its page leads to stories about it."""
    return Cancer.objects.first()


def with_surroundings(markers, story):
    story.write(by=make_moderator(), message=markers.new("Message of a moderator"))
    story.answer(message=markers.new("Message of an author"))
    email = f"{markers.new('Report.email')}@example.org"
    Report.objects.create(story=story, reason="other", text=markers.new("Report.text"), email=email, language="en")
    Story.objects.filter(pk=story.pk).update(link_secret=markers.new("Story.link_secret"))
    return Story.objects.get(pk=story.pk)


def edit(markers, story):
    """A moderator's copy."""
    words = {name: markers.new(f"a moderator's {name}") for name in WORDS}
    quote = markers.new("a moderator's quote")
    text = story.open_text
    seen, body = (text.number, text.edit_counter), f"{words.pop('body')} {quote}"
    story.edit(by=make_moderator(), seen_counter=seen, quote=quote, body=body, **words)


def waiting(markers, language):
    return plant_story(markers, language)


def asked(markers, language):
    story = plant_story(markers, language)
    edit(markers, story)
    story.ask(by=make_moderator(), message=markers.new("a moderator's question"))


def declined(markers, language):
    story = plant_story(markers, language)
    edit(markers, story)
    story.ask(by=make_moderator())
    story.decline(message=markers.new("an author's no"))


def returned(markers, language):
    plant_story(markers, language).return_to_author(by=make_moderator(), message=markers.new("why"), **REASONS)


def refused(markers, language):
    plant_story(markers, language).refuse(by=make_moderator(), message=markers.new("why"), **REASONS)


def taken_down(markers, language):
    story = publish_story(plant_story(markers, language))
    story.take_down(by=make_moderator(), message=markers.new("why"), **REASONS)


def withdrawn(markers, language):
    story = publish_story(plant_story(markers, language))
    story.withdraw()
    return story


def erased(markers, language):
    withdrawn(markers, language).erase(by=make_privacy_officer())


def without_consent(markers, language):
    publish_story(plant_story(markers, language)).change_consents(set(Purpose) - {Purpose.PUBLISH})


IN_EACH_STATE = (waiting, asked, declined, returned, refused, taken_down, withdrawn, erased, without_consent)


def plant_behind_what_is_public(markers, language):
    """A story on the site: what was taken out of it, what may not be shown of it, and its next text."""
    words = {name: markers.new(f"what was taken out of {name}") for name in WORDS}
    email = f"{markers.new('Contact.email of a public story')}@example.org"
    consents = set(Purpose) - {Purpose.PHOTO}
    sent = words_with_a_use(words) | {"email": email, "language": language, "consents": consents}
    story = send_story(**sent, photo=drawing((320, 200)), cancer=a_cancer())
    moderator, seen = make_moderator(), (story.open_text.number, story.open_text.edit_counter)
    public = {"title": "Public title", "body": "Public words.", "shown_name": "Audrey"}
    story.edit(by=moderator, seen_counter=seen, **public, photo_description=markers.new("a photo's description"))
    story.ask(by=moderator)
    story.agree(seen=story.open_text.digest)
    story.approve(by=moderator, seen=story.open_text.public_digest, is_checked=True)
    story = with_surroundings(markers, story)
    story.correct(**{name: markers.new(f"a correction of {name}") for name in WORDS})
    edit(markers, story)
    return story
