"""The script that makes the tables out of open data."""

import gzip
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT.parent / "shared" / "open-data"
TABLES = ("organizations", "countries", "regions", "cities", "topics")
COLUMNS = ["label", "aliases", "acronyms", "type", "tier", "country", "demonyms", "capital", "admin1", "pop"]
COLUMNS += ["group", "ids", "sources", "note"]


def make(source: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    runpy.run_path(str(ROOT / "extract" / "gazetteer" / "make.py"))["main"](source, target)


def write(folder: Path, table: str, *rows: dict[str, str]) -> None:
    lines = ["\t".join(COLUMNS), *("\t".join(row.get(column, "") for column in COLUMNS) for row in rows)]
    (folder / f"{table}.tsv.gz").write_bytes(gzip.compress("\n".join([*lines, ""]).encode()))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    body = {
        "label": "League",
        "tier": "1",
        "ids": "ror:1@a wikidata:Q1@a wikidata:Q2@b isni:7@a",
        "sources": "a b",
    }
    write(
        folder,
        "organizations",
        body,
        {"label": "Board", "tier": "2", "ids": "ror:2@a isni:7@a eurovoc:9~@label"},
    )
    write(folder, "countries", {"label": "Atlantis", "country": "AA", "ids": "iso2:AA@c"})
    write(
        folder,
        "regions",
        {"label": "Nameless", "ids": ""},
        {"label": "Twin", "ids": "wikidata:Q9@a"},
        {"label": "Twin B", "ids": "wikidata:Q9@a"},
    )
    write(folder, "cities", {"label": "Port", "pop": "5", "ids": "geonames:3@g"})
    topic = {"group": "0406", "ids": "eurovoc:5@e"}
    write(folder, "topics", topic | {"label": "trade"}, topic | {"label": "Atlantis", "ids": "stw:4@s"})
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    head, *lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def test_rows_get_ids_and_disputed_identifiers_are_marked(source: Path, tmp_path: Path) -> None:
    make(source, tmp_path / "out")
    board, league = rows(tmp_path / "out" / "organizations.tsv.gz")
    assert (league["id"], board["id"]) == ("ror:1", "ror:2")
    assert league["ids"] == "ror:1@a wikidata:Q1!@a wikidata:Q2!@b isni:7!@a"
    assert board["ids"] == "ror:2@a isni:7!@a eurovoc:9~@label"


def test_ids_are_unique_and_never_weak(source: Path, tmp_path: Path) -> None:
    make(source, tmp_path / "out")
    assert [row["id"] for row in rows(tmp_path / "out" / "regions.tsv.gz")] == [
        "name:nameless",
        "wikidata:Q9",
        "name:twin-b",
    ]
    assert [row["id"] for row in rows(tmp_path / "out" / "countries.tsv.gz")] == ["AA"]


def test_places_are_no_topics(source: Path, tmp_path: Path) -> None:
    make(source, tmp_path / "out")
    assert [row["label"] for row in rows(tmp_path / "out" / "topics.tsv.gz")] == ["trade"]


def test_the_same_data_give_the_same_bytes(source: Path, tmp_path: Path) -> None:
    make(source, tmp_path / "one")
    make(source, tmp_path / "two")
    for table in TABLES:
        assert (tmp_path / "one" / f"{table}.tsv.gz").read_bytes() == (
            tmp_path / "two" / f"{table}.tsv.gz"
        ).read_bytes()


@pytest.mark.skipif(not SOURCE.is_dir(), reason="the open data are not beside this checkout")
def test_the_committed_tables_are_what_the_script_makes(tmp_path: Path) -> None:
    make(SOURCE, tmp_path)
    for table in TABLES:
        made, kept = tmp_path / f"{table}.tsv.gz", ROOT / "extract" / "gazetteer" / f"{table}.tsv.gz"
        assert gzip.decompress(made.read_bytes()) == gzip.decompress(kept.read_bytes())
