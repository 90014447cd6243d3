from pathlib import Path

import pyoxigraph as ox
import pytest

from pactgraph.errors import QueryError
from pactgraph.queries import load_question, load_questions, pick, rows_of

GOOD = """#+ title: Who knows whom?
#+ description: Pairs.
#+ parameters:
#+   who: {type: iri, description: the one who knows}
#+   least: {type: integer, description: at least so often}
#+ columns:
#+   a: the one
#+   b: the other

PREFIX e: <urn:e:>

SELECT ?a ?b {
  VALUES ?who { e:ann }
  VALUES ?least { UNDEF }
  ?a e:knows ?b .
  FILTER(!BOUND(?who) || ?a = ?who)
}
ORDER BY ?a
"""


class Store:
    def __init__(self) -> None:
        self.store = ox.Store()
        self.store.load(
            b"PREFIX e: <urn:e:> e:ann e:knows e:bob . e:cy e:knows e:dan .", format=ox.RdfFormat.TURTLE
        )

    def query(self, text: str, /) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        return self.store.query(text)


def write(folder: Path, text: str, name: str = "knows") -> Path:
    path = folder / f"{name}.rq"
    path.write_text(text, encoding="utf-8")
    return path


def test_question_is_read_with_its_front_matter(tmp_path: Path) -> None:
    question = load_question(write(tmp_path, GOOD))
    assert (question.name, question.title, question.severity) == ("knows", "Who knows whom?", None)
    assert question.columns == {"a": "the one", "b": "the other"}
    assert [(p.name, p.type, p.default) for p in question.parameters] == [
        ("who", "iri", ox.NamedNode("urn:e:ann")),
        ("least", "integer", None),
    ]


@pytest.mark.parametrize(
    ("values", "answer"),
    [(None, ["ann"]), ({"who": "urn:e:cy"}, ["cy"]), ({"who": ""}, ["ann", "cy"]), ({"least": "3"}, ["ann"])],
)
def test_question_is_asked_with_values_or_defaults(
    tmp_path: Path, values: dict[str, str | None] | None, answer: list[str]
) -> None:
    rows = rows_of(load_question(write(tmp_path, GOOD)).ask(Store(), values))
    assert [row["a"] for row in rows] == [f"urn:e:{name}" for name in answer]


def test_unknown_parameter_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="'whom' is no parameter") as caught:
        load_question(write(tmp_path, GOOD)).sparql({"whom": "x"})
    assert caught.value.hint == "one of: who, least"


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("#+ title: Who knows whom?\n", "", 1, "no title"),
        ("description: Pairs.", "description: Pairs: two", 2, "no YAML"),
        ("#+ description: Pairs.", "#+ descripton: Pairs.", 2, "unknown front matter 'descripton'"),
        ("description: Pairs.", "description: [Pairs]", 2, "must be a str"),
        ("#+ columns:", "#+ severity: fatal\n#+ columns:", 6, "unknown severity"),
        ("#+   b: the other\n", "", 1, r"\?b is not described"),
        ("b: the other", "b: the other\n#+   c: none", 1, "c is described but not selected"),
        ("type: iri", "type: url", 4, "parameter who needs a type"),
        ("description: the one who knows", "default: 1", 4, "parameter who needs a type and a description"),
        ("type: iri", "type: string", 13, "is no string"),
        ("  VALUES ?least { UNDEF }\n", "", 5, "one VALUES block"),
        ("{ UNDEF }", "{ 1 2 }", 5, "one VALUES block"),
        ("FILTER(", "FILTR(", 16, "no SPARQL"),
    ],
)
def test_wrong_file_is_refused_with_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, what: str
) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new))
    with pytest.raises(QueryError, match=what) as caught:
        load_question(path)
    assert caught.value.where == f"{path}:{line}"


def test_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.rq"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(QueryError, match="cannot read") as caught:
        load_question(path)
    assert caught.value.where == str(path)


def test_construct_needs_no_columns(tmp_path: Path) -> None:
    question = load_question(write(tmp_path, "#+ title: All\nCONSTRUCT WHERE { ?s ?p ?o }"))
    assert len(list(question.ask(Store()))) == 2


def test_questions_of_a_folder_come_sorted_and_without_those_below(tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    write(tmp_path / "checks", GOOD, "below")
    for name in ("b", "a"):
        write(tmp_path, GOOD, name)
    assert list(load_questions(tmp_path)) == ["a", "b"]


def test_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no such folder"):
        load_questions(tmp_path / "none")


def test_wrong_name_brings_the_nearest(tmp_path: Path) -> None:
    questions = {
        "lineage": load_question(write(tmp_path, GOOD)),
        "topics": load_question(write(tmp_path, GOOD)),
    }
    assert pick(questions, "topics").name == "knows"
    with pytest.raises(QueryError, match="there is no question 'linage'") as caught:
        pick(questions, "linage")
    assert caught.value.hint == "one of: lineage"
