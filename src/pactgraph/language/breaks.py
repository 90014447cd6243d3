"""Component `pactgraph_breaks`: a blank line always ends a sentence.

It stands before the parser, which keeps to the sentence starts that it finds.
"""

from spacy.language import Language
from spacy.tokens import Doc

NAME = "pactgraph_breaks"


@Language.component(NAME, assigns=["token.is_sent_start"])
def end_sentences_at_blank_lines(doc: Doc) -> Doc:
    """Sets a sentence start at every token behind a blank line."""
    for token in doc[1:]:
        before = doc[token.i - 1]
        if before.is_space and not token.is_space and before.text.count("\n") > 1:
            token.is_sent_start = True
    return doc
