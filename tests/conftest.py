import pytest

from glossary.words import forget_dictionaries


@pytest.fixture(autouse=True)
def _no_dictionary_from_another_test():
    """Each test starts with an empty database, so nothing that the process keeps about it may be left."""
    forget_dictionaries()
