from datetime import date, datetime

import pytest

from pactgraph.errors import ReadingError
from pactgraph.reading.cleaning import clean_blocks, tidy_lines
from pactgraph.reading.metadata import (
    find_title,
    iso_date,
    language_claims,
    parse_record,
    path_claims,
    record_claims,
    settled,
    text_claims,
)
from pactgraph.reading.source import Field
from pactgraph.reading.tidying import split_lines

BODY = "The two parties signed the plan today and agreed to meet each year in the spring."


def learnt(text: str, settings) -> dict[str, str]:
    lines = tidy_lines(split_lines(text))
    claims = text_claims(lines, clean_blocks(lines, settings), settings.wording)
    return {name: claim.value for name, claim in settled(claims).items()}


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("6 August 2020", "2020-08-06"),
        ("Apr. 23, 2012", "2012-04-23"),
        ("September 1st, 1999", "1999-09-01"),
        ("August 2020", "2020-08"),
        ("2020", "2020"),
        (2020, "2020"),
        ("2019-05-07T10:00:00Z", "2019-05-07"),
        (date(2001, 2, 3), "2001-02-03"),
        (datetime(2001, 2, 3, 4, 5), "2001-02-03"),
        ("30 February 2020", None),
        ("28 March", None),
        ("soon", None),
        (True, None),
        (None, None),
    ],
)
def test_dates_become_iso(settings, value, iso):
    assert iso_date(value, settings.wording) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        (f"A Pact of States\n\n6 August 2020\n\n{BODY}", "2020-08-06"),
        (f"A Pact of States\n\n29 Jul 2021 Posted in Press releases\n\n{BODY}", "2021-07-29"),
        (f"A Pact of States\n\nExampleton, 12 September 2024 – {BODY}", "2024-09-12"),
        (f"A Pact of States\n\n(Apr. 23, 2012) {BODY}", "2012-04-23"),
        (f"A Pact of States\n\n{BODY}\n\nMINISTRY OF RIVERS\n\n3 May 2020", "2020-05-03"),
        (f"A Pact of States\n\n{BODY}\n\nMINISTRY OF RIVERS 3 MAY 2020", "2020-05-03"),
        (f"A Pact of States\n\nOn 28 March, {BODY}", None),
        (f"A Pact of 3 May 2020\n\n{BODY}", None),
        (f"A Pact of States\n\nDate of ratification: July 28, 1995\n\n{BODY}", None),
        (f"A Pact of States\n\n{BODY}\n\nLast updated on 3 May 2020", None),
    ],
)
def test_datelines(settings, text, iso):
    assert learnt(text, settings).get("date") == iso


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Site map\n\nStates sign a pact\n\n\n{BODY}", "States sign a pact"),
        (
            f"5 April 2019\n\nJoint Press Release by A and B\n\nSTATES SIGN A PACT\n\n{BODY}",
            "STATES SIGN A PACT",
        ),
        (f"NOMINATIONS SENT TO THE SENATE:\n\n{BODY}", "NOMINATIONS SENT TO THE SENATE"),
        (f"{BODY}\n{BODY}", None),
        ("x" * 500, None),
    ],
)
def test_titles(settings, text, title):
    assert learnt(text, settings).get("title") == title


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (
            f"Library of Rivers\n\nLibrary of Rivers > News > Monitor\n\nStates sign a pact\n\n{BODY}",
            "Library of Rivers",
        ),
        (f"States sign a pact\n\nPress release issued by Rivers Agency\n\n{BODY}", "Rivers Agency"),
        (f"States sign a pact\n\n{BODY}\n\nMINISTRY OF RIVERS\n\n3 May 2020", "MINISTRY OF RIVERS"),
        (f"States sign a pact\n\n{BODY}\n\nJANE DOE\n\n3 May 2020", None),
    ],
)
def test_publishers(settings, text, publisher):
    assert learnt(text, settings).get("publisher") == publisher


def test_the_last_part_of_a_breadcrumb_is_the_series(settings):
    assert (
        learnt(f"A Library > News > Monitor\n\nStates sign a pact\n\n{BODY}", settings)["series"] == "Monitor"
    )
    assert (
        learnt(f"A Library > News > States sign a pact\n\nStates sign a pact\n\n{BODY}", settings)["series"]
        == "News"
    )


def test_records_know_other_names_for_the_fields(settings):
    record = {
        "Title": " A  pact ",
        "source": "Agency",
        "date": date(2020, 1, 2),
        "author": ["A", "B"],
        "x": 1,
        "lang": "",
    }
    claims = dict(record_claims(record, "sidecar", settings.wording))
    assert claims["title"] == Field("A pact", "sidecar")
    assert {k: v.value for k, v in claims.items()} == {
        "title": "A pact",
        "publisher": "Agency",
        "date": "2020-01-02",
        "author": "A, B",
    }


def test_a_path_may_tell_the_date():
    assert dict(path_claims("a/2020-08-06-post-signed.md"))["date"] == Field("2020-08-06", "path")
    assert not list(path_claims("a/2020-13-06.md"))
    assert not list(path_claims("a/12020-01-061.md"))


@pytest.mark.parametrize("text", ["a: [", "just words", "- a\n- b"])
def test_records_that_are_none_are_refused(text):
    with pytest.raises(ReadingError) as caught:
        parse_record(text, "a.meta.yaml")
    assert caught.value.where == "a.meta.yaml"


def test_languages_are_guessed_only_when_clear(settings):
    english, french = (
        f"{BODY} " * 3,
        "Les deux parties ont signé le plan et se sont mises d'accord sur la suite de leurs travaux. " * 3,
    )
    assert dict(language_claims(english, settings.wording))["language"].value == "en"
    assert dict(language_claims(french, settings.wording))["language"].value == "fr"
    assert not dict(language_claims(english + french, settings.wording))
    assert not dict(language_claims("Tokyo", settings.wording))


def test_no_blocks_no_title(settings):
    assert find_title([], settings.wording) is None
