"""Tokenization close to UD English EWT, with the abbreviations of citations. The model carries it along."""

from collections.abc import Callable

from spacy.attrs import ORTH
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

RUNS = (
    r"!{2,}",
    r"\?{2,}",
    r"[!?]{2,}",
    r"\*{2,}",
    r"={2,}",
    r"_{2,}",
    r"~{2,}",
    r"#{2,}",
    r">{2,}",
    r"<{2,}",
)
"""Repeated marks are one token in EWT; spaCy's own rules take them apart."""

INFIXES = (
    r"(?<=[0-9])[–—](?=[0-9])",
    r"(?<=[A-Za-z]{2})/(?=[A-Za-z]{2})",
    r"(?<=[a-z]{2})\((?=[a-z]\)?$)",
)

ABBREVIATIONS = """
    id. ibid. Ibid. cf. Cf. Art. art. Arts. arts. para. Para. paras. Paras. pp. Nos. nos. Sec. Secs. sec.
    secs. Doc. Docs. Vol. vol. Supp. supp. Ch. ch. Amb. Hon. Messrs. eds. Reg. Res. res. Int'l Dep't Gov't
"""


def adapt(nlp: Language) -> None:
    """Changes the tokenizer of a blank English pipeline."""
    defaults = nlp.Defaults
    tokenizer = nlp.tokenizer
    tokenizer.prefix_search = compile_prefix_regex([*RUNS, *(defaults.prefixes or ())]).search
    tokenizer.suffix_search = compile_suffix_regex([*RUNS, *(defaults.suffixes or ())]).search
    tokenizer.infix_finditer = compile_infix_regex([*(defaults.infixes or ()), *INFIXES]).finditer
    tokenizer.add_special_case("and/or", [{ORTH: "and"}, {ORTH: "/"}, {ORTH: "or"}])
    for word in ABBREVIATIONS.split():
        tokenizer.add_special_case(word, [{ORTH: word}])


@registry.callbacks("pactgraph.tokenization.v1")
def adapted() -> Callable[[Language], Language]:
    """For `nlp.after_creation`-like hooks and `initialize.before_init` of a training configuration."""

    def change(nlp: Language) -> Language:
        adapt(nlp)
        return nlp

    return change
