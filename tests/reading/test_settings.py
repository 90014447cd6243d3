from pathlib import Path

import pytest

from pactgraph.errors import RuleError
from pactgraph.reading.settings import Settings


def load(folder: Path, **files: str) -> Settings:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Settings.load(folder)


def test_a_project_without_the_files_has_no_wording(tmp_path):
    assert Settings.load(tmp_path) == Settings()


def test_limits_are_set_by_name(tmp_path):
    assert Settings.load(tmp_path, max_text=5).max_text == 5


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("boilerplate", "lines: [{id: a, pattern: '('}]"),
        ("boilerplate", "lines: [{id: a}]"),
        ("boilerplate", "lines: [{id: a, pattern: x, where: middle}]"),
        ("boilerplate", "lines: ["),
        ("reading", "months: {may: soon}"),
        ("reading", "connectives: [of, on]"),
        ("reading", "just words"),
    ],
)
def test_malformed_rules_say_where(tmp_path, name, text):
    with pytest.raises(RuleError) as caught:
        load(tmp_path, **{name: text})
    assert f"{name}.yaml" in caught.value.where
    assert caught.value.hint


def test_patterns_may_be_lists_of_alternatives(tmp_path):
    rules = load(tmp_path, boilerplate="lines: [{id: a, pattern: [x, y]}]").boilerplate.lines
    assert rules[0].pattern.fullmatch("Y")


def test_the_shipped_rules_load(settings):
    assert settings.boilerplate.lines
    assert settings.wording.months["april"] == 4
    assert "on" in settings.wording.connectives
