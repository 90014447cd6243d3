"""Described things: how far a mention reaches, and whether it names, describes or points back."""

from typing import Any

import pytest
from spacy.tokens import Doc

from pactgraph.errors import RuleError
from pactgraph.extraction.mentions import Ref
from pactgraph.extraction.nominals import Heads, NominalFinder, tokens_of
from pactgraph.extraction.rules import Rules

from .trees import VOCAB

DATA: dict[str, Any] = {
    "kinds": {
        "agreement": {
            "default": "Agreement",
            "heads": [
                {
                    "head": ["memorandum of understanding", "memoranda of understanding"],
                    "class": "Memorandum",
                    "acronyms": ["MOU"],
                },
                {"head": ["treaty", "treaties"], "class": "Treaty"},
                {"head": ["agreement", "agreements"]},
                {"head": ["extension", "extensions"], "derived": True},
                {"head": ["deal", "deals"], "weak": True},
            ],
        },
        "event": {"default": "Event", "heads": [{"head": ["summit"], "named": True}]},
    },
    "determiners": {
        "definite": ["the", "this"],
        "deictic": ["new", "said"],
        "indefinite": ["a", "an", "some"],
        "possessive": ["its"],
    },
    "counts": {"two": 2, "three": 3},
    "name_prepositions": ["on", "for", "of", "in", "to"],
    "party_prepositions": ["between", "with"],
    "connectors": ["of", "the", "and", "on", "for"],
    "definitions": ["the", "hereinafter", "referred", "to", "as"],
    "excluded": ["loan agreement"],
}
HEADS = Heads.from_data(DATA)
POS = {
    **dict.fromkeys(("a", "an", "the", "this", "its", "some"), "DET"),
    **dict.fromkeys(("on", "of", "between", "with", "in", "for", "to", "by"), "ADP"),
    **dict.fromkeys(("and",), "CCONJ"),
    **dict.fromkeys(("signed", "covers"), "VERB"),
    **dict.fromkeys(("two", "three", "2012"), "NUM"),
    **dict.fromkeys(("new", "said", "bilateral", "third"), "ADJ"),
    **dict.fromkeys((",", ".", "(", ")", "“", "”", "–"), "PUNCT"),
}
KINDS = {**dict.fromkeys(("Kenya", "Uganda"), "state"), "Ola": "person", "Oslo": "place"}


def document(text: str) -> Doc:
    """Words with parts of speech; the tree is flat."""
    words = text.split()
    pos = [POS.get(w.lower(), "PROPN" if w[0].isupper() else "NOUN") for w in words]
    spaces = [
        w not in ("(", "“") and n not in (")", ",", ".", "”")
        for w, n in zip(words, [*words[1:], ""], strict=True)
    ]
    heads = [0] * len(words)
    starts = [i == 0 for i, _ in enumerate(words)]
    return Doc(
        VOCAB, words=words, spaces=spaces, pos=pos, heads=heads, deps=["dep"] * len(words), sent_starts=starts
    )


def found(text: str, headline: bool = False) -> list[Ref]:
    doc = document(text)
    entities = {t.i: KINDS[t.text] for t in doc if t.text in KINDS}
    lines = frozenset(range(len(doc))) if headline else frozenset()
    return NominalFinder(HEADS, frozenset({"signed", "sign", "signs"})).find(
        doc, entities, lines, {i: i for i in entities}
    )


def one(text: str, headline: bool = False) -> Ref:
    (ref,) = found(text, headline)
    return ref


@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        ("they signed a treaty .", "treaty", "description"),
        ("they signed the treaty .", "treaty", "anaphor"),
        ("they signed its treaty .", "treaty", "anaphor"),
        ("they signed the said treaty .", "treaty", "anaphor"),
        ("they signed the bilateral treaty .", "bilateral treaty", "description"),
        ("they signed the Lima Treaty .", "Lima Treaty", "name"),
        ("they signed the Treaty on Fish Stocks .", "Treaty on Fish Stocks", "name"),
        ("they signed the Treaty on Fish and Cod .", "Treaty on Fish and Cod", "name"),
        (
            "they signed the Memorandum of Understanding on Fish .",
            "Memorandum of Understanding on Fish",
            "name",
        ),
        ("they signed the MOU .", "MOU", "anaphor"),
        ("they signed the 2012 Lima Treaty .", "2012 Lima Treaty", "name"),
    ],
)
def test_reach_and_form(text: str, name: str, form: str) -> None:
    ref = one(text)
    assert (ref.name, ref.form) == (name, form)


