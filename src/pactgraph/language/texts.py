"""From a Source to a Doc, whatever its length, in bounded memory."""

import re
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from pactgraph.reading.source import Source

PIECE = 20_000
"""Characters read at a time; a text is cut between paragraphs. spaCy needs about 1 GB for 1,000,000."""

CUTS = (r"\n\s*\n\s*", r"\n\s*", r"[.!?]['\"’”)]*\s+", r"\s+")
"""Where a text may be cut, best first: between paragraphs, lines, sentences, words."""


def docs(nlp: Language, sources: Iterable[Source]) -> Iterator[tuple[Source, Doc]]:
    """Each source with its Doc, one at a time.

    Sources are not read in common batches: the result for one must not depend on its neighbours, even in the last bit.
    """
    for source in sources:
        yield source, read_doc(nlp, source)


def read_doc(nlp: Language, source: Source) -> Doc:
    """The Doc of `source.text`, character for character; an empty Doc where the text is only white space."""
    text = source.text
    if not text.strip():
        return nlp("")
    parts = list(nlp.pipe(pieces(text, min(PIECE, nlp.max_length)), batch_size=1))
    return parts[0] if len(parts) == 1 else Doc.from_docs(parts, ensure_whitespace=False)


def pieces(text: str, most: int) -> Iterator[str]:
    """Cuts a text into pieces of at most `most` characters, which put together are the text."""
    start = 0
    while len(text) - start > most:
        end = _cut(text, start, start + most)
        yield text[start:end]
        start = end
    yield text[start:]


def _cut(text: str, start: int, limit: int) -> int:
    """The best place to cut in the second half of [start, limit), or `limit` where there is none."""
    middle = start + (limit - start) // 2
    for pattern in CUTS:
        ends = [m.end() for m in re.finditer(pattern, text[middle:limit])]
        if ends:
            return middle + ends[-1]
    return limit
