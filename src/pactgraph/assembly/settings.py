"""What `ontology/graph.toml` and `ontology/kinds.toml` say: address space, and how things are told apart."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

from pactgraph.assembly import vocabulary
from pactgraph.assembly.vocabulary import Vocabulary
from pactgraph.errors import ProjectError

Strategy = Literal["name", "person", "document", "instrument", "keyed", "local"]


@dataclass(frozen=True)
class Iris:
    """Where the graph's names live; all are namespaces or IRIs as `graph.toml` writes them."""

    ontology: str
    resources: str
    documents: str
    catalog: str
    vocabulary: str
    topics: str = ""


@dataclass(frozen=True)
class NameRules:
    """How names are compared."""

    stopwords: frozenset[str] = frozenset()
    min_acronym: int = 2
    similar: int = 88
    common: tuple[str, ...] = ()
    equivalents: Mapping[str, str] = None  # type: ignore[assignment]  # set by the reader, {} where absent


@dataclass(frozen=True)
class PersonRules:
    """When two spellings are one person."""

    titles: frozenset[str] = frozenset()
    variant: int = 70
    fold: tuple[tuple[str, str], ...] = ()
    contexts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DocumentRules:
    """When a cited document is one that was read."""

    title: str
    date: str
    min_title: int = 4
    similar: int = 92
    date_tolerance: int = 3
    own: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PrecedenceRules:
    """Which of several values of one node is a fact; the others stay as evidence.

    `refine`: date properties where finer beats coarser. `ranks`: property -> values, best first.
    `yields`: property -> the one before which it gives way.
    """

    refine: frozenset[str] = frozenset()
    ranks: Mapping[str, list[str]] = None  # type: ignore[assignment]  # set by the reader, {} where absent
    yields: Mapping[str, str] = None  # type: ignore[assignment]  # set by the reader, {} where absent


@dataclass(frozen=True)
class InstrumentRules:
    """When two agreements are one, and how they are addressed."""

    parties: tuple[str, ...]
    dates: tuple[str, ...]
    address_dates: tuple[str, ...]
    relation: str
    citation: str
    status: str
    membership: str
    unsettled: frozenset[str] = frozenset()
    representatives: frozenset[str] = frozenset()
    generic: frozenset[str] = frozenset()
    by_name: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    plain_acronyms: frozenset[str] = frozenset()
    min_distinctive: int = 2
    min_specific: int = 4
    overlap: float = 0.5
    beside: int = 700
    max_parties: int = 4
    codes: Mapping[str, str] = None  # type: ignore[assignment]  # set by the reader, {} where absent


@dataclass(frozen=True)
class KindRule:
    """How one kind of thing is told apart, addressed and labelled.

    `address`: "name", "acronym" or, for keyed kinds, a template over `parent` and the key properties.
    `label`: a template for things without a telling name. `concepts`: the gazetteer table that points to the
    vocabulary's concepts. `promote`: gazetteer table -> kind. `cls`: class by default, a local name or an
    IRI.
    """

    name: str
    strategy: Strategy
    cls: str
    address: str = "name"
    label: str = ""
    parent: str = ""
    key: tuple[str, ...] = ()
    joins: str = ""
    concepts: str = ""
    promote: Mapping[str, str] = None  # type: ignore[assignment]  # set by the reader, {} where absent


@dataclass(frozen=True)
class Shortcut:
    """A property that holds between the ends of a way of properties."""

    property: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class Settings:
    """Everything assembly is told by the project's ontology folder."""

    iris: Iris
    prefixes: Mapping[str, str]
    vocabulary: Vocabulary
    kinds: Mapping[str, KindRule]
    metadata: Mapping[str, str]
    names: NameRules
    persons: PersonRules
    documents: DocumentRules
    precedence: PrecedenceRules
    instruments: InstrumentRules
    shortcuts: tuple[Shortcut, ...] = ()
    vocabulary_files: tuple[Path, ...] = ()
    shape_files: tuple[Path, ...] = ()

    def kind(self, name: str, where: str) -> KindRule:
        """The rule of a kind; raises ProjectError where `kinds.toml` has none."""
        try:
            return self.kinds[name]
        except KeyError:
            hint = f"add [kinds.{name}] to ontology/kinds.toml or use one of {', '.join(self.kinds)}"
            raise ProjectError(f"the kind {name!r} is not defined", where=where, hint=hint) from None


