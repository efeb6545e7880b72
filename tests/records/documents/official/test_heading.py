"""The head and foot of a paper: the wrong person signs, the symbol names nobody, a number is torn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from thangdo.records.documents.official.heading import AUTHORITIES, Head, Issuer, letter, signature
from thangdo.records.documents.official.letter import law_of_local_government, laws_of_local_government
from thangdo.records.documents.official.words import bound

OFFICE = Issuer("UBND TỈNH MẪU", "BAN DÂN TỘC", "Ban Dân tộc", "Mẫu", "Trưởng Ban", "BDT")


@pytest.mark.parametrize(
    ("authority", "title", "lines", "post"),
    [
        ("", "", (), "TRƯỞNG BAN"),
        ("KT.", "", ("KT. TRƯỞNG BAN",), "PHÓ TRƯỞNG BAN"),
        ("TL.", "", ("TL. TRƯỞNG BAN",), "CHÁNH VĂN PHÒNG"),
        ("TL.", "Trưởng Phòng Tổng hợp", ("TL. TRƯỞNG BAN",), "TRƯỞNG PHÒNG TỔNG HỢP"),
        ("TUQ.", "Chánh Thanh tra", ("TUQ. TRƯỞNG BAN",), "CHÁNH THANH TRA"),
        ("Q.", "", (), "Q. TRƯỞNG BAN"),
    ],
)
def test_who_signs_for_an_office(authority: str, title: str, lines: tuple[str, ...], post: str) -> None:
    found = signature("Trưởng Ban", authority, title, "Nguyễn Văn Mẫu")
    assert (found.authority, found.title, found.name) == (lines, post, "Nguyễn Văn Mẫu")


def test_who_signs_for_a_committee() -> None:
    found = {one: signature("Chủ tịch", one, collective="ỦY BAN NHÂN DÂN") for one in AUTHORITIES}
    assert {one: (*sign.authority, sign.title) for one, sign in found.items()} == {
        "": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        "TM.": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        "KT.": ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        "TL.": ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
        "TUQ.": ("TUQ. CHỦ TỊCH", "…………………"),
        "Q.": ("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"),
    }
    with pytest.raises(ValueError, match="XX"):
        signature("Chủ tịch", "XX")


def test_symbol_archive_grounds_and_recipients() -> None:
    head = Head(number="125", day=date(2026, 3, 1), drafter="CS")
    frame = letter(OFFICE, head, "", "về việc thử", copies=("Như trên",), grounds=("Căn cứ A",))
    assert frame.number_and_symbol == "125/BDT-CS"
    assert frame.recipient_lines == ("- Như trên;", "- Lưu: VT, CS.")
    assert letter(OFFICE, head, "BC", "x").symbol == "BC-BDT"
    own = replace(head, grounds=("Căn cứ B",), recipients=("Nơi khác", "Lưu: VT, CS"))
    kept = replace(own, recipients=("Lưu: VT, Mẫu", "Nơi khác"))
    assert letter(OFFICE, kept, "QĐ", "x").recipients == ("Nơi khác", "Lưu: VT, Mẫu")
    frame = letter(OFFICE, own, "QĐ", "x", copies=("Như trên",), grounds=("Căn cứ A",))
    assert (frame.grounds, frame.recipients) == (("Căn cứ B",), ("Nơi khác", "Lưu: VT, CS"))
    kept = replace(own, recipients=("Lưu: VT, Mẫu", "Nơi khác"))
    assert letter(OFFICE, kept, "QĐ", "x").recipients == ("Nơi khác", "Lưu: VT, Mẫu")


@pytest.mark.parametrize(
    ("day", "numbers"),
    [
        ("2015-12-31", []),
        ("2016-01-01", ["77/2015/QH13"]),
        ("2020-06-30", ["77/2015/QH13"]),
        ("2020-07-01", ["77/2015/QH13", "47/2019/QH14"]),
        ("2025-02-28", ["77/2015/QH13", "47/2019/QH14"]),
        ("2025-03-01", ["65/2025/QH15"]),
        ("2025-06-15", ["65/2025/QH15"]),
        ("2025-06-16", ["72/2025/QH15"]),
        ("2025-07-01", ["72/2025/QH15"]),
        ("2031-01-01", ["72/2025/QH15"]),
    ],
)
def test_a_decision_is_grounded_on_a_law_of_another_day(day: str, numbers: list[str]) -> None:
    """The laws named in the task of issue 12; each holds from one day until the day before the next."""
    known = {law.name: law.number for law in laws_of_local_government()}
    assert [known[name] for name in law_of_local_government(date.fromisoformat(day))] == numbers
    for law in laws_of_local_government():
        assert law.status in ("read", "excerpt", "title", "third-party")
        assert " / " in law.source, "how far it was checked is said in Vietnamese and English"


def test_a_line_ends_between_a_number_and_its_word() -> None:
    said = "ngày 03 tháng 7 năm 2025, mức III: 13 (5,9%); Điều 3, Phụ lục II, 15 ngày làm việc, 8 giờ 30 phút"
    told = bound(said)
    assert told.replace("\u00a0", " ") == said
    for pair in ("ngày 03", "tháng 7", "năm 2025", "mức III", "13 (5,9%)", "Điều 3", "lục II", "15 ngày"):
        assert pair.replace(" ", "\u00a0") in told
    assert bound("năm nay có xã, mức độ") == "năm nay có xã, mức độ"
