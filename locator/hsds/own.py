"""What this site adds to HSDS: ids that it makes, and words by which it knows its own columns again."""

from uuid import UUID, uuid5

# Every id that the site makes for want of one in a file is a UUID5 of this one.
NAMESPACE = UUID("8b0c4d4e-6f0e-5d0a-9a53-5f1d7c2f3a10")
# The taxonomy, by its name, whose terms are the site’s kinds of help.
KINDS_OF_HELP = "cancerinfo: kinds of help"
# What a required column says when there is nothing to say in the language of the file.
NOT_GIVEN = {"en": "Not given", "fr": "Non précisé"}


def made_id(*words):
    """The id, always the same, of something that has none in its file."""
    return str(uuid5(NAMESPACE, "/".join(words)))


def as_uuid(given):
    """The UUID in a value, or None."""
    if not isinstance(given, str):
        return None
    try:
        return UUID(given.strip())
    except ValueError:
        return None
