"""Parenthetical citations of legal writing: titles, authors, dates, `Id.`, `supra`, "see also".

After a sentence stands "(Author, Title, SOURCE (Date); see also ...)". Style: The Bluebook, rules 1.2 (signals), 4 (short forms).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import regex

from pactgraph.extraction.dates import Calendar, DateMention


@dataclass(slots=True, eq=False)
class Citation:
    """One cited source. Offsets count characters of the clean text. `target` is the citation that `Id.` or `supra` points to."""

    start: int
    end: int
    text: str
    title: str = ""
    author: str | None = None
    publisher: str | None = None
    date: DateMention | None = None
    signal: str | None = None
    back: str | None = None
    short: str | None = None
    target: "Citation | None" = None

    @property
    def source(self) -> "Citation":
        """The citation itself, or what it points back to."""
        return self.target.source if self.target is not None else self


@dataclass(frozen=True, slots=True)
class Group:
    """A bracket with citations, as characters [start, end)."""

    start: int
    end: int
    citations: tuple[Citation, ...]


class CitationFinder:
    """Finds citation groups; `data` is the content of `extract/citations.yaml`."""

    def __init__(self, data: Mapping[str, Any], calendar: Calendar) -> None:
        self.calendar = calendar
        self.signals = sorted(data["signals"], key=len, reverse=True)
        self.previous = tuple(data["previous"])
        self.earlier = tuple(data["earlier"])
        self.short_form = regex.compile(data["short_form"], regex.I)
        self.visited = tuple(data["visited"])
        self.site_words = tuple(data["site_words"])
        self.particles = set(data["particles"])

    def find(self, text: str) -> list[Group]:
        """All groups of `text`, with `Id.` and `supra` resolved to earlier citations."""
        groups: list[Group] = []
        seen: list[Citation] = []
        for start, end in self._brackets(text):
            citations = [
                c for c in (self._citation(text, s, e) for s, e in self._parts(text, start, end)) if c
            ]
            if not citations or not self._is_legal(text[start:end], citations):
                continue
            for citation in citations:
                citation.target = self._target(citation, seen)
                seen.append(citation)
            groups.append(Group(start, end, tuple(citations)))
        return groups

    def _brackets(self, text: str) -> Iterator[tuple[int, int]]:
        """Brackets that open behind the end of a sentence; one left open ends with its paragraph."""
        end = 0
        for match in regex.finditer(r"(?<=[.!?”\"’]\s{1,2})\(", text):
            if match.start() < end:
                continue
            end = _closing(text, match.start())
            yield match.start(), end

    @staticmethod
    def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        depth, begin = 0, start + 1
        for i in range(start + 1, end):
            depth += (text[i] in "([") - (text[i] in ")]")
            if text[i] == ";" and depth <= 0:
                yield begin, i
                begin = i + 1
        yield begin, end

    def _is_legal(self, text: str, citations: list[Citation]) -> bool:
        marked = any(c.back or c.date or c.publisher for c in citations)
        return (marked and not regex.fullmatch(r"\(\s*[\w.’' ]{1,12}\)?", text)) or any(
            c.back for c in citations
        )

    def _citation(self, text: str, start: int, end: int) -> Citation | None:
        raw = text[start:end]
        body = (
            raw.strip().rstrip(")").rstrip(". ")
            if raw.count("(") < raw.count(")")
            else raw.strip().rstrip(". ")
        )
        if not body:
            return None
        begin = start + raw.find(body[0])
        citation = Citation(begin, begin + len(body), body)
        rest = self._signal(citation, body)
        if rest.lower().rstrip(".") in {p.rstrip(".") for p in self.previous}:
            citation.back = (
                raw.strip().rstrip(")")[-len(rest) - 1 :].strip()
                if raw.strip().rstrip(")").endswith(".")
                else rest
            )
            return citation
        self._fill(citation, self._earlier(citation, rest), begin)
        return citation

    def _signal(self, citation: Citation, body: str) -> str:
        for signal in self.signals:
            if body.lower().startswith(signal + " "):
                citation.signal = signal
                return body[len(signal) :].strip()
        return body

    def _earlier(self, citation: Citation, body: str) -> str:
        for word in self.earlier:
            stripped = body.rstrip(".,; ")
            if stripped.lower().endswith(word):
                citation.back = word
                return stripped[: -len(word)].rstrip(", ")
        return body

    def _fill(self, citation: Citation, body: str, begin: int) -> None:
        short = self.short_form.search(body)
        if short:
            citation.short = short.group(1).strip()
        body = regex.sub(r"\[[^\]]*\]?", "", body).strip().rstrip(".")
        dated = regex.search(r"\(([^()]*\d{4}[^()]*)\)?\s*$", body)
        if dated:
            found = self.calendar.find(dated.group(1))
            if found and not any(v in dated.group(1).lower() for v in self.visited):
                citation.date = found[-1]
            body = body[: dated.start()].rstrip(" ,")
        self._segments(citation, body)

    def _segments(self, citation: Citation, body: str) -> None:
        """Author, title and source of "Author, Title, SOURCE"."""
        parts = [p.strip() for p in regex.split(r",(?=\s|\p{Lu}{3})", body)]
        if len(parts) > 1 and self._is_source(parts[-1]):
            citation.publisher = parts.pop()
        elif len(parts) == 1 and self._is_source(parts[0]) and parts[0].lower().endswith(self.site_words):
            citation.publisher = parts[0]
        if len(parts) > 1 and citation.publisher and self._is_author(parts[0]):
            citation.author = parts.pop(0)
        citation.title = ", ".join(parts)

    def _is_source(self, text: str) -> bool:
        letters = [c for c in text if c.isalpha()]
        capital = (
            bool(letters) and sum(c.isupper() for c in letters) > 0.9 * len(letters) and len(letters) > 5
        )
        return capital or text.lower().endswith(self.site_words)

    def _is_author(self, text: str) -> bool:
        words = text.split()
        if not 2 <= len(words) <= 5:
            return False
        return all(
            w in self.particles or (w[0].isupper() and not (len(w) > 2 and w.isupper())) for w in words
        )

    def _target(self, citation: Citation, seen: list[Citation]) -> Citation | None:
        if citation.back is None or not seen:
            return None
        if citation.back.lower().rstrip(".") in {p.rstrip(".") for p in self.previous}:
            return seen[-1].source
        wanted = citation.title.casefold()
        for other in reversed(seen):
            names = [n.casefold() for n in (other.title, other.short or "") if n]
            if (
                other.back is None
                and any(n.startswith(wanted) or wanted.startswith(n) for n in names)
                and wanted
            ):
                return other
        return None


def _closing(text: str, opening: int) -> int:
    """Index of the bracket that closes the one at `opening`, or of the paragraph's end."""
    depth = 0
    for i in range(opening, len(text)):
        if text[i] == "\n" and text[i : i + 2] == "\n\n":
            return i
        depth += (text[i] == "(") - (text[i] == ")")
        if depth == 0:
            return i
    return len(text)
