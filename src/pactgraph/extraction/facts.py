"""Facts that do not come from frames: names that name parties, years in names, offices, quotations."""

from collections.abc import Iterator
from itertools import pairwise

from pactgraph.extraction.citing import CitationFacts
from pactgraph.extraction.dates import DATATYPES
from pactgraph.extraction.findings import Value
from pactgraph.extraction.instruments import instrument_facts
from pactgraph.extraction.matching import Fact
from pactgraph.extraction.nodes import Node
from pactgraph.extraction.reading import Reading
from pactgraph.extraction.scenes import body_node

NAMED, PHRASED, OFFICE, QUOTED = 0.9, 0.85, 0.85, 0.9


def other_facts(reading: Reading) -> Iterator[Fact]:
    """All facts of this module, in the order of the text."""
    yield from _name_facts(reading)
    yield from _attachment_facts(reading)
    yield from _possession_facts(reading)
    yield from instrument_facts(reading)
    yield from _post_facts(reading)
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
        place = reading.own_place(ref)
        if place is not None:
            yield Fact(node, terms.place, place, None, ref.start, ref.end, "names:placed", PHRASED)
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


def _post_facts(reading: Reading) -> Iterator[Fact]:
    terms = reading.rules.terms
    seen: set[tuple[int, int, str]] = set()
    for post in reading.posts:
        person = reading.entities.of.get(post.person.start)
        bodies = [b for b in (body_node(reading, b) for b in post.bodies) if b is not None]
        if person is None:
            continue
        key = (id(person), id(bodies[0]) if bodies else 0, post.role)
        if key in seen:
            continue
        seen.add(key)
        node = Node("post", terms.classes["post"])
        span = (min(post.start, post.person.start), max(post.end, post.person.end))
        yield Fact(node, terms.office_holder, person, None, *span, "roles:beside-name", OFFICE)
        yield Fact(node, terms.office_name, None, Value(post.role), *span, "roles:beside-name", OFFICE)
        yield from _signer_facts(reading, person, bodies, post.role, span)
        if bodies:
            yield Fact(node, terms.office_body, bodies[0], None, *span, "roles:beside-name", OFFICE)


def _signer_facts(
    reading: Reading, person: Node, bodies: list[Node], role: str, span: tuple[int, int]
) -> Iterator[Fact]:
    """ "Co-signer A B": the office itself says that the person signed what the document is about."""
    focus, terms = reading.resolver.focus, reading.rules.terms
    words = "".join(t.text_with_ws.lower() for t in reading.doc[max(0, span[0] - 4) : span[1]])
    if focus is None or not any(w in words for w in reading.rules.roles.signers):
        return
    made = Node(terms.performed_kind, terms.performed_class)
    yield Fact(focus, terms.performed, made, None, *span, "roles:signer", OFFICE)
    yield Fact(made, terms.performer, person, None, *span, "roles:signer", OFFICE)
    yield Fact(made, terms.performed_role, None, Value(role), *span, "roles:signer", OFFICE)
    if bodies:
        yield Fact(made, terms.performed_for, bodies[0], None, *span, "roles:signer", OFFICE)
        yield Fact(focus, terms.participant, bodies[0], None, *span, "roles:signer", OFFICE)


def _quotation_facts(reading: Reading) -> Iterator[Fact]:
    terms = reading.rules.terms
    for quotation in reading.quotations:
        if quotation.speaker is None or quotation.end <= quotation.start:
            continue
        node = Node("quotation", terms.classes["quotation"])
        span = (quotation.start, quotation.end)
        text = " ".join(reading.doc[quotation.start : quotation.end].text.split())
        yield Fact(node, terms.speaker, quotation.speaker, None, *span, "quotations:speaker", QUOTED)
        yield Fact(node, terms.quote, None, Value(text), *span, "quotations:text", QUOTED)
