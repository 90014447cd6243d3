"""Nodes: which names of one document belong to one thing."""

import pytest

from pactgraph.extraction.findings import Form
from pactgraph.extraction.mentions import Ref
from pactgraph.extraction.nodes import EntityNodes, Node, best_name, bracketed_acronyms, initials

from .trees import flat


def ref(
    name: str, start: int, kind: str = "organization", form: Form = "name", links: list[str] | None = None
) -> Ref:
    end = start + len(name.split())
    return Ref(start, end, start, kind, kind.title(), form, "test", name, links=links or [])


def grouped(
    text: str, *names: str, kind: str = "organization", links: dict[str, list[str]] | None = None
) -> list[Node]:
    """The nodes that the names make, in the order of their first mention."""
    doc = flat(text)
    refs, at = [], 0
    words = text.split()
    for name in names:
        size = len(name.split())
        at = next(i for i in range(at, len(words)) if words[i : i + size] == name.split())
        form: Form = "acronym" if name.isupper() and size == 1 else "name"
        refs.append(ref(name, at, kind, form, (links or {}).get(name)))
        at += size
    return EntityNodes(doc, refs).nodes


def test_the_same_name_is_the_same_thing() -> None:
    (node,) = grouped("The Oslo Agency and the Oslo Agency", "Oslo Agency", "Oslo Agency")
    assert len(node.refs) == 2
    assert node.names == ["Oslo Agency"]


def test_different_names_are_different_things() -> None:
    assert len(grouped("Oslo Agency and Lima Agency", "Oslo Agency", "Lima Agency")) == 2


def test_an_acronym_is_introduced_in_brackets() -> None:
    (node,) = grouped("Oslo Fish Agency ( OFA ) said . OFA left", "Oslo Fish Agency", "OFA", "OFA")
    assert node.acronyms == ["OFA"]
    assert len(node.refs) == 3


def test_an_acronym_of_the_initials_needs_no_bracket() -> None:
    assert len(grouped("Oslo Fish Agency said . OFA left", "Oslo Fish Agency", "OFA")) == 1
    assert len(grouped("Oslo Fish Agency said . LFA left", "Oslo Fish Agency", "LFA")) == 2


def test_gazetteer_ids_decide_before_names() -> None:
    same = {"Britain": ["countries:GB"], "UK": ["countries:GB"]}
    assert len(grouped("Britain and UK", "Britain", "UK", kind="state", links=same)) == 1
    other = {"Georgia": ["countries:GE"], "Georgia State": ["regions:US-GA"]}
    assert len(grouped("Georgia and Georgia State", "Georgia", "Georgia State", links=other)) == 2


def test_a_surname_is_the_person_with_that_name() -> None:
    (node,) = grouped("Ola Berg met . Berg left", "Ola Berg", "Berg", kind="person")
    assert best_name(node) == "Ola Berg"
    (node,) = grouped("Berg met . Ola Berg left", "Berg", "Ola Berg", kind="person")
    assert best_name(node) == "Ola Berg"


def test_two_persons_of_one_surname_stay_two() -> None:
    assert len(grouped("Ola Berg and Ana Berg", "Ola Berg", "Ana Berg", kind="person")) == 2


def test_tokens_lead_to_their_node() -> None:
    doc = flat("the Oslo Agency met")
    nodes = EntityNodes(doc, [ref("Oslo Agency", 1)])
    assert nodes.of[1] is nodes.of[2] is nodes.nodes[0]
    assert 0 not in nodes.of


def test_introduced_short_forms_are_told() -> None:
    doc = flat("Oslo Agency ( the “ Agency ” ) met")
    nodes = EntityNodes(doc, [ref("Oslo Agency", 0)])
    assert list(nodes.extra_mentions()) == [("Agency", nodes.nodes[0])]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Oslo Agency ( OA ) met", "OA"),
        ("Oslo Agency ( “ OA ” ) met", "OA"),
        ("Oslo Agency ( the OA ) met", "OA"),
        ("Oslo Agency ( in Norway ) met", None),
        ("Oslo Agency ( 2012 ) met", None),
        ("Oslo Agency ( OA", None),
        ("Oslo Agency", None),
    ],
)
def test_bracketed_short_forms(text: str, short: str | None) -> None:
    found = [s for _, s, _, _ in bracketed_acronyms(flat(text), [ref("Oslo Agency", 0)])]
    assert found == ([short] if short else [])


def test_a_mention_adds_its_name_unless_it_points_back() -> None:
    node = Node("agreement", "Treaty")
    node.add(ref("Lima Treaty", 0, links=["x:1"]))
    node.add(ref("treaty", 5, form="anaphor"))
    node.add(ref("LT", 7, form="acronym"))
    node.add(ref("Lima Treaty", 9, links=["x:1", "x:2"]))
    assert (node.names, node.acronyms, node.links) == (["Lima Treaty"], ["LT"], ["x:1", "x:2"])
    assert node.first == 0
    assert node.forms() == {"lima treaty", "lt"}


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("United Nations Office on Drugs and Crime", "UNODC"),
        ("Directorate-General for Fish", "DGF"),
        ("Oslo", "O"),
        ("", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_the_best_name_is_the_most_telling() -> None:
    assert (
        best_name(Node("x", "X", names=["LIMA TREATY ON COD AND FISH", "Lima Treaty", "Treaty of Lima"]))
        == "Treaty of Lima"
    )
    assert best_name(Node("x", "X", names=["LIMA TREATY"])) == "LIMA TREATY"
    assert best_name(Node("x", "X", acronyms=["LT"])) == "LT"
    assert best_name(Node("x", "X")) == ""
