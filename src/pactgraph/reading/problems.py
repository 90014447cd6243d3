"""Problems: what a run reports about an input, one line each, while the rest is read."""

from dataclasses import dataclass

from pactgraph.errors import ReadingError


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the input at `path`.

    `read` tells a note (what was there to read has been read) from a failure (a document is missing).
    """

    path: str
    error: ReadingError
    read: bool = False

    def __str__(self) -> str:
        return str(self.error)
