"""Which state of the graph is served: one immutable directory at a time, kept while a query reads it.

The store's directory has the layout of `pactgraph.store.EmbeddedStore`: `current` names the generation in
force. A server that only reads serves a copy of it made of hard links (`serving-...`), so that a build may
remove the generation while a long query is still reading. A server that writes keeps house itself.
"""

import asyncio
import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pactgraph.endpoint.layout import GENERATION, SERVING, pointed_at
from pactgraph.errors import StoreError

_POLL = 0.05


@dataclass(slots=True)
class Snapshot:
    """A state of the graph. `identity` differs between any two states, also of different stores."""

    path: Path
    identity: str
    since: float = field(default_factory=time.time)
    readers: int = 0


class Snapshots:
    """The snapshot in force and those that still have readers."""

    def __init__(self, root: Path, *, owner: bool) -> None:
        """`owner`: this server is the store's writer, and removes generations that are out of use."""
        self._root, self._owner = root, owner
        self._current: Snapshot | None = None
        self._name = ""
        self._serving = None if owner else _serving_place(root)
        self.listeners: list[Callable[[Snapshot], None]] = []

    @property
    def current(self) -> Snapshot:
        """The snapshot in force. Raises StoreError where nothing was built yet."""
        if self._current is None:
            raise StoreError("there is no graph yet", where=str(self._root), hint="build it first")
        return self._current

    @property
    def ready(self) -> bool:
        """Whether there is a snapshot."""
        return self._current is not None

    @contextmanager
    def hold(self) -> Iterator[Snapshot]:
        """The snapshot in force, which stays on disk until the block ends."""
        snapshot = self.current
        snapshot.readers += 1
        try:
            yield snapshot
        finally:
            snapshot.readers -= 1
            if snapshot.readers == 0 and snapshot is not self._current:
                self._remove(snapshot)

    def refresh(self) -> None:
        """Looks at the pointer and moves to what it names."""
        name = pointed_at(self._root)
        if name and name != self._name:
            self._move(name)

    def sweep(self) -> None:
        """Removes all generations but the one in force: what an owner does before it has readers."""
        for directory in self._root.glob(f"{GENERATION}*"):
            if directory.name != self._name:
                shutil.rmtree(directory, ignore_errors=True)

    async def watch(self) -> None:
        """Follows the pointer until cancelled."""
        while True:
            await asyncio.sleep(_POLL)
            with contextlib.suppress(OSError):  # caught between two builds: looked at again in a moment
                self.refresh()

    def close(self) -> None:
        """Removes the copies of this server."""
        if self._serving:
            shutil.rmtree(self._serving, ignore_errors=True)

    def _move(self, name: str) -> None:
        path = self._root / name
        status = path.stat()
        identity = f"{name.rpartition('-')[2]}-{status.st_ino:x}-{status.st_mtime_ns:x}"
        fresh = Snapshot(self._linked(path), identity)
        before, self._current, self._name = self._current, fresh, name
        for listener in self.listeners:
            listener(fresh)
        if before and before.readers == 0:
            self._remove(before)

    def _linked(self, path: Path) -> Path:
        if self._serving is None:
            return path
        copy = self._serving / path.name
        try:
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(path, copy, copy_function=os.link)
        except OSError:  # no right to write there, or no hard links: then the generation itself is served
            shutil.rmtree(copy, ignore_errors=True)
            return path
        return copy

    def _remove(self, snapshot: Snapshot) -> None:
        if self._owner or (self._serving and snapshot.path.parent == self._serving):
            shutil.rmtree(snapshot.path, ignore_errors=True)


def _serving_place(root: Path) -> Path | None:
    """A directory of this server's own, after removing those of servers that ended; None if not possible."""
    try:
        for left in root.glob(f"{SERVING}*"):
            if not _held(left / "lock"):
                shutil.rmtree(left, ignore_errors=True)
        place = root / f"{SERVING}{os.getpid()}-{time.time_ns():x}"
        place.mkdir()
        handle = os.open(place / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)  # held until this process ends
    except OSError:
        return None
    return place


def _held(lock: Path) -> bool:
    try:
        with lock.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False
