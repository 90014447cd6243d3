"""pipeline.cfg is the table of contents: what it names is loaded, what is wrong in it is said."""

from pathlib import Path

import pytest

from pactgraph.errors import ModelError, ProjectError, RuleError
from pactgraph.language import LABELS, load, read_doc
from pactgraph.reading.source import Source

HERE = Path(__file__).parents[2]
SHIPPED = HERE / "extract" / "model" / "fast" / "config.cfg"


def edit(project: Path, old: str, new: str) -> None:
    path = project / "extract" / "pipeline.cfg"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def source(text: str) -> Source:
    return Source("a", "a.txt", text, text, (), "")


def test_the_components_of_the_project_are_added_around_the_model(project: Path) -> None:
    names = load(project).pipe_names
    assert names[0] == "pactgraph_breaks"
    assert names[-2:] == ["pactgraph_scheme", "pactgraph_patterns"]


def test_docs_have_our_labels_and_spans(project: Path) -> None:
    doc = read_doc(load(project), source("A red boat\n\nin Oslo"))
    assert {e.label_ for e in doc.ents} <= set(LABELS)
    assert [(s.text, s.label_, s.id_) for s in doc.spans["patterns"]] == [("red", "COLOUR", "r")]
    assert "gazetteer" in doc.spans
    assert doc[4].text == "in"
    assert doc[4].is_sent_start


def test_another_model_can_be_named(project: Path, tmp_path: Path) -> None:
    (project / "extract" / "model" / "tiny").rename(tmp_path / "other")
    with pytest.raises(ModelError, match="no language model 'tiny'"):
        load(project)
    assert "pactgraph_scheme" in load(project, str(tmp_path / "other")).pipe_names


def test_a_project_without_pipeline_cfg_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"no pipeline\.cfg"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("[model]", "[modell]", r"section \[model\] is missing"),
        ('name = "tiny"', "name = 3", "name must be a text"),
        ('name = "tiny"', "name = tiny\nx", "cannot be read"),
        ('"pactgraph_gazetteer", ', '"pactgraph_nothing", ', "no component pactgraph_nothing"),
        ('files = "entities', 'flies = "entities', "settings of pactgraph_patterns do not fit"),
        ('folder = "gazetteer"', "folder = 3", "folder must be a text"),
    ],
)
def test_a_mistake_in_pipeline_cfg_is_named(project: Path, old: str, new: str, reason: str) -> None:
    edit(project, old, new)
    with pytest.raises(ProjectError, match=reason) as caught:
        load(project)
    assert caught.value.where.endswith("pipeline.cfg")


def test_a_mistake_in_a_pattern_file_is_named(project: Path) -> None:
    (project / "extract" / "entities" / "b.jsonl").write_text("{")
    with pytest.raises(RuleError, match="not JSON") as caught:
        load(project)
    assert caught.value.where.endswith("b.jsonl:1")


def test_an_entity_label_can_be_mapped_by_the_project(project: Path) -> None:
    edit(project, "[language.entities]", '[language.entities]\nGPE = "ORG"')
    assert load(project).get_pipe_config("pactgraph_scheme")["entities"] == {"GPE": "ORG"}


@pytest.mark.skipif(not SHIPPED.is_file(), reason="the model is not in this checkout")
def test_the_shipped_model_reads_a_sentence() -> None:
    doc = read_doc(
        load(HERE, "fast"), source("A new treaty\n\nFrance and Italy signed a treaty in Geneva on Monday.")
    )
    verb = next(t for t in doc if t.text == "signed")
    assert (verb.lemma_, verb.pos_, verb.dep_) == ("sign", "VERB", "ROOT")
    assert {(t.text, t.dep_) for t in verb.children} >= {("France", "nsubj"), ("treaty", "obj")}
    assert [(e.text, e.label_) for e in doc.ents][:3] == [
        ("France", "LOC"),
        ("Italy", "LOC"),
        ("Geneva", "LOC"),
    ]
    assert len(list(doc.sents)) == 2
