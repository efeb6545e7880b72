"""Every workbook that an officer can save holds numbers and days, and speaks the officer's language."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

import ordering
import played
import programme_world as sample
from desk import at, send, signed_in
from faces.office.programmes.test_pages import CAMPAIGN
from programme_world import SLUG, begun
from thangdo.work.programmes.models import PlanLine
from workbooks import faults
from world import World

pytestmark = pytest.mark.django_db

#: the workbooks of the office by the name of their route; {…} is filled in below
ADDRESSES = {
    "office-units-export": "units/units.xlsx",
    "office-board-file": f"campaigns/{CAMPAIGN}/units.xlsx",
    "office-weak-file": f"campaigns/{CAMPAIGN}/weak.xlsx",
    "office-results-file": f"campaigns/{CAMPAIGN}/papers/results.xlsx",
    "office-chairman-file": "directives/overdue.xlsx",
    "office-directives-file": "directives/list.xlsx",
    "office-directive-file": "directives/{order}/units.xlsx",
    "office-plans-annex": f"programmes/plans/{CAMPAIGN}/weak.xlsx",
    "office-plan-file": f"programmes/plans/{CAMPAIGN}/sample/X1/plan.xlsx",
    "office-book-file": "papers/van-ban-di-2026/register.xlsx",
    "office-assets-file": "programmes/assets/gaps.xlsx",
    "office-assets-left": "programmes/assets/import/1.xlsx",
    "office-cards-file": "programmes/cards/by-unit.xlsx",
    "office-programmes-table-file": "programmes/table.xlsx",
    "office-programme-file": f"programmes/p/{SLUG}/units.xlsx",
}
#: read back by the product, in which texts stay as they are; looked at by tests of their own
EXCHANGED = {
    *("office-edition-xlsx", "office-workbook", "office-workbook-upload", "office-workbook-apply"),
    *("office-observing-file", "office-edition-simulation-table", "office-people-to-fill-in"),
}
#: documents, which are no workbooks
PAPERS = {"office-paper", "office-conference-paper", "office-assets-roadmap-paper"}
READER = {
    "office-assets-left": "reporter",
    "office-plan-file": "reporter",
    "office-results-file": "publisher",
    "office-book-file": "publisher",
}


def routes() -> set[str]:
    """The routes of the office that may give a workbook."""
    found: set[str] = set()

    def visit(patterns: list[URLPattern | URLResolver]) -> None:
        for one in patterns:
            if isinstance(one, URLResolver):
                visit(one.url_patterns)
            elif any(sign in str(one.pattern) for sign in (".xlsx", ":form>", ":ending>", "workbook")):
                found.add(one.name or "")

    visit(get_resolver().url_patterns)
    return {name for name in found if name.startswith("office-")}


def test_a_new_workbook_is_looked_at_by_nobody() -> None:
    assert routes() == {*ADDRESSES, *EXCHANGED, *PAPERS}


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> tuple[World, str]:
    """A campaign that was published, a directive, its late units, a programme, plans, equipment, papers."""
    translation.activate("vi")
    world = sample.build()
    played.concluded(world)
    begun(world)
    ordering.build(world)
    order = ordering.issued(world)
    at(monkeypatch, world, 91)
    client = signed_in(world, "reporter")
    text = "Mã đơn vị;Mã tài sản;Loại;Số lượng;Năm mua;Tình trạng\n"
    text += "X1;A;Máy tính;4;2024;tốt\nX9;B;Tủ;1;2024;tốt\n"
    at_import = "/en/office/programmes/assets/import"
    file = SimpleUploadedFile("k.csv", text.encode(), "text/csv")
    told = send(client, at_import, file=file).content.decode()
    found = re.search(r'name="token" value="([^"]+)"', told)
    assert found is not None
    send(client, at_import, token=found[1])
    send(
        signed_in(world, "head"),
        f"/en/office/programmes/plans/{CAMPAIGN}/sample/X1/do/assign",
        node="A2",
        officer="Phó Chủ tịch",
        deadline="2026-12-30",
        points="20",
        seen=0,
    )
    clerk, books = signed_in(world, "publisher"), "/en/office/papers/"
    typed = {"slug": "van-ban-di-2026", "unit": "sample:M", "title": "Sổ văn bản đi", "year": "2026"}
    send(clerk, f"{books}begin/", **typed, kind="all", first="98")
    entry = {"kind": "letter", "abstract": "Đề nghị tự đánh giá", "signer": "Trần Mẫu", "day": "01/06/2026"}
    send(clerk, f"{books}van-ban-di-2026/act/issue/", **entry)
    assert PlanLine.objects.get().deadline == date(2026, 12, 30)
    return world, order


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_number_or_a_day_is_text_and_a_sheet_is_named_by_a_code(
    filled: tuple[World, str], language: str
) -> None:
    world, order = filled
    found, seen = {}, 0
    for name, address in ADDRESSES.items():
        client = signed_in(world, READER.get(name, "chairman"))
        here = "/en/office/" if language == "en" else "/office/"
        answer = client.get(here + address.format(order=order))
        assert answer.status_code == 200, (name, answer.status_code, answer.content[:300])
        content = b"".join(answer) if answer.streaming else answer.content
        seen += 1
        if wrong := list(faults(content, language, name == "office-units-export")):
            found[name] = wrong[:6]
    assert found == {} and seen == len(ADDRESSES)
