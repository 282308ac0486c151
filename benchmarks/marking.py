"""What marking a story costs, plain and hostile: python benchmarks/marking.py

Prints the time for a plain story of 1,000 words in each language, and for 64 KB of text made to be slow, with what the
double of it takes. benchmarks/README.md says how to read it. It answers 1 when a figure is beyond its target.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.conf import settings  # noqa: E402

from stories.likeness import signature  # noqa: E402
from stories.rules import content_notes_in, danger_in, mark  # noqa: E402

WORDS = 1_000
MOST_MILLISECONDS = 20
LENGTH = 64 * 1024
MOST_GROWTH = 2.3

PLAIN = {
    "en": """The night before surgery I could not sleep. My husband made tea and we sat in the kitchen, counting the
    cars. In the morning the nurse told me what would happen, step by step, and I wrote it in a small book. Two weeks
    later they said that the scan was clear. I walked home through the snow and rang my sister. """,
    "fr": """La veille de la chirurgie, je n’ai pas dormi. Mon mari a fait du thé et on est restés dans la cuisine à
    compter les autos. Le matin, l’infirmière m’a expliqué chaque étape et j’ai tout noté dans un cahier. Deux semaines
    plus tard, on m’a dit que l’examen était bon. J’ai marché jusqu’à la maison et j’ai appelé ma sœur. """,
}
# Each is repeated until it is long enough.
HOSTILE = {
    "one endless word": "a",
    "one endless capital": "A",
    "digits": "5",
    "digits and hyphens": "514-",
    "a name that never ends": "Paul de la ",
    "names and commas": "my husband, Paul Martin, ",
    "at signs": "a@",
    "points": "a.b.ca.",
    "house numbers": "12, rue de la ",
    "spaces": " ",
    "soft hyphens and accents": "e\u0301\u00ad\u200b",
    "half of a danger": "i want to not never ",
    "half of a cure": "no one said that chemo kills the ",
    "months": "3 mars de 12/03/",
    "capitals in a row": "NON PAS ÇA ",
    "hospitals without date": "Saint Mary of the Big ",
    "half of a health card": "ohip ramq nam ",
    "dots spelled out": "rosa at a dot b dot ",
    "emoji": "😀",
    "one letter and space": "a ",
    "he and she who": "il elle qui ",
    "joined names": "Leila and Karim et ",
    "cures that never come": "oil jus a b c d ",
}


def whole(text):
    mark(text, "fr")
    mark(text, "en")
    danger_in(text, "fr")
    content_notes_in(text, "en")


def best_time(work, text, runs):
    times = []
    for _ in range(runs):
        started = time.process_time()
        work(text)
        times.append(time.process_time() - started)
    return min(times) * 1000


def of_words(text, count):
    words = text.split()
    return " ".join((words * (count // len(words) + 1))[:count])


def numbered(text):
    """No run of words comes twice, as in a real story."""
    return " ".join(f"{word}{place}" for place, word in enumerate(text.split()))


def of_length(piece, length):
    return (piece * (length // len(piece) + 1))[:length]


def main():
    settings.configure(USE_I18N=False)
    slow = []
    print(f"a story of {WORDS:,} words, milliseconds of CPU; target: at most {MOST_MILLISECONDS}")
    for language, text in PLAIN.items():
        story = of_words(text, WORDS)
        works = {
            "mark": lambda text, language=language: mark(text, language),
            "danger": lambda text, language=language: danger_in(text, language),
            "notes": lambda text, language=language: content_notes_in(text, language),
            "signature": lambda text: signature(numbered(text)),
        }
        for name, work in works.items():
            spent = best_time(work, story, runs=10)
            print(f"  {language} {name:<10}{spent:8.1f}")
            slow += [f"{language} {name}"] if spent > MOST_MILLISECONDS else []

    print(f"\nall four on {LENGTH:,} characters; target: the double of it takes at most {MOST_GROWTH} times as long")
    for name, piece in HOSTILE.items():
        short = best_time(whole, of_length(piece, LENGTH), runs=3)
        long = best_time(whole, of_length(piece, 2 * LENGTH), runs=2)
        print(f"  {name:<28}{short:8.0f} ms{long / short:8.2f}")
        slow += [name] if long / short > MOST_GROWTH else []
    sys.exit(f"beyond the target: {', '.join(slow)}" if slow else 0)


if __name__ == "__main__":
    main()
