"""Reads CoNLL-U: UD English EWT and the open genres of GUM."""

import re
from collections.abc import Iterable, Iterator

from .sentences import Sentence


def documents(text: str) -> Iterator[list[Sentence]]:
    """The documents of a CoNLL-U text, each a list of sentences."""
    document: list[Sentence] = []
    for block in re.split(r"\n\s*\n", text):
        rows = block.strip("\n").split("\n")
        if any(r.startswith("# newdoc") for r in rows) and document:
            yield document
            document = []
        if any(r and r[0] != "#" for r in rows):
            document.append(_sentence(rows))
    if document:
        yield document


def _sentence(rows: list[str]) -> Sentence:
    comments = [r for r in rows if r.startswith("#")]
    cells = [r.split("\t") for r in rows if r and not r.startswith("#")]
    words = [c for c in cells if c[0].isdigit()]
    column = lambda i: [c[i] for c in words]  # noqa: E731 - six columns, one shape
    numbers = [int(c[0]) for c in words]
    ids = [c.split("=", 1)[1].strip() for c in comments if c.startswith("# sent_id")]
    return Sentence(
        id=ids[0] if ids else "",
        words=column(1),
        spaces=_spaces(cells, numbers),
        upos=column(3),
        xpos=column(4),
        feats=["" if f == "_" else f for f in column(5)],
        lemmas=column(2),
        heads=[int(h) - 1 if h != "0" else i for i, h in enumerate(column(6))],
        deps=["ROOT" if d == "root" else d for d in column(7)],
        misc=column(9),
        opens=any(c.startswith(("# newpar", "# newdoc")) for c in comments),
    )


def _spaces(cells: Iterable[list[str]], numbers: list[int]) -> list[bool]:
    """Whether a space follows; never inside a multiword token (don't); behind it its range line decides."""
    inside: set[int] = set()
    glued: dict[int, bool] = {}
    for cell in cells:
        no_space = "SpaceAfter=No" in cell[9]
        if "-" in cell[0]:
            first, last = map(int, cell[0].split("-"))
            inside |= set(range(first, last))
            glued[last] = no_space
        elif cell[0].isdigit():
            glued.setdefault(int(cell[0]), no_space)
    return [n not in inside and not glued[n] for n in numbers]
