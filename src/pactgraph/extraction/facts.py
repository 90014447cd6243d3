"""Facts that do not come from frames: names that name parties, years in names, posts, quotations, citations."""

from collections.abc import Iterator
from itertools import pairwise

from pactgraph.extraction.citations import Citation
from pactgraph.extraction.dates import DATATYPES
from pactgraph.extraction.findings import Value
from pactgraph.extraction.matching import DOCUMENT, Fact, Scene
from pactgraph.extraction.mentions import Ref
from pactgraph.extraction.nodes import Node, best_name
from pactgraph.extraction.reading import Reading

NAMED, PHRASED, OFFICE, QUOTED, CITED = 0.9, 0.85, 0.85, 0.9, 0.95


def scene(reading: Reading) -> Scene:
    """What the matcher needs to know, drawn from the layers of a reading."""
    of: dict[int, list[Node]] = {}
    for table in (_agreement_tokens(reading), reading.topic_nodes, reading.inner_nodes):
        for i, node in table.items():
            acting = reading.party(node)
            of.setdefault(i, []).append(acting)
    made = Scene(
        doc=reading.doc,
        of=of,
        posts=reading.posts,
        post_nodes=_post_tokens(reading),
        dates=reading.dates,
        pointers=reading.pointers,
        orator=reading.orator,
        titles=reading.rules.roles.suffixes | reading.rules.roles.honorifics - {"her", "his", "their"},
        focus=reading.resolver.focus,
        quoted=reading.quoted,
        speakers={k: q.speaker for k, q in enumerate(reading.quotations) if q.speaker is not None},
    )
    _affiliate(reading, made)
    return made


def _agreement_tokens(reading: Reading) -> dict[int, Node]:
    table: dict[int, Node] = {}
    for ref in reading.described_refs:
        node = reading.resolver.of.get(ref.start)
        if node is not None and node.derived_from is not None and ref.complement is not None:
            table.update(dict.fromkeys(range(ref.start, ref.end), node))
    for ref in reading.described_refs:
        node = reading.resolver.of.get(ref.start)
        if node is not None and ref.complement is None:
            end = min((s for s, _ in ref.party_refs), default=ref.end)
            table.update(dict.fromkeys(range(ref.start, max(end, ref.head + 1)), node))
    return table


def _post_tokens(reading: Reading) -> dict[int, Node]:
    """Tokens of role phrases, which a parser may take for the head of "Minister X Y", stand for the person."""
    table: dict[int, Node] = {}
    for post in reading.posts:
        node = reading.entities.of.get(post.person.start)
        if node is not None:
            inside = {i for b in post.bodies for i in range(b.start, b.end)}
            table.update({i: node for i in range(post.start, post.end) if i not in inside or i == post.start})
    return table


def _affiliate(reading: Reading, made: Scene) -> None:
    for post in reading.posts:
        person = reading.entities.of.get(post.person.start)
        if person is None:
            continue
        made.roles.setdefault(id(person), post.role)
        bodies = [b for b in (_body(reading, b) for b in post.bodies) if b is not None]
        known = made.affiliations.setdefault(id(person), [])
        known.extend(b for b in bodies if b not in known)
        if post.leading:
            for body in bodies:
                leaders = made.leaders.setdefault(id(body), [])
                leaders.extend([person] if person not in leaders else [])


def _body(reading: Reading, ref: Ref) -> Node | None:
    """The body an office is held at; what an ambassador is sent "to" is not his."""
    before = reading.doc[ref.start - 1].lower_ if ref.start else ""
    article = reading.doc[ref.start - 2].lower_ if ref.start > 1 and before == "the" else ""
    if "to" in (before, article) or ref.kind not in ("state", "organization"):
        return None
    node = reading.body_of(ref)
    return reading.party(node) if node is not None else None


def other_facts(reading: Reading, made: Scene) -> Iterator[Fact]:
    """All facts of this module, in the order of the text."""
    yield from _name_facts(reading)
    yield from _attachment_facts(reading)
    yield from _possession_facts(reading)
    yield from _document_facts(reading)
    yield from _post_facts(reading, made)
    yield from _quotation_facts(reading)
    yield from CitationFacts(reading).facts()


def _name_facts(reading: Reading) -> Iterator[Fact]:
    terms = reading.rules.terms
    for ref in reading.described_refs:
        node = reading.resolver.of.get(ref.start)
        if node is None:
            continue
        rule, confidence = (
            ("names:parties-in-name", NAMED) if not ref.party_refs else ("names:parties-listed", PHRASED)
        )
        listed = any(len(reading.named_parties.get(r.start, [])) > 1 for r in node.refs if r.party_refs)
        for party in reading.named_parties.get(ref.start, []) if ref.party_refs or not listed else []:
            yield Fact(node, terms.participant, party, None, ref.start, ref.end, rule, confidence)
        date = reading.own_dates.get(ref.start)
        if date and len(date) in DATATYPES:
            yield Fact(
                node,
                terms.dated,
                None,
                Value(date, DATATYPES[len(date)]),
                ref.start,
                ref.end,
                "names:dated",
                PHRASED,
            )
        if ref.count or node.count:
            yield Fact(
                node,
                terms.counted,
                None,
                Value(str(ref.count or node.count), "integer"),
                ref.start,
                ref.end,
                "names:counted",
                NAMED,
            )
        for i in range(ref.start, ref.end):
            topic = reading.topic_nodes.get(i)
            if topic is not None:
                yield Fact(node, terms.subject_matter, topic, None, ref.start, ref.end, "names:topic", NAMED)
        if node.derived_from is not None and ref.complement is not None:
            for party in node.derived_from.parties:
                yield Fact(
                    node,
                    terms.participant,
                    party,
                    None,
                    ref.start,
                    ref.complement.end,
                    "names:derived",
                    PHRASED,
                )
            relation = terms.derivations.get(ref.key)
            if relation:
                yield Fact(
                    node,
                    relation,
                    node.derived_from,
                    None,
                    ref.start,
                    ref.complement.end,
                    f"names:{relation}",
                    NAMED,
                )


