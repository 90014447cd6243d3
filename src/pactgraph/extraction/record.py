"""Record: a document's nodes and facts become Findings, with offsets of the original text and stable ids."""

from collections.abc import Iterable

from spacy.tokens import Doc

from pactgraph.extraction.findings import Evidence, Findings, Form, Mention, Statement, Thing
from pactgraph.extraction.matching import DOCUMENT, Fact
from pactgraph.extraction.nodes import Node, best_name
from pactgraph.language.gazetteer_store import Gazetteer
from pactgraph.reading.source import Source


class Recorder:
    """Writes the findings of one document."""

    def __init__(
        self, doc: Doc, source: Source, prefixes: dict[str, str], gazetteer: Gazetteer | None = None
    ) -> None:
        self.doc, self.source, self.prefixes, self.gazetteer = doc, source, prefixes, gazetteer
        self.evidence: dict[str, Evidence] = {}
        self._keys: dict[tuple[int, int, str, float], str] = {}
        self._counts: dict[str, int] = {}

    def findings(self, document: dict[str, object], nodes: Iterable[Node], facts: list[Fact]) -> Findings:
        """The record; things in the order of their first mention, statements in the order of the text."""
        DOCUMENT.id = "doc"
        used = list(nodes)
        known = {id(n) for n in used}
        for node in (
            n for f in facts for n in (f.subject, f.object, f.speaker) if n is not None and n is not DOCUMENT
        ):
            if id(node) not in known:
                known.add(id(node))
                used.append(node)
        for node in used:
            node.id = self._id(node)
        statements = tuple(self._statement(f) for f in facts)
        return Findings(document, tuple(self._thing(n) for n in used), statements, self.evidence)

    def _id(self, node: Node) -> str:
        prefix = self.prefixes.get(node.kind, node.kind[:1].upper())
        self._counts[prefix] = self._counts.get(prefix, 0) + 1
        return f"{prefix}{self._counts[prefix]}"

    def _thing(self, node: Node) -> Thing:
        best = self._usual_name(node) or best_name(node)
        names = tuple(dict.fromkeys([best, *node.names])) if best else ()
        return Thing(
            id=node.id,
            cls=node.cls,
            kind=node.kind,
            names=tuple(n for n in names if n),
            acronyms=tuple(dict.fromkeys(node.acronyms)),
            mentions=tuple(
                self._mention(r.start, r.end, r.form, r.rule)
                for r in sorted(node.refs, key=lambda r: r.start)
            ),
            links=tuple(node.links),
            count=node.count,
            focus=node.focus,
        )

    def _usual_name(self, node: Node) -> str:
        """A state goes by its usual name ("United Kingdom" for "UK", "France" for "the French Republic")."""
        entry = (
            self.gazetteer.get(node.links[0])
            if self.gazetteer is not None and node.kind == "state" and node.links
            else None
        )
        return entry.label if entry is not None else ""

    def _mention(self, start: int, end: int, form: Form, rule: str) -> Mention:
        first, last = self._offsets(start, end)
        return Mention(first, last, " ".join(self.doc[start:end].text.split()), form, rule)

    def _offsets(self, start: int, end: int) -> tuple[int, int]:
        span = self.doc[start:end]
        return self.source.span_to_original(span.start_char, span.end_char)

    def _statement(self, fact: Fact) -> Statement:
        return Statement(
            subject=fact.subject.id,
            property=fact.property,
            object=fact.object.id if fact.object is not None else None,
            value=fact.value,
            evidence=(self._evidence(fact),),
            modality=fact.modality,  # type: ignore[arg-type]  # facts use the same four words
            basis=fact.basis,
            speaker=fact.speaker.id if fact.speaker is not None else None,
        )

    def _evidence(self, fact: Fact) -> str:
        sentence = self.doc[fact.start].sent
        first, last = sentence.start, max(sentence.end, fact.end)
        start, end = self._offsets(fact.start, fact.end)
        key = (first, last, fact.rule, fact.confidence)
        if key not in self._keys:
            self._keys[key] = f"e{len(self._keys) + 1}"
            quote = " ".join(self.doc[first:last].text.split())
            bounds = self._offsets(first, last)
            self.evidence[self._keys[key]] = Evidence(
                self._keys[key],
                start,
                end,
                bounds,
                quote,
                fact.rule,
                round(fact.confidence, 2),
                self.source.page(start),
            )
        return self._keys[key]
