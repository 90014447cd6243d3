"""Prints the score table of a model: `python evaluate.py MODEL CORPORA [--out scores.json]`.

CORPORA is the folder that `corpora.py` wrote. Measured are
- syntax on gold tokens and gold sentences, and from raw text (words matched by their place, F1);
  punctuation counts, and a relation counts only with its subtype (nmod:poss is not nmod);
- names from raw text: exact spans, only the labels that the corpus annotates; a name that touches a span
  which the corpus does not explain is not counted;
- words per second of processor time in one thread, memory, time to load, size on disk.
"""

import argparse
import json
import resource
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span, Token

from pactgraph.language.models import load_model
from pactgraph.language.texts import read_doc
from pactgraph.reading.source import Source

TREES = ("syntax-ewt-dev", "syntax-gum-dev")
NAMES = ("names-uner-dev", "names-crossner-dev", "names-re3d-test", "names-genre-test", "names-gum-dev")

Scores = dict[str, float]


def read(nlp: Language, text: str) -> Doc:
    """The Doc of a text, read as the engine reads it."""
    return read_doc(nlp, Source("text", "text", text, text, (), ""))


def gold(nlp: Language, path: Path) -> list[Doc]:
    """The Docs of a corpus."""
    return list(DocBin().from_disk(path).get_docs(nlp.vocab))


def words(span: Iterable[Token]) -> list[Token]:
    """Tokens without white space."""
    return [t for t in span if not t.is_space]


def share(part: float, whole: float) -> float:
    """A percentage; 0 of nothing."""
    return round(100 * part / whole, 2) if whole else 0.0


def f1(right: int, ours: int, theirs: int) -> float:
    """Harmonic mean of precision and recall, in percent."""
    return share(2 * right, ours + theirs)


def on_gold_tokens(nlp: Language, docs: Iterable[Doc]) -> Scores:
    """Accuracy of tags and trees, each gold sentence by itself."""
    right: Counter[str] = Counter()
    for sentence in (words(s) for d in docs for s in d.sents):
        starts = [i == 0 for i in range(len(sentence))]
        bare = Doc(
            nlp.vocab, [t.text for t in sentence], [bool(t.whitespace_) for t in sentence], sent_starts=starts
        )
        place = {t.i: n for n, t in enumerate(sentence)}
        for ours, theirs in zip(nlp(bare), sentence, strict=True):
            same_head = ours.head.i == place[theirs.head.i]
            right.update(
                words=1,
                UPOS=ours.pos_ == theirs.pos_,
                XPOS=ours.tag_ == theirs.tag_,
                features=str(ours.morph) == str(theirs.morph),
                lemmas=ours.lemma_ == theirs.lemma_,
                UAS=same_head,
                LAS=same_head and ours.dep_ == theirs.dep_,
            )
    return {k: share(v, right["words"]) for k, v in right.items() if k != "words"}


def from_raw_text(nlp: Language, docs: Iterable[Doc]) -> Scores:
    """F1 of tokens, sentences, tags and trees."""
    right: Counter[str] = Counter()
    for theirs in docs:
        ours = read(nlp, theirs.text)
        at = {(t.idx, len(t)): t for t in words(theirs)}
        pairs = [(t, at[t.idx, len(t)]) for t in words(ours) if (t.idx, len(t)) in at]
        heads = [(a, b) for a, b in pairs if (a.head.idx, len(a.head)) == (b.head.idx, len(b.head))]
        ends = [{words(s)[-1].idx for s in d.sents if words(s)} for d in (ours, theirs)]
        right.update(
            ours=len(words(ours)),
            theirs=len(at),
            tokens=len(pairs),
            UPOS=sum(a.pos_ == b.pos_ for a, b in pairs),
            UAS=len(heads),
            LAS=sum(a.dep_ == b.dep_ for a, b in heads),
            our_sentences=len(ends[0]),
            their_sentences=len(ends[1]),
            sentences=len(ends[0] & ends[1]),
        )
    scores = {k: f1(right[k], right["ours"], right["theirs"]) for k in ("tokens", "UPOS", "UAS", "LAS")}
    return {**scores, "sentences": f1(right["sentences"], right["our_sentences"], right["their_sentences"])}


def on_names(nlp: Language, docs: Iterable[Doc], labels: list[str]) -> Scores:
    """F1 of exact spans: of all together, and by label."""
    right, ours, theirs = Counter[str](), Counter[str](), Counter[str]()
    for doc in docs:
        unsure = {i for t in doc if t.ent_iob == 0 for i in range(t.idx, t.idx + len(t))}
        found = _spans(read(nlp, doc.text).ents, labels)
        found = {s for s in found if not unsure & set(range(s[0], s[1]))}
        wanted = _spans(doc.ents, labels)
        for counter, spans in ((right, found & wanted), (ours, found), (theirs, wanted)):
            counter.update(label for _, _, label in spans)
    scores = {label: f1(right[label], ours[label], theirs[label]) for label in labels if theirs[label]}
    whole = (right.total(), ours.total(), theirs.total())
    return {
        "F1": f1(*whole),
        "precision": share(whole[0], whole[1]),
        "recall": share(whole[0], whole[2]),
        **scores,
    }


def _spans(spans: Iterable[Span], labels: list[str]) -> set[tuple[int, int, str]]:
    return {(s.start_char, s.end_char, s.label_) for s in spans if s.label_ in labels}


def running(nlp: Language, docs: list[Doc], model: Path, loading: float) -> Scores:
    """What the model costs, in processor time and the best of three: other work counts less so."""
    texts = [d.text for d in docs]
    speeds = []
    for _ in range(3):
        start = time.process_time()
        count = sum(len(words(read(nlp, t))) for t in texts)
        speeds.append(count / (time.process_time() - start))
    size = sum(p.stat().st_size for p in model.rglob("*") if p.is_file())
    return {
        "words per second": round(max(speeds)),
        "memory, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "seconds to load": round(loading, 2),
        "size, MB": round(size / 1e6, 1),
    }


def measured(model: Path, corpora: Path) -> dict[str, Scores]:
    """All scores: measure -> name -> value."""
    start = time.process_time()
    nlp = load_model(str(model.resolve()), model.parent)
    loading = time.process_time() - start
    scores = {"running": running(nlp, gold(nlp, corpora / f"{TREES[0]}.spacy"), model, loading)}
    for name in TREES:
        docs = gold(nlp, corpora / f"{name}.spacy")
        scores[f"{name}, gold tokens and sentences"] = on_gold_tokens(nlp, docs)
        scores[f"{name}, raw text"] = from_raw_text(nlp, docs)
    annotated = json.loads((corpora / "labels.json").read_text(encoding="utf-8"))
    for name in NAMES:
        if name in annotated:
            labels = annotated[name]["annotates"]
            scores[name] = on_names(nlp, gold(nlp, corpora / f"{name}.spacy"), labels)
    return scores


def table(scores: dict[str, Scores]) -> str:
    """The scores as they stand in docs/model-fast.md."""
    rows = (f"| {m} | {', '.join(f'{k} {v:g}' for k, v in values.items())} |" for m, values in scores.items())
    return "\n".join(["| measured on | |", "| --- | --- |", *rows])


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--out", type=Path, help="write the scores to this file too")
    options = parser.parse_args()
    scores = measured(options.model, options.corpora)
    print(table(scores))
    if options.out:
        options.out.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