@pytest.mark.parametrize(
    ("text", "definiteness"),
    [
        ("a treaty", "indefinite"),
        ("the treaty", "definite"),
        ("the new treaty", "deictic"),
        ("its treaty", "possessive"),
        ("a new treaty", "indefinite"),
        ("treaty", ""),
    ],
)
def test_determiners(text: str, definiteness: str) -> None:
    assert one(text).definiteness == definiteness


def test_the_longest_head_wins() -> None:
    assert one("a memorandum of understanding").cls == "Memorandum"
    assert one("an agreement").cls == "Agreement"


def test_counts_and_plurals() -> None:
    ref = one("signed two treaties .")
    assert (ref.count, ref.plural, ref.name) == (2, True, "treaties")
    ref = one("the three memoranda of understanding")
    assert (ref.count, ref.plural) == (3, True)
    assert one("a treaty").count is None


def test_parties_behind_between_and_with() -> None:
    doc_text = "the Treaty between Kenya and Uganda signed in Oslo"
    ref = one(doc_text)
    words = doc_text.split()
    assert [" ".join(words[a:b]) for a, b in ref.party_refs] == ["between Kenya and Uganda"]
    assert ref.name == "Treaty between Kenya and Uganda"
    ref = one("a treaty with Uganda .")
    assert ref.name == "treaty"
    assert len(ref.party_refs) == 1


def test_with_a_person_gives_no_party() -> None:
    assert one("a treaty with Ola .").party_refs == []


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("the Lima Treaty ( LT ) covers", "LT"),
        ("the Lima Treaty ( the “ Pact ” ) covers", "Pact"),
        ("the Lima Treaty ( hereinafter referred to as the “ Fish Pact ” ) covers", "Fish Pact"),
    ],
)
def test_short_forms_in_brackets(text: str, alias: str) -> None:
    ref = one(text)
    assert ref.aliases == [alias]
    assert text.split()[ref.end - 1] == ")"


def test_short_forms_are_mentions_later() -> None:
    first, later = found("the Lima Treaty ( LT ) covers fish . The LT covers cod .")
    assert (later.name, later.form, later.cls) == ("LT", "acronym", "Treaty")
    assert first.end <= later.start


def test_other_brackets_define_nothing() -> None:
    ref = one("the Lima Treaty ( signed in 2012 ) covers")
    assert ref.aliases == []
    assert ref.name == "Lima Treaty"


def test_excluded_phrases_are_no_things() -> None:
    assert found("signed a loan agreement .") == []


def test_named_heads_need_a_name() -> None:
    assert found("at a summit .") == []
    assert one("at the Lima Summit .").cls == "Event"


def test_flags_of_the_head() -> None:
    assert one("a deal").weak
    assert one("an extension").derived
    assert not one("a treaty").weak


def test_a_headline_verb_ends_the_mention() -> None:
    ref = one("Kenya Signs Fish Treaty", headline=True)
    assert ref.name == "Fish Treaty"
    assert ref.headline


def test_a_person_in_front_is_no_part_of_the_name() -> None:
    assert one("said Ola Treaty").name == "Treaty"


def test_text_without_heads_has_no_mentions() -> None:
    assert found("they met in Oslo .") == []


def test_tokens_belong_to_the_shortest_mention() -> None:
    outer, inner = (Ref(a, b, a, "agreement", "Treaty", "name", "test", "x") for a, b in ((0, 5), (2, 3)))
    table = tokens_of([inner, outer])
    assert table[2] is inner
    assert table[1] is outer
    assert 5 not in table


def test_the_projects_own_heads_are_sound(rules: Rules) -> None:
    heads = rules.heads
    assert heads.by_words[("memorandum", "of", "understanding")].cls == "MemorandumOfUnderstanding"
    assert heads.by_acronym["MOU"] is heads.by_words[("memorandum", "of", "understanding")]
    assert "treaties" in heads.plurals
    assert "treaty" not in heads.plurals


@pytest.mark.parametrize("lacking", ["kinds", "determiners", "counts", "definitions"])
def test_a_missing_part_is_named(lacking: str) -> None:
    with pytest.raises(RuleError, match=lacking) as caught:
        Heads.from_data({k: v for k, v in DATA.items() if k != lacking})
    assert caught.value.where == "extract/entities/heads.yaml"
