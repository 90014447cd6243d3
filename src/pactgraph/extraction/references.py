"""References: which mentions of described things stand for one thing, and what pronouns and group nouns point to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Token

from pactgraph.errors import RuleError
from pactgraph.extraction.mentions import Ref, contains_words, normalised
from pactgraph.extraction.nodes import Node


@dataclass(frozen=True)
class ReferenceRules:
    """Content of `extract/references.yaml`."""

    groups: Mapping[str, str]
    group_markers: frozenset[str]
    singular: frozenset[str]
    plural: frozenset[str]
    own: frozenset[str]
    leaders: frozenset[str]
    generic_heads: frozenset[str]
    plain_modifiers: frozenset[str]
    plain_words: frozenset[str]

    @classmethod
    def from_data(cls, data: Mapping[str, Any], where: str = "extract/references.yaml") -> "ReferenceRules":
        """Reads the file's content."""
        try:
            groups = {noun: kind for kind, nouns in data["groups"].items() for noun in nouns}
            pronouns = data["pronouns"]
            lists = (
                data["group_markers"],
                pronouns["singular"],
                pronouns["plural"],
                pronouns["own"],
                data["leaders"],
                data["generic_heads"],
                data["plain_modifiers"],
                data["plain_words"],
            )
            return cls(groups, *(frozenset(words) for words in lists))
        except (KeyError, TypeError, AttributeError) as error:
            raise RuleError(
                f"reference rules are malformed: {error!r}", where=where, hint="see docs/rules.md"
            ) from error


