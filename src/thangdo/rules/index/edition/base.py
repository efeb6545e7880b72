"""What every part of an edition is made of: immutable data, codes, days, texts in two languages, tiers."""

from __future__ import annotations

import datetime
import re
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.\-]*$", max_length=60)]
DAY_WRITTEN = "a day is written as 2019-07-03"
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


def _day(value: object) -> object:
    """A day is written as year-month-day; a bare number is no day."""
    if isinstance(value, datetime.date) or re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        return value
    raise ValueError(DAY_WRITTEN)


Day = Annotated[datetime.date, BeforeValidator(_day, json_schema_input_type=datetime.date)]


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
