"""The component with the shipped network."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import pactgraph.language.transformer.component  # noqa: F401 - registers the factory where no entry point does
from pactgraph.errors import ModelError

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "extract" / "model" / "accurate"
SEEDS = sorted((ROOT / "seeds" / "texts").glob("*.txt"))

TEXT = (
    "The Ministry of Justice of Norway signed the Hague Convention in Geneva on 4 May 2019.\n\n"
    "It was ratified by both parties, said Anna Keller."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(SHIPPED)


def annotations(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (
            t.text,
            t.tag_,
            t.pos_,
            str(t.morph),
            t.lemma_,
            t.dep_,
            t.head.i,
            t.is_sent_start,
            t.ent_iob_,
            t.ent_type_,
        )
        for t in doc
    ]


def test_every_kind_of_annotation_is_there(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert all(
        doc.has_annotation(a)
        for a in ("TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "ENT_IOB", "SENT_START")
    )
    signed = next(t for t in doc if t.text == "signed")
    assert (signed.pos_, signed.lemma_, signed.dep_, signed.morph.get("Tense")) == (
        "VERB",
        "sign",
        "ROOT",
        ["Past"],
    )
    assert [(t.text, t.dep_) for t in signed.children if t.dep_ in ("nsubj", "obj")] == [
        ("Ministry", "nsubj"),
        ("Convention", "obj"),
    ]


def test_names_have_the_labels_of_the_project(nlp: Language) -> None:
    doc = nlp("Anna Keller told the French members of the World Bank in Geneva on 4 May 2019.")
    assert {(e.text, e.label_) for e in doc.ents} == {
        ("Anna Keller", "PERSON"),
        ("French", "NORP"),
        ("World Bank", "ORG"),
        ("Geneva", "LOC"),
        ("4 May 2019", "DATE"),
    }


def test_the_factory_tells_what_it_gives(nlp: Language) -> None:
    meta = nlp.get_pipe_meta("transformer")
    assert {"token.pos", "token.lemma", "token.dep", "doc.ents"} <= set(meta.assigns)
    assert {"nsubj", "obj", "PERSON", "LAW"} <= set(nlp.pipe_labels["transformer"])


def test_a_paragraph_ends_a_sentence(nlp: Language) -> None:
    doc = nlp("Statement by the Secretary\n\nSigned in Geneva\n\nThe parties met")
    assert [s.text.split()[0] for s in doc.sents] == ["Statement", "Signed", "The"]


def test_a_line_break_inside_a_name_does_not_part_it(nlp: Language) -> None:
    doc = nlp("She met Anna\nKeller in Geneva.")
    assert "Anna\nKeller" in {e.text for e in doc.ents}


@pytest.mark.parametrize("text", ["", " ", "\n\n", " \n x", "x", "\n\nx\n\n", "\u200b", "\ufffd \x00", "🤝"])
def test_odd_texts_keep_their_tokens(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert all(t.pos_ for t in doc)
    assert sum(len(s) for s in doc.sents) == len(doc)


def test_sentences_given_beforehand_are_kept(nlp: Language) -> None:
    words = ["one", "two", "three", "four"]
    doc = nlp(Doc(nlp.vocab, words=words, sent_starts=[True, False, True, False]))
    assert [s.text for s in doc.sents] == ["one two", "three four"]


def test_every_sentence_is_one_tree(nlp: Language) -> None:
    for path in SEEDS:
        for sentence in nlp(path.read_text(encoding="utf-8")).sents:
            assert sum(t.head == t for t in sentence) == 1
            assert all(sentence.start <= t.head.i < sentence.end for t in sentence)
            assert sentence.root.dep_ == "ROOT"


def test_a_long_text_without_any_sentence_end_is_read_to_its_end(nlp: Language) -> None:
    doc = nlp("the parties and " * 1000)
    assert all(t.pos_ for t in doc)


def random_texts(count: int) -> list[str]:
    """Pieces of the seed texts, from two words to several windows long."""
    rng = random.Random(3)
    texts = []
    for number in range(count):
        words = rng.choice(SEEDS).read_text(encoding="utf-8").split(" ")
        start = rng.randrange(len(words) - 2)
        length = 400 if number % 25 == 0 else rng.choice((2, 8, 20, 40))
        texts.append(" ".join(words[start : start + length]))
    return texts


def test_a_text_alone_and_among_others_has_the_same_annotations(nlp: Language) -> None:
    texts = random_texts(500)
    alone = [annotations(nlp(text)) for text in texts]
    order = list(range(len(texts)))
    random.Random(4).shuffle(order)
    fresh = spacy.load(SHIPPED)
    for i, doc in zip(order, fresh.pipe((texts[i] for i in order), batch_size=37), strict=True):
        assert annotations(doc) == alone[i], texts[i]


def test_a_saved_pipeline_gives_the_same(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "copy")
    assert annotations(spacy.load(tmp_path / "copy")(TEXT)) == annotations(nlp(TEXT))


def test_the_number_of_threads_is_a_setting() -> None:
    nlp = spacy.load(SHIPPED, config={"components": {"transformer": {"threads": 2}}})
    assert nlp.get_pipe_config("transformer")["threads"] == 2
    assert nlp(TEXT).ents


def test_a_truncated_model_is_one_clear_error(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "model")
    graph = tmp_path / "model" / "transformer" / "network.onnx"
    graph.write_bytes(graph.read_bytes()[: 1 << 20])
    with pytest.raises(ModelError, match="damaged"):
        spacy.load(tmp_path / "model")


def test_a_component_without_its_network_says_so() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("pactgraph_transformer")
    with pytest.raises(ModelError, match="no network"):
        nlp("text")


def test_the_shipped_files_fit_the_limit() -> None:
    assert sum(p.stat().st_size for p in SHIPPED.rglob("*") if p.is_file()) <= 30_000_000


def test_neither_torch_nor_transformers_is_imported() -> None:
    code = (
        "import sys, spacy, pactgraph.language.transformer.component\n"
        f"spacy.load({str(SHIPPED)!r})('A text.')\n"
        "sys.exit(bool({'torch', 'transformers'} & set(sys.modules)))"
    )
    environment = {"PYTHONPATH": str(ROOT / "src")}
    assert (
        subprocess.run([sys.executable, "-W", "ignore", "-c", code], env=environment, check=False).returncode
        == 0
    )
