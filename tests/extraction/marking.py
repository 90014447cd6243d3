"""Words between spaces with states, persons and sentences marked: what facts are made from, without a model."""

from collections.abc import Iterable

from spacy.tokens import Doc, Span

from pactgraph.extraction.facts import other_facts
from pactgraph.extraction.matching import Fact
from pactgraph.extraction.nodes import Node, best_name
from pactgraph.extraction.reading import Reading
from pactgraph.extraction.rules import Rules

from .trees import VOCAB

STATES = {"Kenya": "countries:KE", "Uganda": "countries:UG", "Norway": "countries:NO", "Peru": "countries:PE"}
PEOPLE = {"Ola Berg", "Ana Ruiz"}


def marked(text: str) -> Doc:
    """The document; "|" is a blank line, which ends a sentence as a full stop does."""
    words = ["\n\n" if word == "|" else word for word in text.split()]
    pos = ["SPACE" if w.isspace() else "PROPN" if w[:1].isupper() else "X" for w in words]
    starts = [i == 0 or words[i - 1] in (".", "\n\n") for i, _ in enumerate(words)]
    doc = Doc(VOCAB, words=words, pos=pos, sent_starts=starts)
    states = [t for t in doc if t.text in STATES]
    doc.spans["gazetteer"] = [
        Span(doc, t.i, t.i + 1, label="countries", span_id=STATES[t.text]) for t in states
    ]
    pairs = (Span(doc, i, i + 2, label="PERSON") for i in range(len(doc) - 1))
    doc.ents = [pair for pair in pairs if pair.text in PEOPLE]
    return doc


def read(rules: Rules, text: str, date: str | None = None, genre: str = "") -> Reading:
    """The layers of a marked text."""
    return Reading(marked(text), rules, None, date, genre)


def facts(reading: Reading) -> list[Fact]:
    """All facts that no frame gives."""
    return list(other_facts(reading))


def label(node: Node | None) -> str:
    """A name, or the kind of a thing without one."""
    return best_name(node) or node.kind if node is not None else ""


def said(found: Iterable[Fact]) -> set[tuple[str, str, str]]:
    """(subject, property, object or value) in words."""
    return {
        (label(f.subject), f.property, label(f.object) or (f.value.value if f.value else "")) for f in found
    }
