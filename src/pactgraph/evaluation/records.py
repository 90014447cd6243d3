"""Records: files of findings or of gold, one JSON object on each line."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pactgraph.errors import FindingsError

Record = Mapping[str, Any]


def read_records(file: Path) -> dict[str, Record]:
    """The records of a JSON Lines file by document id. Raises FindingsError with the line that is wrong."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise FindingsError(
            f"the records cannot be read: {error}", where=str(file), hint="give JSON Lines"
        ) from error
    records = (_record(line, f"{file}:{number}") for number, line in enumerate(lines, 1) if line.strip())
    return {doc_id(record): record for record in records}


def doc_id(record: Record) -> str:
    """The id of the document that a record is about."""
    return str((record.get("doc") or record["document"])["id"])


def _record(line: str, where: str) -> Record:
    try:
        record = json.loads(line)
        doc_id(record)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = 'each line is an object with {"doc": {"id": ...}}'
        raise FindingsError(f"this is no record: {error!r}", where=where, hint=hint) from error
    return record  # type: ignore[no-any-return]  # doc_id has seen that it is a mapping
