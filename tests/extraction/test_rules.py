"""A project's rules as a whole: complete, consistent, and refused with their place where they are not."""

import shutil
from pathlib import Path

import pytest

from pactgraph.errors import RuleError
from pactgraph.extraction.rules import Rules

EXTRACT = Path(__file__).parents[2] / "extract"
FILES = [
    *(
        "dates.yaml",
        "findings.yaml",
        "references.yaml",
        "citations.yaml",
        "quotations.yaml",
        "predicates.yaml",
        "genres.yaml",
    ),
    *("entities/heads.yaml", "entities/roles.yaml", "entities/entities.yaml", "relations/signing.yaml"),
]


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """The rule files alone: no gazetteer, no model."""
    for path in (*EXTRACT.glob("*.yaml"), *EXTRACT.glob("entities/*"), *EXTRACT.glob("relations/*.yaml")):
        target = tmp_path / path.relative_to(EXTRACT)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(path, target)
    return tmp_path


def test_the_shipped_rules_load(rules: Rules) -> None:
    assert rules.frames
    assert {v for f in rules.frames for v in f.verbs} <= set(rules.lexicon.forms.values())


def test_every_kind_that_a_rule_names_has_an_id_prefix(rules: Rules) -> None:
    prefixes = rules.settings["prefixes"]
    kinds = {h.kind for h in rules.heads.by_words.values()} | {
        kind for kind, _ in rules.entities.labels.values()
    }
    fillers = [f for frame in rules.frames for _, role in frame.roles for f in role]
    kinds |= {kind.partition(":")[0] for f in fillers for kind in f.kinds} - {"any"}
    kinds |= {f.node["kind"] for f in fillers if f.node}
    kinds |= {frame.node["kind"] for frame in rules.frames if frame.node}
    assert kinds <= set(prefixes)
    assert len(set(prefixes.values())) == len(prefixes)


def test_statuses_of_frames_are_known(rules: Rules) -> None:
    given = {status for frame in rules.frames if frame.status for status in frame.status.values()}
    assert given <= set(rules.terms.statuses)


def test_every_frame_is_tested_by_an_example_or_is_one_of_a_pair(rules: Rules) -> None:
    lacking = [f.id for f in rules.frames if not f.examples]
    assert len(lacking) <= len(rules.frames) // 10, f"frames without an example: {lacking}"


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        ("DONE at Lima on the fourth day of May", "treaty"),
        ("Opening Statement by the Minister\n\nDear friends", "speech"),
        ("Joint Statement of Kenya and Uganda\n\n", "joint-declaration"),
        ("It was agreed. (Id.)", "legal-note"),
        ("Kenya signed a treaty.", "press-release"),
        ("The weather was fine.", "news"),
        ("", ""),
    ],
)
def test_genre_cues(rules: Rules, text: str, genre: str) -> None:
    assert next((name for name, cue in rules.genres if cue.search(text)), "") == genre


@pytest.mark.parametrize("name", [f for f in FILES if "relations" not in f])
def test_a_missing_file_is_named(extract: Path, name: str) -> None:
    (extract / name).unlink()
    with pytest.raises(RuleError, match="missing") as caught:
        Rules.load(extract)
    assert caught.value.where.endswith(name)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_shape_is_refused_with_its_name(extract: Path, name: str) -> None:
    (extract / name).write_text("[1, 2]\n", encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        Rules.load(extract)
    assert Path(name).name in caught.value.where


def test_a_broken_cue_is_refused(extract: Path) -> None:
    (extract / "genres.yaml").write_text("- genre: x\n  cues: ['(']\n", encoding="utf-8")
    with pytest.raises(RuleError, match="malformed"):
        Rules.load(extract)
