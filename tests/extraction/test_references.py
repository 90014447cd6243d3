"""References: which mentions of described things are one thing, and what pronouns and groups stand for."""

from typing import Any

import pytest

from pactgraph.errors import RuleError
from pactgraph.extraction.findings import Form
from pactgraph.extraction.mentions import Ref
from pactgraph.extraction.nodes import Node
from pactgraph.extraction.references import Pointers, ReferenceRules, Resolver, sentence_numbers

from . import trees
from .trees import flat, parsed

DATA: dict[str, Any] = {
    "groups": {"state": ["countries"], "party": ["sides"], "place": ["regions"]},
    "group_markers": ["two", "both", "three"],
    "pronouns": {"singular": ["it"], "plural": ["they"], "own": ["we"]},
    "leaders": ["head"],
    "generic_heads": ["agreement"],
    "plain_modifiers": ["bilateral"],
    "plain_words": ["memorandum", "of", "understanding", "mou", "agreement", "and"],
}
RULES = ReferenceRules.from_data(DATA)
DOC = flat(" ".join(f"w{i}" for i in range(60)))


def ref(start: int, name: str, form: Form = "name", key: str = "treaty", **more: Any) -> Ref:
    cls = {"treaty": "Treaty", "agreement": "Agreement", "protocol": "Protocol"}[key]
    modifiers = tuple(name.lower().split()[:-1])
    return Ref(
        start,
        start + 2,
        start + 1,
        "agreement",
        cls,
        form,
        "test",
        name,
        key=key,
        modifiers=modifiers,
        **more,
    )


def resolved(
    *refs: Ref, dates: dict[int, str] | None = None, parties: dict[int, list[Node]] | None = None
) -> Resolver:
    made = Resolver(DOC, RULES, dates or {}, parties or {}, frozenset())
    made.resolve(refs)
    return made


def groups(resolver: Resolver) -> list[list[int]]:
    return [[r.start for r in node.refs] for node in resolver.nodes]


def test_the_same_name_is_the_same_thing() -> None:
    assert groups(resolved(ref(0, "Lima Treaty"), ref(5, "Oslo Treaty"), ref(10, "Lima Treaty"))) == [
        [0, 10],
        [5],
    ]


def test_a_shorter_name_is_the_longer_one() -> None:
    first = ref(0, "Lima Treaty on Fish Stocks")
    assert groups(resolved(first, ref(10, "Treaty on Fish Stocks", definiteness="definite"))) == [[0, 10]]
    assert groups(resolved(first, ref(10, "Treaty on Fish Stocks", definiteness="indefinite"))) == [[0], [10]]


def test_the_words_of_a_pointing_mention_lead_back() -> None:
    back = ref(10, "treaty", "anaphor", definiteness="definite")
    assert groups(resolved(ref(0, "Lima Treaty"), ref(5, "Oslo Protocol", key="protocol"), back)) == [
        [0, 10],
        [5],
    ]


def test_a_generic_head_points_to_a_specific_thing() -> None:
    back = ref(10, "agreement", "anaphor", key="agreement", definiteness="definite")
    made = resolved(ref(0, "Lima Treaty"), back)
    assert groups(made) == [[0, 10]]
    assert made.nodes[0].cls == "Treaty"


def test_a_specific_head_says_more_of_the_class() -> None:
    first = ref(0, "fish agreement", "description", key="agreement", definiteness="indefinite", headline=True)
    second = ref(10, "fish treaty", "description", definiteness="definite")
    made = resolved(first, second)
    assert [n.cls for n in made.nodes] in (["Treaty"], ["Agreement", "Treaty"])


def test_an_indefinite_description_is_a_new_thing() -> None:
    one = ref(0, "fish treaty", "description", definiteness="indefinite")
    two = ref(10, "cod treaty", "description", definiteness="indefinite")
    assert groups(resolved(one, two)) == [[0], [10]]


@pytest.mark.parametrize(("modifier", "same"), [("bilateral", True), ("fish", True), ("energy", False)])
def test_modifiers_must_fit(modifier: str, same: bool) -> None:
    one = ref(0, "fish treaty", "description", definiteness="indefinite")
    two = ref(10, f"{modifier} treaty", "description", definiteness="definite")
    assert (len(resolved(one, two).nodes) == 1) is same


