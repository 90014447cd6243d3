"""YAML as a domain expert writes it."""

from pathlib import Path

import pytest

from pactgraph.errors import RuleError
from pactgraph.extraction.rulefiles import read_yaml


def test_on_and_no_are_words(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("on: [no, yes, off, true]\n", encoding="utf-8")
    assert read_yaml(path) == {"on": ["no", "yes", "off", True]}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="missing") as caught:
        read_yaml(tmp_path / "b.yaml")
    assert "b.yaml" in caught.value.where


@pytest.mark.parametrize(
    "content", [b"a: [", b"\xff\xfe\x00", b"a: !!python/name:os.system x"], ids=["open", "bytes", "object"]
)
def test_what_is_no_plain_yaml_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "c.yaml"
    path.write_bytes(content)
    with pytest.raises(RuleError, match="YAML") as caught:
        read_yaml(path)
    assert caught.value.where == str(path)
