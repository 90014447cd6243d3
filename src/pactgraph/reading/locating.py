"""Inputs: the documents that files, folders, patterns and standard input hold, and what each is called."""

import glob
import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain
from pathlib import Path

from pactgraph.errors import ReadingError
from pactgraph.reading.decoding import COMPRESSIONS, check_size, opened
from pactgraph.reading.jsonlines import Line, digest, file_lines, record_id, stream_lines
from pactgraph.reading.problems import Problem
from pactgraph.reading.settings import Settings

KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".jsonl": "records",
    ".ndjson": "records",
}

STDIN = "-"

_SIDECARS = (".meta.yaml", ".meta.yml", ".meta.json")
_MAGIC = ((b"%PDF-", "pdf"), (b"PK\x03\x04", "docx"))
_PEEK = 4096
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Input:
    """One document still to be read; small and picklable, so that a worker process can read it.

    `path` is how the document calls its origin: below the folder given. `location` is the file itself;
    a document that is a line of a file or came by standard input carries its bytes in `data` instead.
    `sha256` is that of the bytes as they lie; `key` changes whenever anything that reading looks at changes.
    """

    id: str
    path: str
    kind: str
    sha256: str
    key: str
    location: Path | None = None
    data: bytes | None = None
    sidecar: Path | None = None


@dataclass(frozen=True, slots=True)
class _File:
    """A file found, the folder that was given for it, and its path below that folder."""

    location: Path
    root: Path
    kind: str

    @property
    def below(self) -> str:
        return self.location.relative_to(self.root).as_posix()

    def names(self) -> tuple[str, ...]:
        """What it may be called, the shortest first; the last is unlike that of any other file."""
        parents = self.location.resolve().parent.parts
        depth = len(Path(self.below).parent.parts)
        above = parents[: len(parents) - depth]
        longer = ("/".join([*above[-n:], self.below]) for n in range(1, len(above)))
        return (_stem(self.below), self.below, *longer)


def locate(paths: Iterable[str | Path], settings: Settings) -> Iterator[Input | Problem]:
    """The documents behind `paths`, sorted by path, each once, and a Problem for what cannot be read.

    A path is a file, a folder (read with all below it; hidden files, sidecars and other kinds are left out),
    a pattern such as `texts/**/*.md`, or `-` for standard input. Of the contents, only JSONL is looked into.
    """
    found = list(chain.from_iterable(_found(str(path)) for path in paths))
    yield from (item for item in found if isinstance(item, Problem))
    # a file given twice goes by its longer path, whichever came first
    every = sorted((f for f in found if isinstance(f, _File)), key=lambda f: (len(f.below), f.below))
    files = {f.location.resolve(): f for f in every}
    ordered = sorted(files.values(), key=lambda f: (f.below, f.location.as_posix()))
    if any(item == STDIN for item in found):
        yield from _stdin(settings)
    yield from _inputs(ordered, settings)


def _found(path: str) -> "Iterator[_File | Problem | str]":
    place = Path(path)
    if path == STDIN:
        yield STDIN
    elif place.is_dir():
        yield from _folder(place)
    elif place.exists():
        yield from _single(place)
    elif glob.has_magic(path):
        yield from _pattern(path)
    else:
        yield _problem(path, "no such file or folder", "check the path")


def _folder(folder: Path) -> "Iterator[_File | Problem]":
    others: Counter[str] = Counter()
    count = 0
    for place in sorted(folder.rglob("*"), key=lambda p: p.as_posix()):
        hidden = any(part.startswith(".") for part in place.relative_to(folder).parts)
        if hidden or place.name.endswith(_SIDECARS) or place.is_dir():
            continue
        kind = _kind(place)
        if not place.is_file():
            yield _problem(str(place), "no regular file, or a broken link", "remove it from the folder")
        elif kind:
            count += 1
            yield _File(place, folder, kind)
        else:
            others[place.suffix.lower() or place.name] += 1
    if others:
        listed = ", ".join(f"{suffix} ({n})" for suffix, n in sorted(others.items()))
        what = f"files of other kinds left out: {listed}"
        yield replace(_problem(str(folder), what, "name a file itself to have it read"), read=True)
    elif not count:
        yield _problem(str(folder), "no documents in the folder", "give a folder with documents")


def _single(place: Path) -> "Iterator[_File | Problem]":
    if not place.is_file():
        yield _problem(str(place), "no regular file", "give a file or a folder")
        return
    try:
        kind = _kind(place) or _sniffed(place)
    except ReadingError as error:
        yield Problem(str(place), error)
        return
    yield _File(place, place.parent, kind)


