"""Quotations and their speakers: what is said inside belongs to who says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc

from pactgraph.extraction.lexicon import regular_forms
from pactgraph.extraction.nodes import Node

OPEN, CLOSE, STRAIGHT = "“„«", "”»", '"'
IRREGULAR = {"say": "said", "tell": "told", "write": "wrote", "take": "took"}


@dataclass(slots=True, eq=False)
class Quotation:
    """Tokens [start, end) between quotation marks, and who says them."""

    start: int
    end: int
    speaker: Node | None = None


class QuotationFinder:
    """Finds quotations of some length; `data` is the content of `extract/quotations.yaml`."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        verbs = set(data["saying"])
        self.forms = {f for v in verbs for f in regular_forms(v)} | {
            IRREGULAR[v] for v in verbs & set(IRREGULAR)
        }
        self.pointing = {p.split()[0] for p in data["pointing"]}
        self.minimum = int(data["minimum_words"])

    def find(self, doc: Doc) -> list[Quotation]:
        """Quotations in text order; one that breaks off ends with its paragraph."""
        found, opened = [], None
        for token in doc:
            if opened is not None and (token.text in CLOSE or token.text == STRAIGHT):
                found.append(Quotation(opened, token.i))
                opened = None
            elif token.text in OPEN or token.text == STRAIGHT:
                if opened is not None:
                    found.append(Quotation(opened, token.i))
                opened = token.i + 1
            elif opened is not None and token.is_space and token.text.count("\n") >= 2:
                found.append(Quotation(opened, token.i))
                opened = None
        if opened is not None:
            found.append(Quotation(opened, len(doc)))
        return [q for q in found if sum(t.is_alpha for t in doc[q.start : q.end]) >= self.minimum]

    def attribute(self, doc: Doc, quotations: list[Quotation], speakers: Mapping[int, Node]) -> None:
        """Gives each quotation its speaker: the person or body beside a verb of saying, else the one before."""
        last: Node | None = None
        inside = {i for q in quotations for i in range(q.start, q.end)}
        for quotation in quotations:
            goes_on = self._continues(doc, quotation) or self._says_before(doc, quotation, inside)
            quotation.speaker = self._speaker(doc, quotation, speakers, inside) or (last if goes_on else None)
            last = quotation.speaker or last

    def _speaker(
        self, doc: Doc, quotation: Quotation, speakers: Mapping[int, Node], inside: set[int]
    ) -> Node | None:
        after = self._verb(doc, range(quotation.end, min(len(doc), quotation.end + 14)), inside)
        before = self._verb(doc, range(quotation.start - 1, max(-1, quotation.start - 30), -1), inside)
        for verb in (v for v in (after, before) if v is not None):
            span = range(max(0, verb - 25), min(len(doc), verb + 16))
            near = [i for i in span if i in speakers and i not in inside and not self._crosses(doc, verb, i)]
            subjects = [i for i in near if doc[i].dep_ == "nsubj" and doc[i].head.i == verb]
            if near:
                return speakers[
                    subjects[0]
                    if subjects
                    else min(near, key=lambda i: (abs(i - verb), speakers[i].kind != "person"))
                ]
        return None

    def _says_before(self, doc: Doc, quotation: Quotation, inside: set[int]) -> bool:
        """ "It further pointed out, “..." """
        span = range(quotation.start - 1, max(-1, quotation.start - 8), -1)
        verb = self._verb(doc, span, inside)
        return verb is not None and any(c.pos_ == "PRON" and c.dep_ == "nsubj" for c in doc[verb].children)

    def _verb(self, doc: Doc, indices: range, inside: set[int]) -> int | None:
        for i in indices:
            if doc[i].is_space and doc[i].text.count("\n") >= 2 and indices.step > 0:
                return None
            if i not in inside and (doc[i].lower_ in self.forms or doc[i].lower_ in self.pointing):
                return i
        return None

    @staticmethod
    def _crosses(doc: Doc, one: int, two: int) -> bool:
        low, high = sorted((one, two))
        return any(
            t.text in (".", "?", "!") or (t.is_space and t.text.count("\n") >= 2) for t in doc[low:high]
        )

    @staticmethod
    def _continues(doc: Doc, quotation: Quotation) -> bool:
        """A quotation that begins its paragraph goes on with the speaker before."""
        at = quotation.start - 2
        return at < 0 or (doc[at].is_space and "\n" in doc[at].text)
