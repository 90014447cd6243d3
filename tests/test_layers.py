"""Data runs one way: a module imports only from those that stand above it, and the engine knows no word of the domain."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "pactgraph"

LAYERS = (
    "errors",
    "project",
    "reading",
    "language",
    "extraction",
    "assembly",
    "store",
    "queries",
    "evaluation",
    "build",
    "endpoint",
    "cli",
)
"""From top to bottom. `pactgraph` itself, with its version, stands above all."""


def imported(file: Path) -> Iterator[str]:
    """The modules of ours that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.startswith("pactgraph"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "pactgraph":
            yield from (
                [f"pactgraph.{a.name}" for a in node.names]
                if node.module == "pactgraph"
                else [str(node.module)]
            )


def layer(module: str) -> str | None:
    """The layer of a module by its dotted name; None for names of `pactgraph` itself."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in LAYERS else None


FILES = sorted(PACKAGE.rglob("*.py"))


def own_layer(file: Path) -> str | None:
    return layer(".".join(["pactgraph", *file.relative_to(PACKAGE).with_suffix("").parts]))


def test_every_module_has_a_layer() -> None:
    without = [f.relative_to(PACKAGE).as_posix() for f in FILES if own_layer(f) is None]
    assert without == ["__init__.py", "__main__.py"]


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_imports_from_above_only(name: str) -> None:
    allowed = set(LAYERS[: LAYERS.index(name) + 1])
    wrong = {
        f"{file.relative_to(PACKAGE)} imports {module}"
        for file in FILES
        if own_layer(file) == name
        for module in imported(file)
        if layer(module) and layer(module) not in allowed
    }
    assert not wrong


def test_architecture_lists_the_layers_in_this_order() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    way = text[text.index("Data runs one way") : text.index("## The seams")]
    listed = re.findall(r"^    ([a-z]+)(?:/|\.py) ", way, re.MULTILINE)
    assert [name for name in listed if name in LAYERS] == list(LAYERS)


def names(folder: Path, pattern: str) -> set[str]:
    return {
        m
        for f in folder.glob("*.ttl")
        for m in re.findall(pattern, f.read_text(encoding="utf-8"), re.MULTILINE)
    }


def texts(file: Path) -> Iterator[str]:
    """The words in a file's code: names and strings, docstrings left out."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(n.body[0].value)
        for n in ast.walk(tree)
        if isinstance(n, documented) and n.body and isinstance(n.body[0], ast.Expr)
    }
    alone = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}  # texts below settings
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs | alone:
            yield node.value


def test_the_engine_knows_no_class_of_the_domain() -> None:
    """No string in the code is the name of a class of the ontology; words that general formats use too are left out."""
    classes = names(ROOT / "ontology", r"^pg:([A-Z]\w+)\s+a\s+(?:owl|rdfs):Class")
    assert "MemorandumOfUnderstanding" in classes
    general = {"Document", "Evidence", "Merge", "Citation", "Quotation"}  # what the engine itself makes
    found = {
        (f.relative_to(PACKAGE).as_posix(), t) for f in FILES for t in texts(f) if t in classes - general
    }
    assert not found
