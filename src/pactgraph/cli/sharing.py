"""Commands that hand the graph on: export, diff."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from pactgraph.cli.asking import opened
from pactgraph.cli.console import say, writing
from pactgraph.cli.options import Commands, command, project, store, with_store
from pactgraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pactgraph.assembly import Graph
    from pactgraph.assembly.serialization import Format
    from pactgraph.store import EmbeddedStore

SUFFIXES: "dict[str, Format]" = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nt": "ntriples",
    ".nq": "nquads",
    ".rdf": "rdfxml",
    ".xml": "rdfxml",
    ".jsonld": "jsonld",
    ".json": "jsonld",
}

DIFFERENT = 1


def register(commands: Commands) -> None:
    """Adds the commands."""
    made = command(commands, "export", export, "write the graph to a file, always in the same order")
    made.add_argument("file", metavar="FILE", help="its ending tells the format; - for standard output")
    made.add_argument("--format", choices=sorted(set(SUFFIXES.values())), help="instead of the ending's")
    part = made.add_mutually_exclusive_group()
    part.add_argument("--document", metavar="ID", help="what one document says")
    part.add_argument("--graph", metavar="IRI", help="one named graph")
    with_store(made)
    made = command(commands, "diff", diff, "tell what was added and what removed between two graphs")
    made.add_argument("old", type=Path, metavar="OLD", help="a store, or a file that export wrote")
    made.add_argument("new", type=Path, metavar="NEW", help="likewise")
    made.add_argument("--all", action="store_true", help="also statements about statements, and evidence")


def export(options: Namespace) -> int:
    """Writes graphs to a file."""
    from pactgraph.assembly.serialization import prefixes_of, write
    from pactgraph.assembly.settings import load

    around = project(options)
    form: Format = options.format or _format(options.file)
    graph = opened(options, around)
    graphs = _graphs(options, graph, store(options, around))
    with writing(options.file) as file:
        write(graphs, form, file, prefixes_of(load(around.ontology)))
    return 0


def _format(file: str) -> "Format":
    found = SUFFIXES.get(Path(file).suffix.lower())
    if found is None:
        raise UsageError(
            "the ending tells no format", where=file, hint=f"use one of {', '.join(SUFFIXES)} or --format"
        )
    return found


def _graphs(options: Namespace, graph: "EmbeddedStore", place: Path) -> "Iterator[Graph]":
    from pactgraph.build.manifest import Manifest

    name = options.graph
    if options.document:
        entry = Manifest.load(place).documents.get(options.document)
        if entry is None:
            hint = "pactgraph query document-dates lists documents"
            raise UsageError("the graph has no such document", where=options.document, hint=hint)
        name = entry.iri
    if name is None:
        return graph.contents()
    if name not in graph.graphs():
        raise UsageError(
            "there is no such named graph", where=name, hint="leave --graph out to write everything"
        )
    return iter([graph.graph(name)])


def diff(options: Namespace) -> int:
    """Tells differences; as diff(1) does, exits with 1 where there are any."""
    from pactgraph.assembly.serialization import prefixes_of
    from pactgraph.assembly.settings import load
    from pactgraph.build.difference import difference

    found = difference(options.old, options.new)
    shown = prefixes_of(load(project(options).ontology))
    for line in found.lines(shown, everything=options.all):
        print(line)
    say(found.summary())
    return DIFFERENT if found else 0
