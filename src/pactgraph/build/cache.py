"""Cache: one file for each document's findings, named by all that they depend on."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pactgraph.errors import StoreError
from pactgraph.extraction.findings import Findings
from pactgraph.reading.locating import Input


class Cache:
    """Findings below a folder, by key. Written by several processes at a time; a file is whole or not there."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.folder, self.fingerprint = folder, fingerprint

    def key(self, item: Input) -> str:
        """What the findings of an input depend on, as a hash."""
        parts = (self.fingerprint, item.id, item.path, item.kind, item.key)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def __contains__(self, key: str) -> bool:
        return self._file(key).is_file()

    def put(self, key: str, findings: Findings, notes: Iterable[str]) -> None:
        """Keeps findings and the notes that reading left (one line each)."""
        record = {"notes": list(notes), "findings": findings.to_json()}
        file = self._file(key)
        file.parent.mkdir(parents=True, exist_ok=True)
        # the process id keeps two writers of one key apart; both write the same
        waiting = file.with_suffix(f".{os.getpid()}.part")
        waiting.write_text(json.dumps(record, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        waiting.replace(file)

    def findings(self, key: str) -> Findings:
        """The findings kept under a key. Raises StoreError where the file is missing or damaged."""
        return Findings.from_json(self._record(key)["findings"])

    def notes(self, key: str) -> list[str]:
        """The notes kept with the findings."""
        return list(self._record(key)["notes"])

    def prune(self, keep: set[str]) -> None:
        """Removes everything but these keys."""
        for file in self.folder.glob("??/*"):
            if file.stem not in keep:
                file.unlink(missing_ok=True)

    def _record(self, key: str) -> Any:
        file = self._file(key)
        try:
            return json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            hint = "remove this file and build again"
            raise StoreError(f"kept findings cannot be read: {error}", where=str(file), hint=hint) from error

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"


class Kept(Mapping[str, Findings]):
    """Findings by document id, each read from the cache when asked for: they are never in memory together."""

    def __init__(self, cache: Cache, keys: Mapping[str, str]) -> None:
        self._cache, self._keys = cache, keys

    def __getitem__(self, doc: str) -> Findings:
        return self._cache.findings(self._keys[doc])

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._keys))

    def __len__(self) -> int:
        return len(self._keys)
