"""The ontology's names for the parts that the engine finds by itself."""

from dataclasses import fields
from typing import Any

import pytest

from pactgraph.errors import RuleError
from pactgraph.extraction.rules import Rules
from pactgraph.extraction.terms import Terms

NAMES = [f.name for f in fields(Terms) if f.name != "resource"]
DATA: dict[str, Any] = {
    **dict.fromkeys(NAMES, "x"),
    "statuses": ["a", "b"],
    "derivations": {},
    "attachments": {},
}


def test_the_projects_terms_are_complete(rules: Rules) -> None:
    assert rules.terms.existing in rules.terms.statuses
    assert rules.terms.thing in {h.kind for h in rules.heads.by_words.values()}
    assert set(rules.terms.resting_rules) <= {f"frames:{frame.id}" for frame in rules.frames}


def test_lists_become_tuples_and_a_default_holds() -> None:
    terms = Terms.from_data(DATA)
    assert terms.statuses == ("a", "b")
    assert terms.resource == "resource"


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_term_is_named(name: str) -> None:
    with pytest.raises(RuleError, match=name) as caught:
        Terms.from_data({k: v for k, v in DATA.items() if k != name})
    assert caught.value.where == "extract/findings.yaml"


def test_an_unknown_term_is_named() -> None:
    with pytest.raises(RuleError, match="particpant"):
        Terms.from_data({**DATA, "particpant": "party"})
