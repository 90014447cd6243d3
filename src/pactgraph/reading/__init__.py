"""Reading: bytes to Source, the clean text of a document with a map back to the original and its metadata.

`locate` finds the documents behind files, folders, patterns and standard input and hashes them; `read_one`
reads one of them, also in another process; `read` does both. What cannot be read comes back as a Problem, and
the rest is read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pactgraph.errors import ReadingError
from pactgraph.reading.decoding import decoded, read_bytes
from pactgraph.reading.docx import read_docx
from pactgraph.reading.drafts import Draft, check_length, finished
from pactgraph.reading.html import read_html
from pactgraph.reading.jsonlines import read_record
from pactgraph.reading.locating import Input, locate
from pactgraph.reading.metadata import Claim, parse_record, record_claims
from pactgraph.reading.pdf import read_pdf
from pactgraph.reading.plaintext import read_markdown, read_text
from pactgraph.reading.problems import Problem
from pactgraph.reading.settings import Settings
from pactgraph.reading.source import Field, Segment, Source

__all__ = ["Field", "Input", "Problem", "Segment", "Settings", "Source", "locate", "read", "read_one"]

_TEXTS = {"text": read_text, "markdown": read_markdown, "html": read_html}
_BINARIES = {"pdf": read_pdf, "docx": read_docx, "record": read_record}


def read(paths: Iterable[str | Path], *, settings: Settings) -> Iterator[Source | Problem]:
    """The documents behind `paths`, one at a time; see `locate` for what a path may be."""
    for item in locate(paths, settings):
        if isinstance(item, Problem):
            yield item
        else:
            yield from read_one(item, settings)


def read_one(item: Input, settings: Settings) -> list[Source | Problem]:
    """The document of one input, and a Problem for each thing that was wrong with it."""
    where = str(item.location or item.path)
    try:
        draft = _draft(item, settings, where)
        claims, notes = _sidecar_claims(item, settings)
        ranked = replace(draft, claims=(*claims, *draft.claims))
        source = finished(
            ranked, name=item.id, path=item.path, sha256=item.sha256, settings=settings, where=where
        )
    except ReadingError as error:
        return [Problem(where, error)]
    notes += [ReadingError(warning, where=where) for warning in draft.warnings]
    return [source, *(Problem(where, note, read=True) for note in notes)]


def _draft(item: Input, settings: Settings, where: str) -> Draft:
    data = item.data
    if data is None:
        assert item.location is not None, "an input has a location or data"
        data = read_bytes(item.location, settings.max_bytes)
    if item.kind in _BINARIES:
        if not data:
            raise ReadingError("the file is empty", where=where, hint="remove it from the input")
        return _BINARIES[item.kind](data, settings, where)
    text, warnings = decoded(data, where, html=item.kind == "html")
    check_length(len(text), settings, where)
    draft = _TEXTS[item.kind](text, settings, where)
    return replace(draft, warnings=(*warnings, *draft.warnings))


def _sidecar_claims(item: Input, settings: Settings) -> tuple[list[Claim], list[ReadingError]]:
    """The claims of the sidecar; one that cannot be read is reported and left out."""
    if item.sidecar is None:
        return [], []
    try:
        text, _ = decoded(read_bytes(item.sidecar, settings.max_bytes), str(item.sidecar))
        record = parse_record(text, str(item.sidecar), "json" if item.sidecar.suffix == ".json" else "yaml")
    except ReadingError as error:
        return [], [error]
    return list(record_claims(record, "sidecar", settings.wording)), []