T = TypeVar("T")


def load(ontology: Path) -> Settings:
    """Reads a project's `ontology` folder; raises ProjectError with file and entry where it is wrong."""
    graph, kinds = ontology / "graph.toml", ontology / "kinds.toml"
    space, rules = _toml(graph), _toml(kinds)
    iris = _record(Iris, space.get("iris", {}), f"{graph}: [iris]")
    files = {k: tuple(ontology / name for name in v) for k, v in space.get("files", {}).items()}
    turtle = files.get("vocabulary", ())
    return Settings(
        iris=iris,
        prefixes=dict(space.get("prefixes", {})),
        vocabulary=vocabulary.load(turtle, iris.ontology),
        kinds=_kinds(rules.get("kinds", {}), kinds),
        metadata=dict(rules.get("metadata", {})),
        names=_record(NameRules, rules.get("names", {}), f"{kinds}: [names]"),
        persons=_record(PersonRules, rules.get("persons", {}), f"{kinds}: [persons]"),
        documents=_record(DocumentRules, rules.get("documents", {}), f"{kinds}: [documents]"),
        precedence=_record(PrecedenceRules, rules.get("precedence", {}), f"{kinds}: [precedence]"),
        instruments=_record(InstrumentRules, rules.get("instruments", {}), f"{kinds}: [instruments]"),
        shortcuts=tuple(_record(Shortcut, s, f"{kinds}: [[shortcuts]]") for s in rules.get("shortcuts", ())),
        vocabulary_files=turtle,
        shape_files=files.get("shapes", ()),
    )


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ProjectError(
            "the file is missing", where=str(file), hint="start from `pactgraph init`"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(
            f"not readable as TOML: {error}", where=str(file), hint="correct the file"
        ) from error


def _kinds(tables: Mapping[str, Any], file: Path) -> dict[str, KindRule]:
    kinds = {n: _kind(n, table, f"{file}: [kinds.{n}]") for n, table in tables.items()}
    for kind in kinds.values():
        for other in (kind.joins, *kind.promote.values()):
            if other and other not in kinds:
                raise ProjectError(
                    f"{other!r} is no kind", where=f"{file}: [kinds.{kind.name}]", hint="define it"
                )
    return kinds


def _kind(name: str, table: Mapping[str, Any], where: str) -> KindRule:
    rule = _record(
        KindRule, {"name": name, **{("cls" if k == "class" else k): v for k, v in table.items()}}, where
    )
    if rule.strategy not in get_args(Strategy):
        hint = f"use one of {', '.join(get_args(Strategy))}"
        raise ProjectError(f"the strategy {rule.strategy!r} is unknown", where=where, hint=hint)
    return rule


def _record(shape: type[T], table: Mapping[str, Any], where: str) -> T:
    """A settings record from a TOML table: unknown and missing entries are errors, lists become tuples or
    sets."""
    types = {f.name: str(f.type) for f in fields(shape)}  # type: ignore[arg-type]  # T is always a dataclass here
    if unknown := sorted(set(table) - set(types)):
        known = ", ".join(types)
        raise ProjectError(f"unknown entry {unknown[0]!r}", where=where, hint=f"known are {known}")
    values = {k: _value(v, types[k], f"{where} {k}") for k, v in table.items()}
    values |= {k: {} for k, kind in types.items() if "Mapping" in kind and k not in values}
    try:
        return shape(**values)
    except TypeError as error:
        raise ProjectError(f"an entry is missing: {error}", where=where, hint="add it") from error


_SHAPES: Mapping[str, type | tuple[type, ...]] = {
    "int": int, "float": (int, float), "str": str, "tuple": list, "frozenset": list, "Mapping": dict,
}  # fmt: skip


def _value(value: Any, kind: str, where: str) -> Any:
    shape = _SHAPES.get(_head(kind))
    if shape and not isinstance(value, shape):
        raise ProjectError(
            f"{value!r} is not of the sort {_head(kind)}", where=where, hint="correct the entry"
        )
    if _head(kind) == "frozenset":
        return frozenset(value)
    if _head(kind) == "tuple":
        return tuple(tuple(v) if isinstance(v, list) else v for v in value)
    return value


def _head(kind: str) -> str:
    text = (
        kind.removeprefix("<class '")
        .removesuffix("'>")
        .removeprefix("collections.abc.")
        .removeprefix("typing.")
    )
    return text.partition("[")[0]
