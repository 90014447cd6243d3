"""ClearNLP parses become Universal Dependencies: one sentence for each rule."""

import random

import pytest
import spacy
from spacy.tokens import Doc, Span

from pactgraph.language.clearnlp import to_universal
from pactgraph.language.scheme import schemes

BLANK = spacy.blank("en")
NAMES = schemes()["dependencies"]["clearnlp"]["names"]


def parsed(rows: str, person: tuple[int, int] | None = None) -> Doc:
    """A Doc of rows "word pos dep head lemma?", heads counted from 0."""
    cells = [r.split() for r in rows.strip().split("\n")]
    doc = Doc(
        BLANK.vocab,
        words=[c[0] for c in cells],
        pos=[c[1] for c in cells],
        deps=[c[2] for c in cells],
        heads=[int(c[3]) for c in cells],
        lemmas=[c[4] if len(c) > 4 else c[0] for c in cells],
        tags=["TO" if c[0] == "to" and c[1] == "PART" else "X" for c in cells],
    )
    doc.ents = [Span(doc, *person, label="PERSON")] if person else []
    return doc


def universal(rows: str, person: tuple[int, int] | None = None) -> list[str]:
    """ "word dep head" of each token after the conversion."""
    doc = parsed(rows, person)
    to_universal(doc, NAMES)
    return [f"{t.text} {t.dep_} {t.head.text}" for t in doc]


def test_a_prepositional_object_hangs_on_the_verb_and_carries_the_preposition() -> None:
    assert universal("They PRON nsubj 1\nmet VERB ROOT 1\nin ADP prep 1\nOslo PROPN pobj 2") == [
        "They nsubj met",
        "met ROOT met",
        "in case Oslo",
        "Oslo obl met",
    ]


def test_below_a_noun_it_is_a_nominal_modifier() -> None:
    rows = "Treaty NOUN ROOT 0\nof ADP prep 0\nPeace NOUN pobj 1\nwith ADP prep 2\nChina PROPN pobj 3"
    assert universal(rows) == [
        "Treaty ROOT Treaty",
        "of case Peace",
        "Peace nmod Treaty",
        "with case China",
        "China nmod Peace",
    ]


def test_stacked_prepositions_both_mark_the_object() -> None:
    rows = "came VERB ROOT 0\nfrom ADP prep 0\nbehind ADP prep 1\nbars NOUN pobj 2"
    assert universal(rows) == ["came ROOT came", "from case bars", "behind case bars", "bars obl came"]


def test_coordinated_prepositions_leave_coordinated_objects() -> None:
    rows = "went VERB ROOT 0\nto ADP prep 0\nRome PROPN pobj 1\n"
    rows += "and CCONJ cc 1\nfrom ADP conj 1\nParis PROPN pobj 4"
    assert universal(rows) == [
        "went ROOT went",
        "to case Rome",
        "Rome obl went",
        "and cc Paris",
        "from case Paris",
        "Paris conj Rome",
    ]


def test_a_clause_behind_a_preposition_is_adverbial() -> None:
    rows = "helped VERB ROOT 0\nby ADP prep 0\nsigning VERB pcomp 1\nit PRON dobj 2"
    assert universal(rows) == [
        "helped ROOT helped",
        "by mark signing",
        "signing advcl helped",
        "it obj signing",
    ]


def test_a_passive_with_its_agent() -> None:
    rows = (
        "It PRON nsubjpass 2\nwas AUX auxpass 2 be\nsigned VERB ROOT 2\nby ADP agent 2\nFrance PROPN pobj 3"
    )
    assert universal(rows) == [
        "It nsubj:pass signed",
        "was aux:pass signed",
        "signed ROOT signed",
        "by case France",
        "France obl:agent signed",
    ]


def test_a_copula_hangs_on_its_predicate_with_the_subject() -> None:
    rows = "It PRON nsubj 1\nis AUX ROOT 1 be\na DET det 3\ntreaty NOUN attr 1\n. PUNCT punct 1"
    assert universal(rows) == [
        "It nsubj treaty",
        "is cop treaty",
        "a det treaty",
        "treaty ROOT treaty",
        ". punct treaty",
    ]


def test_a_phrase_is_a_predicate_too() -> None:
    rows = "It PRON nsubj 1\nis AUX ROOT 1 be\nin ADP prep 1\nforce NOUN pobj 2"
    assert universal(rows) == ["It nsubj force", "is cop force", "in case force", "force ROOT force"]


