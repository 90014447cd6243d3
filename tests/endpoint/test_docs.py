"""Every example of the documentation runs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.endpoint.serving import ROOT, TOKEN, Server

DOCS = ("docs/python.md", "docs/endpoint.md")


def blocks(language: str) -> list[str]:
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in DOCS]
    return [code for text in texts for code in re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)]


@pytest.mark.parametrize("code", blocks("python"), ids=lambda code: re.findall(r"import (\w+)", code)[0])
def test_python(reader: Server, code: str) -> None:
    for module in ("SPARQLWrapper", "pandas"):
        if module in code:
            pytest.importorskip(
                module, reason=f"{module} is no dependency of pactgraph", exc_type=ImportError
            )
    given = f"store = {str(reader.log.parent / 'store')!r}\nendpoint = {reader.url!r}\n"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", given + code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("code", blocks("sh"), ids=lambda code: code[:20])
def test_shell(reader: Server, writer: Server, code: str) -> None:
    server = writer if "$TOKEN" in code else reader
    environment = {**os.environ, "ENDPOINT": server.url, "TOKEN": TOKEN}
    done = subprocess.run(
        ["bash", "-euc", code], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, (done.stdout, done.stderr)


def test_every_option_of_the_table_exists() -> None:
    from dataclasses import fields

    from pactgraph.endpoint.settings import Settings

    text = (ROOT / "docs/endpoint.md").read_text(encoding="utf-8")
    table = text.partition("## Options")[2].partition("##")[0]
    named = {
        name for row in re.findall(r"^\| (`.*?) \|", table, re.M) for name in re.findall(r"`(\w+)`", row)
    }
    assert named == {field.name for field in fields(Settings)} - {
        "store",
        "project",
        "waiting",
        "client_timeout",
        "cache_size",
    }


def test_deploy_files_name_commands_that_exist() -> None:
    unit = (ROOT / "deploy/pactgraph.service").read_text(encoding="utf-8")
    container = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8")
    assert "pactgraph serve --store" in unit
    assert '"serve"' in container
    assert Path(ROOT / "deploy").is_dir()
