"""Validation: SHACL shapes and check queries over the union of all graphs, each fault with the sentences
that caused it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pyshacl import validate as pyshacl_validate
from rdflib import SH, Graph, URIRef
from rdflib.term import BNode, Node

from pactgraph.assembly.rdf import PROV, RDF
from pactgraph.assembly.reader import Reader, Row, Sentence, bound, rows, sentence
from pactgraph.errors import PactgraphError, ProjectError, QueryError

Severity = Literal["error", "warning"]
_SENTENCES = 3  # sentences shown for a fault at most
_BATCH = 3000  # things validated together at least
_HEAD = re.compile(r"^#\+ ?(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One violation. `rule` names the shape's property or the check; `focus` is the thing, `value` what is
    wrong.

    `sentences` are those behind it, each with its document.
    """

    severity: Severity
    rule: str
    message: str
    focus: str
    value: str = ""
    sentences: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = "".join(f"\n    {s}" for s in self.sentences)
        return f"{self.severity}: {self.rule}: {self.focus} {self.value}: {self.message}{said}"


def validate(
    reader: Reader, shapes: Iterable[Path], checks: Iterable[Path], ontology: str, graphs: Iterable[str] = ()
) -> list[Fault]:
    """All faults, errors first, then by rule and thing.

    `graphs` limits the shapes to things that stand in these named graphs, as after an increment; checks
    always look at
    everything. Raises ProjectError where a shapes file is wrong and QueryError where a check is.
    """
    found = [*check_shapes(reader, shapes, ontology, graphs), *check_queries(reader, checks, ontology)]
    return sorted(set(found))


def check_shapes(
    reader: Reader, files: Iterable[Path], ontology: str, graphs: Iterable[str] = ()
) -> Iterator[Fault]:
    """Faults that SHACL finds; shapes of severity sh:Warning and sh:Info give warnings.

    Looks at a few thousand things at a time, each with all that is said of it, the classes of what it
    points to, and
    what points to it by an inverse path of the shapes. Paths of more than one step are not followed further.
    """
    shapes = Graph()
    for file in sorted(files):
        _parse(shapes, file)
    inverse = sorted(str(p) for p in set(shapes.objects(None, SH.inversePath)))
    for nodes in _batches(reader, [*graphs]) if shapes else ():
        data = _surroundings(reader, nodes, inverse)
        focus = [URIRef(n) for n in nodes]
        _, report, _ = pyshacl_validate(
            data, shacl_graph=shapes, focus_nodes=focus, inplace=True, allow_warnings=True
        )
        if not isinstance(report, Graph):
            raise ProjectError(f"the shapes cannot be used: {report}", hint="correct the shapes files")
        yield from (_fault(reader, report, r, ontology) for r in report.subjects(SH.resultSeverity))


def _batches(reader: Reader, graphs: list[str]) -> Iterator[list[str]]:
    """IRIs of things with a class, graph by graph, each once."""
    every = rows(reader, "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
    seen: set[str] = set()
    waiting: list[str] = []
    for graph in sorted(graphs) or [r["g"].value for r in every]:
        text = f"SELECT DISTINCT ?s WHERE {{ GRAPH <{graph}> {{ ?s a ?c }} FILTER(ISIRI(?s)) }} ORDER BY ?s"
        for row in rows(reader, text):
            if (node := row["s"].value) not in seen:
                waiting.append(node)
                if not node.startswith(f"{graph}/"):  # what stands below a document is in no other graph
                    seen.add(node)
        if len(waiting) >= _BATCH:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _surroundings(reader: Reader, nodes: list[str], inverse: list[str]) -> Graph:
    values = bound(nodes)
    parts = [
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o }}",
        f"CONSTRUCT {{ ?o a ?c }} WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o . ?o a ?c }}",
        *(f"CONSTRUCT {{ ?x <{p}> ?s }} WHERE {{ VALUES ?s {{ {values} }} ?x <{p}> ?s }}" for p in inverse),
    ]
    data = Graph()
    for text in parts:
        lines = "".join(f"{t} .\n" for t in reader.query(text))
        data.parse(data=lines, format="nt")
    return data


def _parse(shapes: Graph, file: Path) -> None:
    try:
        shapes.parse(file, format="turtle")
    except Exception as error:  # rdflib's parsers raise many sorts of error
        raise ProjectError(
            f"not readable as Turtle: {error}", where=str(file), hint="correct the file"
        ) from error


