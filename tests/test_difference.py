from pathlib import Path

import pytest

from pactgraph.build.difference import difference
from pactgraph.errors import StoreError

PREFIXES = {"ex": "https://example.org/", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}
OLD = """@prefix ex: <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
ex:pact rdfs:label "Pact" ; ex:party ex:norland ; ex:date "2019" .
ex:norland rdfs:label "Norland" .
ex:s1 a rdf:Statement ; rdf:subject ex:pact .
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old.ttl", tmp_path / "new.ttl"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(OLD.replace('"2019"', '"2019-05"').replace("ex:s1", "ex:s2"), encoding="utf-8")
    return old, new


def test_the_same(files: tuple[Path, Path]) -> None:
    found = difference(files[0], files[0])
    assert not found
    assert list(found.lines(PREFIXES, everything=True)) == []


def test_what_changed(files: tuple[Path, Path]) -> None:
    found = difference(*files)
    assert found
    assert list(found.lines(PREFIXES)) == ["Pact (ex:pact)", '  - ex:date "2019"', '  + ex:date "2019-05"']
    assert found.summary().startswith(
        "1 statements added, 1 removed; evidence and bookkeeping: 2 triples added"
    )


def test_everything(files: tuple[Path, Path]) -> None:
    lines = list(difference(*files).lines(PREFIXES, everything=True))
    assert "ex:s1" in lines
    assert "ex:s2" in lines


@pytest.mark.parametrize("name", ["graph.doc", "missing.ttl", "no-store"])
def test_no_graph(files: tuple[Path, Path], tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match=name):
        difference(files[0], tmp_path / name)
