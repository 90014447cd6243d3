"""Citing: facts about a document's citations and about the documents, agreements or resources they name."""

from collections.abc import Iterator

from pactgraph.extraction.citations import Citation
from pactgraph.extraction.findings import Value
from pactgraph.extraction.matching import DOCUMENT, Fact
from pactgraph.extraction.nodes import Node, best_name
from pactgraph.extraction.reading import Reading

CITED, SITE = 0.95, 0.85


class CitationFacts:
    """Facts about citations and the documents, agreements or resources they name."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.terms = reading, reading.rules.terms
        self.targets: dict[int, Node] = {}

    def facts(self) -> Iterator[Fact]:
        """A citation node for each cited source, with what is known of the source."""
        for group in self.reading.citation_groups:
            for citation in group.citations:
                yield from self._citation(citation)

    def _citation(self, citation: Citation) -> Iterator[Fact]:
        span = self.reading.tokens(citation.start, citation.end)
        node = Node("citation", self.terms.classes["citation"])
        at = (span.start, span.stop)
        yield Fact(DOCUMENT, self.terms.citation, node, None, *at, "citations:bracket", CITED)
        yield Fact(node, self.terms.cited_text, None, Value(citation.text), *at, "citations:bracket", CITED)
        if citation.signal:
            yield Fact(node, self.terms.signal, None, Value(citation.signal), *at, "citations:signal", CITED)
        if citation.back:
            yield Fact(
                node,
                self.terms.back_reference,
                None,
                Value(citation.back),
                *at,
                "citations:back-reference",
                CITED,
            )
        source = citation.source
        if citation.back and source is citation:
            return
        if id(source) not in self.targets and source.title:
            yield from self._source(source, at)
        target = self.targets.get(id(source))
        if target is not None:
            yield Fact(node, self.terms.cited_source, target, None, *at, "citations:source", CITED)
            if target.kind in ("document", self.terms.thing):
                yield Fact(DOCUMENT, self.terms.cites, target, None, *at, "citations:source", CITED)

    def _source(self, source: Citation, at: tuple[int, int]) -> Iterator[Fact]:
        """An agreement where the citation is its title and date; a resource by its head noun; else a document."""
        head = self._head(source.title)
        if head is not None and head[0] == self.terms.thing and not source.publisher:
            yield from self._agreement(source, head[1], at)
            return
        if head is not None and head[0] != self.terms.thing and source.title.lower().split()[-1] in head[2]:
            yield from self._resource(source, head[0], head[1], at)
            return
        node = Node("document", self.terms.classes["document"], names=[source.title])
        self.targets[id(source)] = node
        yield Fact(node, self.terms.title, None, Value(source.title), *at, "citations:source", CITED)
        for name, value in ((self.terms.author, source.author), (self.terms.publisher, source.publisher)):
            if value:
                yield Fact(node, name, None, Value(value), *at, "citations:source", CITED)
        if source.date is not None:
            yield Fact(
                node,
                self.terms.published,
                None,
                Value(source.date.value, source.date.datatype),
                *at,
                "citations:source",
                CITED,
            )

    def _head(self, title: str) -> tuple[str, str, tuple[str, ...]] | None:
        """Kind, class and words of the head noun of a title: its first, or its last word."""
        words = title.lower().split()
        table = self.reading.rules.heads.by_words
        hits = [
            (i, table[tuple(words[i : i + n])], tuple(words[i : i + n]))
            for n in (4, 3, 2, 1)
            for i in range(len(words) - n + 1)
            if tuple(words[i : i + n]) in table
        ]
        if not hits:
            return None
        last = next((h for h in hits if h[0] + len(h[2]) == len(words)), None)
        _, head, form = last or min(hits, key=lambda h: (h[0], -len(h[2])))
        return head.kind, head.cls, form

    def _agreement(self, source: Citation, cls: str, at: tuple[int, int]) -> Iterator[Fact]:
        year = source.date.value[:4] if source.date else None
        node = self._beside(source, cls, year)
        if node is None:
            node = Node(self.terms.thing, cls)
            self.reading.resolver.nodes.append(node)
        node.names.append(source.title)
        self.targets[id(source)] = node
        for party in self._parties(source.title):
            if party not in node.parties:
                node.parties.append(party)
                yield Fact(node, self.terms.participant, party, None, *at, "citations:agreement", CITED)
        if source.date is not None:
            yield Fact(
                node,
                self.terms.dated,
                None,
                Value(source.date.value, source.date.datatype),
                *at,
                "citations:agreement",
                CITED,
            )

    def _beside(self, source: Citation, cls: str, year: str | None) -> Node | None:
        """The agreement of that year spoken of in the paragraph that the citation supports."""
        if year is None:
            return None
        block = self.reading.doc.text.rfind("\n\n", 0, source.start)
        for ref in reversed(self.reading.described_refs):
            offset = self.reading.doc[ref.start].idx
            node = self.reading.resolver.of.get(ref.start)
            if (
                block < offset < source.start
                and node is not None
                and self.reading.own_dates.get(ref.start, "")[:4] == year
            ):
                return node
        return None

    def _parties(self, title: str) -> list[Node]:
        """Bodies of the document that the title names behind "between"."""
        tail = title.lower().partition(" between ")[2]
        found = [
            (tail.find(n.lower()), node)
            for node in self.reading.entities.nodes
            if node.kind in ("state", "organization")
            for n in {*node.names, best_name(node)}
            if n and n.lower() in tail
        ]
        return list(dict.fromkeys(node for _, node in sorted(found, key=lambda f: f[0])))

    def _resource(self, source: Citation, kind: str, cls: str, at: tuple[int, int]) -> Iterator[Fact]:
        node = next(
            (n for n in self.reading.entities.nodes if n.kind == kind and source.title in n.names), None
        )
        if node is None:
            node = Node(kind, cls, names=[source.title])
            self.reading.entities.nodes.append(node)
        self.targets[id(source)] = node
        owner = self._owner(source.publisher or "")
        if owner is not None and kind == self.terms.resource:
            at = self._supported(at)
            yield Fact(owner, self.terms.provides, node, None, *at, "citations:site-of-body", SITE)

    def _supported(self, at: tuple[int, int]) -> tuple[int, int]:
        """The sentence that the citation stands behind."""
        doc, before = self.reading.doc, at[0] - 1
        while before > 0 and (doc[before].text in "([" or doc[before].is_space):
            before -= 1
        sentence = doc[before].sent
        return (sentence.start, before + 1)

    def _owner(self, publisher: str) -> Node | None:
        words = publisher.split()
        return next(
            (
                n
                for n in self.reading.entities.nodes
                if n.kind == "organization"
                and words
                and (words[0] in n.acronyms or any(publisher.startswith(name) for name in n.names))
            ),
            None,
        )
