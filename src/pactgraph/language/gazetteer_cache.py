"""Keeps the gazetteer's index in the cache folder, so that it is built once for each state of the tables."""

import mmap
import os
import tempfile
from pathlib import Path

from pactgraph.language.gazetteer_building import build
from pactgraph.language.gazetteer_index import FORMAT, Index
from pactgraph.language.gazetteer_tables import Settings, content_hash


def open_index(settings: Settings) -> Index:
    """The cached index of a gazetteer folder; built, and cached if possible, where there is none."""
    digest = content_hash(settings.folder)
    path = cache_folder() / f"gazetteer-{FORMAT}-{digest[:24]}.bin"
    try:
        with path.open("rb") as file:
            index = Index(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        if index.hash == digest:
            return index
    except (OSError, ValueError, KeyError):
        pass  # no cached index, or a damaged one: it is built anew
    data = build(settings, digest)
    return _cached(path, data)


def cache_folder() -> Path:
    """`$XDG_CACHE_HOME/pactgraph`, or `~/.cache/pactgraph`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pactgraph"


def _cached(path: Path, data: bytes) -> Index:
    """Writes the index to the cache and maps it; where that fails, keeps it in memory."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
        Path(file.name).replace(path)
        with path.open("rb") as written:
            return Index(mmap.mmap(written.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError:
        return Index(data)
