"""The query processes: who answers next, how long, and what happens to one that goes on too long.

`workers` queries run at the front. One that is still running after its first moments moves to a slow lane,
where it does not hold up short ones; where several are there, the later ones get a lower priority too. At
the time limit, or when its client has gone, its process is killed; ready ones are always waiting.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pactgraph.endpoint import metrics, processes, wire
from pactgraph.endpoint.problems import Problem, busy
from pactgraph.endpoint.settings import Settings

Job = dict[str, Any]

_MODULE = "pactgraph.endpoint.worker"
_FIRST_MOMENTS = 0.25
_NICE = 5
_ALONE = max(1, (os.cpu_count() or 1) - 1)
"""Long queries that keep their priority: they leave a processor to the short ones."""
_PATIENCE = 10.0
"""Seconds that a request waits for its turn."""


class Process:
    """One query process and the channel to it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.reader: asyncio.StreamReader
        self.writer: asyncio.StreamWriter
        self.snapshot = ""
        self.slow = False
        """Whether its query runs in a slow lane."""
        self.niced = False
        self.killed = False

    @classmethod
    async def start(cls, settings: Settings) -> "Process":
        """Starts a process and waits until it listens."""
        network = "1" if settings.allowed else "0"
        process, channel = processes.start(_MODULE, str(settings.memory_limit), network)
        self = cls(process)
        await self._connect(channel)
        await wire.read(self.reader)
        return self

    async def _connect(self, channel: socket.socket) -> None:
        self.reader, self.writer = await asyncio.open_unix_connection(sock=channel, limit=1 << 20)

    @property
    def pid(self) -> int:
        """The system's number for it."""
        return self._process.pid

    def slow_down(self) -> None:
        """Lets others go first from now on; the process is not used again after this query."""
        self.niced = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    def kill(self) -> None:
        """Ends the process now."""
        self.killed = True
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def gone(self) -> int:
        """Waits for the end of a process that was killed or has closed its channel; its return code."""
        self.writer.close()
        return await asyncio.to_thread(self._process.wait)


class Answer:
    """The answer of a process to one job, read frame by frame within the time limit."""

    def __init__(self, process: Process, limit: float) -> None:
        self._process, self._left = process, limit
        self._limit = limit
        self.finished = False
        self.whole = False
        """Whether all of the answer came at once."""

    async def begin(self) -> None:
        """Waits for the first of the answer. Raises Problem where the job failed."""
        kind, payload = await self._frame()
        assert kind == wire.JSON, "an answer begins with a header"
        header = json.loads(payload)
        if "error" in header:
            self.finished = True
            raise _problem(header)
        self.whole = header["whole"]

    async def chunks(self) -> AsyncIterator[bytes]:
        """The data. Raises Problem where the time limit passes or the process ends before it is done."""
        while not self.finished:
            kind, payload = await self._frame()
            self.finished = kind == wire.END
            if payload:
                yield payload

    async def _frame(self) -> tuple[bytes, bytes]:
        """The next frame. Only time spent waiting for the process counts, not for the client."""
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._left):
                return await wire.read(self._process.reader)
        except TimeoutError:
            metrics.KILLED.labels("time").inc()
            self._process.kill()
            raise _over_time(self._limit) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise _ended(await self._process.gone()) from None
        finally:
            self._left = max(0.001, self._left - (time.monotonic() - started))


def _over_time(limit: float) -> Problem:
    return Problem(
        504, "time-limit", f"The query was stopped: it ran longer than {limit:g} seconds.", limit=limit
    )


def _ended(code: int) -> Problem:
    """What to say when a process ended on its own: the engine aborts when it gets no memory."""
    if code == -signal.SIGSEGV:
        metrics.KILLED.labels("stack").inc()
        return Problem(400, "too-deep", "The query nests too deep for the engine.")
    if code in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGBUS):
        metrics.KILLED.labels("memory").inc()
        detail = "The query was stopped: it needed more memory than this endpoint allows."
        return Problem(503, "memory-limit", detail)
    return Problem(
        503, "process", "The process of the query has ended; try again.", headers={"Retry-After": "1"}
    )


_KINDS = {
    "syntax": (400, "syntax"),
    "evaluation": (400, "evaluation"),
    "memory": (503, "memory-limit"),
    "result-limit": (503, "result-limit"),
    "storage": (503, "storage"),
}


def _problem(header: Job) -> Problem:
    status, kind = _KINDS[header["error"]]
    message = header["message"]
    return Problem(status, kind, message, line=header.get("line"), column=header.get("column"))


