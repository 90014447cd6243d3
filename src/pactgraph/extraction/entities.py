"""Entity mentions: organizations, states, places and persons, from names the model found, the gazetteer and patterns.

Each source has a rank; where mentions overlap, the better-supported or longer one stays.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pactgraph.extraction.findings import Form
from pactgraph.extraction.mentions import DASHES, QUOTES, Ref, is_capitalised, surface


@dataclass(frozen=True)
class EntityRules:
    """How names become mentions, from `extract/entities/entities.yaml`.

    `labels` maps a model label or gazetteer table to (kind, class); `stop` are words that are no entity of their own.
    """

    labels: Mapping[str, tuple[str, str]]
    rank: Mapping[str, int]
    stop: frozenset[str]
    leading: frozenset[str]
    titles: frozenset[str]
    honorifics: frozenset[str]
    suffixes: frozenset[str]
    name_suffixes: frozenset[str]
    particles: frozenset[str]
    role_words: frozenset[str]
    person_titles: frozenset[str]
    person_class: str
    small: frozenset[str] = frozenset()


class EntityFinder:
    """Finds mentions of named entities in a document that went through the language pipeline."""

    def __init__(self, rules: EntityRules) -> None:
        self.rules = rules

    def find(
        self,
        doc: Doc,
        dates: list[tuple[int, int]],
        headline: frozenset[int] = frozenset(),
        heads: frozenset[int] = frozenset(),
    ) -> list[Ref]:
        """All entity mentions in text order, without overlaps; `dates` are token ranges that hold no entity.

        Where everything is capitalised (`headline`), a title says nothing about where the name behind it ends, and
        a model draws names over verbs; a name that holds the head of a described thing (`heads`) is drawn too far.
        """
        titled = [r for r in self._persons(doc) if r.rule != "title" or r.start not in headline]
        labelled = [r for r in self._labelled(doc) if not self._overdrawn(doc, r, headline, heads)]
        candidates = [*titled, *labelled]
        blocked = {i for start, end in dates for i in range(start, end)}
        kept: list[Ref] = []
        taken: set[int] = set(blocked)
        for ref in sorted(candidates, key=self._order):
            if not taken.intersection(range(ref.start, ref.end)):
                kept.append(ref)
                taken.update(range(ref.start, ref.end))
        self._share_links(kept, candidates)
        return sorted(kept, key=lambda r: r.start)

    def _overdrawn(self, doc: Doc, ref: Ref, headline: frozenset[int], heads: frozenset[int]) -> bool:
        if not ref.rule.startswith("name:"):
            return False
        titled = doc[ref.start].lower_ in self.rules.titles or doc[ref.start].lower_ in self.rules.honorifics
        if titled and ref.kind != "person" and ref.end - ref.start < 4:
            return True
        inside = [
            s
            for s in doc.spans.get("gazetteer", [])
            if ref.start <= s.start and s.end <= ref.end and s.label_ != "topics"
        ]
        larger = any(s.end - s.start < ref.end - ref.start for s in inside)
        if any(i in heads for i in range(ref.start, ref.end)) or (larger and ref.start in headline):
            return True
        return larger and any(t.text in DASHES for t in doc[ref.start : ref.end])

    def _order(self, ref: Ref) -> tuple[int, int, int]:
        source = ref.rule.split(":")[0]
        tie = self.rules.rank.get(ref.rule, 5)
        return (self.rules.rank.get(source, 5), ref.start - ref.end, tie)

    @staticmethod
    def _share_links(kept: list[Ref], candidates: list[Ref]) -> None:
        """A mention takes over the gazetteer ids of other candidates for the same words."""
        links: dict[tuple[int, int], list[str]] = {}
        for ref in candidates:
            links.setdefault((ref.start, ref.end), []).extend(ref.links)
        for ref in kept:
            ref.links = list(dict.fromkeys([*ref.links, *links.get((ref.start, ref.end), [])]))

    # names with a label -------------------------------------------------------------------------------------

    def _labelled(self, doc: Doc) -> Iterator[Ref]:
        groups: list[tuple[str, Iterable[Span]]] = [
            ("gazetteer", doc.spans.get("gazetteer", [])),
            ("pattern", doc.spans.get("patterns", [])),
            ("name", doc.ents),
        ]
        for source, spans in groups:
            for span in spans:
                ref = self._from_span(doc, source, span)
                if ref is not None:
                    yield ref

    def _from_span(self, doc: Doc, source: str, span: Span) -> Ref | None:
        target = self.rules.labels.get(f"{source}:{span.label_}") or self.rules.labels.get(span.label_)
        if target is None:
            return None
        start, end = self._trimmed(doc, span.start, span.end)
        if source == "pattern":
            end = self._before_other(doc, start, end)
        if start >= end or not any(is_capitalised(t) for t in doc[start:end]):
            return None
        name = surface(doc, start, end)
        if name.lower() in self.rules.stop or (
            end - start == 1 and not doc[start].is_alpha and not any(c.isalpha() for c in name)
        ):
            return None
        if source == "name" and target[0] == "person" and not self._plausible_person(doc, start, end):
            return None
        kind, cls = target
        if kind == "person" and end < len(doc) and doc[end].lower_.rstrip(".") in self.rules.name_suffixes:
            end += 1
            name = surface(doc, start, end)
        form: Form = "acronym" if end - start == 1 and name.isupper() and len(name) < 8 else "name"
        rule = f"{source}:{span.id_ if source == 'pattern' and span.id_ else span.label_}"
        links = [span.id_] if source == "gazetteer" and span.id_ else []
        return Ref(start, end, doc[start:end].root.i, kind, cls, form, rule, name, links=links)

    @staticmethod
    def _before_other(doc: Doc, start: int, end: int) -> int:
        """Where a pattern ran over "and" into another name: "Ministry of Law and Myanmar's Supreme Court"."""
        others = {
            s.start
            for s in doc.spans.get("gazetteer", [])
            if s.label_ in ("countries", "organizations", "demonyms")
        }
        for i in range(start + 1, end - 1):
            possessed = any(t.lower_ in ("'s", "’s") for t in doc[i + 1 : end + 1])
            if doc[i].lower_ in ("and", "&", ",") and (i + 1 in others or possessed):
                return i
        return end

    def _trimmed(self, doc: Doc, start: int, end: int) -> tuple[int, int]:
        while start < end and (
            doc[start].lower_ in self.rules.leading or doc[start].is_space or doc[start].text in QUOTES
        ):
            start += 1
        tail = {"'s", "’s", "'", "’", ",", ".", "and", "of", "the", "(", "“", "”", '"', ":", ";"}
        while end > start and (doc[end - 1].lower_ in tail or doc[end - 1].is_space):
            end -= 1
        inside = [t.i for t in doc[start:end] if t.is_space]
        return (start, inside[0]) if inside else (start, end)

    # persons ------------------------------------------------------------------------------------------------

    def _plausible_person(self, doc: Doc, start: int, end: int) -> bool:
        words = [t for t in doc[start:end] if t.is_alpha]
        if not words or any(t.lower_ in self.rules.role_words for t in words):
            return False
        return not (len(words) == 1 and words[0].text.isupper() and len(words[0]) <= 6)

    def _persons(self, doc: Doc) -> Iterator[Ref]:
        """Capitalised words behind an honorific ("Mr Arjun Ram Meghwal") or a title ("Minister Tong")."""
        for token in doc:
            title = token.lower_.rstrip(".") in self.rules.honorifics or token.lower_ in self.rules.honorifics
            office = token.lower_ in self.rules.titles and is_capitalised(token)
            if not (title and is_capitalised(token)) and not office:
                continue
            ref = self._after_title(doc, token.i + 1, "honorific" if title and not office else "title")
            if ref is not None:
                yield ref

    def _after_title(self, doc: Doc, start: int, rule: str) -> Ref | None:
        while (
            start < len(doc)
            and (doc[start].lower_.rstrip(".") in self.rules.honorifics or doc[start].text == ".")
            and rule == "honorific"
        ):
            start += 1
        end = self._name_end(doc, start)
        if end == start or (rule == "title" and self._is_other(doc, start, end)):
            return None
        return Ref(
            start,
            end,
            doc[start:end].root.i,
            "person",
            self.rules.person_class,
            "name",
            rule,
            surface(doc, start, end),
        )

    def _is_other(self, doc: Doc, start: int, end: int) -> bool:
        """Behind a title stands no name but the rest of the title, or a place or body."""
        words = [t.lower_ for t in doc[start:end]]
        if any(w in self.rules.role_words or w in self.rules.titles for w in words):
            return True
        spans = [
            s
            for key in ("gazetteer", "patterns")
            for s in doc.spans.get(key, [])
            if s.label_ not in ("topics", "cities")
        ]
        named = [e for e in doc.ents if e.label_ == "PERSON"]
        overlapped = any(s.start < end and start < s.end for s in spans)
        return overlapped and not any(e.start <= start < e.end for e in named)

    def _name_end(self, doc: Doc, at: int) -> int:
        last = at
        for i in range(at, min(at + 8, len(doc))):
            token = doc[i]
            if token.lower_.rstrip(".") in self.rules.name_suffixes and i > at:
                return i + 1
            if token.lower_ in self.rules.suffixes or token.lower_.rstrip(".") in self.rules.suffixes:
                break
            if token.lower_ in self.rules.small and i > at:
                break
            if is_capitalised(token) and (token.is_alpha or token.text[0].isalpha()):
                if token.lower_ in self.rules.person_titles and i > at:
                    break
                last = i + 1
            elif token.text == "." and i > at and len(doc[i - 1]) == 1:
                continue
            elif not (token.lower_ in self.rules.particles or token.text in DASHES) or i == at:
                break
        return last