def _attachment_facts(reading: Reading) -> Iterator[Fact]:
    """One thing named right behind another: "the Protocol against X under the Convention on Y", "an agreement under Z"."""
    refs = [r for r in reading.described_refs if r.start in reading.resolver.of]
    for one, two in pairwise(refs):
        rule = reading.rules.terms.attachments.get(one.key) or reading.rules.terms.attachments.get("*")
        between = [t.lower_ for t in reading.doc[one.end : two.start]]
        subject, target = reading.resolver.of[one.start], reading.resolver.of[two.start]
        if (
            rule
            and between
            and between[0] in rule["words"]
            and set(between[1:]) <= {"the", "a"}
            and subject is not target
        ):
            yield Fact(subject, rule["property"], target, None, one.start, two.end, "names:attached", PHRASED)


def _possession_facts(reading: Reading) -> Iterator[Fact]:
    """ "the Convention on X and its protocols on Y and Z" """
    refs = [r for r in reading.described_refs if r.start in reading.resolver.of]
    for index, ref in enumerate(refs):
        rule = reading.rules.terms.attachments.get(ref.key)
        if rule is None or ref.determiner not in rule["words"] or index == 0:
            continue
        owner = next(
            (
                r
                for r in reversed(refs[:index])
                if r.key != ref.key and reading.doc[r.start].sent == reading.doc[ref.start].sent
            ),
            None,
        )
        if owner is not None:
            node, target = reading.resolver.of[ref.start], reading.resolver.of[owner.start]
            yield Fact(node, rule["property"], target, None, owner.start, ref.end, "names:possessed", PHRASED)


def _document_facts(reading: Reading) -> Iterator[Fact]:
    """Where the document is itself the instrument, its date is the document's, and what it names it cites."""
    focus, terms = reading.resolver.focus, reading.rules.terms
    if (
        focus is None
        or not focus.refs
        or reading.genre not in reading.rules.instrument_genres
        or focus.first > 60
    ):
        return
    ref = focus.refs[0]
    if reading.date and len(reading.date) == 10:
        yield Fact(
            focus,
            terms.dated,
            None,
            Value(reading.date, "date"),
            ref.start,
            ref.end,
            "document:is-instrument",
            0.8,
            basis="the document's date, whose text it is",
        )
    yield Fact(
        focus, terms.status, None, Value(terms.existing), ref.start, ref.end, "document:is-instrument", 0.8
    )
    for party in _headline_parties(reading, focus):
        yield Fact(focus, terms.participant, party, None, ref.start, ref.end, "document:is-instrument", 0.8)
    for node in reading.resolver.nodes:
        named = next((r for r in node.refs if r.form == "name"), None)
        if node is not focus and named is not None and not node.weak and node.derived_from is None:
            yield Fact(
                focus,
                terms.mention_of_other,
                node,
                None,
                named.start,
                named.end,
                "document:is-instrument",
                0.6,
                "inferred",
                "named in its text",
            )


def _headline_parties(reading: Reading, focus: Node) -> list[Node]:
    block = [i for i in sorted(reading.headline) if i < 60] or list(range(min(60, len(reading.doc))))
    found = [
        reading.party(n)
        for i in block
        if (n := reading.inner_nodes.get(i)) is not None and n.kind in ("state", "organization")
    ]
    return [] if focus.parties else list(dict.fromkeys(found))


def _post_facts(reading: Reading, made: Scene) -> Iterator[Fact]:
    terms = reading.rules.terms
    seen: set[tuple[int, int, str]] = set()
    for post in reading.posts:
        person = reading.entities.of.get(post.person.start)
        bodies = [b for b in (_body(reading, b) for b in post.bodies) if b is not None]
        if person is None:
            continue
        key = (id(person), id(bodies[0]) if bodies else 0, post.role)
        if key in seen:
            continue
        seen.add(key)
        node = Node("post", "Post")
        span = (min(post.start, post.person.start), max(post.end, post.person.end))
        yield Fact(node, terms.office_holder, person, None, *span, "roles:beside-name", OFFICE)
        yield Fact(node, terms.office_name, None, Value(post.role), *span, "roles:beside-name", OFFICE)
        if bodies:
            yield Fact(node, terms.office_body, bodies[0], None, *span, "roles:beside-name", OFFICE)


def _quotation_facts(reading: Reading) -> Iterator[Fact]:
    terms = reading.rules.terms
    for quotation in reading.quotations:
        if quotation.speaker is None or quotation.end <= quotation.start:
            continue
        node = Node("quotation", "Quotation")
        span = (quotation.start, quotation.end)
        text = " ".join(reading.doc[quotation.start : quotation.end].text.split())
        yield Fact(node, terms.speaker, quotation.speaker, None, *span, "quotations:speaker", QUOTED)
        yield Fact(node, terms.quote, None, Value(text), *span, "quotations:text", QUOTED)


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
        span = self.reading._tokens(citation.start, citation.end)
        node = Node("citation", "Citation")
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
        node = Node("document", "Document", names=[source.title])
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
            yield Fact(owner, self.terms.provides, node, None, *at, "citations:site-of-body", PHRASED)

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
