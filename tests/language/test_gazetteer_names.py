"""How names are cut into pieces and compared."""

import re

import pytest

from pactgraph.language.gazetteer_names import (
    NAME_SEED,
    Normal,
    Variant,
    initials,
    is_written_as_acronym,
    key,
    raw_pieces,
)

NORMAL = Normal(
    articles=frozenset(["the"]),
    joining=frozenset(["and"]),
    small=frozenset(["of", "and"]),
    words={"&": "and", "organisation": "organization"},
    variants=(Variant(frozenset(["bodies"]), re.compile("^un "), "united nations ", mention=True),),
)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("U.N. Office", ["UN", "Office"]),
        ("d’Ivoire", ["d", "Ivoire"]),
        ("Guinea-Bissau", ["Guinea", "Bissau"]),
        ("Saint Kitts & Nevis", ["Saint", "Kitts", "&", "Nevis"]),
        ("St. Lucia", ["St", "Lucia"]),
        ("(G20)", ["G20"]),
        ("...", []),
    ],
)
def test_pieces_of_a_text(text: str, pieces: list[str]) -> None:
    assert raw_pieces(text) == pieces


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Gambia", "gambia"),
        ("São Tomé", "sao tome"),
        ("Trade & Labour Organisation", "TRADE AND LABOUR ORGANIZATION"),
        ("Food, Work, and Rest", "Food, Work and Rest"),
        ("Rivers,", "Rivers"),
    ],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert NORMAL.pieces(one) == NORMAL.pieces(other)


def test_a_comma_between_words_stays_and_a_variant_drops_it() -> None:
    pieces = NORMAL.pieces("Korea, Republic of")
    assert pieces == ("korea", ",", "republic", "of")
    assert list(NORMAL.alternatives("bodies", pieces)) == [(("korea", "republic", "of"), True)]


def test_variants_hold_for_their_tables_only() -> None:
    pieces = NORMAL.pieces("UN Women")
    assert list(NORMAL.alternatives("bodies", pieces)) == [(("united", "nations", "women"), True)]
    assert list(NORMAL.alternatives("countries", pieces)) == []


def test_an_article_alone_is_a_name() -> None:
    assert NORMAL.pieces("The") == ("the",)


def test_keys_depend_on_order() -> None:
    assert key(NAME_SEED, ["a", "b"]) != key(NAME_SEED, ["b", "a"])


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("UNAIDS", True), ("G20", True), ("U.N.", True), ("Nato", False), ("A", False), ("UN WOMEN", False)],
)
def test_what_is_written_as_an_acronym(name: str, is_one: bool) -> None:
    assert is_written_as_acronym(name) is is_one


def test_initials_leave_small_words_out() -> None:
    assert initials("Board of Rivers and Lakes", NORMAL.small) == "BRL"
