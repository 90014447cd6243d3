"""Extractor: a parsed document in, its findings out. One for each process, made from the project's rules."""

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pactgraph.extraction.facts import other_facts
from pactgraph.extraction.findings import Findings
from pactgraph.extraction.matching import Fact, Matcher
from pactgraph.extraction.nodes import Node
from pactgraph.extraction.reading import Reading
from pactgraph.extraction.record import Recorder
from pactgraph.extraction.rules import Rules
from pactgraph.extraction.scenes import scene
from pactgraph.extraction.settling import settle
from pactgraph.extraction.topics import TopicFinder, concept_labels
from pactgraph.language.gazetteer_store import Gazetteer
from pactgraph.reading.source import Source

GAZETTEER = "pactgraph_gazetteer"


class Extractor:
    """Applies one project's rules to documents of one language pipeline."""

    def __init__(
        self, rules: Rules, topics: TopicFinder | None = None, gazetteer: Gazetteer | None = None
    ) -> None:
        self.rules, self.topics, self.gazetteer = rules, topics, gazetteer
        self.matcher = Matcher(rules.frames)

    @classmethod
    def load(cls, root: Path, nlp: Language) -> "Extractor":
        """Reads `extract/` and the topics of `ontology/` below the project folder `root`."""
        rules = Rules.load(root / "extract")
        labels = concept_labels(root / "ontology" / str(rules.settings.get("topics", "topics.ttl")))
        topics = (
            TopicFinder(nlp.vocab, labels, nlp.make_doc, rules.terms.classes["topic"]) if labels else None
        )
        known = nlp.get_pipe(GAZETTEER) if nlp.has_pipe(GAZETTEER) else None
        return cls(rules, topics, getattr(known, "gazetteer", None))

    def findings(self, doc: Doc, source: Source) -> Findings:
        """The findings of one document; `doc` is the pipeline's reading of `source.text`."""
        date = source.metadata.get("date")
        reading = Reading(
            doc, self.rules, self.topics, date.value if date else None, self._genre(source.text)
        )
        made = scene(reading)
        facts = [*other_facts(reading), *self.matcher.facts(made, reading.predicates)]
        stated = settle(reading, made, facts)
        prefixes = dict(self.rules.settings.get("prefixes") or {})
        return Recorder(doc, source, prefixes, self.gazetteer).findings(
            self._document(doc, source), self._things(reading, stated), stated
        )

    def _document(self, doc: Doc, source: Source) -> dict[str, object]:
        fields = {
            name: source.metadata[name].value if name in source.metadata else None
            for name in ("title", "publisher", "date")
        }
        language = source.metadata.get("language")
        return {
            "id": source.id,
            "source": source.path,
            **fields,
            "sha256": source.sha256,
            "language": language.value if language else doc.lang_ or "en",
            "genre": self._genre(source.text),
            "basis": {name: field.basis for name, field in sorted(source.metadata.items())},
        }

    def _genre(self, text: str) -> str:
        return next((genre for genre, cue in self.rules.genres if cue.search(text)), "")

    @staticmethod
    def _things(reading: Reading, facts: list[Fact]) -> list[Node]:
        """Nodes that are mentioned as entities, and agreements that facts kept."""
        stated = {id(n) for f in facts for n in (f.subject, f.object) if n is not None}
        named = [n for n in reading.entities.nodes if (n.refs or id(n) in stated) and (n.names or n.acronyms)]
        topics = [n for n in dict.fromkeys(reading.topic_nodes.values()) if n.refs]
        agreements = [n for n in reading.resolver.nodes if id(n) in stated]
        return [*agreements, *named, *topics]