def test_existence_is_no_copula() -> None:
    rows = "There PRON expl 1\nis VERB ROOT 1 be\na DET det 3\ntreaty NOUN attr 1"
    assert universal(rows)[3] == "treaty xcomp is"


def test_another_verb_is_no_copula() -> None:
    rows = "It PRON nsubj 1\nbecame VERB ROOT 1 become\nlaw NOUN attr 1"
    assert universal(rows) == ["It nsubj became", "became ROOT became", "law xcomp became"]


def test_conjuncts_hang_on_the_first_and_the_coordinator_on_the_last() -> None:
    rows = "France PROPN ROOT 0\n, PUNCT punct 0\nItaly PROPN conj 0\nand CCONJ cc 2\nSpain PROPN conj 2"
    assert universal(rows) == [
        "France ROOT France",
        ", punct France",
        "Italy conj France",
        "and cc Spain",
        "Spain conj France",
    ]


def test_an_infinitive_marker_is_a_mark() -> None:
    rows = "agreed VERB ROOT 0\nto PART aux 2\nsign VERB xcomp 0"
    assert universal(rows) == ["agreed ROOT agreed", "to mark sign", "sign xcomp agreed"]


def test_the_first_word_is_the_head_of_a_persons_name() -> None:
    rows = "Mr. PROPN compound 2\nKofi PROPN compound 2\nAnnan PROPN nsubj 3\nspoke VERB ROOT 3"
    assert universal(rows, person=(1, 3)) == [
        "Mr. compound Kofi",
        "Kofi nsubj spoke",
        "Annan flat Kofi",
        "spoke ROOT spoke",
    ]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("relcl", "acl:relcl"),
        ("poss", "nmod:poss"),
        ("neg", "advmod"),
        ("prt", "compound:prt"),
        ("nmod", "compound"),
        ("npadvmod", "obl:unmarked"),
        ("prep", "advmod"),
        ("amod", "amod"),
    ],
)
def test_other_labels_are_renamed_in_place(theirs: str, ours: str) -> None:
    assert universal(f"a X {theirs} 1\nb VERB ROOT 1") == [f"a {ours} b", "b ROOT b"]


def test_every_sentence_keeps_one_root_and_its_words() -> None:
    rows = (
        "It PRON nsubj 1\nis AUX ROOT 1 be\nin ADP prep 1\nforce NOUN pobj 2\n. PUNCT punct 1\n"
        "They PRON nsubj 6\ncame VERB ROOT 6\nfrom ADP prep 6\nOslo PROPN pobj 7\n. PUNCT punct 6"
    )
    doc = parsed(rows)
    to_universal(doc, NAMES)
    assert [(s.text, s.root.text) for s in doc.sents] == [
        ("It is in force .", "force"),
        ("They came from Oslo .", "came"),
    ]


DEPS = (
    "prep",
    "pobj",
    "pcomp",
    "agent",
    "conj",
    "cc",
    "attr",
    "acomp",
    "nsubj",
    "compound",
    "dobj",
    "punct",
    "dative",
)


@pytest.mark.parametrize("seed", range(200))
def test_whatever_a_parser_writes_stays_a_tree(seed: int) -> None:
    dice = random.Random(seed)
    size = dice.randint(1, 12)
    order = dice.sample(range(size), size)
    heads = {order[0]: order[0]} | {order[i]: order[dice.randrange(i)] for i in range(1, size)}
    rows = [
        f"w{i} {dice.choice(['NOUN', 'VERB', 'AUX', 'ADP'])} {'ROOT' if heads[i] == i else dice.choice(DEPS)}"
        f" {heads[i]} {dice.choice(['be', 'x'])}"
        for i in range(size)
    ]
    doc = parsed("\n".join(rows), person=(0, dice.randint(1, size)))
    to_universal(doc, NAMES)
    for token in doc:
        steps = [token]
        while steps[-1].head.i != steps[-1].i and len(steps) <= size:
            steps.append(steps[-1].head)
        assert len(steps) <= size, "a cycle"
    assert [t.dep_ for t in doc if t.head.i == t.i] == ["ROOT"]
    assert not {t.dep_ for t in doc} & {"prep", "pobj", "pcomp", "agent", "attr", "acomp", "dobj", "dative"}
