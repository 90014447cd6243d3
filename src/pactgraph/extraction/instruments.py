"""Instruments: documents that are themselves the text of what they are about.

Title, parties, place and date stand where such texts have them: title and preamble in front, closing formula behind.
"""

from collections.abc import Iterator

from pactgraph.extraction.findings import Value
from pactgraph.extraction.matching import Fact
from pactgraph.extraction.nodes import Node
from pactgraph.extraction.reading import TITLE, Reading

RULE, CLOSING = "document:is-instrument", "document:closing"
SAID, LIKELY = 0.8, 0.6


def instrument_facts(reading: Reading) -> Iterator[Fact]:
    """Date, place, status, parties of the instrument, and the others that its title and preamble name."""
    focus, terms = reading.resolver.focus, reading.rules.terms
    if focus is None or not focus.refs or not reading.is_instrument:
        return
    at = (focus.refs[0].start, focus.refs[0].end)
    yield from _closing_facts(reading, focus) if reading.closing is not None else _dated(reading, focus, at)
    yield Fact(focus, terms.status, None, Value(terms.existing), *at, RULE, SAID)
    for party in _title_parties(reading, focus):
        yield Fact(focus, terms.participant, party, None, *at, RULE, SAID)
    yield from _named_others(reading, focus)


def _dated(reading: Reading, focus: Node, at: tuple[int, int]) -> Iterator[Fact]:
    if reading.date and len(reading.date) == 10:
        basis = "the document's date, whose text it is"
        yield Fact(
            focus, reading.rules.terms.dated, None, Value(reading.date, "date"), *at, RULE, SAID, basis=basis
        )


def _closing_facts(reading: Reading, focus: Node) -> Iterator[Fact]:
    """ "Done at Lima on 4 May 1999" """
    terms, doc, start = reading.rules.terms, reading.doc, reading.closing or 0
    stop = min(len(doc), start + 90)
    stop = next((t.i for t in doc[start + 1 : stop] if t.is_space and t.text.count("\n") > 1), stop)
    dates = (reading.dates[i] for i in range(start, stop) if i in reading.dates)
    dated = next((d for d in dates if d.datatype == "date"), None)
    if dated is not None:
        yield Fact(focus, terms.dated, None, Value(dated.value, dated.datatype), start, stop, CLOSING, 0.9)
    nodes = (reading.inner_nodes.get(i) for i in range(start, stop))
    place = next((n for n in nodes if n is not None and n.kind in ("place", "state")), None)
    if place is not None:
        yield Fact(focus, terms.place, place, None, start, stop, CLOSING, 0.85)


def _title_parties(reading: Reading, focus: Node) -> list[Node]:
    """States and bodies of the title; of the preamble, where the text goes on in articles."""
    if len(focus.parties) > 1:
        return []
    title = [i for i in sorted(reading.headline) if i < TITLE] or list(range(min(TITLE, len(reading.doc))))
    found = _bodies(reading, title, {"state", "organization"})
    if len(found) < 2 and reading.preamble_end < len(reading.doc):
        found = _bodies(reading, list(range(min(150, reading.preamble_end))), {"state"})
    return found


def _bodies(reading: Reading, tokens: list[int], kinds: set[str]) -> list[Node]:
    nodes = (reading.inner_nodes.get(i) for i in tokens if i not in reading.dates)
    return list(dict.fromkeys(p for n in nodes if n is not None and (p := reading.party(n)).kind in kinds))


def _named_others(reading: Reading, focus: Node) -> Iterator[Fact]:
    for node in reading.resolver.nodes:
        named = next((r for r in node.refs if r.form == "name" and r.start < reading.preamble_end), None)
        if node is not focus and named is not None and not node.weak and node.derived_from is None:
            yield Fact(
                focus,
                reading.rules.terms.mention_of_other,
                node,
                None,
                named.start,
                named.end,
                RULE,
                LIKELY,
                "inferred",
                "named in its text",
            )
