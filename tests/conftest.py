"""What several test modules share: the language pipeline, the seeds' graph, and stores that know its findings.

The environment variable PACTGRAPH_MODEL names another model than `extract/pipeline.cfg` does.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language

from pactgraph.build import Options, Report, Silence, build
from pactgraph.language import pipeline
from pactgraph.project import Project
from pactgraph.store import EmbeddedStore

ROOT = Path(__file__).parent.parent

Build = Callable[..., EmbeddedStore]


@pytest.fixture(scope="session")
def nlp() -> Language:
    return pipeline.load(ROOT, os.environ.get("PACTGRAPH_MODEL"))


@pytest.fixture(scope="session")
def project() -> Project:
    return Project.load(ROOT)


@pytest.fixture(scope="session")
def seeds(project: Project) -> Path:
    return project.texts


@pytest.fixture(scope="session")
def seeds_store(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the graph of the seeds. Nobody writes to it."""
    store = tmp_path_factory.mktemp("seeds") / "store"
    report = build(project, [project.texts], Options(store, jobs=1), Silence())
    assert isinstance(report, Report)
    assert not report.faults
    return store


@pytest.fixture
def new_store(seeds_store: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Makes stores without a graph that know the findings of the seeds, so that building again is quick."""

    def make(name: str = "store") -> Path:
        shutil.copytree(seeds_store / "findings", tmp_path / name / "findings")
        return tmp_path / name

    return make
