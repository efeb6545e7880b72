"""The page of papers of a campaign: what the clerk chooses stands in the paper, also in the zip."""

from __future__ import annotations

import io
import re
import zipfile
from urllib.parse import urlencode

import pytest
from django.utils import translation

import played
import world as sample
from desk import at, page, signed_in
from world import World

pytestmark = pytest.mark.django_db
HERE = f"/en/office/campaigns/{played.SLUG}/papers"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    translation.activate("vi")
    made = sample.build()
    at(monkeypatch, made)
    return made


def said(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as word:
        xml = word.read("word/document.xml").decode().replace("</w:p>", "\n").replace("\u00a0", " ")
    return re.sub(r"<[^>]+>", "", xml)


def test_what_the_clerk_chooses_does_not_reach_the_paper(world: World) -> None:
    played.concluded(world)
    client = signed_in(world, "publisher")
    shown = page(client, HERE)
    assert all(f'name="{name}"' in shown for name in ("authority", "title", "drafter", "grounds", "plan"))
    asked = {
        "number": "15",
        "day": "2026-07-03",
        "authority": "KT.",
        "signer": "Trần Văn Mẫu",
        "drafter": "CĐS",
        "basis": "Quyết định số 5/QĐ-UBND ngày 02 tháng 01 năm 2026 của UBND tỉnh ban hành Bộ tiêu chí",
        "submission": "Tờ trình số 9/TTr-SM1 ngày 01 tháng 7 năm 2026",
    }
    text = said(client.get(f"{HERE}/decision.docx?{urlencode(asked)}").content)
    for part in (
        "Số: 15/QĐ-UBND",
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Căn cứ Quyết định số 5/QĐ-UBND ngày 02 tháng 01 năm 2026",
        "Theo đề nghị của Giám đốc Sở Mẫu 1 tại Tờ trình số 9/TTr-SM1 ngày 01 tháng 7 năm 2026.",
        "1. Sở Mẫu 1 công bố kết quả",
        "2. Các cơ quan, đơn vị có nội dung chưa đạt",
        "- Như Điều 3;",
        "- Lưu: VT, CĐS.",
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn Mẫu",
        "(Kèm theo Quyết định số 15/QĐ-UBND ngày 03 tháng 7 năm 2026 của Chủ tịch Ủy ban nhân dân tỉnh Mẫu)",
    ):
        assert part in text, part
    own = said(client.get(f"{HERE}/decision.docx?grounds=Căn cứ Luật Mẫu%0ACăn cứ Nghị định Mẫu").content)
    assert "Căn cứ Luật Mẫu;\nCăn cứ Nghị định Mẫu;\nTheo đề nghị" in own
    letter = said(client.get(f"{HERE}/request.docx?number=7&drafter=CĐS").content)
    assert "Số: 07/SM1-CĐS" in letter and "Quyết định số ……… ngày" in letter and "phiên bản" not in letter
    assert "Ủy ban nhân dân các xã, phường, đặc khu" in letter
    assert "thị trấn" in said(client.get(f"{HERE}/request.docx?day=2025-06-30").content)
    assert client.get(f"{HERE}/decision.docx?authority=XX").status_code == 400


def test_every_unit_gets_the_same_number(world: World) -> None:
    played.notified(world)
    client = signed_in(world, "publisher")

    def numbers(query: str) -> list[str]:
        answer = client.get(f"{HERE}/notices.zip?{query}")
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
            texts = [said(archive.read(name)) for name in archive.namelist()]
        return [re.findall(r"Số: (\S+)", text)[0] for text in texts]

    assert numbers("number=12&drafter=CĐS&start=98") == [f"{n}/SM1-CĐS" for n in (98, 99, 100, 101)]
    assert numbers("number=12") == ["………/SM1"] * 4
