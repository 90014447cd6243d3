"""A query process: opens snapshots read-only, runs one query at a time, streams the result.

It may be killed at any moment; nothing it holds is worth keeping. Started as
`python -m pactgraph.endpoint.worker FD PARENT MEMORY NETWORK`: a socket's number, the server's process id,
bytes beyond those at the start, 1 where SERVICE may reach out.
"""

import contextlib
import gc
import resource
import socket
import sys
import threading
import time
import zlib
from collections.abc import Callable
from typing import Any, Protocol

import pyoxigraph as ox

from pactgraph.endpoint import wire
from pactgraph.endpoint.confinement import without_network
from pactgraph.endpoint.formats import RDF, RESULTS
from pactgraph.endpoint.processes import die_with
from pactgraph.endpoint.syntax import explained

_CHUNK = 64 * 1024
_PACE = 0.25
"""Seconds after which what there is goes out, however little: slow results are seen as they come."""
_STACK = 256 << 20
"""The engine recurses over a query's nesting; the pages of the stack are taken only when used."""

Job = dict[str, Any]


class ResultTooLargeError(Exception):
    """The result passed the size limit."""


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


class _Plain:
    def compress(self, data: bytes, /) -> bytes:
        return data

    def flush(self) -> bytes:
        return b""


def _compressor(encoding: str | None) -> _Compressor:
    if encoding == "gzip":
        return zlib.compressobj(level=3, wbits=31)
    if encoding == "zstd":
        import zstandard  # imported on demand: it would double the start time of the process

        return zstandard.ZstdCompressor(level=3).compressobj()
    return _Plain()


class Sink:
    """What the engine writes its serialization to: sends it on in frames, the header before the first."""

    def __init__(self, channel: socket.socket, limit: int, encoding: str | None = None) -> None:
        self._channel, self._limit, self._total = channel, limit, 0
        self._pack = _compressor(encoding)
        self._waiting = bytearray()
        self._sent = time.monotonic()
        self.begun = False
        """Whether something went out, so that an error can no longer be told."""

    def write(self, data: bytes) -> int:
        """Takes some bytes. Raises ResultTooLargeError past the limit."""
        self._total += len(data)
        if self._total > self._limit:
            raise ResultTooLargeError
        self._waiting += self._pack.compress(data)
        if len(self._waiting) >= _CHUNK or time.monotonic() - self._sent > _PACE:
            self._send(b"")
        return len(data)

    def flush(self) -> None:
        """Nothing: frames go out when they are full."""

    def finish(self) -> None:
        """Sends the rest and the end."""
        self._waiting += self._pack.flush()
        self._send(wire.pack(wire.END))

    def _send(self, tail: bytes) -> None:
        head = b"" if self.begun else wire.pack_json({"whole": bool(tail)})
        body = wire.pack(wire.DATA, bytes(self._waiting)) if self._waiting else b""
        self.begun, self._sent = True, time.monotonic()
        self._channel.sendall(head + body + tail)
        self._waiting.clear()


class Worker:
    """Answers jobs from one socket until it closes."""

    def __init__(self, channel: socket.socket, memory: int) -> None:
        """`memory`: bytes that a query may take beyond what the open snapshot takes."""
        self._channel, self._memory = channel, memory
        self._store: ox.Store | None = None
        self._path = ""

    def serve(self) -> None:
        """The loop."""
        self._channel.sendall(wire.pack_json({"ok": True}))
        while (job := wire.receive_json(self._channel)) is not None:
            self._answer(job)

    def _answer(self, job: Job) -> None:
        sink = Sink(self._channel, job.get("limit", sys.maxsize), job.get("encoding"))
        try:
            self._open(job["store"])
            _OPERATIONS[job["op"]](self._opened, job, sink)
            sink.finish()
        except Exception as error:  # every error of the engine is told to the client, none ends the process
            if sink.begun:
                raise
            self._channel.sendall(wire.pack_json(failure(error, job.get("text", ""))))

    @property
    def _opened(self) -> ox.Store:
        assert self._store is not None, "every job opens its snapshot first"
        return self._store

    def _open(self, path: str) -> None:
        if path != self._path:
            self._store, self._path = None, ""
            limit_memory(None)
            self._store, self._path = ox.Store.read_only(path), path
            limit_memory(self._memory)


