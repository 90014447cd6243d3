"""Converts the training data to spaCy corpora: `python corpora.py DATA OUT`.

DATA is the folder of openly licensed gold corpora (docs/model-fast.md tells their origins), OUT the one to
fill: `syntax-*.spacy`, `names-*.spacy`, `labels.json` (what each corpus annotates) and `counts.json`.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
import tokenization
from conversion import names
from conversion.archives import ewt, gum
from conversion.mapping import Mapping
from conversion.sentences import Sentence, blocks, doc_of
from conversion.swaps import Swaps
from spacy.language import Language
from spacy.tokens import Doc, DocBin

HERE = Path(__file__).parent
TRAIN_BLOCK, TEST_BLOCK, DEV_SHARE = 8, 40, 14

Documents = list[list[Sentence]]


def docs(nlp: Language, documents: Iterable[list[Sentence]], most: int, kind: str) -> Iterator[Doc]:
    """Docs of at most `most` sentences each; `kind` is syntax or names."""
    for document in documents:
        for block in blocks(document, most):
            yield doc_of(nlp.vocab, block, syntax=kind == "syntax", names=kind == "names")


def save(path: Path, made: Iterable[Doc]) -> dict[str, object]:
    """Writes a DocBin; returns what is in it."""
    binary, tokens, labels = DocBin(store_user_data=False), 0, Counter[str]()
    for doc in made:
        binary.add(doc)
        tokens += len(doc)
        labels.update(e.label_ for e in doc.ents)
    binary.to_disk(path)
    return {"docs": len(binary), "tokens": tokens, "names": dict(sorted(labels.items()))}


def trees(data: Path) -> dict[str, Documents]:
    """The treebanks: one training corpus, two development corpora."""
    return {
        "syntax-train": [*ewt(data, "train"), *gum(data, "train")],
        "syntax-ewt-dev": ewt(data, "dev"),
        "syntax-gum-dev": list(gum(data, "dev")),
    }


def named(data: Path, gold: Path, mapping: Mapping, nlp: Language) -> dict[str, tuple[str, Documents]]:
    """File name -> (corpus, documents with its labels)."""
    found = {
        "names-train-uner": ("uner-english-ewt", names.uner(data, "train")),
        "names-train-docred": ("re-docred", names.docred(data, mapping)),
        "names-train-wikigold": ("wikigold", names.wikigold(data)),
        "names-train-crossner": ("crossner-politics", names.crossner(data, "train")),
        "names-train-re3d": ("re3d-open", names.re3d(data, held_back=False)),
        "names-train-gum": ("gum-open-genres", names.gum_names(data, "train")),
        "names-train-genre": ("genre", names.genre(gold, "train", nlp)),
        "names-uner-dev": ("uner-english-ewt", names.uner(data, "dev")),
        "names-crossner-dev": ("crossner-politics", names.crossner(data, "dev")),
        "names-re3d-test": ("re3d-open", names.re3d(data, held_back=True)),
        "names-gum-dev": ("gum-open-genres", names.gum_names(data, "dev")),
        "names-genre-test": ("genre", names.genre(gold, "test", nlp)),
    }
    for file, (corpus, documents) in found.items():
        if file.startswith("names-train"):
            mapping.learn(corpus, (s for d in documents for s in d))
    return {
        f: (c, names.mapped(c, d, mapping, train=f.startswith("names-train")))
        for f, (c, d) in found.items()
        if d
    }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--gold", type=Path, default=HERE / "gold", help="folder of our own annotated texts")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    nlp = spacy.blank("en")
    tokenization.adapt(nlp)
    mapping = Mapping.read(HERE / "conversion" / "labels.toml")
    counts = {
        f: save(
            options.out / f"{f}.spacy", docs(nlp, d, TRAIN_BLOCK if "train" in f else TEST_BLOCK, "syntax")
        )
        for f, d in trees(options.data).items()
    }
    corpora = named(options.data, options.gold, mapping, nlp)
    for file, (_, documents) in corpora.items():
        counts[file] = save(
            options.out / f"{file}.spacy",
            docs(nlp, documents, TRAIN_BLOCK if "train" in file else TEST_BLOCK, "names"),
        )
    counts |= {
        file: save(options.out / f"{file}.spacy", made)
        for file, made in training(nlp, mapping, corpora).items()
    }
    write(options.out / "counts.json", counts)
    write(
        options.out / "labels.json",
        {f: {"corpus": c, "annotates": mapping.annotates(c)} for f, (c, _) in corpora.items()},
    )


def parts(documents: Documents) -> tuple[Documents, Documents]:
    """(training, development): one block in `DEV_SHARE` chooses the best checkpoint."""
    pieces = [b for d in documents for b in blocks(d, TRAIN_BLOCK)]
    kept = [b for i, b in enumerate(pieces) if i % DEV_SHARE != DEV_SHARE - 1]
    return kept, pieces[DEV_SHARE - 1 :: DEV_SHARE]


def training(
    nlp: Language, mapping: Mapping, corpora: dict[str, tuple[str, Documents]]
) -> dict[str, list[Doc]]:
    """All training corpora of names with swapped copies of their sentences, and the blocks kept from them."""
    swaps = Swaps.read(HERE / "conversion" / "swaps.toml", nlp)
    made: dict[str, list[Doc]] = {"names-train": [], "names-dev": []}
    for file, (corpus, documents) in corpora.items():
        if file.startswith("names-train"):
            kept, chosen = parts(documents)
            kept *= mapping.repeats(corpus)
            made["names-dev"] += docs(nlp, chosen, TRAIN_BLOCK, "names")
            made["names-train"] += docs(nlp, kept, TRAIN_BLOCK, "names")
            made["names-train"] += docs(nlp, swaps.copies(kept), TRAIN_BLOCK, "names")
    return made


def write(path: Path, data: object) -> None:
    """Writes JSON with sorted keys."""
    path.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
