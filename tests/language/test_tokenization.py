import pytest
import spacy

from pactgraph.language.tokenization import part_joined_names


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("the U.S.-Norway pact", ["the", "U.S.", "-", "Norway", "pact"]),
        ("the U.S.–Russia talks", ["the", "U.S.", "–", "Russia", "talks"]),
        ("Kenya-Uganda", ["Kenya", "-", "Uganda"]),
    ],
)
def test_dashes_between_names_are_tokens(text: str, tokens: list[str]) -> None:
    nlp = spacy.blank("en")
    part_joined_names(nlp)
    assert [t.text for t in nlp(text)][: len(tokens)] == tokens


def test_the_tokenizer_keeps_its_own_infixes() -> None:
    nlp = spacy.blank("en")
    before = [t.text for t in nlp("pre-war/post-war 3-4")]
    part_joined_names(nlp)
    assert [t.text for t in nlp("pre-war/post-war 3-4")] == before


def test_a_tokenizer_of_another_kind_is_left_alone() -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = lambda text: spacy.tokens.Doc(nlp.vocab, words=text.split())  # type: ignore[assignment]  # any callable will do
    part_joined_names(nlp)
    assert [t.text for t in nlp("a-b c")] == ["a-b", "c"]
