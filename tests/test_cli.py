import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pactgraph import __version__, errors
from pactgraph.cli import console, main
from pactgraph.cli.console import counted
from pactgraph.project import Project

pytestmark = pytest.mark.usefixtures("inside")

SLOW = ("spacy", "numpy", "rdflib", "pyoxigraph", "yaml", "rich", "trafilatura")


@pytest.fixture
def inside(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands are run inside the project."""
    monkeypatch.chdir(project.root)


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., tuple[int, str, str]]:
    """Runs a command; gives exit code, standard output, standard error."""

    def ran(*arguments: object) -> tuple[int, str, str]:
        try:
            code = main([str(a) for a in arguments])
        except SystemExit as error:  # argparse leaves by it
            code = int(error.code or 0)
        captured = capfdbinary.readouterr()
        return code, captured.out.decode(), captured.err.decode()

    return ran


Run = Callable[..., tuple[int, str, str]]


class TestStart:
    def test_help_imports_nothing_slow(self) -> None:
        code = (
            "import sys; from pactgraph.cli import parser; parser().format_help(); "
            f"print([m for m in {SLOW} if m in sys.modules])"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment(), capture_output=True, check=True
        )
        assert done.stdout.strip() == b"[]"

    def test_help_is_quick(self) -> None:
        def once() -> float:
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "pactgraph", "--help"],
                env=environment(),
                capture_output=True,
                check=True,
            )
            return time.perf_counter() - start

        # the best of several: other work on the machine is not ours
        assert min(once() for _ in range(8)) < 0.4

    def test_version(self, run: Run) -> None:
        assert run("--version") == (0, f"pactgraph {__version__}\n", "")

    def test_no_command(self, run: Run) -> None:
        code, out, err = run()
        assert (code, out) == (2, "")
        assert "COMMAND" in err

    def test_every_command_has_help(self, run: Run) -> None:
        listed = run("--help")[1]
        for name in (
            "init",
            "build",
            "query",
            "explain",
            "export",
            "diff",
            "findings",
            "evaluate",
            "check",
            "serve",
        ):
            assert name in listed
            assert run(name, "--help")[0] == 0


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent / "src")}


class TestInit:
    def test_makes_a_project(self, run: Run, tmp_path: Path) -> None:
        code, out, err = run("init", tmp_path / "mine")
        assert (code, out) == (0, "")
        assert "pactgraph build" in err
        assert Project.load(tmp_path / "mine").texts.is_dir()

    def test_does_not_overwrite(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "queries").mkdir()
        (tmp_path / "queries" / "mine.rq").touch()
        code, _, err = run("init", tmp_path)
        assert code == errors.ProjectError.exit_code
        assert err.startswith("error: ")
        assert sorted(p.name for p in tmp_path.iterdir()) == ["queries"]


class TestBuild:
    def test_tells_what_it_did(self, run: Run, new_store: Callable[[], Path], seeds: Path) -> None:
        store = new_store()
        code, out, err = run("build", seeds, "--store", store)
        assert (code, out) == (0, "")
        assert "5 documents (0 read now)" in err
        assert run("build", seeds, "--store", store)[2].count("nothing changed") == 1

    def test_default_is_the_project(
        self,
        run: Run,
        new_store: Callable[[], Path],
        project: Project,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        new_store().rename(tmp_path / ".pactgraph")
        monkeypatch.chdir(tmp_path)
        code, _, err = run("build", "--project", project.root)
        assert code == 0
        assert "5 documents" in err
        assert (tmp_path / ".pactgraph" / "manifest.json").is_file()

    def test_a_document_left_out_gives_1(
        self, run: Run, new_store: Callable[[], Path], seeds: Path, tmp_path: Path
    ) -> None:
        code, _, err = run("build", seeds, tmp_path / "missing.txt", "--store", new_store())
        assert code == 1
        assert f"error: {tmp_path / 'missing.txt'}: no such file or folder" in err
        assert "1 left out" in err

    def test_no_number_of_processes(self, run: Run, tmp_path: Path) -> None:
        assert run("build", "--jobs", "0", "--store", tmp_path)[0] == errors.UsageError.exit_code

    def test_no_such_model(self, run: Run, tmp_path: Path) -> None:
        code, _, err = run("build", "--model", "no-such-model", "--store", tmp_path / "store")
        assert code == errors.ModelError.exit_code
        assert "no-such-model" in err

    def test_faults_of_the_graph_are_told_with_their_sentences(
        self, run: Run, new_store: Callable[[], Path], project: Project, tmp_path: Path
    ) -> None:
        strict = tmp_path / "project"
        shutil.copytree(project.root / "ontology", strict / "ontology")
        shutil.copytree(project.root / "queries", strict / "queries")
        (strict / "extract").symlink_to(project.extract)
        check = strict / "queries" / "checks" / "no-signature.rq"
        check.write_text(
            """#+ title: There is a signature.
#+ severity: error
PREFIX pg: <https://w3id.org/pactgraph/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?thing ?document ?sentence WHERE {
  ?s rdf:predicate pg:signature ; rdf:subject ?thing ; pg:evidence [ pg:quote ?sentence ; prov:wasDerivedFrom ?document ] .
}""",
            encoding="utf-8",
        )
        store = new_store()
        code, _, err = run("build", project.texts, "--project", strict, "--store", store)
        assert code == errors.ValidationError.exit_code
        assert "no-signature" in err
        assert "signed" in err
        code, out, _ = run("check", "--project", strict, "--store", store)
        assert code == errors.ValidationError.exit_code
        assert "There is a signature." in out


class TestQuery:
    def test_by_name(self, run: Run, seeds_store: Path) -> None:
        code, out, err = run("query", "reaffirming-agreements", "--store", seeds_store)
        assert (code, err) == (0, "")
        assert "reaffirmed by today's agreement" in out

    def test_with_a_parameter(self, run: Run, seeds_store: Path) -> None:
        ask = ("query", "agreements-of-organization", "--store", seeds_store, "--format", "csv", "--param")
        every, some, none = (
            run(*ask, f"organizationNamed={name}")[1].count("\n") for name in ("", "IOM", "Nobody")
        )
        assert every > some > none == 1

    def test_sparql(self, run: Run, seeds_store: Path) -> None:
        text = "SELECT (COUNT(*) AS ?n) WHERE { ?s a <https://w3id.org/pactgraph/ontology#Document> }"
        code, out, _ = run("query", text, "--store", seeds_store, "--format", "json")
        assert code == 0
        assert int(json.loads(out)["results"]["bindings"][0]["n"]["value"]) >= 5

    @pytest.mark.parametrize("front", ["", "#+ title: Documents\n#+ columns: {s: a document}\n"])
    def test_file(self, run: Run, seeds_store: Path, tmp_path: Path, front: str) -> None:
        file = tmp_path / "mine.rq"
        file.write_text(
            front + "SELECT ?s WHERE { ?s a <https://w3id.org/pactgraph/ontology#Document> }",
            encoding="utf-8",
        )
        code, out, _ = run("query", file, "--store", seeds_store, "--format", "tsv")
        assert code == 0
        assert "id/document/000" in out

    @pytest.mark.parametrize(
        ("form", "starts"), [("csv", "s\r\n"), ("tsv", "?s\n"), ("json", "{"), ("xml", "<?xml")]
    )
    def test_formats(self, run: Run, seeds_store: Path, form: str, starts: str) -> None:
        out = run("query", "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1", "--store", seeds_store, "--format", form)[
            1
        ]
        assert out.startswith(starts)

    def test_turtle(self, run: Run, seeds_store: Path) -> None:
        text = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 1"
        assert run("query", text, "--store", seeds_store, "--format", "turtle")[1].count(" .") == 1

    def test_without_a_question_lists_them(self, run: Run, project: Project) -> None:
        out = run("query")[1]
        assert all(file.stem in out for file in project.queries.glob("*.rq"))
        assert "--param organizationNamed=" in out

    @pytest.mark.parametrize(
        "arguments",
        [
            ("reafirming-agreements",),
            ("no-such-file.rq",),
            ("SELECT ?s WHERE {",),
            ("SELECT ?s WHERE { ?s ?p ?o }", "--param", "x=1"),
            ("agreements-of-organization", "--param", "nobody=1"),
            ("SELECT ?s WHERE { ?s ?p ?o }", "--format", "turtle"),
        ],
    )
    def test_wrong_questions(self, run: Run, seeds_store: Path, arguments: tuple[str, ...]) -> None:
        code, out, err = run("query", *arguments, "--store", seeds_store)
        assert (code, out) == (errors.QueryError.exit_code, "")
        assert err.startswith("error: ")

    def test_a_near_name_is_offered(self, run: Run, seeds_store: Path) -> None:
        assert "reaffirming-agreements" in run("query", "reafirming-agreements", "--store", seeds_store)[2]

    def test_param_without_value(self, run: Run, seeds_store: Path) -> None:
        code, _, err = run("query", "agreements", "--param", "kind", "--store", seeds_store)
        assert code == errors.UsageError.exit_code
        assert "name=value" in err

    def test_no_graph_yet(self, run: Run, tmp_path: Path) -> None:
        code, _, err = run("query", "agreements", "--store", tmp_path)
        assert code == errors.StoreError.exit_code
        assert "pactgraph build" in err


class TestExplain:
    def test_by_name(self, run: Run, seeds_store: Path) -> None:
        code, out, _ = run("explain", "Yury Fedotov", "--store", seeds_store)
        assert code == 0
        assert "Yuri Fedotov" in out
        assert "one thing, since" in out
        assert "UNODC Executive Director" in out

    def test_by_short_and_by_long_address(self, run: Run, seeds_store: Path) -> None:
        short = run("explain", "person:yuri-fedotov", "--store", seeds_store)
        long = run("explain", "https://w3id.org/pactgraph/id/person/yuri-fedotov", "--store", seeds_store)
        assert short == long
        assert short[0] == 0

    @pytest.mark.parametrize("thing", ["Nobody At All", "person:nobody"])
    def test_nothing_known(self, run: Run, seeds_store: Path, thing: str) -> None:
        code, out, err = run("explain", thing, "--store", seeds_store)
        assert (code, out) == (errors.QueryError.exit_code, "")
        assert err.startswith("error: ")

    def test_part_of_a_name_is_answered_by_candidates(self, run: Run, seeds_store: Path) -> None:
        code, _, err = run("explain", "Fedoto", "--store", seeds_store)
        assert code == errors.QueryError.exit_code
        assert "did you mean" in err
        assert "person/yuri-fedotov" in err

    def test_an_old_address(self, run: Run, seeds_store: Path, tmp_path: Path) -> None:
        store = tmp_path / "store"
        shutil.copytree(seeds_store, store)
        manifest = json.loads((store / "manifest.json").read_text(encoding="utf-8"))
        person = "https://w3id.org/pactgraph/id/person/"
        manifest["redirects"] = {f"{person}fedotov": f"{person}yuri-fedotov"}
        (store / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        code, out, err = run("explain", "person:fedotov", "--store", store)
        assert code == 0
        assert out.startswith("Yuri Fedotov")
        assert "is now" in err


class TestExport:
    @pytest.mark.parametrize("suffix", ["ttl", "trig", "nt", "nq", "rdf", "jsonld"])
    def test_formats_hold_the_same(self, run: Run, seeds_store: Path, tmp_path: Path, suffix: str) -> None:
        file = tmp_path / f"graph.{suffix}"
        assert run("export", file, "--store", seeds_store)[:2] == (0, "")
        code, out, err = run("diff", seeds_store, file, "--all")
        assert (code, out) == (0, "")
        assert "0 statements added, 0 removed" in err

    def test_two_exports_are_the_same(self, run: Run, seeds_store: Path, tmp_path: Path) -> None:
        for name in ("one.ttl", "other.ttl"):
            run("export", tmp_path / name, "--store", seeds_store)
        assert (tmp_path / "one.ttl").read_bytes() == (tmp_path / "other.ttl").read_bytes()

    def test_one_document(self, run: Run, seeds_store: Path, seeds: Path) -> None:
        document = next(seeds.glob("000*")).stem
        out = run("export", "-", "--format", "nquads", "--document", document, "--store", seeds_store)[1]
        assert out
        assert all(line.endswith(f"/document/{document}> .") for line in out.splitlines())

    def test_one_graph(self, run: Run, seeds_store: Path) -> None:
        catalog = "https://w3id.org/pactgraph/id/graph/catalog"
        out = run("export", "-", "--format", "trig", "--graph", catalog, "--store", seeds_store)[1]
        assert "pg:Merge" in out

    @pytest.mark.parametrize(
        "arguments",
        [("graph.doc",), ("x.ttl", "--document", "no-such"), ("x.ttl", "--graph", "https://example.org/")],
    )
    def test_wrong_use(
        self,
        run: Run,
        seeds_store: Path,
        tmp_path: Path,
        arguments: tuple[str, ...],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        place = tmp_path / arguments[0]
        code, out, _ = run("export", place, *arguments[1:], "--store", seeds_store)
        assert (code, out) == (errors.UsageError.exit_code, "")
        assert list(tmp_path.iterdir()) == []

    def test_a_place_that_cannot_be_written(self, run: Run, seeds_store: Path, tmp_path: Path) -> None:
        code, _, err = run("export", tmp_path / "no-folder" / "x.ttl", "--store", seeds_store)
        assert code == errors.UsageError.exit_code
        assert "cannot be written" in err


class TestDiff:
    def test_what_a_document_adds(
        self, run: Run, new_store: Callable[..., Path], seeds_store: Path, seeds: Path
    ) -> None:
        store = new_store()
        run("build", *sorted(seeds.iterdir())[:4], "--store", store, "--no-check")
        code, out, err = run("diff", store, seeds_store)
        assert code == 1
        assert "\n  + rdfs:label " in out
        assert "statements added" in err
        back = run("diff", seeds_store, store)[1]
        assert out.count("\n  + ") == back.count("\n  - ")

    def test_no_graph(self, run: Run, seeds_store: Path, tmp_path: Path) -> None:
        (tmp_path / "text.txt").touch()
        (tmp_path / "bad.nt").write_text("no triple", encoding="utf-8")
        for wrong in (tmp_path / "text.txt", tmp_path / "missing.ttl", tmp_path / "bad.nt", tmp_path):
            assert run("diff", seeds_store, wrong)[0] == errors.StoreError.exit_code


class TestFindings:
    def test_published_shape(self, run: Run, seeds: Path) -> None:
        from jsonschema import Draft202012Validator

        schema = json.loads(run("findings", "--schema")[1])
        Draft202012Validator.check_schema(schema)
        code, out, err = run("findings", next(seeds.glob("001*")))
        assert (code, err) == (0, "")
        (record,) = map(json.loads, out.splitlines())
        assert not [e.message for e in Draft202012Validator(schema).iter_errors(record)]
        assert record["agreements"]
        assert record["evidence"]

    def test_full_record(self, run: Run, seeds: Path) -> None:
        from jsonschema import Draft202012Validator

        schema = json.loads(run("findings", "--schema", "--full")[1])
        out = run("findings", "--full", next(seeds.glob("001*")))[1]
        assert not [e.message for e in Draft202012Validator(schema).iter_errors(json.loads(out))]

    def test_a_schema_that_asks_refuses(self, run: Run) -> None:
        from jsonschema import Draft202012Validator

        schema = json.loads(run("findings", "--schema")[1])
        assert not Draft202012Validator(schema).is_valid({"document": {"id": "x"}})

    def test_a_document_left_out_gives_1(self, run: Run, seeds: Path, tmp_path: Path) -> None:
        code, out, err = run("findings", next(seeds.glob("001*")), tmp_path / "missing.txt")
        assert code == 1
        assert out.count("\n") == 1
        assert "missing.txt" in err


class TestEvaluate:
    def test_reads_the_texts_of_gold(self, run: Run, project: Project, tmp_path: Path) -> None:
        gold = project.seeds / "gold" / "agreements-a.jsonl"
        few = tmp_path / "gold.jsonl"
        few.write_text(gold.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
        code, out, _ = run("evaluate", few, "--texts", project.seeds / "gold" / "texts", "--errors")
        assert code == 0
        assert out.splitlines()[-1].startswith("relations, any kind")

    def test_text_missing(self, run: Run, project: Project, tmp_path: Path) -> None:
        code, _, err = run("evaluate", project.seeds / "gold" / "agreements-a.jsonl", "--texts", tmp_path)
        assert code == errors.UsageError.exit_code
        assert "--texts" in err

    def test_no_gold(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "gold.jsonl").write_text("{}\n", encoding="utf-8")
        code, _, err = run("evaluate", tmp_path / "gold.jsonl")
        assert code == errors.FindingsError.exit_code
        assert "gold.jsonl:1" in err


class TestCheck:
    def test_the_seeds_are_sound(self, run: Run, seeds_store: Path) -> None:
        code, out, err = run("check", "--store", seeds_store)
        assert (code, out) == (0, "")
        assert "0 errors" in err


def test_serve_hands_over(
    run: Run, seeds_store: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pactgraph import endpoint

    calls: list[tuple[Path, dict[str, object]]] = []
    monkeypatch.setattr(endpoint, "run", lambda store, **given: calls.append((store, given)), raising=False)
    assert run("serve", "--store", seeds_store, "--port", "8123", "--writable")[0] == 0
    assert calls == [(seeds_store, {"project": project.root, "port": 8123, "writable": True})]


def test_every_option_of_serve_is_one_of_the_endpoint() -> None:
    from dataclasses import fields

    from pactgraph.cli.serving import GIVEN
    from pactgraph.endpoint import Settings

    assert set(GIVEN) <= {field.name for field in fields(Settings)}


def test_a_reader_that_goes_away_is_no_error(seeds_store: Path, project: Project) -> None:
    command = f"{sys.executable} -m pactgraph export - --format nquads --store {seeds_store} | head -1"
    done = subprocess.run(
        command, shell=True, env=environment(), cwd=project.root, capture_output=True, check=True
    )
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


def test_interruption(run: Run, monkeypatch: pytest.MonkeyPatch, seeds_store: Path) -> None:
    from pactgraph.store import EmbeddedStore

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(EmbeddedStore, "query", interrupted)
    assert run("query", "agreements", "--store", seeds_store) == (130, "", "error: interrupted\n")


class TestProgress:
    """A bar on a terminal, plain lines elsewhere; standard output stays free for data."""

    @pytest.mark.parametrize("total", [3, None])
    def test_plain_lines(
        self, total: int | None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(console, "EVERY", 2)
        with console.Told().reading(total) as step:
            for _ in range(3):
                step()
        of = " of 3" if total else ""
        first = "reading 3 documents" if total else "reading documents"
        assert capsys.readouterr() == ("", f"{first}\nread 2{of}\n")

    def test_bar(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        monkeypatch.setenv("FORCE_COLOR", "1")
        with console.Told().reading(3) as step:
            for _ in range(3):
                step()
        out, err = capsys.readouterr()
        assert out == ""
        assert "3/3" in err


def test_counting() -> None:
    assert [counted(n, "document") for n in (0, 1, 2000)] == ["0 documents", "1 document", "2,000 documents"]
