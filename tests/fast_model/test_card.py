"""The card of the model tells what was measured, and the model what it was made of."""

import json
from pathlib import Path

import pytest
from evaluate import table

HERE = Path(__file__).parents[2]
FAST = HERE / "extract" / "model" / "fast"

pytestmark = pytest.mark.skipif(not FAST.is_dir(), reason="the model is not in this checkout")


def test_the_scores_in_the_card_are_those_measured() -> None:
    scores = json.loads((FAST / "scores.json").read_text(encoding="utf-8"))
    assert table(scores) in (HERE / "docs" / "model-fast.md").read_text(encoding="utf-8")


def test_the_model_names_its_sources_and_licences() -> None:
    meta = json.loads((FAST / "meta.json").read_text(encoding="utf-8"))
    assert meta["license"] == "CC BY-SA 4.0"
    assert len(meta["sources"]) >= 7
    assert all(source["license"] and source["url"] for source in meta["sources"])


def test_every_file_of_the_model_is_in_its_manifest() -> None:
    listed = set(json.loads((FAST / "manifest.json").read_text(encoding="utf-8"))["sha256"])
    files = {p.relative_to(FAST).as_posix() for p in FAST.rglob("*") if p.is_file()}
    assert files - listed == {"manifest.json", "scores.json"}
    assert listed <= files
