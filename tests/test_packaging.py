"""The wheel holds the project's four folders, and an installed copy works anywhere."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

pytest.importorskip(
    "hatchling", reason="the wheel is built with hatchling: pip install -r requirements-dev.lock"
)

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--wheel-dir", str(folder))
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", *options, str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = folder.glob("pactgraph-*.whl")
    return made


def model() -> str:
    """The name of the model that the project reads with."""
    config = (ROOT / "extract" / "pipeline.cfg").read_text(encoding="utf-8")
    return re.findall(r'^name = "(.*)"', config, re.MULTILINE)[0]


def test_it_holds_the_project(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for name in (
        "ontology/pactgraph.ttl",
        "extract/pipeline.cfg",
        f"extract/model/{model()}/config.cfg",
        "extract/gazetteer/countries.tsv.gz",
        "queries/reaffirming-agreements.rq",
        "queries/checks/lineage-cycle.rq",
    ):
        assert f"pactgraph/_project/{name}" in names
    assert any(name.startswith("pactgraph/_project/seeds/texts/") for name in names)
    assert {
        "pactgraph/py.typed",
        "pactgraph/extraction/findings.schema.json",
        "pactgraph/language/schemes.toml",
    } <= names
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in names if "/licenses/" in name}
    assert not [name for name in names if "__pycache__" in name or name.endswith((".pyc", ".part"))]


def test_an_installed_copy_makes_a_project_and_builds_it(wheel: Path, tmp_path: Path) -> None:
    python = installed(wheel, tmp_path / "venv")
    done = run(python, tmp_path, "-c", "import pactgraph; print(pactgraph.__file__)")
    assert str(tmp_path / "venv") in done
    run(python, tmp_path, "-m", "pactgraph", "init", "mine")
    texts = sorted((tmp_path / "mine" / "seeds" / "texts").iterdir())
    assert len(texts) == 5
    store = ("--store", "graph")
    run(python, tmp_path / "mine", "-m", "pactgraph", "build", str(texts[0]), "--no-check", *store)
    out = run(python, tmp_path / "mine", "-m", "pactgraph", "query", "reaffirming-agreements", *store)
    assert "reaffirmed by today's agreement" in out


def installed(wheel: Path, folder: Path) -> Path:
    """A new environment with the wheel in it; what the wheel depends on is taken from this one."""
    venv.create(folder, with_pip=False, symlinks=True)
    site = folder / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin" / "python"


def run(python: Path, folder: Path, *arguments: str) -> str:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [python, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
