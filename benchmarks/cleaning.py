"""What cleaning rich text costs, plain and hostile: python benchmarks/cleaning.py

Prints, for texts whose tags open without end, the time per character beside that of a plain page, and how it grows with
the length. benchmarks/README.md says how to read it.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from publishing.cleaning import clean  # noqa: E402

LENGTH = 100_000
TIMES_AS_LONG = 4
TARGET = 2
PLAIN = "<p>Interferon <strong>helps</strong> the body’s <em>own</em> defences, 10<sup>9</sup>/L.</p>"
HOSTILE = ["<b>", "<div>", "<ul><li>", "<table><tr><td>", "<blockquote>", "<b><p></b>", "<ul><li></x>", "<x>", "</p>"]


def of_length(piece, length):
    return piece * (length // len(piece))


def best_time(text, runs=3):
    times = []
    for _ in range(runs):
        started = time.process_time()
        clean(text)
        times.append(time.process_time() - started)
    return min(times)


def main():
    plain = best_time(of_length(PLAIN, LENGTH))
    print(f"plain page of {LENGTH:,} characters: {plain * 1000:.0f} ms of CPU\n")
    print(f"{'text':<20}{'ms':>8}{'to plain':>10}{'growth':>8}   target: at most {TARGET}")
    for piece in HOSTILE:
        short = best_time(of_length(piece, LENGTH))
        long = best_time(of_length(piece, LENGTH * TIMES_AS_LONG), runs=1)
        print(f"{piece:<20}{short * 1000:8.0f}{short / plain:10.2f}{long / short / TIMES_AS_LONG:8.2f}")


if __name__ == "__main__":
    main()
