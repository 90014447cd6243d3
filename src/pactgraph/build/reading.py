"""One process's reader: an input in, its findings out."""

from pathlib import Path

from pactgraph import language
from pactgraph.errors import PactgraphError, ReadingError
from pactgraph.extraction.extractor import Extractor
from pactgraph.extraction.findings import Findings
from pactgraph.reading import Input, Settings, Source, read_one


class Reader:
    """The project's pipeline and rules, loaded once. Raises ModelError, ProjectError or RuleError where they are wrong."""

    def __init__(self, root: Path, model: str | None) -> None:
        self.settings = Settings.load(root / "extract")
        self.nlp = language.load(root, model)
        self.extractor = Extractor.load(root, self.nlp)

    def read(self, item: Input) -> tuple[Findings | None, list[PactgraphError]]:
        """The findings of an input and what was odd about it; None and the reason where it cannot be read.

        Never raises for what is wrong with a document.
        """
        results = read_one(item, self.settings)
        errors: list[PactgraphError] = [r.error for r in results if not isinstance(r, Source)]
        source = next((r for r in results if isinstance(r, Source)), None)
        if source is None:
            return None, errors
        try:
            # words that only this document has are forgotten behind it: memory does not grow with the number of texts
            with self.nlp.memory_zone():
                return self.extractor.findings(language.read_doc(self.nlp, source), source), errors
        except Exception as error:
            what = f"the document could not be analysed: {type(error).__name__}: {error}"
            return None, [ReadingError(what, where=item.path, hint="please report it")]
