"""Makes the database and the static files of a showcase, serves it, and tells where: python -m tests.showcase bare"""

import json
import os
import sys
import threading
from pathlib import Path

import django
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections

from tools.places import locked


class SilentHandler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


def main():
    # The port comes first: the site has to know its own address.
    server = ThreadedWSGIServer(("127.0.0.1", 0), SilentHandler)
    address = "http://{}:{}".format(*server.server_address)
    os.environ["SITE_ADDRESS"] = address
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    collect_static(Path(os.environ["STATIC_FOLDER"]))
    made = make_content(sys.argv[1])
    connections.close_all()
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"address": address, **made}), flush=True)
    sys.stdin.read()


def collect_static(folder):
    folder.mkdir(exist_ok=True)
    with locked(folder):
        if not (folder / "staticfiles.json").exists():
            # Compressing the editor takes longer than everything else, and no page here has one.
            call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["ckeditor"])


def make_content(name):
    # Models can be imported only once Django is set up.
    from tests.showcase import content  # noqa: PLC0415

    return content.CONTENTS[name]()


if __name__ == "__main__":
    main()
