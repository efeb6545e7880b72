"""The province's index series: who said what, what breaks the line, and what is not a number."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from thangdo.records.library import names, read_text
from thangdo.records.results import series_queries as queries
from thangdo.records.results.models import IndexSeries, SeriesPoint
from thangdo.records.results.queries import NotFound
from thangdo.records.results.series_load import BadSeries, import_series, load_series
from thangdo.records.results.series_text import read
from thangdo.records.results.series_views import PointView, UnitLine
from thangdo.records.sealed import Sealed
from thangdo.work.assessments.bundled import records

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]

Ask = Callable[[int], Any]


@pytest.fixture
def loaded(register: None) -> None:
    load_series()


def line(slug: str, scheme: str, code: str) -> UnitLine:
    return queries.of_unit(slug, scheme, code).lines[0]


def gia_lai(slug: str) -> dict[str, PointView]:
    return {point.period: point for point in line(slug, "vn-province-2019", "gia-lai").points}


@pytest.mark.usefixtures("loaded")
def test_loading_the_series_again_changes_nothing() -> None:
    before = IndexSeries.objects.count(), SeriesPoint.objects.count()
    assert not any(done.new for done in load_series())
    assert (IndexSeries.objects.count(), SeriesPoint.objects.count()) == before


@pytest.mark.usefixtures("loaded")
def test_a_corrected_table_becomes_a_new_version_and_the_old_one_stays() -> None:
    def corrected(*parts: str) -> str:
        return read_text(*parts).replace(",0.680,23/63,", ",0.681,23/63,")

    assert [done.series for done in load_series(corrected) if done.new] == ["mic-ict"]
    assert gia_lai("mic-ict")["2018"].value == "0.681"
    assert SeriesPoint.objects.filter(series__slug="mic-ict", value="0.680", series__revision=1).count() >= 1


@pytest.mark.usefixtures("loaded")
def test_nobody_can_change_or_remove_a_published_figure() -> None:
    point = SeriesPoint.objects.all()[0]
    for forbidden in (
        point.save,
        point.delete,
        lambda: SeriesPoint.objects.filter(pk=point.pk).update(value="1"),
        lambda: IndexSeries.objects.all().delete(),
    ):
        with pytest.raises(Sealed):
            forbidden()


def test_a_table_with_other_columns_is_not_taken_for_a_series() -> None:
    with pytest.raises(BadSeries, match="the columns must be unit_scheme"):
        import_series(read_text("series", "pci.yaml"), "province,score\nGia Lai,64\n", {}, None)  # type: ignore[arg-type]


@pytest.mark.usefixtures("loaded")
def test_gia_lai_of_2018_is_as_the_conference_heard_it() -> None:
    # portal of Gia Lai, 03/07/2019: 0,680, 23/63, group khá, one place up, second after Lâm Đồng
    point = gia_lai("mic-ict")["2018"]
    assert (point.value, point.rank, point.of, point.group, point.change) == ("0.680", 23, 63, "khá", "+1")
    assert "sau Lâm Đồng" in point.note("vi")
    before = gia_lai("mic-ict")["2017"]
    assert (before.value, before.rank) == ("0.602", 24)
    text = queries.series("mic-ict").card.text
    assert queries.difference(before, point, text) == "+0.078"


@pytest.mark.usefixtures("loaded")
def test_provinces_with_equal_points_share_a_rank_and_the_next_rank_is_left_out() -> None:
    # notice of 05/07/2018: 17, 17, 19 and 32, 32, 34 and 40, 40, 42
    labels = [point.label() for point in queries.year("mic-ict", "2017").points]
    assert len(labels) == 53
    assert labels[16:19] == ["17=", "17=", "19"]
    assert labels[31:34] == ["32=", "32=", "34"]
    assert labels[39:42] == ["40=", "40=", "42"]


@pytest.mark.usefixtures("loaded")
def test_tay_nguyen_is_shown_whole_and_a_province_not_in_the_table_has_no_number() -> None:
    rows = queries.region("mic-ict", "2017", "Tây Nguyên").rows
    assert [(unit.name_vi, point and point.label()) for unit, point in rows] == [
        ("Lâm Đồng", "3"),
        ("Gia Lai", "24"),
        ("Đắk Nông", "32="),
        ("Đắk Lắk", "48"),
        ("Kon Tum", None),  # below rank 53, where the table that was found ends
    ]


@pytest.mark.usefixtures("loaded")
def test_two_sources_that_print_da_nang_differently_stand_side_by_side() -> None:
    points = line("par-index", "vn-province-2019", "da-nang").points
    index = [(point.value, point.conflict) for point in points if not point.component]
    assert index == [("87.12", True), ("87.14", True)]
    agreed = line("par-index", "vn-province-2019", "an-giang").points
    assert not any(point.conflict for point in agreed)


@pytest.mark.usefixtures("loaded")
def test_appraisal_and_survey_of_2012_make_the_index_in_every_row() -> None:
    from decimal import Decimal

    points = queries.series("par-index").lines
    checked = 0
    for unit in points:
        parts = {point.component: point.value for point in unit.points if point.period == "2012"}
        whole = [point.value for point in unit.points if point.period == "2012" and point.rank]
        if "appraisal" in parts and whole[0]:
            assert Decimal(parts["appraisal"] or 0) + Decimal(parts["survey"] or 0) == Decimal(whole[0])
            checked += 1
    assert checked == 19


@pytest.mark.usefixtures("loaded")
def test_decision_766_breaks_between_2025_and_2026_and_no_difference_is_computed() -> None:
    found = line("qd766", "vn-org", "H21")
    values = {point.period: point for point in found.points}
    assert (values["2025-11-30"].value, values["2026-09-17"].value) == ("91.06", "62.62")
    (break_,) = found.breaks
    assert break_.comparable == "no"
    assert (break_.from_edition, break_.to_edition) == ("qd766-2025", "qd766-2026")
    text = queries.series("qd766").card.text
    assert queries.difference(values["2025-11-30"], values["2026-09-17"], text) is None
    assert queries.difference(values["2026-09-17"], values["2026-10-10"], text) == "+3.61"  # 66.23 − 62.62


@pytest.mark.usefixtures("loaded")
def test_what_is_said_of_a_whole_year_comes_after_its_days() -> None:
    periods = [point.period for point in line("qd766", "vn-org", "H21").points]
    assert periods == ["2025-08", "2025-11-30", "2025", "2026-09-17", "2026-09-23", "2026-10-10"]


@pytest.mark.usefixtures("loaded")
def test_the_position_in_a_captured_table_says_that_it_is_one() -> None:
    table = queries.year("qd766", "2026-09-17")
    twelfth = table.points[11]
    assert (len(table.points), twelfth.name_printed, twelfth.rank, twelfth.of) == (34, "Gia Lai", 12, 34)
    assert twelfth.rank_note == "position in the captured table"


@pytest.mark.usefixtures("loaded")
def test_the_misprint_of_2020_stays_visible_as_refused_and_the_rank_stays_too() -> None:
    (refused,) = queries.series("gia-lai-par").refused
    assert (refused.name_printed, refused.printed, refused.value) == ("Thành phố Pleiku", "981,31", None)
    assert refused.reason is not None and refused.reason.code == "outside-scale"
    districts = queries.year("gia-lai-par", "2020", peer_group="district").points
    assert (districts[0].name_printed, districts[0].label(), districts[0].value) == (
        "Thành phố Pleiku",
        "1",
        None,
    )
    assert districts[-1].statement == "refused"
    assert not SeriesPoint.objects.filter(series__slug="gia-lai-par", value__contains="981").exists()


@pytest.mark.usefixtures("loaded")
def test_only_one_figure_of_all_series_is_refused() -> None:
    assert {done.series: done.refused for done in load_series() if done.refused} == {"gia-lai-par": 1}


@pytest.mark.usefixtures("loaded")
def test_not_in_the_top_thirty_is_no_rank_and_the_distorted_provinces_have_no_number() -> None:
    point = gia_lai("pci")["2023"]
    assert (point.statement, point.rank, point.value) == ("censored", None, None)
    assert "30" in point.note("vi")
    silent = [point for point in queries.year("papi", "2022").points if point.statement == "censored"]
    assert {point.name_printed for point in silent} == {"Bắc Ninh", "Bắc Giang"}
    assert gia_lai("papi")["2022"].of == 61


@pytest.mark.usefixtures("loaded")
def test_every_province_of_papi_pci_dti_and_766_has_its_printed_figure_and_no_other() -> None:
    """Against the published files: their characters, not what the loader made of them."""

    def kept(slug: str, period: str, component: str = "") -> dict[str, PointView]:
        return {one.unit.code: one for one in queries.year(slug, period, component).points if one.unit}

    totals = {
        (row["year"], row["province_vi"]): row["value"]
        for row in records("data/indices/papi-2011-2016.csv", {"level": ("total",)})
    }
    for year in ("2011", "2012", "2013", "2014", "2016"):
        points = kept("papi", year)
        blank = {"bac-giang", "dong-thap"} if year == "2014" else set()
        assert len(points) == 63 - len(blank) and not blank & points.keys()
        for one in points.values():
            printed = totals[year, one.name_printed]
            assert printed != "0" and Decimal(one.value or "") == Decimal(printed)
    assert Counter(one.statement for one in kept("papi", "2015").values()) == {"derived": 63}
    of_2022 = [one for one in queries.year("dti", "2022").points if one.source == "dti-gov-vn-2022"]
    ranks = sorted(one.rank or 0 for one in of_2022)
    assert ranks == [*range(1, 16), 15, *range(17, 64)]  # two provinces share rank 15
    assert [len(kept("pci", year)) for year in ("2005", "2006", "2013", "2016")] == [41, 63, 13, 63]
    october = kept("qd766", "2026-10-10")
    assert len(october) == 34 and (october["H21"].value, october["H21"].rank) == ("66.23", 4)
    # the portal rewrote its past: both readings stay, each with the day of its capture
    june = [point.value for point in queries.year("qd766", "2026-06").aggregates]
    assert set(june) == {"57.27", "62.96"}


@pytest.mark.usefixtures("loaded")
def test_a_derived_figure_says_that_it_is_derived() -> None:
    # 2022: 64.00 and 45th after −0.9 points and −19 places, hence 64.90 and 26th
    before, after = gia_lai("pci")["2021"], gia_lai("pci")["2022"]
    assert (before.statement, before.value, before.rank) == ("derived", "64.90", 26)
    assert (after.statement, after.value, after.rank, after.of) == ("published", "64.00", 45, 63)
    assert gia_lai("par-index")["2021"].statement == "derived"
    assert gia_lai("sipas")["2021"].rank == 45


@pytest.mark.usefixtures("loaded")
def test_national_means_are_never_ranked_among_provinces() -> None:
    table = queries.year("par-index", "2022")
    assert all(point.aggregate == "" for point in table.points)
    assert [(point.value, point.statement) for point in table.aggregates] == [("84.79", "derived")]


@pytest.mark.usefixtures("loaded")
def test_the_new_gia_lai_shows_the_years_of_the_old_provinces_under_their_own_names() -> None:
    by_series = {through.card.id: through for through in queries.through_years("vn-org", "H21")}
    names_ = [found.unit.code for found in by_series["mic-ict"].lines]
    assert set(names_) == {"gia-lai", "binh-dinh"}
    assert [found.unit.code for found in by_series["qd766"].lines] == ["H21"]
    assert set(by_series) == {"mic-ict", "par-index", "sipas", "dti", "qd766", "papi", "pci", "pgi"}


@pytest.mark.usefixtures("loaded")
def test_no_page_of_a_series_asks_more_often_for_more_provinces(django_assert_num_queries: Ask) -> None:
    with django_assert_num_queries(2):
        assert len(queries.series_list()) == 10
    for slug in ("pgi", "mic-ict"):  # one province and fifty-three
        with django_assert_num_queries(2):
            queries.series(slug)
    with django_assert_num_queries(5):
        queries.through_years("vn-org", "H21")
    with django_assert_num_queries(3):
        queries.region("mic-ict", "2017", "Tây Nguyên")


@pytest.mark.usefixtures("loaded")
def test_what_no_source_says_is_not_found() -> None:
    for asked in (
        lambda: queries.series("nothing"),
        lambda: queries.year("mic-ict", "1999"),
        lambda: queries.of_unit("pgi", "vn-province-2019", "da-nang"),
        lambda: queries.through_years("vn-org", "H99"),
        lambda: queries.region("mic-ict", "2017", "Mặt trăng"),
    ):
        with pytest.raises(NotFound):
            asked()


@pytest.mark.usefixtures("loaded")
def test_every_figure_names_its_source_and_every_unit_of_it_is_known() -> None:
    assert not SeriesPoint.objects.filter(source="").exists()
    assert not SeriesPoint.objects.filter(unit=None).exists()


@pytest.mark.parametrize("name", names("series", ".yaml"))
def test_every_index_has_its_page_in_plain_words_in_both_languages(name: str) -> None:
    text = read(read_text("series", f"{name}.yaml"))
    assert text.series == name
    page = text.page
    for part in (page.measures, page.publisher, page.reading, page.standing, page.unknown, text.publisher):
        assert part.vi.strip() and part.en.strip()
    assert next(iter(text.editions.values())).comparable == "first"
    assert [edition.comparable for edition in text.editions.values()].count("first") == 1


def test_a_reader_meets_a_source_in_another_language_or_in_words_of_the_house() -> None:
    for name in names("series", ".yaml"):
        about = read(read_text("series", f"{name}.yaml"))
        rows = csv.DictReader(io.StringIO(read_text("series", f"{name}.csv")))
        assert {row["source"] for row in rows} == set(about.sources), name
        for source in about.sources.values():
            said = source.vi + source.en
            assert "seed" not in said and "HF " not in said and "viewer" not in said, said
            assert source.vi != source.en and "Vinh Phuc" not in said, said
            if "Crawler-766" in said:
                assert "chưa đối chiếu" in source.vi and "not compared" in source.en
