"""What was taken out of a text and put in, as a moderator and an author see it."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as some

from stories.differences import Piece, differences

WORDS = some.lists(some.sampled_from(["dr", "a", "b ", " ", "\n", "\r\n", ", ", "l’été", "10", "."]), max_size=60)


def shown(before, after):
    """The difference as one line: [-removed-]{+added+}."""
    frames = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(frames[piece.kind].format(piece.text) for piece in differences(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", ""),
        ("one two", "one two", "one two"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("I saw Dr. Roy today.", "I saw the doctor today.", "I saw [-Dr. Roy-]{+the doctor+} today."),
        ("On May 3 it began.", "In spring it began.", "[-On May 3-]{+In spring+} it began."),
        ("l’hôpital Notre-Dame, hier", "l’hôpital, hier", "l’hôpital[- Notre-Dame-], hier"),
        ("I did not stop", "I did stop", "I did [-not -]stop"),
        ("one\n\ntwo", "one\n\nand\n\ntwo", "one\n\n{+and\n\n+}two"),
        ("10⁹ cells", "109 cells", "[-10⁹-]{+109+} cells"),
    ],
)
def test_a_change_is_shown_where_it_is(before, after, expected):
    assert shown(before, after) == expected


def test_changes_in_different_paragraphs_stay_apart():
    assert shown("a b\n\nc d", "a x\n\ny d") == "a [-b-]{+x+}\n\n[-c-]{+y+} d"


@given(some.text(max_size=80), some.text(max_size=80))
def test_both_texts_can_be_read_from_any_difference(before, after):
    check_both(before, after)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_a_difference_of_words(before, after):
    check_both("".join(before), "".join(after))


def check_both(before, after):
    pieces = differences(before, after)

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after
    assert all(piece.text for piece in pieces)
    assert all(one.kind != other.kind for one, other in zip(pieces, pieces[1:], strict=False))


def numbered(word, number):
    return " ".join(f"{word}{index}" for index in range(number))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (numbered("a", 1000), numbered("b", 1000)),
        ("a b " * 500, "b a c " * 333),
        ("x" * 20_000, "x" * 19_999 + "y"),
        ("a!" * 10_000, "!a" * 9_000 + "b"),
        ("! " * 10_000, "? ! " * 5_000),
        ("\n" * 20_000, "\n \n" * 6_000),
        (" " * 20_000, " \t" * 10_000),
    ],
)
def test_hostile_texts_are_compared_in_little_time(before, after):
    started = perf_counter()

    check_both(before, after)

    assert perf_counter() - started < 5


def test_one_changed_word_in_a_thousand_is_found():
    words = numbered("word", 1000)

    pieces = differences(words, words.replace("word500 ", "other "))

    assert [piece for piece in pieces if piece.kind != "same"] == [Piece("removed", "word500"), Piece("added", "other")]