def failure(error: Exception, text: str = "") -> dict[str, Any]:
    """What the server is told of an error: its kind, a message, the place in `text` where it has one."""
    if isinstance(error, SyntaxError):
        return {"error": "syntax", **explained(error.msg, text)}
    if isinstance(error, ResultTooLargeError):
        return {"error": "result-limit", "message": "the result is larger than this endpoint allows"}
    if isinstance(error, MemoryError):
        return {"error": "memory", "message": "the query needs more memory than this endpoint allows"}
    kind = "storage" if isinstance(error, OSError) else "evaluation"
    return {"error": kind, "message": str(error)}


def _graphs(names: list[str] | None) -> list[Any] | None:
    return None if names is None else [ox.NamedNode(name) for name in names]


def _query(store: ox.Store, job: Job, sink: Sink) -> None:
    strict = job["default"] is not None or job["named"] is not None
    results = store.query(
        job["text"],
        base_iri=job.get("base"),
        use_default_graph_as_union=job["union"] and not strict,
        default_graph=_graphs(job["default"] or []) if strict else None,
        named_graphs=_graphs(job["named"] or []) if strict else None,
    )
    if isinstance(results, ox.QueryTriples):
        results.serialize(sink, format=RDF[job["rdf"]].engine)  # type: ignore[arg-type]  # only write() is called
    else:
        results.serialize(sink, format=RESULTS[job["results"]].engine)  # type: ignore[arg-type]  # as above


def _dump(store: ox.Store, job: Job, sink: Sink) -> None:
    """One graph (`graph`: an IRI, or "" for the default graph), or everything where none is named."""
    form = RDF[job["rdf"]].engine
    graph = job["graph"]
    if graph is None and not form.supports_datasets:
        union = store.query("CONSTRUCT WHERE { ?s ?p ?o }", use_default_graph_as_union=True)
        assert isinstance(union, ox.QueryTriples), "a CONSTRUCT gives triples"
        union.serialize(sink, format=form)  # type: ignore[arg-type]  # only write() is called
        return
    name = None if graph is None else ox.NamedNode(graph) if graph else ox.DefaultGraph()
    if isinstance(name, ox.NamedNode) and not store.contains_named_graph(name):
        raise KeyError(graph)
    store.dump(sink, form, from_graph=name, prefixes=job.get("prefixes"))  # type: ignore[arg-type]  # as above


def _ready(_store: ox.Store, _job: Job, _sink: Sink) -> None:
    """The snapshot is open: that was all."""


_OPERATIONS: dict[str, Callable[[ox.Store, Job, Sink], None]] = {
    "query": _query,
    "dump": _dump,
    "open": _ready,
}


def limit_memory(beyond: int | None) -> None:
    """Lets this process take `beyond` bytes more address space than it has now; None for no limit.

    Where there is no /proc, the time limit alone protects.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = hard
    if beyond is not None:
        with contextlib.suppress(OSError), open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  # pathlib costs start time
            limit = int(file.read().split()[0]) * resource.getpagesize() + beyond
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def run_with_stack(main: Callable[[], None]) -> None:
    """Runs `main` in a thread with a stack that holds deeply nested queries."""
    threading.stack_size(_STACK)
    thread = threading.Thread(target=main)
    thread.start()
    thread.join()


def main() -> None:
    """The process."""
    die_with(int(sys.argv[2]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    channel = socket.socket(fileno=int(sys.argv[1]))
    if sys.argv[4] != "1":
        without_network()
    gc.disable()  # the job dictionaries have no cycles
    worker = Worker(channel, int(sys.argv[3]))
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        run_with_stack(worker.serve)


if __name__ == "__main__":
    main()
