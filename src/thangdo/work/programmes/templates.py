"""The template of a kind of programme: fields, milestones with what proves them, statuses, figures; data."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from thangdo.records import library
from thangdo.records.people.acting import Refused
from thangdo.rules.canonical import sha256
from thangdo.rules.index.edition.source import read

FOLDER = "programmes"
UNKNOWN = "unknown"  # in the place of a status: nothing is known of how far a unit is


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Part):
    """A text in both languages."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.vi


class Field(_Part):
    """What is asked of each unit. Values of type text are people's words and stand outside the ledger."""

    type: Literal["text", "number", "count", "date", "choice", "yes-no"]
    title: Words
    unit: Words | None = None
    required: bool = False
    min: int | None = None
    max: int | None = None
    choices: dict[str, Words] = {}


class Milestone(_Part):
    """A step, what may prove it, in words what counts as proof, and whether somebody else must check it."""

    title: Words
    proof: tuple[Literal["file", "link", "text"], ...]
    counts_as: Words
    check: bool = False


class Status(_Part):
    """How far a unit is: reached when its milestones are, and those of every status before it."""

    title: Words
    needs: tuple[str, ...] = ()


class Figure(_Part):
    """A count that goes down to `to`."""

    title: Words
    unit: Words
    to: int = 0


class Template(_Part):
    """One file `library/programmes/<kind>.yaml`; milestones and statuses in their order."""

    kind: str
    version: int
    title: Words
    about: Words
    tiers: tuple[str, ...]
    source: str
    moves: tuple[str, ...] = ()
    members: bool = False
    fields: dict[str, Field] = {}
    milestones: dict[str, Milestone]
    statuses: dict[str, Status]
    figures: dict[str, Figure] = {}

    @model_validator(mode="after")
    def _sound(self) -> Template:
        named = [one for status in self.statuses.values() for one in status.needs]
        first, *later = self.statuses.values()
        if first.needs or any(not one.needs for one in later):
            raise ValueError("the first status needs nothing, every later one needs a milestone")
        if UNKNOWN in self.statuses:
            raise ValueError(f"{UNKNOWN} is no status: it says that nothing is known")
        if sorted(named) != sorted(self.milestones):
            raise ValueError("each milestone is needed by exactly one status")
        return self

    def status(self, reached: Collection[str]) -> str:
        """The status of a unit that has reached these milestones."""
        found = next(iter(self.statuses))
        for name, status in self.statuses.items():
            if not set(status.needs) <= set(reached):
                break
            found = name
        return found

    @property
    def last(self) -> str:
        """The status at which a unit is done."""
        return next(reversed(self.statuses))

    def frozen(self) -> dict[str, Any]:
        """As plain data, to keep with a programme (`in_order`)."""
        found: dict[str, Any] = in_order(self.model_dump(mode="json"), ORDERED)
        return found


#: whose order says something
ORDERED = frozenset({"fields", "milestones", "statuses", "figures", "choices"})


def in_order(value: Any, names: Collection[str]) -> Any:
    """Data in which the maps of these names are lists of pairs: a database may forget the order of a map."""
    if isinstance(value, dict):
        return {
            name: [[key, in_order(item, names)] for key, item in one.items()]
            if name in names and isinstance(one, dict)
            else in_order(one, names)
            for name, one in value.items()
        }
    return [in_order(one, names) for one in value] if isinstance(value, list) else value


def out_of_order(value: Any, names: Collection[str]) -> Any:
    """The same data with its maps again."""
    if isinstance(value, dict):
        return {
            name: {key: out_of_order(item, names) for key, item in one}
            if name in names and isinstance(one, list)
            else out_of_order(one, names)
            for name, one in value.items()
        }
    return [out_of_order(one, names) for one in value] if isinstance(value, list) else value


def kinds() -> list[str]:
    """The kinds of which there is a template."""
    return library.names(FOLDER, ".yaml")


@lru_cache(maxsize=32)
def template(kind: str) -> Template:
    """The template of a kind. Raises Refused("no-such-template"); ValueError for a file that is none."""
    if kind not in kinds():
        raise Refused("no-such-template", kind=kind, known=kinds())
    source = read(library.read_text(FOLDER, f"{kind}.yaml"), f"{kind}.yaml")
    if source.problems:
        raise ValueError(str(source.problems[0]))
    try:
        found = Template.model_validate(source.data)
    except ValidationError as error:
        raise ValueError(f"{kind}.yaml: {error}") from error
    if found.kind != kind:
        raise ValueError(f"{kind}.yaml is of the kind {found.kind}")
    return found


_THAWED: dict[str, Template] = {}


def thawed(digest: str, frozen: dict[str, Any]) -> Template:
    """A template as a programme keeps it; built once for each digest."""
    if digest not in _THAWED:
        if len(_THAWED) > 200:
            _THAWED.clear()
        _THAWED[digest] = Template.model_validate(out_of_order(frozen, ORDERED))
    return _THAWED[digest]


def digest_of(frozen: dict[str, Any]) -> str:
    """The hash by which one sees that a template has not changed."""
    return sha256(frozen)
