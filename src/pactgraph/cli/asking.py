"""Commands that ask the graph: query, explain."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pactgraph.cli.console import counted, out, say, width
from pactgraph.cli.options import Commands, command, pairs, project, store, with_store
from pactgraph.errors import QueryError

if TYPE_CHECKING:
    from pactgraph.project import Project
    from pactgraph.queries import Question, Results
    from pactgraph.store import EmbeddedStore

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle", "ntriples", "rdfxml", "jsonld")


def register(commands: Commands) -> None:
    """Adds the commands."""
    made = command(commands, "query", query, "ask the graph; without a question, list the questions")
    made.add_argument("question", nargs="?", metavar="QUESTION", help="a name, a .rq file, or SPARQL")
    made.add_argument(
        "--param", action="append", default=[], metavar="NAME=VALUE", help="a value to ask with"
    )
    made.add_argument(
        "--format", choices=FORMATS, default="table", help="of the answer (default: %(default)s)"
    )
    with_store(made)
    made = command(
        commands, "explain", explain, "tell what is known of a thing, by which sentences, and why it is one"
    )
    made.add_argument("thing", metavar="IRI|NAME", help="an address, short (person:...) or long, or a name")
    with_store(made)


def query(options: Namespace) -> int:
    """Asks one question."""
    from pactgraph.queries import load_questions, write_results

    around = project(options)
    if options.question is None:
        return _list(load_questions(around.queries))
    graph = opened(options, around)
    results = _answer(options.question, pairs(options.param), around, graph)
    write_results(results, options.format, out(), width=width(), prefixes=prefixes(around))
    return 0


def _list(questions: Mapping[str, "Question"]) -> int:
    for name, question in questions.items():
        print(f"{name}\n    {question.title}")
        for parameter in question.parameters:
            default = "" if parameter.default is None else f" (default: {parameter.default})"
            print(f"    --param {parameter.name}=...  {parameter.description}{default}")
    say(f"{counted(len(questions), 'question')}; ask one by its name: pactgraph query NAME")
    return 0


def _answer(
    text: str, values: Mapping[str, str | None], around: "Project", graph: "EmbeddedStore"
) -> "Results":
    from pactgraph.queries import load_question, load_questions, pick

    if any(c in text for c in " {\n"):
        return _asked(text, values, graph)
    if text.endswith(".rq") or "/" in text:
        content = _content(Path(text))
        return (
            load_question(Path(text)).ask(graph, values)
            if content.startswith("#+")
            else _asked(content, values, graph)
        )
    return pick(load_questions(around.queries), text).ask(graph, values)


def _asked(text: str, values: Mapping[str, str | None], graph: "EmbeddedStore") -> "Results":
    if values:
        name = next(iter(values))
        raise QueryError(f"{name!r} is no parameter", hint="only questions with front matter have parameters")
    return graph.query(text)


def _content(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(
            f"the question cannot be read: {error}", where=str(file), hint="give a UTF-8 file"
        ) from error


def explain(options: Namespace) -> int:
    """Tells what the graph knows of one thing."""
    from pactgraph.assembly.explanation import explain as explained
    from pactgraph.assembly.settings import load
    from pactgraph.cli.naming import address

    around = project(options)
    graph = opened(options, around)
    iri = address(options.thing, graph, prefixes(around), store(options, around))
    for line in explained(graph, iri, load(around.ontology).iris.ontology).lines():
        print(line)
    return 0


def opened(options: Namespace, around: "Project") -> "EmbeddedStore":
    """The graph in force. Raises StoreError where there is none."""
    from pactgraph.errors import StoreError
    from pactgraph.store import EmbeddedStore

    place = store(options, around)
    graph = EmbeddedStore(place)
    if graph.current() is None:
        raise StoreError("there is no graph yet", where=str(place), hint="pactgraph build makes one")
    return graph


def prefixes(around: "Project") -> dict[str, str]:
    """The project's prefixes, for short addresses."""
    from pactgraph.assembly.serialization import prefixes_of
    from pactgraph.assembly.settings import load

    return prefixes_of(load(around.ontology))
