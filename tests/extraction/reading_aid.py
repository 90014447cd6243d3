"""Text in, findings or facts out: what the end-to-end tests of this folder share."""

from dataclasses import dataclass

from spacy.language import Language

from pactgraph.extraction.extractor import Extractor
from pactgraph.extraction.findings import Findings, Statement, Thing
from pactgraph.extraction.matching import Fact
from pactgraph.extraction.reading import Reading
from pactgraph.extraction.scenes import scene
from pactgraph.reading.source import Field, Source


def source(text: str, date: str | None = None) -> Source:
    """A document whose clean text is its original text."""
    metadata = {"date": Field(date, "sidecar")} if date else {}
    segments = ((0, 0, len(text)),) if text else ()
    return Source("doc", "doc.txt", text, text, segments, "0" * 64, metadata=metadata)


@dataclass(frozen=True)
class Reader:
    """The shipped model and the project's rules."""

    nlp: Language
    extractor: Extractor

    def reading(self, text: str, date: str | None = None, genre: str = "") -> Reading:
        """The layers of a text."""
        return Reading(self.nlp(text), self.extractor.rules, self.extractor.topics, date, genre)

    def findings(self, text: str, date: str | None = None) -> Findings:
        """What is stated in the end."""
        return self.extractor.findings(self.nlp(text), source(text, date))

    def facts(self, text: str, date: str | None = None) -> list[Fact]:
        """What frames say of a text, before it is weighed which agreements are worth keeping."""
        reading = self.reading(text, date)
        return self.extractor.matcher.facts(scene(reading), reading.predicates)

    def fired(self, text: str) -> set[str]:
        """Ids of the frames that gave a fact."""
        return {fact.rule.removeprefix("frames:") for fact in self.facts(text)}


def thing(findings: Findings, name: str) -> Thing:
    """The one thing that goes by a name or an acronym."""
    (found,) = (t for t in findings.things if name in (*t.names, *t.acronyms))
    return found


def about(findings: Findings, subject: Thing, name: str) -> list[Statement]:
    """The statements of one property about one thing."""
    return [s for s in findings.statements if s.subject == subject.id and s.property == name]


def objects(findings: Findings, subject: Thing, name: str) -> list[str]:
    """Names of the objects, or the literals, of one property of one thing; in the order of the text, each once."""
    things = {t.id: t for t in findings.things}
    found = []
    for statement in about(findings, subject, name):
        if statement.object is not None:
            found.append(things[statement.object].names[0])
        elif statement.value is not None:
            found.append(statement.value.value)
    return list(dict.fromkeys(found))
