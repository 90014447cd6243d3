"""A graph of our shape, of any size, always the same for the same seed."""

import random
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

ID = "https://w3id.org/pactgraph/id/"
PG = "https://w3id.org/pactgraph/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
WORDS = [
    "memorandum",
    "understanding",
    "cooperation",
    "agreement",
    "partnership",
    "states",
    "health",
    "trade",
    "labour",
    "customs",
    "data",
    "food",
]
PER_DOCUMENT = 20
"""Triples of one document."""


def lines(triples: int, seed: int = 7) -> Iterator[str]:
    """N-Quads: documents with an agreement each, its parties, lineage and evidence."""
    rng = random.Random(seed)
    for number in range(triples // PER_DOCUMENT):
        yield from _document(number, rng)


def _document(number: int, rng: random.Random) -> Iterator[str]:
    graph = f"<{ID}document/d{number}>"
    agreement = f"<{ID}agreement/a{number}>"
    title = " ".join(rng.choices(WORDS, k=6))
    parties = [f"<{ID}organization/o{rng.randrange(2000)}>" for _ in range(2)]
    earlier = f"<{ID}agreement/a{rng.randrange(number + 1)}>"
    day = f"{rng.randrange(1950, 2024)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    yield f"{graph} <{RDF}type> <{PG}Document> {graph} .\n"
    yield f'{graph} <{PG}title> "{title} {number}" {graph} .\n'
    yield f"{agreement} <{RDF}type> <{PG}Agreement> {graph} .\n"
    yield f'{agreement} <{RDFS}label> "{title} {number}"@en {graph} .\n'
    yield f'{agreement} <{PG}dateSigned> "{day}"^^<http://www.w3.org/2001/XMLSchema#date> {graph} .\n'
    yield f'{agreement} <{PG}status> "signed" {graph} .\n'
    yield f"{agreement} <{PG}restsOn> {earlier} {graph} .\n"
    yield f"{graph} <{PG}mentions> {agreement} {graph} .\n"
    for party in parties:
        yield f"{agreement} <{PG}party> {party} {graph} .\n"
    for key, (name, value) in enumerate((("party", parties[0]), ("restsOn", earlier))):
        yield from _evidence(graph, agreement, name, value, key, rng)


def _evidence(graph: str, subject: str, name: str, value: str, key: int, rng: random.Random) -> Iterator[str]:
    statement, evidence = (f"{graph[:-1]}/{kind}/{key}>" for kind in ("statement", "evidence"))
    sentence = " ".join(rng.choices(WORDS, k=14))
    yield f"{statement} <{RDF}subject> {subject} {graph} .\n"
    yield f"{statement} <{RDF}predicate> <{PG}{name}> {graph} .\n"
    yield f"{statement} <{RDF}object> {value} {graph} .\n"
    yield f"{statement} <{PG}evidence> {evidence} {graph} .\n"
    yield f'{evidence} <{PG}quote> "{sentence}." {graph} .\n'


def make_store(root: Path, triples: int) -> Path:
    """A store as a build leaves it, made once."""
    directory = root / "generation-000001"
    if not (root / "current").exists():
        root.mkdir(parents=True, exist_ok=True)
        file = root.with_suffix(".nq")
        with file.open("w", encoding="utf-8") as out:
            out.writelines(lines(triples))
        store = ox.Store(str(directory))
        store.bulk_load(path=file, format=ox.RdfFormat.N_QUADS)
        store.optimize()
        store.flush()
        del store
        file.unlink()
        (root / "current").write_text("generation-000001\n")
    return root
