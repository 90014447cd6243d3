import re

from pactgraph.reading.traced import Traced

ORIGINAL = "one  two three"


def test_replaced_keeps_the_offsets_of_what_is_left():
    line = Traced.of(ORIGINAL, 0, len(ORIGINAL)).replaced(re.compile(r"\s+"), " ")
    assert line.text == "one two three"
    assert line.segments == ((0, 0, 3), (4, 5, 9))


def test_cut_clips_segments():
    line = Traced.of(ORIGINAL, 0, len(ORIGINAL)).cut(5, 8)
    assert (line.text, line.segments) == ("two", ((0, 5, 3),))


def test_joined_merges_neighbours_and_shifts_the_rest():
    parts = [Traced.of(ORIGINAL, 0, 2), Traced.of(ORIGINAL, 2, 3), " ", Traced.of(ORIGINAL, 9, 14)]
    line = Traced.joined(parts)
    assert line.text == "one three"
    assert line.segments == ((0, 0, 3), (4, 9, 5))


def test_stripped_and_empty():
    assert Traced.of("  x ", 0, 4).stripped() == Traced("x", ((0, 2, 1),))
    assert Traced.of("x", 1, 1) == Traced()
