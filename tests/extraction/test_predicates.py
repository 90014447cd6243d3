"""Predicates and their arguments: whatever the voice and clause, who acts and what is acted on come out the same."""

import pytest

from pactgraph.extraction.lexicon import Lexicon
from pactgraph.extraction.predicates import Predicate, conjuncts, predicates, preposition

from . import trees
from .trees import parsed

VERBS = frozenset({"sign", "ratify", "renew", "cover", "build"})
LEXICON = Lexicon.from_data(
    {
        "negations": ["not", "never", "n't"],
        "planning_auxiliaries": ["will", "shall"],
        "possible_auxiliaries": ["may"],
        "achieving": ["pleased"],
    },
    VERBS,
    frozenset({"renewal", "party"}),
)


def one(tree: str, lemma: str) -> tuple[Predicate, dict[str, list[str]]]:
    """The predicate with this lemma, and the words that fill its roles."""
    doc = parsed(tree)
    (found,) = (p for p in predicates(doc, LEXICON) if p.lemma == lemma)
    roles = {"agent": found.agent, "patient": found.patient, **found.obliques}
    return found, {role: [doc[i].text for i in tokens] for role, tokens in roles.items() if tokens}


@pytest.mark.parametrize(
    ("tree", "agents"),
    [
        (trees.ACTIVE, ["Kenya"]),
        (trees.PASSIVE, ["Kenya", "Uganda"]),
        (trees.RELATIVE_PASSIVE, ["Kenya"]),
        (trees.RELATIVE_OBJECT, ["Kenya"]),
        (trees.RELATIVE_BARE, ["Kenya"]),
        (trees.RELATIVE_PLACE, ["Kenya"]),
        (trees.PARTICIPLE, ["Kenya"]),
        (trees.COORDINATED, ["Kenya", "Uganda"]),
        (trees.NEGATED, ["Kenya"]),
        (trees.PLANNED, ["Kenya"]),
        (trees.AGREED_TO, ["Kenya"]),
        (trees.PLEASED_TO, ["Kenya"]),
        (trees.PURPOSE, ["Kenya"]),
        (trees.PARTICIPLE_CLAUSE, ["Kenya"]),
        (trees.TO_BE_SIGNED, ["Kenya"]),
    ],
    ids=[
        *(
            "active",
            "passive",
            "relative-passive",
            "relative-object",
            "relative-bare",
            "relative-place",
            "participle",
        ),
        *(
            "coordinated",
            "negated",
            "planned",
            "agreed-to",
            "pleased-to",
            "purpose",
            "after-clause",
            "to-be-signed",
        ),
    ],
)
def test_who_signs_what_in_every_form(tree: str, agents: list[str]) -> None:
    _, roles = one(tree, "sign")
    assert roles["agent"] == agents
    assert roles["patient"] == ["treaty"]


@pytest.mark.parametrize(
    ("tree", "roles"),
    [
        (trees.NOMINAL_BY, {"agent": ["Kenya"], "patient": ["treaty"], "of": ["treaty"], "by": ["Kenya"]}),
        (trees.NOMINAL_POSSESSIVE, {"patient": ["treaty"], "of": ["treaty"], "'s": ["Kenya"]}),
        (trees.NOMINAL_COMPOUND, {"patient": ["treaty"], "compound": ["treaty"]}),
    ],
    ids=["by", "possessive", "compound"],
)
def test_a_noun_of_action_has_arguments_too(tree: str, roles: dict[str, list[str]]) -> None:
    found, words = one(tree, "renewal")
    assert found.form == "noun"
    assert words == roles


def test_a_copular_noun_has_its_subject_as_agent() -> None:
    found, roles = one(trees.COPULA, "party")
    assert found.form == "copula"
    assert roles == {"agent": ["Kenya", "Uganda"], "to": ["treaty"]}


def test_obliques_are_kept_by_preposition_and_by_relational_noun() -> None:
    _, roles = one(trees.ACTIVE, "sign")
    assert roles["with"] == ["Uganda"]
    assert roles["in"] == ["Lima"]
    assert roles["on"] == ["margins"]
    assert roles["on margins of"] == ["summit"]


def test_the_agent_of_a_passive_is_no_oblique_any_more() -> None:
    found, roles = one(trees.PASSIVE, "sign")
    assert found.passive
    assert "by" not in roles


def test_where_gives_a_place() -> None:
    _, roles = one(trees.RELATIVE_PLACE, "sign")
    assert roles["in"] == ["Lima"]


def test_the_object_of_one_verb_is_that_of_its_conjuncts() -> None:
    _, signing = one(trees.COORDINATED, "sign")
    _, ratifying = one(trees.COORDINATED, "ratify")
    assert signing == ratifying == {"agent": ["Kenya", "Uganda"], "patient": ["treaty"]}


def test_a_participle_clause_shares_the_subject() -> None:
    _, roles = one(trees.PARTICIPLE_CLAUSE, "build")
    assert roles == {"agent": ["Kenya"], "on": ["pact"]}


@pytest.mark.parametrize(
    ("tree", "modality"),
    [
        (trees.ACTIVE, "asserted"),
        (trees.PASSIVE, "asserted"),
        (trees.PLANNED, "planned"),
        (trees.POSSIBLE, "possible"),
        (trees.AGREED_TO, "planned"),
        (trees.PLEASED_TO, "asserted"),
        (trees.TO_BE_SIGNED, "planned"),
    ],
    ids=["active", "passive", "will", "may", "agreed-to", "pleased-to", "to-be-signed"],
)
def test_modality(tree: str, modality: str) -> None:
    assert one(tree, "sign")[0].modality == modality


def test_a_purpose_clause_does_not_state_the_act() -> None:
    assert one(trees.PURPOSE, "sign")[0].modality != "asserted"


def test_negation_and_tense() -> None:
    assert one(trees.NEGATED, "sign")[0].negated
    assert not one(trees.ACTIVE, "sign")[0].negated
    assert one(trees.ACTIVE, "sign")[0].past
    assert not one(trees.PLANNED, "sign")[0].past


def test_governors_are_the_words_above_an_infinitive() -> None:
    assert one(trees.AGREED_TO, "sign")[0].governors == ("agree",)
    assert one(trees.ACTIVE, "sign")[0].governors == ()


def test_a_verb_that_title_case_hides_is_a_verb() -> None:
    found, roles = one(trees.HEADLINE, "sign")
    assert found.form == "verb"
    assert roles["patient"] == ["Treaty"]


def test_the_scope_is_the_clause() -> None:
    doc = parsed(trees.RELATIVE_PASSIVE)
    (found,) = (p for p in predicates(doc, LEXICON) if p.lemma == "sign")
    assert " ".join(doc[i].text for i in found.scope) == ", which was signed by Kenya ,"


def test_roles_joined_by_a_bar_are_read_together() -> None:
    made = Predicate(0, "sign", "verb", agent=[1], patient=[2], obliques={"with": [3, 1], "": [4]})
    assert made.role("agent|with") == [1, 3]
    assert made.role("agent|patient|") == [1, 2, 4]
    assert made.role("against") == []


def test_conjuncts_and_prepositions() -> None:
    doc = parsed(trees.PASSIVE)
    assert [t.text for t in conjuncts(doc[5])] == ["Kenya", "Uganda"]
    assert preposition(doc[5]) == "by"
    assert preposition(doc[1]) == ""


def test_predicates_come_in_the_order_of_their_tokens() -> None:
    found = predicates(parsed(trees.TWO_SENTENCES), LEXICON)
    assert [(p.token, p.lemma) for p in found] == [(1, "sign"), (6, "renew")]
