"""Source -> spaCy Doc: the pipeline, the shipped models, label schemes, gazetteer and pattern spans."""

from pactgraph.language.pipeline import load
from pactgraph.language.scheme import LABELS
from pactgraph.language.texts import docs, read_doc

__all__ = ["LABELS", "docs", "load", "read_doc"]