def _fault(reader: Reader, report: Graph, result: Node, ontology: str) -> Fault:
    severity: Severity = "error" if report.value(result, SH.resultSeverity) == SH.Violation else "warning"
    focus, path, value = (report.value(result, p) for p in (SH.focusNode, SH.resultPath, SH.value))
    messages = sorted(str(m) for m in report.objects(result, SH.resultMessage))
    rule = str(path) if isinstance(path, URIRef) else str(report.value(result, SH.sourceConstraintComponent))
    said = _behind(reader, focus, path, value, ontology)
    shown = "" if value is None else str(value)
    return Fault(severity, rule, "; ".join(messages), str(focus), shown, tuple(map(str, said)))


def _behind(
    reader: Reader, focus: Node | None, path: Node | None, value: Node | None, pg: str
) -> list[Sentence]:
    """Sentences of the statement at fault; else of those of its property; else of any about the thing."""
    if not isinstance(focus, URIRef):
        return []
    subject = f"?s <{RDF}subject> {focus.n3()} ."
    ends = (f"<{RDF}subject>", f"<{RDF}object>")
    about = " UNION ".join(f"{{ ?s {end} {focus.n3()} }}" for end in ends)
    patterns = [f"{about} UNION {{ BIND({focus.n3()} AS ?s) }}"]
    if isinstance(path, URIRef):
        patterns.insert(0, f"{subject} ?s <{RDF}predicate> {path.n3()} .")
        if value is not None and not isinstance(value, BNode):
            patterns.insert(0, f"{patterns[0]} ?s <{RDF}object> {value.n3()} .")
    return next((found for p in patterns if (found := _sentences(reader, p, pg))), [])


def _sentences(reader: Reader, pattern: str, pg: str) -> list[Sentence]:
    text = f"""SELECT DISTINCT ?document ?start ?end ?quote ?rule ?confidence WHERE {{
  {pattern}
  ?s <{pg}evidence> ?e .
  ?e <{pg}quote> ?quote ; <{pg}start> ?start ; <{pg}end> ?end ; <{pg}rule> ?rule ;
    <{pg}confidence> ?confidence ; <{PROV}wasDerivedFrom> ?document .
}} ORDER BY ?document ?start ?rule LIMIT {_SENTENCES}"""
    return [sentence(row) for row in rows(reader, text)]


def check_queries(reader: Reader, files: Iterable[Path], ontology: str) -> Iterator[Fault]:
    """Faults that check queries find: a check must return no row.

    Its front matter (`#+` lines, YAML) gives title and severity; the first column is the thing at fault,
    the columns `document` and `sentence` what caused it.
    """
    for file in sorted(files):
        text = file.read_text(encoding="utf-8")
        head = _front_matter(text, file)
        try:
            found = list(rows(reader, text))
        except PactgraphError as error:
            raise QueryError(error.what, where=str(file), hint="correct the check") from error
        yield from _row_faults(file.stem, head, found)


def _front_matter(text: str, file: Path) -> dict[str, Any]:
    try:
        head = yaml.safe_load("\n".join(_HEAD.findall(text))) or {}
    except yaml.YAMLError as error:
        raise ProjectError(
            f"the front matter is no YAML: {error}", where=str(file), hint="correct it"
        ) from error
    if not isinstance(head, dict) or head.get("severity", "error") not in ("error", "warning"):
        hint = "give `#+ severity: error` or `#+ severity: warning`"
        raise ProjectError("the front matter names no severity", where=str(file), hint=hint)
    return head


def _row_faults(rule: str, head: dict[str, Any], found: Sequence[Row]) -> Iterator[Fault]:
    """Rows that differ in their sentences only are one fault."""
    groups: dict[tuple[str, ...], set[str]] = {}
    for row in found:
        texts = {name: node.value for name, node in row.items()}
        said = texts.pop("document", ""), texts.pop("sentence", "")
        groups.setdefault(tuple(texts.values()), set()).add(" ".join(filter(None, said)))
    for (focus, *rest), sentences in groups.items():
        shown = tuple(sorted(filter(None, sentences))[:_SENTENCES])
        yield Fault(
            head.get("severity", "error"), rule, str(head.get("title", rule)), focus, ", ".join(rest), shown
        )