def test_an_acronym_leads_to_what_defined_it() -> None:
    one, two = ref(0, "Lima Treaty", aliases=["LT"]), ref(5, "Oslo Treaty")
    made = resolved(one, two, ref(10, "LT", "acronym"))
    assert groups(made) == [[0, 10], [5]]
    assert made.nodes[0].acronyms == ["LT"]


def test_different_own_dates_tell_things_apart() -> None:
    refs = ref(0, "Lima Treaty"), ref(10, "Lima Treaty")
    assert groups(resolved(*refs, dates={0: "1996", 10: "2012"})) == [[0], [10]]
    assert groups(resolved(*refs, dates={0: "1996", 10: "1996-05"})) == [[0, 10]]


def test_different_parties_tell_things_apart() -> None:
    kenya, uganda, peru = (Node("state", "State", names=[n]) for n in ("Kenya", "Uganda", "Peru"))
    refs = ref(0, "Fish Treaty"), ref(10, "Fish Treaty")
    assert groups(resolved(*refs, parties={0: [kenya, uganda], 10: [uganda, peru]})) == [[0], [10]]
    made = resolved(*refs, parties={0: [kenya, uganda], 10: [uganda, kenya]})
    assert groups(made) == [[0, 10]]
    assert made.nodes[0].parties == [kenya, uganda]


def test_counts_tell_things_apart() -> None:
    assert groups(resolved(ref(0, "Fish Treaties", count=2), ref(10, "Fish Treaties", count=3))) == [
        [0],
        [10],
    ]


def test_a_plural_that_points_needs_several() -> None:
    back = ref(10, "treaties", "anaphor", definiteness="definite", plural=True)
    assert groups(resolved(ref(0, "Lima Treaty"), back)) == [[0], [10]]


def test_the_first_heavy_thing_is_what_the_document_is_about() -> None:
    weak, heavy = ref(0, "Lima Treaty", weak=True), ref(5, "Oslo Treaty")
    made = resolved(weak, heavy)
    assert made.focus is made.nodes[1]
    assert [n.focus for n in made.nodes] == [False, True]


def test_a_headline_is_taken_up_by_the_body() -> None:
    headline = ref(0, "Fish Treaty", headline=True)
    body = ref(10, "bilateral treaty", "description", definiteness="indefinite")
    assert groups(resolved(headline, body)) == [[0, 10]]


def test_a_derived_thing_is_one_of_its_own() -> None:
    original = ref(5, "Lima Treaty")
    derived = ref(0, "extension of the Lima Treaty", "description", derived=True, complement=original)
    made = resolved(original, derived)
    assert groups(made) == [[5], [0]]
    assert made.nodes[1].derived_from is made.nodes[0]


def test_nothing_refers_to_nothing() -> None:
    made = resolved()
    assert made.nodes == []
    assert made.focus is None


def test_sentences_are_numbered() -> None:
    assert sentence_numbers(parsed(trees.TWO_SENTENCES)) == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
    assert sentence_numbers(flat("")) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the two countries", "state"),
        ("both sides", "party"),
        ("many countries", None),
        ("the two cities", None),
    ],
)
def test_group_nouns_need_a_marker(text: str, kind: str | None) -> None:
    doc = flat(text)
    assert Pointers(doc, RULES, {}).group(doc[len(doc) - 1]) == kind


def test_members_of_a_group() -> None:
    doc = flat("Kenya Uganda Peru . The two countries left")
    kenya, uganda, peru = (Node("state", "State", names=[n]) for n in ("Kenya", "Uganda", "Peru"))
    pointers = Pointers(doc, RULES, {0: kenya, 1: uganda, 2: peru})
    assert pointers.members(doc[6], "state", None) == [uganda, peru]
    assert pointers.members(doc[6], "organization", None) == []
    focus = Node("agreement", "Treaty", parties=[kenya, peru])
    assert pointers.members(doc[6], "state", focus) == [kenya, peru]


def test_a_missing_list_is_named() -> None:
    with pytest.raises(RuleError, match="leaders") as caught:
        ReferenceRules.from_data({k: v for k, v in DATA.items() if k != "leaders"})
    assert caught.value.where == "extract/references.yaml"
