"""A calendar of working days as versioned data: which days are worked, which are not, and why.

A week is worked from Monday to Friday (Decision 188/1999/QĐ-TTg). Days off are those of the Labour Code
45/2019/QH14, Article 112, and days that the Government exchanges for a Saturday, each a row with its source.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

from thangdo.rules.index.answers import BadInput, Problem

ReasonCode = Literal["weekend", "holiday", "swapped-off", "make-up", "working", "calendar-day"]

COLUMNS = ("date", "kind", "name_vi", "name_en", "source", "decided")
KINDS: Mapping[str, ReasonCode] = {
    "public_holiday": "holiday",
    "day_off_observed": "holiday",
    "day_off_swapped": "swapped-off",
    "make_up_working_day": "make-up",
}
EVERY_YEAR = "every_year"
WEEK = "Decision 188/1999/QĐ-TTg"
_HEAD = re.compile(r"#\s*(id|version|years|source):\s*(\S.*?)\s*")
_YEARS = re.compile(r"(\d{4})-(\d{4})", re.ASCII)
_FIXED = re.compile(r"\*-(\d\d)-(\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOST_ROWS = 20_000


class BadDeadline(ValueError):
    """A limit or day that cannot be counted; `code` says why, `facts` what was given."""

    def __init__(self, code: str, message: str, **facts: object) -> None:
        self.code, self.facts = code, facts
        super().__init__(message)


class DayReason(NamedTuple):
    """Why a day is worked or not: a code, its name in both languages, the text that says so."""

    code: ReasonCode
    name_vi: str
    name_en: str
    source: str

    @property
    def works(self) -> bool:
        """Whether the day counts as a working day."""
        return self.code in ("working", "make-up")


_WORKING = DayReason("working", "Ngày làm việc", "Working day", WEEK)
_WEEKEND = {
    5: DayReason("weekend", "Thứ Bảy", "Saturday", WEEK),
    6: DayReason("weekend", "Chủ nhật", "Sunday", WEEK),
}


@dataclass(frozen=True)
class Calendar:
    """Working days from the first to the last decided year; later years only as far as the law fixes them.

    days: what is not said by the day of the week alone. every_year: (month, day) -> holiday, for the years
    after the last decided one.
    """

    id: str
    version: str
    days: Mapping[date, DayReason]
    first_year: int
    last_decided_year: int
    every_year: Mapping[tuple[int, int], DayReason] = field(default_factory=dict)

    def why(self, day: date) -> DayReason:
        """Why the day is worked or not. BadDeadline for a day before the first year."""
        if isinstance(day, datetime):
            raise TypeError("a day is wanted, not a moment: take its date in Asia/Ho_Chi_Minh")
        if day.year < self.first_year:
            raise BadDeadline(
                "before-calendar",
                f"{day} lies before the calendar {self.id}, which begins in {self.first_year}",
                day=day.isoformat(),
                first_year=self.first_year,
            )
        found = self.days.get(day)
        if found is None and day.year > self.last_decided_year:
            found = self.every_year.get((day.month, day.day))
        return found or _WEEKEND.get(day.weekday(), _WORKING)

    def is_working(self, day: date) -> bool:
        """Whether the day is worked. BadDeadline for a day before the first year."""
        return self.why(day).works


def parse_calendar(text: str, name: str) -> Calendar:
    r"""The calendar that a file says. `name` stands in the problems. Raises BadInput with every problem.

    Lines of the form `# id:`, `# version:` and `# years: 2019-2026` come first, then CSV with the columns
    COLUMNS. Of two rows of one date the one decided later holds; two that were decided at once are refused.

    >>> head = "# id: vn\n# version: 1\n# years: 2019-2019\ndate,kind,name_vi,name_en,source,decided\n"
    >>> row = "2019-09-02,public_holiday,Quốc khánh,National Day,Labour Code 10/2012/QH13,\n"
    >>> parse_calendar(head + row, "vn.csv").why(date(2019, 9, 2)).name_en
    'National Day'
    """
    reader = _Reader(name)
    reader.read(text)
    if reader.problems:
        raise BadInput(reader.problems)
    return Calendar(
        reader.head["id"],
        reader.head["version"],
        {day: reason for day, (_, reason) in sorted(reader.days.items())},
        *reader.years,
        reader.fixed,
    )


class _Reader:
    """One file being read: what was found and what is wrong."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.head: dict[str, str] = {}
        self.years = (0, 0)
        self.days: dict[date, tuple[str, DayReason]] = {}
        self.fixed: dict[tuple[int, int], DayReason] = {}

    def wrong(self, message: str, line: int | None = None, column: str | None = None, **more: str) -> None:
        self.problems.append(Problem(self.name, message, line, column, **more))

    def read(self, text: str) -> None:
        for line, row in self._rows(text):
            self._row(line, row)

    def _rows(self, text: str) -> Iterator[tuple[int, dict[str, str]]]:
        lines = text.removeprefix("\ufeff").splitlines()
        start = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
        self._read_head(lines[:start])
        if len(lines) > _MOST_ROWS:
            self.wrong(f"the file has more than {_MOST_ROWS} lines.")
            return
        reader = csv.reader(io.StringIO("\n".join(lines[start:])), strict=True)
        try:
            columns = next(reader, [])
            if tuple(columns) != COLUMNS:
                self.wrong("the columns are not those of a calendar.", start + 1, allowed=", ".join(COLUMNS))
                return
            for cells in reader:
                if cells and len(cells) != len(COLUMNS):
                    self.wrong(
                        f"{len(cells)} cells stand where {len(COLUMNS)} are wanted.", start + reader.line_num
                    )
                elif cells:
                    yield start + reader.line_num, dict(zip(COLUMNS, map(str.strip, cells), strict=True))
        except csv.Error as error:
            self.wrong(f"this is no CSV: {error}.", start + reader.line_num)

    def _read_head(self, lines: list[str]) -> None:
        for number, line in enumerate(lines, 1):
            if match := _HEAD.fullmatch(line):
                if match[1] in self.head:
                    self.wrong(f"`# {match[1]}:` stands twice.", number)
                self.head[match[1]] = match[2]
        for key in ("id", "version", "years"):
            if key not in self.head:
                self.wrong(f"the line `# {key}:` is missing.", 1, mend="Write it above the columns.")
        years = _YEARS.fullmatch(self.head.get("years", ""))
        if years and 1 <= int(years[1]) <= int(years[2]):
            self.years = (int(years[1]), int(years[2]))
        elif "years" in self.head:
            self.wrong(f"`{self.head['years']}` is no range of years.", 1, allowed="2019-2026")

    def _row(self, line: int, row: Mapping[str, str]) -> None:
        for column in ("name_vi", "name_en", "source"):
            if not row[column]:
                self.wrong("the cell is blank.", line, column, mend="A day off needs a name and a source.")
        if row["kind"] == EVERY_YEAR:
            self._every_year(line, row)
            return
        day = self._day(line, "date", row["date"])
        if row["decided"]:
            self._day(line, "decided", row["decided"])
        code = KINDS.get(row["kind"])
        if code is None:
            self.wrong(
                f"`{row['kind']}` is no kind of day.", line, "kind", allowed=", ".join([*KINDS, EVERY_YEAR])
            )
        if day is None or code is None:
            return
        first, last = self.years
        if last and not first <= day.year <= last:
            self.wrong(
                f"{day} lies outside the years of the file.", line, "date", allowed=f"{first} to {last}"
            )
        if code == "make-up" and day.weekday() < 5:
            self.wrong(f"{day} is worked anyway: it is no Saturday or Sunday.", line, "date")
        if code == "swapped-off" and day.weekday() >= 5:
            self.wrong(f"{day} is a Saturday or Sunday and cannot be exchanged.", line, "date")
        self._keep(line, day, row["decided"], DayReason(code, row["name_vi"], row["name_en"], row["source"]))

    def _keep(self, line: int, day: date, decided: str, reason: DayReason) -> None:
        before = self.days.get(day)
        if before is not None and before[0] == decided:
            self.wrong(
                f"{day} stands twice.", line, "date", mend="A later decision needs its day in `decided`."
            )
        if before is None or decided > before[0]:
            self.days[day] = (decided, reason)

    def _every_year(self, line: int, row: Mapping[str, str]) -> None:
        match = _FIXED.fullmatch(row["date"])
        key = (int(match[1]), int(match[2])) if match else (0, 0)
        try:
            date(2000, *key)
        except ValueError:
            self.wrong(f"`{row['date']}` is no day of every year.", line, "date", allowed="*-09-02")
            return
        if key in self.fixed:
            self.wrong(f"`{row['date']}` stands twice.", line, "date")
        self.fixed[key] = DayReason("holiday", row["name_vi"], row["name_en"], row["source"])

    def _day(self, line: int, column: str, text: str) -> date | None:
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self.wrong(f"`{text}` is no day.", line, column, allowed="YYYY-MM-DD")
        return None
