"""Label schemes: whatever a model writes, the rules read Universal Dependencies and eight labels of names.

`adapt` looks at what the components of a loaded model give, and adds `pactgraph_scheme`, which translates it.
A model whose scheme is unknown, or which lacks something the rules need, is refused with a ModelError.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from pactgraph.errors import ModelError
from pactgraph.language.clearnlp import to_universal

LABELS = ("PERSON", "ORG", "LOC", "NORP", "DATE", "EVENT", "LAW", "WORK")
"""The labels that `doc.ents` may have behind `pactgraph_scheme`."""

SPANS = ("gazetteer", "patterns")
"""The span groups that every Doc has, empty where the project has no component for them."""

ADVICE = "use a model that pactgraph ships, or an English spaCy package such as en_core_web_sm"

GIVES = {"attribute_ruler": ("token.pos",)}
"""Components that give something without declaring it."""


@cache
def schemes() -> Mapping[str, Any]:
    """The tables of `schemes.toml`."""
    return tomllib.loads(files("pactgraph.language").joinpath("schemes.toml").read_text(encoding="utf-8"))


def adapt(nlp: Language, entities: Mapping[str, str] | None = None) -> None:
    """Adds `pactgraph_scheme` to a loaded model, set up for its labels.

    `entities` adds to the known names of entity labels (theirs -> ours, "" to drop). Raises ModelError.
    """
    _require(nlp)
    known = {**schemes()["entities"], **(entities or {})}
    names = {label: _ours(label, known, nlp) for label in entity_labels(nlp)}
    config = {"dependencies": dependency_scheme(nlp), "entities": names}
    nlp.add_pipe("pactgraph_scheme", config=config)


def _require(nlp: Language) -> None:
    given = {a for name in nlp.pipe_names for a in _assigned(nlp, name)}
    missing = [what for what, attribute in schemes()["required"].items() if attribute not in given]
    if missing:
        raise ModelError(f"the language model gives no {', '.join(missing)}", where=_called(nlp), hint=ADVICE)


def _assigned(nlp: Language, name: str) -> tuple[str, ...]:
    meta = nlp.get_pipe_meta(name)
    return (*meta.assigns, *GIVES.get(meta.factory, ()))


def _called(nlp: Language) -> str:
    return f"{nlp.meta.get('lang', '')}_{nlp.meta.get('name', '')}"


def _labels(nlp: Language, attribute: str) -> list[str]:
    """Labels of the components that assign `attribute`, in the order of the pipeline."""
    names = [n for n in nlp.pipe_names if attribute in _assigned(nlp, n)]
    return list(dict.fromkeys(label for n in names for label in nlp.pipe_labels.get(n, ())))


def dependency_scheme(nlp: Language) -> str:
    """The scheme that the labels of the model's parser belong to: ud or clearnlp."""
    labels = set(_labels(nlp, "token.dep"))
    for name, scheme in schemes()["dependencies"].items():
        if labels.issuperset(scheme["marks"]):
            return str(name)
    seen = ", ".join(sorted(labels)[:12]) or "none"
    raise ModelError(f"the parser's label scheme is unknown: {seen}", where=_called(nlp), hint=ADVICE)


def entity_labels(nlp: Language) -> list[str]:
    """Labels of names, in capitals. A component that gives trees and names has both kinds of labels."""
    labels = [la for la in _labels(nlp, "doc.ents") if la.isupper() and la != "ROOT"]
    if not labels:
        raise ModelError("the model's component for names has no labels", where=_called(nlp), hint=ADVICE)
    return labels


def _ours(label: str, known: Mapping[str, str], nlp: Language) -> str:
    ours = known.get(label)
    if ours is None:
        hint = f'say in [language.entities] of pipeline.cfg what it is: {label} = "ORG", or "" to drop it'
        raise ModelError(f"the model's entity label {label} is unknown", where=_called(nlp), hint=hint)
    if ours and ours not in LABELS:
        raise ModelError(
            f"{label} is mapped to {ours}, which is none of {', '.join(LABELS)}", where=_called(nlp)
        )
    return ours


class Scheme:
    """The component: translates the tree and the names of a Doc in place."""

    def __init__(self, dependencies: str, entities: Mapping[str, str]) -> None:
        self.dependencies = dependencies
        self.entities = dict(entities)

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc, with labels of ours, and span groups that later components may fill."""
        for key in SPANS:
            doc.spans[key] = doc.spans.get(key, [])
        doc.ents = tuple(s for e in doc.ents for s in self._renamed(doc, e))
        if self.dependencies == "clearnlp":
            to_universal(doc, schemes()["dependencies"]["clearnlp"]["names"])
        return doc

    def _renamed(self, doc: Doc, span: Span) -> list[Span]:
        ours = self.entities.get(span.label_, "")
        return [Span(doc, span.start, span.end, label=ours)] if ours else []


@Language.factory(
    "pactgraph_scheme",
    default_config={"dependencies": "ud", "entities": {}},
    assigns=["token.dep", "token.head", "doc.ents"],
)
def make_scheme(nlp: Language, name: str, dependencies: str, entities: dict[str, str]) -> Scheme:
    """Factory of the component; `entities` maps the model's labels to ours, "" drops."""
    return Scheme(dependencies, entities)
