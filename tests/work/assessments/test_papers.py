"""The papers of a campaign say what stands in it, and cannot be made before there is something to say."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

import pytest
from docx import Document
from pypdf import PdfReader

import played
import world as sample
from thangdo.records.documents.official import decisions as d
from thangdo.records.documents.official import kinds, samples
from thangdo.records.people.acting import Refused
from thangdo.work.assessments import papers
from thangdo.work.assessments.models import Submission
from thangdo.work.assessments.paper_heading import Details, initials
from world import World

pytestmark = pytest.mark.django_db
SLUG = played.SLUG


@pytest.fixture
def world() -> World:
    return sample.build()


def text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("word/document.xml").decode().replace("\u00a0", " ")


def gather(world: World, days: int = 0) -> papers.Gathered:
    return papers.gather(world.actor("publisher", timedelta(days=days)), SLUG)


def test_a_decision_cannot_be_drawn_up_before_the_council_has_concluded(world: World) -> None:
    played.notified(world)
    with pytest.raises(Refused, match="not-yet"):
        papers.document(gather(world, 61), "decision", "docx", Details())
    assert "request" in papers.kinds_now(world.campaign()) and "notice" in papers.kinds_now(world.campaign())


def test_the_request_asks_each_tier_for_its_own_criteria_and_for_nothing_that_the_office_measures(
    world: World,
) -> None:
    sample.dispatched(world)
    found = papers.request(gather(world), Details())
    assert [annex.tier for annex in found.annexes] == ["Sở, ban, ngành", "Ủy ban nhân dân cấp xã"]
    codes = [[line.code for line in annex.criteria if line.code] for annex in found.annexes]
    assert codes == [["A", "A1", "A2", "A3", "B", "B1"], ["A", "A1", "A2", "B", "B1"]]
    assert found.deadline == date(2026, 3, 23)
    under = {line.code: len(line.asks) for line in found.annexes[1].criteria if not line.heading}
    assert all(under.values()) and max(under.values()) > 1, "every number to give has a row"
    name, content = papers.document(gather(world), "request", "docx", Details(number="7"))
    assert name == "sample-2025-request.docx" and "ngày 23 tháng 3 năm 2026" in text(content)


def test_a_number_typed_with_its_symbol_does_not_get_a_second_one(world: World) -> None:
    sample.dispatched(world)
    letter = papers.request(gather(world), Details(number="45/SKHCN-CĐS")).letter
    assert letter.number_and_symbol == "45/SKHCN-CĐS"
    assert papers.request(gather(world), Details(number="7")).letter.number_and_symbol.startswith("07/")


def test_the_report_counts_a_lowered_answer_once_and_names_who_did_not_return(world: World) -> None:
    played.concluded(world)
    found = papers.report(gather(world, 91), Details())
    commune = found.amended[1]
    assert (commune.examined, commune.accepted, commune.lowered, commune.raised) == (3, 2, 1, 0)
    assert found.objections is not None
    assert (found.objections.received, found.objections.upheld, found.objections.partly) == (1, 0, 1)
    assert [(one.unit, one.reason) for one in found.not_returned] == [
        ("Sở Mẫu 1", "Không gửi"),
        ("Sở Mẫu 2", "Không gửi"),
        ("Ủy ban nhân dân xã Mẫu 2", "Không gửi"),
    ]
    communes = found.levels[1]
    assert (communes.level_1, communes.unranked, communes.not_returned, communes.units) == (1, 0, 1, 1)


def test_the_annex_of_the_decision_ranks_and_says_why_a_unit_is_unranked(world: World) -> None:
    played.concluded(world)
    found = papers.decision(gather(world, 91), Details())
    first, last = found.annexes[1].rows
    assert (first.rank, first.unit, first.score, first.level) == (
        "1",
        "Ủy ban nhân dân xã Mẫu 1",
        Decimal("67.00"),
        "I",
    )
    assert (last.rank, last.level, last.returned) == ("", "", False)
    assert last.level_or_unranked == "Không gửi kết quả tự đánh giá"
    assert found.authority == "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH MẪU"


def test_the_notice_shows_the_unit_what_was_changed_and_until_when_it_can_object(world: World) -> None:
    played.notified(world)
    found = papers.notice(gather(world, 61), Details(), "X1")
    assert found.letter.addressees == ("Ủy ban nhân dân xã Mẫu 1",)
    (amended,) = found.amended
    assert (amended.declared, amended.appraised, amended.reason) == ("10", "8", "Hai người không có giấy")
    assert (amended.before, amended.after) == (Decimal("10.00"), Decimal("8.00"))
    assert found.objection_until == world.campaign().objection_until
    with pytest.raises(Refused, match="takes-no-part"):
        papers.notice(gather(world, 61), Details(), "X9")


def test_papers_name_the_decision_the_director_and_the_plan_as_an_office_writes_them(world: World) -> None:
    played.concluded(world)
    gathered = gather(world, 91)
    campaign = gathered.campaign
    campaign.approval, campaign.approved_on = "99/QĐ-UBND", date(2026, 6, 1)
    assert papers.notice(gathered, Details(), "X1").decision == (
        "Quyết định số 99/QĐ-UBND ngày 01 tháng 6 năm 2026 của Chủ tịch Ủy ban nhân dân tỉnh Mẫu"
    )
    drawn = papers.decision(gathered, Details())
    assert drawn.letter.proposer == ("Giám đốc Sở Mẫu 1 tại Tờ trình số ………/TTr-SM1 ngày …… tháng …… năm ……")
    assert papers.weak_places(gathered, Details()).parent.startswith("Kế hoạch số …")


@pytest.mark.parametrize("kind", ["report", "submission", "decision", "notice", "weak-places", "conference"])
def test_every_paper_can_be_made_as_pdf(world: World, kind: str) -> None:
    played.concluded(world)
    sentences = ("Đối với cấp xã: có 1 đơn vị đạt mức I.",)
    name, content = papers.document(
        gather(world, 91), kind, "pdf", Details(day=date(2026, 6, 1)), unit="X1", paragraphs=sentences
    )
    assert content.startswith(b"%PDF") and name.endswith(".pdf")


def test_the_printed_annex_names_ten_units_of_a_criterion_and_counts_each(world: World) -> None:
    played.concluded(world)
    Submission.objects.filter(unit=world.units["other"]).update(returned_on=date(2026, 3, 20))
    found = papers.weak_places(gather(world, 91), Details(parent="Kế hoạch số 12/KH-UBND"))
    assert found.parent == "Kế hoạch số 12/KH-UBND của Ủy ban nhân dân tỉnh Mẫu"
    staff = next(group for group in found.groups if group.title.startswith("Nhân lực"))
    (criterion,) = staff.criteria
    # A2: X1 has 9/20, X2 returned without an answer to it, the departments did not return
    assert criterion.lowest.endswith("Xã Mẫu 2: chưa có số liệu; Xã Mẫu 1: đạt 9/20 điểm (45%)") or (
        [one.has for one in criterion.units] == ["chưa có số liệu", "đạt 9/20 điểm (45%)"]
    )
    assert (criterion.count_of, criterion.median, staff.units) == ("2/2", "45%", 2)


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_annex_of_a_province_has_a_hundred_pages(form: Literal["docx", "pdf"]) -> None:
    """259 units below in each of 50 criteria: one line a criterion, the ten lowest, how many more."""
    units = tuple(
        d.WeakUnit(f"Ủy ban nhân dân xã Mẫu {n}", "Cấp xã", Decimal(n) / 100, Decimal("2.5"), Decimal(n) / 10)
        for n in range(259)
    )
    criteria = tuple(
        d.WeakCriterion(f"A{n}", f"Tiêu chí mẫu {n}", "50% điểm tối đa", units, 259) for n in range(50)
    )
    data = replace(samples.weak_places(), groups=(d.WeakGroup("Nhân lực", criteria, "Bồi dưỡng"),))
    content = kinds.render("weak-places", data, form=form)
    if form == "pdf":
        pages = PdfReader(io.BytesIO(content)).pages
        assert len(pages) <= 30
        said = " ".join(page.extract_text() for page in pages)
        assert said.count("249 đơn vị khác") == 50 and "259/259" in said and "12,9%" in said
    else:
        assert len(Document(io.BytesIO(content)).tables[1].rows) == 51


def test_the_symbol_of_an_office_is_made_from_its_name() -> None:
    assert initials("Sở Khoa học và Công nghệ") == "SKHCN"
    assert initials("Sở Thông tin và Truyền thông") == "STTTT"


def test_a_tier_of_which_nobody_was_assessed_has_no_shares(world: World) -> None:
    played.concluded(world)
    _, content = papers.document(gather(world, 91), "decision", "docx", Details())
    said = re.sub(r"<[^>]+>", "", text(content))
    assert "Sở, ban, ngành: không có đơn vị nào được đánh giá; ngoài ra 2 đơn vị không gửi" in said
    assert "0 (–)" not in said and "ban hành Bộ tiêu chí" in said
