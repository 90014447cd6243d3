"""Manifest: what a build read, with which versions, what came of it, and which addresses changed.

    {store}/manifest.json    inputs, versions, counts, redirects
    {store}/addresses.json   the IRI of each thing of each document: what the next build compares its own with

Both are the same for the same input and history: they hold no time of day and no path of the machine.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pactgraph.assembly import redirects
from pactgraph.errors import StoreError

MANIFEST, ADDRESSES = "manifest.json", "addresses.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One document: its origin, the hash of its bytes, the key of its findings, its IRI."""

    source: str
    sha256: str
    findings: str
    iri: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one build came to.

    `generation` is the state of the store that it describes; `graphs` has the hash of each named graph's N-Quads;
    `redirects` leads from addresses of earlier builds that are no longer in use to those that took their place.
    """

    generation: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, Entry] = field(default_factory=dict)
    graphs: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, store: Path) -> "Manifest":
        """The manifest of a store; an empty one where there was no build yet. Raises StoreError for a damaged one."""
        data = _read(store / MANIFEST)
        try:
            documents = {doc: Entry(**entry) for doc, entry in data.pop("documents", {}).items()}
            return cls(documents=documents, **data)
        except (TypeError, AttributeError) as error:
            raise _damaged(store / MANIFEST, error) from error

    def save(self, store: Path) -> None:
        """Writes the manifest; the old one stays until the new one is whole."""
        _write(store / MANIFEST, asdict(self))


def addresses(store: Path) -> dict[str, str]:
    """The addresses that the last build gave, by document and thing."""
    return _read(store / ADDRESSES)


def save_addresses(store: Path, given: Mapping[str, str]) -> None:
    """Keeps the addresses for the next build."""
    _write(store / ADDRESSES, dict(sorted(given.items())))


def chained(
    earlier: Mapping[str, str], before: Mapping[str, str], after: Mapping[str, str]
) -> dict[str, str]:
    """All redirects after a build: those of earlier builds lead on to where things are now.

    `before` and `after` are the addresses of the last build and of this one. What leads to nothing any more, or
    from an address that is in use again, is left out.
    """
    fresh, used = redirects(before, after), set(after.values())
    led = {old: fresh.get(new, new) for old, new in earlier.items()}
    return {old: new for old, new in sorted({**led, **fresh}.items()) if new in used and old not in used}


def _read(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _damaged(file, error) from error
    if not isinstance(data, dict):
        raise _damaged(file, "no object")
    return data


def _damaged(file: Path, error: object) -> StoreError:
    return StoreError(f"the file is damaged: {error}", where=str(file), hint="remove it and build again")


def _write(file: Path, data: Mapping[str, Any]) -> None:
    waiting = file.with_suffix(".part")
    waiting.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    waiting.replace(file)
