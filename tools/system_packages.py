"""Installs, as root on Debian and its relatives, the programs that the tests drive and pip cannot bring."""

import os
import shutil

from tools.programs import run


def install_system_packages(names):
    """Install Debian packages where that is possible; whoever needs them looks for itself whether it worked."""
    if not names or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing {', '.join(names)} with apt …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-q"], environment=environment, silent=True)
    command = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *names]
    installed = run(command, environment=environment, silent=True)
    if installed.returncode:
        print("\n".join(installed.stdout.splitlines()[-5:]), flush=True)
