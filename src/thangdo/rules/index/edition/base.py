"""What every part of an edition is made of: immutable data, codes, days, texts in two languages, tiers."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.\-]*$", max_length=60)]
DAY_WRITTEN = "a day is written as 2019-07-03"
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


def _day(value: object) -> object:
    """A day is written as year-month-day; a bare number is no day."""
    if isinstance(value, datetime.date) or re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        return value
    raise ValueError(DAY_WRITTEN)


Day = Annotated[datetime.date, BeforeValidator(_day, json_schema_input_type=datetime.date)]

_RATIO = re.compile(r"\d{1,15}/0*[1-9]\d{0,14}", re.ASCII)
WEIGHT_WRITTEN = "a weight is a number from 0, or a ratio such as 1/3"


def _ratio(value: object) -> object:
    """A third is written 1/3, which no decimal says."""
    if isinstance(value, str) and _RATIO.fullmatch(value.replace(" ", "")):
        return value.replace(" ", "")
    raise ValueError(WEIGHT_WRITTEN)


RatioText = Annotated[str, BeforeValidator(_ratio, json_schema_input_type=str)]
Weight = Annotated[Decimal, Field(ge=0)] | RatioText


def unstated(default: Any = None, alias: str | None = None, **limits: Any) -> Any:
    """A key that stands in no dump where it is not stated: what was frozen before it keeps its hash.

    >>> class Part(Model):
    ...     floor: Decimal | None = unstated()
    >>> Part().model_dump(), Part(floor=1).model_dump()
    ({}, {'floor': Decimal('1')})
    """
    return Field(default=default, alias=alias, exclude_if=lambda value: value == default, **limits)


class Model(BaseModel):
    """An immutable part of an edition; unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Text(Model):
    """A text in Vietnamese and, where there is one, in English."""

    vi: str
    en: str | None = None

    def in_language(self, language: str) -> str:
        """The text in `language` ("vi" or "en"), Vietnamese where English is missing."""
        return self.en if language == "en" and self.en else self.vi


class Tier(StrEnum):
    """The tier a unit belongs to; also its peer group."""

    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"
    PROVINCE = "province"
    MINISTRY = "ministry"
    COUNTRY = "country"
