"""Hand-made parses: one line for each token, `word lemma POS TAG relation head [features]`, heads counted from 1 in the
sentence (0 is the root), a blank line between sentences. Labels are those of Universal Dependencies, version 2."""

from itertools import chain

import spacy
from spacy.tokens import Doc

Row = tuple[str, ...]

VOCAB = spacy.blank("en").vocab

NO_SPACE_BEFORE = {".", ",", ";", ":", "'s", "’s", ")", "”"}
NO_SPACE_AFTER = {"(", "“"}


def parsed(text: str) -> Doc:
    """The document that `text` describes; blank lines in front of punctuation are left out, as in print."""
    sentences = [_rows(block) for block in text.strip().split("\n\n")]
    rows = list(chain.from_iterable(sentences))
    words = [row[0] for row in rows]
    return Doc(
        VOCAB,
        words=words,
        spaces=[_spaced(a, b) for a, b in zip(words, [*words[1:], ""], strict=True)],
        lemmas=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        tags=[row[3] for row in rows],
        deps=[row[4] for row in rows],
        heads=list(chain.from_iterable(_heads(sentences))),
        morphs=[row[6] if len(row) > 6 else "" for row in rows],
        sent_starts=[i == 0 for s in sentences for i, _ in enumerate(s)],
    )


def flat(text: str) -> Doc:
    """Words between spaces, one sentence, no tree: enough for what reads words alone."""
    words = text.split()
    return Doc(VOCAB, words=words, sent_starts=[i == 0 for i, _ in enumerate(words)])


def _rows(block: str) -> list[Row]:
    return [tuple(line.split()) for line in block.strip().splitlines()]


def _heads(sentences: list[list[Row]]) -> list[list[int]]:
    made, offset = [], 0
    for rows in sentences:
        made.append([offset + (int(row[5]) - 1 if row[5] != "0" else i) for i, row in enumerate(rows)])
        offset += len(rows)
    return made


def _spaced(word: str, following: str) -> bool:
    return bool(following) and following not in NO_SPACE_BEFORE and word not in NO_SPACE_AFTER


ACTIVE = """
Kenya Kenya PROPN NNP nsubj 2
signed sign VERB VBD ROOT 0 Tense=Past
the the DET DT det 4
treaty treaty NOUN NN obj 2
with with ADP IN case 6
Uganda Uganda PROPN NNP obl 2
in in ADP IN case 8
Lima Lima PROPN NNP obl 2
on on ADP IN case 11
the the DET DT det 11
margins margin NOUN NNS obl 2
of of ADP IN case 14
a a DET DT det 14
summit summit NOUN NN nmod 11
. . PUNCT . punct 2
"""

PASSIVE = """
The the DET DT det 2
treaty treaty NOUN NN nsubj:pass 4
was be AUX VBD aux:pass 4 Tense=Past
signed sign VERB VBN ROOT 0 Tense=Past|Voice=Pass
by by ADP IN case 6
Kenya Kenya PROPN NNP obl:agent 4
and and CCONJ CC cc 8
Uganda Uganda PROPN NNP conj 6
. . PUNCT . punct 4
"""

RELATIVE_PASSIVE = """
The the DET DT det 2
treaty treaty NOUN NN nsubj 10
, , PUNCT , punct 6
which which PRON WDT nsubj:pass 6 PronType=Rel
was be AUX VBD aux:pass 6 Tense=Past
signed sign VERB VBN acl:relcl 2 Tense=Past|Voice=Pass
by by ADP IN case 8
Kenya Kenya PROPN NNP obl:agent 6
, , PUNCT , punct 6
covers cover VERB VBZ ROOT 0 Tense=Pres
Lima Lima PROPN NNP obj 10
. . PUNCT . punct 10
"""

RELATIVE_OBJECT = """
The the DET DT det 2
treaty treaty NOUN NN nsubj 6
that that PRON WDT obj 5 PronType=Rel
Kenya Kenya PROPN NNP nsubj 5
signed sign VERB VBD acl:relcl 2 Tense=Past
covers cover VERB VBZ ROOT 0 Tense=Pres
Lima Lima PROPN NNP obj 6
. . PUNCT . punct 6
"""

RELATIVE_BARE = """
The the DET DT det 2
treaty treaty NOUN NN nsubj 5
Kenya Kenya PROPN NNP nsubj 4
signed sign VERB VBD acl:relcl 2 Tense=Past
covers cover VERB VBZ ROOT 0 Tense=Pres
Lima Lima PROPN NNP obj 5
. . PUNCT . punct 5
"""

RELATIVE_PLACE = """
They they PRON PRP nsubj 2
left leave VERB VBD ROOT 0 Tense=Past
Lima Lima PROPN NNP obj 2
, , PUNCT , punct 7
where where ADV WRB advmod 7 PronType=Rel
Kenya Kenya PROPN NNP nsubj 7
signed sign VERB VBD acl:relcl 3 Tense=Past
the the DET DT det 9
treaty treaty NOUN NN obj 7
. . PUNCT . punct 2
"""

PARTICIPLE = """
The the DET DT det 2
treaty treaty NOUN NN nsubj 6
signed sign VERB VBN acl 2 Tense=Past|Voice=Pass
by by ADP IN case 5
Kenya Kenya PROPN NNP obl:agent 3
covers cover VERB VBZ ROOT 0 Tense=Pres
Lima Lima PROPN NNP obj 6
. . PUNCT . punct 6
"""

