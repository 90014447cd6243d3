"""The spaCy component `pactgraph_transformer`: tags, morphology, lemmas, sentences, trees and names in one
pass."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.types import Ints2d

from pactgraph.errors import ModelError

from . import words
from .lemmas import Lemmatizer
from .network import Network, copy
from .reading import Analysis, Reader, Tokens

ATTRIBUTES: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE"]
INSIDE, OUTSIDE, BEGIN = 1, 2, 3
PARAGRAPH = 2
"""Line breaks in a row that part paragraphs; no sentence goes over them."""

ASSIGNS = ["token.tag", "token.pos", "token.morph", "token.lemma", "token.dep", "token.head"]

Ids = NDArray[np.uint64]


@Language.factory(
    "pactgraph_transformer",
    assigns=[*ASSIGNS, "token.is_sent_start", "doc.sents", "doc.ents"],
    default_config={"threads": 1, "window": 192, "threshold": 0.0},
)
def make_transformer(nlp: Language, name: str, threads: int, window: int, threshold: float) -> "Transformer":
    """The component, still without its network: `from_disk` brings that.

    `threads` of the processor for one window; `window` word pieces read at once; `threshold` is the log
    odds above
    which a sentence begins.
    """
    return Transformer(nlp.vocab, name, threads=threads, window=window, threshold=threshold)


class Transformer:
    """Annotates documents; a document's annotations do not depend on the documents beside it.

    Sentence starts already set on a document are kept, and where a token is marked as no start, none is put.
    """

    def __init__(
        self, vocab: Vocab, name: str, *, threads: int = 1, window: int = 192, threshold: float = 0.0
    ) -> None:
        self.vocab, self.name = vocab, name
        self._threads, self._window, self._threshold = threads, window, threshold
        self._network: Network | None = None

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "Transformer":
        """Loads the network's files; ModelError if one is missing, cut short or changed."""
        self._use(Network(Path(path), self._threads))
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Writes the network's files and their manifest."""
        copy(self._loaded().folder, Path(path))

    @property
    def labels(self) -> tuple[str, ...]:
        """Relations of trees, then labels of names; none as long as there is no network."""
        if self._network is None:
            return ()
        values = self._network.values
        names = dict.fromkeys(tag[2:] for tag in values["name"] if tag != "O")
        return (*sorted(values["dep"]), *names)

    def _use(self, network: Network) -> None:
        self._network = network
        self._reader = Reader(network, self._window, self._threshold)
        self._cache = words.PieceCache(network.tokenizer)
        self._lemmatizer = Lemmatizer(network.values["rule"], network.exceptions)
        self._values = _Values(self.vocab, network.values)

    def _loaded(self) -> Network:
        if self._network is None:
            raise ModelError(
                "the component has no network yet",
                where=self.name,
                hint="load a pipeline from disk that has one",
            )
        return self._network

    def __call__(self, doc: Doc) -> Doc:
        """Annotates one document."""
        self._loaded()
        places = [token.i for token in doc if not token.is_space]
        if places:
            self._annotate(doc, places, self._reader.read(self._tokens(doc, places)))
        elif len(doc):
            _annotate_space(doc, self._values)
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Annotates documents one after another; `batch_size` changes nothing and is there for spaCy."""
        return map(self, stream)

    def _tokens(self, doc: Doc, places: list[int]) -> Tokens:
        texts = [doc[i].text for i in places]
        first = _first_words(doc)
        begins = [True if i in first else doc[i].is_sent_start for i in places]
        return Tokens(self._cache.pieces(texts), [words.shape(text) for text in texts], begins)

    def _annotate(self, doc: Doc, places: list[int], found: Analysis) -> None:
        at = np.array(places)
        table = self._values.space_rows(doc, _anchors(len(doc), at))
        roots = np.array(found.head) == 0
        table[at, 0] = self._values.xpos[found.xpos]
        table[at, 1] = self._values.pos[found.morph]
        table[at, 2] = self._values.features[found.morph]
        table[at, 3] = self._lemmas(doc, places, found)
        table[at, 4] = np.where(roots, self._values.root, self._values.dep[found.dep])
        table[at, 5] = (at[np.arange(len(at)) + found.head] - at).astype(np.uint64)
        table[at, 6] = self._values.iob[found.name]
        table[at, 7] = self._values.label[found.name]
        _bridge_space(doc, table)
        doc.from_array(ATTRIBUTES, cast(Ints2d, table))

    def _lemmas(self, doc: Doc, places: list[int], found: Analysis) -> list[int]:
        triples = zip(places, found.rule, found.morph, strict=True)
        lemma = self._lemmatizer.lemma
        return [self.vocab.strings.add(lemma(doc[i].text, r, self._values.upos[m])) for i, r, m in triples]


class _Values:
    """The inventory as spaCy's numbers, one array per column."""

    def __init__(self, vocab: Vocab, values: dict[str, list[str]]) -> None:
        add: Callable[[str], int] = vocab.strings.add
        parts = [value.partition("|") for value in values["morph"]]
        self.upos = [part[0] for part in parts]
        self.xpos = _ids(map(add, values["xpos"]))
        self.pos = _ids(map(add, self.upos))
        self.features = _ids(vocab.morphology.add(part[2]) for part in parts)
        self.dep = _ids(map(add, values["dep"]))
        self.root = np.uint64(add("ROOT"))
        self.iob = _ids({"B": BEGIN, "I": INSIDE, "O": OUTSIDE}[tag[0]] for tag in values["name"])
        self.label = _ids(add(tag[2:]) if tag != "O" else 0 for tag in values["name"])
        self._space = (add("_SP"), add("SPACE"), vocab.morphology.add(""), 0, add("dep"), 0, OUTSIDE, 0)

    def space_rows(self, doc: Doc, heads: NDArray[np.int64]) -> Ids:
        """A table in which every token is white space hanging on the word before it (or the first one)."""
        table = np.tile(np.array(self._space, dtype=np.uint64), (len(doc), 1))
        table[:, 3] = [token.orth for token in doc]
        table[:, 5] = heads.astype(np.uint64)
        return table


def _ids(numbers: Iterable[int]) -> Ids:
    return np.array(list(numbers), dtype=np.uint64)


def _first_words(doc: Doc) -> set[int]:
    """Numbers of the tokens that begin a paragraph."""
    first, breaks = set(), PARAGRAPH
    for token in doc:
        if token.is_space:
            breaks += token.text.count("\n")
        else:
            if breaks >= PARAGRAPH:
                first.add(token.i)
            breaks = 0
    return first


def _anchors(size: int, words_at: NDArray[np.int64]) -> NDArray[np.int64]:
    """Distance of every token to the last word up to it, or to the first word."""
    last = np.searchsorted(words_at, np.arange(size), side="right") - 1
    return words_at[np.maximum(last, 0)] - np.arange(size)


def _bridge_space(doc: Doc, table: Ids) -> None:
    """White space inside a name belongs to it: a line may break anywhere."""
    for i in range(len(doc) - 2, 0, -1):
        if doc[i].is_space and table[i + 1, 6] == INSIDE:
            table[i, 6:] = table[i + 1, 6:]


def _annotate_space(doc: Doc, values: _Values) -> None:
    table = values.space_rows(doc, np.zeros(len(doc), dtype=np.int64) - np.arange(len(doc)))
    table[0, 4] = values.root
    doc.from_array(ATTRIBUTES, cast(Ints2d, table))
