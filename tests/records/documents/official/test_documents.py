"""Official documents in Word and PDF: what stands in them, in which face, the same every time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from pypdf import PdfReader

from thangdo.records.documents.official import samples
from thangdo.records.documents.official.decisions import DecisionData, RankAnnex, RankRow
from thangdo.records.documents.official.kinds import KINDS, render
from thangdo.records.documents.official.reports import Picture, Table
from thangdo.records.documents.official.requests import Criterion, FormAnnex

MARKS = "Đăk Đoa – hồ sơ"


def words_of_docx(content: bytes) -> str:
    """All text of a Word document, tables too, in order."""
    body = Document(io.BytesIO(content)).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


def words_of_pdf(content: bytes) -> str:
    """All text of a PDF with single blanks."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def gia_lai() -> DecisionData:
    """A decision of 3 July 2019 with 222 communes, one of them with a very long name."""
    sample = samples.decision()
    names = [f"UBND xã Mẫu {n}" for n in range(1, 222)]
    names.insert(3, f"Ủy ban nhân dân xã {MARKS} " + "có tên gọi rất dài " * 12)
    rows = tuple(RankRow("", n, Decimal("31.25"), "", "Chưa đạt điều kiện sẵn sàng") for n in names)
    annexes = (*sample.annexes, RankAnnex("Ủy ban nhân dân cấp xã", rows), RankAnnex("Đơn vị khác", ()))
    head = replace(sample.letter, day=date(2019, 7, 3), number="305", place="Gia Lai")
    return replace(sample, letter=head, annexes=annexes)


@pytest.fixture(scope="module")
def communes() -> bytes:
    return render("decision", gia_lai(), form="pdf")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_same_document_has_other_bytes_the_second_time(kind: str, form: Any) -> None:
    assert render(kind, KINDS[kind].sample(), form=form) == render(kind, KINDS[kind].sample(), form=form)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("request", "V/v tự đánh giá mức độ chính quyền điện tử năm 2025"),
        ("request", "chậm nhất vào ngày 09 tháng 3 năm 2026 (thời gian tự đánh giá là 15 ngày làm việc)"),
        ("request", "Số liệu tự đánh giá"),
        ("report", "Đã có 153/155 cơ quan, đơn vị, địa phương gửi kết quả tự đánh giá (đạt 98,7%)"),
        ("report", "điều chỉnh 220 nội dung (chiếm 9,9%)"),
        ("report", "hệ số kappa của Cohen là 0,87; hệ số alpha của Krippendorff là 0,86"),
        ("report", "V. KIẾN NGHỊ"),
        ("submission", "kính trình Chủ tịch Ủy ban nhân dân tỉnh xem xét, quyết định./."),
        ("decision", "QUYẾT ĐỊNH:"),
        ("decision", "mức IV: 2 (10%)"),
        ("decision", "(Kèm theo Quyết định số ………/QĐ-UBND ngày 03 tháng 7 năm 2026"),
        ("decision", "Điều kiện sẵn sàng đạt 45%, cần 50%"),
        ("notice", "chậm nhất vào ngày 02 tháng 6 năm 2026 (10 ngày làm việc)"),
        ("notice", "Danh sách tài sản chỉ có 40 máy tính cho 50 người"),
        ("conference", "I. KẾT QUẢ CHUNG"),
        ("weak-places", "NHỮNG NỘI DUNG CÒN YẾU"),
        ("weak-places", "đạt 0,14/2,5 điểm (5,7%)"),
    ],
)
def test_a_document_does_not_say_what_it_is_for(kind: str, said: str) -> None:
    data = KINDS[kind].sample()
    for form, reader in (("docx", words_of_docx), ("pdf", words_of_pdf)):
        text = " ".join(reader(render(kind, data, form=form)).split())  # type: ignore[arg-type]
        assert said in text, form


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "weak-places"])
def test_a_document_lacks_a_part_of_its_form(kind: str) -> None:
    for form, reader in (("docx", words_of_docx), ("pdf", words_of_pdf)):
        text = reader(render(kind, KINDS[kind].sample(), form=form))  # type: ignore[arg-type]
        for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: ", "./."):
            assert part in text, (form, part)
        for part in ("Nơi nhận:", "- Lưu: VT, "):
            assert part in text, (form, part)


