"""Predicate-argument structures read off a Universal Dependencies tree.

Voice is normalised to agent and patient, obliques are kept by preposition, subjects are shared along conjuncts,
infinitives and participles, and antecedents fill the gap of a relative clause. Frames match on these structures and
never on dependency paths. Labels: https://universaldependencies.org/u/dep/ (version 2).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from pactgraph.extraction.lexicon import Lexicon

SUBJECTS = {"nsubj", "csubj", "nsubj:outer"}
PASSIVE_SUBJECTS = {"nsubj:pass", "csubj:pass"}
OBLIQUES = {"obl", "nmod", "obl:tmod", "obl:npmod", "obl:unmarked", "nmod:tmod", "nmod:unmarked", "obl:agent"}
NOUN_TAGS = {"NOUN", "PROPN", "PRON", "NUM", "SYM", "X", "DET"}


@dataclass(slots=True)
class Predicate:
    """One predicate of a sentence. Role values are token indices of the fillers' heads, conjuncts included.

    `nearest` gives for an antecedent the noun phrase right before the relative pronoun, where that is another.
    `obliques` maps a preposition ("with", "on", "on margins of", "" for bare temporal phrases) to fillers.
    `modality` is "asserted", "planned" or "possible". `scope` are the tokens of its clause.
    """

    token: int
    lemma: str
    form: str
    agent: list[int] = field(default_factory=list)
    patient: list[int] = field(default_factory=list)
    obliques: dict[str, list[int]] = field(default_factory=dict)
    negated: bool = False
    modality: str = "asserted"
    passive: bool = False
    past: bool = False
    progressive: bool = False
    governors: tuple[str, ...] = ()
    scope: tuple[int, ...] = ()
    nearest: dict[int, int] = field(default_factory=dict)

    def role(self, name: str) -> list[int]:
        """Fillers of "agent", "patient", a preposition, or several prepositions joined by "|"."""
        found = [t for part in name.split("|") for t in self._part(part.strip())]
        return list(dict.fromkeys(found))

    def _part(self, name: str) -> list[int]:
        if name in ("agent", "patient"):
            return self.agent if name == "agent" else self.patient
        return self.obliques.get(name, [])


def predicates(doc: Doc, lexicon: Lexicon, headline: frozenset[int] = frozenset()) -> list[Predicate]:
    """All predicates of `doc` in the order of their tokens: verbs, copular nouns, and nouns of an action.

    In the tokens of `headline`, where a tagger takes verbs for names, a form of a known verb is one if there is no other.
    """
    return Reader(doc, lexicon, headline).read()


def conjuncts(token: Token) -> list[Token]:
    """`token` and what is coordinated with it, below it in the tree."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" and child.i > token.i:
            found.extend(conjuncts(child))
    return found


def preposition(token: Token) -> str:
    """The preposition that marks `token`, in lower case; fixed expressions as one ("as part of"); "" where none."""
    marks = [c for c in token.children if c.dep_ == "case" and c.i < token.i]
    words = [
        w for mark in marks for w in [mark, *(c for c in mark.children if c.dep_ in ("fixed", "goeswith"))]
    ]
    return " ".join(w.lower_ for w in sorted(words, key=lambda w: w.i) if w.lower_ not in ("'s", "’s"))


