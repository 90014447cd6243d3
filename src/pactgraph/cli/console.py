"""The console: messages for people on standard error, data for whoever reads standard output."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO

from pactgraph.errors import PactgraphError, UsageError

EVERY = 100
"""Documents after which a plain line tells how far the reading is."""


def say(text: str) -> None:
    """A message, in one line."""
    print(text, file=sys.stderr, flush=True)


def warn(text: str) -> None:
    """A message about something that did not keep the command from its work."""
    say(f"warning: {text}")


def fail(text: str) -> None:
    """A message about something that did."""
    say(f"error: {text}")


def width() -> int | None:
    """The columns of the terminal that standard output is; None for a file or a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def out() -> BinaryIO:
    """Standard output for bytes."""
    sys.stdout.flush()
    return sys.stdout.buffer


@contextmanager
def writing(target: str) -> Iterator[BinaryIO]:
    """Standard output for `-`, else a file that is there when it is whole and not before."""
    if target == "-":
        yield out()
        return
    place = Path(target)
    waiting = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with waiting.open("wb") as file:
            yield file
        waiting.replace(place)
    except OSError as error:
        raise UsageError(
            f"cannot be written: {error.strerror}", where=target, hint="name another file"
        ) from error
    finally:
        waiting.unlink(missing_ok=True)


def counted(number: int, one: str, many: str = "") -> str:
    """`1 document`, `2 documents`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


class Told:
    """Tells how a build goes: a bar on a terminal, plain lines elsewhere."""

    def note(self, text: str) -> None:
        """Something odd about a document."""
        warn(text)

    def fault(self, error: PactgraphError) -> None:
        """A document left out."""
        fail(str(error))

    def reading(self, total: int | None) -> AbstractContextManager[Callable[[], None]]:
        """Shows documents being read."""
        return _bar(total) if sys.stderr.isatty() else _lines(total)


@contextmanager
def _lines(total: int | None) -> Iterator[Callable[[], None]]:
    count = 0
    of = f" of {total:,}" if total is not None else ""

    def step() -> None:
        nonlocal count
        count += 1
        if count % EVERY == 0:
            say(f"read {count:,}{of}")

    say(f"reading {counted(total, 'document') if total is not None else 'documents'}")
    yield step


@contextmanager
def _bar(total: int | None) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=total)
        yield lambda: bar.advance(task)
