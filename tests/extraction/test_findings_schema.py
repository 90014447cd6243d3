"""The published schema: what the seeds give fits it, and what is wrong does not."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pactgraph.extraction.findings import Findings
from pactgraph.extraction.projection import Projection
from pactgraph.extraction.rules import Rules
from pactgraph.extraction.schema import generic, published
from pactgraph.reading import Settings, Source, read

from .reading_aid import Reader, source

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "seeds" / "texts").glob("*.txt"))


@pytest.fixture(scope="module")
def schema(rules: Rules) -> dict[str, Any]:
    return published(rules.settings)


@pytest.fixture(scope="module")
def seeds(reader: Reader) -> dict[str, Findings]:
    documents = read(SEEDS, settings=Settings.load(ROOT / "extract"))
    return {
        d.id: reader.extractor.findings(reader.nlp(d.text), d) for d in documents if isinstance(d, Source)
    }


@pytest.fixture(scope="module")
def records(reader: Reader, seeds: dict[str, Findings]) -> dict[str, Any]:
    projection = Projection(reader.extractor.rules.settings)
    return {name: projection.record(findings) for name, findings in seeds.items()}


def faults(schema: dict[str, Any], record: Any) -> list[str]:
    return [f"{e.json_path}: {e.message}" for e in Draft202012Validator(schema).iter_errors(plain(record))]


def plain(record: Any) -> Any:
    """As JSON has it: tuples are lists."""
    if isinstance(record, dict):
        return {k: plain(v) for k, v in record.items()}
    return [plain(v) for v in record] if isinstance(record, list | tuple) else record


def test_both_schemas_are_schemas(schema: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(schema)
    Draft202012Validator.check_schema(generic())


@pytest.mark.parametrize("name", [p.stem for p in SEEDS])
def test_the_projection_of_a_seed_fits(records: dict[str, Any], schema: dict[str, Any], name: str) -> None:
    assert faults(schema, records[name]) == []


@pytest.mark.parametrize("name", [p.stem for p in SEEDS])
def test_the_generic_record_of_a_seed_fits(seeds: dict[str, Findings], name: str) -> None:
    assert faults(generic(), seeds[name].to_json()) == []


def test_an_empty_record_fits(rules: Rules, schema: dict[str, Any], reader: Reader) -> None:
    findings = reader.extractor.findings(reader.nlp(""), source(""))
    assert faults(schema, Projection(rules.settings).record(findings)) == []
    assert faults(generic(), findings.to_json()) == []


def broken() -> Iterator[Any]:
    yield pytest.param(["document", "sha256"], "x", id="hash")
    yield pytest.param(["document", "date"], "4 May", id="date")
    yield pytest.param(["evidence", "e1", "confidence"], 7, id="confidence")
    yield pytest.param(["evidence", "e1", "start"], -1, id="offset")
    yield pytest.param(["agreements", 0, "parties"], "Peru", id="parties")
    yield pytest.param(["agreements", 0, "colour"], "red", id="unknown-field")
    yield pytest.param(["weather"], [], id="unknown-list")


@pytest.mark.parametrize(("path", "value"), list(broken()))
def test_a_broken_record_does_not_fit(
    records: dict[str, Any], schema: dict[str, Any], path: list[Any], value: Any
) -> None:
    record = plain(copy.deepcopy(next(r for r in records.values() if r["agreements"])))
    place = record
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert len(faults(schema, record)) == 1
