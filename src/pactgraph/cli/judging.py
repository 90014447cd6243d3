"""Commands that look at quality: findings, evaluate, check."""

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pactgraph.cli.asking import opened
from pactgraph.cli.console import counted, say
from pactgraph.cli.options import Commands, command, project, with_store

if TYPE_CHECKING:
    from pactgraph.assembly.validation import Fault


def register(commands: Commands) -> None:
    """Adds the commands."""
    made = command(commands, "check", check, "validate the graph: shapes and checks")
    with_store(made)


def check(options: Namespace) -> int:
    """Prints each fault with the sentences behind it."""
    from pactgraph.errors import ValidationError

    found = faults(options)
    for fault in found:
        print(fault)
    wrong = sum(f.severity == "error" for f in found)
    say(f"{counted(wrong, 'error')}, {counted(len(found) - wrong, 'warning')}")
    return ValidationError.exit_code if wrong else 0


def faults(options: Namespace, graphs: Sequence[str] = ()) -> "list[Fault]":
    """Faults of the graph in force: of the things in these named graphs, or of all."""
    from pactgraph.assembly.settings import load
    from pactgraph.assembly.validation import validate

    around = project(options)
    settings, checks = load(around.ontology), sorted(around.checks.glob("*.rq"))
    return validate(opened(options, around), settings.shape_files, checks, settings.iris.ontology, graphs)
