"""Pages read what was published: right counts, right order, and no more questions for more units."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from records.results.sample import CODES, EDITION, HEADER, NOW, SCHEME, explained, rows_of
from thangdo.records.results import queries
from thangdo.records.results.store import Header, Row, store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]

Ask = Callable[[int], Any]


def test_the_distribution_has_the_counts_and_percentages_that_the_conference_reads() -> None:
    # 3 July 2019: 2, 8, 5, 2 and 3 of 20 agencies = 10, 40, 25, 10, 15 %; Pleiku IV, 16 of 17 unranked
    levels = ["I"] * 2 + ["II"] * 8 + ["III"] * 5 + ["IV"] * 2 + ["unranked"] * 3
    agencies = [
        Row(SCHEME, explained(code, "1", 1, level)) for code, level in zip(CODES, levels, strict=False)
    ]
    districts = [Row(SCHEME, explained(code, "1", 1, "unranked")) for code in CODES[21:37]]
    store(HEADER, EDITION, [Row(SCHEME, explained(CODES[20], "1", 1, "IV")), *districts, *agencies], NOW)
    first, second = queries.overview(HEADER.id).tiers
    assert [(level.level, level.count, level.percent) for level in first.levels] == [
        ("IV", 2, "10"),
        ("III", 5, "25"),
        ("II", 8, "40"),
        ("I", 2, "10"),
        ("unranked", 3, "15"),
    ]
    assert (first.tier, second.tier, second.units) == ("department", "district", 17)
    assert second.levels[0].units == ("district-01",)
    assert second.levels[4].count == 16


def test_a_filter_narrows_the_table_and_never_the_distribution() -> None:
    store(HEADER, EDITION, rows_of(CODES), NOW)
    shown = queries.overview(HEADER.id, tier="district", level="IV")
    assert [row.code for row in shown.rows] == ["district-01"]
    assert shown.total == 259
    assert [tier.units for tier in shown.tiers] == [20, 17, 222]


@pytest.mark.parametrize("text", ["xa so 007", "Xã số 007", "XÃ SỐ 007", "commune no. 007", "commune-007"])
def test_a_unit_is_found_in_the_table_with_and_without_marks(text: str) -> None:
    store(HEADER, EDITION, rows_of(CODES), NOW)
    assert [row.code for row in queries.overview(HEADER.id, text=text).rows] == ["commune-007"]


def test_the_table_can_be_put_in_order_and_units_without_a_score_stay_last() -> None:
    silent = Row(SCHEME, explained("department-03", None))
    some = [
        Row(SCHEME, explained("department-01", "9", 2, "I")),
        Row(SCHEME, explained("department-02", "10", 1, "II")),
        silent,
    ]
    store(HEADER, EDITION, some, NOW)

    def order(sort: str) -> list[str]:
        return [row.code[-2:] for row in queries.overview(HEADER.id, sort=sort).rows]

    assert order("rank") == ["02", "01", "03"]
    assert order("-rank") == ["01", "02", "03"]
    assert order("score") == ["02", "01", "03"]  # 10 before 9: numbers, not letters
    assert order("-score") == ["01", "02", "03"]
    assert order("level") == ["02", "01", "03"]
    assert order("-name") == ["03", "02", "01"]
    assert order("nonsense; drop table") == order("rank")


@pytest.mark.parametrize("units", [20, 259])
def test_no_page_asks_the_database_more_often_for_more_units(
    units: int, django_assert_num_queries: Ask
) -> None:
    store(HEADER, EDITION, rows_of(CODES[:units]), NOW)
    with django_assert_num_queries(1):
        queries.assessments()
    with django_assert_num_queries(3):
        queries.overview(HEADER.id)
    with django_assert_num_queries(8):
        queries.unit(HEADER.id, CODES[3])
    with django_assert_num_queries(2):
        queries.compare(HEADER.id, CODES[:6])
    with django_assert_num_queries(2):
        queries.node(HEADER.id, "A")
    with django_assert_num_queries(2):
        queries.scores(HEADER.id)
    with django_assert_num_queries(2):
        queries.explanations(HEADER.id)


def test_a_unit_sees_its_peers_with_exact_mean_median_and_quartiles() -> None:
    # 1, 2, 4, 9: mean 16/4 = 4; median (2+4)/2 = 3; quartiles 1 + 0.75·1 = 1.75 and 4 + 0.25·5 = 5.25
    rows = [
        Row(SCHEME, explained(code, score, place))
        for code, score, place in zip(CODES, ["9", "4", "2", "1"], range(1, 5), strict=False)
    ]
    silent = Row(SCHEME, explained(CODES[4], None))
    other_tier = Row(SCHEME, explained("commune-001", "100", 1))
    store(HEADER, EDITION, [*rows, silent, other_tier], NOW)
    page = queries.unit(HEADER.id, CODES[1])
    index = page.peers["index"]
    assert (index.count, index.mean, index.median, index.lower, index.upper) == (4, "4", "3", "1.75", "5.25")
    assert (index.least, index.most) == ("1", "9")
    assert "B" not in page.peers  # nobody answered: no mean of nothing
    assert page.peer_count == 5


def test_a_mean_that_does_not_end_is_rounded_only_where_it_is_written() -> None:
    rows = [
        Row(SCHEME, explained(code, score, 1)) for code, score in zip(CODES, ["1", "0", "0"], strict=False)
    ]
    store(HEADER, EDITION, rows, NOW)
    assert queries.unit(HEADER.id, CODES[0]).peers["index"].mean == "0.333333333333333"


def test_the_neighbours_of_a_unit_are_those_ranked_just_before_and_after_it() -> None:
    store(HEADER, EDITION, rows_of(CODES), NOW)
    page = queries.unit(HEADER.id, "department-05")
    assert page.before is not None and page.after is not None
    assert (page.before.code, page.after.code) == ("department-04", "department-06")
    assert queries.unit(HEADER.id, "department-01").before is None
    assert queries.unit(HEADER.id, "department-20").after is None


def test_facets_stand_beside_the_roll_up_and_never_in_its_table() -> None:
    rows = [*rows_of(CODES[:2]), Row(SCHEME, explained(CODES[0], "7", 1, facet="Health (2021)"))]
    store(HEADER, EDITION, rows, NOW)
    shown = queries.overview(HEADER.id)
    assert (len(shown.rows), shown.facets) == (2, ("Health (2021)",))
    assert [row.score for row in queries.overview(HEADER.id, facet="Health (2021)").rows] == ["7"]
    assert [(part.facet, part.score) for part in queries.unit(HEADER.id, CODES[0]).facets] == [
        ("Health (2021)", "7")
    ]


def test_a_unit_says_what_changed_since_the_assessment_before(
    header: Callable[..., Header], django_assert_num_queries: Ask
) -> None:
    store(HEADER, EDITION, rows_of(CODES[:20]), NOW)
    later = [
        Row(SCHEME, explained(CODES[1], "99.5", 1, "III")),
        Row(SCHEME, explained(CODES[0], "98", 2, "II")),
    ]
    store(header(id="sample-2020", follows=HEADER.id), EDITION, later, NOW)
    with django_assert_num_queries(5):
        up, down = queries.overview("sample-2020").rows
    assert up.change is not None and down.change is not None
    # department-02 had 99 points on rank 2; department-01 had 100 points on rank 1
    assert (up.change.score, up.change.places, up.change.level_before) == ("0.5", 1, "II")
    assert (down.change.score, down.change.places) == ("-2", -1)


def test_the_first_assessment_pretends_no_change() -> None:
    store(HEADER, EDITION, rows_of(CODES[:20]), NOW)
    assert all(row.change is None for row in queries.overview(HEADER.id).rows)


def test_units_of_different_tiers_are_compared_with_a_warning_and_in_the_order_asked() -> None:
    store(HEADER, EDITION, rows_of(CODES), NOW)
    both = queries.compare(HEADER.id, ["commune-001", "department-02"])
    assert [row.code for row in both.rows] == ["commune-001", "department-02"]
    assert not both.one_tier
    index, readiness, results = both.lines
    assert [cell and cell.score for cell in index.cells] == ["100", "99"]
    assert (readiness.title("en"), readiness.depth, results.title("en")) == ("Readiness", 1, "Kết quả")


@pytest.mark.parametrize("codes", [[], ["department-01"], CODES[:7], ["department-01", "department-01"]])
def test_fewer_than_two_or_more_than_six_units_are_not_compared(codes: list[str]) -> None:
    store(HEADER, EDITION, rows_of(CODES[:20]), NOW)
    with pytest.raises(ValueError, match="two to 6 units"):
        queries.compare(HEADER.id, codes)


def test_a_criterion_lists_every_unit_best_first_and_the_silent_last() -> None:
    rows = [
        Row(SCHEME, explained(code, score, 1)) for code, score in zip(CODES, [None, "8", "20"], strict=False)
    ]
    store(HEADER, EDITION, rows, NOW)
    table = queries.node(HEADER.id, "A")
    assert [cell.score for _, cell in table.rows] == ["10", "4", None]
    assert table.stats["department"].mean == "7"


def test_what_does_not_exist_is_said_so() -> None:
    store(HEADER, EDITION, rows_of(CODES[:20]), NOW)
    for asked in (
        lambda: queries.assessment("nothing"),
        lambda: queries.overview("nothing"),
        lambda: queries.unit(HEADER.id, "nothing"),
        lambda: queries.node(HEADER.id, "Z9"),
        lambda: queries.compare(HEADER.id, ["department-01", "nothing"]),
        lambda: queries.edition("nothing"),
        lambda: queries.edition("sample", 9),
    ):
        with pytest.raises(queries.NotFound):
            asked()


def test_a_unit_finds_every_assessment_it_took_part_in_the_latest_first(
    header: Callable[..., Header],
) -> None:
    from datetime import date

    store(HEADER, EDITION, rows_of(CODES[:20]), NOW)
    store(header(id="sample-2020", date=date(2020, 7, 1)), EDITION, rows_of(CODES[:20]), NOW)
    store(header(id="sample-2020", date=date(2020, 7, 1)), EDITION, rows_of(CODES[:19]), NOW)
    items = queries.history(SCHEME, CODES[0])
    assert [(item.assessment.id, item.assessment.revision) for item in items] == [
        ("sample-2020", 2),
        ("sample-2019", 1),
    ]
    # department-20 is not in what counts of 2020 now
    assert [item.assessment.id for item in queries.history(SCHEME, CODES[19])] == ["sample-2019"]


def test_pages_are_listed_by_section_in_their_order(header: Callable[..., Header]) -> None:
    store(header(id="b", place=1, section="method"), EDITION, rows_of(CODES[:2]), NOW)
    store(header(id="a", place=2), EDITION, rows_of(CODES[:2]), NOW)
    assert [found.id for found in queries.assessments()] == ["b", "a"]
    assert [found.id for found in queries.assessments("conference")] == ["a"]
    assert [found.id for found in queries.assessments_with("sample")] == ["b", "a"]
