"""Serialization: a graph, a document or everything, in six formats, always in the same order and with
readable prefixes.

N-Triples, N-Quads, Turtle, TriG and RDF/XML are written by pyoxigraph; JSON-LD is written here, since a
context makes
it readable. Everything streams: a graph's triples must come in canonical order, as `Graph.triples` does.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import IO, Literal, cast, get_args

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize
from pyoxigraph import Triple as OxTriple

from pactgraph.assembly.graphs import Graph
from pactgraph.assembly.rdf import TYPE, Term, Triple, arranged, iri_text, oxigraph_term, oxigraph_triple
from pactgraph.assembly.settings import Settings
from pactgraph.errors import UsageError

Format = Literal["turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld"]

FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA_TYPES: Mapping[Format, str] = {
    "turtle": "text/turtle",
    "trig": "application/trig",
    "ntriples": "application/n-triples",
    "nquads": "application/n-quads",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
_TRIPLES: Mapping[Format, RdfFormat] = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
}
_PREFIX = b"@prefix "
_QUADS: Mapping[Format, RdfFormat] = {"trig": RdfFormat.TRIG, "nquads": RdfFormat.N_QUADS}


def write(graphs: Iterable[Graph], form: Format, output: IO[bytes], prefixes: Mapping[str, str]) -> None:
    """Writes graphs to a binary file.

    Formats without named graphs get the union of all graphs: then everything is sorted in memory once.
    Raises UsageError for an unknown format.
    """
    if form in _TRIPLES:
        serialize(_union(graphs), _tidy(output), _TRIPLES[form], prefixes=dict(prefixes))
    elif form in _QUADS:
        serialize(_quads(graphs), _tidy(output), _QUADS[form], prefixes=dict(prefixes))
    elif form == "jsonld":
        output.writelines(part.encode() for part in _json_ld(graphs, prefixes))
    else:
        raise UsageError(f"the format {form!r} is unknown", hint=f"use one of {', '.join(FORMATS)}")


class _Tidy:
    """Sorts the prefix lines at the beginning of what pyoxigraph writes, and passes on the rest as it
    comes."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self._waiting: bytes | None = b""

    def write(self, data: bytes) -> int:
        """Holds text back until the first line that is no prefix."""
        if self._waiting is None:
            self._output.write(data)
            return len(data)
        *lines, self._waiting = (self._waiting + data).splitlines(keepends=True) or [b""]
        heads = [n for n in lines if n.startswith(_PREFIX)]
        if len(heads) < len(lines) or not _PREFIX.startswith(self._waiting[: len(_PREFIX)]):
            self._settle(heads, lines)
        else:
            self._waiting = b"".join(lines) + self._waiting
        return len(data)

    def _settle(self, heads: list[bytes], lines: list[bytes]) -> None:
        rest = self._waiting or b""
        self._output.writelines([*sorted(heads), *(n for n in lines if not n.startswith(_PREFIX)), rest])
        self._waiting = None

    def flush(self) -> None:
        """Passes on what is still held back."""
        if self._waiting:
            self._settle(self._waiting.splitlines(keepends=True), [])
            self._waiting = None
        self._output.flush()


def _tidy(output: IO[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", _Tidy(output))  # pyoxigraph calls write and flush alone


def prefixes_of(settings: Settings) -> dict[str, str]:
    """The project's prefixes, and one for each kind of thing, so that addresses are short in every format."""
    kinds = {
        k: f"{settings.iris.resources}{k}/" for k in (*settings.kinds, "merge") if k not in settings.prefixes
    }
    kinds |= {"document": settings.iris.documents}
    return dict(sorted({**kinds, **settings.prefixes}.items()))


def _union(graphs: Iterable[Graph]) -> Iterator[OxTriple]:
    waiting = list(graphs)
    single = len(waiting) == 1
    triples = waiting[0].triples if single else arranged(t for g in waiting for t in g.triples)
    return map(oxigraph_triple, triples)


def _quads(graphs: Iterable[Graph]) -> Iterator[Quad]:
    for graph in graphs:
        name = NamedNode(graph.iri)
        for triple in graph.triples:
            subject, predicate, target = oxigraph_triple(triple)
            yield Quad(subject, predicate, target, name)


class _Shortener:
    """Shortens IRIs by the longest prefix that fits."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._spaces = sorted(prefixes.items(), key=lambda p: -len(p[1]))

    def __call__(self, text: str) -> str:
        for prefix, space in self._spaces:
            rest = text.removeprefix(space)
            if rest != text and rest and not rest.startswith("//"):
                return f"{prefix}:{rest}"
        return text


_LITERAL = re.compile(r'(".*")(?:@([\w-]+)|\^\^<([^>]*)>)?', re.DOTALL)


def _json_ld(graphs: Iterable[Graph], prefixes: Mapping[str, str]) -> Iterator[str]:
    """One object with a context and, for each named graph, its subjects, one on each line."""
    short = _Shortener(prefixes)
    context = json.dumps(dict(prefixes), ensure_ascii=False, indent=1)
    yield f'{{"@context": {context},\n"@graph": ['
    for number, graph in enumerate(graphs):
        yield f'{"," if number else ""}\n{{"@id": {_json(short(graph.iri))}, "@graph": ['
        subjects = groupby(graph.triples, key=lambda t: t[0])
        for place, (subject, triples) in enumerate(subjects):
            yield ("," if place else "") + "\n" + _json(_node(subject, triples, short))
        yield "]}"
    yield "]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _node(subject: Term, triples: Iterable[Triple], short: _Shortener) -> dict[str, object]:
    node: dict[str, object] = {"@id": short(iri_text(subject))}
    for predicate, group in groupby(triples, key=lambda t: t[1]):
        objects = [o for _, _, o in group]
        if predicate == TYPE:
            node["@type"] = [short(iri_text(o)) for o in objects]
        else:
            node[short(iri_text(predicate))] = [_value(o, short) for o in objects]
    return node


def _value(term: Term, short: _Shortener) -> object:
    if term.startswith("<"):
        return {"@id": short(iri_text(term))}
    found = oxigraph_term(term)
    match = _LITERAL.fullmatch(term)
    assert match is not None  # a term that is no IRI is a literal
    if match[2]:
        return {"@value": found.value, "@language": match[2]}
    return {"@value": found.value, "@type": short(match[3])} if match[3] else found.value
