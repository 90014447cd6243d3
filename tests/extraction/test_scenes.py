"""What the matcher needs to know of a document."""

from collections.abc import Callable
from functools import partial

import pytest

from pactgraph.extraction.reading import Reading
from pactgraph.extraction.rules import Rules
from pactgraph.extraction.scenes import scene

from .marking import read as marked_reading

Read = Callable[..., Reading]


@pytest.fixture
def read(rules: Rules) -> Read:
    return partial(marked_reading, rules)


def test_the_scene_knows_offices_and_their_bodies(read: Read) -> None:
    reading = read("said Kenya 's President Ola Berg .")
    made = scene(reading)
    (person,) = (n for n in reading.entities.nodes if n.kind == "person")
    (kenya,) = (n for n in reading.entities.nodes if n.kind == "state")
    assert made.roles[id(person)] == "President"
    assert made.affiliations[id(person)] == [kenya]
    assert made.leaders[id(kenya)] == [person]
    assert made.post_nodes[3] is person


def test_an_agreements_tokens_end_before_its_parties(read: Read) -> None:
    reading = read("a treaty between Kenya and Uganda .")
    made = scene(reading)
    assert [n.kind for n in made.of[1]] == ["agreement"]
    assert 2 not in made.of
    assert [n.kind for n in made.of[3]] == ["state"]


def test_the_tokens_of_an_office_stand_for_the_person_but_for_its_body(read: Read) -> None:
    made = scene(read("said Minister of Fish Ola Berg of Kenya ."))
    assert {made.post_nodes[i].kind for i in (1, 2, 3)} == {"person"}
    assert 4 not in made.post_nodes


def test_what_an_ambassador_is_sent_to_is_not_his(read: Read) -> None:
    reading = read("said Ambassador to Norway Ola Berg .")
    made = scene(reading)
    (person,) = (n for n in reading.entities.nodes if n.kind == "person")
    assert made.affiliations[id(person)] == []


def test_quotations_have_speakers(read: Read) -> None:
    reading = read("“ We have signed a very good treaty ” said Ola Berg .")
    made = scene(reading)
    assert set(made.quoted.values()) == {0}
    assert made.speakers[0].names == ["Ola Berg"]


def test_an_empty_text_has_an_empty_scene(read: Read) -> None:
    made = scene(read(""))
    assert made.of == {}
    assert made.focus is None
    assert made.sentences == []
