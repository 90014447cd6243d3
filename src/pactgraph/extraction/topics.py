"""Topics: concepts of the project's SKOS scheme, found by their labels."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pactgraph.errors import RuleError
from pactgraph.extraction.mentions import Ref, longest, surface

SKOS = "http://www.w3.org/2004/02/skos/core#"
LABELS = {f"{SKOS}{name}" for name in ("prefLabel", "altLabel", "hiddenLabel")}


class TopicFinder:
    """Matches preferred, alternative and hidden labels of concepts, without regard to case; the longest wins."""

    def __init__(
        self, vocab: Vocab, labels: Iterable[tuple[str, str]], make: Callable[[str], Doc], cls: str
    ) -> None:
        self.cls = cls
        self.matcher = PhraseMatcher(vocab, attr="LOWER")
        self.concepts: dict[str, str] = {}
        for concept, label in sorted(labels):
            key = self.concepts.setdefault(concept, concept)
            self.matcher.add(key, [make(label)])

    def find(self, doc: Doc) -> list[Ref]:
        """One mention for each label found, linked to its concept."""
        refs = []
        for key, start, end in self.matcher(doc):
            concept = doc.vocab.strings[key]
            ref = Ref(
                start,
                end,
                doc[start:end].root.i,
                "topic",
                self.cls,
                "name",
                "topic:label",
                surface(doc, start, end),
            )
            ref.links = [concept]
            refs.append(ref)
        return longest(sorted(refs, key=lambda r: (r.start, r.links)))


def concept_labels(path: Path) -> list[tuple[str, str]]:
    """(concept IRI, label) for each SKOS label in the Turtle file; empty where the project has no such file."""
    if not path.exists():
        return []
    found = []
    try:
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if triple.predicate.value in LABELS and isinstance(triple.object, ox.Literal):
                found.append((triple.subject.value, triple.object.value))
    except SyntaxError as error:
        raise RuleError(f"not valid Turtle: {error}", where=str(path), hint="check the line named") from error
    return found
