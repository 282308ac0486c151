import pytest
from django.conf import settings
from django.utils import translation

from glossary.words import forget_dictionaries
from publishing.tally import tally
from search.documents import forget_scrub
from search.knowledge import forget_knowledge


@pytest.fixture(autouse=True)
def _nothing_known_from_another_test():
    """Each test starts with an empty database, so nothing that the process keeps about it may be left."""
    forget_dictionaries()
    forget_knowledge()
    forget_scrub()


@pytest.fixture
def counting(settings):
    """What readers do is counted, and written when a test says `tally.write()`."""
    settings.COUNTS_WRITTEN_EVERY = 3600
    tally.forget()
    yield
    tally.forget()


@pytest.fixture(autouse=True)
def _no_language_from_another_test():
    """A request leaves its language to the thread that answered it."""
    translation.activate(settings.LANGUAGE_CODE)
