"""The card of each index: what it measures, who computes it, how the province stands, a short quiz.

Where an index has a series in the results, the card takes its plain words from there (one text, one source).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict, model_validator

from thangdo.records import library
from thangdo.records.people.acting import Refused
from thangdo.records.results import series_text
from thangdo.records.results.series_text import SeriesText
from thangdo.rules.canonical import sha256
from thangdo.rules.index.edition.source import read
from thangdo.work.programmes.templates import Words

FOLDER = ("programmes", "cards")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Question(_Part):
    """A question of the quiz with one right choice."""

    question: Words
    choices: dict[str, Words]
    right: str

    @model_validator(mode="after")
    def _sound(self) -> Question:
        if self.right not in self.choices or len(self.choices) < 2:
            raise ValueError("a question has several choices, one of them right")
        return self


class CardText(_Part):
    """One file `library/programmes/cards/<card>.yaml`."""

    card: str
    version: int
    order: int
    series: str = ""
    title: Words | None = None
    measures: Words | None = None
    publisher: Words | None = None
    standing: Words | None = None
    explain: Words
    quiz: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it is read: everything it says, and the hash of what was read and asked."""

    name: str
    order: int
    series: str
    title: Words
    measures: Words
    publisher: Words
    standing: Words
    explain: Words
    quiz: tuple[Question, ...]
    sha256: str


@lru_cache(maxsize=1)
def cards() -> dict[str, Card]:
    """All cards in their order. Raises ValueError for a file that is none."""
    found = [_card(name) for name in library.names("/".join(FOLDER), ".yaml")]
    return {one.name: one for one in sorted(found, key=lambda one: one.order)}


def card(name: str) -> Card:
    """One card. Raises Refused("no-such-card")."""
    if name not in cards():
        raise Refused("no-such-card", card=name)
    return cards()[name]


def _card(name: str) -> Card:
    source = read(library.read_text(*FOLDER, f"{name}.yaml"), f"{name}.yaml")
    if source.problems:
        raise ValueError(str(source.problems[0]))
    text = CardText.model_validate(source.data)
    title, measures, publisher, standing = text.title, text.measures, text.publisher, text.standing
    if text.series:
        series = _series(text.series)
        title = title or _words(series.title)
        measures = measures or _words(series.page.measures)
        publisher = publisher or _words(series.page.publisher)
        standing = standing or _words(series.page.standing)
    if not (title and measures and publisher and standing):
        raise ValueError(f"{name}: a card says its title, what it measures, who computes it, how we stand")
    said = (title, measures, publisher, standing, text.explain)
    digest = sha256(
        {"texts": [one.model_dump() for one in said], "quiz": [one.model_dump() for one in text.quiz]}
    )
    return Card(text.card, text.order, text.series, *said, text.quiz, digest)


def _series(name: str) -> SeriesText:
    return series_text.read(library.read_text("series", f"{name}.yaml"))


def _words(text: object) -> Words:
    return Words(vi=text.vi, en=text.en)  # type: ignore[attr-defined]
