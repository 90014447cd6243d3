"""Whose work this is: the licence, the notice, and what may be depended on."""

import csv
import gzip
import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")

STRONG = re.compile(r"\b(AGPL|GPL|Affero)", re.IGNORECASE)
"""Licences that would reach into ours; the Lesser GPL does not."""


def test_the_licence_is_the_one_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


@pytest.mark.parametrize(
    "table", sorted((ROOT / "extract" / "gazetteer").glob("*.tsv.gz")), ids=lambda p: p.name
)
def test_every_source_of_a_table_is_in_the_notice(table: Path) -> None:
    with gzip.open(table, "rt", encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        keys = {key for row in rows for key in row["sources"].split()}
    assert keys
    assert keys <= set(re.findall(r"[a-z0-9-]+", NOTICE))


def model_sources() -> set[str]:
    """The names of what models were made from, as their cards and their own descriptions tell."""
    folder = ROOT / "extract" / "model"
    cards = [tomllib.loads(p.read_text(encoding="utf-8")) for p in folder.rglob("card.toml")]
    metas = [json.loads(p.read_text(encoding="utf-8")) for p in folder.glob("*/meta.json")]
    models = [model for card in cards for model in card.values() if isinstance(model, dict)] + metas
    return {source["name"] for model in models for source in model.get("sources") or []}


def test_every_source_of_a_model_is_in_the_notice() -> None:
    names = model_sources()
    assert names
    # what stands behind the name says which part of the data
    assert not [n for n in names if re.split(r" \(|,| politics| development", n)[0] not in NOTICE]


def test_every_origin_of_a_gold_text_is_in_the_notice() -> None:
    files = sorted((ROOT / "seeds" / "gold").glob("*.jsonl"))
    records = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert {record["doc"]["repo"] for record in records} <= set(re.findall(r"[\w-]+/[\w-]+", NOTICE))


def locked(name: str) -> dict[str, str]:
    return dict(
        re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    )


def test_no_dependency_has_a_licence_that_reaches_into_ours() -> None:
    found = {}
    for name in locked("requirements.lock"):
        try:
            data = metadata(name)
        except PackageNotFoundError:  # for another platform
            continue
        # classifiers and the SPDX expression are short; a whole licence text may mention others
        words = [
            *data.get_all("Classifier", []),
            data.get("License-Expression") or "",
            (data.get("License") or "")[:60],
        ]
        licences = [w for w in words if "License" in w or "::" not in w]
        strong = [w for w in licences if STRONG.search(w) and "LGPL" not in w and "Lesser" not in w]
        if strong and not any(re.search(r"MIT|BSD|Apache|MPL|Mozilla", w) for w in licences):
            found[name] = strong
    assert found == {}


class TestLocks:
    @pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
    def test_everything_is_hashed_and_no_index_is_named(self, name: str) -> None:
        text = (ROOT / name).read_text(encoding="utf-8")
        entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
        assert len(entries) > 50
        assert all("--hash=sha256:" in entry for entry in entries)
        assert not re.search(r"://|--index|--extra-index|--find-links|--trusted-host", text)

    def test_no_training_library_is_needed_to_run(self) -> None:
        assert not {"torch", "transformers", "sentence-transformers"} & {
            *locked("requirements.lock"),
            *locked("requirements-dev.lock"),
        }

    def test_both_agree(self) -> None:
        run, dev = locked("requirements.lock"), locked("requirements-dev.lock")
        assert {name: dev.get(name) for name in run} == run

    def test_what_is_declared_is_locked(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        declared = {re.split(r"[<>=\[; ]", d)[0].lower().replace("_", "-") for d in project["dependencies"]}
        assert declared <= set(locked("requirements.lock"))
