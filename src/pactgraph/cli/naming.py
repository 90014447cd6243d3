"""Naming: from what somebody types to the address of one thing."""

import re
from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import Literal

from pactgraph.build.manifest import Manifest
from pactgraph.cli.console import warn
from pactgraph.errors import QueryError
from pactgraph.queries import rows_of
from pactgraph.store import EmbeddedStore

NAMES = "|".join(
    f"<{iri}>"
    for iri in (
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://www.w3.org/2004/02/skos/core#prefLabel",
        "http://www.w3.org/2004/02/skos/core#altLabel",
    )
)
SHOWN = 10


def address(text: str, graph: EmbeddedStore, prefixes: Mapping[str, str], store: Path) -> str:
    """The IRI that a text writes in full or short, or that of the one thing with this name.

    An address of an earlier build leads to the one in force. Raises QueryError where no thing, or more than one, is
    meant.
    """
    prefix, colon, rest = text.partition(":")
    if colon and prefix in prefixes and not rest.startswith("//"):
        return _current(prefixes[prefix] + rest, store)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S+$", text):
        return _current(text, store)
    return _named(text, graph)


def _current(iri: str, store: Path) -> str:
    target = Manifest.load(store).redirects.get(iri)
    if target:
        warn(f"{iri} is now {target}")
    return target or iri


def _named(name: str, graph: EmbeddedStore) -> str:
    found = _bearers(graph, f"lcase(str(?name)) = {Literal(name.lower())}") or _abbreviated(graph, name)
    if len(found) == 1:
        return found[0][0]
    if found:
        raise QueryError(
            f"{len(found)} things are called {name!r}", hint=f"give the address of one: {_shown(found)}"
        )
    near = _bearers(graph, f"contains(lcase(str(?name)), {Literal(name.lower())})")
    hint = f"did you mean {_shown(near)}" if near else "names and addresses are found by pactgraph query"
    raise QueryError(f"nothing is called {name!r}", hint=hint)


def _bearers(graph: EmbeddedStore, condition: str) -> list[tuple[str, str]]:
    rows = graph.query(
        f"SELECT ?thing (min(?name) AS ?called) WHERE {{ ?thing {NAMES} ?name . FILTER({condition}) }} "
        "GROUP BY ?thing ORDER BY ?thing"
    )
    return [(str(row["thing"]), str(row["called"])) for row in rows_of(rows)]


def _abbreviated(graph: EmbeddedStore, name: str) -> list[tuple[str, str]]:
    """Things one of whose properties called acronym has the name as its value, whatever the ontology's namespace."""
    rows = graph.query(
        "SELECT ?thing (min(?label) AS ?called) WHERE { "
        f"?thing ?property {Literal(name)} ; <http://www.w3.org/2000/01/rdf-schema#label> ?label . "
        "FILTER(strends(str(?property), 'acronym')) } GROUP BY ?thing ORDER BY ?thing"
    )
    return [(str(row["thing"]), str(row["called"])) for row in rows_of(rows)]


def _shown(found: list[tuple[str, str]]) -> str:
    more = f", and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return ", ".join(f"{iri} ({name})" for iri, name in found[:SHOWN]) + more
