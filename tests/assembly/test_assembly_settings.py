"""Settings: what is wrong in the ontology folder is said with file and entry."""

import shutil
from pathlib import Path

import pytest

from pactgraph.assembly.settings import load
from pactgraph.errors import ProjectError


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("kinds.toml", 'strategy = "person"', 'strategy = "magic"', "magic"),
        ("kinds.toml", 'joins = "state"', 'joins = "planet"', "planet"),
        ("kinds.toml", "min_title = 4", "min_titel = 4", "min_titel"),
        ("kinds.toml", "min_title = 4", 'min_title = "four"', "four"),
        ("kinds.toml", 'relation = "restsOn"', "", "relation"),
        ("kinds.toml", "[metadata]", "[metadata", "TOML"),
        ("graph.toml", "catalog =", "katalog =", "katalog"),
        ("terms.ttl", "pg:Treaty rdfs:subClassOf", "pg:Treaty subClassOf", "Turtle"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_named(
    ontology: Path, tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(ontology, folder)
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))
    with pytest.raises(ProjectError, match=said) as caught:
        load(folder)
    assert file in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"graph\.toml"):
        load(tmp_path)


def test_the_vocabulary_knows_what_stands_above(ontology: Path) -> None:
    vocabulary = load(ontology).vocabulary
    assert vocabulary.ancestors("Convention") == ("Treaty", "Agreement")
    assert vocabulary.ancestors("protocolTo") == ("supplements", "restsOn")
    assert vocabulary.related("Agreement", "Convention")
    assert not vocabulary.related("Protocol", "Convention")
    assert vocabulary.below("Treaty") == {"Treaty", "Convention"}
    assert vocabulary.concepts == {"https://example.org/id/topic/fisheries": ("fisheries", "fishing")}
