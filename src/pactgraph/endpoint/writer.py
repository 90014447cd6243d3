"""The writer process: the only one that changes the graph.

It works on a copy of the generation in force. A change is made there as one transaction, a checkpoint of the
result becomes the next generation, and only when the pointer names it is the change acknowledged. So whatever
ends this process, the last acknowledged state is whole and in force, and nothing else is visible.
Started as `python -m pactgraph.endpoint.writer FD PARENT ROOT MEMORY NETWORK`.
"""

import contextlib
import fcntl
import os
import resource
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from pactgraph.endpoint import wire
from pactgraph.endpoint.confinement import without_network
from pactgraph.endpoint.formats import RDF
from pactgraph.endpoint.layout import BUILDING, GENERATION, pointed_at
from pactgraph.endpoint.processes import die_with
from pactgraph.endpoint.worker import failure, limit_memory, run_with_stack

_LIVE = f"{BUILDING}live"
_BULK = 8 << 20
"""Bytes from which a file is loaded by sorting it on disk, not within a transaction in memory."""

Job = dict[str, Any]


class Writer:
    """Holds the store's lock and its working copy."""

    def __init__(self, root: Path) -> None:
        """Takes the lock. Raises BlockingIOError where another process writes to this store."""
        self._root = root
        self.spoilt = False
        """Whether the working copy is not what is in force: then this process must end."""
        root.mkdir(parents=True, exist_ok=True)
        self._lock = (root / "lock").open("w", encoding="utf-8")
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in root.glob(f"{BUILDING}*"):
            shutil.rmtree(left, ignore_errors=True)
        self._store = self._working_copy()
        if not pointed_at(root):
            self._publish()

    def apply(self, job: Job) -> Job:
        """Makes a change and publishes it. After a failure that is left half done, `spoilt` is true."""
        _check(job)
        # an update is a transaction of the engine: where it fails, the working copy is as it was
        self.spoilt = job["op"] != "update"
        try:
            told = _OPERATIONS[job["op"]](self._store, job)
        except OSError:  # after a failed write the engine takes no more
            self.spoilt = True
            raise
        self.spoilt = True
        if told.pop("changed", True):
            self._publish()
        self.spoilt = False
        return {"ok": True, **told}

    def _working_copy(self) -> ox.Store:
        live = self._root / _LIVE
        shutil.rmtree(live, ignore_errors=True)
        name = pointed_at(self._root)
        if name:
            ox.Store.read_only(str(self._root / name)).backup(str(live))
        return ox.Store(str(live))

    def _publish(self) -> None:
        """Makes a checkpoint the generation in force; durable when it returns."""
        number = int(pointed_at(self._root).rpartition("-")[2] or 0) + 1
        name = f"{GENERATION}{number:06}"
        building = self._root / f"{BUILDING}{number:06}"
        for left in (building, self._root / name):  # of a writer that ended here
            shutil.rmtree(left, ignore_errors=True)
        self._store.backup(str(building))
        building.rename(self._root / name)
        pointer = self._root / "current.new"
        with pointer.open("w", encoding="utf-8") as file:
            file.write(f"{name}\n")
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self._root / "current")
        handle = os.open(self._root, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _check(job: Job) -> None:
    """Reads the files of a job once, so that one that cannot be read changes nothing."""
    for part in job.get("parts", ()):
        for _ in ox.parse(path=part["file"], format=RDF[part["format"]].engine, base_iri=job["base"]):
            pass


def _update(store: ox.Store, job: Job) -> Job:
    store.update(job["text"], base_iri=job.get("base"))
    return {}


def _name(graph: str) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(graph) if graph else ox.DefaultGraph()


def _exists(store: ox.Store, graph: str) -> bool:
    return not graph or store.contains_named_graph(ox.NamedNode(graph))


def _put(store: ox.Store, job: Job) -> Job:
    """Replaces a graph by the files of the job."""
    created = not _exists(store, job["graph"])
    store.clear_graph(_name(job["graph"]))
    _load(store, job)
    return {"created": created}


def _post(store: ox.Store, job: Job) -> Job:
    """Adds the files of the job to a graph."""
    created = not _exists(store, job["graph"])
    _load(store, job)
    return {"created": created}


def _delete(store: ox.Store, job: Job) -> Job:
    if not _exists(store, job["graph"]):
        return {"missing": True, "changed": False}
    if job["graph"]:
        store.remove_graph(ox.NamedNode(job["graph"]))
    else:
        store.clear_graph(ox.DefaultGraph())
    return {}


def _load(store: ox.Store, job: Job) -> None:
    name = _name(job["graph"])
    if isinstance(name, ox.NamedNode):
        store.add_graph(name)
    for part in job["parts"]:
        load = store.bulk_load if Path(part["file"]).stat().st_size >= _BULK else store.load
        load(path=part["file"], format=RDF[part["format"]].engine, base_iri=job["base"], to_graph=name)


_OPERATIONS: dict[str, Callable[[ox.Store, Job], Job]] = {
    "update": _update,
    "put": _put,
    "post": _post,
    "delete": _delete,
}


def _told(error: Exception, job: Job) -> Job:
    if isinstance(error, OSError) and error.errno is not None:
        return {"error": "storage", "message": error.strerror or str(error)}
    return failure(error, job.get("text", ""))


def serve(channel: socket.socket, root: Path) -> None:
    """The loop: a job, its outcome, the next."""
    try:
        writer = Writer(root)
    except (OSError, ValueError) as error:
        locked = isinstance(error, BlockingIOError)
        channel.sendall(wire.pack_json({"error": "locked" if locked else "storage", "message": str(error)}))
        return
    channel.sendall(wire.pack_json({"ok": True}))
    while not writer.spoilt and (job := wire.receive_json(channel)) is not None:
        try:
            told = writer.apply(job)
        except Exception as error:  # every failed change is told to the client
            told = {**_told(error, job), "ended": writer.spoilt}
        channel.sendall(wire.pack_json(told))


def main() -> None:
    """The process."""
    die_with(int(sys.argv[2]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    channel = socket.socket(fileno=int(sys.argv[1]))
    limit_memory(int(sys.argv[4]) * 4)
    if sys.argv[5] != "1":
        without_network()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        run_with_stack(lambda: serve(channel, Path(sys.argv[3])))


if __name__ == "__main__":
    main()
