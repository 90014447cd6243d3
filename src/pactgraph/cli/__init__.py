"""The commands: `pactgraph COMMAND --help` says what each does.

Data goes to standard output, messages go to standard error. Exit codes: 0 all went well; 1 it was done, but documents
were left out or differences were found; 2 the command was called wrongly; 130 interrupted; the others are those of
the error classes in `pactgraph.errors`.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from pactgraph import __version__
from pactgraph.cli import asking, building, judging, serving, sharing
from pactgraph.cli.console import fail
from pactgraph.errors import PactgraphError

GROUPS = (building, asking, sharing, judging, serving)
"""Modules of commands, in the order in which help lists them."""

INTERRUPTED = 130


def parser() -> ArgumentParser:
    """The command line's grammar. Building it imports no library that is slow to import."""
    made = ArgumentParser(
        prog="pactgraph",
        description="Texts in, a knowledge graph with the sentence behind every statement out.",
    )
    made.add_argument("--version", action="version", version=f"pactgraph {__version__}")
    commands = made.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in GROUPS:
        group.register(commands)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except PactgraphError as error:
        fail(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        fail("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # the reader of our output has gone, such as `head`: nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code
