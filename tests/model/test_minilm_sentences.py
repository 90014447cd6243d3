import pytest
from minilm.sentences import ALL_TAGS, LABELS, Scheme, Sentence, allowed_tags, bit, longest


def tags(mask: int) -> set[str]:
    return {tag for label in LABELS for tag in ("O", f"B-{label}", f"I-{label}") if mask & bit(tag)}


def test_outside_its_names_a_corpus_leaves_open_what_it_does_not_mark() -> None:
    marked = tuple(x for x in LABELS if x != "DATE")
    sentence = Sentence(["in", "Oslo"], mentions=[(1, 2, ("LOC",))], annotated=marked)
    outside, name = allowed_tags(sentence)
    assert tags(outside) == {"O", "B-DATE", "I-DATE"}
    assert tags(name) == {"B-LOC"}


def test_a_mention_of_several_labels_allows_each_of_them() -> None:
    sentence = Sentence(["Kyoto", "Protocol"], mentions=[(0, 2, ("LAW", "WORK", "O"))], annotated=LABELS)
    first, second = allowed_tags(sentence)
    assert tags(first) == {"O", "B-LAW", "B-WORK"}
    assert tags(second) == {"O", "I-LAW", "I-WORK"}


def test_a_corpus_without_names_says_nothing() -> None:
    assert allowed_tags(Sentence(["Oslo"])) == [ALL_TAGS]


@pytest.mark.parametrize(
    ("words", "kind", "labels"),
    [
        (["Kyoto", "Protocol"], "MISC", ("LAW",)),
        (["Cold", "War"], "MISC", ("EVENT",)),
        (["Norwegian"], "MISC", ("NORP",)),
        (["Norwegian"], "LOC", ("NORP",)),
        (["Oslo"], "LOC", ("LOC",)),
        (["Windows"], "MISC", ("NORP", "EVENT", "LAW", "WORK", "O")),
    ],
)
def test_words_settle_what_a_type_leaves_open(words: list[str], kind: str, labels: tuple[str, ...]) -> None:
    scheme = Scheme("re-docred", frozenset({"Norwegian"}))
    assert scheme.mentions(words, [(0, len(words), kind)]) == [(0, len(words), labels)]


def test_types_without_a_place_in_the_table_are_dropped() -> None:
    assert Scheme("re3d", frozenset()).mentions(["5", "tons"], [(0, 2, "Quantity")]) == []


def test_of_overlapping_mentions_the_longest_stays() -> None:
    assert longest([(0, 1, ("LOC",)), (0, 3, ("ORG",)), (3, 4, ("LOC",))]) == [
        (0, 3, ("ORG",)),
        (3, 4, ("LOC",)),
    ]
