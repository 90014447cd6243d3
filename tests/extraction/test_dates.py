"""Calendar words: what the project's date rules promise in their examples, and how values are worked out."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pactgraph.errors import RuleError
from pactgraph.extraction.dates import Calendar
from pactgraph.extraction.rulefiles import read_yaml

DATA: dict[str, Any] = read_yaml(Path(__file__).parents[2] / "extract" / "dates.yaml")


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return Calendar(DATA)


@pytest.mark.parametrize("example", DATA["examples"], ids=lambda e: e["text"])
def test_examples_of_the_rule_file(calendar: Calendar, example: dict[str, Any]) -> None:
    found = calendar.find(example["text"], example["reference"])
    assert [m.value for m in found] == [example["value"]]


@pytest.mark.parametrize("text", DATA["counter_examples"])
def test_counter_examples_of_the_rule_file(calendar: Calendar, text: str) -> None:
    assert calendar.find(text, "2020-01-01") == []


@pytest.mark.parametrize(
    ("text", "value", "datatype"),
    [
        ("on 4 May 1999", "1999-05-04", "date"),
        ("on May 4th, 1999", "1999-05-04", "date"),
        ("on 1999-05-04", "1999-05-04", "date"),
        ("the 4th day of May 1999", "1999-05-04", "date"),
        ("in May 1999", "1999-05", "gYearMonth"),
        ("since 1999", "1999", "gYear"),
        ("the 1999 Lima Treaty", "1999", "gYear"),
        ("on 4 May", "--05-04", "gMonthDay"),
        ("29 February 2024", "2024-02-29", "date"),
    ],
)
def test_dates_written_out(calendar: Calendar, text: str, value: str, datatype: str) -> None:
    (mention,) = calendar.find(text)
    assert (mention.value, mention.datatype, mention.explicit) == (value, datatype, True)


@pytest.mark.parametrize("text", ["31 February 2020", "30 February", "99 May 2020"])
def test_days_that_do_not_exist_are_no_days(calendar: Calendar, text: str) -> None:
    assert all(len(m.value) < 10 and not m.value.startswith("--") for m in calendar.find(text))


@pytest.mark.parametrize(
    "text", ["we march 12 miles", "who may 5 times", "tel. 2012345", "file 12/2012", "costs 2,000"]
)
def test_numbers_and_verbs_are_no_dates(calendar: Calendar, text: str) -> None:
    assert calendar.find(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("today", "2024-03-13"),
        ("Yesterday", "2024-03-12"),
        ("tomorrow", "2024-03-14"),
        ("last Wednesday", "2024-03-06"),
        ("this Wednesday", "2024-03-13"),
        ("next Wednesday", "2024-03-20"),
        ("on Monday", "2024-03-11"),
        ("last month", "2024-02"),
        ("next year", "2025"),
        ("last November", "2023-11"),
        ("on 30 December", "2023-12-30"),
    ],
)
def test_words_that_point_from_the_documents_date(calendar: Calendar, text: str, value: str) -> None:
    (mention,) = calendar.find(text, "2024-03-13")
    assert mention.value == value
    assert "2024-03-13" in (mention.basis or "")


def test_months_before_january_belong_to_the_year_before(calendar: Calendar) -> None:
    assert calendar.find("last month", "2024-01-31")[0].value == "2023-12"
    assert calendar.find("next month", "2023-12-31")[0].value == "2024-01"


def test_a_pointing_word_without_a_documents_date_keeps_its_distance(calendar: Calendar) -> None:
    (mention,) = calendar.find("They will sign tomorrow.")
    assert (mention.value, mention.datatype) == ("P1D", "relative")
    assert calendar.find("They signed last Friday, or last month.") == []


@pytest.mark.parametrize("reference", ["2012", "2012-13-45", "yesterday", ""])
def test_a_documents_date_that_is_no_day_counts_as_none(calendar: Calendar, reference: str) -> None:
    assert calendar.find("on 4 May", reference)[0].value == "--05-04"


def test_mentions_are_in_text_order_and_do_not_overlap(calendar: Calendar) -> None:
    text = "Signed on 4 May 1999, it replaced the 1996 Lima Treaty and ends today, 1 June 2005."
    found = calendar.find(text, "2005-06-01")
    assert [m.value for m in found] == ["1999-05-04", "1996", "2005-06-01", "2005-06-01"]
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[m.start : m.end] == m.text for m in found)


def test_offsets_leave_the_words_in_front_of_a_year_out(calendar: Calendar) -> None:
    (mention,) = calendar.find("signed in 2012")
    assert mention.text == "2012"


@pytest.mark.parametrize(
    "change",
    [{"months": None}, {"absolute": ["("]}, {"deictic": [{"days": 0}]}, {"weekday": 7}],
    ids=["months", "bracket", "words", "number"],
)
def test_malformed_rules_are_refused_with_their_place(change: dict[str, Any]) -> None:
    with pytest.raises(RuleError) as caught:
        Calendar({**DATA, **change})
    assert caught.value.where == "extract/dates.yaml"
    assert caught.value.hint


def test_a_day_before_an_unknown_date_is_a_negative_duration(calendar: Calendar) -> None:
    assert [m.value for m in calendar.find("signed yesterday")] == ["-P1D"]
