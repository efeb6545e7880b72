"""Problems as somebody is told them who reads English: rules give codes and facts, the faces the sentence."""

from __future__ import annotations

from collections.abc import Iterable

from thangdo.faces.look.phrasing import line
from thangdo.rules.index.answers import Problem


def told(problem: Problem) -> str:
    """One problem in one line."""
    return line(problem, "en")


def all_told(problems: Iterable[Problem]) -> list[str]:
    """Each problem in a line."""
    return [told(problem) for problem in problems]
