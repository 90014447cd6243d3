"""Evaluation: findings held against gold. Precision, recall and F1 for each sort of thing, and what went wrong where.

rules = Rules.load(project.extract)
result = evaluate(records, gold, rules)      # both by document id, in the published shape
result.tally.lines(), result.errors
"""

from pactgraph.evaluation.records import read_records
from pactgraph.evaluation.rules import Rules
from pactgraph.evaluation.scoring import Evaluation, evaluate
from pactgraph.evaluation.tally import Miss, Tally

__all__ = ["Evaluation", "Miss", "Rules", "Tally", "evaluate", "read_records"]
