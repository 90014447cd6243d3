"""How long a whole build takes over plain `nlp.pipe` on the same texts, and how memory grows.

    python benchmarks/bench_build.py [--texts N] [--model NAME] [--file FILE.jsonl.xz]

Reads N texts (default 500) of a JSON Lines file, one process, and prints seconds of processor time for both, their ratio
(at most 1.5 is what we promise), the build's parts, and the peak memory of builds of a quarter of the texts and of all.
"""

import argparse
import json
import lzma
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILE = ROOT.parent / "shared" / "texts" / "briefings.jsonl.xz"


def main() -> None:
    """Runs the parts in processes of their own, so that none warms up another."""
    parser = argparse.ArgumentParser()
    parser.add_argument("part", nargs="?", choices=("plain", "build"))
    parser.add_argument("--texts", type=int, default=500)
    parser.add_argument("--model")
    parser.add_argument("--file", type=Path, default=FILE)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.part:
        {"plain": plain, "build": whole}[options.part](options.folder, options.model)
    else:
        compare(options)


def compare(options: argparse.Namespace) -> None:
    """Prints the comparison."""
    with tempfile.TemporaryDirectory() as place:
        few, every = Path(place) / "few", Path(place) / "all"
        few.mkdir()
        every.mkdir()
        sample(options.file, options.texts // 4, few)
        sample(options.file, options.texts, every)
        base = part("plain", every, options.model)
        small, full = part("build", few, options.model), part("build", every, options.model)
    print(f"{options.texts} texts, {base['characters']:,} characters")
    print(f"plain nlp.pipe  {base['seconds']:8.1f} s  peak {base['peak']:6.0f} MB")
    print(
        f"whole build     {full['seconds']:8.1f} s  peak {full['peak']:6.0f} MB  ({full['triples']:,} triples)"
    )
    print(
        f"a quarter       {small['seconds']:8.1f} s  peak {small['peak']:6.0f} MB  ({small['triples']:,} triples)"
    )
    print(f"ratio           {full['seconds'] / base['seconds']:8.2f}")


def sample(file: Path, number: int, folder: Path) -> None:
    """Writes the first texts of the file."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in islice(lines, number):
            record = json.loads(line)
            (folder / f"{record['id'].replace('/', '-')}.txt").write_text(record["text"], encoding="utf-8")


def part(name: str, folder: Path, model: str | None) -> dict[str, float]:
    """What one part measured."""
    command = [
        sys.executable,
        __file__,
        name,
        "--folder",
        str(folder),
        *(["--model", model] if model else []),
    ]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def plain(folder: Path, model: str | None) -> None:
    """The language pipeline alone, as spaCy runs it."""
    from pactgraph import language

    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.iterdir())]
    start = time.process_time()
    nlp = language.load(ROOT, model)
    for _ in nlp.pipe(texts):
        pass
    report(start, characters=sum(map(len, texts)))


def whole(folder: Path, model: str | None) -> None:
    """A build from nothing, validation included."""
    from pactgraph.cli import main as command

    with tempfile.TemporaryDirectory() as store:
        start = time.process_time()
        command(
            ["build", str(folder), "--jobs", "1", "--store", store, *(["--model", model] if model else [])]
        )
        manifest = json.loads((Path(store) / "manifest.json").read_text(encoding="utf-8"))
        report(start, triples=manifest["counts"]["triples"])


def report(start: float, **more: float) -> None:
    """Writes seconds of processor time since `start` and peak memory, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.process_time() - start, "peak": peak, **more}))


if __name__ == "__main__":
    main()
