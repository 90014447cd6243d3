"""Settling: of all that was found, what is stated."""



import pytest

from pactgraph.extraction.facts import scene
from pactgraph.extraction.findings import Value
from pactgraph.extraction.matching import NOMINAL, PARSED, Fact
from pactgraph.extraction.nodes import Node
from pactgraph.extraction.reading import Reading
from pactgraph.extraction.rules import Rules
from pactgraph.extraction.settling import settle

from .test_facts import marked

TEXT = "the Fish Treaty and the Cod Treaty bind Kenya and Uganda ."


class Case:
    """A text with two named agreements, and facts about them to be settled."""

    def __init__(self, rules: Rules, text: str = TEXT, date: str | None = None) -> None:
        self.reading = Reading(marked(text), rules, None, date)
        self.scene = scene(self.reading)
        self.agreements = self.reading.resolver.nodes
        self.states = [n for n in self.reading.entities.nodes if n.kind == "state"]

    def settled(self, *facts: Fact) -> list[Fact]:
        return settle(self.reading, self.scene, list(facts))


@pytest.fixture
def case(rules: Rules) -> Case:
    return Case(rules)


def valued(subject: Node, name: str, value: str, datatype: str = "string", **more: object) -> Fact:
    return Fact(subject, name, None, Value(value, datatype), 2, 3, **{"rule": "frames:x", **more})  # type: ignore[arg-type]  # mixed


def linked(subject: Node, name: str, target: Node, **more: object) -> Fact:
    return Fact(subject, name, target, None, 2, 3, **{"rule": "frames:x", **more})  # type: ignore[arg-type]  # mixed


def values(facts: list[Fact], subject: Node, name: str) -> list[str]:
    return [f.value.value for f in facts if f.subject is subject and f.property == name and f.value]


def test_a_thing_says_nothing_about_itself(case: Case) -> None:
    treaty = case.agreements[0]
    assert not any(f.object is treaty for f in case.settled(linked(treaty, "renews", treaty)))


def test_the_weightier_status_stays(case: Case) -> None:
    treaty = case.agreements[0]
    facts = case.settled(valued(treaty, "status", "planned"), valued(treaty, "status", "signed"))
    assert values(facts, treaty, "status") == ["signed"]


def test_a_verb_says_more_of_the_status_than_a_noun(case: Case) -> None:
    treaty = case.agreements[0]
    noun = valued(treaty, "status", "signed", confidence=NOMINAL)
    verb = valued(treaty, "status", "planned", confidence=PARSED, modality="planned")
    facts = case.settled(noun, verb)
    assert values(facts, treaty, "status") == ["planned"]
    assert [f.modality for f in facts if f.property == "status" and f.subject is treaty] == ["asserted"]


def test_what_is_spoken_of_by_name_exists(case: Case) -> None:
    facts = case.settled()
    assert [(f.property, f.rule, f.basis) for f in facts] == [("status", "names:existing", "spoken of as existing")] * 2


def test_the_more_precise_date_stays(case: Case) -> None:
    treaty = case.agreements[0]
    facts = case.settled(valued(treaty, "dateSigned", "1999", "gYear"), valued(treaty, "dateSigned", "1999-05-04", "date"))
    assert values(facts, treaty, "dateSigned") == ["1999-05-04"]


def test_the_surer_date_stays(case: Case) -> None:
    treaty = case.agreements[0]
    unsure = valued(treaty, "dateSigned", "1999-05-04", "date", confidence=0.5)
    facts = case.settled(unsure, valued(treaty, "dateSigned", "2001", "gYear", confidence=0.9))
    assert values(facts, treaty, "dateSigned") == ["2001"]


def test_one_signature_for_each_signatory(case: Case) -> None:
    treaty, person = case.agreements[0], Node("person", "Person", names=["Ola"])
    facts = []
    for _ in range(2):
        made = Node("signature", "Signature")
        facts += [linked(treaty, "signature", made), linked(made, "signatory", person)]
    settled = case.settled(*facts)
    assert len({id(f.object) for f in settled if f.property == "signature"}) == 1


