"""How fast names are linked and found in running text: `python benchmarks/bench_linking.py [FOLDER]`.

Prints CPU time per unit (other load on the machine hardly matters), and the memory that each step adds.
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
NAMES, REPEATS = 20_000, 200


def rate(work: Callable[[str], object], items: Iterable[str]) -> int:
    """Items per second of CPU time."""
    done, start = 0, time.process_time()
    for item in items:
        work(item)
        done += 1
    return round(done / (time.process_time() - start))


def resident() -> int:
    """Megabytes in memory now (Linux; 0 elsewhere)."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * resource.getpagesize() >> 20 if status.exists() else 0


def running_text(folder: Path) -> None:
    start = resident()
    nlp, component = spacy.blank("en"), GazetteerSpans(Gazetteer.load(folder))
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds" / "texts").glob("*.txt"))]
    docs = [nlp.make_doc(text) for text in texts]
    words = sum(len(text.split()) for text in texts) * REPEATS
    begin = time.process_time()
    for doc in docs * REPEATS:
        component(doc)
    print(f"running text: {words / (time.process_time() - begin):.0f} words/s, {resident() - start} MB")


def linking(folder: Path) -> None:
    start, gazetteer = resident(), Gazetteer.load(folder)
    linker, fuzzy = Linker(gazetteer, likeness=False), Linker(gazetteer)
    rows = (
        gazetteer.index.row(number) for number in range(0, len(gazetteer), max(1, len(gazetteer) // NAMES))
    )
    names = [row.label for row in rows if row.table == "organizations"]
    for turn in ("first", "again"):
        print(f"exact names, {turn}: {rate(lambda n: linker.link('organization', '', [n]), names)} names/s")
    unknown = [f"{name} of Nowhere" for name in names[:1000]]
    print(f"unknown names: {rate(lambda n: fuzzy.link('organization', '', [n]), unknown)} names/s")
    print(f"{len(names)} names: {resident() - start} MB")


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "extract" / "gazetteer"
    running_text(chosen)
    linking(chosen)
