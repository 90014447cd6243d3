"""The ontology as assembly needs it: what stands above a class or property, and which concepts have which
names."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from pactgraph.errors import ProjectError

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"

_ABOVE = (f"{RDFS}subClassOf", f"{RDFS}subPropertyOf")
_NAMES = (f"{SKOS}prefLabel", f"{SKOS}altLabel")


@dataclass(frozen=True)
class Vocabulary:
    """Local names of the ontology's classes and properties with those above them, and the names of its
    concepts.

    `above` maps a local name to all its ancestors, nearest first. `concepts` maps a concept's IRI to its
    labels, the preferred one first.
    """

    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    concepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def ancestors(self, name: str) -> tuple[str, ...]:
        """What stands above a class or property, nearest first."""
        return self.above.get(name, ())

    def related(self, one: str, other: str) -> bool:
        """Whether two classes are one, or one stands above the other."""
        return one == other or one in self.ancestors(other) or other in self.ancestors(one)

    def below(self, name: str) -> frozenset[str]:
        """The name itself and all that stands below it."""
        return frozenset({name, *(n for n, up in self.above.items() if name in up)})


def load(files: Iterable[Path], namespace: str) -> Vocabulary:
    """Reads Turtle files; only terms of `namespace` count as classes and properties.

    Raises ProjectError where a file is missing or no Turtle.
    """
    parents: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for file in files:
        for triple in _triples(file):
            _note(triple, namespace, parents, labels)
    above = {name: _closure(name, parents.__getitem__) for name in sorted(parents)}
    concepts = {iri: tuple(label for _, label in sorted(found)) for iri, found in sorted(labels.items())}
    return Vocabulary(above, concepts)


def _triples(file: Path) -> Iterable[Triple]:
    try:
        for quad in parse(path=file, format=RdfFormat.TURTLE):
            yield quad.triple
    except (OSError, SyntaxError) as error:
        raise ProjectError(
            f"not readable as Turtle: {error}", where=str(file), hint="correct the file"
        ) from error


def _note(
    triple: Triple, namespace: str, parents: dict[str, set[str]], labels: dict[str, list[tuple[int, str]]]
) -> None:
    predicate = triple.predicate.value
    if predicate in _ABOVE and isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
        low, high = triple.subject.value, triple.object.value
        if low.startswith(namespace) and high.startswith(namespace):
            parents[low.removeprefix(namespace)].add(high.removeprefix(namespace))
    elif predicate in _NAMES and isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal):
        labels[triple.subject.value].append((_NAMES.index(predicate), triple.object.value))


def _closure(name: str, parents: Callable[[str], set[str]]) -> tuple[str, ...]:
    found: list[str] = []
    level = [name]
    while level:
        level = sorted({up for n in level for up in parents(n)} - {name, *found})
        found.extend(level)
    return tuple(found)
