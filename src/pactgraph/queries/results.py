"""Results of a question: written in the formats of SPARQL and RDF, or as a table for people."""

import io
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, TypeVar

import pyoxigraph as ox
from rich.console import Console
from rich.table import Table

from pactgraph.errors import QueryError
from pactgraph.queries.parameters import Term

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | Iterator[ox.Triple]
Shorten = Callable[[str], str]
F = TypeVar("F")

_RESULT_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_RDF_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
FORMATS: tuple[str, ...] = ("table", *_RESULT_FORMATS, *_RDF_FORMATS)


def write_results(
    results: Results,
    form: str,
    stream: BinaryIO,
    *,
    width: int | None = None,
    prefixes: Mapping[str, str] | None = None,
) -> None:
    """Writes results to a binary stream, in UTF-8.

    `form` is one of FORMATS: table for all, csv, tsv, json and xml for SELECT and ASK, the others for
    CONSTRUCT and DESCRIBE. All but the table are streamed by pyoxigraph. `width` is the terminal's width in
    columns, or None where the output goes to a file or pipe: then the table is plain, one line a row.
    `prefixes` (prefix -> IRI) abbreviates the IRIs of a table. Raises QueryError where the format does not
    fit the results.
    """
    try:
        _write(results, form, stream, width, prefixes or {})
    except OSError as error:
        if error.errno is not None:  # the stream's own: a full disk, a closed pipe
            raise
        hint = "a SERVICE must be reachable from here; ask without it to see what the graph itself holds"
        raise QueryError(f"the query failed while it ran: {error}", hint=hint) from error


def _write(
    results: Results, form: str, stream: BinaryIO, width: int | None, prefixes: Mapping[str, str]
) -> None:
    if form == "table":
        stream.write(_table(results, width, _shortener(prefixes)).encode())
    elif isinstance(results, ox.QuerySolutions | ox.QueryBoolean):
        results.serialize(stream, format=_fitting(form, _RESULT_FORMATS))
    else:
        ox.serialize(results, stream, format=_fitting(form, _RDF_FORMATS))


def rows_of(results: Results) -> list[dict[str, str | None]]:
    """The solutions of a SELECT as plain texts by column; None where a column is unbound."""
    if not isinstance(results, ox.QuerySolutions):
        raise QueryError(
            "only a SELECT query has rows", hint="use SELECT, or write the results in an RDF format"
        )
    names = [variable.value for variable in results.variables]
    return [{name: _plain(solution[name]) for name in names} for solution in results]


def _fitting(form: str, formats: Mapping[str, F]) -> F:
    if form not in formats:
        raise QueryError(
            f"these results cannot be written as {form!r}", hint=f"choose one of: table, {', '.join(formats)}"
        )
    return formats[form]


def _plain(term: Term | None) -> str | None:
    if term is None:
        return None
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value


def _shortener(prefixes: Mapping[str, str]) -> Shorten:
    # longest namespace first: of two that fit, the closer one abbreviates
    ordered = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))

    def shorten(iri: str) -> str:
        for prefix, namespace in ordered:
            if iri.startswith(namespace):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri

    return shorten


def _table(results: Results, width: int | None, shorten: Shorten) -> str:
    if isinstance(results, ox.QueryBoolean):
        return "yes\n" if results else "no\n"
    header, rows = _cells(results, shorten)
    return _plain_table(header, rows) if width is None else _rich_table(header, rows, width)


def _cells(
    results: ox.QuerySolutions | ox.QueryTriples | Iterator[ox.Triple], shorten: Shorten
) -> tuple[list[str], list[list[str]]]:
    def cell(term: Term | None) -> str:
        text = " ".join((_plain(term) or "").split())
        return shorten(text) if isinstance(term, ox.NamedNode) else text

    if not isinstance(results, ox.QuerySolutions):
        return ["subject", "predicate", "object"], [
            [cell(t.subject), cell(t.predicate), cell(t.object)] for t in results
        ]
    header = [variable.value for variable in results.variables]
    return header, [[cell(solution[name]) for name in header] for solution in results]


def _plain_table(header: list[str], rows: list[list[str]]) -> str:
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]
    lines = [
        "  ".join(text.ljust(widths[i]) for i, text in enumerate(row)).rstrip() for row in [header, *rows]
    ]
    return "".join(f"{line}\n" for line in lines)


def _rich_table(header: list[str], rows: list[list[str]], width: int) -> str:
    # an address beside its name (agreement, agreementName) costs width that the sentence needs
    shown = [i for i, name in enumerate(header) if f"{name}Name" not in header]
    table = Table(box=None, show_lines=False, pad_edge=False, header_style="bold", row_styles=["", "dim"])
    for i in shown:
        table.add_column(header[i], overflow="fold", ratio=3 if header[i] == "sentence" else 1)
    for row in rows:
        table.add_row(*(row[i].replace("[", r"\[") for i in shown))
    buffer = io.StringIO()
    Console(file=buffer, width=width, force_terminal=True, highlight=False).print(table)
    return buffer.getvalue()
