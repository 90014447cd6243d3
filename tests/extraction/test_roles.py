"""Offices beside names: their wording, their bodies, and whether they head them."""

from typing import Any

import pytest
from spacy.tokens import Doc

from pactgraph.errors import RuleError
from pactgraph.extraction.mentions import Ref
from pactgraph.extraction.roles import Post, RoleFinder, RoleRules
from pactgraph.extraction.rules import Rules

from .trees import flat

ENTITIES = {
    "Ola Berg": "person",
    "Ana Ruiz": "person",
    "Norway": "state",
    "Peru": "state",
    "Oslo Agency": "organization",
    "Ministry of Law": "organization",
}


def mentions(doc: Doc) -> list[Ref]:
    found = []
    for name, kind in ENTITIES.items():
        words = name.split()
        for i in range(len(doc)):
            if [t.text for t in doc[i : i + len(words)]] == words:
                found.append(Ref(i, i + len(words), i, kind, kind.title(), "name", "test", name))
    return sorted(found, key=lambda r: r.start)


@pytest.fixture
def finder(rules: Rules) -> RoleFinder:
    return RoleFinder(rules.roles)


def posts(finder: RoleFinder, text: str) -> list[Post]:
    doc = flat(text)
    return finder.find(doc, mentions(doc))


@pytest.mark.parametrize(
    ("text", "role", "bodies"),
    [
        ("signed by Norway 's Minister of Justice Mr Ola Berg", "Minister of Justice", ["Norway"]),
        ("signed by Minister for Law Ola Berg", "Minister for Law", []),
        (
            "signed by Ola Berg , Executive Director of the Oslo Agency .",
            "Executive Director",
            ["Oslo Agency"],
        ),
        ("signed by Ola Berg ( Director , Oslo Agency )", "Director", []),
        ("signed by Ola Berg , the Foreign Minister of Norway , today", "Foreign Minister", ["Norway"]),
        ("Prime Minister Ola Berg said", "Prime Minister", []),
        ("Oslo Agency Director-General Ola Berg said", "Director-General", ["Oslo Agency"]),
        (
            "Ola Berg , Minister for Trade , Tourism and Fish , said",
            "Minister for Trade , Tourism and Fish",
            [],
        ),
    ],
)
def test_offices_before_and_behind_a_name(
    finder: RoleFinder, text: str, role: str, bodies: list[str]
) -> None:
    (post,) = posts(finder, text)
    assert post.person.name == "Ola Berg"
    assert post.role == role
    assert [b.name for b in post.bodies] == bodies


@pytest.mark.parametrize(
    "text",
    [
        "Ola Berg signed it",
        "Norway 's Ola Berg",
        "Ola Berg , who signed",
        "Ola Berg of the Oslo Agency",
        "the famous Ola Berg",
    ],
)
def test_names_without_an_office(finder: RoleFinder, text: str) -> None:
    assert posts(finder, text) == []


def test_each_person_has_his_own(finder: RoleFinder) -> None:
    text = "signed by Norway 's Minister of Justice Ola Berg and Peru 's Foreign Minister Ana Ruiz"
    first, second = posts(finder, text)
    assert (first.person.name, first.role, first.bodies[0].name) == (
        "Ola Berg",
        "Minister of Justice",
        "Norway",
    )
    assert (second.person.name, second.role, second.bodies[0].name) == (
        "Ana Ruiz",
        "Foreign Minister",
        "Peru",
    )


def test_who_heads_a_body(finder: RoleFinder) -> None:
    assert posts(finder, "Ola Berg , Executive Director of the Oslo Agency")[0].leading
    assert not posts(finder, "Ola Berg , Ambassador of Norway")[0].leading


def test_a_body_inside_a_role_is_no_end_of_it(finder: RoleFinder) -> None:
    (post,) = posts(finder, "signed by Ola Berg , Director of Fish , Oslo Agency .")
    assert post.role == "Director of Fish"


def test_spans_lie_inside_the_document(finder: RoleFinder) -> None:
    for text in ("Minister Ola Berg", "Ola Berg , Minister", "Ola Berg ,", "Ola Berg (", "Ola Berg"):
        for post in posts(finder, text):
            assert 0 <= post.start < post.end <= len(text.split())


def test_a_missing_list_is_named() -> None:
    data: dict[str, Any] = {"heads": ["minister"]}
    with pytest.raises(RuleError, match="modifiers") as caught:
        RoleRules.from_data(data)
    assert caught.value.where == "extract/entities/roles.yaml"
