"""JSON Lines, a document a line: `text`, maybe `id`, `title`, `date`, `publisher`, `author`, `language`."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from pactgraph.errors import ReadingError
from pactgraph.reading.decoding import opened, sound
from pactgraph.reading.drafts import Draft
from pactgraph.reading.metadata import record_claims
from pactgraph.reading.plaintext import read_text
from pactgraph.reading.settings import Settings


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: its one-based number, its bytes without line break, or what was wrong with it."""

    number: int
    data: bytes = b""
    error: ReadingError | None = None


def file_lines(path: Path, settings: Settings) -> Iterator[Line]:
    """The lines that are not blank, one at a time; a file that breaks off gives an error at its end."""
    number = 0
    try:
        with opened(path) as stream:
            for line in stream_lines(stream, str(path), settings):
                number = line.number
                yield line
    except ReadingError as error:
        yield Line(number + 1, error=error)


def stream_lines(stream: BinaryIO, where: str, settings: Settings) -> Iterator[Line]:
    """The lines of a stream that are not blank, none longer than the settings' `max_bytes` kept in memory."""
    number = 0
    while data := stream.readline(settings.max_bytes + 1):
        number += 1
        if len(data) > settings.max_bytes:
            while data and not data.endswith(b"\n"):
                data = stream.readline(settings.max_bytes)
            what = f"line {number} has more than {settings.max_bytes:,} bytes"
            yield Line(
                number, error=ReadingError(what, where=where, hint="raise max_bytes in the reading settings")
            )
        elif data.strip():
            yield Line(number, data.strip())


def record_id(data: bytes) -> str | None:
    """The record's own id, or None where it has none or cannot be read."""
    try:
        found = json.loads(data).get("id")
    except (ValueError, AttributeError, RecursionError):
        return None
    text = sound(str(found)).strip() if isinstance(found, str | int) else ""
    return text or None


def digest(data: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_record(data: bytes, settings: Settings, where: str) -> Draft:
    """Draft of one line; raises ReadingError where it is no JSON object with a text."""
    try:
        record = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"not valid JSON: {error}", where=where, hint="correct the line") from error
    text = record.get("text") if isinstance(record, dict) else None
    if not isinstance(text, str):
        raise ReadingError(
            "no JSON object with a `text`", where=where, hint="see docs/reading.md for the fields"
        )
    draft = read_text(sound(text), settings, where)
    fields = {k: sound(v) if isinstance(v, str) else v for k, v in record.items()}
    claims = (*record_claims(fields, "file", settings.wording), *draft.claims)
    nulls = draft.original.count("\0")
    warnings = (*draft.warnings, *((f"{nulls} NUL characters left out",) if nulls else ()))
    return replace(draft, media_type="application/jsonl", claims=claims, warnings=warnings)
