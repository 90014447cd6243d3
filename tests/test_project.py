from pathlib import Path

import pytest

from pactgraph.errors import ProjectError
from pactgraph.project import FOLDERS, Project, fingerprint, init, packaged

GRAPH = """
title = "Rivers"
licence = "https://example.org/licence"
[iris]
ontology = "https://example.org/o#"
[prefixes]
o = "https://example.org/o#"
"""

FILES = {
    "ontology/graph.toml": GRAPH,
    "ontology/kinds.toml": "",
    "ontology/rivers.ttl": "",
    "extract/pipeline.cfg": "",
    "queries/q.rq": "ASK {}",
    "seeds/texts/a.txt": "The parties met.",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_a_project_is_found_from_below(root):
    assert Project.find(root / "seeds" / "texts") == Project.load(root)
    assert Project.find(root).texts == root.resolve() / "seeds" / "texts"


def test_the_working_directory_is_the_default(root, monkeypatch):
    monkeypatch.chdir(root / "queries")
    assert Project.find().root == root.resolve()


def test_elsewhere_the_packaged_project_is_found(root, tmp_path, monkeypatch):
    monkeypatch.setattr("pactgraph.project.packaged", lambda: root)
    (tmp_path / "elsewhere").mkdir()
    assert Project.find(tmp_path / "elsewhere").root == root.resolve()


def test_in_a_checkout_the_packaged_project_is_the_checkout():
    assert (packaged() / "src" / "pactgraph").is_dir() or (packaged() / "ontology").is_dir()


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_missing_folder_is_named(root, folder):
    (root / folder).rename(root / "away")
    with pytest.raises(ProjectError, match=f"no folder {folder}/") as caught:
        Project.load(root)
    assert "pactgraph init" in caught.value.hint


def test_a_missing_project_is_named(tmp_path):
    with pytest.raises(ProjectError, match="no such folder"):
        Project.load(tmp_path / "none")


def test_a_sound_project_has_no_faults(root):
    Project.load(root).validate()
    assert Project.load(root).faults() == []


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("seeds")])
def test_a_missing_file_is_a_fault(root, name):
    (root / name).unlink()
    (fault,) = Project.load(root).faults()
    assert Path(fault.where).parent == (root / name).resolve().parent
    with pytest.raises(ProjectError):
        Project.load(root).validate()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("title = ", "not valid TOML"),
        (GRAPH.replace("title", "name"), "no `title`"),
        (GRAPH.replace('"https://example.org/licence"', '""'), "no `licence`"),
        (GRAPH.replace("[iris]", "[irises]"), "no table [iris]"),
        (GRAPH.replace('o = "https://example.org/o#"', "o = 5"), "no table [prefixes]"),
    ],
)
def test_malformed_settings_are_a_fault(root, text, what):
    (root / "ontology" / "graph.toml").write_text(text)
    (fault,) = Project.load(root).faults()
    assert what in fault.what
    assert fault.where.endswith("graph.toml")


def test_settings(root):
    settings = Project.load(root).settings()
    assert (settings.title, settings.licence) == ("Rivers", "https://example.org/licence")
    assert settings.iris["ontology"] == settings.prefixes["o"] == "https://example.org/o#"


def test_init_copies_the_project(root, tmp_path):
    (root / "extract" / "__pycache__").mkdir()
    (root / "extract" / "__pycache__" / "x.pyc").write_text("")
    made = init(tmp_path / "new" / "one", root)
    names = {p.relative_to(made.root).as_posix() for p in made.root.rglob("*") if p.is_file()}
    assert names == set(FILES)
    assert fingerprint([made.ontology, made.extract]) == fingerprint([root / "ontology", root / "extract"])


def test_init_leaves_other_files_alone(root, tmp_path):
    target = tmp_path / "new"
    (target / "seeds").mkdir(parents=True)
    (target / "README.md").write_text("mine")
    init(target, root)
    assert (target / "README.md").read_text() == "mine"
    assert (target / "seeds" / "texts" / "a.txt").is_file()


def test_init_overwrites_nothing_and_writes_nothing_then(root, tmp_path):
    target = tmp_path / "new"
    (target / "queries").mkdir(parents=True)
    (target / "queries" / "mine.rq").write_text("ASK {}")
    with pytest.raises(ProjectError, match="queries/ is there already"):
        init(target, root)
    assert [p.name for p in target.iterdir()] == ["queries"]


def test_init_where_nothing_can_be_written(root, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ProjectError, match="cannot be written"):
        init(tmp_path / "file" / "new", root)


def test_fingerprints_change_with_names_and_bytes_alone(root):
    places = [root / "ontology", root / "queries" / "q.rq"]
    first = fingerprint(places)
    (root / "ontology" / ".hidden").write_text("x")
    assert fingerprint(places) == first
    (root / "queries" / "q.rq").write_text("ASK { ?s ?p ?o }")
    second = fingerprint(places)
    (root / "ontology" / "rivers.ttl").rename(root / "ontology" / "lakes.ttl")
    assert len({first, second, fingerprint(places)}) == 3


def test_fingerprint_of_nothing_is_an_error(tmp_path):
    with pytest.raises(ProjectError, match="no such file"):
        fingerprint([tmp_path / "none"])