NOMINAL_BY = """
The the DET DT det 2
renewal renewal NOUN NN nsubj 8
of of ADP IN case 5
the the DET DT det 5
treaty treaty NOUN NN nmod 2
by by ADP IN case 7
Kenya Kenya PROPN NNP nmod 2
pleased please VERB VBD ROOT 0 Tense=Past
Uganda Uganda PROPN NNP obj 8
. . PUNCT . punct 8
"""

NOMINAL_POSSESSIVE = """
Kenya Kenya PROPN NNP nmod:poss 3
's 's PART POS case 1
renewal renewal NOUN NN nsubj 7
of of ADP IN case 6
the the DET DT det 6
treaty treaty NOUN NN nmod 3
pleased please VERB VBD ROOT 0 Tense=Past
Uganda Uganda PROPN NNP obj 7
. . PUNCT . punct 7
"""

NOMINAL_COMPOUND = """
The the DET DT det 3
treaty treaty NOUN NN compound 3
renewal renewal NOUN NN nsubj 4
pleased please VERB VBD ROOT 0 Tense=Past
Uganda Uganda PROPN NNP obj 4
. . PUNCT . punct 4
"""

COORDINATED = """
Kenya Kenya PROPN NNP nsubj 4
and and CCONJ CC cc 3
Uganda Uganda PROPN NNP conj 1
signed sign VERB VBD ROOT 0 Tense=Past
and and CCONJ CC cc 6
ratified ratify VERB VBD conj 4 Tense=Past
the the DET DT det 8
treaty treaty NOUN NN obj 6
. . PUNCT . punct 4
"""

NEGATED = """
Kenya Kenya PROPN NNP nsubj 4
did do AUX VBD aux 4 Tense=Past
not not PART RB advmod 4
sign sign VERB VB ROOT 0
the the DET DT det 6
treaty treaty NOUN NN obj 4
. . PUNCT . punct 4
"""

PLANNED = """
Kenya Kenya PROPN NNP nsubj 3
will will AUX MD aux 3
sign sign VERB VB ROOT 0
the the DET DT det 5
treaty treaty NOUN NN obj 3
. . PUNCT . punct 3
"""

POSSIBLE = """
Kenya Kenya PROPN NNP nsubj 3
may may AUX MD aux 3
sign sign VERB VB ROOT 0
the the DET DT det 5
treaty treaty NOUN NN obj 3
. . PUNCT . punct 3
"""

AGREED_TO = """
Kenya Kenya PROPN NNP nsubj 2
agreed agree VERB VBD ROOT 0 Tense=Past
to to PART TO mark 4
sign sign VERB VB xcomp 2
the the DET DT det 6
treaty treaty NOUN NN obj 4
. . PUNCT . punct 2
"""

PLEASED_TO = """
Kenya Kenya PROPN NNP nsubj 3
is be AUX VBZ cop 3 Tense=Pres
pleased pleased ADJ JJ ROOT 0
to to PART TO mark 5
sign sign VERB VB xcomp 3
the the DET DT det 7
treaty treaty NOUN NN obj 5
. . PUNCT . punct 3
"""

PURPOSE = """
Kenya Kenya PROPN NNP nsubj 2
paused pause VERB VBD ROOT 0 Tense=Past
to to PART TO mark 4
sign sign VERB VB advcl 2
the the DET DT det 6
treaty treaty NOUN NN obj 4
. . PUNCT . punct 2
"""

COPULA = """
Kenya Kenya PROPN NNP nsubj 5
and and CCONJ CC cc 3
Uganda Uganda PROPN NNP conj 1
are be AUX VBP cop 5 Tense=Pres
parties party NOUN NNS ROOT 0
to to ADP IN case 8
the the DET DT det 8
treaty treaty NOUN NN nmod 5
. . PUNCT . punct 5
"""

PARTICIPLE_CLAUSE = """
Building build VERB VBG advcl 7
on on ADP IN case 4
the the DET DT det 4
pact pact NOUN NN obl 1
, , PUNCT , punct 1
Kenya Kenya PROPN NNP nsubj 7
signed sign VERB VBD ROOT 0 Tense=Past
the the DET DT det 9
treaty treaty NOUN NN obj 7
. . PUNCT . punct 7
"""

HEADLINE = """
Kenya Kenya PROPN NNP ROOT 0
Signs Signs PROPN NNP flat 1
Treaty Treaty PROPN NNP obj 2
With with ADP IN case 5
Uganda Uganda PROPN NNP obl 2
"""

TO_BE_SIGNED = """
a a DET DT det 2
treaty treaty NOUN NN ROOT 0
to to PART TO mark 5
be be AUX VB aux:pass 5
signed sign VERB VBN acl 2 Tense=Past|Voice=Pass
by by ADP IN case 7
Kenya Kenya PROPN NNP obl:agent 5
"""

TWO_SENTENCES = """
Kenya Kenya PROPN NNP nsubj 2
signed sign VERB VBD ROOT 0 Tense=Past
the the DET DT det 4
treaty treaty NOUN NN obj 2
. . PUNCT . punct 2

It it PRON PRP nsubj 2
renewed renew VERB VBD ROOT 0 Tense=Past
the the DET DT det 4
pact pact NOUN NN obj 2
. . PUNCT . punct 2
"""
