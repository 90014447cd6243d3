"""Difference: what one graph says and another does not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from pactgraph.assembly.rdf import (
    DERIVED_FROM,
    LABEL,
    PREF_LABEL,
    STATEMENT,
    TYPE,
    Term,
    Triple,
    iri_text,
    oxigraph_term,
)
from pactgraph.errors import StoreError
from pactgraph.store import EmbeddedStore

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}


@dataclass(frozen=True)
class Difference:
    """Triples that only the old graph has and those that only the new one has, and the labels of both."""

    removed: frozenset[Triple]
    added: frozenset[Triple]
    labels: Mapping[Term, str]
    apparatus: frozenset[Term]

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)

    def lines(self, prefixes: Mapping[str, str], *, everything: bool = False) -> Iterator[str]:
        """For people: each thing that changed, with `-` before what is gone and `+` before what is new.

        Statements about statements and evidence are left out unless `everything` is asked for.
        """
        marked = [(t, "-") for t in self.removed] + [(t, "+") for t in self.added]
        shown = sorted(m for m in marked if everything or m[0][0] not in self.apparatus)
        for subject, group in groupby(shown, key=lambda m: m[0][0]):
            yield _called(subject, self.labels, prefixes)
            for (_, predicate, target), mark in group:
                yield f"  {mark} {_short(predicate, prefixes)} {_called(target, self.labels, prefixes)}"

    def summary(self) -> str:
        """The numbers, in one line."""
        facts = [sum(t[0] not in self.apparatus for t in side) for side in (self.added, self.removed)]
        rest = [len(side) - n for side, n in zip((self.added, self.removed), facts, strict=True)]
        return (
            f"{facts[0]:,} statements added, {facts[1]:,} removed; "
            f"evidence and bookkeeping: {rest[0]:,} triples added, {rest[1]:,} removed"
        )


def difference(old: Path, new: Path) -> Difference:
    """What changed from one graph to another; each is a store or a file. In which named graph a triple stands does
    not matter. Raises StoreError where one cannot be read."""
    one, other = set(_triples(old)), set(_triples(new))
    labels = {s: _text(o) for p in (PREF_LABEL, LABEL) for s, q, o in one | other if q == p}
    apparatus = {s for s, p, o in one | other if (p == TYPE and o == STATEMENT) or p == DERIVED_FROM}
    return Difference(frozenset(one - other), frozenset(other - one), labels, frozenset(apparatus))


def _triples(place: Path) -> Iterable[Triple]:
    if place.is_dir():
        return (t for graph in EmbeddedStore(place).contents() for t in graph.triples)
    form = FORMATS.get(place.suffix.lower())
    if form is None:
        hint = f"give a store, or a file that ends in one of {', '.join(FORMATS)}"
        raise StoreError("this is no graph", where=str(place), hint=hint)
    return _parsed(place, form)


def _parsed(file: Path, form: RdfFormat) -> Iterator[Triple]:
    try:
        for quad in parse(path=file, format=form):
            yield Term(str(quad.subject)), Term(str(quad.predicate)), Term(str(quad.object))
    except (OSError, SyntaxError) as error:
        hint = "give a file that pactgraph export wrote"
        raise StoreError(f"the graph cannot be read: {error}", where=str(file), hint=hint) from error


def _text(term: Term) -> str:
    return str(oxigraph_term(term).value)


def _called(term: Term, labels: Mapping[Term, str], prefixes: Mapping[str, str]) -> str:
    """A literal as it is, a thing by its label and short address."""
    if not term.startswith("<"):
        return f'"{_text(term)}"'
    label = labels.get(term)
    return f"{label} ({_short(term, prefixes)})" if label else _short(term, prefixes)


def _short(term: Term, prefixes: Mapping[str, str]) -> str:
    address = iri_text(term)
    fitting = [(space, prefix) for prefix, space in prefixes.items() if address.startswith(space)]
    if not fitting:
        return address
    space, prefix = max(fitting, key=lambda f: len(f[0]))
    return f"{prefix}:{address[len(space) :]}"
