"""What all resources of one server share."""

import asyncio
import contextlib
from collections import OrderedDict
from dataclasses import dataclass

from pactgraph.endpoint import metrics
from pactgraph.endpoint.access import Rate, Tokens
from pactgraph.endpoint.egress import Egress
from pactgraph.endpoint.holdings import Holdings
from pactgraph.endpoint.pool import Pool
from pactgraph.endpoint.settings import Settings
from pactgraph.endpoint.snapshots import Snapshot, Snapshots
from pactgraph.endpoint.writing import Writing
from pactgraph.errors import StoreError

_LARGEST = 1 << 20

Key = tuple[str, ...]
Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole answer: its headers and body."""

    headers: Headers
    body: bytes


class Cache:
    """Answers of the snapshot in force by the request that got them; the longest unused go first."""

    def __init__(self, size: int) -> None:
        """`size` in bytes."""
        self._size, self._used = size, 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._identity = ""

    def get(self, identity: str, key: Key) -> Kept | None:
        """The answer to this request on this snapshot."""
        if identity != self._identity:
            return None
        kept = self._kept.get(key)
        if kept:
            self._kept.move_to_end(key)
        return kept

    def put(self, identity: str, key: Key, kept: Kept) -> None:
        """Keeps an answer if its snapshot is still in force and it is not too large."""
        if identity != self._identity or len(kept.body) > min(_LARGEST, self._size) or key in self._kept:
            return
        self._kept[key] = kept
        self._used += _weight(key, kept)
        while self._used > self._size:
            self._used -= _weight(*self._kept.popitem(last=False))

    def renew(self, snapshot: Snapshot) -> None:
        """Forgets everything: another snapshot is in force."""
        self._kept.clear()
        self._used, self._identity = 0, snapshot.identity


def _weight(key: Key, kept: Kept) -> int:
    return len(kept.body) + sum(map(len, key)) + 500


class Service:
    """The parts of one server, started and stopped together."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.tokens = Tokens.load(settings)
        self.rate = Rate(settings.rate, settings.burst)
        self.holdings = Holdings.load(settings)
        self.snapshots = Snapshots(settings.store, owner=settings.writable)
        self.pool = Pool(settings)
        self.egress = Egress(settings.allowed)
        self.cache = Cache(settings.cache_size)
        self.writing = Writing(settings, self.snapshots) if settings.writable else None
        self.stopping = False
        self._watch: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Starts all processes. Raises StoreError where there is nothing to serve and nobody to write it."""
        self.snapshots.listeners.append(self.cache.renew)
        if self.writing:
            await self.writing.start()
            self.snapshots.sweep()
        self.snapshots.refresh()
        if not self.snapshots.ready:
            raise StoreError(
                "there is no graph to serve",
                where=str(self.settings.store),
                hint="build it first, or serve --writable",
            )
        await self.egress.start()
        await self.pool.start()
        self.snapshots.listeners.append(lambda snapshot: self.pool.announce(str(snapshot.path)))
        self.pool.announce(str(self.snapshots.current.path))
        metrics.watch_age(lambda: self.snapshots.current.since)
        self._watch = asyncio.create_task(self.snapshots.watch())

    async def stop(self) -> None:
        """Ends all processes."""
        self.stopping = True
        if self._watch:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        await self.pool.close()
        await self.egress.stop()
        if self.writing:
            await self.writing.close()
        self.snapshots.close()
