"""Fingerprint: a hash of everything but the document that findings depend on."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from configparser import ConfigParser
from configparser import Error as ConfigError
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pactgraph
from pactgraph.errors import ProjectError
from pactgraph.project import Project

PARTS = ("errors.py", "reading", "language", "extraction")
"""Parts of the engine that findings depend on; a change in their code makes cached findings stale too."""

LIBRARIES = ("spacy", "thinc", "numpy", "onnxruntime", "tokenizers", "trafilatura", "pypdf", "python-docx")

UNUSED = frozenset({"__pycache__", "gold"})
"""Folders below extract/ that no run reads."""


def fingerprint(project: Project, model: str | None) -> str:
    """SHA-256, in hexadecimal, of the rules, the model, the engine's code and the libraries below it."""
    total = hashlib.sha256()
    for name, digest in _parts(project, model):
        total.update(f"{name}\0{digest}\n".encode())
    return total.hexdigest()


def _parts(project: Project, model: str | None) -> Iterator[tuple[str, str]]:
    engine = Path(pactgraph.__file__).parent
    for name in PARTS:
        yield f"engine/{name}", _tree(engine / name)
    for place in sorted(project.extract.iterdir()):
        if place.name not in UNUSED | {"model"}:
            yield f"extract/{place.name}", _tree(place)
    yield "topics", _tree(project.ontology)
    yield "model", _model(project, model)
    for library in LIBRARIES:
        yield library, _version(library)


def _model(project: Project, given: str | None) -> str:
    """The model's files, or the version of the installed package that it is."""
    name = given or _configured(project.extract / "pipeline.cfg")
    places = (project.extract / "model" / name, Path(name).expanduser())
    folder = next((place for place in places if (place / "config.cfg").is_file()), None)
    return _tree(folder) if folder else f"{name} {_version(name)}"


def _configured(file: Path) -> str:
    # the format is spaCy's, but importing spaCy takes longer than a build in which nothing changed
    config = ConfigParser(interpolation=None)
    try:
        config.read(file, encoding="utf-8")
        return str(json.loads(config["model"]["name"]))
    except (ConfigError, KeyError, ValueError) as error:
        raise ProjectError(f"no model is named: {error}", where=str(file), hint='write [model] name = "..."') from error


def _tree(place: Path) -> str:
    """A hash of a file, or of all files below a folder with their names."""
    files = [place] if place.is_file() else _files(place)
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(place).as_posix()}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _files(folder: Path) -> Iterable[Path]:
    return (f for f in sorted(folder.rglob("*")) if f.is_file() and not UNUSED & set(f.relative_to(folder).parts))


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
