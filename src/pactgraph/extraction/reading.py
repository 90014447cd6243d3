"""Reading one document: its layers of mentions, nodes and facts, put together step by step.

`Reading` is the table of contents of the extraction: each property is one layer, built on those above it.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from spacy.tokens import Doc

from pactgraph.extraction.citations import Group
from pactgraph.extraction.dates import DateMention
from pactgraph.extraction.entities import EntityFinder
from pactgraph.extraction.mentions import DASHES, Ref, blocks, is_capitalised, is_headline
from pactgraph.extraction.nodes import EntityNodes, Node, bracketed_acronyms
from pactgraph.extraction.nominals import NominalFinder
from pactgraph.extraction.predicates import Predicate, predicates
from pactgraph.extraction.quotations import Quotation
from pactgraph.extraction.references import Pointers, Resolver
from pactgraph.extraction.roles import Post, RoleFinder
from pactgraph.extraction.rules import Rules
from pactgraph.extraction.topics import TopicFinder

BETWEEN = frozenset([",", "(", ")", "”", '"', "which", "that", "was", "were", "had", "been", "has"])
"""What may stand between a name and the participle that dates it."""

TITLE = 60
"""Tokens within which a document's title stands."""


class Reading:
    """The layers of one document."""

    def __init__(
        self, doc: Doc, rules: Rules, topics: TopicFinder | None, date: str | None, genre: str = ""
    ) -> None:
        self.doc, self.rules, self._topics, self.date, self.genre = doc, rules, topics, date, genre

    @cached_property
    def citation_groups(self) -> list[Group]:
        """Parenthetical citations of legal writing."""
        return self.rules.citations.find(self.doc.text)

    @cached_property
    def masked(self) -> frozenset[int]:
        """Tokens inside citations, which make no statements of their own."""
        return frozenset(i for g in self.citation_groups for i in self.tokens(g.start, g.end))

    @cached_property
    def headline(self) -> frozenset[int]:
        """Tokens of lines in title case or capitals."""
        return frozenset(i for b in blocks(self.doc) if is_headline(b) for i in range(b.start, b.end))

    @cached_property
    def dates(self) -> dict[int, DateMention]:
        """Date mentions by each of their tokens' indices."""
        found = self.rules.calendar.find(self.doc.text, self.date)
        return {i: m for m in found for i in self.tokens(m.start, m.end)}

    def tokens(self, start: int, end: int) -> range:
        """Token indices of the characters [start, end) of the clean text."""
        span = self.doc.char_span(start, end, alignment_mode="expand")
        return range(span.start, span.end) if span is not None else range(0)

    @cached_property
    def entity_refs(self) -> list[Ref]:
        """Mentions of organizations, states, places, persons, events outside citations."""
        spans = [(i, i + 1) for i in self.dates]
        heads = frozenset(
            i for i in range(len(self.doc)) if (hit := self.rules.heads.at(self.doc, i)) and not hit[0].named
        )
        refs = EntityFinder(self.rules.entities).find(self.doc, spans, self.headline, heads)
        refs = [r for r in refs if r.start not in self.masked]
        fields = {i for p in RoleFinder(self.rules.roles).find(self.doc, refs) for i in self._portfolio(p)}
        refs = [r for r in refs if not (r.rule.startswith("name:") and r.start in fields)]
        return sorted([*refs, *self._introduced(refs)], key=lambda r: r.start)

    def _introduced(self, refs: list[Ref]) -> Iterator[Ref]:
        """Mentions of short forms that the text introduces ("the Baltic Safety Agency (BSA)") and the model missed."""
        bodies = [r for r in refs if r.kind == "organization"]
        shorts = {short: ref for ref, short, _, _ in bracketed_acronyms(self.doc, bodies) if short.isupper()}
        for ref in refs:  # "Executive Director of BSA Ana Ruiz": no person's name begins with a body's
            if ref.kind == "person" and ref.end - ref.start > 1 and self.doc[ref.start].text in shorts:
                ref.start += 1
                ref.name = " ".join(self.doc[ref.start : ref.end].text.split())
                ref.head = max(ref.head, ref.start)
        taken = {i for r in refs for i in range(r.start, r.end)}
        for token in self.doc:
            full = shorts.get(token.text)
            if full is not None and token.i not in taken and token.i not in self.masked:
                yield Ref(
                    token.i,
                    token.i + 1,
                    token.i,
                    full.kind,
                    full.cls,
                    "acronym",
                    "acronym:introduced",
                    token.text,
                )

    def _portfolio(self, post: Post) -> range:
        """The field of an office ("Minister for Home Affairs"), in which the model may have seen names."""
        words = self.doc[post.start : post.end]
        first = next((t.i for t in words if t.lower_ in self.rules.roles.portfolios), None)
        return range(first, post.end) if first is not None else range(0)

    @cached_property
    def demonyms(self) -> dict[int, str]:
        """Token -> gazetteer id of the state for adjectives of nationality."""
        spans = self.doc.spans.get("gazetteer", [])
        return {i: s.id_ for s in spans if s.label_ == "demonyms" for i in range(s.start, s.end)}

    @cached_property
    def nominal_refs(self) -> list[Ref]:
        """Mentions of described things; a person's office or a longer name of a body is none."""
        kinds = {i: r.kind for r in self.entity_refs for i in range(r.start, r.end)}
        kinds.update(dict.fromkeys(self.dates, "date"))
        kinds.update({i: "state" for i in self.demonyms if i not in kinds})
        finder = NominalFinder(self.rules.heads, frozenset(self.rules.lexicon.forms))
        starts = {i: r.start for r in self.entity_refs for i in range(r.start, r.end)}
        found = finder.find(self.doc, kinds, self.headline, starts)
        return [r for r in found if r.start not in self.masked and not self._inside_entity(r)]

    def _inside_entity(self, ref: Ref) -> bool:
        return any(
            e.start <= ref.head < e.end
            and e.end - e.start > ref.end - ref.start
            and e.kind != "person"
            and not e.rule.startswith("name:")
            for e in self.entity_refs
        )

    def _title_first(self, refs: list[Ref]) -> list[Ref]:
        """In the text of an instrument, the first mention carries the whole title as its name."""
        if self.genre not in self.rules.instrument_genres or not refs or refs[0].start > TITLE:
            return refs
        first = refs[0]
        block = next((b for b in blocks(self.doc) if b.start <= first.start < b.end), None)
        if block is not None and len(block) < TITLE and block.start in self.headline:
            end = max(r.end for r in refs if block.start <= r.start < block.end)
            first.name = " ".join(self.doc[first.start : max(end, block.end)].text.split())
            first.form, first.definiteness = "name", ""
        return refs

    @cached_property
    def described_refs(self) -> list[Ref]:
        """Those nominal mentions that go through reference resolution, split where one stands for several."""
        return self._title_first(
            [part for r in self.nominal_refs if r.kind not in self.named_kinds for part in self._split(r)]
        )

    @property
    def named_kinds(self) -> frozenset[str]:
        """Kinds whose described mentions are names, grouped like other entities."""
        return frozenset(h.kind for h in self.rules.heads.by_words.values() if h.named)

    def _split(self, ref: Ref) -> list[Ref]:
        """Several mentions for one that stands for several, else the mention itself."""
        return self._split_topics(ref) or self._split_parties(ref)

    def _split_topics(self, ref: Ref) -> list[Ref]:
        """ "its protocols on trafficking in persons and migrant smuggling" gives one mention for each subject."""
        if not ref.plural or ref.definiteness != "possessive" or ref.count:
            return []
        stop = next(
            (t.i for t in self.doc[ref.head : ref.head + 25] if t.text in ".;,()" or t.is_space), ref.head
        )
        subjects = [t for t in self.topics if ref.head < t.start < stop]
        if len(subjects) < 2:
            return []
        preposition = self.doc[ref.head + 1].lower_
        parts = [
            Ref(
                t.start,
                t.end,
                t.end - 1,
                ref.kind,
                ref.cls,
                "name",
                ref.rule,
                f"{ref.key} {preposition} {t.name}",
                key=ref.key,
                definiteness="possessive",
                determiner=ref.determiner,
            )
            for t in subjects
        ]
        parts[0].start, parts[0].head = ref.start, ref.head
        return parts

    def _split_parties(self, ref: Ref) -> list[Ref]:
        """ "two memoranda – one between A and B, and another between C and D" gives one mention for each."""
        if (ref.count or 1) < 2 or ref.party_refs:
            return [ref]
        parts: list[Ref] = []
        for i in range(ref.end, min(len(self.doc), ref.end + 70)):
            token = self.doc[i]
            if token.is_space or token.text == ".":
                break
            if (
                token.lower_ in self.rules.split_words
                and i + 1 < len(self.doc)
                and self.doc[i + 1].lower_ in self.rules.heads.party_prepositions
            ):
                parts.append(
                    Ref(
                        i,
                        i + 2,
                        i,
                        ref.kind,
                        ref.cls,
                        "description",
                        ref.rule,
                        ref.name,
                        key=ref.key,
                        definiteness="indefinite",
                    )
                )
        if len(parts) != ref.count:
            return [ref]
        stops = [*(p.start for p in parts[1:]), min(len(self.doc), ref.end + 70)]
        for part, following in zip(parts, stops, strict=True):
            stop = next(
                (i for i in range(part.end, following) if self.doc[i].is_space or self.doc[i].text == "."),
                following,
            )
            part.party_refs = [(part.start, stop)]
            part.end = stop
        return parts

    @cached_property
    def plain_entities(self) -> list[Ref]:
        """Entity mentions that are no part of an agreement's name, with named nominals among them."""
        covered = {i for r in self.described_refs for i in self._core(r)}
        named = [r for r in self.nominal_refs if r.kind in self.named_kinds]
        taken = {i for r in named for i in range(r.start, r.end)}
        kept = [
            r
            for r in self.entity_refs
            if r.start not in covered and not (r.start in taken and r.kind != "person")
        ]
        return sorted(
            [*kept, *(r for r in named if not any(r.overlaps(k) for k in kept))], key=lambda r: r.start
        )

    @staticmethod
    def _core(ref: Ref) -> range:
        return range(ref.start, min((s for s, _ in ref.party_refs), default=ref.end))

    @cached_property
    def entities(self) -> EntityNodes:
        """Entity nodes; names inside agreement names come last, so that they make no mention."""
        return EntityNodes(self.doc, self.plain_entities)

    @cached_property
    def inner_nodes(self) -> dict[int, Node]:
        """Token -> node for entities inside names of agreements: known nodes, or new ones without a mention."""
        table = dict(self.entities.of)
        shorts = dict(self.entities.extra_mentions())
        for ref in self.entity_refs:
            if ref.start in table:
                continue
            node = shorts.get(ref.name) or next(
                (n for n in self.entities.nodes if n.kind == ref.kind and self.entities._same_entity(n, ref)),
                None,
            )
            if node is None:
                node = Node(ref.kind, ref.cls, names=[ref.name], links=list(ref.links))
                self.entities.nodes.append(node)
            table.update(dict.fromkeys(range(ref.start, ref.end), node))
        for i, link in self.demonyms.items():
            state = next((n for n in self.entities.nodes if link in n.links), None)
            if i not in table and state is not None:
                table[i] = state
        return table

    @cached_property
    def governments(self) -> dict[int, Node]:
        """id(node) -> state, for bodies whose name says which state they govern."""
        found: dict[int, Node] = {}
        for node in self.entities.nodes:
            for ref in node.refs:
                if ref.rule == "pattern:government":
                    inner = [e for e in self._countries() if ref.start <= e.start and e.end <= ref.end]
                    if inner:
                        found[id(node)] = self._state(inner[0])
                        node.governs = found[id(node)]
        return found

    def _countries(self) -> list[Ref]:
        spans = [s for s in self.doc.spans.get("gazetteer", []) if s.label_ in ("countries", "demonyms")]
        return [
            Ref(
                s.start,
                s.end,
                s.root.i,
                "state",
                self.state_class,
                "name",
                "gazetteer",
                s.text,
                links=[s.id_],
            )
            for s in spans
        ]

    @property
    def state_class(self) -> str:
        """Class of states."""
        return self.rules.terms.classes["state"]

    def _state(self, ref: Ref) -> Node:
        node = next((n for n in self.entities.nodes if n.kind == "state" and ref.links[0] in n.links), None)
        if node is None:
            node = Node("state", self.state_class, names=[ref.name], links=list(ref.links))
            self.entities.nodes.append(node)
        return node

    def party(self, node: Node) -> Node:
        """The party behind a body: a government acts for its state."""
        return self.governments.get(id(node), node)

    # agreements -------------------------------------------------------------------------------------------

    @cached_property
    def named_parties(self) -> dict[int, list[Node]]:
        """Start of a mention -> parties that its own words name."""
        return {r.start: self._parties_of(r) for r in self.described_refs}

    def _parties_of(self, ref: Ref) -> list[Node]:
        found: list[Node] = []
        ranges = [range(s, e) for s, e in ref.party_refs]
        if not ranges:
            pair = self._prefix_pair(ref)
            found.extend(pair if len(pair) > 1 else [])
        for i in (i for r in ranges for i in r):
            node = self.inner_nodes.get(i)
            if node is not None and node.kind == "state" and self._only_locates(i):
                continue
            if node is not None and node.kind in ("state", "organization") and self.party(node) not in found:
                found.append(self.party(node))
        return found

    def _only_locates(self, index: int) -> bool:
        """A state that only says where a body is: "the Ministry in Singapore", "Peru's Supreme Court"."""
        start = index
        while start > 0 and self.inner_nodes.get(start - 1) is self.inner_nodes[index]:
            start -= 1
        end = index + 1
        while self.inner_nodes.get(end) is self.inner_nodes[index]:
            end += 1
        located = start > 0 and self.doc[start - 1].lower_ == "in"
        follows = end + 1 < len(self.doc) and self.doc[end].lower_ in ("'s", "’s")
        node = self.inner_nodes.get(end + 1) if follows else self.inner_nodes.get(end)
        return located or (node is not None and node.kind == "organization")

    def _prefix_pair(self, ref: Ref) -> list[Node]:
        """ "the Singapore-Australia Agreement", "the French-German treaty": two parties side by side in front."""
        found: list[Node] = []
        for i in range(ref.start, ref.head):
            node = self.inner_nodes.get(i)
            if (
                node is not None
                and node.kind in ("state", "organization")
                and node not in found
                and not self._covers_head(i, ref)
            ):
                found.append(node)
        if len(found) < 2:
            found = self._hyphen_pair(ref)
        return found

    def _covers_head(self, index: int, ref: Ref) -> bool:
        """A name that the model drew over the head ("AI MOU")."""
        return any(e.start <= index < e.end and e.end > ref.head for e in self.entity_refs)

    def _hyphen_pair(self, ref: Ref) -> list[Node]:
        """ "Joint Statement on Framework for United States-Guatemala Agreement": two names joined by a dash anywhere in it."""
        for i in range(ref.start + 1, ref.end - 1):
            left, right = self.inner_nodes.get(i - 1), self.inner_nodes.get(i + 1)
            joined = (
                self.doc[i].text in DASHES and left is not None and right is not None and left is not right
            )
            if joined and left and right and {left.kind, right.kind} <= {"state", "organization"}:
                return [left, right]
        return []

    @cached_property
    def own_dates(self) -> dict[int, str]:
        """Start of a mention -> the date that its own words give it."""
        return {r.start: d for r in self.described_refs if (d := self._own_date(r))}

    def _own_date(self, ref: Ref) -> str | None:
        for i in range(ref.start - 1 if ref.start else 0, ref.head):
            if (
                i in self.dates
                and self.dates[i].datatype in ("gYear", "gYearMonth", "date")
                and not self.dates[i].basis
            ):
                return self.dates[i].value
        at = self._participle(ref)
        if at is None:
            return None
        near = 2 if self.doc[at].lower_ == "of" else 12
        for i in range(at + 1, min(len(self.doc), at + near)):
            if self.doc[i].text in ".;" or self.doc[i].is_space:
                break
            if i in self.dates and self.dates[i].datatype != "relative":
                return self.dates[i].value
        return None

    def _participle(self, ref: Ref) -> int | None:
        """Token of "signed", "done" or "of" right behind a mention, with what may stand between."""
        at = ref.end
        while at < len(self.doc) and self.doc[at].text in BETWEEN:
            at += 1
        found = at < len(self.doc) and self.doc[at].lower_ in (*self.rules.own_date_verbs, "of")
        return at if found else None

    def own_place(self, ref: Ref) -> Node | None:
        """The place in "the treaty, signed at Tirana on ..." """
        at = self._participle(ref)
        if at is None or at + 2 >= len(self.doc) or self.doc[at + 1].lower_ not in ("at", "in"):
            return None
        node = self.inner_nodes.get(at + 2)
        return node if node is not None and node.kind in ("place", "state") else None

    @cached_property
    def quotations(self) -> list[Quotation]:
        """Quotations with their speakers."""
        found = self.rules.quotations.find(self.doc)
        found = [q for q in found if q.start not in self.masked]
        offices = {i for p in self.posts for b in p.bodies for i in range(b.start, b.end)}
        speakers = {
            i: n
            for i, n in self.entities.of.items()
            if n.kind in ("person", "organization", "state") and i not in offices
        }
        self.rules.quotations.attribute(self.doc, found, speakers)
        return found

    @cached_property
    def quoted(self) -> dict[int, int]:
        """Token -> index of its quotation."""
        return {i: k for k, q in enumerate(self.quotations) for i in range(q.start, q.end)}

    @cached_property
    def resolver(self) -> Resolver:
        """Agreement mentions grouped to nodes."""
        self._link_complements()
        known = [r for r in self.entity_refs if r.kind == "organization" and not r.rule.startswith("name:")]
        bodies = frozenset(i for r in known for i in range(r.start, r.end))
        made = Resolver(
            self.doc,
            self.rules.references,
            self.own_dates,
            self.named_parties,
            frozenset(self.quoted),
            bodies,
            self.announced,
        )
        made.resolve(self.described_refs)
        return made

    @property
    def announced(self) -> frozenset[int]:
        """Tokens of headlines with a verb that brings an agreement about."""
        verbs = {v for f in self.rules.frames if f.status for v in f.verbs}
        found: set[int] = set()
        for block in blocks(self.doc):
            if block.start in self.headline:
                acts = [t.i for t in block if self.rules.lexicon.forms.get(t.lower_) in verbs]
                found.update(i for act in acts for i in range(act, min(act + 5, block.end)))
        return frozenset(found)

    def _link_complements(self) -> None:
        """ "the extension of the MOU": the derived mention knows what it is derived from; it must come second."""
        refs = self.described_refs
        for ref in refs:
            if not ref.derived:
                continue
            after = next(
                (
                    r
                    for r in refs
                    if 0 < r.start - ref.end <= 4
                    and not r.derived
                    and any(t.lower_ in ("of", "to") for t in self.doc[ref.end : r.start])
                ),
                None,
            )
            if after is not None:
                ref.complement = after
                ref.form = "description" if ref.form == "anaphor" else ref.form
                ref.name = " ".join(self.doc[ref.start : after.end].text.split())
                ref.cls = ref.cls if ref.key in self.rules.terms.own_class_heads else after.cls
        for one, two in pairwise(refs):
            between = [t.lower_ for t in self.doc[one.end : two.start]]
            rule = self.rules.terms.attachments.get("*")
            if (
                rule
                and between
                and between[0] in rule["words"]
                and set(between[1:]) <= {"the"}
                and not one.modifiers
                and one.end == one.head + 1
                and two.form == "name"
            ):
                one.name, one.form = " ".join(self.doc[one.start : two.end].text.split()), "name"
        refs.sort(key=lambda r: r.complement.start + 0.5 if r.complement is not None else r.start)
        refs[:] = [r for r in refs if not r.derived or r.complement is not None]

    @cached_property
    def topics(self) -> list[Ref]:
        """Mentions of topics outside citations."""
        return [r for r in self._topics.find(self.doc) if r.start not in self.masked] if self._topics else []

    @cached_property
    def topic_nodes(self) -> dict[int, Node]:
        """Token -> topic node."""
        by_concept: dict[str, Node] = {}
        table: dict[int, Node] = {}
        for ref in self.topics:
            node = by_concept.setdefault(ref.links[0], Node("topic", ref.cls))
            node.add(ref)
            table.update(dict.fromkeys(range(ref.start, ref.end), node))
        return table

    # people -----------------------------------------------------------------------------------------------

    @cached_property
    def posts(self) -> list[Post]:
        """Offices of persons."""
        states = [r for r in self._countries() if not any(r.overlaps(e) for e in self.plain_entities)]
        refs = sorted([*self.plain_entities, *states], key=lambda r: r.start)
        return RoleFinder(self.rules.roles).find(self.doc, refs)

    def body_of(self, ref: Ref) -> Node | None:
        """Node of a body mentioned in an office."""
        node = self.inner_nodes.get(ref.start)
        if node is None and ref.links:
            node = self._state(ref)
        return node

    @property
    def is_instrument(self) -> bool:
        """Whether the document is the text of what it is about: its genre says so, and its title names it."""
        focus = self.resolver.focus
        return self.genre in self.rules.instrument_genres and focus is not None and focus.first < TITLE

    @cached_property
    def closing(self) -> int | None:
        """Token of the last closing formula ("Done at ..."), or None."""
        found = None
        for token in self.doc:
            following = {t.lower_ for t in self.doc[token.i + 1 : token.i + 4]}
            if (
                token.lower_ in self.rules.closings
                and is_capitalised(token)
                and following & {"at", "in", "this", "on"}
            ):
                found = token.i
        return found

    @cached_property
    def preamble_end(self) -> int:
        """Token at which an instrument's preamble ends and its articles begin; the document's length where it has none."""
        match = self.rules.articles.search(self.doc.text) if self.rules.articles is not None else None
        span = (
            self.tokens(match.start(), match.end())
            if match is not None
            else range(len(self.doc), len(self.doc))
        )
        return span.start if len(span) else len(self.doc)

    @cached_property
    def orator(self) -> Node | None:
        """Who speaks in the first person, where the document is a speech: the first person named with "by", else the first."""
        if self.genre not in self.rules.speech_genres:
            return None
        people = [r for r in self.plain_entities if r.kind == "person" and r.start < 80]
        by = [r for r in people if any(t.lower_ == "by" for t in self.doc[max(0, r.start - 3) : r.start])]
        first = next(iter(by or people), None)
        return self.entities.of.get(first.start) if first is not None else None

    @cached_property
    def pointers(self) -> Pointers:
        """What pronouns and group nouns point to."""
        return Pointers(self.doc, self.rules.references, self.inner_nodes)

    @cached_property
    def predicates(self) -> list[Predicate]:
        """Predicate-argument structures outside citations."""
        return [
            p for p in predicates(self.doc, self.rules.lexicon, self.headline) if p.token not in self.masked
        ]
