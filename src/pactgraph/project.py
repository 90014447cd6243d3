"""Project: the four data folders that tell the engine what to read, how, and what to ask."""

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pactgraph.errors import ProjectError

FOLDERS = ("ontology", "extract", "queries")
"""What makes a folder a project; `seeds` may be missing."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project's folders below `root`."""

    root: Path

    @classmethod
    def load(cls, root: Path) -> "Project":
        """The project at `root`. Raises ProjectError where a folder is missing."""
        missing = [name for name in FOLDERS if not (root / name).is_dir()]
        if missing:
            hint = "pactgraph init DIR makes a project"
            raise ProjectError(f"there is no folder {missing[0]}/", where=str(root), hint=hint)
        return cls(root.resolve())

    @classmethod
    def find(cls, start: Path | None = None) -> "Project":
        """The nearest project at or above `start` (default: the working directory), else the one we came with."""
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if all((folder / name).is_dir() for name in FOLDERS):
                return cls(folder)
        return cls.load(packaged())

    @property
    def ontology(self) -> Path:
        """Classes, properties, shapes, topics."""
        return self.root / "ontology"

    @property
    def extract(self) -> Path:
        """Pipeline, rules, gazetteer, model."""
        return self.root / "extract"

    @property
    def queries(self) -> Path:
        """Questions."""
        return self.root / "queries"

    @property
    def checks(self) -> Path:
        """Queries that must return nothing."""
        return self.root / "queries" / "checks"

    @property
    def texts(self) -> Path:
        """Texts to read first."""
        return self.root / "seeds" / "texts"


def packaged() -> Path:
    """The project that came with the package: in the wheel, or around a checkout's src/."""
    package = Path(str(resources.files("pactgraph")))
    inside = package / "_project"
    return inside if inside.is_dir() else package.parent.parent
