"""The project's rules, and its extractor over the shipped model."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from pactgraph.extraction.extractor import Extractor
from pactgraph.extraction.rules import Rules

from .reading_aid import Reader

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def rules() -> Rules:
    return Rules.load(ROOT / "extract")


@pytest.fixture(scope="session")
def reader(nlp: Language) -> Reader:
    return Reader(nlp, Extractor.load(ROOT, nlp))


@pytest.fixture(scope="session")
def blank() -> Language:
    """English words and nothing else."""
    return spacy.blank("en")
