"""Facts that no frame gives: names that name parties, years in names, offices, quotations."""

from collections.abc import Callable
from functools import partial

import pytest

from pactgraph.extraction.reading import Reading
from pactgraph.extraction.rules import Rules

from .marking import facts, label, said
from .marking import read as marked_reading

Read = Callable[..., Reading]


@pytest.fixture
def read(rules: Rules) -> Read:
    return partial(marked_reading, rules)


def test_a_name_names_its_parties(read: Read) -> None:
    found = facts(read("the Kenya – Uganda Treaty on Fish ."))
    assert {f.rule for f in found} == {"names:parties-in-name"}
    assert {(p, o) for _, p, o in said(found)} == {("party", "Kenya"), ("party", "Uganda")}


def test_a_list_of_parties_behind_the_name(read: Read) -> None:
    found = facts(read("a treaty between Kenya and Uganda ."))
    assert {f.rule for f in found} == {"names:parties-listed"}
    assert {o for _, _, o in said(found)} == {"Kenya", "Uganda"}


def test_a_year_in_front_dates_the_name(read: Read) -> None:
    (fact,) = facts(read("the 1996 Fish Treaty ."))
    assert (fact.property, fact.value.value if fact.value else "", fact.rule) == (
        "dateSigned",
        "1996",
        "names:dated",
    )


def test_a_count_is_said(read: Read) -> None:
    (fact,) = facts(read("they like two treaties ."))
    assert said([fact]) == {("treaties", "instrumentCount", "2")}


def test_an_extension_renews_and_keeps_the_parties(read: Read) -> None:
    found = said(facts(read("the third extension of the Treaty between Kenya and Uganda .")))
    derived = {(p, o) for s, p, o in found if "extension" in s}
    assert {p for p, _ in derived} == {"party", "renews"}
    assert ("party", "Kenya") in derived


@pytest.mark.parametrize(
    ("name", "relation"), [("Protocol on Cod", "protocolTo"), ("Agreement on Cod", "implements")]
)
def test_what_is_attached_to_another(read: Read, name: str, relation: str) -> None:
    (fact,) = facts(read(f"the {name} under the Treaty on Fish ."))
    assert label(fact.subject).startswith(name)
    assert (fact.property, label(fact.object)) == (relation, "Treaty on Fish")


def test_neighbours_are_not_attached(read: Read) -> None:
    found = facts(read("the Protocol on Cod and the Treaty on Fish ."))
    assert found == []


def test_an_office_is_a_post(read: Read) -> None:
    found = facts(read("said Kenya 's Minister of Justice Ola Berg ."))
    assert said(found) == {
        ("post", "heldBy", "Ola Berg"),
        ("post", "roleName", "Minister of Justice"),
        ("post", "postAt", "Kenya"),
    }
    assert len({id(f.subject) for f in found}) == 1


def test_an_ambassador_is_not_of_where_he_is_sent(read: Read) -> None:
    found = said(facts(read("said Ambassador to Norway Ola Berg .")))
    assert not any(p == "postAt" for _, p, _ in found)


def test_the_same_post_is_said_once(read: Read) -> None:
    found = facts(read("said Minister Ola Berg . And Minister Ola Berg left ."))
    assert len([f for f in found if f.property == "heldBy"]) == 1


def test_a_quotation_has_its_speaker_and_words(read: Read) -> None:
    found = facts(read("“ We have signed a very good treaty ” said Ola Berg ."))
    assert ("quotation", "speaker", "Ola Berg") in said(found)
    assert ("quotation", "quote", "We have signed a very good treaty") in said(found)


def test_a_quotation_without_a_speaker_says_nothing(read: Read) -> None:
    assert facts(read("“ We have signed a very good deed ” .")) == []


def test_a_text_without_anything_has_no_facts(read: Read) -> None:
    assert facts(read("the weather was fine .")) == []
    assert facts(read("")) == []
