"""The accurate model's scores, on data it never saw in training, as one table.

    python -m minilm.evaluate PIPELINE CORPORA GAZETTEER [--genre FILE ...] [--beside PIPELINE] [--out
    scores.json]

PIPELINE is a spaCy pipeline folder (or installed package); `--genre` names test files of the project's own
genre;
`--beside` scores a second pipeline, such as the unquantized one, and prints the difference.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from .readers import Corpora
from .sentences import LABELS, Document

Key = tuple[int, int]
CORE = ("PERSON", "ORG", "LOC", "DATE")
UNIVERSAL = ("PERSON", "ORG", "LOC")

TARGETS = {
    "EWT dev, gold tokens and sentences: UPOS": 97.0,
    "EWT dev, gold tokens and sentences: UAS": 90.5,
    "EWT dev, gold tokens and sentences: LAS": 88.0,
    "EWT dev, raw text: LAS": 86.5,
    "UNER EWT dev, raw text: names F1": 79.0,
    "own genre test, raw text: PERSON ORG LOC DATE F1": 88.0,
    "CrossNER politics dev + re3d held back: names F1": 80.0,
    "whole pipeline: words per second, one core": 4500.0,
    "memory: MB": 500.0,
    "load: seconds": 1.5,
}
AT_MOST = frozenset(("memory: MB", "load: seconds"))


def percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 0.0


def f1(right: int, found: int, gold: int) -> float:
    """F1 in percent."""
    return percent(2 * right, found + gold)


def raw_text(document: Document) -> tuple[str, list[list[Key]]]:
    """The text of a document, a blank line before each paragraph, and every word's place in it, per
    sentence."""
    text, places = "", []
    for number, sentence in enumerate(document):
        text = text.rstrip() + "\n\n" if sentence.paragraph and number else text
        row = []
        for word, space in zip(sentence.words, sentence.spaces, strict=True):
            row.append((len(text), len(text) + len(word)))
            text += word + (" " if space else "")
        places.append(row)
    return text, places


def gold_doc(nlp: Language, document: Document) -> Doc:
    """A document with gold tokens and sentence starts, nothing else."""
    words = [w for s in document for w in s.words]
    spaces = [x for s in document for x in s.spaces]
    starts = [i == 0 for s in document for i in range(len(s.words))]
    return Doc(nlp.vocab, words=words, spaces=spaces, sent_starts=starts)


def key(token: Token) -> Key:
    return token.idx, token.idx + len(token)


def gold_scores(nlp: Language, documents: list[Document]) -> dict[str, float]:
    """Accuracy per token with gold tokens and sentences, punctuation counted."""
    count: Counter[str] = Counter()
    for document in documents:
        doc = nlp(gold_doc(nlp, document))
        for sentence, span in zip(document, doc.sents, strict=True):
            for i, token in enumerate(span):
                head = 0 if token.head == token else token.head.i - span.start + 1
                _count_token(sentence, i, token, head == sentence.heads[i], count)
    return {name: percent(count[name], count["words"]) for name in count if name != "words"}


def _count_token(sentence, i: int, token: Token, head: bool, count: Counter[str]) -> None:
    count["words"] += 1
    count["UPOS"] += token.pos_ == sentence.upos[i]
    count["XPOS"] += token.tag_ == sentence.xpos[i]
    count["features"] += str(token.morph) == sentence.feats[i]
    count["lemmas"] += token.lemma_ == sentence.lemmas[i]
    count["UAS"] += head
    count["LAS"] += head and token.dep_ == sentence.deps[i]


def raw_scores(nlp: Language, documents: list[Document]) -> dict[str, float]:
    """F1 from raw text: words found by their place, heads by the place of the head (as in the CoNLL 2018
    task)."""
    count: Counter[str] = Counter()
    for document in documents:
        text, places = raw_text(document)
        doc = nlp(text)
        found = {key(t): t for t in doc if not t.is_space}
        count["found words"] += len(found)
        count["found sentences"] += len(starts := {_first(s) for s in doc.sents} - {None})
        count["gold sentences"] += len(document)
        count["right sentences"] += len(starts & {row[0][0] for row in places})
        for sentence, row in zip(document, places, strict=True):
            _count_raw(sentence, row, found, count)
    words, tokens = count["gold words"], count["found words"]
    scores = {name: f1(count[name], tokens, words) for name in ("words", "UPOS", "UAS", "LAS")}
    scores["sentence starts"] = f1(
        count["right sentences"], count["found sentences"], count["gold sentences"]
    )
    return scores


def _first(span: Iterable[Token]) -> int | None:
    return next((t.idx for t in span if not t.is_space), None)


def _count_raw(sentence, row: list[Key], found: dict[Key, Token], count: Counter[str]) -> None:
    for i, place in enumerate(row):
        count["gold words"] += 1
        token = found.get(place)
        if token is None:
            continue
        gold = None if sentence.heads[i] == 0 else row[sentence.heads[i] - 1]
        head = (None if token.head == token else key(token.head)) == gold
        count["words"] += 1
        count["UPOS"] += token.pos_ == sentence.upos[i]
        count["UAS"] += head
        count["LAS"] += head and token.dep_ == sentence.deps[i]


def name_counts(
    nlp: Language, texts: Iterable[tuple[str, set[tuple[int, int, str]], frozenset[str]]]
) -> Counter[str]:
    """Right, found and gold names per label over raw texts; of each text only the labels its corpus marks."""
    count: Counter[str] = Counter()
    for text, gold, labels in texts:
        found = {(e.start_char, e.end_char, e.label_) for e in nlp(text).ents if e.label_ in labels}
        wanted = {g for g in gold if g[2] in labels}
        for kind, names in (("right", found & wanted), ("found", found), ("gold", wanted)):
            count.update(f"{kind} {name[2]}" for name in names)
    return count


def names_f1(count: Counter[str], labels: Iterable[str]) -> float:
    """F1 over some labels together."""
    right, found, gold = (sum(count[f"{kind} {x}"] for x in labels) for kind in ("right", "found", "gold"))
    return f1(right, found, gold)


def corpus_texts(documents: list[Document], labels: Iterable[str]):
    """Raw texts with the names a corpus is sure about, of the labels it marks."""
    for document in documents:
        text, places = raw_text(document)
        gold = set()
        for sentence, row in zip(document, places, strict=True):
            for start, end, kinds in sentence.mentions or []:
                if len(kinds) == 1:
                    gold.add((row[start][0], row[end - 1][1], kinds[0]))
        yield text, gold, frozenset(labels) & set(document[0].annotated)


def genre_texts(paths: list[Path]):
    """The test files of the project's own genre."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                yield row["text"], {tuple(span) for span in row["spans"]}, frozenset(LABELS)


