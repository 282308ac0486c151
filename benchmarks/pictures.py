"""What hostile pictures cost: python benchmarks/pictures.py

Makes every file of tests/hostile_pictures.py safe, each in a process of its own, and prints what that process took
beyond one that refuses at once, beside the limits. benchmarks/README.md says how to read it.
"""

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

MOST_MEBIBYTES = 150
MOST_SECONDS = 1.0
UNIT = 2**20 if sys.platform == "darwin" else 2**10


def build(folder):
    """Write the corpus into a folder, with a list of what must become of each file."""
    from tests.hostile_pictures import corpus, heaviest  # noqa: PLC0415 - its memory stays in the process that builds

    index = []
    for number, hostile in enumerate([*corpus(), *heaviest()]):
        path = folder / str(number)
        path.write_bytes(hostile.content)
        index.append((hostile.label, hostile.outcome, str(path)))
    (folder / "index.json").write_text(json.dumps(index))


def make_safe_one(path):
    """Print as JSON what became of a file, and what this process has taken: peak memory in bytes, CPU seconds."""
    from django.conf import settings  # noqa: PLC0415 - not in the process that only starts others

    settings.configure(USE_I18N=False)
    from images.making_safe import Refused, make_safe  # noqa: PLC0415

    with open(path, "rb") as file:
        try:
            make_safe(file)
            outcome = "clean"
        except Refused:
            outcome = "refused"
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([outcome, used.ru_maxrss * UNIT, used.ru_utime + used.ru_stime]))


def run(*arguments):
    answer = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=True)  # noqa: S603
    return answer.stdout


def measure(index, nothing):
    """[(label, whether it came out as it must, MiB, seconds)] beyond a process that refuses an empty file."""
    _, base_memory, base_seconds = min(json.loads(run("--one", str(nothing))) for _ in range(3))
    for label, expected, path in index:
        outcome, memory, seconds = json.loads(run("--one", path))
        yield label, outcome == expected, max(0, memory - base_memory) / 2**20, max(0, seconds - base_seconds)


def print_table(rows):
    print(f"{'file':<58}{'MiB':>8}{'of 150':>8}{'CPU s':>8}{'of 1.0':>8}")
    for label, is_expected, memory, seconds in sorted(rows, key=share, reverse=True):
        cells = f"{memory:>8.0f}{memory / MOST_MEBIBYTES:>8.2f}{seconds:>8.2f}{seconds / MOST_SECONDS:>8.2f}"
        print(f"{label:<58.57}{cells}{'' if is_expected else '  NOT AS EXPECTED'}")


def share(row):
    _label, _is_expected, memory, seconds = row
    return max(memory / MOST_MEBIBYTES, seconds / MOST_SECONDS)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run("--build", name)
        (folder / "nothing").touch()
        rows = list(measure(json.loads((folder / "index.json").read_text()), folder / "nothing"))
    print_table(rows)
    missed = [row for row in rows if share(row) > 1 or not row[1]]
    print(f"\n{len(rows)} files, {len(missed)} beyond a limit or not as expected")
    return 1 if missed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--build"]:
        build(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["--one"]:
        make_safe_one(sys.argv[2])
    else:
        sys.exit(main())
