"""The markup of a page: its blocks of text, each character with its place in the HTML source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from itertools import accumulate
from typing import Any

from pactgraph.reading.decoding import sound
from pactgraph.reading.tidying import split_lines, tidied
from pactgraph.reading.traced import Traced

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
_TAIL = 8
_WORD = re.compile(r"\w+")


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


def page_blocks(original: str) -> list[Block]:
    """The blocks of the page whose HTML source is `original`, scripts and the like left out."""
    return _Page(original).blocks


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
        self._note: int | None = None
        self.feed(original)
        self.close()
        self._end_block()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "br":
            self._open.lines.append([])
        elif tag == "sup":
            self._note = len(self._open.lines[-1])
        elif tag not in _INLINE:
            self._end_block(tag)
        if tag == "body":
            self._skipped = 0
        self._count(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        if tag == "sup":
            self._end_note()
        elif tag not in _INLINE and tag != "br":
            self._end_block()
        self._count(tag, -1)

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
            self._pre = max(0, self._pre + step)

    def _end_note(self) -> None:
        """Takes out a raised number that only points to a footnote."""
        start, self._note = self._note, None
        parts = self._open.lines[-1]
        if start is None or start > len(parts):
            return
        before = _text(parts[start - 1])[-_TAIL:] if start else ""
        raised = "".join(_text(part) for part in parts[start:])
        if _NOTE.fullmatch(raised.strip()) and _NOTED.search(before):
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


def _text(part: Traced | str) -> str:
    return part if isinstance(part, str) else part.text


def _line_cuts(text: str) -> Iterator[tuple[int, int]]:
    for line in split_lines(text):
        at = line.segments[0][1] if line.segments else 0
        yield at, at + len(line.text)
