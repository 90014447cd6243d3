"""From a Source to a Doc, whatever its length, in bounded memory."""

import re
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pactgraph.reading.source import Source

PIECE = 4_000
"""Characters of paragraphs read together; several pieces at a time are faster than one long text."""

LONGEST = 20_000
"""A paragraph of more characters than this is cut. spaCy needs about 1 MB for 1,000 characters."""

CUTS = (r"\n\s*", r"[.!?]['\"’”)]*\s+", r"\s+")
"""Where a long paragraph may be cut, best first: between lines, sentences, words."""


def docs(nlp: Language, sources: Iterable[Source]) -> Iterator[tuple[Source, Doc]]:
    """Each source with its Doc, one at a time.

    Sources are not read in common batches: what one gives must not depend on its neighbours, even in the
    last bit of a weight.
    """
    for source in sources:
        yield source, read_doc(nlp, source)


def read_doc(nlp: Language, source: Source) -> Doc:
    """The Doc of `source.text`, character for character; an empty Doc where the text is only white space."""
    if not source.text.strip():
        return nlp("")
    parts = list(nlp.pipe(pieces(source.text, min(LONGEST, nlp.max_length)), batch_size=16))
    return parts[0] if len(parts) == 1 else Doc.from_docs(parts, ensure_whitespace=False)


def pieces(text: str, longest: int) -> Iterator[str]:
    """Cuts a text between paragraphs into pieces of about `PIECE` characters, none over `longest`.

    Put together, the pieces are the text.
    """
    piece = ""
    for part in _parts(text, longest):
        if piece and len(piece) + len(part) > min(PIECE, longest):
            yield piece
            piece = ""
        piece += part
    if piece:
        yield piece


def _parts(text: str, longest: int) -> Iterator[str]:
    """Paragraphs with the blank lines behind them, long ones in parts."""
    for paragraph in re.findall(r"(?s).+?(?:\n\s*\n\s*|\Z)", text):
        start = 0
        while len(paragraph) - start > longest:
            end = _cut(paragraph, start, start + longest)
            yield paragraph[start:end]
            start = end
        yield paragraph[start:]


def _cut(text: str, start: int, limit: int) -> int:
    """The best place to cut in the second half of [start, limit), or `limit` where there is none."""
    middle = start + (limit - start) // 2
    for pattern in CUTS:
        ends = [m.end() for m in re.finditer(pattern, text[middle:limit])]
        if ends:
            return middle + ends[-1]
    return limit
