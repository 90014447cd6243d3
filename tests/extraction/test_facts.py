"""Facts that no frame gives: names that name parties, years in names, offices, quotations, citations."""

from collections.abc import Callable, Iterable

import pytest
from spacy.tokens import Doc, Span

from pactgraph.extraction.facts import other_facts, scene
from pactgraph.extraction.matching import Fact
from pactgraph.extraction.nodes import Node, best_name
from pactgraph.extraction.reading import Reading
from pactgraph.extraction.rules import Rules

from .trees import flat

STATES = {"Kenya": "countries:KE", "Uganda": "countries:UG", "Norway": "countries:NO"}
PEOPLE = {"Ola Berg", "Ana Ruiz"}
Read = Callable[..., Reading]


def marked(text: str) -> Doc:
    doc = flat(text)
    for token in doc:
        token.pos_ = "PROPN" if token.text[:1].isupper() else "X"
    doc.spans["gazetteer"] = [
        Span(doc, t.i, t.i + 1, label="countries", span_id=STATES[t.text]) for t in doc if t.text in STATES
    ]
    doc.ents = [
        Span(doc, i, i + 2, label="PERSON") for i in range(len(doc) - 1) if doc[i : i + 2].text in PEOPLE
    ]
    return doc


@pytest.fixture
def read(rules: Rules) -> Read:
    return lambda text, date=None, genre="": Reading(marked(text), rules, None, date, genre)


def label(node: Node | None) -> str:
    return best_name(node) or node.kind if node is not None else ""


def said(facts: Iterable[Fact]) -> set[tuple[str, str, str]]:
    return {(label(f.subject), f.property, label(f.object) or (f.value.value if f.value else "")) for f in facts}


def facts(reading: Reading) -> list[Fact]:
    return list(other_facts(reading, scene(reading)))


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
    assert (fact.property, fact.value.value if fact.value else "", fact.rule) == ("dateSigned", "1996", "names:dated")


def test_a_count_is_said(read: Read) -> None:
    (fact,) = facts(read("they like two treaties ."))
    assert said([fact]) == {("treaties", "instrumentCount", "2")}


def test_an_extension_renews_and_keeps_the_parties(read: Read) -> None:
    found = said(facts(read("the third extension of the Treaty between Kenya and Uganda .")))
    derived = {(p, o) for s, p, o in found if "extension" in s}
    assert {p for p, _ in derived} == {"party", "renews"}
    assert ("party", "Kenya") in derived


def test_what_is_attached_to_another(read: Read) -> None:
    found = facts(read("the Protocol on Cod under the Treaty on Fish ."))
    assert ("Protocol on Cod", "protocolTo", "Treaty on Fish") in said(found)
    found = facts(read("the Agreement on Cod under the Treaty on Fish ."))
    assert ("Agreement on Cod", "implements", "Treaty on Fish") in said(found)


def test_neighbours_are_not_attached(read: Read) -> None:
    found = facts(read("the Protocol on Cod and the Treaty on Fish ."))
    assert found == []


def test_an_office_is_a_post(read: Read) -> None:
    found = facts(read("said Kenya 's Minister of Justice Ola Berg ."))
    assert said(found) == {("post", "heldBy", "Ola Berg"), ("post", "roleName", "Minister of Justice"), ("post", "postAt", "Kenya")}
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


CITING = "They met . (Ana Ruiz, Cod News, HARBOUR NEWS (May 4, 2010).) More . (Id.)"


def test_a_citation_and_what_it_cites(read: Read) -> None:
    found = facts(read(CITING))
    assert {
        ("Cod News", "title", "Cod News"),
        ("Cod News", "author", "Ana Ruiz"),
        ("Cod News", "publisher", "HARBOUR NEWS"),
        ("Cod News", "datePublished", "2010-05-04"),
        ("document", "citesSource", "Cod News"),
    } <= said(found)
    sources = [f.object for f in found if f.property == "citedSource"]
    assert len(sources) == 2
    assert sources[0] is sources[1]
    assert ("citation", "backReference", "Id.") in said(found)


def test_a_cited_agreement_is_an_agreement(read: Read) -> None:
    found = facts(read("Kenya met Uganda . (Treaty on Fish between Kenya and Uganda (May 4, 2010).)"))
    treaty = next(f.object for f in found if f.property == "citedSource")
    assert treaty is not None
    assert (treaty.kind, treaty.cls) == ("agreement", "Treaty")
    about = {(f.property, label(f.object) or (f.value.value if f.value else "")) for f in found if f.subject is treaty}
    assert about == {("party", "Kenya"), ("party", "Uganda"), ("dateSigned", "2010-05-04")}


def test_a_document_that_is_the_instrument(read: Read, rules: Rules) -> None:
    genre = next(iter(rules.instrument_genres))
    text = "the Fish Treaty between Kenya and Uganda recalls the Lima Protocol on Cod ."
    found = said(facts(read(text, "2012-04-17", genre)))
    name = "Fish Treaty between Kenya and Uganda"
    assert {(name, "dateSigned", "2012-04-17"), (name, "status", "signed"), (name, "cites", "Lima Protocol on Cod")} <= found
    assert not any(p in ("dateSigned", "status") for _, p, _ in said(facts(read(text, "2012-04-17", "news"))))


def test_the_scene_knows_offices_and_their_bodies(read: Read) -> None:
    reading = read("said Kenya 's President Ola Berg .")
    made = scene(reading)
    (person,) = (n for n in reading.entities.nodes if n.kind == "person")
    (kenya,) = (n for n in reading.entities.nodes if n.kind == "state")
    assert made.roles[id(person)] == "President"
    assert made.affiliations[id(person)] == [kenya]
    assert made.leaders[id(kenya)] == [person]
    assert made.post_nodes[3] is person


def test_a_text_without_anything_has_no_facts(read: Read) -> None:
    assert facts(read("the weather was fine .")) == []
    assert facts(read("")) == []