class Resolver:
    """Groups the mentions of described things (`refs`, in text order) into nodes.

    `dates` gives a mention's own date (token start of the mention -> ISO date), `parties` the nodes it names as parties.
    """

    def __init__(
        self,
        doc: Doc,
        rules: ReferenceRules,
        dates: Mapping[int, str],
        parties: dict[int, list[Node]],
        quoted: frozenset[int],
        bodies: frozenset[int] = frozenset(),
        announced: frozenset[int] = frozenset(),
    ) -> None:
        """`bodies` are tokens of organizations, `announced` those of headlines that tell of a signing or a launch."""
        self.announced = announced
        self.doc, self.rules, self.dates, self.parties, self.quoted = doc, rules, dates, parties, quoted
        self.bodies = bodies
        self.nodes: list[Node] = []
        self.of: dict[int, Node] = {}
        self.focus: Node | None = None
        self._sentence = sentence_numbers(doc)

    def resolve(self, refs: Iterable[Ref]) -> list[Node]:
        """Nodes in the order of their first mention."""
        for ref in refs:
            node = self._antecedent(ref)
            if node is None:
                node = self._new(ref)
            self._join(node, ref)
        return self.nodes

    def _new(self, ref: Ref) -> Node:
        node = Node(ref.kind, ref.cls, key=ref.key, count=ref.count, weak=ref.weak)
        if ref.complement is not None:
            node.derived_from = self.of.get(ref.complement.start)
        self.nodes.append(node)
        return node

    def _join(self, node: Node, ref: Ref) -> None:
        node.add(ref)
        node.aliases.update(ref.aliases)
        if self.rank(ref.key) > self.rank(node.key):
            node.cls, node.key = ref.cls, ref.key
        node.parties.extend(p for p in self.parties.get(ref.start, []) if p not in node.parties)
        node.count = node.count or ref.count
        node.weak = node.weak and ref.weak
        if ref.start in self.dates:
            node.dates.setdefault("own", self.dates[ref.start])
        self.of[ref.start] = node
        heavy = not ref.weak or ref.start in self.announced
        if (
            self.focus is None
            and heavy
            and ref.form != "anaphor"
            and ref.start not in self.quoted
            and not (ref.plural and not ref.count)
        ):
            self.focus = node
            node.focus = True

    def rank(self, key: str) -> int:
        """Specific heads say more about the class than generic ones."""
        return 0 if key in self.rules.generic_heads else 1

    # which node -------------------------------------------------------------------------------------------

    def _antecedent(self, ref: Ref) -> Node | None:
        if ref.form == "acronym":
            known = next((n for n in self.nodes if ref.name in n.aliases or ref.name in n.acronyms), None)
            return known or self._pointed(ref)
        if ref.form == "anaphor" and ref.complement is None:
            return self._pointed(ref)
        told = self._predicated(ref)
        if told is not None:
            return told
        if ref.form == "name" and self._only_parties(ref):
            return self._pointed(ref)
        named = self._same_name(ref) or self._same_telling(ref)
        if named is not None or ref.complement is not None:
            return named
        if ref.form == "name":
            return self._headline_node(ref)
        return self._described(ref)

    def _predicated(self, ref: Ref) -> Node | None:
        """ "The MOU is the first agreement between ...": what is said to be the agreement is it."""
        noun = self.doc[ref.head]
        subject: Token | None = None
        if any(c.dep_ == "cop" for c in noun.children):
            subject = next((c for c in noun.children if c.dep_ in ("nsubj", "nsubj:outer")), None)
        elif noun.dep_ == "xcomp":
            subject = next((c for c in noun.head.children if c.dep_ == "nsubj"), None)
        if subject is None or subject.i >= ref.start:
            return None
        node = next(
            (self.of[r.start] for n in self.nodes for r in n.refs if r.start <= subject.i < r.end), None
        )
        return node if node is not None and node.kind == ref.kind else None

    def _only_parties(self, ref: Ref) -> bool:
        """ "the new IOM-UNODC initiative": pointing, and told apart by nothing but its parties."""
        if ref.definiteness != "deictic" or ref.aliases:
            return False
        parties = self.parties.get(ref.start, [])
        names = {w for p in parties for n in (*p.names, *p.acronyms) for w in normalised(n).split()}
        return len(parties) > 1 and all(w in names or not w.isalnum() for w in ref.modifiers)

    def _candidates(self, ref: Ref) -> list[Node]:
        return [n for n in self.nodes if n.kind == ref.kind and self._may_be(n, ref)]

    def _may_be(self, node: Node, ref: Ref) -> bool:
        own, other = self.dates.get(ref.start), node.dates.get("own")
        if own and other and not (own.startswith(other) or other.startswith(own)):
            return False
        if ref.count and ref.count != (node.count or 1):
            return False
        if ref.plural and not ref.count and not node.count and not all(r.plural for r in node.refs):
            return False
        mine = self.parties.get(ref.start, [])
        if len(mine) > 1 and len(node.parties) > 1 and {id(p) for p in mine} != {id(p) for p in node.parties}:
            return False
        return (ref.complement is None) == (node.derived_from is None) or ref.form == "anaphor"

    def _same_name(self, ref: Ref) -> Node | None:
        if ref.form == "description" and ref.definiteness == "indefinite":
            return None
        words = _name_words(ref.name)
        if not words:
            return None
        for node in self._candidates(ref):
            if node.key != ref.key and self.rank(node.key) and self.rank(ref.key):
                continue
            if any(
                self._names_match(node, _name_words(n), words, ref) for n in (*node.names, *node.acronyms)
            ):
                return node
        return None

    def _same_telling(self, ref: Ref) -> Node | None:
        """Same parties in front, same head, and nothing else that tells them apart ("AI" for "Artificial Intelligence")."""
        mine = self.parties.get(ref.start, [])
        if len(mine) < 2:
            return None
        wanted = {id(p) for p in mine}
        fitting = [
            n
            for n in self._same_head(ref)
            if any({id(p) for p in self.parties.get(r.start, [])} == wanted for r in n.refs)
        ]
        own = self._telling(ref.name, mine)
        for node in fitting:
            for name in node.names:
                other = self._telling(name, mine)
                if (
                    not own
                    or not other
                    or set(own) <= set(other)
                    or set(other) <= set(own)
                    or _abbreviates(own, other)
                ):
                    return node
        return None

    def _same_head(self, ref: Ref) -> list[Node]:
        """Nodes of the same head that dates and counts do not tell apart from the mention."""
        parties = self.parties.pop(ref.start, [])
        found = [n for n in self._candidates(ref) if n.key == ref.key]
        self.parties[ref.start] = parties
        return found

    def _telling(self, name: str, parties: list[Node]) -> list[str]:
        words = {w for p in parties for n in (*p.names, *p.acronyms) for w in normalised(n).split()}
        return [w for w in _name_words(name) if w not in words and w not in self.rules.plain_words]

    def _names_match(self, node: Node, known: list[str], words: list[str], ref: Ref) -> bool:
        if known == words:
            return len(words) > 1 or ref.form == "name"
        if min(len(known), len(words)) < 2:
            return False
        longer, shorter = (known, words) if len(known) > len(words) else (words, known)
        if sorted(w for w in known if len(w) > 3) == sorted(w for w in words if len(w) > 3):
            return True
        if contains_words(longer, shorter) is None:
            return False
        if longer is words:
            return not self._prefixed_by_other(ref, node, len(words) - len(known))
        return ref.definiteness != "indefinite"

    def _prefixed_by_other(self, ref: Ref, node: Node, extra: int) -> bool:
        """The longer name begins with a body that is none of the parties: "the ASEAN Treaty on ..." after "a Treaty on ..."."""
        introduced = any(r.definiteness == "indefinite" or r.headline for r in node.refs)
        return introduced and any(i in self.bodies for i in range(ref.start, ref.start + extra))

    def _headline_node(self, ref: Ref) -> Node | None:
        """The first body mention takes up what the headline announced, if the kind fits and nothing contradicts."""
        if ref.headline:
            return None
        for node in self._candidates(ref):
            fresh = all(r.headline for r in node.refs)
            same = node.key == ref.key or not self.rank(node.key)
            told = (
                any(r.form == "name" and self._telling(r.name, node.parties) for r in node.refs)
                and ref.form == "name"
            )
            if fresh and same and not told and node.count == ref.count and (node.weak or not ref.weak):
                return node
        return None

    def _described(self, ref: Ref) -> Node | None:
        if ref.definiteness == "indefinite" or not ref.definiteness:
            return self._headline_node(ref)
        if (
            ref.modifiers
            and all(w in self.rules.plain_modifiers for w in ref.modifiers)
            and not self.parties.get(ref.start)
        ):
            return self._pointed(ref)
        candidates = [n for n in self._candidates(ref) if n.key == ref.key and self._modifiers_fit(n, ref)]
        return self._best(candidates, ref)

    def _modifiers_fit(self, node: Node, ref: Ref) -> bool:
        """ "the bilateral agreement" may be any; "the food safety agreement" only one that speaks of food safety."""
        words = {w for n in node.names for w in normalised(n).split()}
        telling = [w for w in ref.modifiers if len(w) > 3 and w not in self.rules.plain_modifiers]
        return all(w in words for w in telling) if telling else True

    def _pointed(self, ref: Ref) -> Node | None:
        text = normalised(ref.name)
        for node in self.nodes:
            if node.kind == ref.kind and text in {normalised(a) for a in node.aliases}:
                return node
        generic = not self.rank(ref.key)
        fitting = [n for n in self._candidates(ref) if n.key == ref.key or n.cls == ref.cls]
        if ref.start in self.dates:
            return self._best([n for n in fitting if n.dates.get("own") or n.key == ref.key], ref)
        if not fitting:
            fitting = [n for n in self._candidates(ref) if generic or not self.rank(n.key)]
        if ref.plural:
            fitting = [n for n in fitting if (n.count or 1) > 1 or any(r.plural for r in n.refs)] or (
                [] if ref.kind else fitting
            )
        else:
            fitting = [n for n in fitting if not n.count or n.count == 1] or fitting
        return self._best(fitting, ref)

    def _best(self, nodes: list[Node], ref: Ref) -> Node | None:
        """The most salient: near, of the same head, what the document is about."""
        here = self._sentence[ref.start]

        def salience(node: Node) -> tuple[float, int]:
            last = max((r.start for r in node.refs if r.start < ref.start), default=0)
            distance = here - self._sentence[last]
            named = 1.0 if any(r.form == "name" for r in node.refs) or node.aliases else 0.0
            return (
                3.0 * node.focus
                + 1.5 * (node.key == ref.key)
                + named
                - 0.35 * min(distance, 6)
                - 1.5 * node.weak,
                last,
            )

        return max(nodes, key=salience, default=None)


