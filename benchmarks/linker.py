"""What linking the glossary's words costs: python benchmarks/linker.py

Prints the time to build a dictionary of 10,000 names and to link a page of 3,000 words, and what hostile text
of the same length costs. benchmarks/README.md says how to read it.
"""

import random
import re
import statistics
import sys
import time
from pathlib import Path

import nh3

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from glossary.linking import WORD, Dictionary, Name  # noqa: E402

NAMES = 10_000
WORDS = 3_000
MANY_WORDS = 100_000
TARGET = 2
GROWTH = 8

COMMON = """
the of and a to in is for that with are by be or may from as can this not your have you at on it more an
other used when which who some also these than if has their about into after cancer treatment cells doctor
risk people body help many side effects care most test spread before time often called between during should
health what cause type
""".split()
CONSONANTS, VOWELS = "bcdfglmnprstv", "aeiou"
ENDINGS = "oma itis emia cyte plasty gram therapy ectomy ine mab nib osis ology ase gen".split()

TAG_OR_ENTITY = re.compile(r"<[^<>]*>|&\w+;")

# Each is repeated until it is as long as the page.
HOSTILE = {
    "((((": "(",
    "<<<<": "<",
    "&&&&": "&",
    "&amp;&amp;": "&amp;",
    "spaces": " ",
    "apostrophes": "'",
    "hyphens": "-",
    "one endless word": "a",
    "one endless accented word": "é",
    "one run of combining marks": "\u0316\u0301",
    '<a "<a " quotes that stay open': '<a "',
    '<a x="" x="" a tag that stays open': '<a x=""',
    "<!--<!-- comments that stay open": "<!--",
    "<b><b><b>": "<b>",
    "<a <a <a": "<a ",
    "<b>a<b>a one letter each": "<b>a",
    "&a&a&a one letter each": "&a",
    "a a a against names a a … a b": "a ",
}


class Vocabulary:
    """Made-up medical words, some far more frequent than others, as in real text."""

    def __init__(self, source, *, size=4_000):
        self._source = source
        self.words = sorted({self._word() for _ in range(size)})
        self._weights = [1 / rank for rank in range(1, len(self.words) + 1)]
        source.shuffle(self.words)

    def draw(self, count):
        return self._source.choices(self.words, self._weights, k=count)

    def text(self, count):
        """Words of a page: two thirds of them everyday ones."""
        is_everyday = [self._source.random() < 0.65 for _ in range(count)]
        everyday, medical = self._source.choices(COMMON, k=count), self.draw(count)
        return [everyday[n] if is_everyday[n] else medical[n] for n in range(count)]

    def names(self):
        """Names of one to five words, a tenth of them with hyphens, and some that every page holds."""
        texts = {"cancer treatment", "side effect", "cancer cell", "health", "risk"}
        while len(texts) < NAMES:
            words = [self._source.choice(self.words), *self.draw(self._source.choice([0, 1, 1, 2, 2, 4]))]
            texts.add(("-" if self._source.random() < 0.1 else " ").join(words))
        return [Name(text, number) for number, text in enumerate(sorted(texts))]

    def _word(self):
        choice = self._source.choice
        syllables = [choice(CONSONANTS) + choice(VOWELS) for _ in range(self._source.randint(1, 3))]
        return "".join(syllables) + choice(ENDINGS)


def make_page(words, source):
    """The words as rich text: headings, paragraphs, lists, some links and strong words."""
    html, rest = [], list(words)
    while rest:
        html.append(f"<h3>{' '.join(take(rest, 4))}</h3>")
        for _ in range(3):
            html.append(f"<p>{' '.join(make_sentence(rest, source) for _ in range(4))}</p>")
        html.append("<ul>" + "".join(f"<li>{' '.join(take(rest, 8))}</li>" for _ in range(4)) + "</ul>")
    return "\n".join(html)


def make_sentence(rest, source):
    words = take(rest, source.randint(8, 20))
    if len(words) > 6:
        words[4] += ","
    if len(words) in (8, 12, 16):
        words[2] = f"<strong>{words[2]}</strong>"
    if len(words) > 17:
        words[9:11] = [f'<a href="/en/drugs/{words[9]}/?a=1&amp;b=2">{" ".join(words[9:11])}</a>']
    return " ".join(words).capitalize() + "."


def take(rest, count):
    taken, rest[:count] = rest[:count], []
    return taken


def milliseconds(work, *, repeat=15):
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times


def time_to_link(dictionary, html, *, repeat=15):
    def link():
        dictionary.link(html, wrap=lambda term, matched: f"<i>{matched}</i>", seen=set())

    return milliseconds(link, repeat=repeat)


def print_plain_page(names, page, *, language):
    build = milliseconds(lambda: Dictionary(names, language=language), repeat=7)
    link = time_to_link(Dictionary(names, language=language), page, repeat=31)
    clean = milliseconds(lambda: nh3.clean(page), repeat=31)
    print(f"{language}: {len(names):,} names, a page of {WORDS:,} words ({len(page):,} characters)")
    print(f"  build  {min(build):6.2f} ms best, {statistics.median(build):6.2f} ms median")
    print(f"  link   {min(link):6.2f} ms best, {statistics.median(link):6.2f} ms median")
    ratio = min(link) / min(clean)
    print(f"  nh3    {min(clean):6.2f} ms best: linking costs {ratio:.0f} times one nh3.clean\n")


def print_hostile(dictionary, page):
    print_row("hostile text as long as the page", "ms", "per char", "per word", "target", "growth")
    plain = min(time_to_link(dictionary, page))
    for label, unit in HOSTILE.items():
        text = (unit * len(page))[: len(page)]
        hostile = min(time_to_link(dictionary, text))
        longer = min(time_to_link(dictionary, text * GROWTH, repeat=3))
        words = count_words(text)
        per_word = hostile / words / (plain / count_words(page)) if words > 1 else "-"
        print_row(label, hostile, hostile / plain, per_word, TARGET, longer / hostile / GROWTH)


def print_first_words(dictionary, names, page, source):
    long_names = [name.text.replace("-", " ").split() for name in names]
    first_words = [words[0] for words in long_names if len(words) > 3]
    text = " ".join(source.choices(first_words, k=MANY_WORDS))
    hostile = min(time_to_link(dictionary, text, repeat=5))
    plain = min(time_to_link(dictionary, page, repeat=5))
    per_char = hostile / len(text) / (plain / len(page))
    print_row(f"first words of long names, {MANY_WORDS:,}", hostile, per_char, hostile / plain, TARGET, "-")


def print_row(label, *cells):
    cells = [f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in cells]
    print(f"{label:<38}" + "".join(f"{cell:>10}" for cell in cells))


def count_words(html):
    return len(WORD.findall(TAG_OR_ENTITY.sub(" ", html)))


def main():
    source = random.Random(7)  # noqa: S311 - the same page every time, nothing secret
    vocabulary = Vocabulary(source)
    names = vocabulary.names()
    page = make_page(vocabulary.text(WORDS), source)
    for language in ("en", "fr"):
        print_plain_page(names, page, language=language)

    repetitive = [Name("a " * count + "b", f"a {count}") for count in (5, 11, 15)]
    dictionary = Dictionary(names + repetitive, language="en")
    print_hostile(dictionary, page)
    print_first_words(dictionary, names, make_page(vocabulary.text(MANY_WORDS), source), source)


if __name__ == "__main__":
    main()
