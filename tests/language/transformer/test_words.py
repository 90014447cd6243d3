import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import Whitespace

from pactgraph.language.transformer.words import CLS, MAX_PIECES, SEP, UNK, PieceCache, encode, shape


@pytest.fixture
def cache() -> PieceCache:
    vocabulary = {"[UNK]": UNK, "a": 1, "##a": 2, "b": 3}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.pre_tokenizer = Whitespace()
    return PieceCache(tokenizer, limit=2)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("signed", 1),
        ("1996", 2),
        ("COP28", 3),
        ("—", 4),
        ("A", 5),
        ("WIPO", 6),
        ("Paris", 7),
        ("McGee", 8),
        ("eBay", 9),
    ],
)
def test_each_case_has_its_shape(word: str, expected: int) -> None:
    assert shape(word) == expected


def test_words_are_split_one_by_one_and_in_order(cache: PieceCache) -> None:
    assert cache.pieces(["aa", "b", "aa"]) == [(1, 2), (3,), (1, 2)]


def test_a_word_without_pieces_is_unknown(cache: PieceCache) -> None:
    assert cache.pieces([" "]) == [(UNK,)]


def test_a_long_word_is_cut(cache: PieceCache) -> None:
    assert cache.pieces(["a" * 50]) == [(1, *[2] * (MAX_PIECES - 1))]


def test_a_full_cache_starts_again_and_gives_the_same(cache: PieceCache) -> None:
    before = cache.pieces(["a", "b", "aa"])
    assert cache.pieces(["aaa"]) == [(1, 2, 2)]
    assert cache.pieces(["a", "b", "aa"]) == before


def test_a_window_has_marks_at_its_ends_and_places_of_first_and_last_pieces() -> None:
    row = encode([(5, 6), (7,)], [7, 1])
    assert row["ids"].tolist() == [CLS, 5, 6, 7, SEP]
    assert row["case"].tolist() == [0, 7, 7, 1, 0]
    assert (row["first"].tolist(), row["last"].tolist(), row["wcase"].tolist()) == ([1, 3], [2, 3], [7, 1])
