"""The closed classes of English, and verb forms that no tagger is needed for."""

import pytest

from pactgraph.extraction.lexicon import Lexicon, regular_forms

from . import trees
from .trees import parsed

LEXICON = Lexicon.from_data(
    {
        "negations": ["not", "by"],
        "planning_auxiliaries": ["will"],
        "possible_auxiliaries": [],
        "achieving": [],
        "irregular_forms": {"built": "build", "went": "go"},
    },
    frozenset({"sign", "build"}),
    frozenset({"renewal"}),
)


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("sign", ["sign", "signs", "signed", "signing"]),
        ("renegotiate", ["renegotiate", "renegotiates", "renegotiated", "renegotiating"]),
        ("ratify", ["ratify", "ratifies", "ratified", "ratifying"]),
        ("employ", ["employ", "employs", "employed", "employing"]),
        ("reach", ["reach", "reaches", "reached", "reaching"]),
        ("witness", ["witness", "witnesses", "witnessed", "witnessing"]),
    ],
)
def test_regular_forms(verb: str, forms: list[str]) -> None:
    assert regular_forms(verb) == forms


def test_irregular_forms_belong_to_verbs_that_frames_ask_for() -> None:
    assert LEXICON.forms["built"] == "build"
    assert "went" not in LEXICON.forms


def test_a_known_form_has_its_verb_as_lemma_whatever_the_tagger_said() -> None:
    doc = parsed(trees.ACTIVE.replace("signed sign VERB", "signed signe VERB"))
    assert LEXICON.lemma(doc[1]) == "sign"


def test_a_noun_keeps_its_own_lemma() -> None:
    doc = parsed("signs sign NOUN NNS ROOT 0")
    assert LEXICON.lemma(doc[0]) == "sign"
    doc = parsed("Treaties treaty NOUN NNS ROOT 0")
    assert LEXICON.lemma(doc[0]) == "treaty"


def test_a_negation_negates_as_a_modifier_only() -> None:
    doc = parsed(trees.NEGATED)
    assert LEXICON.is_negation(doc[2])
    assert not LEXICON.is_negation(doc[1])
    assert not LEXICON.is_negation(parsed(trees.PASSIVE)[4])


def test_action_nouns_are_those_of_frames() -> None:
    doc = parsed(trees.NOMINAL_BY)
    assert [t.text for t in doc if LEXICON.is_action_noun(t)] == ["renewal"]


def test_title_case_verbs_are_told_from_names() -> None:
    doc = parsed(trees.HEADLINE)
    assert [t.text for t in doc if LEXICON.is_verb_form(t)] == ["Signs"]
    assert not LEXICON.is_verb_form(parsed("Sign Sign PROPN NNP ROOT 0")[0])
