"""Matching: frames against the predicates of a document.

A match gives facts about document nodes; where a parse lost an argument, frames marked `surface` look for it along the
clause, with less confidence.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from pactgraph.extraction.dates import DateMention
from pactgraph.extraction.findings import Value
from pactgraph.extraction.frames import Filler, Frame
from pactgraph.extraction.nodes import Node
from pactgraph.extraction.predicates import Predicate, conjuncts, preposition
from pactgraph.extraction.references import Pointers, sentence_numbers
from pactgraph.extraction.roles import Post

DOCUMENT = Node("document", "", id="doc")
"""The document itself, as a subject of facts."""
PARSED, NOMINAL, SURFACE = 0.85, 0.75, 0.65
LIST_WORDS = {",", "and", "&", "or", "the", "a", "an", "as", "well", "both", "by"}


@dataclass(slots=True, eq=False)
class Fact:
    """A statement in the making: nodes instead of ids, tokens instead of characters."""

    subject: Node
    property: str
    object: Node | None
    value: Value | None
    start: int
    end: int
    rule: str
    confidence: float = PARSED
    modality: str = "asserted"
    basis: str | None = None
    speaker: Node | None = None


@dataclass
class Scene:
    """What matching needs to know of a document: which node each token belongs to, posts, dates, pronoun targets."""

    doc: Doc
    of: Mapping[int, list[Node]]
    posts: list[Post]
    post_nodes: Mapping[int, Node]
    dates: Mapping[int, DateMention]
    pointers: Pointers
    focus: Node | None
    quoted: Mapping[int, int] = field(default_factory=dict)
    speakers: Mapping[int, Node] = field(default_factory=dict)
    affiliations: dict[int, list[Node]] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    leaders: dict[int, list[Node]] = field(default_factory=dict)
    titles: frozenset[str] = frozenset()
    orator: Node | None = None
    headline: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self.sentences = sentence_numbers(self.doc)

    def listed(self, node: Node, near: int, kinds: frozenset[str]) -> list[Node]:
        """Nodes that a list goes on with behind `node` in the sentence of token `near`: "A, the B, and C".

        Parsers break long coordinations; commas and conjunctions between names of one kind do not lie.
        """
        start = next(
            (
                r.end
                for r in node.refs
                if self.sentences[r.start] == self.sentences[near] and r.form != "anaphor"
            ),
            None,
        )
        found: list[Node] = []
        while start is not None:
            at, separated = start, False
            while (
                at < len(self.doc)
                and (self.doc[at].lower_ in LIST_WORDS or self.doc[at].lower_ in self.titles)
                and not self.doc[at].is_space
            ):
                separated = separated or self.doc[at].lower_ in (",", "and", "&", "or")
                at += 1
            following = self._next_listed(at, kinds) if separated and at < len(self.doc) else None
            if following is None or following in found or following is node:
                break
            found.append(following)
            start = next(
                (
                    r.end
                    for r in following.refs
                    if at <= r.start and self.sentences[r.start] == self.sentences[near]
                ),
                None,
            )
        return found

    def _next_listed(self, at: int, kinds: frozenset[str]) -> Node | None:
        """The node that starts at a token: a name, or a person behind an office ("and Peru's Minister of Justice, Ms X")."""
        named = next((n for n in self.of.get(at, []) if n.kind in kinds), None)
        if named is not None or "person" not in kinds:
            return named
        for post in self.posts:
            body = min((b.start for b in post.bodies), default=post.start)
            if min(body, post.start) == at and post.start in self.post_nodes:
                return self.post_nodes[post.start]
        return None


def fits(node: Node, kinds: frozenset[str]) -> bool:
    """Whether the node is of one of the kinds; "kind:Class" asks for the class, too, "any" for nothing."""
    return node.kind in kinds or f"{node.kind}:{node.cls}" in kinds or "any" in kinds


class Matcher:
    """Applies frames to predicates and collects facts."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self.by_lemma: dict[str, list[Frame]] = {}
        for frame in frames:
            for lemma in frame.lemmas:
                self.by_lemma.setdefault(lemma, []).append(frame)

    def facts(self, scene: Scene, predicates: list[Predicate]) -> list[Fact]:
        """All facts of all frames, in the order of predicates and of the frames' files."""
        made: list[Fact] = []
        for predicate in predicates:
            for frame in self.by_lemma.get(predicate.lemma, ()):
                if self._applies(frame, predicate):
                    made.extend(Match(scene, frame, predicate, predicates).facts())
        return made

    @staticmethod
    def _applies(frame: Frame, predicate: Predicate) -> bool:
        wanted = frame.verbs if predicate.form == "verb" else frame.nouns
        if predicate.lemma not in wanted or predicate.negated:
            return False
        if frame.governors and not frame.governors & set(predicate.governors):
            return False
        return predicate.modality in frame.modalities


