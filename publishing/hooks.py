"""What apps above have to do with a text: functions named in settings, called in the same transaction."""

from django.conf import settings
from django.utils.module_loading import import_string


def text_was_written(version):
    """Call every function of WHEN_A_TEXT_IS_WRITTEN with a version whose text and rows are as they will be stored."""
    for name in settings.WHEN_A_TEXT_IS_WRITTEN:
        import_string(name)(version)


def intervals_changed(version):
    """Call every function of WHEN_INTERVALS_CHANGE with a version after a move that changed when texts of its page are
    live: its own, or that of others.
    """
    for name in settings.WHEN_INTERVALS_CHANGE:
        import_string(name)(version)


def also_written_by(version, user):
    """Ask every function of ALSO_WRITTEN_BY whether a person wrote what a version shows beside its own text."""
    return any(import_string(name)(version, user) for name in settings.ALSO_WRITTEN_BY)
