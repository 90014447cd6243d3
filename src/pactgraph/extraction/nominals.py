"""Described things: noun phrases whose head noun says what they are ("a five-year memorandum of understanding").

Heads, determiners and prepositions come from `extract/entities/heads.yaml`. The finder decides for each
occurrence of a head how far the mention reaches, and whether it names, describes or points back.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc, Token

from pactgraph.errors import RuleError
from pactgraph.extraction.findings import Form
from pactgraph.extraction.mentions import DASHES, QUOTES, Ref, closing_bracket, is_capitalised, surface


@dataclass(frozen=True, slots=True)
class Head:
    """One head noun: `forms` in lower case, the canonical singular first."""

    kind: str
    cls: str
    forms: tuple[str, ...]
    acronyms: tuple[str, ...] = ()
    weak: bool = False
    derived: bool = False
    named: bool = False

    @property
    def key(self) -> str:
        """The canonical head noun phrase."""
        return self.forms[0]


@dataclass(frozen=True)
class Heads:
    """All heads with the function words that surround them."""

    by_words: Mapping[tuple[str, ...], Head]
    by_acronym: Mapping[str, Head]
    plurals: frozenset[str]
    definite: frozenset[str]
    deictic: frozenset[str]
    indefinite: frozenset[str]
    possessive: frozenset[str]
    counts: Mapping[str, int]
    name_prepositions: frozenset[str]
    party_prepositions: frozenset[str]
    connectors: frozenset[str]
    definitions: frozenset[str]
    excluded: frozenset[str]
    firsts: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def from_data(cls, data: Mapping[str, Any], where: str = "extract/entities/heads.yaml") -> "Heads":
        """Builds the table from the file's content."""
        try:
            heads = [
                _head(kind, entry, body) for kind, body in data["kinds"].items() for entry in body["heads"]
            ]
            determiners = data["determiners"]
            by_words = {tuple(_words(f)): h for h in reversed(heads) for f in h.forms}
            return cls(
                by_words=by_words,
                by_acronym={a: h for h in heads for a in h.acronyms},
                plurals=frozenset(f for h in heads for f in h.forms if _is_plural(f, h)),
                **{n: frozenset(determiners[n]) for n in ("definite", "deictic", "indefinite", "possessive")},
                counts=data["counts"],
                **{
                    n: frozenset(data[n])
                    for n in (
                        "name_prepositions",
                        "party_prepositions",
                        "connectors",
                        "definitions",
                        "excluded",
                    )
                },
                firsts=frozenset(words[0] for words in by_words),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise RuleError(
                f"head nouns are malformed: {error!r}", where=where, hint="see docs/rules.md"
            ) from error

    def at(self, doc: Doc, i: int) -> tuple[Head, int] | None:
        """The longest head that starts at token `i`, with the index behind it."""
        if doc[i].text in self.by_acronym:
            return self.by_acronym[doc[i].text], i + 1
        if _unmarked(doc[i].lower_) not in self.firsts:
            return None
        for size in range(5, 0, -1):
            words = (
                *(t.lower_ for t in doc[i : i + size - 1]),
                _unmarked(doc[min(i + size, len(doc)) - 1].lower_),
            )
            if len(words) == size and words in self.by_words:
                return self.by_words[words], i + size
        return None


def _unmarked(word: str) -> str:
    """The word without a footnote number glued to it ("understanding1")."""
    return word.rstrip("0123456789") if word[:1].isalpha() else word


def _head(kind: str, entry: Mapping[str, Any], body: Mapping[str, Any]) -> Head:
    flags = {n: bool(entry.get(n)) for n in ("weak", "derived", "named")}
    return Head(
        kind,
        entry.get("class") or body["default"],
        tuple(entry["head"]),
        tuple(entry.get("acronyms") or ()),
        **flags,
    )


def _words(form: str) -> list[str]:
    """Splits as the tokenizer does: hyphens and possessive endings are tokens."""
    return form.replace("-", " - ").replace("'s", " 's").replace("s'", "s '").split()


def _is_plural(form: str, head: Head) -> bool:
    return form != head.key and (form.endswith("s") or form.startswith("memoranda"))


class NominalFinder:
    """Finds described things in a document.

    `entity_at` maps token indices to a coarse type ("state", "organization", "person", "place", "date") of the entity there;
    `verb_forms` are words that end a mention in a headline.
    """

    def __init__(self, heads: Heads, verb_forms: frozenset[str]) -> None:
        self.heads, self.verb_forms = heads, verb_forms

    def find(
        self,
        doc: Doc,
        entity_at: Mapping[int, str],
        headline: frozenset[int],
        entity_start: Mapping[int, int],
    ) -> list[Ref]:
        """All mentions of described things, in text order; the complement of a derived one is a mention, too."""
        found: list[Ref] = []
        i = 0
        while i < len(doc):
            hit = self.heads.at(doc, i)
            if hit is None or self._is_inside_verb(doc, i):
                i += 1
                continue
            head, end = hit
            ref = Reach(doc, self, entity_at, headline, entity_start).ref(head, i, end)
            i = end
            if ref is not None and not (found and found[-1].overlaps(ref) and self._prefers(found[-1], ref)):
                if found and found[-1].overlaps(ref):
                    found.pop()
                found.append(ref)
        return sorted([*found, *self._short_forms(doc, found, headline)], key=lambda r: r.start)

    def _short_forms(self, doc: Doc, found: list[Ref], headline: frozenset[int]) -> Iterator[Ref]:
        """Later mentions of short forms that a mention defines behind itself ("the SADEA")."""
        taken = {i for r in found for i in range(r.start, r.end)}
        forms = {tuple(a.split()): r for r in reversed(found) for a in r.aliases if a}
        for token in doc:
            for words, ref in forms.items():
                span = range(token.i, token.i + len(words))
                if (
                    token.text != words[0]
                    or taken.intersection(span)
                    or tuple(t.text for t in doc[token.i : token.i + len(words)]) != words
                ):
                    continue
                form: Form = "acronym" if len(words) == 1 and words[0].isupper() else "anaphor"
                made = Ref(
                    token.i,
                    token.i + len(words),
                    token.i + len(words) - 1,
                    ref.kind,
                    ref.cls,
                    form,
                    "heads:short-form",
                    " ".join(words),
                    key=ref.key,
                    definiteness="definite",
                    headline=token.i in headline,
                )
                taken.update(span)
                yield made

    def _is_inside_verb(self, doc: Doc, i: int) -> bool:
        return doc[i].pos_ in ("VERB", "AUX") and doc[i].lower_ in self.verb_forms

    @staticmethod
    def _prefers(old: Ref, new: Ref) -> bool:
        """Of two overlapping mentions the longer stays, and a derived one keeps what it is derived from beside it."""
        return not new.derived and old.end - old.start >= new.end - new.start


class Reach:
    """Decides how far one mention reaches."""

    def __init__(
        self,
        doc: Doc,
        finder: NominalFinder,
        entity_at: Mapping[int, str],
        headline: frozenset[int],
        entity_start: Mapping[int, int],
    ) -> None:
        self.doc, self.heads, self.verb_forms = doc, finder.heads, finder.verb_forms
        self.entity_start = entity_start
        self.names_things = False
        self.entity_at, self.headline = entity_at, headline

    def ref(self, head: Head, start: int, end: int) -> Ref | None:
        """The mention around the head at tokens [start, end), or None where it is none."""
        self.names_things = head.named
        acronym = end == start + 1 and self.doc[start].text in head.acronyms
        capital = is_capitalised(self.doc[start]) and not acronym
        left = self._left(start, capital or acronym)
        core_end = end
        aliases: list[str] = []
        end = self._bracket(end, aliases)
        end, named_right = (end, False) if head.derived else self._right(end, capital or acronym)
        if not aliases:
            end = self._bracket(end, aliases)
        party_refs, end = self._parties(end)
        if not aliases and party_refs:
            end = self._bracket(end, aliases)
        ref = self._made(head, left, start, core_end, end)
        ref.aliases, ref.party_refs = aliases, party_refs
        self._judge(ref, head, start, capital, named_right, acronym)
        if head.named and ref.form != "name":
            return None
        if self._excluded(ref):
            return None
        return ref

    def _excluded(self, ref: Ref) -> bool:
        """Whether its words before the head make it another sort of thing ("presidential memorandum")."""
        words = " ".join([*ref.modifiers[-2:], ref.key])
        return any(words.endswith(phrase) for phrase in self.heads.excluded)

    def _made(self, head: Head, left: int, start: int, core_end: int, end: int) -> Ref:
        last = next((t.i for t in self.doc[start:core_end] if t.pos_ in ("NOUN", "PROPN")), start)
        ref = Ref(left, end, last, head.kind, head.cls, "description", f"heads:{head.key}", "", key=head.key)
        ref.plural = " ".join(t.lower_ for t in self.doc[start:core_end]).replace(
            " - ", "-"
        ) in self.heads.plurals or (
            core_end == start + 1
            and self.doc[start].text.endswith("s")
            and self.doc[start].text[:-1] in head.acronyms
        )
        ref.weak, ref.derived = head.weak, head.derived
        ref.headline = start in self.headline
        return ref

    # to the left --------------------------------------------------------------------------------------------

    def _left(self, start: int, capital: bool) -> int:
        """First token of the mention: name words and modifiers before the head."""
        at = start
        while at > 0:
            step = self._step_left(at, capital)
            if step is None:
                break
            at = step
        return at

    def _step_left(self, at: int, capital: bool) -> int | None:
        token = self.doc[at - 1]
        if token.is_space or token.lower_ in self._determiners():
            return None
        if token.text in DASHES:
            return self._over_dash(at)
        if token.text == ")":
            return self._over_bracket(at)
        if self._joins_states(at):
            return at - 2
        if token.lower_ in ("and", "&"):
            return at - 2 if capital and at > 1 and self._joins_name(at - 2, at) else None
        if token.text.lower() in ("'s", "’s"):
            return None
        if token.lower_ in ("in", "of") and self._inside_name(at):
            return at - 2
        if self._is_verb_here(token) or token.pos_ in (
            "ADP",
            "DET",
            "PRON",
            "CCONJ",
            "SCONJ",
            "AUX",
            "PUNCT",
            "PART",
        ):
            return None
        if is_capitalised(token):
            return None if self.entity_at.get(token.i) == "person" else at - 1
        return at - 1 if self._is_modifier(token) else None

    def _inside_name(self, at: int) -> bool:
        """ "Trafficking in Persons Protocol": a capitalised noun of another thing's name before the preposition."""
        if at < 2 or at - 1 in self.headline:
            return False
        before, after = self.doc[at - 2], self.doc[at]
        plain = (
            at - 2 not in self.entity_at and at not in self.entity_at and not self.heads.at(self.doc, at - 2)
        )
        plain = (
            plain
            and before.lower_ not in self.verb_forms
            and before.lemma_.lower() not in self.verb_forms
            and after.text not in self.heads.by_acronym
        )
        return plain and is_capitalised(before) and is_capitalised(after) and before.pos_ in ("NOUN", "PROPN")

    def _joins_states(self, at: int) -> bool:
        """ "the Australia, New Zealand, and United States Security Treaty": a list of states in front of a name."""
        before = at - 2
        if self.doc[at - 1].lower_ in ("and", "&") and self.doc[before].text == ",":
            before -= 1
        listed = (
            self.doc[at - 1].text in (",", "and", "&")
            and self.entity_at.get(at) == "state"
            and self.entity_at.get(before) == "state"
        )
        if not listed or at in self.headline:
            return False
        first = self.entity_start.get(before, before)
        return first > 0 and self.doc[first - 1].lower_ in ("the", ",", "and")

    def _determiners(self) -> frozenset[str]:
        return self.heads.definite | self.heads.indefinite | self.heads.possessive

    def _is_verb_here(self, token: Token) -> bool:
        if token.lower_ not in self.verb_forms:
            return False
        return token.i in self.headline or (token.pos_ in ("VERB", "AUX") and not is_capitalised(token))

    def _is_modifier(self, token: Token) -> bool:
        return token.pos_ in ("ADJ", "NOUN", "NUM") or (
            token.tag_ in ("VBN", "VBG") and token.dep_ in ("amod", "compound")
        )

    def _over_dash(self, at: int) -> int | None:
        if at < 2:
            return None
        before, after = self.doc[at - 2], self.doc[at]
        tight = not before.whitespace_ and not self.doc[at - 1].whitespace_
        pair = self.entity_at.get(before.i) in ("state", "organization", "place") or before.text == ")"
        if tight and (before.is_alpha or before.is_digit or before.text == "."):
            return at - 2
        return at - 1 if pair and is_capitalised(after) and not tight else None

    def _over_bracket(self, at: int) -> int | None:
        """Over "(UK)" inside a name."""
        for opening in range(at - 2, max(-1, at - 5), -1):
            if self.doc[opening].text == "(":
                inside = self.doc[opening + 1 : at - 1].text
                return (
                    opening
                    if inside.isupper() and opening > 0 and is_capitalised(self.doc[opening - 1])
                    else None
                )
        return None

    def _joins_name(self, left: int, right: int) -> bool:
        one, two = self.doc[left], self.doc[right]
        within = left in self.entity_start and self.entity_start[left] == self.entity_start.get(right)
        plain = within or self.entity_at.get(left) not in ("person", "state", "organization", "date")
        return is_capitalised(one) and is_capitalised(two) and plain and not self._is_verb_here(one)

    # to the right -------------------------------------------------------------------------------------------

    def _bracket(self, end: int, aliases: list[str]) -> int:
        """Takes in "(MOU)", "(the “Treaty”)", "(hereinafter referred to as ...)" and notes the short forms."""
        if end >= len(self.doc) or self.doc[end].text not in ("(", "["):
            return end
        close = closing_bracket(self.doc, end)
        if close is None:
            return end
        inside = [t for t in self.doc[end + 1 : close] if t.text not in QUOTES and not t.is_space]
        quoted = list(self._quoted(end + 1, close))
        words = [t for t in inside if t.lower_ not in self.heads.definitions]
        short = len(inside) == 1 and inside[0].text.isupper() and len(inside[0]) > 1
        if (
            quoted
            or short
            or (inside and inside[0].lower_ in self.heads.definitions and words and is_capitalised(words[0]))
        ):
            aliases.extend(quoted or [" ".join(t.text for t in words)])
            return close + 1
        if len(inside) == 1 and inside[0].text in self.heads.by_acronym:
            return close + 1
        return end

    def _quoted(self, start: int, end: int) -> Iterator[str]:
        """Texts between quotation marks in tokens [start, end)."""
        opened: int | None = None
        for token in self.doc[start:end]:
            if token.text in QUOTES:
                if opened is not None and token.i > opened:
                    words = [t for t in self.doc[opened : token.i] if t.lower_ not in ("the", "a")]
                    if words and len(words) <= 6:
                        yield "".join(t.text_with_ws for t in words).strip()
                    opened = None
                else:
                    opened = token.i + 1

    def _right(self, end: int, capital: bool) -> tuple[int, bool]:
        """Takes in "on Legal Cooperation" (a name) or "on food safety" (a description)."""
        if end >= len(self.doc) or self.doc[end].lower_ not in self.heads.name_prepositions:
            return end, False
        if self.doc[end].lower_ in ("in", "to") and (not capital or end in self.headline):
            return end, False
        first = end + 1
        while first < len(self.doc) and self.doc[first].lower_ in ("the", "a", "an"):
            first += 1
        if first >= len(self.doc) or self.entity_at.get(first) == "date" or self.doc[first].like_num:
            return end, False
        if self.doc[end].lower_ in ("in", "of", "to") and self._is_entity_alone(first):
            return end, False
        if is_capitalised(self.doc[first]) and capital:
            if self.doc[end].lower_ == "to" and self._leads_to_head(end):
                return end, False
            return self._name_end(first), True
        if self.doc[end].lower_ in ("in", "to", "about"):
            return end, False
        return self._phrase_end(end, first), False

    def _is_entity_alone(self, first: int) -> bool:
        """A state, place or body stands there, and the name does not go on behind it ("of the Central Asia Initiative")."""
        if self.entity_at.get(first) not in ("state", "place", "organization", "person"):
            return False
        end = first
        while end < len(self.doc) and self.entity_start.get(end, -1) == self.entity_start.get(first, first):
            end += 1
        return end >= len(self.doc) or not is_capitalised(self.doc[end])

    def _name_end(self, at: int) -> int:
        """End of a capitalised run with small connecting words inside."""
        last = at + 1
        while at < len(self.doc):
            token = self.doc[at]
            if self._ends_name(token):
                break
            if is_capitalised(token) or token.is_digit:
                last = at + 1
            elif (
                (
                    token.lower_ not in self.heads.connectors
                    and token.text not in DASHES
                    and token.text not in ("'s", "’s", "’", ",")
                )
                or (token.text == "," and not self._comma_inside(at))
                or self._starts_other(at)
            ):
                break
            at += 1
        return last

    def _ends_name(self, token: Token) -> bool:
        other = token.i in self.entity_at and self.entity_at[token.i] in ("date", "person")
        return token.is_space or other or token.lower_ in ("between", "signed") or self._is_verb_here(token)

    def _comma_inside(self, at: int) -> bool:
        """ "Trade, Tourism and Investment": a list of capitalised words that ends in a coordination."""
        following = self.doc[at + 1 : at + 5]
        return (
            len(following) > 2
            and is_capitalised(following[0])
            and any(t.lower_ in ("and", "&") for t in following)
        )

    def _starts_other(self, at: int) -> bool:
        """A conjunction or preposition behind which another thing begins ("and the Joint Declaration", "in Vienna")."""
        token, after = self.doc[at], self.doc[min(at + 1, len(self.doc) - 1)]
        if token.lower_ == "to" and self._leads_to_head(at):
            return True
        if token.lower_ in ("and", "with") and after.lower_ in ("the", "a", "an", "its", "their"):
            return (
                any(self.heads.at(self.doc, i) for i in range(after.i + 1, min(after.i + 8, len(self.doc))))
                or token.lower_ == "with"
            )
        where = self.entity_at.get(after.i)
        if token.lower_ in ("with", "at", "by", "to", "from", "under"):
            return where in ("state", "organization", "place", "person") or not is_capitalised(after)
        return token.lower_ == "in" and where in ("state", "place", "date")

    def _leads_to_head(self, at: int) -> bool:
        """ "Protocol to (amend) the Convention ...": the other thing begins behind."""
        if self.names_things:
            return False
        for i in range(at + 1, min(at + 12, len(self.doc))):
            if self.doc[i].is_space or self.doc[i].text in ",;.":
                return False
            hit = self.heads.at(self.doc, i)
            if hit is not None and not hit[0].named and not hit[0].weak:
                return any(t.lower_ == "the" for t in self.doc[at + 1 : i])
        return False

    def _phrase_end(self, end: int, first: int) -> int:
        """End of the noun phrase behind a preposition, from the parse."""
        noun = next(
            (
                c
                for t in self.doc[max(0, end - 8) : end]
                for c in t.children
                if c.dep_ == "nmod"
                and c.i >= first
                and t.pos_ in ("NOUN", "PROPN")
                and any(g.i == end for g in c.children)
            ),
            None,
        )
        if noun is None or noun.lemma_.lower() in ("year", "month", "day", "time", "decade"):
            return end
        allowed = [
            t.i for t in noun.subtree if t.i <= noun.i or t.dep_ in ("conj", "cc", "compound", "flat", "amod")
        ]
        last = max((i for i in allowed if i <= noun.i + 8), default=noun.i)
        return (
            end
            if any(self._is_verb_here(t) or t.is_space for t in self.doc[end:last])
            else max(last + 1, end)
        )

    def _parties(self, end: int) -> tuple[list[tuple[int, int]], int]:
        """ "between A and B" or "with X" right behind; the mention takes in the former."""
        if end >= len(self.doc) or self.doc[end].lower_ not in self.heads.party_prepositions:
            return [], end
        last = end
        for i in range(end + 1, min(len(self.doc), end + 60)):
            token = self.doc[i]
            if self._ends_parties(token) or self.entity_at.get(i) == "person":
                break
            if self.entity_at.get(i) in ("state", "organization") and not self._modifies(i):
                last = i
        if last == end:
            return [], end
        return [(end, last + 1)], last + 1

    def _modifies(self, index: int) -> bool:
        """ "the two United Nations entities": a name that only modifies the noun behind it."""
        token = self.doc[index]
        head = token.head
        outside = self.entity_start.get(head.i, head.i) != self.entity_start.get(index, index)
        if token.dep_ in ("compound", "amod") and head.i > index and not outside:
            return self._modifies(head.i)
        return (
            token.dep_ in ("compound", "amod", "nmod:poss")
            and head.i > index
            and outside
            and not is_capitalised(head)
        )

    def _ends_parties(self, token: Token) -> bool:
        if token.is_space or (token.text in (";", ":", ".", "–", "—") and not self.entity_at.get(token.i)):
            return True
        if (token.pos_ in ("VERB", "AUX", "SCONJ") and not is_capitalised(token)) or self.entity_at.get(
            token.i
        ) == "date":
            return True
        if token.lower_ == "in" and self.entity_at.get(token.i + 1) in ("state", "place"):
            return False
        return (
            token.lower_ in ("on", "in", "at", "for", "that", "which", "to", "under", "by")
            and token.i not in self.entity_at
        )

    # judgement ----------------------------------------------------------------------------------------------

    def _judge(
        self, ref: Ref, head: Head, start: int, capital: bool, named_right: bool, acronym: bool
    ) -> None:
        self._strip_deictic(ref, start)
        self._determine(ref)
        modifiers = [t for t in self.doc[ref.start : start] if t.text not in DASHES]
        proper = [
            t for t in modifiers if (is_capitalised(t) and t.i not in self.headline) or t.i in self.entity_at
        ]
        in_headline = start in self.headline
        named = (
            bool(proper)
            or (named_right and not in_headline)
            or (in_headline and capital and bool(modifiers or named_right))
        )
        ref.modifiers = tuple(t.lower_ for t in modifiers)
        bare = not modifiers and ref.end == start + self._width(start, head) and not ref.party_refs
        ref.form = self._form(
            named, bare or (acronym and not modifiers and not named_right and not ref.party_refs), ref
        )
        ref.name = surface(self.doc, ref.start, self._named_end(ref))

    def _named_end(self, ref: Ref) -> int:
        """A name includes "between A and B" but not "with B"."""
        opener = next((s for s, _ in ref.party_refs if self.doc[s].lower_ == "with"), None)
        return ref.end if opener is None else opener

    def _form(self, named: bool, bare: bool, ref: Ref) -> Form:
        if named:
            return "name"
        if bare and ref.definiteness in ("definite", "deictic", "possessive") and not ref.aliases:
            return "anaphor"
        return "description"

    def _width(self, start: int, head: Head) -> int:
        hit = self.heads.at(self.doc, start)
        return hit[1] - start if hit else 1

    def _strip_deictic(self, ref: Ref, start: int) -> None:
        """Leading words that point ("new", "said") or count leave the mention and mark it instead."""
        while ref.start < start:
            token = self.doc[ref.start]
            if token.lower_ in self.heads.deictic and (
                not is_capitalised(token) or token.i in self.headline or token.is_sent_start
            ):
                ref.definiteness = "deictic"
            elif token.lower_ in self.heads.counts and (
                not is_capitalised(token) or token.is_sent_start or token.i in self.headline
            ):
                ref.count = self.heads.counts[token.lower_]
            elif token.is_digit and int(token.text) < 100:
                ref.count = int(token.text)
            else:
                break
            ref.start += 1

    def _determine(self, ref: Ref) -> None:
        at = ref.start - 1
        while at >= 0 and (
            self.doc[at].lower_ in self.heads.deictic or self.doc[at].lower_ in self.heads.counts
        ):
            word = self.doc[at].lower_
            if word in self.heads.deictic:
                ref.definiteness = "deictic"
            else:
                ref.count = self.heads.counts[word]
            at -= 1
        if at < 0:
            return
        word = self.doc[at].lower_
        ref.determiner = word
        for name in ("definite", "indefinite", "possessive"):
            if word in getattr(self.heads, name):
                ref.definiteness = "indefinite" if name == "indefinite" else ref.definiteness or name
        if word in ("'s", "’s"):
            ref.definiteness = "possessive"


def tokens_of(refs: Iterable[Ref]) -> dict[int, Ref]:
    """Token index -> the shortest ref that covers it."""
    table: dict[int, Ref] = {}
    for ref in sorted(refs, key=lambda r: r.start - r.end):
        for i in range(ref.start, ref.end):
            table[i] = ref
    return table
