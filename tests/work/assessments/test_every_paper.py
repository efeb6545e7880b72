"""Every official paper, as Word and as PDF: an office could not sign it as it comes.

Drawn from the samples of the templates, a campaign and a conference that were played, and Gia Lai's of 2019.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

import meetings
import papers as opened
import played
import world as sample
from conference_desk import meeting, writing
from papers import FOOT, HEAD
from prepared import load_register
from thangdo.records.documents.official import kinds, samples
from thangdo.records.documents.official import meetings as mt
from thangdo.records.documents.official import plans as pl
from thangdo.records.documents.official.decisions import RankAnnex, RankRow
from thangdo.records.documents.official.letter import Signature
from thangdo.records.documents.official.reports import TierLevels
from thangdo.work.assessments import papers
from thangdo.work.assessments.paper_heading import Details
from thangdo.work.conferences import papers as conference_papers
from thangdo.work.conferences.models import Conference
from thangdo.work.reproductions import conference_2019
from world import World

DAY = date(2026, 7, 3)
FORMS: tuple[kinds.Ending, ...] = ("docx", "pdf")
#: what each paper has between its head and its foot, in order
PARTS: dict[str, tuple[str, ...]] = {
    "request": ("V/v ", "Kính gửi:", "Thực hiện Quyết định", "1. Nội dung", "3. Thời hạn"),
    "report": (
        *("BÁO CÁO", "Kính gửi:", "Thực hiện Quyết định", "I. TÌNH HÌNH", "II. KẾT QUẢ THẨM ĐỊNH"),
        *("III. KẾT QUẢ XẾP MỨC", "KIẾN NGHỊ"),
    ),
    "submission": (
        *(
            "TỜ TRÌNH",
            "Kính gửi:",
            "Thực hiện Quyết định",
            "1. Quá trình thực hiện",
            "2. Kết quả",
            "3. Đề nghị",
        ),
    ),
    "decision": (
        *("QUYẾT ĐỊNH", "CHỦ TỊCH ỦY BAN NHÂN DÂN", "Căn cứ Luật Tổ chức", "Căn cứ Quyết định"),
        *(
            "đề nghị của",
            "tại Tờ trình số",
            "QUYẾT ĐỊNH:",
            "Điều 1.",
            "Điều 2.",
            "1. ",
            "2. ",
            "Điều 3.",
        ),
    ),
    "notice": ("V/v thông báo", "Kính gửi:", "1. Kết quả"),
    "conference": ("BÁO CÁO", "I. ", "trân trọng báo cáo"),
    "invitation": ("GIẤY MỜI", "trân trọng kính mời:", "Tới dự:", "Chủ trì:", "Thời gian:", "Địa điểm:"),
    "minutes": ("BIÊN BẢN", "Thời gian bắt đầu", "I. THÀNH PHẦN", "II. NỘI DUNG"),
    "conclusions": ("THÔNG BÁO", "kết luận như sau"),
    "plan": (
        *("KẾ HOẠCH", "Căn cứ ", "I. MỤC TIÊU", "II. NHIỆM VỤ", "Người phụ trách", "Thời hạn"),
        *("III. KINH PHÍ", "IV. TỔ CHỨC THỰC HIỆN", "1. "),
    ),
    "roadmap": (
        *("KẾ HOẠCH", "Căn cứ ", "I. MỤC TIÊU", "II. LỘ TRÌNH", "1. Năm", "Cộng"),
        *("III. KINH PHÍ", "IV. TỔ CHỨC THỰC HIỆN", "1. "),
    ),
}
AFTER = {"minutes": ("./.", "THƯ KÝ", "CHỦ TỌA", "Nơi nhận:", "Lưu: VT")}


def parts(kind: str) -> tuple[str, ...]:
    """All that a paper of a kind has, in order."""
    if kind == "weak-places":
        return ("Phụ lục", "NHỮNG NỘI DUNG CÒN YẾU", "(Kèm theo Kế hoạch")
    return (*HEAD, *PARTS[kind], *AFTER.get(kind, FOOT))


def held_against(kind: str, docx: bytes, pdf: bytes, slug: str = "") -> list[str]:
    return [f"{kind}: {said}" for said in opened.wrong(docx, pdf, parts(kind), slug)]


def made(kind: str, change: Callable[[Any], Any] = lambda data: data) -> list[bytes]:
    """The sample of a kind as Word and PDF."""
    if kind in mt.KINDS:
        return [mt.render(kind, change(mt.KINDS[kind].sample()), form) for form in FORMS]
    if kind in pl.KINDS:
        return [pl.render(kind, change(pl.KINDS[kind].sample()), form) for form in FORMS]
    return [kinds.render(kind, change(kinds.KINDS[kind].sample()), form=form) for form in FORMS]


@pytest.mark.parametrize("kind", [*kinds.KINDS, *mt.KINDS, *pl.KINDS])
def test_a_paper_of_the_samples_could_not_be_signed(kind: str) -> None:
    assert held_against(kind, *made(kind)) == []


LONG = (
    "BAN QUẢN LÝ DỰ ÁN ĐẦU TƯ XÂY DỰNG CÁC CÔNG TRÌNH DÂN DỤNG, CÔNG NGHIỆP, HẠ TẦNG KỸ THUẬT VÀ PHÁT TRIỂN "
    "ĐÔ THỊ KHU VỰC MẪU"
)
ODD = "Sở “Mẫu” & Con <1> 'x'"


def crowded(data: Any) -> Any:
    """Names of four and five lines, a signer of many words, thirty who get it."""
    about = "Phê duyệt kết quả đánh giá, xếp hạng " + "các cấp trên địa bàn tỉnh Mẫu, " * 5 + "năm 2025"
    signer = Signature(
        ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"), "PHÓ CHỦ TỊCH THƯỜNG TRỰC PHỤ TRÁCH", "Trần Mẫu"
    )
    copies = (*(f"Cơ quan nhận thứ {n}" for n in range(1, 31)), "Lưu: VT")
    letter = replace(
        data.letter,
        superior="UBND TỈNH MẪU CÓ TÊN DÀI HƠN MỘT DÒNG",
        issuer=LONG,
        abstract=about,
        signature=signer,
    )
    return replace(data, letter=replace(letter, recipients=copies))


def bare(data: Any) -> Any:
    """Odd signs in names; no number, day, signer, ground, addressee, and nothing in any list."""
    empty: dict[str, Any] = {
        one.name: () for one in fields(data) if isinstance(getattr(data, one.name), tuple)
    }
    letter = replace(
        data.letter,
        issuer=ODD.upper(),
        issued_by=ODD,
        abstract=f"Kết quả của {ODD}",
        **{"superior": "", "number": "", "day": None, "proposer": "", "grounds": (), "addressees": ()},
        signature=Signature((), "GIÁM ĐỐC"),
        recipients=("Lưu: VT",),
    )
    return replace(data, letter=letter, **empty)


@pytest.mark.parametrize(
    "kind", [one for one in [*kinds.KINDS, *mt.KINDS, *pl.KINDS] if one != "weak-places"]
)
def test_a_paper_with_long_names_or_with_nothing_in_it_falls_apart(kind: str) -> None:
    found = [said for change in (crowded, bare) for said in opened.wrong(*made(kind, change), ())]
    assert found == []


@pytest.mark.django_db
def test_a_paper_of_a_campaign_could_not_be_signed() -> None:
    """All kinds of one campaign, in Word and PDF: fourteen documents take some seconds to be set."""
    translation.activate("en")  # of the page that it is asked from; papers are Vietnamese
    world = sample.build()
    played.concluded(world)
    gathered = papers.gather(world.actor("publisher", timedelta(days=91)), played.SLUG)
    found = []
    for details in (
        Details(),
        Details(day=DAY, number="15", authority="KT.", signer="Trần Mẫu", drafter="CĐS"),
    ):
        for kind in kinds.KINDS:
            drawn = [
                papers.document(gathered, kind, form, details, unit="X1")[1]  # type: ignore[arg-type]
                for form in ("docx", "pdf")
            ]
            found += held_against(kind, *drawn, slug=played.SLUG)
    assert found == []


def held(world: World) -> Conference:
    """A conference from the invitation to the conclusions."""
    if (conference := Conference.objects.get(slug=meetings.SLUG)).closed_at is not None:
        return conference
    secretary, chair = world.actor("secretary"), world.actor("chairman")
    meeting.take_chair(chair, meetings.SLUG, "Chủ tịch UBND tỉnh", "Nguyễn Văn Mẫu")
    meeting.list_present(secretary, meetings.SLUG, "Phó Chủ tịch xã", "", unit=world.ref("commune"))
    meeting.mark_guest(secretary, meetings.SLUG, 1, True)
    writing.take_remark(
        secretary, meetings.SLUG, "obstacle", "land", "Đo đạc còn chậm.", world.ref("commune")
    )
    writing.write_minute(secretary, meetings.SLUG, "Sở Mẫu 1 báo cáo.")
    writing.write_minute(secretary, meetings.SLUG, "Giao Sở Mẫu 1 rà soát.", "conclusion", True)
    meeting.close(world.actor("secretary", timedelta(hours=2)), meetings.SLUG)
    return Conference.objects.get(slug=meetings.SLUG)


@pytest.mark.django_db
def test_a_paper_of_a_conference_could_not_be_signed() -> None:
    found = []
    details = conference_papers.Details(
        number="9", day=date(2026, 3, 2), secretary="Lê Mẫu", contact="Phòng CNTT, 0269 000 0000"
    )
    world = meetings.build()
    meetings.opened(world)
    for kind in ("invitation", "minutes", "conclusions"):
        conference = Conference.objects.get(slug=meetings.SLUG) if kind == "invitation" else held(world)
        drawn = [
            conference_papers.document(conference, kind, form, details)[1]  # type: ignore[arg-type]
            for form in ("docx", "pdf")
        ]
        found += held_against(kind, *drawn, slug=meetings.SLUG)
    assert found == []


def gia_lai() -> Iterator[tuple[str, bytes, bytes]]:
    """The decision as of July 2019 with 259 units, of which one has a very long name."""
    letter = replace(
        samples.decision().letter,
        issuer="ỦY BAN NHÂN DÂN TỈNH GIA LAI",
        issued_by="Chủ tịch Ủy ban nhân dân tỉnh Gia Lai",
        place="Gia Lai",
        day=date(2019, 7, 3),
        number="305",
    )
    rows = [
        RankRow(
            "", f"Ủy ban nhân dân xã Ia Đăk Rơ Mẫu {n}", Decimal("31.25"), "", "chưa có điểm ở tiêu chí A"
        )
        for n in range(1, 223)
    ]
    data = replace(
        samples.decision(),
        letter=letter,
        authority="CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH GIA LAI",
        scope="các cấp trên địa bàn tỉnh Gia Lai",
        levels=(
            TierLevels("Sở, ban, ngành", 2, 8, 5, 2, 3),
            TierLevels("Ủy ban nhân dân cấp huyện", 0, 0, 0, 1, 16),
            TierLevels("Ủy ban nhân dân cấp xã", 0, 0, 0, 0, 222),
        ),
        annexes=(RankAnnex("Ủy ban nhân dân cấp xã", tuple(rows)),),
    )
    yield "decision", *(kinds.render("decision", data, form=form) for form in ("docx", "pdf"))  # type: ignore
    load_register()
    conference_2019.load()
    conference = Conference.objects.get(slug="gia-lai-2019-07-03")
    for kind in ("minutes", "conclusions"):
        details = conference_papers.Details(day=date(2019, 7, 5))
        yield (
            kind,
            *(conference_papers.document(conference, kind, form, details)[1] for form in ("docx", "pdf")),  # type: ignore
        )


@pytest.mark.django_db
def test_a_paper_of_gia_lai_could_not_be_signed() -> None:
    """In the form of their day: the number of a page stood below until March 2020."""
    found = []
    for kind, docx, pdf in gia_lai():
        said = held_against(kind, docx, pdf, "gia-lai-2019")
        found += [one for one in said if "above stands" not in one]
    assert found == []
