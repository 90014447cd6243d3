"""Workers: inputs to findings, in this process or in several, always with the same result.

Each process loads the pipeline once and reads one document at a time; what it finds goes to the cache, so that only
a few words go between processes. A document that cannot be read is reported and the rest is read, even where it
takes its process down.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pactgraph.build.cache import Cache
from pactgraph.errors import PactgraphError, ReadingError
from pactgraph.reading.locating import Input

AHEAD = 4
"""Inputs that wait for each process."""

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
"""What tells numerical libraries how many threads they may start; read when they are imported."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker needs to begin: the project, the model (None: the project's own), the cache."""

    root: Path
    model: str | None
    cache: Path
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: its findings are in the cache under `key`, or `fault` says why not.

    `notes` are faults that did not keep the document from being read.
    """

    doc: str
    key: str
    notes: tuple[str, ...] = ()
    fault: PactgraphError | None = None


class Worker:
    """Reads inputs and keeps their findings."""

    def __init__(self, setup: Setup) -> None:
        # imported here: a build in which nothing changed needs no language model
        from pactgraph.build.reading import Reader

        self.reader = Reader(setup.root, setup.model)
        self.cache = Cache(setup.cache, setup.fingerprint)

    def outcome(self, item: Input) -> Outcome:
        """Reads one input; never raises for what is wrong with it."""
        key = self.cache.key(item)
        findings, notes = self.reader.read(item)
        if findings is None:
            return Outcome(item.id, key, fault=notes[0])
        lines = tuple(map(str, notes))
        self.cache.put(key, findings, lines)
        return Outcome(item.id, key, lines)


def outcomes(items: Iterable[Input], setup: Setup, jobs: int) -> Iterator[Outcome]:
    """The outcome of each input, in no certain order, by `jobs` processes."""
    if jobs == 1:
        worker = Worker(setup)
        yield from map(worker.outcome, items)
    else:
        yield from _pooled(iter(items), setup, jobs)


_worker: Worker | PactgraphError | None = None
"""The worker of a process of the pool, or why it could not begin."""


def _start(setup: Setup) -> None:
    global _worker
    try:
        _worker = Worker(setup)
    except PactgraphError as error:
        # raised by the first task: an error here would break the pool and say nothing
        _worker = error


def _work(item: Input) -> Outcome:
    assert _worker is not None, "the pool starts each process by _start"
    if isinstance(_worker, PactgraphError):
        raise _worker
    return _worker.outcome(item)


def _pooled(items: Iterator[Input], setup: Setup, jobs: int) -> Iterator[Outcome]:
    while True:
        suspects: list[Input] = []
        with _single_threaded(), _pool(setup, jobs) as pool:
            yield from _drained(items, pool, jobs, suspects)
        if not suspects:
            return
        with _single_threaded():
            yield from _one_by_one(suspects, setup)


def _pool(setup: Setup, jobs: int) -> ProcessPoolExecutor:
    # a fresh interpreter: forking a process that has threads may hang
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(setup,))


def _drained(
    items: Iterator[Input], pool: ProcessPoolExecutor, jobs: int, suspects: list[Input]
) -> Iterator[Outcome]:
    """Outcomes from a pool, few inputs ahead; what was under way when a process died goes to `suspects`."""
    running: dict[Future[Outcome], Input] = {}
    _fill(running, items, jobs * AHEAD, lambda item: pool.submit(_work, item))
    while running:
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            item = running.pop(future)
            try:
                yield future.result()
            except BrokenProcessPool:
                suspects.append(item)
        if not suspects:
            _fill(running, items, jobs * AHEAD, lambda item: pool.submit(_work, item))


def _fill(
    running: dict[Future[Outcome], Input],
    items: Iterator[Input],
    size: int,
    submit: Callable[[Input], Future[Outcome]],
) -> None:
    while len(running) < size and (item := next(items, None)) is not None:
        running[submit(item)] = item


def _one_by_one(suspects: list[Input], setup: Setup) -> Iterator[Outcome]:
    """Outcomes of inputs one of which took its process down: the culprit is alone now, and is reported."""
    while suspects:
        with _pool(setup, 1) as pool:
            whole = True
            while suspects and whole:
                item = suspects.pop(0)
                try:
                    yield pool.submit(_work, item).result()
                except BrokenProcessPool:
                    whole = False
                    hint = "is it very large?"
                    fault = ReadingError("reading it ended the process", where=item.path, hint=hint)
                    yield Outcome(item.id, "", fault=fault)


@contextmanager
def _single_threaded() -> Iterator[None]:
    """Processes started inside use one thread each."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