class Pool:
    """Runs jobs in processes of their own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._idle: deque[Process] = deque()
        self._running: set[Process] = set()
        self._arrivals: deque[asyncio.Future[Process]] = deque()
        self._front = asyncio.Semaphore(settings.workers)
        self._slow = 0
        self._waiting = 0
        self._starting = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def pids(self) -> list[int]:
        """The process ids of all query processes."""
        return [process.pid for process in (*self._idle, *self._running)]

    @property
    def target(self) -> int:
        """How many processes should be idle or at the front."""
        return self._settings.workers + self._settings.spares

    async def start(self) -> None:
        """Starts the processes and waits for the first of them."""
        self._refill()
        while not self._idle:
            await asyncio.sleep(0.002)

    async def close(self) -> None:
        """Ends all processes."""
        self._closed = True
        for task in list(self._tasks):
            task.cancel()
        everyone = [*self._idle, *self._running]
        for process in everyone:
            process.kill()
        await asyncio.gather(*(process.gone() for process in everyone), return_exceptions=True)

    def announce(self, path: str) -> None:
        """Has idle processes open a new snapshot before the next query asks for it."""
        for process in list(self._idle):
            self._idle.remove(process)
            self._spawn(self._open(process, path))

    @asynccontextmanager
    async def run(self, job: Job, limit: float | None = None) -> AsyncIterator[Answer]:
        """The answer to a job, its process killed if the block ends before the answer does.

        Raises Problem where too many wait, where the job fails, or at the time limit (in seconds).
        """
        await self._turn()
        lane = _Lane(self)
        try:
            process = await self._take()
            lane.watch(process)
            answer = Answer(process, limit or self._settings.time_limit)
            try:
                process.writer.write(wire.pack_json(job))
                await answer.begin()
                yield answer
            finally:
                self._put_back(process, answer)
        finally:
            lane.leave()

    async def _turn(self) -> None:
        """Waits for a place at the front."""
        if self._front.locked():
            if self._waiting >= self._settings.waiting:
                raise busy()
            self._waiting += 1
            try:
                async with asyncio.timeout(_PATIENCE):
                    await self._front.acquire()
            except TimeoutError:
                raise busy(5) from None
            finally:
                self._waiting -= 1
        else:
            await self._front.acquire()

    async def _take(self) -> Process:
        self._discard_dead()
        if self._idle:
            process = self._idle.pop()
        else:
            self._refill()
            process = await self._arrival()
        self._running.add(process)
        return process

    def _discard_dead(self) -> None:
        """Replaces idle processes that something else has ended."""
        for process in [p for p in self._idle if p.reader.at_eof()]:
            self._idle.remove(process)
            process.kill()
            self._spawn(self._bury(process))
            self._refill()

    async def _arrival(self) -> Process:
        """The next process that gets free or ready."""
        future: asyncio.Future[Process] = asyncio.get_running_loop().create_future()
        self._arrivals.append(future)
        try:
            async with asyncio.timeout(_PATIENCE):
                return await asyncio.shield(future)
        except (TimeoutError, asyncio.CancelledError) as error:
            if not future.cancel():
                self._arrive(future.result())
            if isinstance(error, TimeoutError):
                raise busy(5) from None
            raise

    def _put_back(self, process: Process, answer: Answer) -> None:
        self._running.discard(process)
        process.slow = False
        if answer.finished and not process.niced and not process.killed and not self._closed:
            self._arrive(process)
            return
        if not answer.finished and not process.killed:
            metrics.KILLED.labels("client").inc()
        process.kill()
        self._spawn(self._bury(process))
        self._refill()

    def _arrive(self, process: Process) -> None:
        while self._arrivals:
            future = self._arrivals.popleft()
            if not future.done():
                future.set_result(process)
                return
        self._idle.append(process)

    def _refill(self) -> None:
        at_front = sum(not process.slow for process in self._running)
        lacking = self.target - len(self._idle) - self._starting - at_front
        wanted = sum(not future.done() for future in self._arrivals) + 1 - self._starting - len(self._idle)
        for _ in range(0 if self._closed else max(lacking, wanted, 0)):
            self._starting += 1
            self._spawn(self._add())

    async def _add(self) -> None:
        try:
            process = await Process.start(self._settings)
        except (asyncio.IncompleteReadError, OSError):
            await asyncio.sleep(0.2)  # the system is short of something: try again, but not at once
            self._starting -= 1
            self._refill()
            return
        self._starting -= 1
        if self._closed:
            process.kill()
            return
        self._arrive(process)

    async def _open(self, process: Process, path: str) -> None:
        """Warms an idle process; one that fails is replaced."""
        answer = Answer(process, 5.0)
        self._running.add(process)
        with contextlib.suppress(Problem):
            process.writer.write(wire.pack_json({"op": "open", "store": path}))
            await answer.begin()
            async for _ in answer.chunks():
                pass
        self._put_back(process, answer)

    async def _bury(self, process: Process) -> None:
        await process.gone()

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _Lane:
    """A query's place: at the front first, then in a slow lane if one is free."""

    def __init__(self, pool: Pool) -> None:
        self._pool, self._slow = pool, False
        self._timer: asyncio.TimerHandle | None = None

    def watch(self, process: Process) -> None:
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(_FIRST_MOMENTS, self._move_over, process)

    def _move_over(self, process: Process) -> None:
        if self._pool._slow >= self._pool._settings.slow_lanes:
            self._timer = asyncio.get_running_loop().call_later(_FIRST_MOMENTS, self._move_over, process)
            return
        process.slow = self._slow = True
        if self._pool._slow >= _ALONE:
            process.slow_down()
        self._pool._slow += 1
        self._pool._front.release()
        self._pool._refill()

    def leave(self) -> None:
        if self._timer:
            self._timer.cancel()
        if self._slow:
            self._pool._slow -= 1
        else:
            self._pool._front.release()
