"""Options that several commands share, and what they come to."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from pactgraph.errors import UsageError
from pactgraph.project import Project

Commands: TypeAlias = "_SubParsersAction[ArgumentParser]"
Run = Callable[[Namespace], int]

STORE = ".pactgraph"


def command(commands: Commands, name: str, run: Run, about: str, epilog: str = "") -> ArgumentParser:
    """A new command with the options that all have."""
    made = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.", epilog=epilog)
    made.add_argument(
        "--project", type=Path, metavar="DIR", help="the project (default: the one around this folder)"
    )
    made.set_defaults(run=run)
    return made


def with_store(parser: ArgumentParser) -> None:
    """Adds --store."""
    parser.add_argument(
        "--store", type=Path, metavar="DIR", help=f"where the graph is (default: {STORE}/ in the project)"
    )


def with_model(parser: ArgumentParser) -> None:
    """Adds --model."""
    parser.add_argument(
        "--model", metavar="NAME", help="a language model: shipped, an installed spaCy pipeline, or a path"
    )


def project(options: Namespace) -> Project:
    """The project that a command works on."""
    return Project.load(options.project) if options.project else Project.find()


def store(options: Namespace, around: Project) -> Path:
    """The folder of the graph: in the project, or here where the project is the one that came with the package."""
    if options.store:
        return Path(options.store)
    here = Path.cwd()
    return (around.root if here.is_relative_to(around.root) else here) / STORE


def pairs(texts: list[str]) -> dict[str, str | None]:
    """Values given as name=value."""
    found: dict[str, str | None] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise UsageError(f"{text!r} is not name=value", where="--param", hint="write --param name=value")
        found[name] = value
    return found
