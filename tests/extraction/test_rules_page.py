"""docs/rules.md: its blocks are additions to the project's files, and what it says of them holds."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import spacy
import yaml

from pactgraph.extraction.dates import Calendar
from pactgraph.extraction.extractor import Extractor
from pactgraph.extraction.frames import Filler, Frame, load_frames
from pactgraph.extraction.rulefiles import read_yaml
from pactgraph.extraction.rules import Rules

from .reading_aid import Reader, objects, thing
from .trees import flat

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+) (extract/\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
FRAMES = [entry for _, path, text in BLOCKS if "/relations/" in path for entry in yaml.safe_load(text)]


def merged(old: Any, new: Any) -> Any:
    """The project's file with a block of the page added: lists grow, mappings are entered."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{k: merged(old[k], v) if k in old else v for k, v in new.items()}}
    return [*new, *old] if isinstance(old, list) else new


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's rule files with all additions of the page."""
    folder = tmp_path_factory.mktemp("rules")
    source = ROOT / "extract"
    for path in (*source.glob("*.yaml"), *source.glob("entities/*"), *source.glob("relations/*.yaml")):
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    for _, name, text in BLOCKS:
        path = folder / name
        if path.suffix == ".yaml" and path.exists():
            text = yaml.safe_dump(merged(read_yaml(path), yaml.safe_load(text)), allow_unicode=True)
        path.write_text(text, encoding="utf-8")
    return folder / "extract"


@pytest.fixture(scope="module")
def taught(extract: Path, reader: Reader) -> Reader:
    known = reader.extractor
    return Reader(reader.nlp, Extractor(Rules.load(extract), known.topics, known.gazetteer))


def test_the_page_has_a_block_for_each_sort_of_rule() -> None:
    files = {path.removeprefix("extract/").partition("/")[0] for _, path, _ in BLOCKS}
    assert {
        "entities",
        "relations",
        "references.yaml",
        "citations.yaml",
        "dates.yaml",
        "genres.yaml",
    } <= files


def test_all_blocks_together_load(extract: Path) -> None:
    rules = Rules.load(extract)
    assert {"deposited-with", "countersigning"} <= {f.id for f in rules.frames}


def sentences(key: str) -> Iterator[Any]:
    for frame in FRAMES:
        for n, text in enumerate(frame[key], 1):
            yield pytest.param(frame["id"], text, id=f"{frame['id']}-{n}")


@pytest.mark.parametrize(("frame", "text"), list(sentences("examples")))
def test_examples_are_read(taught: Reader, frame: str, text: str) -> None:
    assert frame in taught.fired(text)


@pytest.mark.parametrize(("frame", "text"), list(sentences("counter_examples")))
def test_counter_examples_are_not_read(taught: Reader, frame: str, text: str) -> None:
    assert frame not in taught.fired(text)


def test_the_statement_of_the_first_frame(taught: Reader) -> None:
    for text in FRAMES[0]["examples"]:
        found = taught.findings(text)
        assert objects(found, thing(found, "World Harbour Organization"), "guardianOf") == ["Lima Treaty"]


def test_the_statements_of_the_second_frame(taught: Reader) -> None:
    first, second, third = (taught.findings(text) for text in FRAMES[1]["examples"])
    treaty = thing(first, "Lima Treaty")
    assert objects(first, treaty, "party") == ["Norway", "Peru"]
    assert objects(first, treaty, "dateSigned") == ["1999-05-04"]
    assert objects(first, treaty, "placeSigned") == ["Oslo"]
    (signature,) = (t for t in second.things if t.kind == "signature")
    assert objects(second, signature, "onBehalfOf") == ["Norway"]
    assert objects(third, thing(third, "Lima Treaty"), "status") == ["planned"]


def test_the_pattern_finds_what_the_page_says() -> None:
    (lines,) = (text for kind, _, text in BLOCKS if kind == "json")
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("span_ruler", config={"spans_key": "patterns"})
    ruler.add_patterns([json.loads(line) for line in lines.splitlines()])  # type: ignore[attr-defined]  # a SpanRuler
    doc = nlp("They met the Lower Elbe Harbour Board and the harbour board.")
    assert max((s.text for s in doc.spans["patterns"]), key=len) == "Lower Elbe Harbour Board"


def test_the_head_nouns(extract: Path) -> None:
    heads = Rules.load(extract).heads
    assert heads.at(flat("gentlemen 's agreement"), 0) is not None
    assert heads.by_acronym["TWA"].key == "twinning arrangement"
    assert "collective agreement" in heads.excluded


def test_the_dates(extract: Path) -> None:
    calendar = Calendar(read_yaml(extract / "dates.yaml"))
    (block,) = (yaml.safe_load(text) for _, path, text in BLOCKS if path.endswith("dates.yaml"))
    for example in block["examples"]:
        assert [m.value for m in calendar.find(example["text"], example["reference"])] == [example["value"]]
    for text in block["counter_examples"]:
        assert calendar.find(text) == []


def test_references_citations_and_genres(extract: Path) -> None:
    rules = Rules.load(extract)
    assert rules.references.groups["boards"] == "organization"
    (group,) = rules.citations.find("So. (Contra Fish Treaty, HARBOUR NEWS (2010).)")
    assert group.citations[0].signal == "contra"
    assert (
        next(name for name, cue in rules.genres if cue.search("Log of the ship Fram\n\nKenya signed."))
        == "log-book"
    )


def table(heading: str) -> set[str]:
    """First column of the table under a heading of the page, without marks."""
    section = PAGE.partition(f"### {heading}\n")[2].partition("\n#")[0]
    cells = re.findall(r"^\| (`[^|]*`) \|", section, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_key_of_a_frame_is_explained() -> None:
    made = {f.name for f in fields(Frame)} - {"verbs", "nouns", "subject_kinds", "node", "where", "unless"}
    assert table("Keys of a frame") == made | {"predicates", "property", "description"}


def test_every_key_of_a_role_is_explained() -> None:
    made = {f.name for f in fields(Filler)} - {"kinds"} | {"kind"}
    assert made <= table("Roles")


def test_the_page_names_every_rule_file(extract: Path) -> None:
    project = {p.name for p in (ROOT / "extract").glob("*.yaml")} - {
        "boilerplate.yaml",
        "reading.yaml",
        "evaluation.yaml",
    }
    named = set(re.findall(r"^\| `([\w./*]+)` \|", PAGE, re.MULTILINE))
    assert project <= named


def test_frames_of_the_page_alone_are_a_valid_folder(tmp_path: Path) -> None:
    for _, path, text in BLOCKS:
        if "/relations/" in path:
            (tmp_path / Path(path).name).write_text(text, encoding="utf-8")
    assert [f.id for f in load_frames(tmp_path)] == ["countersigning", "deposited-with"]
