from publishing.tally import tally

from .readings import keep, page_read


def count_readings(get_response):
    """Count the pages that people read."""

    def answer(request):
        response = get_response(request)
        read = page_read(request, response)
        if read:
            tally.add(read, keep=keep)
        return response

    return answer
