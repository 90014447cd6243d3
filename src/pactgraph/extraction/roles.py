"""Offices: the role phrase before or behind a person's name, and the body or state it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc, Token

from pactgraph.errors import RuleError
from pactgraph.extraction.mentions import DASHES, Ref, is_capitalised, surface


@dataclass(frozen=True)
class RoleRules:
    """Word lists of `extract/entities/roles.yaml`, in lower case."""

    heads: frozenset[str]
    leading: tuple[str, ...]
    modifiers: frozenset[str]
    connectors: frozenset[str]
    honorifics: frozenset[str]
    titles: frozenset[str]
    suffixes: frozenset[str]
    name_suffixes: frozenset[str]
    particles: frozenset[str]
    portfolios: frozenset[str]

    @classmethod
    def from_data(cls, data: Mapping[str, Any], where: str = "extract/entities/roles.yaml") -> "RoleRules":
        """Reads the file's content."""
        try:
            names = (
                "heads",
                "modifiers",
                "connectors",
                "honorifics",
                "titles",
                "suffixes",
                "name_suffixes",
                "portfolios",
            )
            sets = {name: frozenset(str(w).lower() for w in data[name]) for name in names}
            leading = tuple(sorted((str(w) for w in data["leading"]), key=len, reverse=True))
            return cls(leading=leading, particles=frozenset(data["name_particles"]), **sets)
        except (KeyError, TypeError) as error:
            raise RuleError(
                f"role words are malformed: {error!r}", where=where, hint="see docs/rules.md"
            ) from error


@dataclass(slots=True)
class Post:
    """A person's office: its wording, the mentions of the bodies or states it is held at, whether it heads them."""

    person: Ref
    role: str
    start: int
    end: int
    leading: bool
    bodies: list[Ref] = field(default_factory=list)


