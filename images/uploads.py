"""How much of an upload is kept while it comes in."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from .making_safe import MOST_BYTES


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes to disk no more than a picture may weigh, and counts the rest, so that the form can say what is wrong."""

    def receive_data_chunk(self, raw_data, start):
        if start <= MOST_BYTES:
            super().receive_data_chunk(raw_data, start)
