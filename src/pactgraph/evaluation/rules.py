"""Rules of a comparison, as `extract/evaluation.yaml` gives them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pactgraph.errors import RuleError
from pactgraph.evaluation.names import Names

FILE = "evaluation.yaml"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a thing: its name, that of gold's further right values, and that of values that do not count."""

    field: str
    alternatives: str = ""
    others: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Things:
    """The list of things that are paired, and their fields."""

    list: str
    optional: str
    focus: str
    names: str
    kind: Field
    state: Field
    participants: Field
    date: Field
    place: Field
    people: Field


@dataclass(frozen=True, slots=True)
class Entities:
    """The lists of entities, those whose forms stand for a participant, and gold's mentions that do not count."""

    lists: tuple[str, ...]
    namesakes: tuple[str, ...]
    optional: str


@dataclass(frozen=True, slots=True)
class Relations:
    """The list of relations between things, and its fields."""

    list: str
    kind: str
    alternatives: str
    optional: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that tells how to compare."""

    names: Names
    entities: Entities
    things: Things
    relations: Relations

    @classmethod
    def load(cls, extract: Path, table: Path | None = None) -> "Rules":
        """The rules of the project folder `extract`; `table` replaces the table of usual names.

        Raises RuleError where the file is missing or malformed.
        """
        path = extract / FILE
        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            return cls(
                names=Names.load(data["names"], table or extract / data["names"]["table"]),
                entities=_entities(data["entities"]),
                things=_things(data["things"]),
                relations=Relations(**data["relations"]),
            )
        except OSError as error:
            raise RuleError(
                f"cannot be read: {error.strerror}", where=str(path), hint="restore the file"
            ) from error
        except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
            raise RuleError(
                f"malformed: {error!r}", where=str(path), hint="see docs/evaluation.md"
            ) from error


def _entities(data: Mapping[str, Any]) -> Entities:
    return Entities(tuple(data["lists"]), tuple(data["namesakes"]), data["optional"])


def _things(data: Mapping[str, Any]) -> Things:
    fields: dict[str, Any] = {
        n: Field(**value) if isinstance(value, dict) else value for n, value in data.items()
    }
    return Things(**fields)