LYING = ("request", "weak-places")  # with an annex that lies on its long side


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_other_margins_than_the_decree_asks(kind: str) -> None:
    document = Document(io.BytesIO(render(kind, KINDS[kind].sample(), form="docx")))
    for section in document.sections:
        sizes = [section.page_width, section.page_height, section.left_margin, section.right_margin]
        sizes += [section.top_margin, section.bottom_margin]
        paper = [297, 210] if kind in LYING and section.orientation else [210, 297]
        assert [round((size or 0) / Mm(1), 1) for size in sizes] == [*paper, 30, 20, 20, 20]
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_vietnamese_marks_are_lost_on_the_way_to_paper(communes: bytes) -> None:
    assert MARKS in words_of_pdf(communes)
    assert MARKS in words_of_docx(render("decision", gia_lai(), form="docx"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_pdf_is_set_in_a_face_of_the_machine(kind: str) -> None:
    reader = PdfReader(io.BytesIO(render(kind, KINDS[kind].sample(), form="pdf")))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            (face,) = font.get_object()["/DescendantFonts"]
            described = face.get_object()["/FontDescriptor"]
            assert "Tinos" in described["/FontName"]
            assert "/FontFile2" in described or "/FontFile3" in described


def test_a_pdf_is_refused_by_the_archive() -> None:
    reader = PdfReader(io.BytesIO(render("report", samples.report(), form="pdf")))
    meta = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    assert "<pdfaid:part>3</pdfaid:part>" in meta and "<pdfaid:conformance>B</pdfaid:conformance>" in meta
    assert reader.metadata is not None
    assert reader.metadata.title == samples.report().letter.abstract


def test_a_rare_sign_in_a_reason_stops_the_whole_batch() -> None:
    data = replace(samples.weak_places(), parent="Kế hoạch cần ≥ 50% 😀 漢 của xã Ia Ŏ")
    text = words_of_pdf(render("weak-places", data, form="pdf"))
    assert "cần ≥ 50%" in text and "Ŏ" in text
    assert "😀 漢" in words_of_docx(render("weak-places", data, form="docx"))


def test_a_reader_of_the_fifth_page_does_not_know_what_the_columns_are(communes: bytes) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(communes)).pages]
    annex = [text for text in pages if "UBND xã Mẫu" in text]
    assert len(annex) > 4
    assert all("Hạng Đơn vị Điểm Mức độ" in " ".join(text.split()) for text in annex)
    table = Document(io.BytesIO(render("decision", gia_lai(), form="docx"))).tables[-2]
    assert len(table.rows) == 223
    assert table.rows[0]._tr.get_or_add_trPr().find(qn("w:tblHeader")) is not None


@pytest.mark.parametrize("pattern", ["HHL" * 30, "H" * 40, "L" * 37 + "HHHL", "LH" * 33, "H", ""])
def test_a_heading_is_left_alone_at_the_foot_of_a_page(pattern: str) -> None:
    """H: a heading, L: a line. typst breaks down where sub-heads of a table follow each other."""
    criteria = tuple(
        Criterion(f"M{n}.", f"Tiêu chí mẫu {n}", Decimal(1), heading=sign == "H")
        for n, sign in enumerate(pattern)
    )
    data = replace(samples.request(), annexes=(FormAnnex("Sở, ban, ngành", criteria),))
    pages = PdfReader(io.BytesIO(render("request", data, form="pdf"))).pages
    texts = [page.extract_text() for page in pages]
    shown = [[n for n in range(len(pattern)) if f"M{n}." in text] for text in texts]
    assert sorted(n for page in shown for n in page) == list(range(len(pattern)))
    for page in shown:
        last = page[-1] if page else len(pattern) - 1
        assert pattern[last : last + 1] != "H" or pattern[last:].strip("H") == ""


def test_a_commune_is_left_out_of_the_annex(communes: bytes) -> None:
    text = words_of_pdf(communes)
    assert [n for n in range(1, 222) if f"UBND xã Mẫu {n} " not in text] == []
    assert "Không có đơn vị nào thuộc cấp này trong kỳ đánh giá." in text


