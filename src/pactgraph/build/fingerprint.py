"""Fingerprint: a hash of everything but the document that findings depend on."""

import hashlib
import json
from collections.abc import Iterator
from configparser import ConfigParser
from configparser import Error as ConfigError
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pactgraph
from pactgraph import project as projects
from pactgraph.errors import ProjectError
from pactgraph.project import Project

PARTS = ("errors.py", "reading", "language", "extraction")
"""Parts of the engine that findings depend on; a change in their code makes cached findings stale too."""

LIBRARIES = ("spacy", "thinc", "numpy", "onnxruntime", "tokenizers", "trafilatura", "pypdf", "python-docx")


def fingerprint(project: Project, model: str | None) -> str:
    """SHA-256, in hexadecimal, of the rules, the model, the engine's code and the libraries below it."""
    places, rest = [*_engine(), *_rules(project)], _versions()
    folder, name = _model(project, model)
    if folder:
        places.append(folder)
    else:
        rest.append(f"{name} {_version(name)}")
    return hashlib.sha256("\n".join([projects.fingerprint(places), *rest]).encode()).hexdigest()


def _engine() -> Iterator[Path]:
    package = Path(pactgraph.__file__).parent
    return (package / part for part in PARTS)


def _rules(project: Project) -> Iterator[Path]:
    """What is below extract/ but the models, and the ontology, whose topics are looked for."""
    yield from sorted(
        p for p in project.extract.iterdir() if p.name != "model" and not p.name.startswith(".")
    )
    yield project.ontology


def _versions() -> list[str]:
    return [f"{library} {_version(library)}" for library in LIBRARIES]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _model(project: Project, given: str | None) -> tuple[Path | None, str]:
    """The folder of the model, or None for an installed package, and its name."""
    name = given or _configured(project.extract / "pipeline.cfg")
    places = (project.extract / "model" / name, Path(name).expanduser())
    return next((place for place in places if (place / "config.cfg").is_file()), None), name


def _configured(file: Path) -> str:
    # the format is spaCy's, but importing spaCy takes longer than a build in which nothing changed
    config = ConfigParser(interpolation=None)
    try:
        config.read(file, encoding="utf-8")
        return str(json.loads(config["model"]["name"]))
    except (ConfigError, KeyError, ValueError) as error:
        hint = 'write [model] name = "..."'
        raise ProjectError(f"no model is named: {error}", where=str(file), hint=hint) from error
