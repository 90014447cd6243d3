"""Settings for assembly tests: the project's own kinds over a small ontology that only these tests use."""

import json
import shutil
from pathlib import Path

import pytest

from pactgraph.assembly import Settings
from pactgraph.assembly.settings import load
from pactgraph.extraction.findings import Findings

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def ontology(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project") / "ontology"
    shutil.copytree(Path(__file__).parent / "ontology", folder)
    shutil.copy(ROOT / "ontology" / "kinds.toml", folder)
    return folder


@pytest.fixture(scope="session")
def settings(ontology: Path) -> Settings:
    return load(ontology)


@pytest.fixture(scope="session")
def seeds() -> list[Findings]:
    files = sorted((ROOT / "tests" / "fixtures" / "seeds-findings").glob("*.json"))
    return [Findings.from_json(json.loads(f.read_text(encoding="utf-8"))) for f in files]
