"""The error tree, drawn once.

PactgraphError
├── ProjectError      a project folder, file or setting is missing or malformed
├── ReadingError      a document cannot be read
├── ModelError        a language model is missing, damaged or lacks what the rules need
├── RuleError         a rule, pattern or gazetteer file is wrong
├── FindingsError     a findings or gold record does not fit the published schema
├── AssemblyError     findings cannot be put together to a graph
├── ValidationError   the graph breaks a shape or a check
├── StoreError        the graph store cannot be opened, read or written
├── QueryError        a question or a SPARQL query is wrong
└── UsageError        a command was called with arguments that do not fit

Every message says what was wrong, where, and what to do next.
"""


class PactgraphError(Exception):
    """Root of all errors that pactgraph raises on purpose.

    `what` states the fault, `where` the place (file, line, IRI, offset), `hint` the next step.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        self.what, self.where, self.hint = what, where, hint
        super().__init__(what, where, hint)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.what}{advice}"

    def __reduce__(self) -> tuple[object, ...]:
        # worker processes send errors back by pickle, which calls __init__ with positional arguments only
        return (_rebuild, (type(self), self.what, self.where, self.hint))


def _rebuild(kind: type[PactgraphError], what: str, where: str, hint: str) -> PactgraphError:
    return kind(what, where=where, hint=hint)


class ProjectError(PactgraphError):
    """A project folder, file or setting is missing or malformed."""

    exit_code = 3


class ReadingError(PactgraphError):
    """A document cannot be read."""

    exit_code = 4


class ModelError(PactgraphError):
    """A language model is missing, damaged or lacks what the rules need."""

    exit_code = 5


class RuleError(PactgraphError):
    """A rule, pattern or gazetteer file is wrong."""

    exit_code = 3


class FindingsError(PactgraphError):
    """A findings or gold record does not fit the published schema."""

    exit_code = 6


class AssemblyError(PactgraphError):
    """Findings cannot be put together to a graph."""

    exit_code = 6


class ValidationError(PactgraphError):
    """The graph breaks a shape or a check."""

    exit_code = 7


class StoreError(PactgraphError):
    """The graph store cannot be opened, read or written."""

    exit_code = 8


class QueryError(PactgraphError):
    """A question or a SPARQL query is wrong."""

    exit_code = 9


class UsageError(PactgraphError):
    """A command was called with arguments that do not fit."""

    exit_code = 2