def test_two_signatories_of_two_parties(case: Case) -> None:
    treaty, (kenya, uganda) = case.agreements[0], case.states
    facts = [linked(treaty, "party", kenya), linked(treaty, "party", uganda)]
    nodes = [Node("signature", "Signature") for _ in range(2)]
    for node in nodes:
        facts += [linked(treaty, "signature", node), linked(node, "signatory", Node("person", "Person"))]
    settled = case.settled(*facts, linked(nodes[0], "onBehalfOf", kenya))
    assert [(f.object, f.rule) for f in settled if f.subject is nodes[1] and f.property == "onBehalfOf"] == [
        (uganda, "signing:elimination")
    ]


def test_the_same_fact_is_stated_once(case: Case) -> None:
    treaty, kenya = case.agreements[0], case.states[0]
    facts = case.settled(linked(treaty, "party", kenya), linked(treaty, "party", kenya))
    assert len([f for f in facts if f.property == "party"]) == 1


def test_facts_come_in_the_order_of_the_text(case: Case) -> None:
    treaty, (kenya, uganda) = case.agreements[0], case.states
    late = Fact(treaty, "party", kenya, None, 9, 10, "frames:x")
    facts = case.settled(late, linked(treaty, "party", uganda))
    assert [f.start for f in facts] == sorted(f.start for f in facts)


def test_talk_of_treaties_in_general_is_dropped(rules: Rules) -> None:
    case = Case(rules, "they like some treaties with fish .")
    (node,) = case.agreements
    assert case.settled(linked(node, "topic", Node("topic", "Concept"))) == []


def test_a_thing_without_a_name_needs_something_said_of_it(rules: Rules) -> None:
    case = Case(rules, "they like a treaty .")
    assert case.settled() == []
    (node,) = case.agreements
    assert case.settled(valued(node, "dateSigned", "1999", "gYear"))


QUOTED = "“ We have signed the very good Fish Treaty ” {by} ."


@pytest.mark.parametrize(("by", "modality"), [("said Ola Berg", "asserted"), ("he said", None)])
def test_words_of_nobody_are_not_stated(rules: Rules, by: str, modality: str | None) -> None:
    case = Case(rules, QUOTED.format(by=by))
    treaty = case.agreements[0]
    facts = [f for f in case.settled(valued(treaty, "dateSigned", "1999", "gYear")) if f.property == "dateSigned"]
    assert [f.modality for f in facts] == ([modality] if modality else [])


def test_what_is_said_of_others_is_a_claim(rules: Rules) -> None:
    case = Case(rules, "“ We have seen Kenya keep the Fish Treaty ” said Ola Berg .")
    kenya, ola = case.states[0], next(n for n in case.reading.entities.nodes if n.kind == "person")
    (fact,) = (f for f in case.settled(linked(kenya, "offers", case.agreements[0])) if f.property == "offers")
    assert (fact.modality, fact.speaker) == ("claimed", ola)


def test_a_day_without_a_year_may_be_of_the_latest_year(rules: Rules) -> None:
    case = Case(rules, "the Fish Treaty , kept since 1999 and until 2004 .")
    treaty = case.agreements[0]
    facts = case.settled(valued(treaty, "dateSigned", "--05-04", "gMonthDay"))
    (inferred,) = (f for f in facts if f.modality == "inferred")
    assert inferred.value == Value("2004-05-04", "date")
    assert "2004" in (inferred.basis or "")


def test_with_a_documents_date_no_year_is_guessed(rules: Rules) -> None:
    case = Case(rules, "the Fish Treaty , kept since 1999 .", "2012-04-17")
    facts = case.settled(valued(case.agreements[0], "dateSigned", "--05-04", "gMonthDay"))
    assert not any(f.modality == "inferred" for f in facts)


def test_the_place_of_the_occasion(case: Case) -> None:
    treaty, summit, lima = case.agreements[0], Node("event", "Event", names=["Summit"]), Node("place", "Place", names=["Lima"])
    facts = case.settled(linked(treaty, "occasion", summit), linked(summit, "location", lima))
    (placed,) = (f for f in facts if f.property == "placeSigned")
    assert (placed.object, placed.modality) == (lima, "inferred")