class RoleFinder:
    """Finds the offices of mentioned persons."""

    def __init__(self, rules: RoleRules) -> None:
        self.rules = rules

    def find(self, doc: Doc, refs: list[Ref]) -> list[Post]:
        """One post for each person mention that has a role phrase beside it."""
        at = {i: r for r in refs for i in range(r.start, r.end)}
        posts = []
        for person in (r for r in refs if r.kind == "person"):
            post = self._before(doc, person, at) or self._behind(doc, person, at)
            if post is not None:
                posts.append(post)
        return posts

    def _is_head(self, token: Token) -> bool:
        return token.lower_ in self.rules.heads

    def _before(self, doc: Doc, person: Ref, at: Mapping[int, Ref]) -> Post | None:
        end = person.start
        while end > 0 and self._is_honorific(doc[end - 1]):
            end -= 1
        start = self._reach_left(doc, end, at)
        while start < end and self._is_loose(doc[start]):
            start += 1
        stop = end
        while stop > start and (doc[stop - 1].text in ",(" or doc[stop - 1].lower_ in ("the", "and")):
            stop -= 1
        if not any(self._is_head(t) for t in doc[start:stop]):
            return None
        return self._post(doc, person, start, stop, at)

    def _is_loose(self, token: Token) -> bool:
        """What a role phrase does not begin with: connectors, and suffixes of the name before."""
        return (
            token.lower_ in self.rules.connectors and token.text != "("
        ) or token.lower_ in self.rules.suffixes

    def _is_honorific(self, token: Token) -> bool:
        word = token.lower_
        known = word in self.rules.honorifics or word.rstrip(".") in self.rules.honorifics
        return (known and word not in self.rules.heads) or (
            token.text in (".", "’", "'") and token.i > 0 and (token.nbor(-1).lower_ in self.rules.honorifics)
        )

    def _reach_left(self, doc: Doc, end: int, at: Mapping[int, Ref]) -> int:
        start = end
        for i in range(end - 1, max(-1, end - 40), -1):
            token = doc[i]
            other = at.get(i)
            if (
                token.is_space
                or (other is not None and other.kind == "person")
                or (token.is_sent_end and i < end - 1)
            ):
                break
            if token.text == ",":
                if not (i == end - 1 or self._inside_list(doc, i) or self._office_before(doc, i, at)):
                    break
            elif not self._belongs(token):
                break
            start = i
        return start

    def _office_before(self, doc: Doc, comma: int, at: Mapping[int, Ref]) -> bool:
        """ "Minister of State, Ministry of Law, Mr X": what stands before the comma is the office itself."""
        for i in range(comma - 1, max(-1, comma - 12), -1):
            other = at.get(i)
            if (
                doc[i].is_space
                or doc[i].text in ",;."
                or (other is not None and other.kind == "person")
                or not self._belongs(doc[i])
            ):
                return False
            if self._is_head(doc[i]) and is_capitalised(doc[i]):
                return True
        return False

    def _inside_list(self, doc: Doc, comma: int) -> bool:
        """ "Minister for Trade, Tourism and Investment" """
        behind = doc[comma + 1 : comma + 6]
        if len(behind) < 2 or comma == 0 or not is_capitalised(doc[comma - 1]):
            return False
        joined = behind[0].lower_ in ("and", "&") or (
            is_capitalised(behind[0]) and any(t.lower_ in ("and", "&") for t in behind)
        )
        return joined or self._is_head(behind[0])

    def _belongs(self, token: Token) -> bool:
        if token.pos_ in ("VERB", "AUX") and not is_capitalised(token):
            return False
        word = token.lower_
        return (
            is_capitalised(token)
            or word in self.rules.connectors
            or self._is_head(token)
            or word in self.rules.modifiers
            or token.text in DASHES
        )

    def _behind(self, doc: Doc, person: Ref, at: Mapping[int, Ref]) -> Post | None:
        start = person.end
        while start < len(doc) and (
            doc[start].lower_ in self.rules.suffixes or doc[start].lower_.rstrip(".") in self.rules.suffixes
        ):
            start += 1
        if start >= len(doc) or doc[start].text not in (",", "(", "–", "-"):
            return None
        first = start + 1
        end = self._reach_right(doc, first, at)
        if not any(self._is_head(t) for t in doc[first : min(end, first + 7)]):
            return None
        while first < end and doc[first].lower_ in ("the", "a", "an", "and"):
            first += 1
        return self._post(doc, person, first, end, at)

    def _reach_right(self, doc: Doc, first: int, at: Mapping[int, Ref]) -> int:
        end = first
        for i in range(first, min(len(doc), first + 30)):
            token = doc[i]
            other = at.get(i)
            if (
                token.is_space
                or token.text in (")", ";", ".", ":", "–")
                or (other is not None and other.kind == "person")
            ):
                break
            if token.text == "," and not self._inside_list(doc, i):
                break
            if not self._belongs(token):
                break
            if (
                token.lower_ == "and"
                and i + 1 < len(doc)
                and not (is_capitalised(doc[i + 1]) or self._is_head(doc[i + 1]))
            ):
                break
            end = i + 1
        while end > first and doc[end - 1].lower_ in self.rules.connectors:
            end -= 1
        return end

    @staticmethod
    def _without_body(doc: Doc, first: int, end: int, bodies: list[Ref]) -> int:
        """End of "Executive Director" in "Executive Director of the UNODC"."""
        last = bodies[-1] if bodies else None
        if last is None or last.end != end or last.kind not in ("organization", "state"):
            return end
        at = last.start
        if any(t.text in "()" for t in doc[first:end]):
            return next(t.i for t in doc[first:end] if t.text in "()")
        while at > first and doc[at - 1].lower_ in ("the", "of", "at", "for"):
            at -= 1
        return at if at > first and at < last.start else end

    def _post(self, doc: Doc, person: Ref, start: int, end: int, at: Mapping[int, Ref]) -> Post:
        bodies: list[Ref] = []
        for i in range(start, end):
            ref = at.get(i)
            if ref is not None and ref.kind != "person" and ref not in bodies:
                bodies.append(ref)
        first = start
        if bodies and bodies[0].start == start and bodies[0].end < end:
            first = bodies[0].end
            while first < end and doc[first].lower_ in self.rules.connectors and doc[first].text != "(":
                first += 1
        if not any(self._is_head(t) for t in doc[first:end]):
            first = start
        role = surface(doc, first, self._without_body(doc, first, end, bodies))
        leading = any(
            word in role.lower().replace("-", " ").split(" of ")[0] or word in role.lower()
            for word in self.rules.leading
        )
        return Post(person, role, start, end, leading, bodies)
