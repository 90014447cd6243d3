"""Scenes: what the matcher needs to know of a document, drawn from the layers of its reading."""

from pactgraph.extraction.matching import Scene
from pactgraph.extraction.mentions import Ref
from pactgraph.extraction.nodes import Node
from pactgraph.extraction.reading import Reading


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
        headline=reading.headline,
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
        bodies = [b for b in (body_node(reading, b) for b in post.bodies) if b is not None]
        known = made.affiliations.setdefault(id(person), [])
        known.extend(b for b in bodies if b not in known)
        if post.leading:
            for body in bodies:
                leaders = made.leaders.setdefault(id(body), [])
                leaders.extend([person] if person not in leaders else [])


def body_node(reading: Reading, ref: Ref) -> Node | None:
    """The body an office is held at; what an ambassador is sent "to" is not his."""
    before = reading.doc[ref.start - 1].lower_ if ref.start else ""
    article = reading.doc[ref.start - 2].lower_ if ref.start > 1 and before == "the" else ""
    if "to" in (before, article) or ref.kind not in ("state", "organization"):
        return None
    node = reading.body_of(ref)
    return reading.party(node) if node is not None else None
