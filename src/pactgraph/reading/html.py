"""HTML: the main content, by trafilatura's judgement, in the page's own characters.

trafilatura says which text of a page is its content but not where it stands. So the page is parsed a second time
into blocks that know their offsets, and those blocks are kept whose words trafilatura has kept.
"""

import logging
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from itertools import accumulate
from typing import Any

import trafilatura

from pactgraph.errors import ReadingError
from pactgraph.reading.decoding import sound
from pactgraph.reading.drafts import Draft
from pactgraph.reading.metadata import Claim, iso_date
from pactgraph.reading.settings import Settings
from pactgraph.reading.source import Field
from pactgraph.reading.tidying import split_lines, tidied
from pactgraph.reading.traced import Traced

# both tell the log of pages that they cannot read; what matters is in our own reports
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

_SKIPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "head",
        "select",
        "button",
        "textarea",
        "iframe",
        "object",
        "audio",
        "video",
    }
)
_FURNITURE = frozenset({"nav", "header", "footer", "aside", "form", "menu", "dialog"})
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    }
)
_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
_NOTE = re.compile(r"\W{0,2}(?:\d{1,3}|[*†‡])\W{0,2}")
_NOTED = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?”\"’')\]])$")
_WORD = re.compile(r"\w+")
_LONG = 6
_SHARE = 0.6
_NEAR = 4


@dataclass(slots=True)
class Block:
    """A paragraph, heading, item or cell: its lines, whether it stands in the page's furniture, its tag."""

    lines: list[Traced]
    furniture: bool
    tag: str

    @property
    def words(self) -> list[str]:
        """The block's words in lower case."""
        return [w for line in self.lines for w in _WORD.findall(line.text.lower())]


@dataclass(slots=True)
class _Open:
    """What is collected for the block under way."""

    lines: list[list[Traced | str]] = field(default_factory=lambda: [[]])
    tag: str = ""

    def text(self) -> str:
        return "".join(p if isinstance(p, str) else p.text for p in self.lines[-1])


class _Page(HTMLParser):
    """Splits a page into blocks of traced text."""

    def __init__(self, original: str) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[Block] = []
        self._original = original
        lengths = (len(line) for line in original.split("\n"))
        self._line_starts = [0, *accumulate(length + 1 for length in lengths)]
        self._open = _Open()
        self._skipped = self._furniture = self._pre = 0
        self._note: tuple[int, str] | None = None
        self.feed(original)
        self.close()
        self._end_block()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "body":
            self._skipped = 0
        self._count(tag, 1)
        if tag == "br":
            self._open.lines.append([])
        elif tag == "sup":
            self._note = (len(self._open.lines[-1]), self._open.text())
        elif tag not in _INLINE:
            self._end_block(tag)

    def handle_endtag(self, tag: str) -> None:
        self._count(tag, -1)
        if tag == "sup":
            self._end_note()
        elif tag not in _INLINE and tag != "br":
            self._end_block()

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        if tag in _VOID:
            self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            at = self._offset()
            self._open.lines[-1].append(Traced.of(self._original, at, at + len(data)))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, reference: str) -> None:
        if self._skipped:
            return
        text = sound(unescape(reference))
        if (
            text == reference
        ):  # no such entity: the characters stand for themselves, but the semicolon may be ours
            at = self._offset()
            stop = at + len(text) if self._original.startswith(text, at) else at + len(text) - 1
            self._open.lines[-1].append(Traced.of(self._original, at, stop))
        else:
            self._open.lines[-1].append(Traced(text, ((0, self._offset(), 1),)))

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def _count(self, tag: str, step: int) -> None:
        if tag in _SKIPPED:
            self._skipped = max(0, self._skipped + step)
        elif tag in _FURNITURE:
            self._furniture = max(0, self._furniture + step)
        elif tag == "pre":
            self._end_block()
            self._pre = max(0, self._pre + step)

    def _end_note(self) -> None:
        """Takes out a raised number that only points to a footnote."""
        if self._note is None:
            return
        start, before = self._note
        self._note = None
        parts = self._open.lines[-1]
        raised = self._open.text()[len(before) :]
        if start <= len(parts) and _NOTE.fullmatch(raised.strip()) and _NOTED.search(before):
            del parts[start:]

    def _end_block(self, tag: str = "") -> None:
        lines = [line for parts in self._open.lines for line in self._finished(Traced.joined(parts))]
        if any(line.text for line in lines):
            self.blocks.append(Block(lines, self._furniture > 0, self._open.tag))
        self._note = None
        self._open = _Open(tag=tag)

    def _finished(self, line: Traced) -> list[Traced]:
        if not self._pre:
            return [tidied(line)]
        return [tidied(line.cut(*cut)) for cut in _line_cuts(line.text)]


def _line_cuts(text: str) -> Iterator[tuple[int, int]]:
    for line in split_lines(text):
        at = line.segments[0][1] if line.segments else 0
        yield at, at + len(line.text)


def read_html(original: str, settings: Settings, where: str) -> Draft:
    """Draft of a page; its original is the HTML source."""
    try:
        page = _Page(original)
    except (AssertionError, ValueError) as error:
        raise ReadingError(
            f"not readable as HTML: {error}", where=where, hint="fetch the page again"
        ) from error
    content, warnings = _extracted(original)
    kept = _kept(page.blocks, content.text if content else "")
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
    headings = [i for i in range(sure[0]) if blocks[i].tag == "h1"]
    return [blocks[i] for i in sorted(kept | set(headings[-1:]))]


def _fingerprint(content: str) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """The runs of three words in the content, and its lines, the cells of a table being lines of their own."""
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
    """The title that trafilatura has found; the content's main heading first, where the content lacks that title."""
    title = " ".join(sound(found).split())
    words = _WORD.findall(title.lower())
    heading = next((b for b in kept if b.tag == "h1"), None)
    if heading and not any(b.words == words for b in kept):
        yield "title", Field(" ".join(line.text for line in heading.lines), "text")
    if title:
        yield "title", Field(title, "file")
