"""Project: the four data folders that tell the engine what there is, how to find it and what to ask."""

import hashlib
import shutil
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pactgraph.errors import ProjectError

FOLDERS = ("ontology", "extract", "queries")
"""What makes a folder a project; `seeds` may be missing."""

_COPIED = (*FOLDERS, "seeds")
_FILES = ("ontology/graph.toml", "ontology/kinds.toml", "extract/pipeline.cfg")
_KINDS = {"ontology": "*.ttl", "queries": "*.rq"}
_HINT = "`pactgraph init DIR` makes a project"
_IGNORED = ("__pycache__", ".DS_Store")


@dataclass(frozen=True, slots=True)
class GraphSettings:
    """What `ontology/graph.toml` says: `iris` and `prefixes` map names to IRIs, `licence` is an IRI."""

    title: str
    licence: str
    iris: Mapping[str, str]
    prefixes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Project:
    """A project's folders below `root`."""

    root: Path

    @classmethod
    def load(cls, root: Path) -> "Project":
        """The project at `root`; raises ProjectError where one of its folders is missing."""
        if not root.is_dir():
            raise ProjectError("no such folder", where=str(root), hint=_HINT)
        missing = [name for name in FOLDERS if not (root / name).is_dir()]
        if missing:
            raise ProjectError(f"there is no folder {missing[0]}/", where=str(root), hint=_HINT)
        return cls(root.resolve())

    @classmethod
    def find(cls, start: Path | None = None) -> "Project":
        """The nearest project at or above `start` (or the working directory), else the one we came with."""
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if all((folder / name).is_dir() for name in FOLDERS):
                return cls(folder)
        return cls.load(packaged())

    @property
    def ontology(self) -> Path:
        """Classes, properties, shapes, topics, `graph.toml`, `kinds.toml`."""
        return self.root / "ontology"

    @property
    def extract(self) -> Path:
        """Pipeline, rules, gazetteer, model."""
        return self.root / "extract"

    @property
    def queries(self) -> Path:
        """Questions, one `.rq` file each."""
        return self.root / "queries"

    @property
    def checks(self) -> Path:
        """Queries that must return nothing."""
        return self.queries / "checks"

    @property
    def seeds(self) -> Path:
        """Texts to read first, and what should be found in them."""
        return self.root / "seeds"

    @property
    def texts(self) -> Path:
        """Texts to read first."""
        return self.seeds / "texts"

    def faults(self) -> list[ProjectError]:
        """What the project lacks, each with its place; empty for a sound project."""
        faults = [_missing(self.root, name) for name in _FILES if not (self.root / name).is_file()]
        for folder, pattern in _KINDS.items():
            if not any((self.root / folder).glob(pattern)):
                faults.append(_missing(self.root, f"{folder}/{pattern}"))
        try:
            self.settings()
        except ProjectError as error:
            faults += [] if any(error.where == fault.where for fault in faults) else [error]
        return faults

    def validate(self) -> None:
        """Raises the first of the project's faults, if it has any."""
        for fault in self.faults():
            raise fault

    def settings(self) -> GraphSettings:
        """The settings in `ontology/graph.toml`; raises ProjectError where it is missing or malformed."""
        path = self.ontology / "graph.toml"
        data = _toml(path)
        iris, prefixes = data.get("iris"), data.get("prefixes")
        for name, table in (("iris", iris), ("prefixes", prefixes)):
            if not isinstance(table, dict) or not all(isinstance(iri, str) for iri in table.values()):
                raise ProjectError(
                    f"no table [{name}] of IRIs", where=str(path), hint="give each name an IRI in quotes"
                )
        return GraphSettings(
            title=_text(data, "title", path),
            licence=_text(data, "licence", path),
            iris=MappingProxyType(dict(iris or {})),
            prefixes=MappingProxyType(dict(prefixes or {})),
        )


def packaged() -> Path:
    """The project that came with the package: in the wheel, or around a checkout's `src/`."""
    package = Path(str(resources.files("pactgraph")))
    inside = package / "_project"
    return inside if inside.is_dir() else package.parent.parent


def init(target: Path, source: Path | None = None) -> Project:
    """Copies a project (default: the one we came with) into `target`; all of it or, with an error, nothing.

    Raises ProjectError where a folder of the same name holds anything already.
    """
    origin = Project.load(source or packaged())
    taken = [name for name in _COPIED if _holds_something(target / name)]
    if taken:
        raise ProjectError(f"{taken[0]}/ is there already", where=str(target), hint="choose another folder")
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".pactgraph-init-", dir=target) as staging:
            _copy(origin.root, Path(staging), target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ProjectError(
            f"cannot be written: {reason}", where=str(target), hint="choose another folder"
        ) from error
    return Project.load(target)


def fingerprint(places: Iterable[Path]) -> str:
    """SHA-256, in hexadecimal, of the files at and below `places`: names below each place, and bytes.

    Caches, hidden files and the place's own path do not count: equal projects have equal fingerprints.
    """
    total = hashlib.sha256()
    for place in places:
        for name, path in _tree(place):
            digest = hashlib.sha256(_bytes(path)).digest()
            total.update(f"{place.name}\0{name}\0".encode(errors="surrogateescape"))
            total.update(digest)
    return total.hexdigest()


def _tree(place: Path) -> Iterator[tuple[str, Path]]:
    if place.is_file():
        yield "", place
        return
    if not place.is_dir():
        raise ProjectError("no such file or folder", where=str(place), hint=_HINT)
    found = {path.relative_to(place).as_posix(): path for path in place.rglob("*") if path.is_file()}
    for name, path in sorted(found.items()):
        if not any(part.startswith(".") or part in _IGNORED for part in name.split("/")):
            yield name, path


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"cannot be read: {error.strerror}", where=str(path), hint="check its rights"
        ) from error


def _missing(root: Path, name: str) -> ProjectError:
    return ProjectError("missing", where=str(root / name), hint=_HINT)


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise ProjectError("missing", where=str(path), hint=_HINT)
    try:
        return tomllib.loads(_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(f"not valid TOML: {error}", where=str(path), hint="correct the file") from error


def _text(data: Mapping[str, Any], key: str, path: Path) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ProjectError(f"no `{key}`", where=str(path), hint=f'write {key} = "..."')
    return value


def _holds_something(place: Path) -> bool:
    return place.exists() and not (place.is_dir() and not any(place.iterdir()))


def _copy(origin: Path, staging: Path, target: Path) -> None:
    """Copies to `staging` first and renames last, so that a full disk leaves nothing half-written."""
    present = [name for name in _COPIED if (origin / name).is_dir()]
    for name in present:
        shutil.copytree(origin / name, staging / name, ignore=shutil.ignore_patterns(*_IGNORED))
    for name in present:
        if (target / name).is_dir():
            (target / name).rmdir()
        (staging / name).replace(target / name)
