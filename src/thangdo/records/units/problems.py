"""What stands against an operation or an import, each as a code with facts for the faces to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class UnitProblem:
    """One thing that does not fit. unit: scheme:code; line: of the file, where there is one."""

    code: str
    unit: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    line: int | None = None

    def __str__(self) -> str:
        facts = ", ".join(f"{name} {value}" for name, value in self.facts.items())
        return " ".join(part for part in (self.code, self.unit, f"({facts})" if facts else "") if part)


class Unfit(Exception):
    """The register cannot be changed so; carries every reason (400)."""

    def __init__(self, problems: Iterable[UnitProblem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


class Overtaken(Exception):
    """The register is no longer as the preview saw it (409): look again before deciding."""
