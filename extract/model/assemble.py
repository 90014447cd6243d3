"""Puts the trained halves together: `python assemble.py SYNTAX NAMES OUT [--half]`.

OUT is a spaCy pipeline (tok2vec, tagger, morphologizer, trainable_lemmatizer, parser, ner). `--half` stores
the weights in 16 bits, which halves its size; `pactgraph.language.models` widens them when it loads the
model. A manifest with the SHA-256 of each file is written beside them.
"""

import argparse
import hashlib
import json
import shutil
import tomllib
from pathlib import Path

import spacy
from spacy.language import Language

HERE = Path(__file__).parent
MANIFEST = "manifest.json"


def together(syntax: Path, names: Path) -> Language:
    """One pipeline of both; only the strings that it needs are kept."""
    nlp, other = spacy.load(syntax), spacy.load(names)
    nlp.add_pipe("ner", source=other)
    return nlp


def described(nlp: Language) -> None:
    """Name, licence and sources, from `card.toml`."""
    card = tomllib.loads((HERE / "card.toml").read_text(encoding="utf-8"))
    nlp.meta.update(card["fast"])
    nlp.meta["performance"] = {}
    nlp.config["paths"].update(train=None, dev=None)  # where the corpora lay is nobody's business


def halved(nlp: Language) -> None:
    """Rounds all weights to 16 bits, in place."""
    for _, component in nlp.pipeline:
        for node in component.model.walk() if hasattr(component, "model") else ():
            for name in node.param_names:
                if node.has_param(name):
                    node.set_param(name, node.get_param(name).astype("float16"))


def manifest(folder: Path, weights: str) -> None:
    """Writes the SHA-256 of every file of the model but the scores, which are measured afterwards."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in (MANIFEST, "scores.json"))
    sums = {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
    text = json.dumps({"weights": weights, "sha256": sums}, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("syntax", "names", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--half", action="store_true")
    options = parser.parse_args()
    nlp = together(options.syntax, options.names)
    described(nlp)
    if options.half:
        halved(nlp)
    if options.out.exists():
        shutil.rmtree(options.out)
    nlp.to_disk(options.out)
    manifest(options.out, "float16" if options.half else "float32")


if __name__ == "__main__":
    main()
