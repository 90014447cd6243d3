"""Models are found by name, path or package, and only intact ones are loaded."""

import hashlib
import json
import sys
from pathlib import Path

import pytest
import spacy

from pactgraph.errors import ModelError
from pactgraph.language import models
from pactgraph.language.models import load_model, shipped, verified


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "tiny")
    files = [p for p in (tmp_path / "tiny").rglob("*") if p.is_file()]
    sums = {
        p.relative_to(tmp_path / "tiny").as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files
    }
    (tmp_path / "tiny" / "manifest.json").write_text(json.dumps({"sha256": sums}))
    return tmp_path


def test_a_shipped_model_is_found_by_its_name(folder: Path) -> None:
    assert shipped(folder) == ["tiny"]
    assert load_model("tiny", folder).pipe_names == ["sentencizer"]


def test_a_model_is_found_by_its_path(folder: Path, tmp_path: Path) -> None:
    assert load_model(str(folder / "tiny"), tmp_path / "elsewhere").pipe_names == ["sentencizer"]


def test_an_unknown_name_is_refused_and_the_shipped_ones_are_named(folder: Path) -> None:
    with pytest.raises(ModelError, match="no language model 'huge'") as caught:
        load_model("huge", folder)
    assert "tiny" in caught.value.hint


def test_a_path_that_is_no_pipeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no config\.cfg"):
        load_model(str(tmp_path), tmp_path)


def test_a_changed_file_is_refused(folder: Path) -> None:
    config = folder / "tiny" / "config.cfg"
    config.write_text(config.read_text() + "\n")
    with pytest.raises(ModelError, match="changed or is damaged") as caught:
        load_model("tiny", folder)
    assert caught.value.where.endswith("config.cfg")


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "tiny" / "tokenizer").unlink()
    with pytest.raises(ModelError, match="is missing"):
        load_model("tiny", folder)


@pytest.mark.parametrize("manifest", ["{", "[]", '{"sha256": 3}'])
def test_a_broken_manifest_is_refused(folder: Path, manifest: str) -> None:
    (folder / "tiny" / "manifest.json").write_text(manifest)
    with pytest.raises(ModelError, match="manifest"):
        load_model("tiny", folder)


def test_a_model_without_manifest_is_loaded_as_it_is(folder: Path) -> None:
    (folder / "tiny" / "manifest.json").unlink()
    assert verified(folder / "tiny") == {}
    assert load_model("tiny", folder).pipe_names == ["sentencizer"]


def test_a_pipeline_that_spacy_cannot_load_is_refused_with_its_reason(folder: Path) -> None:
    (folder / "tiny" / "manifest.json").unlink()
    (folder / "tiny" / "config.cfg").write_text('[nlp]\nlang = "en"\npipeline = ["nothing"]\n')
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_model("tiny", folder)


def test_weights_stored_in_16_bits_are_widened(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    tagger = nlp.add_pipe("tagger")
    tagger.add_label("NOUN")  # type: ignore[attr-defined]  # a Tagger, which add_pipe does not tell
    nlp.initialize()
    layers = lambda n: [x for x in n.get_pipe("tagger").model.walk() if x.has_param("W")]  # noqa: E731 - used twice
    for layer in layers(nlp):
        layer.set_param("W", layer.get_param("W").astype("float16"))
    nlp.to_disk(tmp_path / "half")
    (tmp_path / "half" / "manifest.json").write_text('{"weights": "float16", "sha256": {}}')
    loaded = load_model("half", tmp_path)
    assert {layer.get_param("W").dtype.name for layer in layers(loaded)} == {"float32"}
    assert loaded("A text")[0].tag_ == "NOUN"


def test_a_component_of_ours_is_imported_for_the_model_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package_of_ours"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "part.py").write_text(
        "from spacy.language import Language\n\n"
        "@Language.component('component_of_ours')\ndef ours(doc): return doc\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(models, "FACTORIES", {"component_of_ours": "package_of_ours.part"})
    model = tmp_path / "model"
    spacy.blank("en").to_disk(model)
    assert load_model(str(model), tmp_path).pipe_names == []
    assert "package_of_ours.part" not in sys.modules
    config = (model / "config.cfg").read_text().replace("pipeline = []", 'pipeline = ["ours"]')
    config = config.replace(
        "[components]", '[components]\n\n[components.ours]\nfactory = "component_of_ours"'
    )
    (model / "config.cfg").write_text(config)
    assert load_model(str(model), tmp_path).pipe_names == ["ours"]
