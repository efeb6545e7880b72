"""The notice of the conclusions says who leads, with whom and by when, as the directives made of it do."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta

import pytest

import meetings
from conference_desk import meeting, writing
from meetings import SLUG
from thangdo.work.conferences import papers
from thangdo.work.conferences.models import Conference
from thangdo.work.conferences.papers import Details
from thangdo.work.conferences.queries import marked_in
from thangdo.work.directives import proposing
from thangdo.work.directives.models import Directive
from thangdo.work.directives.proposing import Given

pytestmark = pytest.mark.django_db


def test_an_order_is_printed_without_who_and_by_when() -> None:
    world = meetings.build()
    meetings.opened(world)
    secretary, chair = world.actor("secretary"), world.actor("chairman")
    meeting.take_chair(chair, SLUG, "Chủ tịch UBND tỉnh", "Nguyễn Văn Mẫu")
    writing.write_minute(secretary, SLUG, "Rà soát, công khai thủ tục hành chính.", "conclusion", True)
    writing.write_minute(secretary, SLUG, "Tự kiểm tra đường truyền.", "conclusion", True)
    late = world.actor("secretary", timedelta(hours=2))
    meeting.close(late, SLUG)
    conference = Conference.objects.get(slug=SLUG)
    first = marked_in(conference)[0].number
    given = [Given(first, world.ref("department"), date(2026, 6, 30))]
    proposing.draft_all(late, proposing.from_conclusions(late, SLUG, given))
    Directive.objects.get(conference=SLUG).cooperating.set([world.units["commune"]])
    told = proposing.charged(conference)
    assert [(one.leading, one.cooperating) for one in told] == [("Sở Mẫu 2", ("Ủy ban nhân dân xã Mẫu 1",))]
    _, content = papers.document(conference, "conclusions", "docx", Details(drafter="TH"), told)
    with zipfile.ZipFile(io.BytesIO(content)) as word:
        xml = word.read("word/document.xml").decode().replace("</w:p>", "\n").replace("\u00a0", " ")
    text = re.sub(r"<[^>]+>", "", xml)
    assert (
        "1. Rà soát, công khai thủ tục hành chính (Sở Mẫu 2 chủ trì, phối hợp với Ủy ban nhân dân xã Mẫu 1; "
        "hoàn thành trước ngày 30 tháng 6 năm 2026)." in text
    )
    assert "2. Tự kiểm tra đường truyền." in text
    for line in ("- Chủ tịch, các Phó Chủ tịch UBND tỉnh;", "- Sở Mẫu 2;", "- Lưu: VT, TH."):
        assert line in text, line
    assert "TL. CHỦ TỊCH" in text and "CHÁNH VĂN PHÒNG" in text
