"""Lexicon: the closed classes of English that predicate reading needs, from `extract/predicates.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Token


@dataclass(frozen=True)
class Lexicon:
    """Word lists, all in lower case. Verbs and action nouns are those some frame asks for."""

    negations: frozenset[str]
    planning_auxiliaries: frozenset[str]
    possible_auxiliaries: frozenset[str]
    achieving: frozenset[str]
    verbs: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    forms: Mapping[str, str] = field(default_factory=dict)
    noun_forms: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_data(cls, data: Mapping[str, Any], verbs: frozenset[str], nouns: frozenset[str]) -> "Lexicon":
        """Builds the lexicon from the file's content and the predicates of all frames."""
        irregular = {str(form): str(lemma) for form, lemma in (data.get("irregular_forms") or {}).items()}
        forms = {form: verb for verb in verbs for form in regular_forms(verb)} | {
            form: lemma for form, lemma in irregular.items() if lemma in verbs
        }
        lists = ("negations", "planning_auxiliaries", "possible_auxiliaries", "achieving")
        words = {name: frozenset(data.get(name) or ()) for name in lists}
        noun_forms = {form: noun for noun in sorted(nouns, reverse=True) for form in (noun, plural(noun))}
        return cls(**words, verbs=verbs, nouns=nouns, forms=forms, noun_forms=noun_forms)

    def lemma(self, token: Token) -> str:
        """The token's lemma in lower case; for known verb forms the verb, whatever the tagger said."""
        word = token.lower_
        if token.pos_ == "NOUN" and word in self.noun_forms:
            return self.noun_forms[word]
        if word in self.forms and (
            token.pos_ in ("VERB", "AUX", "PROPN", "X") or word not in self.noun_forms
        ):
            return self.forms[word]
        return token.lemma_.lower() or word

    def is_negation(self, token: Token) -> bool:
        """Whether the token negates its head."""
        return token.lower_ in self.negations and token.dep_ in ("advmod", "neg", "det", "cc", "aux", "mark")

    def is_action_noun(self, token: Token) -> bool:
        """Whether a frame knows this noun as the name of its action."""
        return token.pos_ in ("NOUN", "PROPN") and (
            token.lemma_.lower() in self.nouns or token.lower_ in self.noun_forms
        )

    def is_verb_form(self, token: Token) -> bool:
        """A form of a known verb that title case made a proper noun ("Singapore and India Sign MOU")."""
        if token.pos_ != "PROPN" or token.lower_ not in self.forms or token.i == 0:
            return False
        return token.dep_ not in ("compound", "flat", "nmod") or token.head.i < token.i


def regular_forms(verb: str) -> list[str]:
    """The regular inflections of an English verb, the base form included."""
    stem, last = verb[:-1], verb[-1:]
    if last == "e":
        return [verb, verb + "s", verb + "d", stem + "ing"]
    if last == "y" and verb[-2:-1] not in "aeiou":
        return [verb, stem + "ies", stem + "ied", verb + "ing"]
    plural = verb + ("es" if verb.endswith(("s", "x", "ch", "sh")) else "s")
    return [verb, plural, verb + "ed", verb + "ing"]


def plural(noun: str) -> str:
    """The regular plural of an English noun."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")