class Reader:
    """Reads predicates from one parsed document."""

    def __init__(self, doc: Doc, lexicon: Lexicon, headline: frozenset[int] = frozenset()) -> None:
        self.doc, self.lexicon, self.headline = doc, lexicon, headline
        self.done: dict[int, Predicate] = {}

    def read(self) -> list[Predicate]:
        """All predicates, in the order of their tokens."""
        for token in self.doc:
            if self._is_predicate(token):
                self._predicate(token)
        return [self.done[i] for i in sorted(self.done)]

    def _is_predicate(self, token: Token) -> bool:
        if token.pos_ == "VERB" and token.dep_ not in (
            "aux",
            "aux:pass",
            "cop",
            "amod",
            "case",
            "fixed",
            "compound",
        ):
            return True
        if any(c.dep_ == "cop" or (token.pos_ == "ADJ" and c.dep_ == "nsubj") for c in token.children):
            return True
        return self.lexicon.is_action_noun(token) or self._is_verbal(token)

    def _is_verbal(self, token: Token) -> bool:
        if token.pos_ == "VERB" or self.lexicon.is_verb_form(token):
            return True
        plain = token.i in self.headline and token.i > 0 and token.lower_ in self.lexicon.forms
        others = (t for t in token.sent if t.pos_ == "VERB" and t.i in self.headline and t.i != token.i)
        return plain and all(t.i > 0 and t.nbor(-1).lower_ == "to" for t in others)

    def _predicate(self, token: Token) -> Predicate:
        if token.i in self.done:
            return self.done[token.i]
        verbal = self._is_verbal(token)
        copular = any(c.dep_ == "cop" or (token.pos_ == "ADJ" and c.dep_ == "nsubj") for c in token.children)
        form = "verb" if verbal else "copula" if copular else "noun"
        made = Predicate(token.i, self.lexicon.lemma(token), form)
        self.done[token.i] = made
        made.scope = tuple(sorted(t.i for t in token.subtree))
        self._grammar(token, made)
        if form == "noun":
            self._nominal(token, made)
        else:
            self._verbal(token, made)
        return made

    # grammar -----------------------------------------------------------------------------------------------

    def _grammar(self, token: Token, made: Predicate) -> None:
        helpers = [c for c in token.children if c.dep_ in ("aux", "aux:pass", "cop")]
        made.passive = self._is_passive(token)
        made.negated = any(self.lexicon.is_negation(c) for c in token.children)
        made.past = "Past" in token.morph.get("Tense", []) or any(
            "Past" in h.morph.get("Tense", []) for h in helpers
        )
        made.progressive = token.tag_ == "VBG" and any(h.lemma_ == "be" for h in helpers)
        made.governors = tuple(self._governors(token))
        made.modality = self._modality(token, helpers, made)

    def _is_passive(self, token: Token) -> bool:
        if any(c.dep_ in ("aux:pass", *PASSIVE_SUBJECTS) for c in token.children):
            return True
        bare = not any(c.dep_ in ("aux", "nsubj") for c in token.children)
        participle = token.tag_ == "VBN" or "Pass" in token.morph.get("Voice", [])
        return (
            bare
            and participle
            and token.dep_ in ("acl", "acl:relcl", "advcl", "amod", "conj", "parataxis", "dep")
        )

    def _governors(self, token: Token) -> Iterator[str]:
        """Lemmas of the verbs and nouns above whose complement this predicate is ("agreed" over "to sign")."""
        at = token
        while at.dep_ in ("xcomp", "ccomp", "acl", "conj", "advcl") and at.head is not at:
            if at.dep_ == "advcl" and at.tag_ != "VB":
                break
            if at.dep_ != "conj":
                yield self.lexicon.lemma(at.head)
            at = at.head

    def _modality(self, token: Token, helpers: list[Token], made: Predicate) -> str:
        words = {h.lemma_.lower() for h in helpers} | {h.lower_ for h in helpers}
        infinitive = any(c.lower_ == "to" and c.dep_ in ("mark", "aux") for c in token.children)
        if words & self.lexicon.planning_auxiliaries or (
            infinitive and words & {"be"} and token.dep_ == "acl"
        ):
            return "planned"
        if words & self.lexicon.possible_auxiliaries:
            return "possible"
        if (
            token.dep_ == "conj"
            and not helpers
            and token.head.i in self.done
            and token.tag_ in ("VB", "VBN", "VBG")
        ):
            return self.done[token.head.i].modality
        if infinitive:
            return self._infinitive_modality(token, made)
        return "asserted"

    def _infinitive_modality(self, token: Token, made: Predicate) -> str:
        """ "pleased to sign" states the act, "agreed to develop" or "met to sign" plan it; without a verb above it is open."""
        if set(made.governors) & self.lexicon.achieving:
            return "asserted"
        return "planned"

    # arguments ---------------------------------------------------------------------------------------------

    def _verbal(self, token: Token, made: Predicate) -> None:
        for child in token.children:
            label = child.dep_
            if label in (*SUBJECTS, *PASSIVE_SUBJECTS) and child.i > token.i and preposition(child):
                self._oblique(made, child)  # a by-phrase taken for a subject
            elif label in SUBJECTS:
                self._add(made.agent, child)
            elif label in PASSIVE_SUBJECTS or label in ("obj", "iobj"):
                self._add(made.patient, child)
            elif label in OBLIQUES or (label == "advmod" and child.pos_ in ("NOUN", "PROPN")):
                self._oblique(made, child)
        self._fill_gap(token, made)
        if made.form == "copula":
            self._nominal(token, made)
            if self.lexicon.is_action_noun(token) and made.obliques.get("of"):
                made.agent, made.patient = (
                    list(made.obliques.get("by", []) or made.agent),
                    list(made.obliques["of"]),
                )
        if made.passive:
            self._add_indices(made.agent, made.obliques.pop("by", []))
        for role in (made.agent, made.patient):
            role[:] = list(dict.fromkeys(self._antecedent(i) for i in role))

    def _clause_subject(self, token: Token) -> int | None:
        """ "..., and the MOU is directed": the noun before the auxiliary begins a clause of its own, whatever it hangs from."""
        helpers = [c.i for c in token.children if c.dep_ in ("aux", "aux:pass", "cop")]
        if token.dep_ != "conj" or not helpers:
            return None
        at = min(helpers) - 1
        while at > token.head.i and self.doc[at].pos_ == "ADV":
            at -= 1
        if at <= token.head.i or self.doc[at].pos_ not in NOUN_TAGS:
            return None
        joined = any(t.dep_ == "cc" for t in self.doc[max(token.head.i + 1, at - 6) : at])
        return at if joined else None

    def _antecedent(self, index: int) -> int:
        """For a relative pronoun the noun phrase right before it, wherever the parser hung its clause."""
        token = self.doc[index]
        if token.tag_ not in ("WDT", "WP") and "Rel" not in token.morph.get("PronType", []):
            return index
        before = index - 1
        while before > 0 and self.doc[before].is_punct:
            before -= 1
        noun = self.doc[before]
        while (
            noun.dep_ in ("compound", "flat", "amod", "nummod", "goeswith") and before < noun.head.i < index
        ):
            noun = noun.head
        while noun.dep_ in ("compound", "flat") and noun.head.i < index:
            noun = noun.head
        return (
            noun.i if noun.pos_ in ("NOUN", "PROPN", "NUM") and noun.sent.start == token.sent.start else index
        )

    def _add(self, role: list[int], token: Token) -> None:
        self._add_indices(role, (t.i for t in conjuncts(token)))

    @staticmethod
    def _add_indices(role: list[int], found: Iterable[int]) -> None:
        role.extend(i for i in found if i not in role)

    def _oblique(self, made: Predicate, child: Token, prefix: str = "") -> None:
        """Files a phrase under its preposition; relational nouns also under "on margins of"."""
        prep = preposition(child)
        key = f"{prefix} {prep}".strip()
        self._add(made.obliques.setdefault(key, []), child)
        for below in child.children:
            if (
                below.dep_ in ("nmod", "nmod:of")
                and child.pos_ in ("NOUN", "PROPN")
                and prefix.count(" ") < 4
            ):
                self._oblique(made, below, f"{key} {child.lower_}".strip())

    def _nominal(self, token: Token, made: Predicate) -> None:
        """Arguments of a noun: "the renewal of X by Y", "X's renewal", "the signing"."""
        for child in token.children:
            if child.dep_ in ("nmod", "obl"):
                self._oblique(made, child)
            elif child.dep_ == "nmod:poss" and made.form == "noun":
                self._add(made.obliques.setdefault("'s", []), child)
            elif child.dep_ == "compound" and made.form == "noun":
                self._add(made.obliques.setdefault("compound", []), child)
        if made.form == "noun":
            self._add_indices(made.patient, made.obliques.get("of", []) or made.obliques.get("to", []))
            self._add_indices(made.agent, made.obliques.get("by", []))
            if token.dep_ in SUBJECTS and any(c.dep_ == "cop" for c in token.head.children):
                self._add(made.agent, token.head)
            if token.dep_ == "acl" or not made.patient:
                self._add_indices(made.patient, made.obliques.get("compound", []))

    def _fill_gap(self, token: Token, made: Predicate) -> None:
        if token.dep_ == "acl:relcl":
            self._relative(token, made)
        elif token.dep_ == "acl":
            self._add_indices(made.patient if made.passive else made.agent, [token.head.i])
        elif token.dep_ in ("xcomp", "advcl", "conj", "ccomp", "parataxis") and token.head is not token:
            self._share(token, made)

    def _relative(self, token: Token, made: Predicate) -> None:
        """The antecedent takes the place of the relative pronoun, or of the missing argument."""
        antecedents = [token.head.i]
        if any(c.lower_ == "where" and c.dep_ in ("advmod", "obl") for c in token.children):
            made.obliques.setdefault("in", []).append(token.head.i)
            return
        pronouns = {
            t.i for t in token.subtree if "Rel" in t.morph.get("PronType", []) or t.tag_ in ("WDT", "WP")
        }
        for role in (made.agent, made.patient, *made.obliques.values()):
            if pronouns & set(role):
                made.nearest[token.head.i] = self._antecedent(min(pronouns & set(role)))
                role[:] = [i for i in role if i not in pronouns] + antecedents
                return
        gap = made.patient if made.agent or made.passive else made.agent
        self._add_indices(gap, antecedents)

    def _share(self, token: Token, made: Predicate) -> None:
        """A predicate without a subject takes that of the predicate above it."""
        own = self._clause_subject(token)
        if own is not None and not made.agent and not (made.passive and made.patient):
            (made.patient if made.passive else made.agent).append(own)
            return
        above = self.done.get(token.head.i)
        if above is None:
            above = self._predicate(token.head) if self._is_predicate(token.head) else None
        if above is None:
            return
        if made.passive and not made.patient:
            made.patient.extend(above.patient if above.passive else above.agent)
        elif not made.passive and not made.agent and token.dep_ != "ccomp":
            made.agent.extend(above.agent or (above.patient if above.passive else []))
        if token.dep_ == "conj" and not made.passive:
            if not made.patient:
                made.patient.extend(above.patient if not above.passive else [])
            elif not above.patient and above.form == "verb" and not above.passive:
                above.patient.extend(made.patient)
