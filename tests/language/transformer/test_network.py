import json
from pathlib import Path

import pytest

from pactgraph.errors import ModelError
from pactgraph.language.transformer.network import (
    FILES,
    GRAPH,
    INVENTORY,
    MANIFEST,
    Network,
    check,
    copy,
    write_manifest,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).write_bytes(name.encode() * 1000)
    write_manifest(tmp_path)
    return tmp_path


def test_untouched_files_pass(folder: Path) -> None:
    check(folder)


def test_a_truncated_file_is_refused_by_name(folder: Path) -> None:
    path = folder / GRAPH
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ModelError, match=r"network\.onnx: .*damaged"):
        Network(folder, threads=1)


def test_one_changed_byte_is_refused(folder: Path) -> None:
    path = folder / INVENTORY
    content = bytearray(path.read_bytes())
    content[500] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"inventory\.json"):
        check(folder)


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / GRAPH).unlink()
    with pytest.raises(ModelError, match="missing"):
        check(folder)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"sha256": {}}'])
def test_a_damaged_manifest_is_refused(folder: Path, content: str) -> None:
    (folder / MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(ModelError):
        check(folder)


def test_a_graph_that_is_none_is_one_clear_error(folder: Path) -> None:
    (folder / INVENTORY).write_text(json.dumps({"values": {}, "exceptions": {}}), encoding="utf-8")
    write_manifest(folder)
    with pytest.raises(ModelError, match="cannot be read"):
        Network(folder, threads=1)


def test_a_copy_passes_and_names_the_same_hashes(folder: Path, tmp_path: Path) -> None:
    copy(folder, tmp_path / "copy")
    check(tmp_path / "copy")
    assert (tmp_path / "copy" / MANIFEST).read_bytes() == (folder / MANIFEST).read_bytes()
