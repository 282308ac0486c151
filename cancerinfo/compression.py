from django.middleware.gzip import GZipMiddleware


class CompressPublicPages(GZipMiddleware):
    """Compresses what everybody may read.

    What holds a secret is left as it is: from the length of compressed answers, a secret beside words of one's own
    choice can be guessed (the BREACH attack).
    """

    def process_response(self, request, response):
        return super().process_response(request, response) if _is_for_everybody(request, response) else response


def _is_for_everybody(request, response):
    is_text = response.headers.get("Content-Type", "").startswith(("text/", "application/json", "image/svg"))
    has_token = "CSRF_COOKIE" in request.META
    return is_text and not has_token and not request.COOKIES and not response.cookies
