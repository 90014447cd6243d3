"""A project of three files with a model that was never trained."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

CONFIG = """
[model]
name = "tiny"
folder = "model"

[language]
components = ["pactgraph_gazetteer", "pactgraph_patterns"]

[language.entities]

[components]

[components.pactgraph_gazetteer]
folder = "gazetteer"

[components.pactgraph_patterns]
files = "entities/*.jsonl"
"""

LABELS: dict[str, list[str]] = {
    "morphologizer": ["POS=NOUN"],
    "parser": ["nsubj", "obj", "obl", "nmod", "case"],
    "ner": ["GPE"],
}


@Language.component("test_lemmas", assigns=["token.lemma"])
def lemmas(doc: Doc) -> Doc:
    """Says that it gives lemmas; no test reads them."""
    return doc


@pytest.fixture
def project(tmp_path: Path) -> Path:
    nlp = spacy.blank("en")
    for factory, labels in LABELS.items():
        pipe = nlp.add_pipe(factory)
        for label in labels:
            pipe.add_label(label)  # type: ignore[attr-defined]  # a trainable component
    nlp.initialize()
    nlp.add_pipe("test_lemmas")
    extract = tmp_path / "extract"
    (extract / "entities").mkdir(parents=True)
    (extract / "entities" / "a.jsonl").write_text(
        '{"label": "COLOUR", "pattern": [{"LOWER": "red"}], "id": "r"}\n'
    )
    (extract / "pipeline.cfg").write_text(CONFIG)
    (extract / "model").mkdir()
    nlp.to_disk(extract / "model" / "tiny")
    return tmp_path
