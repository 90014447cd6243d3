"""Statements: the graph of one document, every fact with the sentence behind it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from pactgraph.assembly import dates
from pactgraph.assembly.corpus import SELF
from pactgraph.assembly.evidence import EvidenceNodes
from pactgraph.assembly.identity import Identity, Node
from pactgraph.assembly.precedence import Precedence
from pactgraph.assembly.rdf import (
    ALT_LABEL,
    OBJECT,
    PREDICATE,
    STATEMENT,
    SUBJECT,
    TYPE,
    Term,
    Triple,
    arranged,
    iri,
    literal,
)  # fmt: skip
from pactgraph.assembly.settings import Settings
from pactgraph.extraction.findings import Findings, Modality, Statement, Thing

_STRENGTH: tuple[Modality, ...] = ("asserted", "inferred", "planned", "claimed")
_UNNAMED = ("keyed", "local")


@dataclass(slots=True)
class Said:
    """One triple as a document says it, perhaps several times. `fact`: it stands in the graph as a triple."""

    modalities: set[Modality] = field(default_factory=set)
    evidence: set[str] = field(default_factory=set)
    bases: set[str] = field(default_factory=set)
    speakers: set[Term] = field(default_factory=set)
    fact: bool = False


class DocumentGraph:
    """Writes the named graph of one document."""

    def __init__(self, findings: Findings, identity: Identity, precedence: Precedence) -> None:
        self.findings, self.identity, self.precedence = findings, identity, precedence
        self.settings: Settings = identity.settings
        self.doc = str(findings.document["id"])
        self.iri = identity.node(self.doc, SELF).iri
        self._pg = self.settings.iris.ontology
        self._evidence = EvidenceNodes(findings, self.iri, self._pg)
        self._said: dict[Triple, Said] = defaultdict(Said)

    def triples(self) -> list[Triple]:
        """All triples of the graph in canonical order."""
        for statement in self.findings.statements:
            self._say(statement)
        self._take_shortcuts()
        parts = (self._metadata(), self._things(), self._facts(), self._evidence.triples())
        return arranged(t for part in parts for t in part)

    # terms

    def _term(self, name: str) -> Term:
        """A property or class by its local name; full IRIs stay as they are."""
        return iri(name if ":" in name else self._pg + name)

    def _node(self, thing: str) -> Node:
        return self.identity.node(self.doc, thing)

    # what the document says

    def _say(self, s: Statement) -> None:
        subject = self._node(s.subject)
        index = self.identity.node_of[self.identity.corpus.index[self.doc, s.subject]]
        target, reason, basis = self._object(s, index)
        said = self._said[iri(subject.iri), self._term(s.property), target]
        said.modalities.add(s.modality)
        said.evidence.update(s.evidence)
        said.bases.update(b for b in (s.basis, basis, reason) if b)
        said.fact |= s.modality != "claimed" and not reason
        if s.speaker:
            said.speakers.add(iri(self._node(s.speaker).iri))

    def _object(self, s: Statement, subject: int) -> tuple[Term, str, str]:
        """The object, why it is no fact (or nothing), and how an offset was counted out."""
        if s.object is not None:
            index = self.identity.node_of[self.identity.corpus.index[self.doc, s.object]]
            return (
                iri(self.identity.nodes[index].iri),
                self.precedence.yields(subject, s.property, index, self.doc),
                "",
            )
        assert s.value is not None  # corpus.check lets no other statement pass
        value = self.identity.resolved(self.doc, s.value)
        if value is None:
            return literal(dates.duration(s.value.value), "duration"), "the document's date is not known", ""
        today = self.identity.today.get(self.doc)
        basis = today.basis if today and s.value.datatype == dates.RELATIVE else ""
        reason = self.precedence.yields(subject, s.property, value, self.doc)
        return literal(value.value, value.datatype), reason, basis

    def _take_shortcuts(self) -> None:
        """Adds the ends of each way of properties, with the evidence of its last step."""
        for shortcut in self.settings.shortcuts:
            first, *rest = (self._term(step) for step in shortcut.path)
            ways = [
                (s, o, said) for (s, p, o), said in sorted(self._said.items()) if p == first and said.fact
            ]
            for step in rest:
                ways = [
                    (s, o2, said)
                    for s, o, _ in ways
                    for (s2, p, o2), said in sorted(self._said.items())
                    if s2 == o and p == step and said.fact
                ]
            for subject, target, said in ways:
                short = self._said[subject, self._term(shortcut.property), target]
                short.fact = True
                short.modalities |= said.modalities
                short.evidence |= said.evidence

    # what the graph holds

    def _facts(self) -> Iterator[Triple]:
        for triple, said in self._said.items():
            if said.fact:
                yield triple
                above = self.settings.vocabulary.ancestors(triple[1][1:-1].removeprefix(self._pg))
                yield from ((triple[0], self._term(name), triple[2]) for name in above)
            if said.evidence:
                yield from self._reified(triple, said)

    def _reified(self, triple: Triple, said: Said) -> Iterator[Triple]:
        key = hashlib.sha256(" ".join(triple).encode()).hexdigest()[:16]
        node = iri(f"{self.iri}/statement/{key}")
        yield node, TYPE, STATEMENT
        yield from zip((node,) * 3, (SUBJECT, PREDICATE, OBJECT), triple, strict=True)
        yield from ((node, self._term("evidence"), e) for e in self._evidence.use(said.evidence))
        modality = min(said.modalities, key=_STRENGTH.index)
        if modality != "asserted":
            yield node, self._term("modality"), literal(modality)
        if said.bases:
            yield node, self._term("basis"), literal("; ".join(sorted(said.bases)))
        yield from ((node, self._term("claimedBy"), s) for s in said.speakers)

    def _metadata(self) -> Iterator[Triple]:
        document = iri(self.iri)
        yield from self._types(document, self.settings.kinds["document"].cls)
        for name, prop in self.settings.metadata.items():
            if value := self.findings.document.get(name):
                typed = dates.iso_value(str(value)) if name == "date" else None
                yield document, self._term(prop), literal(str(value), typed.datatype if typed else "string")
        yield from ((document, self._term("basis"), literal(b)) for b in self._bases())

    def _bases(self) -> Iterator[str]:
        """Where the document's metadata were learnt."""
        for name, origin in sorted(dict(self.findings.document.get("basis") or {}).items()):
            yield f"{self.settings.metadata.get(name, name)}: {origin}"
        today = self.identity.today.get(self.doc)
        if today and today.basis:
            yield f"{self.settings.documents.date}: {today.basis}"

    def _things(self) -> Iterator[Triple]:
        for thing in self.findings.things:
            node = self._node(thing.id)
            if self._concept(node):
                yield iri(self.iri), self._term("mentions"), iri(node.iri)
            else:
                yield from self._thing(thing, node)

    def _concept(self, node: Node) -> bool:
        return node.iri in self.settings.vocabulary.concepts

    def _thing(self, thing: Thing, node: Node) -> Iterator[Triple]:
        term, rule = iri(node.iri), self.settings.kinds[thing.kind]
        yield from self._types(term, rule.cls if ":" in rule.cls else thing.cls)
        if node.kind != thing.kind:
            yield from self._types(term, self.settings.kinds[node.kind].cls)
        yield from ((term, ALT_LABEL, literal(n)) for n in thing.names if n != node.label)
        yield from ((term, self._term("acronym"), literal(a)) for a in thing.acronyms)
        if thing.count is not None:
            yield term, self._term("instrumentCount"), literal(str(thing.count), "integer")
        if rule.strategy not in _UNNAMED and node.iri != self.iri:
            yield iri(self.iri), self._term("mentions"), term

    def _types(self, term: Term, cls: str) -> Iterator[Triple]:
        yield term, TYPE, self._term(cls)
        yield from ((term, TYPE, self._term(c)) for c in self.settings.vocabulary.ancestors(cls))
