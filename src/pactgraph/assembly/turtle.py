"""Turtle files of the project as triples."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from pactgraph.assembly.rdf import Term, Triple, iri
from pactgraph.errors import ProjectError


def read_triples(file: Path) -> Iterator[Triple]:
    """The file's triples; a blank node becomes an IRI made of the file's name and its place in it.

    Raises ProjectError where the file is missing or no Turtle.
    """
    seen: dict[str, Term] = {}
    try:
        for quad in parse(path=file, format=RdfFormat.TURTLE):
            yield tuple(_term(t, file, seen) for t in (quad.subject, quad.predicate, quad.object))  # type: ignore[misc]  # three terms
    except (OSError, SyntaxError) as error:
        raise ProjectError(
            f"not readable as Turtle: {error}", where=str(file), hint="correct the file"
        ) from error


def _term(node: object, file: Path, seen: dict[str, Term]) -> Term:
    if isinstance(node, BlankNode):
        return seen.setdefault(node.value, _skolem(file, len(seen)))
    return iri(node.value) if isinstance(node, NamedNode) else Term(str(node))


def _skolem(file: Path, number: int) -> Term:
    key = hashlib.sha256(f"{file.name}\n{number}".encode()).hexdigest()[:16]
    return iri(f"urn:pactgraph:node:{key}")