def sentence_numbers(doc: Doc) -> list[int]:
    """For each token the number of its sentence."""
    numbers, current = [], -1
    for token in doc:
        current += bool(token.is_sent_start)
        numbers.append(max(current, 0))
    return numbers


def _name_words(name: str) -> list[str]:
    inner = name.split(" between ")[0].split("(")
    plain = inner[0] + (inner[1].split(")", 1)[1] if len(inner) > 1 and ")" in inner[1] else "")
    return normalised(plain).split()


def _abbreviates(one: list[str], two: list[str]) -> bool:
    """Whether one side's single word is made of the other's initials."""
    short, long = (one, two) if len(one) < len(two) else (two, one)
    return len(short) == 1 and short[0] == "".join(w[0] for w in long)


class Pointers:
    """What pronouns and group nouns point to: the last things of a kind, or the subject before."""

    def __init__(self, doc: Doc, rules: ReferenceRules, of: Mapping[int, Node]) -> None:
        self.doc, self.rules, self.of = doc, rules, of

    def group(self, token: Token) -> str | None:
        """The kind a group noun stands for ("the two countries"), or None."""
        kind = self.rules.groups.get(token.lower_)
        if kind is None:
            return None
        marked = any(c.lower_ in self.rules.group_markers or c.lower_ == "the" for c in token.children)
        marked = marked or (
            token.i > 0 and token.nbor(-1).lower_ in self.rules.group_markers | {"the", "both"}
        )
        return kind if marked else None

    def members(self, token: Token, kind: str, focus: Node | None) -> list[Node]:
        """The nodes of `kind` named last before `token`: as many as the marker says, or the focus's parties."""
        kinds = {
            "party": {"state", "organization"},
            "organization": {"organization"},
            "state": {"state"},
            "place": {"place", "state"},
        }.get(kind, {kind})
        if kind != "place" and kinds <= {"state", "organization"} and focus is not None:
            parties = [p for p in focus.parties if p.kind in kinds]
            if len(parties) >= 2:
                return parties
        found: list[Node] = []
        wanted = 3 if any(t.lower_ == "three" for t in token.lefts) else 2
        for i in range(token.i - 1, max(-1, token.i - 120), -1):
            node = self.of.get(i)
            if node is not None and node.kind in kinds and node not in found:
                found.append(node)
            if len(found) >= wanted and kind != "place":
                break
            if kind == "place" and found and self.doc[i].is_sent_start:
                break
        return found[::-1]
