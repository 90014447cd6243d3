"""Component `pactgraph_breaks`: where a sentence must begin and where it cannot.

It stands before the parser, which keeps to what it finds: a blank line always ends a sentence; between two words of one
line that no punctuation parts, none ends. Learnt sentence ends err most there, before capitalised names
("Minister for Trade | Ana Ruiz signed ...").
"""

from spacy.language import Language
from spacy.tokens import Doc, Token

NAME = "pactgraph_breaks"

ENDINGS = frozenset(".!?…:;\"”“’'»)]}–—-•*|")
"""Characters behind which a sentence may end; abbreviations end with a full stop, too."""


@Language.component(NAME, assigns=["token.is_sent_start"])
def end_sentences_at_blank_lines(doc: Doc) -> Doc:
    """Sets a sentence start at every token behind a blank line, and rules one out behind a plain word."""
    for token in doc[1:]:
        before = doc[token.i - 1]
        if before.is_space and not token.is_space and before.text.count("\n") > 1:
            token.is_sent_start = True
        elif not before.is_space and not _may_end(before):
            token.is_sent_start = False
    return doc


def _may_end(token: Token) -> bool:
    return token.text[-1] in ENDINGS or (token.is_digit and token.i > 0 and token.nbor(-1).is_space)
