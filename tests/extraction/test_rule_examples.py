"""The examples in the rule files are tests: each must be read by its own frame, each counter-example must not.

A frame is tested on what it finds in a sentence. Whether an agreement that only one sentence mentions is worth stating
is decided afterwards, for whole documents (see `pactgraph.extraction.settling`).
"""

from pathlib import Path

import pytest

from pactgraph.extraction.frames import load_frames

from .reading_aid import Reader

FRAMES = load_frames(Path(__file__).parents[2] / "extract" / "relations")
EXAMPLES = [pytest.param(f.id, text, id=f"{f.id}-{n}") for f in FRAMES for n, text in enumerate(f.examples, 1)]
COUNTERS = [pytest.param(f.id, text, id=f"{f.id}-{n}") for f in FRAMES for n, text in enumerate(f.counter_examples, 1)]


@pytest.mark.parametrize(("frame", "text"), EXAMPLES)
def test_an_example_is_read_by_its_frame(reader: Reader, frame: str, text: str) -> None:
    assert frame in reader.fired(text)


@pytest.mark.parametrize(("frame", "text"), COUNTERS)
def test_a_counter_example_is_not_read_by_its_frame(reader: Reader, frame: str, text: str) -> None:
    assert frame not in reader.fired(text)