def measure(name: str, corpora: Corpora, genre: list[Path]) -> dict[str, float]:
    """Every figure of the table for one pipeline."""
    started = time.perf_counter()
    nlp = spacy.load(name)
    scores = {"load: seconds": time.perf_counter() - started}
    dev = corpora.ewt("dev")
    scores |= _named("EWT dev, gold tokens and sentences", gold_scores(nlp, dev))
    scores |= _named("EWT dev, raw text", raw_scores(nlp, dev))
    scores |= _named("GUM dev (open genres), raw text", raw_scores(nlp, corpora.gum("dev")))
    uner = name_counts(nlp, corpus_texts(dev, UNIVERSAL))
    scores["UNER EWT dev, raw text: names F1"] = names_f1(uner, UNIVERSAL)
    scores |= {f"UNER EWT dev, raw text: {x} F1": names_f1(uner, [x]) for x in UNIVERSAL}
    mapped = name_counts(nlp, corpus_texts(corpora.crossner("dev") + corpora.re3d("test"), LABELS))
    scores["CrossNER politics dev + re3d held back: names F1"] = names_f1(mapped, CORE)
    scores |= {
        f"CrossNER politics dev + re3d held back: {x} F1": names_f1(mapped, [x]) for x in (*CORE, "EVENT")
    }
    if genre:
        own = name_counts(nlp, genre_texts(genre))
        scores["own genre test, raw text: PERSON ORG LOC DATE F1"] = names_f1(own, CORE)
        scores["own genre test, raw text: all labels F1"] = names_f1(own, LABELS)
        scores |= {f"own genre test, raw text: {x} F1": names_f1(own, [x]) for x in LABELS}
    scores["whole pipeline: words per second, one core"] = speed(nlp, dev)
    scores["memory: MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return scores


def _named(prefix: str, scores: dict[str, float]) -> dict[str, float]:
    return {f"{prefix}: {name}": value for name, value in scores.items()}


def speed(nlp: Language, documents: list[Document]) -> float:
    """Words per second of processor time, raw text in, annotated documents out; the best of three passes."""
    texts = [raw_text(d)[0] for d in documents[:80]]
    return max(_pass(nlp, texts, time.process_time) for _ in range(3))


def _pass(nlp: Language, texts: list[str], clock: Callable[[], float]) -> float:
    started = clock()
    words = sum(not t.is_space for doc in nlp.pipe(texts) for t in doc)
    return words / (clock() - started)


def table(scores: dict[str, float], beside: dict[str, float]) -> str:
    """The scores as Markdown, with targets and, if given, those of the other pipeline."""
    lines = ["| measure | score | target | " + ("other | difference |" if beside else "")]
    lines.append("| --- | ---: | ---: | " + ("---: | ---: |" if beside else ""))
    for name, value in scores.items():
        target = TARGETS.get(name)
        sign = "≤" if name in AT_MOST else "≥"
        cells = [name, f"{value:.2f}", f"{sign} {target:g}" if target is not None else ""]
        if beside:
            cells += [f"{beside[name]:.2f}", f"{value - beside[name]:+.2f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pipeline")
    parser.add_argument("corpora", type=Path)
    parser.add_argument("gazetteer", type=Path)
    parser.add_argument("--genre", type=Path, nargs="*", default=[])
    parser.add_argument("--beside")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    from pactgraph.language.transformer import component  # noqa: F401 - registers the factory where no entry point does

    corpora = Corpora(args.corpora, args.gazetteer)
    scores = measure(args.pipeline, corpora, args.genre)
    beside = measure(args.beside, corpora, args.genre) if args.beside else {}
    print(table(scores, beside))
    if args.out:
        args.out.write_text(json.dumps(scores, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
