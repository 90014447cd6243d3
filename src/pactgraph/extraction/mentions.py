"""Mentions: spans of a document that refer to a thing, before it is decided to which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from pactgraph.extraction.findings import Form

OPENING, CLOSING = "([", ")]"
QUOTES = "\"“”'‘’«»"
DASHES = "-‐‑–—"


@dataclass(slots=True, eq=False)
class Ref:
    """A mention in token offsets [start, end). `head` is the token that carries its syntax.

    `key` is the canonical head noun of a described thing; `definiteness` is "", "definite", "deictic", "indefinite" or
    "possessive"; `party_refs` are token ranges of a "between A and B" or "with X" inside the mention;
    `links` are gazetteer ids; `aliases` short forms defined right behind it.
    """

    start: int
    end: int
    head: int
    kind: str
    cls: str
    form: Form
    rule: str
    name: str
    key: str = ""
    definiteness: str = ""
    determiner: str = ""
    count: int | None = None
    plural: bool = False
    weak: bool = False
    derived: bool = False
    modifiers: tuple[str, ...] = ()
    party_refs: list[tuple[int, int]] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    complement: "Ref | None" = None
    headline: bool = False

    def covers(self, index: int) -> bool:
        """Whether the token at `index` is inside."""
        return self.start <= index < self.end

    def overlaps(self, other: "Ref") -> bool:
        """Whether the two share a token."""
        return self.start < other.end and other.start < self.end


def is_capitalised(token: Token) -> bool:
    """Whether the token starts with an upper-case letter or stands for one inside a name ("G20", "e-ASEAN")."""
    return token.text[:1].isupper() or (token.is_alpha and any(c.isupper() for c in token.text))


def is_headline(span: Span) -> bool:
    """Title case or capitals throughout and no full stop: capitals there tell nothing about names."""
    words = [t for t in span if t.is_alpha and len(t) > 3]
    if any(t.text == "." for t in span[:-1]):
        return False
    if not words or len(words) < 2 or span.text.rstrip()[-1:] in '.;:,”"':
        return False
    return sum(t.text[0].isupper() for t in words) >= 0.7 * len(words)


def blocks(doc: Doc) -> list[Span]:
    """The paragraphs of `doc`: runs of tokens between blank lines."""
    found, start = [], 0
    for token in doc:
        if token.is_space and token.text.count("\n") >= 2:
            if token.i > start:
                found.append(doc[start : token.i])
            start = token.i + 1
    if start < len(doc):
        found.append(doc[start : len(doc)])
    return [b for b in found if b.text.strip()]


def closing_bracket(doc: Doc, opening: int, limit: int = 30) -> int | None:
    """Index of the token that closes the bracket opened at `opening`, within `limit` tokens."""
    depth = 0
    for i in range(opening, min(len(doc), opening + limit)):
        depth += (doc[i].text in ("(", "[")) - (doc[i].text in (")", "]"))
        if depth == 0:
            return i
    return None


def longest(refs: Iterable[Ref]) -> list[Ref]:
    """The refs that overlap no longer one (ties: the earlier in the input), in text order."""
    kept: list[Ref] = []
    taken: set[int] = set()
    for ref in sorted(refs, key=lambda r: r.start - r.end):
        if not taken.intersection(range(ref.start, ref.end)):
            kept.append(ref)
            taken.update(range(ref.start, ref.end))
    return sorted(kept, key=lambda r: r.start)


def span_head(doc: Doc, start: int, end: int) -> int:
    """Token in [start, end) whose head lies outside: the one that carries the span's syntax."""
    return doc[start:end].root.i


def surface(doc: Doc, start: int, end: int) -> str:
    """The span's text with white space collapsed."""
    return " ".join(doc[start:end].text.split())


def normalised(name: str) -> str:
    """A name for comparison: case folded, without articles, punctuation and possessive endings."""
    words = "".join(
        c if c.isalnum() or c == "&" else " " for c in _without_possessive(name).casefold()
    ).split()
    return " ".join(w for w in words if w not in ("the", "a", "an"))


def _without_possessive(name: str) -> str:
    return name.replace("’s ", " ").replace("'s ", " ").removesuffix("’s").removesuffix("'s").replace(".", "")


def contains_words(longer: Sequence[str], shorter: Sequence[str]) -> int | None:
    """Position at which `shorter` stands in `longer` as a run of words, or None."""
    for at in range(len(longer) - len(shorter) + 1):
        if list(longer[at : at + len(shorter)]) == list(shorter):
            return at
    return None
