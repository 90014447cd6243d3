"""The committed gold of the own genre: entity spans (form, split) and documents (verbatim, sound)."""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "extract" / "model" / "gold"
TEXTS = ROOT.parent / "shared" / "texts" / "agreements-unlabelled.jsonl.xz"
FILES = sorted(GOLD.glob("genre-*.jsonl"))
DOCUMENTS = sorted((ROOT / "seeds" / "gold").glob("agreements-*.jsonl"))
RELATIONS = {
    "reaffirms",
    "renews",
    "buildsOn",
    "supplements",
    "implements",
    "amends",
    "supersedes",
    "cites",
    "other",
}
LABELS = {"PERSON", "ORG", "LOC", "NORP", "DATE", "EVENT", "LAW", "WORK"}
SOURCE = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+)@(?P<commit>[0-9a-f]{40}):(?P<path>.+)")
WRAPPING = ' \t\n"“”‘([],;:'  # a closing bracket may end a name: "Department of Education (North)"


def units(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def of_split(name: str) -> list[dict[str, Any]]:
    return [unit for path in FILES if path.name.startswith(f"genre-{name}-") for unit in units(path)]


def surfaces(unit: dict[str, Any]) -> list[str]:
    return [unit["text"][start:end] for start, end, _ in unit["spans"]]


def on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="module")
def originals() -> dict[str, str]:
    """Source of a text -> the text with every run of white space as one space."""
    if not TEXTS.exists():
        pytest.skip("the unlabelled texts lie outside the repository")
    with lzma.open(TEXTS, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return {f"{r['repository']}@{r['commit']}:{r['path']}": on_one_line(r["text"]) for r in records}


def test_both_splits_are_there() -> None:
    assert len(of_split("train")) >= 160
    assert len(of_split("test")) >= 160


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_unit_has_the_same_shape(path: Path) -> None:
    for unit in units(path):
        assert list(unit) == ["id", "source", "licence", "text", "spans"], unit["id"]
        assert SOURCE.fullmatch(unit["source"]), unit["id"]
        assert unit["licence"] in {"MIT", "CC0-1.0"}, unit["id"]
        assert unit["text"] == on_one_line(unit["text"]).strip() != "", unit["id"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_spans_are_labelled_sorted_and_flat(path: Path) -> None:
    for unit in units(path):
        for start, end, label in unit["spans"]:
            assert label in LABELS, unit["id"]
            assert 0 <= start < end <= len(unit["text"]), unit["id"]
        for before, after in pairwise(unit["spans"]):
            assert before[1] <= after[0], unit["id"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_spans_cover_the_name_alone(path: Path) -> None:
    for unit in units(path):
        for surface in surfaces(unit):
            assert surface == surface.strip(WRAPPING), (unit["id"], surface)
            assert surface.count("(") == surface.count(")"), (unit["id"], surface)
            assert not re.match(r"(the|an?|Mrs?|Ms|Dr\.?|Minister) ", surface), (unit["id"], surface)
            assert not re.search(r"['’]s$", surface), (unit["id"], surface)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_spans_cut_no_word(path: Path) -> None:
    for unit in units(path):
        for start, end, _ in unit["spans"]:
            assert re.match(r"\b", unit["text"][start:]), unit["id"]
            assert not re.search(r"[a-z]$", unit["text"][:start]) or unit["text"][start].isupper(), unit["id"]
            assert not re.match(r"[a-z]", unit["text"][end:]), unit["id"]


def test_ids_are_unique() -> None:
    seen = Counter(unit["id"] for path in FILES for unit in units(path))
    assert [name for name, count in seen.items() if count > 1] == []


@pytest.mark.parametrize("key", ["source", "text"])
def test_train_and_test_share_nothing(key: str) -> None:
    train, test = ({unit[key].casefold() for unit in of_split(name)} for name in ("train", "test"))
    assert train & test == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_units_stand_in_their_source(path: Path, originals: dict[str, str]) -> None:
    for unit in units(path):
        assert unit["text"] in originals[unit["source"]], unit["id"]


def test_every_label_occurs_in_both_splits() -> None:
    for name in ("train", "test"):
        assert {label for unit in of_split(name) for _, _, label in unit["spans"]} == LABELS


def test_many_units_have_no_name_or_one() -> None:
    for name in ("train", "test"):
        gold = of_split(name)
        assert sum(len(unit["spans"]) <= 1 for unit in gold) >= len(gold) * 0.3


def records() -> list[dict[str, Any]]:
    return [record for path in DOCUMENTS for record in units(path)]


def text_of(record: dict[str, Any]) -> str:
    path = ROOT / "seeds" / "gold" / "texts" / f"{record['doc']['id']}.txt"
    return path.read_bytes().decode("utf-8")


def entities(record: dict[str, Any]) -> list[dict[str, Any]]:
    return [entity for kind in ("organizations", "persons", "places") for entity in record["entities"][kind]]


def verbatim(record: dict[str, Any]) -> Iterator[str]:
    """Every string of a record that must stand in its text as it is."""
    for agreement in record["agreements"]:
        yield from agreement["names"] + agreement["topics"] + agreement.get("place_alternatives", [])
        yield from [agreement["place"]] if agreement["place"] else []
        yield from (signer[key] for signer in agreement["signatories"] for key in ("person", "role"))
    yield from (form for entity in entities(record) for form in entity["surface"])
    yield from record["optional_mentions"]


@pytest.fixture(params=records(), ids=lambda record: record["doc"]["id"])
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    record: dict[str, Any] = request.param
    return record


def test_documents_have_their_text(document: dict[str, Any]) -> None:
    text, doc = text_of(document), document["doc"]
    assert hashlib.sha256(text.encode("utf-8")).hexdigest() == doc["sha256_of_text"]
    assert len(text.split()) == doc["words"]
    assert doc["licence"] in {"MIT", "CC0-1.0"}
    assert SOURCE.fullmatch(f"{doc['repo']}@{doc['commit']}:{doc['path']}")


def test_document_strings_stand_in_the_text(document: dict[str, Any]) -> None:
    text = text_of(document)
    assert [string for string in verbatim(document) if string not in text] == []


def test_document_parties_are_entities(document: dict[str, Any]) -> None:
    known = {entity["canonical"] for entity in entities(document)}
    for agreement in document["agreements"]:
        alternatives = agreement.get("party_alternatives", {})
        assert set(agreement["parties"]).union(*alternatives.values()) <= known
        assert set(alternatives) <= set(agreement["parties"])
        assert {signer["for"] for signer in agreement["signatories"]} <= set(agreement["parties"])


def test_document_relations_join_agreements(document: dict[str, Any]) -> None:
    ids = [agreement["id"] for agreement in document["agreements"]]
    assert len(ids) == len(set(ids))
    for relation in document["relations"]:
        start, end = relation["evidence"]
        assert {relation["from"], relation["to"]} <= set(ids)
        assert relation["from"] != relation["to"]
        assert {relation["rel"], *relation.get("rel_alternatives", [])} <= RELATIONS
        assert 0 <= start < end <= len(text_of(document))


def test_document_ids_are_unique() -> None:
    seen = Counter(record["doc"]["id"] for record in records())
    assert [name for name, count in seen.items() if count > 1] == []
