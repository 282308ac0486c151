"""Near-duplicates: how near the estimate comes to the true likeness, and that it is the same everywhere."""

import random
import subprocess
import sys

from stories.likeness import RUN, SIZE, likeness, signature

BERRIES = "Les fraises de juin avaient enfin un goût. L’œil rieur, ma sœur m’en a servi un plein bol."
STANDARD_ERROR = 0.5 / SIZE**0.5


def words(count, seed):
    return [f"mot{random.Random(f'{seed} {place}').randrange(10**9)}" for place in range(count)]


def true_likeness(first, second):
    runs = [{tuple(text[place : place + RUN]) for place in range(len(text) - RUN + 1)} for text in (first, second)]
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


def with_changes(text, share):
    return [
        f"autre{place}" if random.Random(f"{share} {place}").random() < share else word
        for place, word in enumerate(text)
    ]


def test_the_same_text_is_alike_whatever_its_case_accents_and_punctuation():
    plain = "LES FRAISES, de juin: avaient enfin un gout!! L'oeil rieur\nma soeur m'en a servi un plein bol"

    assert likeness(signature(BERRIES), signature(plain)) == 1


def test_other_texts_are_not_alike():
    assert likeness(signature(" ".join(words(400, 1))), signature(" ".join(words(400, 2)))) == 0


def test_a_text_without_words_is_like_nothing():
    assert signature("… 😀 !") == []
    assert likeness([], signature(BERRIES)) == 0
    assert likeness([], []) == 0


def test_one_word_has_a_signature_too():
    assert likeness(signature("Merci!"), signature("merci")) == 1


def test_short_texts_are_compared_exactly():
    text = words(100, 3)
    changed = with_changes(text, 0.05)

    estimate = likeness(signature(" ".join(text)), signature(" ".join(changed)))

    assert estimate == true_likeness(text, changed)


def test_the_estimate_is_within_three_standard_errors():
    for seed in range(20):
        text = words(1000, seed)
        changed = with_changes(text, seed / 100)

        estimate = likeness(signature(" ".join(text)), signature(" ".join(changed)))

        assert abs(estimate - true_likeness(text, changed)) <= 3 * STANDARD_ERROR


def test_a_signature_is_small_and_the_same_in_another_process():
    program = f"from stories.likeness import signature; print(signature({BERRIES!r}))"

    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert other.stdout.strip() == str(signature(BERRIES))
    assert len(signature(" ".join(words(1000, 5)))) == SIZE
    assert all(0 <= number < 2**48 for number in signature(BERRIES))
