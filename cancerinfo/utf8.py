def utf8_only(get_response):
    """Middleware: read every request as UTF-8, as our pages send it. By other names of a character set a program could
    send half characters, which no database takes.
    """

    def answer(request):
        if request.encoding:
            request.encoding = "utf-8"
        return get_response(request)

    return answer
