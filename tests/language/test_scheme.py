"""Labels of other models are translated; what is unknown or missing is refused."""

from collections.abc import Iterable

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Span

from pactgraph.errors import ModelError
from pactgraph.language.scheme import LABELS, Scheme, adapt, schemes

UD = ("nsubj", "obj", "obl", "nmod", "case")
CLEARNLP = ("nsubj", "dobj", "pobj", "prep")


def model(
    dependencies: Iterable[str] = UD, names: Iterable[str] = ("PERSON",), leave_out: str = ""
) -> Language:
    """An untrained pipeline that declares these labels."""
    nlp = spacy.blank("en")
    for factory in ("morphologizer", "trainable_lemmatizer", "parser", "ner"):
        if factory != leave_out:
            pipe = nlp.add_pipe(factory)
            labels = {"parser": dependencies, "ner": names}.get(factory, ())
            for label in labels:
                pipe.add_label(label)  # type: ignore[attr-defined]  # a trainable component
    return nlp


def test_universal_dependencies_are_left_alone() -> None:
    nlp = model()
    adapt(nlp)
    assert nlp.get_pipe_config("pactgraph_scheme")["dependencies"] == "ud"


def test_clearnlp_is_recognised() -> None:
    nlp = model(CLEARNLP, ("GPE", "WORK_OF_ART", "MISC"))
    adapt(nlp)
    config = nlp.get_pipe_config("pactgraph_scheme")
    assert config["dependencies"] == "clearnlp"
    assert config["entities"] == {"GPE": "LOC", "WORK_OF_ART": "WORK", "MISC": ""}


def test_an_unknown_parser_is_refused() -> None:
    with pytest.raises(ModelError, match="scheme is unknown: SB, subj"):
        adapt(model(("SB", "subj")))


@pytest.mark.parametrize(
    ("component", "missing"),
    [
        ("morphologizer", "parts of speech"),
        ("trainable_lemmatizer", "lemmas"),
        ("parser", "dependencies"),
        ("ner", "names"),
    ],
)
def test_a_missing_component_is_named(component: str, missing: str) -> None:
    with pytest.raises(ModelError, match=f"gives no {missing}"):
        adapt(model(leave_out=component))


def test_an_unknown_entity_label_is_refused_until_the_project_says_what_it_is() -> None:
    with pytest.raises(ModelError, match="entity label SHIP is unknown"):
        adapt(model(names=("PERSON", "SHIP")))
    nlp = model(names=("PERSON", "SHIP"))
    adapt(nlp, {"SHIP": ""})
    assert nlp.get_pipe_config("pactgraph_scheme")["entities"] == {"PERSON": "PERSON", "SHIP": ""}


def test_a_mapping_to_a_label_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(ModelError, match="none of PERSON"):
        adapt(model(names=("SHIP",)), {"SHIP": "BOAT"})


def test_a_model_without_entity_labels_is_refused() -> None:
    with pytest.raises(ModelError, match="has no labels"):
        adapt(model(names=()))


def test_names_are_renamed_or_dropped() -> None:
    doc = spacy.blank("en").make_doc("Paris in Mai")
    doc.ents = [Span(doc, 0, 1, label="GPE"), Span(doc, 2, 3, label="MISC")]
    doc = Scheme("ud", {"GPE": "LOC", "MISC": ""})(doc)
    assert [(e.text, e.label_) for e in doc.ents] == [("Paris", "LOC")]
    assert set(doc.spans) == {"gazetteer", "patterns"}


def test_the_tables_lead_to_labels_of_ours_alone() -> None:
    assert set(schemes()["entities"].values()) <= {*LABELS, ""}
