"""RDF terms and triples, written as in canonical N-Triples.

A term is its N-Triples spelling: it sorts, compares and costs as a string does, and a graph is a sorted
list of triples. There are no blank nodes anywhere, so that equal graphs have equal spellings.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NewType

from pyoxigraph import Literal, NamedNode
from pyoxigraph import Triple as OxTriple

Term = NewType("Term", str)
Triple = tuple[Term, Term, Term]

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"

_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\b": "\\b",
        "\f": "\\f",
        "\x7f": "\\u007F",
    }
    | {chr(c): f"\\u{c:04X}" for c in range(0x20) if chr(c) not in "\n\r\t\b\f"}
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@lru_cache(maxsize=65536)
def iri(text: str) -> Term:
    """An IRI as a term; characters that no IRI may hold are percent-encoded."""
    return Term(f"<{_NOT_IN_IRI.sub(_percent, text)}>")


def _percent(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def literal(value: str, datatype: str = "string") -> Term:
    """A literal as a term; `datatype` is an XSD local name. Lone surrogates, which UTF-8 cannot hold,
    become U+FFFD."""
    text = _LONE_SURROGATE.sub("�", value).translate(_ESCAPES)
    return Term(f'"{text}"' if datatype == "string" else f'"{text}"^^<{XSD}{datatype}>')


def iri_text(term: Term) -> str:
    """The IRI that a term spells."""
    return term[1:-1]


TYPE = iri(f"{RDF}type")
STATEMENT = iri(f"{RDF}Statement")
SUBJECT, PREDICATE, OBJECT = (iri(f"{RDF}{n}") for n in ("subject", "predicate", "object"))
LABEL = iri(f"{RDFS}label")
PREF_LABEL, ALT_LABEL, CONCEPT = (iri(f"{SKOS}{n}") for n in ("prefLabel", "altLabel", "Concept"))
DERIVED_FROM = iri(f"{PROV}wasDerivedFrom")


def quad_line(triple: Triple, graph: Term) -> str:
    """One line of canonical N-Quads, with its line end."""
    return f"{triple[0]} {triple[1]} {triple[2]} {graph} .\n"


def order(triple: Triple) -> tuple[str, bool, str, str]:
    """The canonical order of a graph's triples: by subject, its type first, then by predicate and object.

    Without the closing bracket an IRI comes before those that go on from it.
    """
    return triple[0][:-1], triple[1] != TYPE, triple[1], triple[2]


def arranged(triples: Iterable[Triple]) -> list[Triple]:
    """Triples without repetitions, in canonical order."""
    return sorted(set(triples), key=order)


_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def oxigraph_triple(triple: Triple) -> OxTriple:
    """The triple as pyoxigraph's."""
    return OxTriple(_node(triple[0]), _node(triple[1]), oxigraph_term(triple[2]))


@lru_cache(maxsize=65536)
def _node(term: Term) -> NamedNode:
    return NamedNode(iri_text(term))


def oxigraph_term(term: Term) -> NamedNode | Literal:
    """The term as pyoxigraph's."""
    match = _LITERAL.fullmatch(term)
    if match is None:
        return _node(term)
    text, language, datatype = _ESCAPE.sub(_unescape, match[1]), match[2], match[3]
    return Literal(text, language=language) if language else Literal(text, datatype=_datatype(datatype))


def _datatype(text: str | None) -> NamedNode:
    return _node(Term(f"<{text or XSD + 'string'}>"))


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else _LETTERS.get(code, code)
