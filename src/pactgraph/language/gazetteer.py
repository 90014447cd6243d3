"""The gazetteer in the pipeline: `pactgraph_gazetteer` marks the names that its tables hold.

`doc.spans["gazetteer"]` gets one span for every name and row: label = the row's table (`demonyms` for a
demonym), `span.id_` = the row's id (`countries:FR`). Within a table only the longest of overlapping names
counts; tables may overlap. Where a name stands for several rows there are as many spans with the same bounds,
the likeliest first, and `ambiguous(doc, span)` is true.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pactgraph.language.gazetteer_index import DEMONYM, FORM, MENTION
from pactgraph.language.gazetteer_names import ACRONYM_SEED, NAME_SEED, PIECE, piece_hash, step
from pactgraph.language.gazetteer_store import Entry, Gazetteer, Hit, Identifier

__all__ = ["Entry", "Gazetteer", "GazetteerSpans", "Hit", "Identifier", "ambiguous"]

DEMONYMS = "demonyms"
KEY = "gazetteer"
MEMORY = 200_000
"""Distinct token forms remembered before the memory is emptied."""

TRANSPARENT = frozenset("-‐‑–'’/")
"""Tokens that only join the pieces of a name; any other punctuation ends it."""

OPAQUE = re.compile(r"[@#$€£%=<>_\\]")
"""Characters of handles, sums and addresses: a token that holds one is no part of a name."""

UPPER, SMALL, LOWERED, COMMA, JOINING = 1, 2, 4, 8, 16


class Piece(NamedTuple):
    """A piece of a token: its two hashes, its case, and where the two key spaces begin with it."""

    folded: int
    written: int
    case: int
    name_start: int
    acronym_start: int


class Match(NamedTuple):
    """A run of tokens (end exclusive) that is a name of a row."""

    start: int
    end: int
    label: str
    row_id: str


class GazetteerSpans:
    """Pipeline component; linear in the length of the text."""

    def __init__(self, gazetteer: Gazetteer, tables: list[str] | None = None, key: str = KEY) -> None:
        self.gazetteer, self.key = gazetteer, key
        self.tables = frozenset(gazetteer.tables if tables is None else tables)
        self.cases = {name: table.case for name, table in gazetteer.settings.tables.items()}
        self.hides = {name: table.hides for name, table in gazetteer.settings.tables.items()} | {
            DEMONYMS: frozenset()
        }
        self._memory: dict[int, tuple[Piece, ...] | None] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Fills `doc.spans[key]`, ordered by start, longest first."""
        matches = sorted(self._visible(_longest(self.matches(doc))), key=lambda m: (m.start, -m.end))
        doc.spans[self.key] = [Span(doc, m.start, m.end, label=m.label, span_id=m.row_id) for m in matches]
        return doc

    def _visible(self, matches: Iterator[Match]) -> Iterator[Match]:
        """Drops names that only stand inside a longer name which hides them."""
        found = list(matches)
        covers: dict[int, list[tuple[Match, frozenset[str]]]] = {}
        for match in found:
            for at in range(match.start, match.end if self.hides[match.label] else match.start):
                covers.setdefault(at, []).append((match, self.hides[match.label]))
        for match in found:
            longer = (
                h
                for m, h in covers.get(match.start, ())
                if m.end >= match.end and m.end - m.start > match.end - match.start
            )
            if not any(match.label in hidden for hidden in longer):
                yield match

    def matches(self, doc: Doc) -> Iterator[Match]:
        """Every name in the document, overlaps included."""
        pieces, tokens = self._pieces(doc)
        for at, piece in enumerate(pieces):
            if piece is None or (at and tokens[at - 1] == tokens[at]):
                continue
            if piece.name_start >= 0:
                yield from self._names_from(pieces, tokens, at)
            if piece.acronym_start >= 0:
                yield from self._acronyms_from(pieces, tokens, at)

    def _pieces(self, doc: Doc) -> tuple[list[Piece | None], list[int]]:
        """The document's pieces, None where a name must end, and the token of each."""
        pieces: list[Piece | None] = []
        tokens: list[int] = []
        for token in doc:
            found = self._memory.get(token.orth, ())
            if found == () and token.orth not in self._memory:
                found = self._read(token)
            if found is None:
                pieces.append(None)
                tokens.append(token.i)
                continue
            if (
                found
                and pieces
                and found[0].case & JOINING
                and pieces[-1] is not None
                and pieces[-1].case & COMMA
            ):
                pieces.pop()
                tokens.pop()
            pieces.extend(found)
            tokens.extend([token.i] * len(found))
        return pieces, tokens

    def _read(self, token: Token) -> tuple[Piece, ...] | None:
        """Pieces of a token form: none for what may stand inside a name, None for what ends it."""
        if len(self._memory) > MEMORY:
            self._memory.clear()
        text = token.text
        pieces = [] if OPAQUE.search(text) else PIECE.findall(text)
        found = tuple(self._piece(piece.replace(".", "")) for piece in pieces)
        ends = not found and text not in TRANSPARENT and (not text.isspace() or text.count("\n") > 1)
        self._memory[token.orth] = None if ends else found
        return self._memory[token.orth]

    def _piece(self, text: str) -> Piece:
        normal, find = self.gazetteer.normal, self.gazetteer.index.find
        word = normal.word(text)
        name, acronym = piece_hash(word), piece_hash(text)
        case = UPPER if text[0].isupper() or text[0].isdigit() else 0
        case |= (SMALL if word in normal.small else 0) | (LOWERED if word in normal.lowered else 0)
        case |= (COMMA if word == "," else 0) | (JOINING if word in normal.joining else 0)
        return Piece(name, acronym, case, find(step(NAME_SEED, name)), find(step(ACRONYM_SEED, acronym)))

    def _names_from(self, pieces: list[Piece | None], tokens: list[int], at: int) -> Iterator[Match]:
        """Names that begin at a piece, case ignored but judged."""
        index, first = self.gazetteer.index, pieces[at]
        state, place, strict, relaxed = NAME_SEED, -1, True, True
        for end in range(at, len(pieces)):
            piece = pieces[end]
            if piece is None:
                return
            state = step(state, piece.folded)
            place = piece.name_start if piece is first and end == at else index.find(state)
            if place < 0:
                return
            strict = strict and bool(piece.case & UPPER or (piece.case & (SMALL | COMMA) and end > at))
            relaxed = relaxed and bool(
                piece.case & (UPPER | LOWERED) or (piece.case & (SMALL | COMMA) and end > at)
            )
            if index.starts[place] < index.starts[place + 1] and _ends_token(tokens, end):
                yield from self._allowed(place, tokens[at], tokens[end] + 1, strict, relaxed)

    def _acronyms_from(self, pieces: list[Piece | None], tokens: list[int], at: int) -> Iterator[Match]:
        """Acronyms that begin at a piece, case as written."""
        index, state = self.gazetteer.index, ACRONYM_SEED
        for end in range(at, len(pieces)):
            piece = pieces[end]
            if piece is None:
                return
            state = step(state, piece.written)
            place = index.find(state)
            if place < 0:
                return
            if index.starts[place] < index.starts[place + 1] and _ends_token(tokens, end):
                yield from self._allowed(place, tokens[at], tokens[end] + 1, True, True)

    def _allowed(self, place: int, start: int, end: int, strict: bool, relaxed: bool) -> Iterator[Match]:
        """The postings of a name that may be recognized, given how the text writes it."""
        for row, flags in self.gazetteer.index.postings(place):
            if not flags & MENTION:
                continue
            table, row_id = self.gazetteer.mark_at(row)
            case = self.cases[table]
            if table in self.tables and (strict or case == "any" or (case == "relaxed" and relaxed)):
                yield Match(start, end, DEMONYMS if flags & FORM == DEMONYM else table, row_id)


