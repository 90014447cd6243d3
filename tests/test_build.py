import io
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pactgraph.build import Manifest, Options, Report, Silence, build
from pactgraph.build.fingerprint import fingerprint
from pactgraph.build.manifest import chained
from pactgraph.build.workers import Setup, outcomes
from pactgraph.errors import PactgraphError, ProjectError, ReadingError, StoreError
from pactgraph.project import Project
from pactgraph.reading import Input, Settings, locate
from pactgraph.store import EmbeddedStore

NewStore = Callable[..., Path]

TEXT = """The Ministry of Trade of Norland and the Institute of Fisheries (IOF) signed a Memorandum of Understanding
on 3 May 2019. The memorandum reaffirms the 2001 Framework Agreement between Norland and the IOF.
"""


def run(project: Project, store: Path, *paths: Path, jobs: int = 1) -> Report:
    return build(project, paths, Options(store, jobs=jobs), Silence())


def dump(store: Path) -> bytes:
    output = io.BytesIO()
    EmbeddedStore(store).dump(output)
    return output.getvalue()


def copied(seeds: Path, target: Path, *left_out: str) -> Path:
    target.mkdir()
    for file in seeds.iterdir():
        if not file.name.startswith(left_out or "?"):
            shutil.copy(file, target)
    return target


class TestIncrement:
    def test_a_document_added_gives_what_a_full_build_gives(
        self, project: Project, seeds: Path, seeds_store: Path, new_store: NewStore, tmp_path: Path
    ) -> None:
        texts, store = copied(seeds, tmp_path / "texts", "000"), new_store()
        run(project, store, texts)
        before = dump(store)
        shutil.copy(next(seeds.glob("000*")), texts)
        report = run(project, store, texts)
        assert dump(store) == dump(seeds_store) != before
        assert report.read == 1

    def test_a_document_removed_gives_what_a_full_build_gives(
        self, project: Project, seeds: Path, new_store: NewStore, tmp_path: Path
    ) -> None:
        texts, store, fresh = copied(seeds, tmp_path / "texts"), new_store(), new_store("fresh")
        run(project, store, texts)
        next(texts.glob("002*")).unlink()
        report = run(project, store, texts)
        run(project, fresh, texts)
        assert dump(store) == dump(fresh)
        assert report.removed == 1

    def test_a_document_changed_gives_what_a_full_build_gives(
        self, project: Project, seeds: Path, new_store: NewStore, tmp_path: Path
    ) -> None:
        texts, store, fresh = copied(seeds, tmp_path / "texts"), new_store(), new_store("fresh")
        run(project, store, texts)
        changed = next(texts.glob("001*"))
        changed.write_text(TEXT, encoding="utf-8")
        report = run(project, store, texts)
        run(project, fresh, texts)
        assert dump(store) == dump(fresh)
        assert report.read == 1

    def test_nothing_is_written_where_nothing_changed(
        self, project: Project, seeds: Path, new_store: NewStore
    ) -> None:
        store = new_store()
        run(project, store, seeds)
        generation = EmbeddedStore(store).current()
        manifest = (store / "manifest.json").read_bytes()
        report = run(project, store, seeds)
        assert EmbeddedStore(store).current() == generation
        assert (store / "manifest.json").read_bytes() == manifest
        assert report.changed == []

    def test_the_old_graph_is_rebuilt_where_the_manifest_is_of_another(
        self, project: Project, seeds: Path, seeds_store: Path, new_store: NewStore
    ) -> None:
        store = new_store()
        run(project, store, next(seeds.glob("000*")))
        old = (store / "manifest.json").read_bytes()
        run(project, store, seeds)
        (store / "manifest.json").write_bytes(old)  # as if the process had died before it wrote its own
        run(project, store, seeds)
        assert dump(store) == dump(seeds_store)


class TestSameness:
    def test_order_of_documents(
        self, project: Project, seeds: Path, seeds_store: Path, new_store: NewStore
    ) -> None:
        store = new_store()
        run(project, store, *sorted(seeds.iterdir(), reverse=True))
        assert dump(store) == dump(seeds_store)
        assert (store / "manifest.json").read_bytes() == (seeds_store / "manifest.json").read_bytes()

    def test_two_processes(self, project: Project, seeds: Path, seeds_store: Path, tmp_path: Path) -> None:
        report = run(project, tmp_path / "store", seeds, jobs=2)
        assert report.read == 5
        assert dump(tmp_path / "store") == dump(seeds_store)