def _pattern(pattern: str) -> "Iterator[_File | Problem]":
    # Path.glob takes no absolute pattern
    matches = [Path(m) for m in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207 - see above
    fixed = Path(*_fixed_parts(Path(pattern).parts))
    files = [m for m in matches if m.is_file() and not m.name.endswith(_SIDECARS)]
    if not files:
        yield _problem(pattern, "nothing matches the pattern", "check the pattern")
    for place in files:
        for item in _single(place):
            yield item if isinstance(item, Problem) else _File(place, fixed, item.kind)


def _fixed_parts(parts: Sequence[str]) -> Sequence[str]:
    wild = next(i for i, part in enumerate(parts) if glob.has_magic(part))
    return parts[:wild]


def _kind(place: Path) -> str | None:
    return KINDS.get(Path(_uncompressed(place.name)).suffix.lower())


def _uncompressed(name: str) -> str:
    return name[: -len(Path(name).suffix)] if name.lower().endswith(COMPRESSIONS) else name


def _stem(below: str) -> str:
    name = _uncompressed(below)
    suffix = Path(name).suffix
    return name[: -len(suffix)] if suffix.lower() in KINDS else name


def _sniffed(place: Path) -> str:
    with opened(place) as stream:
        return sniffed(stream.read(_PEEK))


def sniffed(start: bytes) -> str:
    """The kind of document whose first bytes are `start`: text, where they tell nothing else."""
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return kind
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if head.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<head" in head or b"<body" in head:
        return "html"
    return (
        "records" if (head.startswith(b"{") and b'"text"' in start) or head.startswith(b'{"id"') else "text"
    )


def _problem(path: str, what: str, hint: str) -> Problem:
    return Problem(path, ReadingError(what, where=path, hint=hint))


def _inputs(files: Sequence[_File], settings: Settings) -> Iterator[Input | Problem]:
    records = {f: list(_record_names(f, settings)) for f in files if f.kind == "records"}
    whole = [f for f in files if f.kind != "records"]
    names = iter(_distinct([f.names() for f in whole] + [n for lines in records.values() for n in lines]))
    ids = {f: [next(names)] for f in whole}
    ids |= {f: [next(names) for _ in lines] for f, lines in records.items()}
    seen: set[str] = set()
    for file in files:
        items = _lines(file, ids[file], settings) if file.kind == "records" else _whole(file, ids[file][0])
        for item in items:
            if isinstance(item, Problem) or item.id not in seen:
                seen.update([item.id] if isinstance(item, Input) else [])
                yield item


def _whole(file: _File, name: str) -> Iterator[Input | Problem]:
    try:
        sha256 = _digest(file.location)
        sidecar = _sidecar(file.location)
        key = digest(sha256.encode() + sidecar.read_bytes()) if sidecar else sha256
    except OSError as error:
        yield _problem(str(file.location), f"cannot be read: {error.strerror or error}", "check its rights")
        return
    yield Input(name, file.below, file.kind, sha256, key, location=file.location, sidecar=sidecar)


def _digest(place: Path) -> str:
    out = hashlib.sha256()
    with place.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            out.update(chunk)
    return out.hexdigest()


def _sidecar(place: Path) -> Path | None:
    stem = Path(_stem(place.name)).name
    names = (f"{name}{suffix}" for name in (place.name, stem) for suffix in _SIDECARS)
    return next((place.with_name(name) for name in names if place.with_name(name).is_file()), None)


def _record_names(file: _File, settings: Settings) -> Iterator[tuple[str, ...]]:
    for line in file_lines(file.location, settings):
        if line.error is None:
            yield _line_names(line, _stem(file.below))


def _line_names(line: Line, stem: str) -> tuple[str, ...]:
    sha256 = digest(line.data)
    own = record_id(line.data)
    if own is None:
        return (f"{stem}/{sha256[:12]}",)
    return (own, f"{stem}/{own}", f"{stem}/{own}-{sha256[:12]}")


def _lines(file: _File, ids: Sequence[str], settings: Settings) -> Iterator[Input | Problem]:
    names = iter(ids)
    for line in file_lines(file.location, settings):
        if line.error is not None:
            yield Problem(f"{file.location}:{line.number}", line.error)
        else:
            # a file that has grown since its ids were settled: the rest is for the next run
            name = next(names, None)
            if name is None:
                return
            yield _record(line, name, f"{file.below}:{line.number}")


def _record(line: Line, name: str, path: str) -> Input:
    sha256 = digest(line.data)
    return Input(name, path, "record", sha256, sha256, data=line.data)


def _distinct(candidates: Sequence[tuple[str, ...]]) -> list[str]:
    """A name for each: its shortest that no other has, whatever the order. Equals get equal names."""
    level = [0] * len(candidates)
    while True:
        users: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for names, at in zip(candidates, level, strict=True):
            users[names[at]].add(names)
        clashing = [
            i
            for i, names in enumerate(candidates)
            if len(users[names[level[i]]]) > 1 and level[i] + 1 < len(names)
        ]
        if not clashing:
            return [names[at] for names, at in zip(candidates, level, strict=True)]
        for i in clashing:
            level[i] += 1


def _stdin(settings: Settings) -> Iterator[Input | Problem]:
    data = sys.stdin.buffer.read(settings.max_bytes + 1)
    try:
        check_size(len(data), settings.max_bytes, "standard input")
    except ReadingError as error:
        yield Problem(STDIN, error)
        return
    kind = sniffed(data[:_PEEK])
    sha256 = digest(data)
    if kind != "records":
        yield Input(f"stdin-{sha256[:12]}", "stdin", kind, sha256, sha256, data=data)
        return
    lines = list(stream_lines(BytesIO(data), "standard input", settings))
    names = iter(_distinct([_line_names(line, "stdin") for line in lines]))
    yield from (_record(line, next(names), f"stdin:{line.number}") for line in lines)
