"""How fast names are linked and names in running text are found: `python benchmarks/bench_linking.py [FOLDER]`.

Prints CPU time per unit (other load on the machine hardly matters), and the memory that the gazetteer adds.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import spacy

from pactgraph.assembly.linking import Linker
from pactgraph.language.gazetteer import Gazetteer, GazetteerSpans

ROOT = Path(__file__).parents[1]
NAMES, DOCUMENTS = 20_000, 200


def rate(work: Callable[[object], object], items: Iterable[object], units: int) -> int:
    start = time.process_time()
    for item in items:
        work(item)
    return round(units / (time.process_time() - start))


def resident() -> int:
    """Megabytes at the highest so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(folder: Path) -> None:
    Gazetteer.load(folder)  # builds and caches the index where there is none, outside the measurement
    before = resident()
    gazetteer = Gazetteer.load(folder)
    linker = Linker(gazetteer, likeness=False)
    every = max(1, len(gazetteer) // NAMES)
    rows = (gazetteer.index.row(number) for number in range(0, len(gazetteer), every))
    names = [row.label for row in rows if row.table == "organizations"]
    for turn in ("first", "again"):
        speed = rate(lambda name: linker.link("organization", "", [str(name)]), names, len(names))
        print(f"exact names, {turn}: {speed} names/s ({len(names)} names)")
    fuzzy = Linker(gazetteer)
    unknown = [f"{name} of Nowhere" for name in names[:1000]]
    print(f"unknown names: {rate(lambda n: fuzzy.link('organization', '', [str(n)]), unknown, len(unknown))} names/s")
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds" / "texts").glob("*.txt"))]
    nlp, component = spacy.blank("en"), GazetteerSpans(gazetteer)
    docs = [nlp.make_doc(text) for text in texts * DOCUMENTS]
    words = sum(len(text.split()) for text in texts) * DOCUMENTS
    print(f"running text: {rate(component, docs, words)} words/s ({words} words)")
    print(f"memory added: {resident() - before} MB (with {len(docs)} parsed texts)")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "extract" / "gazetteer")
