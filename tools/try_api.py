"""Sends thousands of made-up requests to the API, on a site with the demonstration content: none may be our fault.

`python -m tools.try_api`, or with how many: `python -m tools.try_api 5000`. The same number sends the same requests.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.request import urlopen

from tests.showcase import running
from tools.places import PROJECT

REQUESTS = 2000
SEED = "20261123"


def main(requests=REQUESTS):
    # The limit is tried elsewhere: here it would only hide what comes after it.
    os.environ["API_RATE"] = "0"
    with tempfile.TemporaryDirectory() as folder, running("demonstration", Path(folder)) as starting:
        address = f"{starting.site.address.rstrip('/')}/api/v1/openapi.json"
        with urlopen(address) as answer:  # noqa: S310 - the address is that of the site that was started above
            routes = len(json.load(answer)["paths"])
        # Twice their share: a route with one parameter has few different requests.
        return try_all(address, each=-(-2 * requests // routes), wanted=requests)


def try_all(address, *, each, wanted):
    """Run schemathesis with so many requests for each route. Returns 0 when none was answered by a fault."""
    program = Path(sys.executable).with_name("schemathesis")
    options = ["--checks", "not_a_server_error", "--phases", "fuzzing", "--mode", "all", "--seed", SEED]
    more = ["--max-examples", str(each), "--continue-on-failure", "--no-color", "--generation-unique-inputs"]
    site = address.partition("/api/")[0]
    told = subprocess.run(
        [program, "run", address, "--url", site, *options, *more], cwd=PROJECT, text=True, capture_output=True
    )
    print(told.stdout[-4000:], told.stderr[-2000:])
    sent = re.search(r"([\d,]+) generated", told.stdout)
    number = int(sent[1].replace(",", "")) if sent else 0
    print(f"{number} requests were sent; {wanted} were wanted.")
    return told.returncode or int(number < wanted)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
