"""The project's rules, and its extractor over the shipped model."""

import os
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from thinc.api import Config

from pactgraph.extraction.extractor import Extractor
from pactgraph.extraction.rules import Rules
from pactgraph.language import models, pipeline

from .reading_aid import Reader

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def rules() -> Rules:
    return Rules.load(ROOT / "extract")


@pytest.fixture(scope="session")
def blank() -> Language:
    """English words and nothing else."""
    return spacy.blank("en")


@pytest.fixture(scope="session")
def reader(request: pytest.FixtureRequest) -> Reader:
    if "PACTGRAPH_MODEL" not in os.environ and not default_model_is_there():
        pytest.skip("the model that extract/pipeline.cfg names is not in this checkout")
    nlp = request.getfixturevalue("nlp")
    return Reader(nlp, Extractor.load(ROOT, nlp))


def default_model_is_there() -> bool:
    """A model that is there but does not load is an error, no reason to skip."""
    model = Config().from_disk(ROOT / pipeline.FILE)["model"]
    shipped = models.shipped(ROOT / "extract" / model["folder"])
    return model["name"] in shipped or models.is_package(model["name"])
