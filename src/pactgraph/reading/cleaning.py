"""Lines of a document to its clean text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pactgraph.reading.boilerplate import dropped
from pactgraph.reading.settings import Settings
from pactgraph.reading.tidying import tidied
from pactgraph.reading.traced import Traced
from pactgraph.reading.wrapping import unwrapped

PARAGRAPH = "\n\n"

_EDGE = 3
_LETTER = re.compile(r"[^\W\d_]{3}")
_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(r"(?:[-–—•▪●■◦·*]\s+)+")
_NUMBERED = re.compile(r"(\d{1,3})[.)]?\s+(?=[\"“‘(\[]?[^\W\d_a-z])")


def tidy_lines(lines: Iterable[Traced]) -> list[Traced]:
    """The lines tidied one by one, blank ones kept."""
    return [tidied(line) for line in lines]


def clean_blocks(lines: Sequence[Traced], settings: Settings) -> list[Traced]:
    """Paragraphs, headings and list items of tidied lines, boilerplate left out."""
    out = dropped(lines, settings.boilerplate)
    kept = [Traced() if i in out else line for i, line in enumerate(lines)]
    blocks = unwrapped(kept, settings.wording.connectives)
    return [b for b in _without_numbers([_without_bullet(b) for b in blocks]) if b.text]


def clean_text(blocks: Iterable[Traced]) -> Traced:
    """The blocks as one text, a blank line between each two."""
    parts: list[Traced | str] = []
    for block in blocks:
        parts += [PARAGRAPH, block] if parts else [block]
    return Traced.joined(parts)


def without_running_lines(pages: Sequence[Sequence[Traced]]) -> Iterator[Traced]:
    """The lines of all pages, less the headers and footers that many share (numbers in them may differ).

    A line is looked at only among the first or last three of its page, and dropped when half of the pages
    (three at least) have it there. Where it has words, its first page keeps it: it may be the title.
    """
    counts = Counter(key for page in pages for key in {_running(page[i].text) for i in _edges(page)})
    common = {k for k, n in counts.items() if k and n >= max(3, len(pages) // 2)}
    fresh = {k for k in common if _LETTER.search(k)}
    for page in pages:
        edges = set(_edges(page))
        for i, line in enumerate(page):
            key = _running(line.text)
            if i not in edges or key not in common or key in fresh:
                yield line
                fresh.discard(key)


def _edges(page: Sequence[Traced]) -> list[int]:
    filled = [i for i, line in enumerate(page) if line.text]
    return filled if len(filled) <= 2 * _EDGE else filled[:_EDGE] + filled[-_EDGE:]


def _running(text: str) -> str:
    return _DIGITS.sub("0", text)


def _without_bullet(block: Traced) -> Traced:
    match = _BULLET.match(block.text)
    return block.cut(match.end(), len(block.text)) if match else block


def _without_numbers(blocks: Sequence[Traced]) -> list[Traced]:
    """Blocks without their paragraph number, where the numbers count on from block to block."""
    marks = {i: m for i, b in enumerate(blocks) if (m := _NUMBERED.match(b.text))}
    order = sorted(marks)
    counted: set[int] = set()
    for a, b in pairwise(order):
        if int(marks[b].group(1)) == int(marks[a].group(1)) + 1:
            counted |= {a, b}
    return [b.cut(marks[i].end(), len(b.text)) if i in counted else b for i, b in enumerate(blocks)]
