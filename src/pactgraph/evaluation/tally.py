"""Tally: what was right, what was found, what there was; and each thing that went wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Row:
    """Counts of one sort of thing; a half-right answer counts one half."""

    right: float = 0.0
    found: float = 0.0
    gold: float = 0.0

    @property
    def precision(self) -> float:
        """The part of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The part of what there is that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Tally:
    """Counts by sort of thing, in the order in which the sorts came."""

    rows: dict[str, Row] = field(default_factory=dict)

    def add(self, sort: str, right: float = 0.0, found: float = 0.0, gold: float = 0.0) -> None:
        """Adds to the counts of a sort."""
        row = self.rows.setdefault(sort, Row())
        row.right += right
        row.found += found
        row.gold += gold

    def lines(self) -> Iterator[str]:
        """The counts as a table."""
        yield f"{'':28} {'right':>7} {'found':>7} {'gold':>7} {'P':>6} {'R':>6} {'F1':>6}"
        for sort, row in self.rows.items():
            counts = f"{row.right:7.1f} {row.found:7.1f} {row.gold:7.1f}"
            yield f"{sort:28} {counts} {row.precision:6.3f} {row.recall:6.3f} {row.f1:6.3f}"


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that went wrong in a document: what, and the sentences behind it with their rules where there are any."""

    doc: str
    what: str
    evidence: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """For people: one line, and one more for each sentence."""
        yield f"{self.doc}: {self.what}"
        yield from (f"    {text}" for text in self.evidence)
