"""What the project says about its graph: names, prefixes, questions, changed addresses."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pactgraph.endpoint.settings import Settings
from pactgraph.errors import ProjectError
from pactgraph.queries import Question, load_questions

_PACKAGED = Path(__file__).parents[1] / "_project"
_CHECKOUT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Holdings:
    """`about` is `ontology/graph.toml`; all of it is optional, so that any graph can be served."""

    about: Mapping[str, Any] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    store: Path = Path()

    @classmethod
    def load(cls, settings: Settings) -> "Holdings":
        """Reads the project. Raises ProjectError or QueryError for a file that is wrong."""
        root = _project(settings.project)
        return cls(_about(root / "ontology" / "graph.toml"), _questions(root / "queries"), settings.store)

    @property
    def title(self) -> str:
        """What the graph is called."""
        return str(self.about.get("title", "A knowledge graph"))

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Prefix -> IRI."""
        return {str(k): str(v) for k, v in self.about.get("prefixes", {}).items()}

    def iri(self, name: str) -> str:
        """One of the IRIs of the graph, such as `resources` or `ontology`; empty where it is not set."""
        return str(self.about.get("iris", {}).get(name, ""))

    def redirect(self, iri: str) -> str | None:
        """The address that took the place of this one, by the manifest of the last build."""
        return self._redirects().get(iri)

    def _redirects(self) -> Mapping[str, str]:
        path = next((p for p in _manifests(self.store) if p.is_file()), None)
        if path is None:
            return {}
        try:
            found = json.loads(path.read_text(encoding="utf-8")).get("redirects", {})
        except (ValueError, AttributeError):  # being rewritten: the address is looked up again next time
            return {}
        return found if isinstance(found, dict) else {}


def _manifests(store: Path) -> tuple[Path, ...]:
    return store / "manifest.json", store.parent / "manifest.json"


def _project(given: Path | None) -> Path:
    if given is not None:
        if not given.is_dir():
            raise ProjectError("there is no such project folder", where=str(given))
        return given
    around = [Path.cwd(), *Path.cwd().parents]
    candidates = [folder for folder in around if (folder / "queries").is_dir()]
    return next(iter([*candidates, _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT]))


def _about(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"the file is no TOML: {error}", where=str(path)) from error


def _questions(folder: Path) -> dict[str, Question]:
    return load_questions(folder) if folder.is_dir() else {}
