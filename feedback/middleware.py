from django.conf import settings

from .readings import page_read, tally


def count_readings(get_response):
    """Count the pages that people read, and write the counts from time to time."""

    def answer(request):
        response = get_response(request)
        if settings.READINGS_WRITTEN_EVERY:
            count(request, response)
        return response

    return answer


def count(request, response):
    read = page_read(request, response)
    if read and tally.add(read):
        tally.write()
