"""The layout of a store's directory, as `pactgraph.store.EmbeddedStore` writes it. Light to import.

current              name of the generation in force
generation-000007/   an immutable state of the graph
building-.../        what a writer works on; removed by the next one
serving-.../         hard links of generations that a server reads
lock                 held by the writer
"""

from pathlib import Path

GENERATION, BUILDING, SERVING = "generation-", "building-", "serving-"


def pointed_at(root: Path) -> str:
    """The name of the generation in force; empty where there is none."""
    try:
        return (root / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
