"""Commands that make something: init, build."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from pactgraph.cli.console import Told, counted, fail, say, warn
from pactgraph.cli.options import Commands, command, project, store, with_model, with_store
from pactgraph.errors import UsageError

if TYPE_CHECKING:
    from pactgraph.build import Report

INCOMPLETE = 1


def register(commands: Commands) -> None:
    """Adds the commands."""
    made = command(commands, "init", init, "make a project: the four data folders, to be changed as you like")
    made.add_argument(
        "folder", type=Path, metavar="DIR", help="a new folder, or one without the folders of a project"
    )
    made = command(commands, "build", build, "read documents and make them the graph")
    made.add_argument(
        "paths", nargs="*", metavar="PATHS", help="files, folders, patterns, - (default: seeds/texts)"
    )
    with_store(made)
    made.add_argument(
        "--jobs", type=int, metavar="N", help="processes that read (default: what the work is worth)"
    )
    with_model(made)
    made.add_argument("--no-check", action="store_true", help="do not validate the graph")


def init(options: Namespace) -> int:
    """Copies the project that came with the package."""
    from pactgraph import project as projects

    projects.init(options.folder, options.project)
    say(f"made a project in {options.folder}; next: cd {options.folder} && pactgraph build")
    return 0


def build(options: Namespace) -> int:
    """Builds, tells what came of it, validates."""
    from pactgraph.build import Options
    from pactgraph.build import build as run

    if options.jobs is not None and options.jobs < 1:
        raise UsageError(f"{options.jobs} is no number of processes", where="--jobs", hint="give 1 or more")
    around = project(options)
    place = store(options, around)
    report = run(around, options.paths or [around.texts], Options(place, options.jobs, options.model), Told())
    say(_summary(report, place))
    wrong = 0 if options.no_check else _validate(options, report.changed)
    return wrong or (INCOMPLETE if report.faults else 0)


def _summary(report: "Report", place: Path) -> str:
    parts = [f"{counted(report.documents, 'document')} ({report.read:,} read now)"]
    if report.faults:
        parts.append(f"{len(report.faults):,} left out")
    graphs = (
        f"{len(report.changed):,} of {counted(report.graphs, 'graph')} changed"
        if report.changed
        else "nothing changed"
    )
    return f"{', '.join(parts)}; {counted(report.triples, 'triple')}; {graphs}; in {place}"


def _validate(options: Namespace, changed: list[str]) -> int:
    from pactgraph.cli.judging import faults
    from pactgraph.errors import ValidationError

    found = faults(options, changed) if changed else []
    for fault in found:
        (fail if fault.severity == "error" else warn)(str(fault).partition(": ")[2])
    return ValidationError.exit_code if any(f.severity == "error" for f in found) else 0
