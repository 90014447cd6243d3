"""Source: one document as the rest of the engine sees it."""

from bisect import bisect_right
from dataclasses import dataclass, field

Segment = tuple[int, int, int]
"""(start in the clean text, start in the original text, length): characters copied one to one."""


@dataclass(frozen=True, slots=True)
class Field:
    """A piece of metadata and where it was learnt: text, file, front-matter, sidecar or path."""

    value: str
    basis: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document's clean text with a map back to the original.

    `text` is what the language pipeline reads: hard wraps joined, boilerplate removed, blank lines between
    blocks. `original` is the decoded text of the input; all offsets are counted in Unicode code points.
    `segments` is sorted by its first number; characters of `text` outside every segment (a joining
    space, a paragraph break) belong to the segment before them. `pages` holds the start offset in
    `original` of each page of a paged document. `metadata` may hold title, publisher, series (the periodical
    or section that the document is part of), date (ISO 8601), language and author, each with its basis.
    """

    id: str
    path: str
    text: str
    original: str
    segments: tuple[Segment, ...]
    sha256: str
    media_type: str = "text/plain"
    pages: tuple[int, ...] = ()
    metadata: dict[str, Field] = field(default_factory=dict)

    def to_original(self, offset: int) -> int:
        """Offset in `original` of the character at `offset` in `text`."""
        if not self.segments:
            return offset
        index = max(0, bisect_right(self.segments, offset, key=lambda s: s[0]) - 1)
        clean, original, length = self.segments[index]
        return original + min(max(0, offset - clean), length)

    def span_to_original(self, start: int, end: int) -> tuple[int, int]:
        """Original span of the clean span [start, end); end is exclusive."""
        if end <= start:
            at = self.to_original(start)
            return at, at
        return self.to_original(start), self.to_original(end - 1) + 1

    def page(self, original_offset: int) -> int | None:
        """One-based page number of an offset in `original`, or None where the input has no pages."""
        return bisect_right(self.pages, original_offset) or None if self.pages else None
