"""What goes wrong when a calendar file is read badly or a day is judged wrongly."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from thangdo.records.calendars import current
from thangdo.rules.deadlines.calendar import BadDeadline, parse_calendar
from thangdo.rules.index.answers import BadInput

PRINTED = Path(__file__).parents[2] / "data" / "calendars" / "vn_working_day_calendar.csv"
HEAD = "# id: x\n# version: 1\n# years: 2019-2020\ndate,kind,name_vi,name_en,source,decided\n"


def problems(text: str) -> str:
    with pytest.raises(BadInput) as bad:
        parse_calendar(text, "x.csv")
    return str(bad.value)


def test_each_day_off_and_each_worked_saturday_of_2019_2025_and_2026_is_as_printed() -> None:
    with PRINTED.open(encoding="utf-8") as file:
        printed = {date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(file)}
    for year in (2019, 2025, 2026):
        day = date(year, 1, 1)
        while day.year == year:
            expected = printed.get(day, "off" if day.weekday() >= 5 else "work") == "work"
            assert current().is_working(day) is expected, day
            day += timedelta(days=1)


def test_the_exchange_that_the_package_lacks_is_an_override_with_its_source() -> None:
    off, made_up = current().why(date(2026, 1, 2)), current().why(date(2026, 1, 10))
    assert (off.code, made_up.code) == ("swapped-off", "make-up")
    assert "25/12/2025" in off.source and off.source == made_up.source


def test_a_holiday_on_a_sunday_is_called_the_holiday() -> None:
    assert current().why(date(2019, 4, 14)).name_vi == "Ngày Giỗ Tổ Hùng Vương"
    assert current().why(date(2019, 4, 13)).name_en == "Saturday"
    assert current().why(date(2019, 4, 12)).code == "working"


def test_every_day_off_says_its_name_in_both_languages_and_where_it_is_written() -> None:
    assert all(all(reason) for reason in current().days.values())
    assert (current().id, current().first_year, current().last_decided_year) == ("vn", 2019, 2026)


def test_tet_of_a_year_not_decided_is_not_invented() -> None:
    assert current().is_working(date(2027, 2, 8))
    assert current().why(date(2027, 9, 2)).code == "holiday"
    assert current().why(date(2026, 4, 30)).source.startswith("python-holidays")


def test_a_day_before_the_calendar_is_refused_and_so_is_a_moment() -> None:
    with pytest.raises(BadDeadline, match="begins in 2019") as bad:
        current().why(date(2018, 12, 31))
    assert bad.value.code == "before-calendar"
    with pytest.raises(TypeError, match="Ho_Chi_Minh"):
        current().is_working(datetime(2019, 1, 1))


def test_a_later_decision_stands_before_an_earlier_one_whatever_their_order() -> None:
    earlier = "2019-04-29,day_off_swapped,Nghỉ,Off,a,\n"
    later = "2019-04-29,public_holiday,Lễ,Holiday,b,2019-04-01\n"
    for text in (earlier + later, later + earlier):
        assert parse_calendar(HEAD + text, "x.csv").why(date(2019, 4, 29)).code == "holiday"


def test_two_rows_of_one_date_with_one_standing_are_refused() -> None:
    row = "2019-04-29,day_off_swapped,Nghỉ,Off,a,\n"
    assert "x.csv:6: column date: 2019-04-29 stands twice." in problems(HEAD + row + row)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2019-02-30,public_holiday,a,b,c,", "`2019-02-30` is no day."),
        ("20190201,public_holiday,a,b,c,", "`20190201` is no day."),
        ("2018-09-02,public_holiday,a,b,c,", "outside the years"),
        ("2019-09-02,holiday,a,b,c,", "no kind of day"),
        ("2019-09-02,public_holiday,,b,,", "the cell is blank"),
        ("2019-09-02,public_holiday,a,b,c", "5 cells stand where 6"),
        ("2019-09-02,public_holiday,a,b,c,soon", "`soon` is no day."),
        ("2019-09-03,make_up_working_day,a,b,c,", "worked anyway"),
        ("2019-09-07,day_off_swapped,a,b,c,", "cannot be exchanged"),
        ("*-02-30,every_year,a,b,c,", "no day of every year"),
        ("2019-09-02,every_year,a,b,c,", "no day of every year"),
        ("*-09-02,every_year,a,b,c,\n*-09-02,every_year,a,b,c,", "stands twice"),
        ('2019-09-02,"public_holiday,a,b,c,', "no CSV"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_line(row: str, said: str) -> None:
    found = problems(HEAD + row)
    assert said in found and "x.csv:" in found


@pytest.mark.parametrize(
    "text",
    ["", "\0", "PK\x03\x04", "date\n", HEAD.replace("# id: x\n", ""), HEAD.replace("2019-2020", "2020-2019")],
)
def test_a_file_that_is_no_calendar_is_refused(text: str) -> None:
    assert problems(text)


def test_all_problems_are_said_and_not_only_the_first() -> None:
    assert problems(HEAD + "x,public_holiday,a,b,c,\n2019-01-01,y,a,b,c,\n").count("\n") == 1
