"""The form that a unit fills in on paper asks what its workbook asks, in the same words and units."""

from __future__ import annotations

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

import forms as kit
from thangdo.records.documents.official import kinds, samples
from thangdo.records.documents.official.requests import RequestData
from thangdo.rules.index.edition.model import Input, InputType, Text
from thangdo.work.assessments import offline, papers, sheet_lines
from thangdo.work.assessments.questionnaire import Asked, ask
from thangdo.work.editions import queries as editions

TIERS = ("department", "district", "commune")


def questions(tier: str) -> Asked:
    return ask(editions.get("gia-lai-2019"), tier)


def request_of(*tiers: str) -> RequestData:
    made = samples.request()
    fields = {name: getattr(made, name) for name in RequestData.__dataclass_fields__}
    fields["annexes"] = tuple(papers.paper_form(questions(tier)) for tier in tiers)
    return RequestData(**fields)


@pytest.mark.parametrize("tier", TIERS)
def test_a_unit_writes_the_average_where_the_total_was_asked(tier: str) -> None:
    """Every input has its own question and, where it is a number, a unit; a choice has all its options."""
    asked = questions(tier)
    form = {line.code: line for line in papers.paper_form(asked).criteria if not line.heading}
    own = [one for one in asked.questions if not one.measured]
    assert list(form) == [one.node for one in own]
    for one in own:
        row = form[one.node]
        assert len(row.asks) == len(one.inputs) + len(one.shared) > 0
        for name, line in zip((*one.inputs, *(name for name, _ in one.shared)), row.asks, strict=True):
            given = asked.input(name)
            assert given.title is not None and given.title.vi.startswith(line.title)
            assert bool(line.choices) is (
                given.type in (InputType.CHOICE, InputType.CHECKLIST, InputType.YES_NO)
            )
            assert bool(line.unit) is not bool(line.choices), f"{one.node} {line}"
            assert len(line.choices) in (2, len(given.choices or {}))
    if tier == "department":
        assert [(one.title, one.unit) for one in form["A1.3"].asks] == [
            ("Tổng băng thông Internet", "Mbps"),
            ("Số cán bộ, công chức có mặt ngày 31/12/2018", "người"),
        ]


def test_the_form_cannot_be_answered_on_paper() -> None:
    """Landscape in Word and PDF, heads on every page, boxes, own score, the two who sign; few pages."""
    data = request_of(*TIERS)
    document = Document(io.BytesIO(kinds.render("request", data, form="docx")))
    assert [section.orientation for section in document.sections] == [0, 1, 1, 1]
    tables = [table for table in document.tables if "TT" in table.rows[0].cells[0].text]
    assert len(tables) == 3
    for table in tables:
        heads = [cell.text for cell in table.rows[0].cells]
        assert heads == [
            *("TT", "Tiêu chí", "Số liệu, nội dung phải ghi", "Đơn vị tính", "Số liệu tự đánh giá"),
            *("Điểm tối đa", "Điểm tự chấm", "Tài liệu kiểm chứng"),
        ]
        assert table.rows[0]._tr.get_or_add_trPr().find(qn("w:tblHeader")) is not None
    asks = [line for annex in data.annexes for row in annex.criteria for line in row.asks]
    boxes = sum(0 if line.elsewhere else len(line.choices) for line in asks)
    body = document.element.body.xpath("string(.)")
    assert body.count("☐") == boxes + 3 > 80
    pages = PdfReader(io.BytesIO(kinds.render("request", data, form="pdf"))).pages
    wide = [page for page in pages if page.mediabox.width > page.mediabox.height]
    assert len(pages) - len(wide) in (1, 2) and len(wide) <= 21
    texts = [" ".join(page.extract_text().split()) for page in wide]
    assert sum("NGƯỜI LẬP BIỂU" in text and "THỦ TRƯỞNG ĐƠN VỊ" in text for text in texts) == 3
    assert all("Điểm tự chấm" in text or "NGƯỜI LẬP BIỂU" in text for text in texts)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_letter_without_annex_lies_on_its_side_or_ends_in_a_blank_page(count: int) -> None:
    data = request_of(*TIERS[:count])
    document = Document(io.BytesIO(kinds.render("request", data, form="docx")))
    assert [section.orientation for section in document.sections] == [0] + [1] * count
    assert document.element.body[-2].tag == qn("w:p"), "Word opens no document that ends in a table"
    pages = PdfReader(io.BytesIO(kinds.render("request", data, form="pdf"))).pages
    assert all(page.extract_text().strip() for page in pages)


@pytest.mark.parametrize(
    ("title", "kind", "said", "left"),
    [
        ("Tổng băng thông Internet (Mbps)", "number", "Mbps", "Tổng băng thông Internet"),
        ("Kinh phí (triệu đồng)", "number", "triệu đồng", "Kinh phí"),
        ("Số người (kể cả hợp đồng)", "count", "người", "Số người (kể cả hợp đồng)"),
        ("Tổng số máy tính", "count", "máy", "Tổng số máy tính"),
        ("Số xãhội", "count", None, "Số xãhội"),
        ("Tỷ lệ", "percent", "%", "Tỷ lệ"),
        ("Tên đường truyền (Mbps)", "text", None, "Tên đường truyền (Mbps)"),
    ],
)
def test_a_number_stands_without_its_unit(title: str, kind: str, said: str | None, left: str) -> None:
    one = Input(type=InputType(kind), title=Text(vi=title))
    unit = sheet_lines.unit_of(one)
    assert (unit.vi if unit else None) == said
    assert sheet_lines.title_of("x", one).vi == left


@pytest.mark.django_db
def test_the_workbook_leaves_the_unit_blank() -> None:
    world = kit.province()
    for language, head, unit in (("vi", "Đơn vị tính", "triệu đồng"), ("en", "Unit", "million đồng")):
        made = offline.workbook(world.actor("reporter"), kit.SLUG, world.ref("commune"), language, "1/1/2026")
        rows = kit.rows_of(made)
        sheet, number, _ = kit.spot(rows, "B7/budget", "Trả lời" if language == "vi" else "Answer")
        top = next(line for line in rows[sheet] if head in line)
        assert rows[sheet][number][top.index(head)] == unit
