"""Finds and loads a language model: one shipped with the project, an installed spaCy package, or a folder."""

import hashlib
import json
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import is_package

from pactgraph.errors import ModelError

MANIFEST = "manifest.json"

FACTORIES = {"pactgraph_transformer": "pactgraph.language.transformer.component"}
"""Components of models that are ours: factory -> module. Imported only for a model that names them."""

REINSTALL = "restore the folder from the release, or name another model with --model"


def load_model(name: str, folder: Path) -> Language:
    """The model `name`: a subfolder of `folder`, else a path, else an installed spaCy package.

    A model with a `manifest.json` must match it byte for byte. Raises ModelError where the model is not
    found, is damaged, or cannot be loaded.
    """
    path = _path(name, folder)
    if path is None and not is_package(name):
        raise ModelError(
            f"no language model {name!r}",
            where=str(folder),
            hint=f"shipped: {', '.join(shipped(folder)) or 'none'}; or an installed spaCy package, or a path",
        )
    manifest = verified(path) if path else {}
    _import_factories(path)
    try:
        nlp = spacy.load(path or name)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError) as error:
        raise ModelError(
            f"the language model cannot be loaded: {error}", where=str(path or name), hint=REINSTALL
        ) from error
    if manifest.get("weights") == "float16":
        _widen(nlp)
    return nlp


def _import_factories(path: Path | None) -> None:
    config = (path / "config.cfg").read_text(encoding="utf-8") if path else ""
    for factory, module in FACTORIES.items():
        if f'"{factory}"' in config and find_spec(module.rpartition(".")[0]):
            import_module(module)


def shipped(folder: Path) -> list[str]:
    """Names of the models in `folder`."""
    return sorted(p.parent.name for p in folder.glob("*/config.cfg"))


def _path(name: str, folder: Path) -> Path | None:
    """The folder of the model; a bare name never means a folder of the working directory."""
    inside = folder / name
    if (inside / "config.cfg").is_file():
        return inside
    given = Path(name).expanduser()
    if not (given.is_absolute() or len(given.parts) > 1):
        return None
    if not (given / "config.cfg").is_file():
        raise ModelError(
            "this is no spaCy pipeline: it has no config.cfg",
            where=str(given),
            hint="give the folder of a model",
        )
    return given


def verified(folder: Path) -> dict[str, Any]:
    """The manifest of a model whose files all match it; empty where it has none."""
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        sums = dict(manifest["sha256"])
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the manifest is not readable: {error}", where=str(path), hint=REINSTALL) from error
    for file, wanted in sums.items():
        _check(folder / file, wanted)
    return manifest


def _check(path: Path, wanted: str) -> None:
    if not path.is_file():
        raise ModelError("a file of the language model is missing", where=str(path), hint=REINSTALL)
    if hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
        raise ModelError(
            "a file of the language model was changed or is damaged", where=str(path), hint=REINSTALL
        )


def _widen(nlp: Language) -> None:
    """Weights stored in 16 bits become 32 bits again: spaCy's layers compute in no other width."""
    for _, component in nlp.pipeline:
        for node in component.model.walk() if hasattr(component, "model") else ():
            for name in node.param_names:
                if node.has_param(name):
                    node.set_param(name, node.get_param(name).astype("float32"))
