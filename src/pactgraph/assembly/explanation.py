"""Explanation: what the graph knows of a thing, which sentences say so, and why things are one."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import NamedNode

from pactgraph.assembly.rdf import PROV, RDF, RDFS, SKOS
from pactgraph.assembly.reader import Reader, Row, Sentence, rows, sentence
from pactgraph.errors import QueryError


@dataclass(frozen=True, slots=True)
class Reason:
    """One merge: why these names are one thing."""

    reason: str
    names: tuple[str, ...]
    documents: tuple[str, ...]
    score: float


@dataclass(slots=True)
class Known:
    """One statement about a thing with what supports it. Subject and object are IRIs or literals; labels
    where known."""

    subject: str
    property: str
    object: str
    label: str = ""
    modality: str = "asserted"
    basis: str = ""
    speakers: list[str] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of a thing."""

    iri: str
    label: str
    classes: tuple[str, ...]
    names: tuple[str, ...]
    known: tuple[Known, ...]
    reasons: tuple[Reason, ...]

    def lines(self) -> Iterator[str]:
        """The explanation as text for people."""
        yield f"{self.label or self.iri} <{self.iri}>"
        yield f"  is: {', '.join(_local(c) for c in self.classes)}"
        if self.names:
            yield f"  also: {'; '.join(self.names)}"
        for item in self.known:
            yield from _told(item, self.iri)
        for reason in self.reasons:
            yield f"  one thing, since: {reason.reason} ({reason.score:g}): {'; '.join(reason.names)}"
            yield from (f"    in {document}" for document in reason.documents)


def _told(item: Known, iri: str) -> Iterator[str]:
    ends = (item.label or item.object) if item.subject == iri else f"of {item.label or item.subject}"
    how = "" if item.modality == "asserted" else f" ({item.modality})"
    yield f"  {_local(item.property)}: {ends}{how}"
    if item.basis:
        yield f"    {item.basis}"
    yield from (f"    {s}" for s in item.sentences)


def explain(reader: Reader, iri: str, ontology: str) -> Explanation:
    """What the graph knows of a thing; `ontology` is the namespace of its properties.

    Raises QueryError where the graph does not know the thing or the text is no IRI.
    """
    try:
        term = str(NamedNode(iri))
    except ValueError as error:
        raise QueryError(
            f"not an IRI: {error}", where=iri, hint="give the full address of a thing"
        ) from error
    classes = _texts(reader, f"SELECT DISTINCT ?x WHERE {{ {term} <{RDF}type> ?x }} ORDER BY ?x")
    known = tuple(_known(reader, term, ontology))
    if not classes and not known:
        raise QueryError(
            "the graph knows no such thing", where=iri, hint="was its address changed by a later build?"
        )
    label = _texts(
        reader, f"SELECT DISTINCT ?x WHERE {{ {term} <{RDFS}label>|<{SKOS}prefLabel> ?x }} ORDER BY ?x"
    )
    names = _texts(
        reader, f"SELECT DISTINCT ?x WHERE {{ {term} <{SKOS}altLabel>|<{ontology}acronym> ?x }} ORDER BY ?x"
    )
    return Explanation(
        iri, next(iter(label), ""), classes, names, known, tuple(_reasons(reader, term, ontology))
    )


def _texts(reader: Reader, text: str) -> tuple[str, ...]:
    return tuple(row["x"].value for row in rows(reader, text))


def _known(reader: Reader, term: str, pg: str) -> list[Known]:
    """Statements with the thing as subject, then those with it as object."""
    found: dict[tuple[str, ...], Known] = {}
    for side in ("subject", "object"):
        for row in rows(reader, _statements(term, side, pg)):
            _gather(found, row)
    return [*found.values()]


def _statements(term: str, side: str, pg: str) -> str:
    other = "object" if side == "subject" else "subject"
    return f"""SELECT DISTINCT * WHERE {{
  VALUES ?{side} {{ {term} }}
  ?statement <{RDF}{side}> ?{side} ; <{RDF}predicate> ?predicate ; <{RDF}{other}> ?{other} ; <{pg}evidence>
  ?evidence . ?evidence <{pg}quote> ?quote ; <{pg}start> ?start ; <{pg}end> ?end ; <{pg}rule> ?rule ;
    <{pg}confidence> ?confidence ; <{PROV}wasDerivedFrom> ?document .
  OPTIONAL {{ ?statement <{pg}modality> ?modality }}
  OPTIONAL {{ ?statement <{pg}basis> ?basis }}
  OPTIONAL {{ ?statement <{pg}claimedBy> ?speaker }}
  OPTIONAL {{ ?{other} <{RDFS}label> ?label }}
}} ORDER BY ?predicate ?{other} ?document ?start"""


def _gather(found: dict[tuple[str, ...], Known], row: Row) -> None:
    text: dict[str, Any] = defaultdict(str, {name: node.value for name, node in row.items()})
    key = tuple(text[n] for n in ("subject", "predicate", "object", "modality", "basis"))
    if key not in found:
        modality = text["modality"] or "asserted"
        found[key] = Known(key[0], key[1], key[2], text["label"], modality, text["basis"])
    item = found[key]
    told = sentence({n: row[n] for n in ("document", "start", "end", "quote", "rule", "confidence")})
    if told not in item.sentences:
        item.sentences.append(told)
    if text["speaker"] and text["speaker"] not in item.speakers:
        item.speakers.append(text["speaker"])


def _reasons(reader: Reader, term: str, pg: str) -> Iterator[Reason]:
    text = f"""SELECT ?merge ?basis ?confidence ?name ?document WHERE {{
  ?merge <{pg}merged> {term} ; <{pg}basis> ?basis ; <{pg}confidence> ?confidence .
  OPTIONAL {{ ?merge <{pg}mergedName> ?name }}
  OPTIONAL {{ ?merge <{pg}inDocument> ?document }}
}} ORDER BY DESC(?confidence) ?merge ?name ?document"""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows(reader, text):
        groups[row["merge"].value].append(row)
    for group in groups.values():
        names, documents = ({r[n].value for r in group if n in r} for n in ("name", "document"))
        first = {n: node.value for n, node in group[0].items()}
        yield Reason(
            first["basis"], tuple(sorted(names)), tuple(sorted(documents)), float(first["confidence"])
        )


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]
