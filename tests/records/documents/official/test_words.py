"""Days, numbers and shares as official documents write them, and the form in force on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from thangdo.records.documents.official.letter import Letter, Signature, form_of
from thangdo.records.documents.official.words import clean, in_figures, in_full, number, roman, share


def letter(**changes: object) -> Letter:
    told: dict[str, object] = {
        "superior": "UBND TỈNH GIA LAI",
        "issuer": "SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        "issued_by": "Sở Thông tin và Truyền thông",
        "symbol": "BC-STTTT",
        "place": "Gia Lai",
        "abstract": "Kết quả thẩm định",
        "signature": Signature((), "GIÁM ĐỐC"),
    }
    return Letter(**(told | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2019, 7, 3), "ngày 03 tháng 7 năm 2019"),
        (date(2020, 2, 10), "ngày 10 tháng 02 năm 2020"),
        (date(2025, 12, 1), "ngày 01 tháng 12 năm 2025"),
        (None, "ngày …… tháng …… năm ……"),
    ],
)
def test_a_clerk_returns_the_document_because_of_its_day(day: date | None, said: str) -> None:
    assert in_full(day) == said


def test_a_day_in_a_sentence_has_other_noughts_than_the_head() -> None:
    assert in_figures(date(2019, 7, 3)) == "03/7/2019"


def test_a_number_gains_or_loses_a_decimal() -> None:
    assert number(1434) == "1.434"
    assert number(Decimal("62.50")) == "62,50"
    assert number(Decimal("-0.00")) == "0,00"
    assert number(Decimal("1E+3")) == "1.000"
    with pytest.raises(ValueError):
        number(Decimal("NaN"))


def test_a_share_is_cut_instead_of_rounded() -> None:
    assert share(2, 17) == "11,8%"
    assert share(3, 20) == "15%"
    assert share(1, 2000) == "0,1%"  # 0,05 % is half, and goes up
    assert share(0, 0) == "–"


def test_the_ninth_annex_is_numbered_viiii() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 29)] == ["I", "IV", "IX", "XIV", "XXIX"]


def test_an_unseen_sign_breaks_a_document() -> None:
    assert clean("Đa\u0306k\u200b Đoa\x00\r\nhồ sơ") == "Đăk Đoa \nhồ sơ"


def test_a_document_of_2019_has_the_form_of_2020() -> None:
    before, after = form_of(date(2020, 3, 4)), form_of(date(2020, 3, 5))
    assert before.source.startswith("Thông tư số 01/2011") and before.number_below
    assert after.source.startswith("Nghị định số 30/2020") and after.number_on_top
    assert form_of(None) == after
    assert form_of(date(1999, 1, 1)) == before


def test_the_legal_basis_ends_with_the_wrong_mark() -> None:
    grounds = ("Căn cứ Luật A;", "Căn cứ Luật B.")
    new = letter(day=date(2026, 1, 2), grounds=grounds, proposer="Giám đốc Sở X")
    assert new.ground_lines == ("Căn cứ Luật A;", "Căn cứ Luật B;", "Theo đề nghị của Giám đốc Sở X.")
    old = letter(day=date(2019, 7, 3), grounds=grounds, proposer="Giám đốc Sở X")
    assert old.ground_lines[-1] == "Xét đề nghị của Giám đốc Sở X,"


def test_recipients_and_number_are_written_as_the_office_writes_them() -> None:
    made = letter(number="7", recipients=("Như trên", "Lưu: VT, CNTT"), addressees=("Sở A", "Sở B"))
    assert made.number_and_symbol == "07/BC-STTTT"
    assert letter().number_and_symbol == "………/BC-STTTT"
    assert made.recipient_lines == ("- Như trên;", "- Lưu: VT, CNTT.")
    assert made.addressee_lines == ("- Sở A;", "- Sở B.") and made.one_addressee == ""