def numbers_at(page: Any) -> list[tuple[str, float, float]]:
    """The texts of a page that are numbers alone, with their place."""
    found: list[tuple[str, float, float]] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, _size: Any) -> None:
        if text.strip().isdigit():
            across, up = (cm[n] * tm[4] + cm[n + 2] * tm[5] + cm[n + 4] for n in (0, 1))
            found.append((text.strip(), across, up))

    page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize(("day", "top"), [(date(2019, 7, 3), False), (date(2026, 7, 3), True)])
def test_the_page_number_stands_where_another_rule_had_it(day: date, top: bool) -> None:
    data = gia_lai()
    made = render("decision", replace(data, letter=replace(data.letter, day=day)), form="pdf")
    pages = list(PdfReader(io.BytesIO(made)).pages)
    assert not [n for n in numbers_at(pages[0]) if n[2] > 790 or n[2] < 55]
    annexes = [place for place, page in enumerate(pages) if "Phụ lục III" in page.extract_text()]
    second_of_annex = pages[annexes[-1] + 1]
    outside = [n for n in numbers_at(second_of_annex) if n[2] > 790 or n[2] < 55]
    assert [n[0] for n in outside] == ["2"]  # each annex counts its own pages
    ((_, across, up),) = outside
    assert (up > 790) is top
    assert (250 < across < 345) if top else (across > 500)


def test_words_that_look_like_commands_are_carried_out() -> None:
    trick = "{{ letter.issuer }} {% for x in y %} <w:p> & {_{ 7*7 }_}"
    data = replace(samples.notice(), unit=trick)
    text = words_of_docx(render("notice", data, form="docx"))
    assert "{{ letter.issuer }} {% for x in y %} <w:p> &" in text
    assert "&amp;" not in text and "49" not in text


def test_a_very_long_abstract_runs_off_the_page() -> None:
    data = samples.decision()
    long = "Phê duyệt kết quả " + "đánh giá, xếp hạng mức độ chính quyền điện tử " * 30
    made = render("decision", replace(data, letter=replace(data.letter, abstract=long)), form="pdf")
    assert words_of_pdf(made).count("đánh giá, xếp hạng mức độ chính quyền điện tử") >= 30


def test_a_picture_in_svg_is_missing_in_word() -> None:
    data = samples.conference()
    docx = render("conference", data, form="docx")
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        images = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert len(images) == 1 and archive.read(images[0]).startswith(b"\x89PNG")
    assert len(PdfReader(io.BytesIO(render("conference", data, form="pdf"))).pages[0].images) == 1


def test_a_tall_picture_is_taller_than_its_page() -> None:
    tall = samples.PICTURE.replace(b'height="120"', b'height="4000"')
    data = samples.conference()
    part = replace(data.parts[0], pictures=(Picture("Hình 1", tall),))
    document = Document(io.BytesIO(render("conference", replace(data, parts=(part,)), form="docx")))
    assert document.inline_shapes[0].height == Mm(200)


def test_a_table_with_a_missing_cell_is_drawn_askew() -> None:
    with pytest.raises(ValueError, match="2 columns"):
        Table("Bảng", ("A", "B"), (("1",),))


def test_columns_of_ones_own_are_all_of_one_width() -> None:
    table = Document(io.BytesIO(render("conference", samples.conference(), form="docx"))).tables[1]
    wide, narrow = table.columns[0].width, table.columns[1].width
    assert wide > 2 * narrow
    cells = [cell.paragraphs[0].alignment for cell in table.rows[1].cells]
    assert cells[1] == cells[2] != cells[0]


@pytest.mark.parametrize("kind", KINDS)
def test_word_says_that_the_content_is_unreadable(kind: str) -> None:
    document = Document(io.BytesIO(render(kind, KINDS[kind].sample(), form="docx")))
    for cell in document.element.body.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")
    text = words_of_docx(render(kind, KINDS[kind].sample(), form="docx"))
    assert "{{" not in text and "{%" not in text


def test_a_document_is_made_from_data_of_another_kind() -> None:
    with pytest.raises(TypeError, match="DecisionData"):
        render("decision", samples.notice(), form="docx")
