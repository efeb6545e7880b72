"""Means that are not defined for the scores they meet: every node and part, with value and remedy."""

from __future__ import annotations

from thangdo.rules.index.aggregate import NegativeScore
from thangdo.rules.index.answers import BadInput, Problem
from thangdo.rules.index.edition.model import Node
from thangdo.rules.index.numbers import NoValue, as_text
from thangdo.rules.index.phrases import phrase


class Unsound:
    """What went wrong in a run, gathered by node and part; the first unit of each, and how many more."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], tuple[str, str, Node, int]] = {}

    def add(self, unit: str, code: str, node: Node, error: NegativeScore | NoValue) -> None:
        part, value = "", ""
        if isinstance(error, NegativeScore) and error.part is not None:
            part, value = error.part.node, as_text(error.part.score or 0, 6)
        first, shown, _, count = self.found.get((code, part), (unit, value, node, 0))
        self.found[code, part] = first, shown, node, count + 1

    def close(self) -> None:
        """Raises BadInput with one problem for each node and part."""
        if not self.found:
            return
        problems = []
        for (code, part), (unit, value, node, count) in self.found.items():
            how = node.combine_name
            if not part:
                message = phrase("score-too-large", how=how, node=code, unit=unit, count=count)
                problems.append(
                    Problem("answers", message, code=f"{unit}, {code}", mend=phrase("make-numbers-smaller"))
                )
                continue
            message = phrase(
                "mean-of-negative",
                how=how,
                node=code,
                part=part,
                value=value,
                unit=unit,
                count=count,
                needed="zero or more",
            )
            mend = phrase("give-a-floor", node=code, part=part)
            problems.append(Problem("answers", message, code=f"{unit}, {code}", mend=mend))
        raise BadInput(problems)
