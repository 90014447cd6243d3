"""The questions of a project: SPARQL files with front matter, parameters, result formats, expected rows.

    question = load_questions(folder)["lineage"]
    results = question.ask(reader, {"agreementNamed": "Statement of Partnership"})
    write_results(results, "csv", sys.stdout.buffer)

`parameters` binds values, `questions` reads the files, `results` writes answers,
`expectations` compares them.
"""

from pactgraph.queries.expectations import Expectation, load_expectation
from pactgraph.queries.parameters import Parameter, bind
from pactgraph.queries.questions import GraphReader, Question, load_question, load_questions, pick
from pactgraph.queries.results import FORMATS, Results, rows_of, write_results

__all__ = [
    "FORMATS",
    "Expectation",
    "GraphReader",
    "Parameter",
    "Question",
    "Results",
    "bind",
    "load_expectation",
    "load_question",
    "load_questions",
    "pick",
    "rows_of",
    "write_results",
]
