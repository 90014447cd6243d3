"""Dates: offsets, precision, compatibility."""

import pytest

from pactgraph.assembly import dates
from pactgraph.extraction.findings import Value


@pytest.mark.parametrize(
    ("offset", "today", "expected"),
    [
        ("P0D", "2015-03-02", Value("2015-03-02", "date")),
        ("-P1D", "2015-03-01", Value("2015-02-28", "date")),
        ("P1W", "2015-12-28", Value("2016-01-04", "date")),
        ("P1M", "2015-01-31", Value("2015-02-28", "date")),
        ("-P1Y", "2015", Value("2014", "gYear")),
        ("P0D", "2015-03", Value("2015-03", "gYearMonth")),
        ("P1D", "2015-03", None),
        ("P1M", "2015", None),
        ("P0D", None, None),
        ("tomorrow", "2015-03-02", None),
        ("-P9999Y", "2015-03-02", None),
    ],
)
def test_an_offset_is_counted_from_the_documents_date(
    offset: str, today: str | None, expected: Value | None
) -> None:
    assert dates.resolve(Value(offset, dates.RELATIVE), today) == expected


@pytest.mark.parametrize("text", ["2015-13", "2015-02-30", "15", "2015-3-2", "0000"])
def test_what_is_no_date(text: str) -> None:
    assert dates.iso_value(text) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2015", "2015-03-02", True),
        ("2015-03", "2015-04-02", False),
        ("--03-02", "2015-03-02", True),
        ("--03-02", "2015-03-03", False),
    ],
)
def test_compatible(one: str, other: str, expected: bool) -> None:
    assert dates.compatible(one, other) is dates.compatible(other, one) is expected


@pytest.mark.parametrize(
    ("text", "expected"), [("P0D", "PT0S"), ("P2W", "P14D"), ("-P14M", "-P1Y2M"), ("x", "x")]
)
def test_duration_is_canonical(text: str, expected: str) -> None:
    assert dates.duration(text) == expected


def test_finest() -> None:
    assert dates.finest(["2015", "--03-02", "2015-03-02", "2015-03-01"]) == "2015-03-01"
    assert dates.finest([]) is None
