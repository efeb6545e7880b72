"""Competence frameworks: YAML in the library, frozen with a hash when an authority adopts one."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from thangdo.records import library
from thangdo.records.people.acting import Refused
from thangdo.rules.index.edition.source import read
from thangdo.work.programmes.templates import Words, in_order, out_of_order

FOLDER = ("programmes", "competences")
ORDERED = frozenset({"levels", "competences"})  # whose order says something


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Competence(_Part):
    """What somebody can do; fields: of criteria that hang on it; needs: by tier the level of a post."""

    title: Words
    fields: tuple[str, ...] = ()
    needs: dict[str, int]


class FrameworkText(_Part):
    """One file `library/programmes/competences/<framework>.yaml`."""

    framework: str
    version: int
    official: bool
    title: Words
    note: Words | None = None
    levels: dict[str, Words]
    competences: dict[str, Competence]

    @property
    def highest(self) -> int:
        """The highest level."""
        return max(int(level) for level in self.levels)

    def needed(self, competence: str, tier: str) -> int:
        """The level that a post of a tier needs."""
        return self.competences[competence].needs.get(tier, 0)


def names() -> list[str]:
    """The frameworks of the library."""
    return library.names("/".join(FOLDER), ".yaml")


def load(name: str) -> FrameworkText:
    """A framework of the library. Raises Refused("no-such-framework")."""
    if name not in names():
        raise Refused("no-such-framework", framework=name)
    return parse(library.read_text(*FOLDER, f"{name}.yaml"), name)


def parse(text: str, name: str) -> FrameworkText:
    """A framework as text. Raises ValueError."""
    source = read(text, f"{name}.yaml")
    if source.problems:
        raise ValueError(str(source.problems[0]))
    return FrameworkText.model_validate(source.data)


def thaw(data: dict[str, Any]) -> FrameworkText:
    """A framework as it was frozen."""
    return FrameworkText.model_validate(out_of_order(data, ORDERED))


def freeze(text: FrameworkText) -> dict[str, Any]:
    """A framework as plain data, to keep."""
    found: dict[str, Any] = in_order(text.model_dump(mode="json"), ORDERED)
    return found
