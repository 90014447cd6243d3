import pytest

from pactgraph.reading.tidying import split_lines, tidied
from pactgraph.reading.traced import Traced


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  two   spaces\t\tand tabs ", "two spaces and tabs"),
        ("no\u00a0break\u2009space", "no break space"),
        ("zero\u200bwidth, COVID-\u206019, \ufeffmark", "zerowidth, COVID-19, mark"),
        ("N\0U\0L", "NUL"),
        ("soft\u00adhyphen", "softhyphen"),
        ("A G R E E M E N T  B E T W E E N states", "AGREEMENT BETWEEN states"),
        ("the U S A and plan B C", "the U S A and plan B C"),
        ("", ""),
    ],
)
def test_tidied(raw, clean):
    line = tidied(Traced.of(raw, 0, len(raw)))
    assert line.text == clean
    assert all(line.text[c : c + n] == raw[o : o + n] for c, o, n in line.segments)


def test_a_soft_hyphen_at_the_end_of_the_line_stays_for_the_joining():
    assert tidied(Traced.of("coop\u00ad", 0, 5)).text == "coop\u00ad"


def test_all_line_breaks_count():
    text = "a\nb\r\nc\rd\u2028e\x0bf"
    assert [line.text for line in split_lines(text)] == ["a", "b", "c", "d", "e", "f"]
    assert [line.segments[0][1] for line in split_lines(text)] == [0, 2, 5, 7, 9, 11]


def test_blank_lines_are_kept():
    assert [line.text for line in split_lines("a\n\nb\n")] == ["a", "", "b"]
