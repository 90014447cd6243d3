"""Lock: one build at a time for one store."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pactgraph.errors import StoreError


@contextmanager
def exclusive(store: Path) -> Iterator[None]:
    """Keeps other builds away from a store, which is made if need be; the system unlocks when the process ends.

    Raises StoreError where another build is under way or the store cannot be written.
    """
    try:
        store.mkdir(parents=True, exist_ok=True)
        file = (store / "build.lock").open("w", encoding="utf-8")
    except OSError as error:
        hint = "give --store DIR"
        raise StoreError(f"the store cannot be written: {error}", where=str(store), hint=hint) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            hint = "wait until it has ended"
            raise StoreError("another build is under way", where=str(store), hint=hint) from None
        yield
