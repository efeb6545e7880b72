"""The pages of the register: a clerk takes a number, and the paper that is drawn up bears it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from django.utils import translation
from openpyxl import load_workbook

import played
import world as sample
from desk import at, page, send, signed_in
from world import World

pytestmark = pytest.mark.django_db
LIST = "/en/office/papers/"
BOOK = f"{LIST}van-ban-di-2026/"
CAMPAIGN = f"/en/office/campaigns/{played.SLUG}/papers"


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


def test_a_clerk_takes_a_number_and_the_paper_bears_it(world: World) -> None:
    played.concluded(world)
    client = signed_in(world, "publisher")
    assert "There is no register yet" in page(client, LIST)
    typed = {"slug": "van-ban-di-2026", "unit": "sample:M", "title": "Sổ văn bản đi", "year": "2026"}
    send(client, f"{LIST}begin/", **typed, kind="all", first="98")
    shown = page(client, CAMPAIGN)
    (link,) = re.findall(r'href="([^"]*kind=decision[^"]*)"', shown)
    form = page(client, link.replace("&amp;", "&"))
    assert "campaign:sample-2025:decision" in form and "Phê duyệt kết quả" in form
    entry = {
        "kind": "decision",
        "abstract": "Phê duyệt kết quả",
        "day": "03/07/2026",
        "signer": "Trần Mẫu",
        "authority": "KT.",
        "source": "campaign:sample-2025:decision",
    }
    answer = client.post(f"{BOOK}act/issue/", entry)
    assert (
        answer.status_code == 400 and "Name the decision that issued the criteria" in answer.content.decode()
    )
    send(client, f"{BOOK}act/issue/", **entry, basis="Quyết định số 5/QĐ-UBND ngày 02/01/2026")
    assert "98/QĐ-UBND" in page(client, BOOK) and "98/QĐ-UBND" in page(client, CAMPAIGN)
    one = page(client, f"{BOOK}98/")
    (address,) = re.findall(r'href="([^"]*decision\.docx[^"]*)"', one)
    text = said(client.get(address.replace("&amp;", "&")).content)
    assert "Số: 98/QĐ-UBND" in text and "ngày 03 tháng 7 năm 2026" in text
    assert "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Mẫu" in text and "Căn cứ Quyết định số 5/QĐ-UBND" in text


def test_the_notices_to_all_units_get_their_numbers_in_one_block(world: World) -> None:
    played.notified(world)
    client = signed_in(world, "publisher")
    typed = {"slug": "van-ban-di-2026", "unit": "sample:M", "title": "Sổ văn bản đi", "year": "2026"}
    send(client, f"{LIST}begin/", **typed, kind="all", first="98")
    send(client, f"{CAMPAIGN}/numbers/van-ban-di-2026", day="2026-05-04", drafter="CĐS")
    answer = client.get(f"{CAMPAIGN}/notices.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        texts = [said(archive.read(name)) for name in archive.namelist()]
    numbers = [re.findall(r"Số: (\S+)", text)[0] for text in texts]
    assert sorted(numbers) == sorted(f"{n}/UBND-CĐS" for n in (98, 99, 100, 101))
    assert all("ngày 04 tháng 5 năm 2026" in text for text in texts)


def test_the_register_is_saved_with_numbers_and_days_that_can_be_sorted(world: World) -> None:
    client = signed_in(world, "secretary")
    typed = {"slug": "van-ban-di-2026", "unit": "sample:M", "title": "Sổ văn bản đi", "year": "2026"}
    send(client, f"{LIST}begin/", **typed, kind="all", first="1")
    for day in ("2026-03-02", "2026-03-05"):
        send(client, f"{BOOK}act/issue/", kind="notice", abstract="=1+1", day=day)
    send(client, f"{BOOK}2/void/", reason="Ban hành nhầm")
    book = load_workbook(io.BytesIO(client.get(f"{BOOK}register.xlsx").content))
    rows = [row for row in book.active.iter_rows(values_only=True) if isinstance(row[0], int)]
    assert [row[:2] for row in rows] == [(1, "01/TB-UBND"), (2, "02/TB-UBND")]
    assert str(rows[0][2])[:10] == "2026-03-02" and rows[0][4] == "=1+1"
    assert "Ban hành nhầm" in rows[1] and "cancelled" in page(client, f"{BOOK}?state=void")
    assert "02/TB-UBND</a>" not in page(client, f"{BOOK}?state=issued")
    text = client.get(f"{BOOK}register.csv?to=2026-03-03").content.decode()
    assert "01/TB-UBND" in text and "02/TB-UBND" not in text and date(2026, 3, 2).isoformat() in text


def test_a_stranger_finds_no_register(world: World) -> None:
    client = signed_in(world, "secretary")
    typed = {"slug": "van-ban-di-2026", "unit": "sample:M", "title": "Sổ văn bản đi", "year": "2026"}
    send(client, f"{LIST}begin/", **typed, kind="all", first="1")
    for who in ("reporter", "appraiser"):
        stranger = signed_in(world, who)
        assert stranger.get(BOOK).status_code == 404
        assert stranger.get(f"{BOOK}register.xlsx").status_code == 404
        assert stranger.post(f"{BOOK}act/issue/", {"kind": "notice"}).status_code in (403, 404)
