from minilm.gum import name_spans
from minilm.sentences import Sentence


def named(text: str, pos: str, heads: list[int], misc: list[str]) -> list[str]:
    words = text.split()
    sentence = Sentence(words, upos=pos.split(), heads=heads, deps=["dep"] * len(words))
    (spans,) = name_spans([sentence], [misc])
    return [f"{' '.join(words[a:b])}/{kind}" for a, b, kind in spans]


def test_a_name_is_cut_out_of_its_phrase() -> None:
    misc = ["Entity=(1-organization-new-x", "_", "_", "_", "_", "Entity=1)"]
    pos = "DET PROPN ADP DET PROPN VERB"
    assert named("the Ministry of the Interior acting", pos, [2, 6, 5, 5, 2, 0], misc) == []
    assert named("the Ministry of the Interior acting", pos, [2, 0, 5, 5, 2, 2], misc) == [
        "Ministry of the Interior/organization"
    ]


def test_a_phrase_around_a_common_noun_has_no_name() -> None:
    misc = ["Entity=(1-person-new-x", "Entity=1)"]
    assert named("the minister", "DET NOUN", [2, 0], misc) == []


def test_nested_mentions_give_both_names() -> None:
    misc = ["Entity=(1-person-x(2-place-y)", "Entity=1)"]
    assert named("Oslo Anna", "PROPN PROPN", [2, 0], misc) == ["Oslo/place", "Oslo Anna/person"]
