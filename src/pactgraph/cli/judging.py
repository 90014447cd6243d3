"""Commands that show the quality of the work: findings, evaluate, check."""

import json
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pactgraph.cli.asking import opened
from pactgraph.cli.console import counted, fail, say, warn
from pactgraph.cli.options import Commands, command, project, with_model, with_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from pactgraph.assembly.validation import Fault
    from pactgraph.extraction.findings import Findings
    from pactgraph.project import Project

INCOMPLETE = 1


def register(commands: Commands) -> None:
    """Adds the commands."""
    made = command(
        commands, "findings", findings, "write what each document says as JSON Lines, without a graph"
    )
    made.add_argument(
        "paths", nargs="*", metavar="PATHS", help="files, folders, patterns, - (default: seeds/texts)"
    )
    made.add_argument("--full", action="store_true", help="the whole record: things, statements, evidence")
    made.add_argument("--schema", action="store_true", help="write the JSON Schema of the records instead")
    with_model(made)
    made = command(commands, "evaluate", evaluate, "hold findings against gold: precision, recall, F1")
    made.add_argument("gold", nargs="+", type=Path, metavar="GOLD", help="JSON Lines files of gold records")
    made.add_argument(
        "--texts", type=Path, metavar="DIR", help="the texts, ID.txt each (default: texts/ beside GOLD)"
    )
    made.add_argument(
        "--findings", type=Path, metavar="FILE", help="findings made before, instead of reading the texts"
    )
    made.add_argument("--errors", action="store_true", help="list what went wrong, with sentence and rule")
    with_model(made)
    made = command(commands, "check", check, "validate the graph: shapes and checks")
    with_store(made)


def findings(options: Namespace) -> int:
    """Writes findings in the order of the documents, each as soon as it is made."""
    from pactgraph.extraction.projection import Projection
    from pactgraph.extraction.rulefiles import read_yaml
    from pactgraph.extraction.schema import generic, published

    around = project(options)
    settings = read_yaml(around.extract / "findings.yaml")
    if options.schema:
        _print(generic() if options.full else published(settings), indent=2)
        return 0
    record = (lambda found: found.to_json()) if options.full else Projection(settings).record
    results = _Results(around, options.model, options.paths or [around.texts])
    for found in results:
        _print(record(found))
    return INCOMPLETE if results.faults else 0


def _print(data: "dict[str, Any]", indent: int | None = None) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=indent), flush=True)


class _Results:
    """The findings of documents, one at a time; what is wrong with a document is told, and `faults` counts those
    left out."""

    def __init__(self, around: "Project", model: str | None, paths: "Iterable[str | Path]") -> None:
        self.around, self.model, self.paths = around, model, list(paths)
        self.faults = 0

    def __iter__(self) -> "Iterator[Findings]":
        from pactgraph.build.reading import Reader
        from pactgraph.reading import Problem, locate

        reader = Reader(self.around.root, self.model)
        for item in locate(self.paths, reader.settings):
            if isinstance(item, Problem):
                self._tell(item.read, str(item))
                continue
            found, notes = reader.read(item)
            for note in notes:
                self._tell(found is not None, str(note))
            if found is not None:
                yield found

    def _tell(self, read: bool, text: str) -> None:
        (warn if read else fail)(text)
        self.faults += not read


def evaluate(options: Namespace) -> int:
    """Prints the table of scores, and the errors before it where asked for."""
    from pactgraph.evaluation import Rules, read_records
    from pactgraph.evaluation import evaluate as compared

    around = project(options)
    gold = {doc: record for file in options.gold for doc, record in read_records(file).items()}
    texts = options.texts or options.gold[0].parent / "texts"
    found = read_records(options.findings) if options.findings else _found(options, around, texts, list(gold))
    content = {doc: _text(texts / f"{doc}.txt") for doc in gold}
    result = compared(found, gold, Rules.load(around.extract), content)
    for miss in result.errors if options.errors else ():
        print("\n".join(miss.lines()))
    print("\n".join(result.tally.lines()))
    return 0


def _found(options: Namespace, around: "Project", texts: Path, docs: list[str]) -> "dict[str, Any]":
    """Findings of the texts that gold is about."""
    from pactgraph.errors import UsageError
    from pactgraph.extraction.projection import Projection
    from pactgraph.extraction.rulefiles import read_yaml

    files = [texts / f"{doc}.txt" for doc in docs]
    missing = [file for file in files if not file.is_file()]
    if missing:
        raise UsageError(
            "the text of a gold record is missing", where=str(missing[0]), hint="give --texts DIR"
        )
    record = Projection(read_yaml(around.extract / "findings.yaml")).record
    records = map(record, _Results(around, options.model, files))
    return {made["document"]["id"]: made for made in records}


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


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
