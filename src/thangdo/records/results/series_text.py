"""What an index series says about itself: publisher, scale, editions and breaks, the page in plain words."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Part):
    """A text in both languages."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.vi


class Scale(_Part):
    """From what to what values go. `stated`: whether a source says so, or it only serves to check values."""

    min: Decimal
    max: Decimal | None = None  # None: not known
    unit: Words
    places: int
    direction: Literal["higher", "lower"] = "higher"
    stated: bool = True
    note: Words | None = None


class Component(_Part):
    """A part of the index that is published beside it, with its own scale where that differs."""

    title: Words
    scale: Scale | None = None


class SeriesEdition(_Part):
    """A method, and whether its values can be set beside those of the edition before."""

    title: Words
    comparable: Literal["first", "yes", "no", "unknown"]
    text: Words  # the method, and for a break the reason


class Page(_Part):
    """The index in plain words."""

    measures: Words
    publisher: Words
    reading: Words  # how to read value and rank
    standing: Words  # how the province stands
    unknown: Words  # what is not known


class SeriesText(_Part):
    """One file `library/series/<id>.yaml`."""

    series: str
    order: int
    title: Words
    short: Words
    publisher: Words
    subject: Literal["provinces", "agencies-and-districts"]
    scale: Scale
    components: dict[str, Component] = {}
    aggregates: dict[str, Words] = {}
    editions: dict[str, SeriesEdition]  # in order of time
    sources: dict[str, Words] = {}  # as figures name them
    page: Page

    def source(self, name: str, language: str) -> str:
        """A source as readers are told it; as it is named where the file says no more."""
        return self.sources[name].in_language(language) if name in self.sources else name

    def scale_of(self, component: str) -> Scale:
        """The scale of the index itself (""), or of a component."""
        own = self.components[component].scale if component else None
        return own or self.scale


def read(text: str) -> SeriesText:
    """The file as typed data; every scalar is taken as its characters. Raises pydantic's ValidationError."""
    return SeriesText.model_validate(YAML(typ="base", pure=True).load(text))
