"""Component `pactgraph_patterns`: token patterns from the project's files become `doc.spans["patterns"]`.

A file holds one pattern a line: {"label": "...", "pattern": [...] or "...", "id": "..."?}, as spaCy's
SpanRuler reads them. A string is matched as a phrase, a list by its token attributes.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.errors import MatchPatternError
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import SpanRuler
from spacy.tokens import Doc

from pactgraph.errors import RuleError

KEY = "patterns"


class Patterns:
    """The rules of all pattern files, applied to one Doc after another."""

    def __init__(self, nlp: Language, files: list[Path]) -> None:
        self.ruler = SpanRuler(nlp, "pactgraph_patterns", spans_key=KEY, annotate_ents=False, validate=True)
        patterns = [p for f in files for p in read_patterns(f, nlp)]
        with nlp.select_pipes(enable=[]):  # phrases need the tokenizer alone
            self.ruler.add_patterns(patterns)

    def __call__(self, doc: Doc) -> Doc:
        """Sets `doc.spans["patterns"]`: overlaps allowed, sorted by place, longest first."""
        spans = self.ruler.match(doc) if len(self.ruler) else []
        doc.spans[KEY] = sorted(spans, key=lambda s: (s.start, -s.end, s.label_, s.id_))
        return doc

    def __len__(self) -> int:
        return len(self.ruler)


def read_patterns(path: Path, nlp: Language) -> Iterator[dict[str, Any]]:
    """The patterns of a file. Raises RuleError with file and line where a line is wrong."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("//"):
            yield _pattern(line, nlp, f"{path}:{number}")


def _pattern(line: str, nlp: Language, where: str) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise RuleError(
            f"this line is not JSON: {error}", where=where, hint="one JSON object a line"
        ) from error
    if not (isinstance(data, dict) and isinstance(data.get("label"), str) and data["label"]):
        raise RuleError("a pattern needs a label", where=where, hint='{"label": "...", "pattern": [...]}')
    unknown = sorted(set(data) - {"label", "pattern", "id"})
    if unknown:
        raise RuleError(
            f"unknown keys: {', '.join(unknown)}", where=where, hint="label, pattern and id are known"
        )
    if not isinstance(data.get("id", ""), str):
        raise RuleError("the id must be a string", where=where)
    _check(data.get("pattern"), nlp, where)
    return data


def _check(pattern: object, nlp: Language, where: str) -> None:
    """A phrase must have a token; a token pattern must pass spaCy's own validation."""
    if isinstance(pattern, str) and pattern.strip():
        return
    if not isinstance(pattern, list) or not pattern:
        raise RuleError("the pattern must be a text or a list of tokens, not empty", where=where)
    try:
        Matcher(nlp.vocab, validate=True).add("check", [pattern])
    except (MatchPatternError, ValueError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise RuleError(
            f"no token pattern: {reason}", where=where, hint="see spaCy's rule-based matching"
        ) from error


@Language.factory("pactgraph_patterns", default_config={"files": []}, assigns=["doc.spans"])
def make_patterns(nlp: Language, name: str, files: list[str]) -> Patterns:
    """Factory of the component; `files` are paths of pattern files."""
    return Patterns(nlp, [Path(f) for f in files])
