"""The dataset that the protocol names for an update, written into its text (SPARQL 1.1 Protocol, 2.2.3)."""

from collections.abc import Iterator, Sequence

from pactgraph.endpoint.lexing import Token, tokens
from pactgraph.endpoint.problems import Problem


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """The update with USING clauses in each of its operations that has a WHERE.

    Raises Problem 400 where the update has USING or WITH itself, as the protocol wants it.
    """
    clauses = "".join([f"USING <{g}> " for g in default] + [f"USING NAMED <{g}> " for g in named])
    found = [token for token in tokens(text) if token.kind == "name" or token.kind in ("open", "close")]
    words = [token for token in found if token.kind == "name" and token.depth == 0]
    if any(token.text.upper() in ("USING", "WITH") for token in words):
        detail = "The request names graphs, and the update has USING or WITH: only one of the two may."
        raise Problem(400, "protocol", detail)
    for start, end in sorted(_places(found), reverse=True):
        pattern = text[end : _closing(found, end)] if start != end else ""
        text = (
            f"{text[:start]}{pattern} {clauses}WHERE {text[end:]}"
            if pattern
            else (f"{text[:start]}{clauses}{text[start:]}")
        )
    return text


def _places(found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where clauses go: an empty range before a WHERE; the word WHERE itself of the short `DELETE WHERE`,
    whose pattern is the template too."""
    before = ""
    for token in found:
        word = token.text.upper()
        if token.kind == "name" and token.depth == 0 and word == "WHERE":
            short = before == "DELETE"
            yield token.start, token.start + len(token.text) if short else token.start
        before = word


def _closing(found: Sequence[Token], start: int) -> int:
    """The offset behind the bracket that closes the first one after `start`."""
    return next(t.start + 1 for t in found if t.kind == "close" and t.depth == 0 and t.start >= start)
