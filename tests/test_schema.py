import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pactgraph.extraction.findings import Findings
from pactgraph.extraction.rulefiles import read_yaml
from pactgraph.extraction.schema import generic, published

ROOT = Path(__file__).parent.parent
RECORDS = sorted((ROOT / "tests" / "fixtures" / "seeds-findings").glob("*.json"))
SETTINGS = read_yaml(ROOT / "extract" / "findings.yaml")


def faults(schema: dict[str, object], record: object) -> list[str]:
    return [f"{e.json_path}: {e.message}" for e in Draft202012Validator(schema).iter_errors(record)]


@pytest.mark.parametrize("schema", [generic(), published(SETTINGS)], ids=["generic", "published"])
def test_it_is_a_schema(schema: dict[str, object]) -> None:
    Draft202012Validator.check_schema(schema)
    assert faults(schema, {})


@pytest.mark.parametrize("file", RECORDS, ids=lambda p: p.stem)
def test_records_fit(file: Path) -> None:
    findings = Findings.from_json(json.loads(file.read_text(encoding="utf-8")))
    assert faults(generic(), json.loads(json.dumps(findings.to_json()))) == []


def test_it_follows_the_project() -> None:
    lists = {"treaties": {**SETTINGS["lists"]["agreements"], "single": {"signed": "dateSigned"}}}
    schema = published({**SETTINGS, "lists": lists})
    assert "treaties" in schema["required"]
    assert "agreements" not in schema["properties"]
    assert "signed" in schema["properties"]["treaties"]["items"]["properties"]
