"""The library of examples: which results, conferences and notices it brings, in the order of pages. Data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from thangdo.records import library
from thangdo.records.units.codes import UnitRef
from thangdo.rules.index.edition.source import read

FILE = "examples.yaml"


@dataclass(frozen=True, slots=True)
class Group:
    """Results of one kind under a title."""

    title_vi: str
    title_en: str
    assessments: tuple[str, ...]

    def title(self, language: str) -> str:
        """Its title in a language."""
        return self.title_en if language == "en" else self.title_vi


@dataclass(frozen=True, slots=True)
class Examples:
    """What the library brings. directives: how the names of its orders and programmes begin.

    editions: those that stand first in their list. model: the assessment and the edition by which the sample
    province is made. province: of which texts of the library speak.
    """

    groups: tuple[Group, ...]
    editions: tuple[str, ...]
    conferences: tuple[str, ...]
    announcements: tuple[str, ...]
    directives: str
    model: tuple[str, str]
    province: UnitRef

    @property
    def assessments(self) -> tuple[str, ...]:
        """The ids of all of them, in order."""
        return tuple(one for group in self.groups for one in group.assessments)


@cache
def examples() -> Examples:
    """The library of examples, read once in a process.

    >>> "un-egdi-2018" in examples().assessments
    True
    """
    found = read(library.read_text(FILE), FILE)
    if found.problems:
        raise ValueError(found.problems)
    data: Any = found.data
    scheme, _colon, code = str(data["province"]).partition(":")
    groups = (
        Group(str(one["title"]["vi"]), str(one["title"]["en"]), tuple(map(str, one["assessments"])))
        for one in data["groups"]
    )
    return Examples(
        groups=tuple(groups),
        editions=tuple(map(str, data["editions"])),
        conferences=tuple(map(str, data["conferences"])),
        announcements=tuple(map(str, data["announcements"])),
        directives=str(data["directives"]),
        model=(str(data["sample"]["assessment"]), str(data["sample"]["edition"])),
        province=(scheme, code),
    )


def is_example(assessment: str) -> bool:
    """Whether an assessment is one of the library's.

    >>> is_example("tinh-mau-2025")
    False
    """
    return assessment in _bundled()


@cache
def _bundled() -> frozenset[str]:
    return frozenset(library.names("assessments", ".yaml"))