def _ends_token(tokens: list[int], at: int) -> bool:
    return at + 1 == len(tokens) or tokens[at + 1] != tokens[at]


def _longest(matches: Iterator[Match]) -> Iterator[Match]:
    """Drops, within each label, what begins inside an earlier name; several rows of one name all stay."""
    best: dict[str, list[Match]] = {}
    for match in matches:
        kept = best.setdefault(match.label, [])
        while kept and kept[-1].start == match.start and kept[-1].end < match.end:
            kept.pop()
        if not kept or match.start >= kept[-1].end or (match.start, match.end) == kept[-1][:2]:
            kept.append(match)
    for kept in best.values():
        yield from dict.fromkeys(kept)


def ambiguous(doc: Doc, span: Span, key: str = KEY) -> bool:
    """Whether spans of other rows have the same bounds."""
    group = doc.spans[key]
    at = bisect_left(group, span.start, key=lambda other: other.start)
    bounds = takewhile(lambda other: other.start == span.start, (group[i] for i in range(at, len(group))))
    return any(other.end == span.end and other.id_ != span.id_ for other in bounds)


@Language.factory(
    "pactgraph_gazetteer", default_config={"folder": "extract/gazetteer", "tables": None, "key": KEY}
)
def make_gazetteer_spans(
    nlp: Language, name: str, folder: str, tables: list[str] | None, key: str
) -> GazetteerSpans:
    """Factory of the component; `folder` holds tables.toml, `tables` restricts what is looked for."""
    return GazetteerSpans(Gazetteer.load(Path(folder)), tables, key)
