"""How much of a file for an import is kept while it comes in: more than a picture may weigh, and not without end."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler

MOST_BYTES = 60 * 1024 * 1024


class ImportUploadHandler(TemporaryFileUploadHandler):
    """Writes no more than the limit to disk and counts the rest, so that the form can say what is wrong."""

    def receive_data_chunk(self, raw_data, start):
        if start <= MOST_BYTES:
            super().receive_data_chunk(raw_data, start)
