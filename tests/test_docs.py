"""Every command that the documentation shows is run."""

import re
import shlex
from pathlib import Path

import pytest

from pactgraph.cli import main, parser

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```(?:console|sh|bash)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXPECTED = {"diff": {0, 1}}
"""Exit codes of commands, where others than 0 are as good."""


def commands(page: Path) -> list[str]:
    """The lines of a page's blocks that call pactgraph."""
    lines = [line for block in BLOCK.findall(page.read_text(encoding="utf-8")) for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.removeprefix("$ ").startswith("pactgraph ")]


def targets(page: Path) -> set[str]:
    """The make targets that a page names in code."""
    return set(re.findall(r"(?:^|`)make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE))


def test_pages_show_commands() -> None:
    assert sum(len(commands(page)) for page in PAGES) > 15


@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)], ids=lambda p: p.name)
def test_commands_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seeds_store: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for line in commands(page):
        arguments = expanded(shlex.split(line, comments=True)[1:])
        if arguments[0] == "serve":
            parser().parse_args(arguments)  # it would not end
        else:
            assert main(arguments) in EXPECTED.get(arguments[0], {0}), line


def expanded(arguments: list[str]) -> list[str]:
    """Patterns of files as a shell expands them; patterns without files stay."""
    return [
        a
        for word in arguments
        for a in (sorted(map(str, Path().glob(word))) if "*" in word else []) or [word]
    ]


def test_make_targets_are_there() -> None:
    there = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set().union(*map(targets, PAGES))
    assert "demo" in named
    assert named <= there


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_all_exit_codes_are_documented() -> None:
    from pactgraph import errors

    text = (ROOT / "docs" / "usage.md").read_text(encoding="utf-8")
    listed = {int(n) for n in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    kinds = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.PactgraphError)]
    assert listed == {kind.exit_code for kind in kinds} | {0, 130}
