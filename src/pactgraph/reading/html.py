"""HTML: the main content, by trafilatura's judgement, in the page's own characters.

trafilatura says which text of a page is its content but not where it stands. So the page is parsed a second
time into blocks that know their offsets, and those blocks are kept whose words trafilatura has kept.
"""

import logging
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

import trafilatura

from pactgraph.errors import ReadingError
from pactgraph.reading.decoding import sound
from pactgraph.reading.drafts import Draft
from pactgraph.reading.markup import Block, page_blocks
from pactgraph.reading.metadata import Claim, iso_date
from pactgraph.reading.settings import Settings
from pactgraph.reading.source import Field
from pactgraph.reading.traced import Traced

# both tell the log of pages that they cannot read; what matters is in our own reports
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

_WORD = re.compile(r"\w+")
_LONG = 6
_SHARE = 0.6
_NEAR = 4


def read_html(original: str, settings: Settings, where: str) -> Draft:
    """Draft of a page; its original is the HTML source."""
    try:
        blocks = page_blocks(original)
    except (AssertionError, ValueError) as error:
        raise ReadingError(
            f"not readable as HTML: {error}", where=where, hint="fetch the page again"
        ) from error
    content, warnings = _extracted(original)
    kept = _kept(blocks, content.text if content else "")
    lines = [line for block in kept for line in [*block.lines, Traced()]]
    claims = tuple(_claims(content, kept, settings)) if content else ()
    return Draft(original, lines, "text/html", claims=claims, warnings=warnings)


def _extracted(original: str) -> tuple[Any, tuple[str, ...]]:
    """trafilatura's document, or None where it finds no content."""
    try:
        return trafilatura.bare_extraction(
            original.replace("\0", " "),
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params={
                "extensive_search": False,
                "original_date": True,
                "max_date": "2999-12-31",
            },
        ), ()
    except (
        Exception
    ) as error:  # lxml and trafilatura raise many kinds on broken pages; the page's blocks are left
        return None, (f"main content not found, the whole page is read: {type(error).__name__}",)


def _kept(blocks: Sequence[Block], content: str) -> list[Block]:
    """The blocks whose words the content has; all that are no furniture where it has none."""
    trigrams, lines = _fingerprint(content)
    sure = [i for i, block in enumerate(blocks) if _shared(block.words, trigrams)]
    if not sure:
        return [b for b in blocks if not b.furniture] or list(blocks)
    kept = {*sure, *_near(blocks, lines, sure)}
    headed = any(blocks[i].tag == "h1" for i in kept)
    headings = [] if headed else [i for i in range(sure[0]) if blocks[i].tag == "h1"]
    return [blocks[i] for i in sorted(kept | set(headings[-1:]))]


def _fingerprint(content: str) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """The runs of three words in the content, and its lines, each cell of a table being one."""
    words = _WORD.findall(content.lower())
    trigrams = {tuple(words[i : i + 3]) for i in range(len(words) - 2)}
    lines = re.split(r"[\n|]", content.lower())
    return trigrams, {tuple(_WORD.findall(line)) for line in lines}


def _shared(words: list[str], trigrams: set[tuple[str, ...]]) -> bool:
    count = len(words) - 2
    if len(words) < _LONG:
        return False
    return sum(tuple(words[i : i + 3]) in trigrams for i in range(count)) >= _SHARE * count


def _near(blocks: Sequence[Block], lines: set[tuple[str, ...]], sure: Sequence[int]) -> Iterator[int]:
    """Short blocks that are a line of the content and stand beside a sure block."""
    for i, block in enumerate(blocks):
        words = tuple(block.words)
        if words and len(words) < _LONG and words in lines:
            place = bisect_left(sure, i)
            if any(abs(sure[j] - i) <= _NEAR for j in (place - 1, place) if 0 <= j < len(sure)):
                yield i


def _claims(content: Any, kept: Sequence[Block], settings: Settings) -> Iterator[Claim]:
    yield from _title(content.title or "", kept)
    for name, value in (("publisher", content.sitename), ("author", content.author)):
        text = " ".join(sound(value or "").split())
        if text:
            yield name, Field(text, "file")
    found = iso_date(content.date, settings.wording) if content.date else None
    if found:
        yield "date", Field(found, "file")


def _title(found: str, kept: Sequence[Block]) -> Iterator[Claim]:
    """The title that trafilatura has found; the main heading before it if the content lacks it."""
    title = " ".join(sound(found).split())
    words = _WORD.findall(title.lower())
    heading = next((b for b in kept if b.tag == "h1"), None)
    if heading and not any(b.words == words for b in kept):
        yield "title", Field(" ".join(line.text for line in heading.lines), "text")
    if title:
        yield "title", Field(title, "file")