class TestFaults:
    def test_a_folder_with_a_broken_pdf(
        self, project: Project, seeds: Path, seeds_store: Path, new_store: NewStore, tmp_path: Path
    ) -> None:
        texts, store = copied(seeds, tmp_path / "texts"), new_store()
        (texts / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing that follows is a PDF")
        report = run(project, store, texts)
        assert len(report.faults) == 1
        assert "broken.pdf" in report.faults[0]
        assert "\n" not in report.faults[0]
        assert dump(store) == dump(seeds_store)

    def test_an_empty_file_is_told_and_the_rest_is_read(
        self, project: Project, seeds: Path, seeds_store: Path, new_store: NewStore, tmp_path: Path
    ) -> None:
        texts, store = copied(seeds, tmp_path / "texts"), new_store()
        (texts / "empty.txt").touch()
        report = run(project, store, texts)
        assert any("empty.txt" in line for line in [*report.faults, *report.notes])
        assert report.documents >= 5

    def test_nothing_to_read(self, project: Project, tmp_path: Path) -> None:
        (tmp_path / "texts").mkdir()
        with pytest.raises(ReadingError, match="no document could be read"):
            run(project, tmp_path / "store", tmp_path / "texts")

    def test_a_document_that_breaks_our_rules_does_not_stop_the_others(
        self, project: Project, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from pactgraph.extraction.extractor import Extractor

        whole = Extractor.findings

        def failing(self: Extractor, doc: object, source: object) -> object:
            if str(getattr(source, "id", "")).startswith("001"):
                raise KeyError("as from a fault of ours")
            return whole(self, doc, source)  # type: ignore[arg-type]  # passed on as it came

        monkeypatch.setattr(Extractor, "findings", failing)
        report = run(project, tmp_path / "store", *sorted(seeds.glob("00[12]*")))
        assert report.documents == 1
        assert "could not be analysed" in report.faults[0]

    def test_another_build_is_under_way(self, project: Project, seeds: Path, tmp_path: Path) -> None:
        from pactgraph.build.lock import exclusive

        with (
            exclusive(tmp_path / "store"),
            pytest.raises(StoreError, match="another build"),
        ):
            run(project, tmp_path / "store", seeds)

    def test_a_store_that_cannot_be_made(self, project: Project, seeds: Path, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(StoreError, match="cannot be written"):
            run(project, tmp_path / "file" / "store", seeds)

    def test_a_damaged_manifest(self, project: Project, seeds: Path, new_store: NewStore) -> None:
        store = new_store()
        (store / "manifest.json").write_text("{", encoding="utf-8")
        with pytest.raises(StoreError, match="damaged"):
            run(project, store, seeds)


class Killing(Silence):
    """Kills one of the reading processes as soon as the first document is read."""

    def __init__(self) -> None:
        self.killed: list[int] = []

    @contextmanager
    def reading(self, total: int | None) -> Iterator[Callable[[], None]]:
        def step() -> None:
            if not self.killed:
                child = multiprocessing.active_children()[0]
                assert child.pid
                os.kill(child.pid, signal.SIGKILL)
                self.killed.append(child.pid)

        yield step


def test_a_process_that_dies_costs_no_document(
    project: Project, seeds: Path, seeds_store: Path, tmp_path: Path
) -> None:
    progress = Killing()
    report = build(project, [seeds], Options(tmp_path / "store", jobs=2), progress)
    assert progress.killed
    assert not report.faults
    assert dump(tmp_path / "store") == dump(seeds_store)


class Deadly(Input):
    """An input that ends whichever process it is handed to."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (1,)


def test_a_document_that_ends_its_process_is_told_and_the_rest_is_read(
    project: Project, seeds: Path, tmp_path: Path
) -> None:
    settings = Settings.load(project.extract)
    inputs = [i for i in locate([*sorted(seeds.glob("00[12]*"))], settings) if isinstance(i, Input)]
    deadly = Deadly("deadly", "deadly.txt", "text", "0" * 64, "0" * 64)
    setup = Setup(project.root, None, tmp_path / "findings", "0" * 64)
    found = {o.doc: o.fault for o in outcomes([inputs[0], deadly, inputs[1]], setup, 2)}
    assert set(found) == {inputs[0].id, "deadly", inputs[1].id}
    assert [doc for doc, fault in found.items() if fault] == ["deadly"]
    assert "ended the process" in str(found["deadly"])


def test_lines_of_a_file_are_documents(project: Project, seeds: Path, tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    records = [
        {"id": path.stem, "text": path.read_text(encoding="utf-8")} for path in sorted(seeds.glob("00[12]*"))
    ]
    lines = [json.dumps(record) for record in records]
    file.write_text("\n".join([lines[0], "no record", lines[1]]) + "\n", encoding="utf-8")
    report = run(project, tmp_path / "store", file)
    assert report.documents == 2
    assert len(report.faults) == 1
    assert "texts.jsonl:2" in report.faults[0]


KILL = """
import os, signal, sys
from pathlib import Path
from pactgraph.build import Options, Silence, build, run
from pactgraph.build.manifest import Manifest
from pactgraph.project import Project
from pactgraph.store import EmbeddedStore
def die(*_args, **_named): os.kill(os.getpid(), signal.SIGKILL)
moments = {"publish": (EmbeddedStore, "_publish"), "manifest": (Manifest, "save")}
setattr(*moments[sys.argv[1]], die)
build(Project.load(Path(sys.argv[2])), [Path(sys.argv[3])], Options(Path(sys.argv[4]), jobs=1), Silence())
"""


class TestInterruption:
    @pytest.fixture
    def stores(self, project: Project, seeds: Path, new_store: NewStore, tmp_path: Path) -> tuple[Path, Path]:
        """A store with a graph of four documents, and the folder of texts to which a fifth came."""
        texts, store = copied(seeds, tmp_path / "texts", "003"), new_store()
        run(project, store, texts)
        shutil.copy(next(seeds.glob("003*")), texts)
        return store, texts

    def killed(self, moment: str, project: Project, texts: Path, store: Path) -> None:
        paths = map(str, (project.root, texts, store))
        done = subprocess.run([sys.executable, "-c", KILL, moment, *paths], env=environment(), check=False)
        assert done.returncode == -signal.SIGKILL

    def test_before_the_graph_is_in_force(
        self, project: Project, stores: tuple[Path, Path], seeds_store: Path
    ) -> None:
        store, texts = stores
        before = dump(store)
        self.killed("publish", project, texts, store)
        assert dump(store) == before
        run(project, store, texts)
        assert dump(store) == dump(seeds_store)

    def test_before_the_manifest_is_written(
        self, project: Project, stores: tuple[Path, Path], seeds_store: Path
    ) -> None:
        store, texts = stores
        self.killed("manifest", project, texts, store)
        assert dump(store) == dump(seeds_store)
        run(project, store, texts)
        assert dump(store) == dump(seeds_store)
        current = EmbeddedStore(store).current()
        assert current
        assert Manifest.load(store).generation == current.name

    def test_while_reading(self, project: Project, stores: tuple[Path, Path], tmp_path: Path) -> None:
        store, texts = stores
        before = dump(store)
        (texts / "new.txt").write_text(TEXT * 200, encoding="utf-8")
        command = [sys.executable, "-m", "pactgraph", "build", str(texts), "--store", str(store)]
        with subprocess.Popen(
            command, cwd=project.root, env=environment(), stderr=subprocess.PIPE
        ) as process:
            assert process.stderr
            assert b"reading 2 documents" in process.stderr.readline()
            process.kill()
        assert dump(store) == before


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent / "src")}


class TestManifest:
    def test_what_it_records(self, seeds: Path, seeds_store: Path) -> None:
        manifest = Manifest.load(seeds_store)
        assert sorted(manifest.documents) == sorted(file.stem for file in seeds.iterdir())
        assert manifest.counts["documents"] == 5
        assert manifest.counts["triples"] == dump(seeds_store).count(b"\n")
        assert set(manifest.graphs) == set(EmbeddedStore(seeds_store).graphs())
        assert {"pactgraph", "reading"} == set(manifest.versions)

    def test_it_names_no_path_of_the_machine(self, seeds: Path, seeds_store: Path) -> None:
        text = (seeds_store / "manifest.json").read_text(encoding="utf-8")
        assert str(seeds.parent) not in text
        assert str(seeds_store) not in text

    def test_an_address_that_changed_is_redirected(
        self, project: Project, seeds: Path, new_store: NewStore, tmp_path: Path
    ) -> None:
        texts, store = copied(seeds, tmp_path / "texts", "000"), new_store()
        run(project, store, texts)
        assert not Manifest.load(store).redirects
        shutil.copy(next(seeds.glob("000*")), texts)
        run(project, store, texts)
        redirects = Manifest.load(store).redirects
        assert redirects
        known = dump(store).decode()
        assert all(f"<{new}>" in known and f"<{old}>" not in known for old, new in redirects.items())

    def test_redirects_lead_on(self) -> None:
        earlier = {"a": "b", "gone": "nowhere"}
        assert chained(earlier, {"doc#A1": "b"}, {"doc#A1": "c"}) == {"a": "c", "b": "c"}

    def test_an_address_in_use_again_is_no_longer_redirected(self) -> None:
        assert chained({"a": "b"}, {"doc#A1": "b"}, {"doc#A1": "a"}) == {"b": "a"}


class TestFingerprint:
    def test_rules_and_model_count(self, project: Project, tmp_path: Path) -> None:
        shutil.copytree(project.extract, tmp_path / "extract")
        shutil.copytree(project.ontology, tmp_path / "ontology")
        (tmp_path / "queries").mkdir()
        copy = Project.load(tmp_path)
        before = fingerprint(copy, None)
        assert before == fingerprint(project, None)
        assert before != fingerprint(copy, "en_core_web_sm")
        rules = tmp_path / "extract" / "dates.yaml"
        rules.write_text(rules.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
        assert fingerprint(copy, None) != before

    def test_no_model_named(self, project: Project, tmp_path: Path) -> None:
        for name in ("extract", "ontology", "queries"):
            (tmp_path / name).mkdir()
        (tmp_path / "extract" / "pipeline.cfg").write_text("[language]\n", encoding="utf-8")
        with pytest.raises(ProjectError, match="no model is named"):
            fingerprint(Project.load(tmp_path), None)


def test_all_errors_of_a_build_are_ours(project: Project, seeds: Path, tmp_path: Path) -> None:
    with pytest.raises(PactgraphError):
        build(project, [seeds], Options(tmp_path / "store", jobs=2, model="no-such-model"), Silence())
