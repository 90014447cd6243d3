import pytest

from pactgraph.language.transformer.lemmas import Lemmatizer, apply, rule


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("treaty", "treaty"),
        ("Treaties", "treaty"),
        ("signed", "sign"),
        ("Geneva", "Geneva"),
        ("was", "be"),
        ("‘re", "be"),
        ("Nations", "Nation"),
        ("THE", "the"),
        ("better", "well"),
    ],
)
def test_the_rule_of_a_pair_makes_the_lemma_again(form: str, lemma: str) -> None:
    found = rule(form, lemma)
    assert (apply(form, found) == lemma) if found else (form, lemma) == ("better", "well")


def test_rules_are_shared_between_words() -> None:
    assert rule("Treaties", "treaty") == rule("parties", "party") == "l3+y"


def test_a_rule_that_leaves_nothing_keeps_the_form() -> None:
    assert apply("is", "l2+") == "is"


def test_exceptions_go_before_rules_and_depend_on_the_part_of_speech() -> None:
    lemmatizer = Lemmatizer(["l0+"], {"better|ADV": "well"})
    assert lemmatizer.lemma("Better", 0, "ADV") == "well"
    assert lemmatizer.lemma("Better", 0, "VERB") == "better"
