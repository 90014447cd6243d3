"""The server's side of the writer process: one change at a time, a new process where one has ended."""

import asyncio
import contextlib
import json
import subprocess
from typing import Any

from pactgraph.endpoint import metrics, processes, wire
from pactgraph.endpoint.problems import Problem
from pactgraph.endpoint.settings import Settings
from pactgraph.endpoint.snapshots import Snapshots
from pactgraph.errors import StoreError

Job = dict[str, Any]

_MODULE = "pactgraph.endpoint.writer"
_START = 30.0
_STATUS = {"syntax": 400, "evaluation": 400, "memory": 503, "storage": 507}


class Writing:
    """Makes changes and moves the snapshot before it acknowledges them."""

    def __init__(self, settings: Settings, snapshots: Snapshots) -> None:
        self._settings, self._snapshots = settings, snapshots
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter
        self._one_at_a_time = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """The process id of the writer."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Starts the process. Raises StoreError where the store cannot be written."""
        network = "1" if self._settings.allowed else "0"
        arguments = (str(self._settings.store), str(self._settings.memory_limit), network)
        self._process, channel = processes.start(_MODULE, *arguments)
        self._reader, self._writer = await asyncio.open_unix_connection(sock=channel)
        told: Job = {"message": "the writer did not start"}
        with contextlib.suppress(TimeoutError, asyncio.IncompleteReadError):
            async with asyncio.timeout(_START):
                told = json.loads((await wire.read(self._reader))[1])
        if "ok" not in told:
            await self.close()
            locked = told.get("error") == "locked"
            what = "another process is writing to this store" if locked else told["message"]
            hint = "end the other writer, or serve without --writable"
            raise StoreError(what, where=str(self._settings.store), hint=hint)
        self._snapshots.refresh()

    async def close(self) -> None:
        """Ends the process; a change that it is making is not acknowledged and not kept."""
        process, self._process = self._process, None
        if process:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            self._writer.close()
            await asyncio.to_thread(process.wait)

    async def change(self, job: Job) -> Job:
        """Makes a change; when this returns, it lasts and every later query sees it.

        Raises Problem where it fails; then nothing of it was made, except that the outcome is unknown where
        the process ended in between (status 503, kind `writer-ended`).
        """
        # a client that goes away must not leave half an exchange on the channel
        told = await asyncio.shield(asyncio.ensure_future(self._in_turn(job)))
        if "error" in told:
            raise _problem(told)
        return told

    async def _in_turn(self, job: Job) -> Job:
        async with self._one_at_a_time:
            outcome = "failed"
            try:
                told = await self._exchange(job)
                self._snapshots.refresh()
                outcome = "failed" if "error" in told else "done"
            finally:
                metrics.UPDATES.labels(outcome).inc()
        return told

    async def _exchange(self, job: Job) -> Job:
        try:
            await self._alive()
            self._writer.write(wire.pack_json(job))
            async with asyncio.timeout(self._settings.time_limit):
                told = dict(json.loads((await wire.read(self._reader))[1]))
        except TimeoutError:
            metrics.KILLED.labels("time").inc()
            await self._restart()
            limit = self._settings.time_limit
            detail = f"The update was stopped and undone: it ran longer than {limit:g} seconds."
            raise Problem(504, "time-limit", detail, limit=limit) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            await self._restart()
            detail = "The writer has ended in this change; look whether it was made, then try again."
            raise Problem(503, "writer-ended", detail, headers={"Retry-After": "1"}) from None
        if told.pop("ended", False):
            await self.close()  # the next change starts a new one
        return told

    async def _alive(self) -> None:
        if self._process is None or self._process.poll() is not None:
            await self._restart()

    async def _restart(self) -> None:
        await self.close()
        try:
            await self.start()
        except StoreError as error:
            raise Problem(507, "storage", f"The store cannot be written now: {error.what}.") from None


def _problem(told: Job) -> Problem:
    kind = told["error"]
    message = told["message"]
    status = _STATUS.get(kind, 503)
    return Problem(status, kind, message, line=told.get("line"), column=told.get("column"))
