import gzip
import random
from pathlib import Path

import minilm.augment
import pytest
import spacy
from minilm.augment import NameSwap, change_case, drop_final_stop, typographic
from minilm.sentences import Sentence

TABLES = {
    "organizations": ("label\tacronyms\ttier", "World Cheese Council\tWCC\t1"),
    "countries": ("label", "Norway"),
    "regions": ("label", "Barents Region"),
    "treaties": ("label", "Cheese Convention"),
    "topics": ("label", "cheese trade"),
}


@pytest.fixture
def swap(tmp_path: Path) -> NameSwap:
    for name, (head, row) in TABLES.items():
        with gzip.open(tmp_path / f"{name}.tsv.gz", "wt", encoding="utf-8") as file:
            file.write(f"{head}\n{row}\n")
    parts = Path(minilm.augment.__file__).with_name("names.toml")
    return NameSwap(tmp_path, parts, spacy.blank("en").tokenizer)


def sentence() -> Sentence:
    words = ["Acme", "signed", "the", "Oslo", "Pact", "."]
    heads = [2, 0, 5, 5, 2, 2]
    return Sentence(
        words,
        [True] * 4 + [False, True],
        upos=["X"] * 6,
        xpos=["X"] * 6,
        feats=[""] * 6,
        lemmas=words,
        heads=heads,
        deps=["dep"] * 6,
        mentions=[(0, 1, ("ORG",)), (3, 5, ("LAW",))],
        annotated=("ORG", "LAW"),
    )


def test_swapped_names_stand_in_the_same_places_without_the_tree(swap: NameSwap) -> None:
    rng = random.Random(1)
    copies = [c for _ in range(60) if (c := swap.swapped(sentence(), rng))]
    assert copies
    for copy in copies:
        assert copy.heads == []
        assert len(copy.words) == len(copy.spaces)
        names = [(" ".join(copy.words[a:b]), labels) for a, b, labels in copy.mentions or []]
        assert {labels for _, labels in names} == {("ORG",), ("LAW",)}
        assert {n for n, labels in names if labels == ("ORG",)} <= {"Acme", "World Cheese Council", "WCC"}
        assert "signed the" in " ".join(copy.words)


def test_a_made_up_agreement_is_never_a_bare_kind(swap: NameSwap) -> None:
    rng = random.Random(2)
    copies = [c for _ in range(80) if (c := swap.swapped(sentence(), rng))]
    laws = [c.words[a:b] for c in copies for a, b, labels in c.mentions or [] if labels == ("LAW",)]
    assert all(len(words) > 1 for words in laws)


def test_headlines_keep_their_trees_and_names() -> None:
    title = change_case(sentence(), "title", random.Random(0))
    assert [w.lower() for w in title.words] == [w.lower() for w in sentence().words]
    assert title.words[1] == "Signed"
    assert title.heads == sentence().heads


def test_quotation_marks_open_and_close() -> None:
    plain = Sentence(['"', "It", "'s", '"', "--", "ok"])
    assert typographic(plain, random.Random(0)).words == ["“", "It", "’s", "”", "—", "ok"]


def test_the_final_stop_goes_from_every_column() -> None:
    cut = drop_final_stop(sentence())
    columns = (cut.words, cut.spaces, cut.upos, cut.lemmas, cut.heads, cut.deps)
    assert {len(c) for c in columns} == {5}


def test_a_stop_with_dependents_stays() -> None:
    kept = sentence()
    kept.heads = [6, 0, 5, 5, 2, 2]
    assert drop_final_stop(kept) is kept
