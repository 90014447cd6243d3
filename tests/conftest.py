"""The project's own language pipeline, loaded once for the whole run.

The model is the one that `extract/pipeline.cfg` names; the environment variable PACTGRAPH_MODEL names another (a
shipped name, an installed package or a path). Where the model is not there, the tests that need it are skipped.
"""

import os
from pathlib import Path

import pytest
from spacy.language import Language
from thinc.api import Config

from pactgraph.language import models, pipeline

ROOT = Path(__file__).parents[1]


def _is_there(name: str | None) -> bool:
    """A model that was named on purpose must load; only the shipped default may be missing."""
    if name is not None:
        return True
    settings = Config().from_disk(ROOT / pipeline.FILE)["model"]
    shipped = models.shipped(ROOT / "extract" / settings["folder"])
    return settings["name"] in shipped or models.is_package(settings["name"])


@pytest.fixture(scope="session")
def nlp() -> Language:
    name = os.environ.get("PACTGRAPH_MODEL")
    if not _is_there(name):
        pytest.skip("the model that extract/pipeline.cfg names is not in this checkout")
    return pipeline.load(ROOT, name)
