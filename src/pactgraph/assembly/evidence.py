"""Evidence: one node for each sentence and rule of a document, shared by all statements that rest on it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pactgraph.assembly.names import slug
from pactgraph.assembly.rdf import DERIVED_FROM, TYPE, Term, Triple, iri, literal
from pactgraph.extraction.findings import Evidence, Findings


class EvidenceNodes:
    """The evidence nodes of one document; only those asked for are written."""

    def __init__(self, findings: Findings, document: str, ontology: str) -> None:
        self._document, self._ontology = document, ontology
        self._by_node: dict[Term, list[Evidence]] = defaultdict(list)
        self._nodes: dict[str, Term] = {}
        for key, evidence in sorted(findings.evidence.items()):
            node = self._iri(evidence)
            self._nodes[key] = node
            self._by_node[node].append(evidence)
        self._used: set[Term] = set()

    def use(self, keys: Iterable[str]) -> list[Term]:
        """The nodes of some evidence, sorted."""
        nodes = sorted({self._nodes[k] for k in keys})
        self._used.update(nodes)
        return nodes

    def triples(self) -> Iterator[Triple]:
        """What the graph says of the evidence that was asked for."""
        for node in sorted(self._used):
            yield from self._describe(node, self._by_node[node])

    def _iri(self, e: Evidence) -> Term:
        start, end = e.sentence
        return iri(f"{self._document}/evidence/{start}-{end}-{slug(e.rule)}")

    def _describe(self, node: Term, group: list[Evidence]) -> Iterator[Triple]:
        """Words of one sentence found by one rule for several statements make one node with the widest of
        their spans."""
        pg = self._ontology
        yield node, TYPE, iri(f"{pg}Evidence")
        yield node, DERIVED_FROM, iri(self._document)
        yield node, iri(f"{pg}quote"), literal(max((e.quote for e in group), key=lambda q: (len(q), q)))
        yield node, iri(f"{pg}start"), literal(str(min(e.start for e in group)), "integer")
        yield node, iri(f"{pg}end"), literal(str(max(e.end for e in group)), "integer")
        yield node, iri(f"{pg}rule"), literal(min(e.rule for e in group))
        yield node, iri(f"{pg}confidence"), literal(decimal(max(e.confidence for e in group)), "decimal")
        for page in sorted({e.page for e in group if e.page is not None})[:1]:
            yield node, iri(f"{pg}page"), literal(str(page), "integer")


def decimal(number: float) -> str:
    """A number as a canonical xsd:decimal of at most four places."""
    text = f"{number:.4f}".rstrip("0")
    return f"{text}0" if text.endswith(".") else text
