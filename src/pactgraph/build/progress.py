"""Progress: what a build tells while it runs. Commands show it; a library may stay silent."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from pactgraph.errors import PactgraphError


class Progress(Protocol):
    """Hears what happens in a build."""

    def note(self, text: str) -> None:
        """Something odd about a document that was read, in one line."""

    def fault(self, error: PactgraphError) -> None:
        """Why a document was left out."""

    def reading(self, total: int | None) -> AbstractContextManager[Callable[[], None]]:
        """A while of reading `total` documents (None: not known yet); the function is called after each."""


class Silence:
    """Hears and says nothing."""

    def note(self, text: str) -> None:
        """Nothing."""

    def fault(self, error: PactgraphError) -> None:
        """Nothing."""

    @contextmanager
    def reading(self, total: int | None) -> Iterator[Callable[[], None]]:
        """Nothing."""
        yield lambda: None