class Match:
    """One frame on one predicate."""

    def __init__(self, scene: Scene, frame: Frame, predicate: Predicate, predicates: list[Predicate]) -> None:
        self.scene, self.frame, self.predicate = scene, frame, predicate
        self.doc = scene.doc
        self.others = {p.token for p in predicates if p.form == "verb" and p.token != predicate.token}
        self.confidence = PARSED

    def facts(self) -> Iterator[Fact]:
        """The facts of this match, none where the subject or a required role is missing."""
        subjects = self._subjects()
        if not subjects or not self._is_complete():
            return
        produced = [f for subject in subjects for f in self._about(subject)]
        required = any(filler.property for _, fillers in self.frame.roles for filler in fillers)
        if self.frame.status and self.predicate.modality in self.frame.status:
            status = self.frame.status[self.predicate.modality]
            produced.extend(self._fact(s, "status", None, Value(status)) for s in subjects)
        if required or produced:
            yield from produced

    def _is_complete(self) -> bool:
        """Whether every required role is filled, each by another thing."""
        filled = [self._filled_role(role) for role in self.frame.requires]
        return all(filled) and len({id(n) for nodes in filled for n in nodes}) >= len(filled)

    def _filled_role(self, role: str) -> list[Node]:
        kinds = frozenset(
            k for name, fillers in self.frame.roles if name == role for f in fillers for k in f.kinds
        )
        return self._fillers(role, kinds)

    def _subjects(self) -> list[Node]:
        if self.frame.node is not None:
            return [Node(self.frame.node["kind"], self.frame.node["class"])]
        if self.frame.subject == "focus":
            return self._recent_focus()
        if self.frame.subject.startswith("~"):
            return self._deep(frozenset(self.frame.subject[1:].split("|")), self.frame.subject_kinds)
        found = self._fillers(self.frame.subject, self.frame.subject_kinds)
        if not found and self.frame.surface and self.frame.subject in ("agent", "patient"):
            found = self._along(self.frame.subject, self.frame.subject_kinds)
            self.confidence = SURFACE if found else PARSED
        if not found and self.frame.clause:
            found = self._main_clause(self.frame.subject_kinds)
        return found if self.frame.weak or not self.frame.status else [n for n in found if not n.weak]

    def _recent_focus(self) -> list[Node]:
        """What the document is about, if it was spoken of in this sentence or the two before."""
        focus, here = self.scene.focus, self.scene.sentences[self.predicate.token]
        recent = focus is not None and any(0 <= here - self.scene.sentences[r.start] <= 2 for r in focus.refs)
        return [focus] if focus is not None and recent else []

    def _main_clause(self, kinds: frozenset[str]) -> list[Node]:
        """ "Building on X, the highlight was the signing of Y": the thing that the main clause speaks of."""
        token = self.doc[self.predicate.token]
        if token.dep_ != "advcl" or (self.predicate.agent and self._fillers("agent", kinds)):
            return []
        own = set(self.predicate.scope)
        for i in sorted(t.i for t in token.head.subtree):
            found = [n for n in self.scene.of.get(i, []) if fits(n, kinds)] if i not in own else []
            if found:
                return found[:1]
        return []

    def _about(self, subject: Node) -> Iterator[Fact]:
        for role, fillers in self.frame.roles:
            for filler in fillers:
                yield from self._role(subject, role, filler)

    def _role(self, subject: Node, role: str, filler: Filler) -> Iterator[Fact]:
        if role == "date":
            yield from self._dated(subject, filler)
            return
        nodes = self._subtree(filler.kinds) if role == "subtree" else self._fillers(role, filler.kinds)
        if role.startswith("^"):
            nodes = self._near(frozenset(role[1:].split("|")), filler.kinds)
        if role.startswith("~"):
            nodes = self._deep(frozenset(role[1:].split("|")), filler.kinds)
        confidence = self.confidence
        if not nodes and self.frame.surface and role == "agent" and not self.predicate.agent:
            nodes, confidence = self._along("agent", filler.kinds) or self._orator(filler.kinds), SURFACE
        for node in nodes[:1] if filler.first else nodes:
            if node is not subject and filler.property:
                yield from self._filled(subject, filler, node, confidence)

    def _filled(self, subject: Node, filler: Filler, node: Node, confidence: float) -> Iterator[Fact]:
        if filler.node is not None:
            yield from self._between(subject, filler, node, confidence)
        elif filler.inverse:
            yield self._fact(node, filler.property, subject, None, confidence)
        else:
            yield self._fact(subject, filler.property, node, None, confidence)
        if filler.affiliation and filler.node is not None:
            for body in self.scene.affiliations.get(id(node), [])[:1]:
                yield self._fact(subject, filler.affiliation, body, None, confidence, basis="affiliation")

    def _between(self, subject: Node, filler: Filler, node: Node, confidence: float) -> Iterator[Fact]:
        """A thing of its own between subject and filler, such as a signature with its signatory and office."""
        spec = filler.node or {}
        made = Node(spec["kind"], spec["class"])
        yield self._fact(subject, filler.property, made, None, confidence)
        yield self._fact(made, spec["self"], node, None, confidence)
        bodies, role = self.scene.affiliations.get(id(node), []), self.scene.roles.get(id(node))
        if "affiliation" in spec and bodies:
            yield self._fact(made, spec["affiliation"], bodies[0], None, confidence)
        if "role" in spec and role:
            yield self._fact(made, spec["role"], None, Value(role), confidence)

    # fillers ------------------------------------------------------------------------------------------------

    def _fillers(self, role: str, kinds: frozenset[str]) -> list[Node]:
        tokens = [i for i in self.predicate.role(role) if not self._behind_colon(i)]
        if (
            role == "agent"
            and self.predicate.passive is False
            and not tokens
            and self.predicate.form == "copula"
        ):
            tokens = self.predicate.agent
        found: list[Node] = []
        for index in tokens:
            nodes = self.nodes_at(self.doc[index], kinds)
            if index in self.predicate.nearest and all(n.weak for n in nodes):
                nodes = self.nodes_at(self.doc[self.predicate.nearest[index]], kinds) or nodes
            found.extend(n for n in nodes if n not in found)
        if role != "agent" or len(kinds) == 1:
            found.extend(
                n
                for node in list(found)
                for n in self.scene.listed(node, self.predicate.token, kinds)
                if n not in found
            )
        return found

    def _behind_colon(self, index: int) -> bool:
        """ "United Nations: A and B Sign ...": what stands before a headline's colon is its subject matter."""
        verb = self.predicate.token
        return index < verb and any(t.text == ":" for t in self.doc[index:verb])

    def nodes_at(self, token: Token, kinds: frozenset[str], depth: int = 0) -> list[Node]:
        """The nodes of the wanted kinds that the phrase headed by `token` stands for."""
        direct = [n for n in self.scene.of.get(token.i, []) if not kinds or fits(n, kinds)]
        if direct:
            return direct[:1]
        person = self.scene.post_nodes.get(token.i)
        if person is not None and "person" in kinds:
            return [person]
        if person is not None and token.i in self.scene.post_nodes:
            return []
        pointed = self._pointed(token, kinds)
        if pointed:
            return pointed
        return self._inside(token, kinds, depth) if depth < 3 else []

    def _pointed(self, token: Token, kinds: frozenset[str]) -> list[Node]:
        rules = self.scene.pointers.rules
        if token.lemma_.lower() in rules.leaders:
            wanted = frozenset({"organization", "state"})
            bodies = self._inside(token, wanted, 0) or self._of_phrase(token, wanted)
            people = [p for b in bodies for p in self.scene.leaders.get(id(b), [])]
            if people and "person" in kinds:
                return people
            if bodies and kinds & {"organization", "state"}:
                return bodies
        kind = self.scene.pointers.group(token)
        if kind is not None and (kind in kinds or (kind == "party" and kinds & {"state", "organization"})):
            named = self._inside(token, kinds, 2, appositions=True) or self._named_behind(token, kinds)
            return named or self.scene.pointers.members(token, kind, self.scene.focus)
        word = token.lower_
        if (
            word in rules.singular
            and self.scene.focus is not None
            and self.scene.focus.kind in kinds
            and token.pos_ == "PRON"
        ):
            return self._last_of(token, kinds)
        if word in rules.own and token.i not in self.scene.quoted and self.scene.orator is not None:
            return [self.scene.orator] if self.scene.orator.kind in kinds else []
        if word in rules.own and token.i in self.scene.quoted:
            speaker = self.scene.speakers.get(self.scene.quoted[token.i])
            return [speaker] if speaker is not None and speaker.kind in kinds else []
        if word in rules.plural and kinds & {"state", "organization"} and self.scene.focus is not None:
            return [p for p in self.scene.focus.parties if p.kind in kinds]
        return self._subject_before(token, kinds) if word in rules.singular else []

    def _of_phrase(self, token: Token, kinds: frozenset[str]) -> list[Node]:
        """The phrase right behind with "of", wherever the parser hung it."""
        for behind in self.doc[token.i + 2 : token.i + 9]:
            cases = [c.i for c in behind.children if c.dep_ == "case"]
            if token.i + 1 in cases and self.doc[token.i + 1].lower_ == "of":
                return self.nodes_at(behind, kinds, 1)
        return []

    def _named_behind(self, token: Token, kinds: frozenset[str]) -> list[Node]:
        """ "two agencies – the A and the B –": names right behind a dash, a colon or a bracket."""
        at = token.i + 1
        if at >= len(self.doc) or self.doc[at].text not in ("–", "—", "-", ":", "(", ","):
            return []
        at += 1
        while at < len(self.doc) and self.doc[at].lower_ in ("the", "both"):
            at += 1
        first = [n for n in self.scene.of.get(at, []) if n.kind in kinds]
        return [*first[:1], *self.scene.listed(first[0], token.i, kinds)] if first else []

    def _last_of(self, token: Token, kinds: frozenset[str]) -> list[Node]:
        """ "It": the subject of the sentence before, if it is of the kind; else none."""
        return self._subject_before(token, kinds)

    def _subject_before(self, token: Token, kinds: frozenset[str]) -> list[Node]:
        here = self.scene.sentences[token.i]
        for i in range(token.i - 1, max(-1, token.i - 80), -1):
            if here - self.scene.sentences[i] > 1:
                break
            if self.doc[i].dep_ in ("nsubj", "nsubj:pass") and self.scene.sentences[i] <= here:
                found = [n for n in self.scene.of.get(i, []) if n.kind in kinds]
                if found:
                    return found[:1]
        return []

    def _inside(
        self, token: Token, kinds: frozenset[str], depth: int, appositions: bool = False
    ) -> list[Node]:
        """Nodes below a container noun: appositions, "of" and "between" phrases, "including" lists, name parts."""
        labels = (
            {"appos", "flat", "list", "parataxis", "dep"}
            if appositions
            else {"appos", "nmod", "flat", "compound", "conj", "list", "dep", "nmod:poss"}
        )
        found: list[Node] = []
        for child in token.children:
            if child.dep_ not in labels or child.i == self.predicate.token:
                continue
            for each in conjuncts(child):
                found.extend(n for n in self.nodes_at(each, kinds, depth + 1) if n not in found)
        return found

    def _orator(self, kinds: frozenset[str]) -> list[Node]:
        """ "It is my pleasure to sign ...": in a speech, a subject that is not named is the speaker."""
        orator = self.scene.orator
        return (
            [orator]
            if orator is not None and orator.kind in kinds and self.doc[self.predicate.token].tag_ == "VB"
            else []
        )

    def _subtree(self, kinds: frozenset[str]) -> list[Node]:
        found: list[Node] = []
        for i in self.predicate.scope:
            if i not in self.scene.post_nodes:  # "Minister of Justice" is no word about justice
                found.extend(n for n in self.scene.of.get(i, []) if n.kind in kinds and n not in found)
        return found

    def _near(self, prepositions: frozenset[str], kinds: frozenset[str]) -> list[Node]:
        """Nodes behind one of the prepositions on the predicate itself or on its object ("signed the MOU in Oslo")."""
        objects = {self.predicate.token, *self.predicate.patient}
        objects |= {
            t.i
            for i in list(objects)
            for t in self.doc[i].children
            if t.dep_ in ("nmod", "appos", "flat", "conj")
        }
        found: list[Node] = []
        for i in self.predicate.scope:
            token = self.doc[i]
            if (
                token.head.i in objects
                and token.dep_ in ("obl", "nmod")
                and preposition(token) in prepositions
            ):
                found.extend(n for n in self.nodes_at(token, kinds, 3) if n not in found)
        return found or self._fillers("|".join(sorted(prepositions)), kinds)

    def _deep(self, prepositions: frozenset[str], kinds: frozenset[str]) -> list[Node]:
        """Nodes behind one of the prepositions anywhere in the clause."""
        found: list[Node] = []
        for i in self.predicate.scope:
            if not prepositions & {preposition(self.doc[i]), "'s" if self.doc[i].dep_ == "nmod:poss" else ""}:
                continue
            nodes = [n for t in conjuncts(self.doc[i]) for n in self.nodes_at(t, kinds, 2)]
            listed = [m for n in nodes for m in self.scene.listed(n, self.predicate.token, kinds)]
            found.extend(n for n in dict.fromkeys([*nodes, *listed]) if n not in found)
        return found

    # along the clause ---------------------------------------------------------------------------------------

    def _along(self, role: str, kinds: frozenset[str]) -> list[Node]:
        """The nearest fitting mention on the side where the role stands: subject side or object side."""
        verb = self.predicate.token
        if self.predicate.form != "verb":
            return []
        leftwards = (role == "agent") != self.predicate.passive
        if role == "agent" and self.predicate.passive:
            return self._after_by(verb, kinds)
        steps = (
            range(verb - 1, max(-1, verb - 45), -1)
            if leftwards
            else range(verb + 1, min(len(self.doc), verb + 25))
        )
        found: list[Node] = []
        for i in steps:
            token = self.doc[i]
            clause_verb = i in self.others and not token.dep_.startswith("acl")
            if (
                self.scene.sentences[i] != self.scene.sentences[verb]
                or token.is_space
                or token.text in ":;"
                or clause_verb
            ):
                break
            fitting = [] if self._is_oblique(i) else [n for n in self.scene.of.get(i, []) if fits(n, kinds)]
            found.extend(n for n in fitting if n not in found)
            if found and (role == "patient" or (token.text in ",;" and not leftwards)):
                break
        return found[::-1] if leftwards else found

    def _is_oblique(self, index: int) -> bool:
        """Right behind a preposition: "at the UN", "of Oslo"."""
        at = index - 1
        while at >= 0 and (
            self.doc[at].pos_ in ("DET", "ADJ") or self.scene.of.get(at) == self.scene.of.get(index)
        ):
            at -= 1
        return at >= 0 and self.doc[at].pos_ == "ADP"

    def _after_by(self, verb: int, kinds: frozenset[str]) -> list[Node]:
        found: list[Node] = []
        started = False
        for i in range(verb + 1, min(len(self.doc), verb + 60)):
            token = self.doc[i]
            if self.scene.sentences[i] != self.scene.sentences[verb] or i in self.others:
                break
            started = started or token.lower_ == "by"
            if started:
                found.extend(n for n in self.scene.of.get(i, []) if n.kind in kinds and n not in found)
        return found

    # dates --------------------------------------------------------------------------------------------------

    def _dated(self, subject: Node, filler: Filler) -> Iterator[Fact]:
        mention = self._date()
        if mention is not None:
            value = Value(mention.value, mention.datatype)
            yield self._fact(subject, filler.property, None, value, basis=mention.basis)

    def _date(self) -> DateMention | None:
        """The date of the clause: the nearest one in the predicate's scope that no other predicate claims."""
        verb = self.predicate.token
        scope = [
            i
            for i in self.predicate.scope
            if i in self.scene.dates and self._claims(i) and not self._bracketed(i)
        ]
        if not scope:
            scope = [
                i
                for i in self.scene.dates
                if self.scene.sentences[i] == self.scene.sentences[verb]
                and self._nearest_verb(i)
                and not self._bracketed(i)
            ]
        if not scope:
            scope = self._governing_dates()
        best = min(
            scope, key=lambda i: (self.scene.dates[i].datatype == "gYear", abs(i - verb), i), default=None
        )
        return self.scene.dates[best] if best is not None else None

    def _governing_dates(self) -> list[int]:
        """ "Today the ministers met in X, where they signed ...": a deictic date of the sentence holds for its clauses."""
        here = self.scene.sentences[self.predicate.token]
        found = [i for i, m in self.scene.dates.items() if self.scene.sentences[i] == here]
        days = {self.scene.dates[i].value for i in found}
        return (
            found
            if len(days) == 1
            and all(self.scene.dates[i].basis for i in found)
            and self.predicate.token not in self.scene.quoted
            else []
        )

    def _bracketed(self, index: int) -> bool:
        """A date in brackets of its own is a dateline or an aside, no time of the clause."""
        start = index
        while start > 0 and self.scene.dates.get(start - 1) is self.scene.dates[index]:
            start -= 1
        return start > 0 and self.doc[start - 1].text == "("

    def _claims(self, index: int) -> bool:
        """Walking up from the date, this predicate comes before any other."""
        token = self.doc[index]
        for _ in range(12):
            if token.i == self.predicate.token:
                return True
            if token.i in self.others or token.head is token:
                return False
            token = token.head
        return False

    def _nearest_verb(self, index: int) -> bool:
        verb = self.predicate.token
        low, high = min(verb, index), max(verb, index)
        return not any(low < other < high for other in self.others) and high - low < 40

    # output -------------------------------------------------------------------------------------------------

    def _fact(
        self,
        subject: Node,
        name: str,
        target: Node | None,
        value: Value | None,
        confidence: float | None = None,
        basis: str | None = None,
    ) -> Fact:
        token = self.predicate.token
        if self.predicate.form == "noun" or token in self.scene.headline:
            confidence = min(confidence or PARSED, NOMINAL)
        modality = "asserted" if self.predicate.modality == "asserted" else "planned"
        return Fact(
            subject,
            name,
            target,
            value,
            token,
            token + 1,
            f"frames:{self.frame.id}",
            min(confidence or self.confidence, self.confidence),
            modality,
            basis,
        )
