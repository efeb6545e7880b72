"""The results workbook of a campaign: a sheet of ranks for each tier, for print on A4."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils import translation
from openpyxl import load_workbook

import played
import world as sample
from thangdo.faces.office.assessments import papers as pages
from thangdo.records.acts.frame import do
from thangdo.work.assessments.actions import answering, appraising, campaigns
from thangdo.work.assessments.acts import PARTS

pytestmark = pytest.mark.django_db


def test_units_of_all_tiers_stand_on_one_sheet_ranked_and_unranked_and_who_did_not_return_nowhere() -> None:
    """results.xlsx: a sheet for each tier, ranks within it, below them the others with the reason."""
    world = sample.build()
    played.returned(world)
    played.decided(world)
    do(PARTS, appraising.finish, world.actor("appraiser"), (played.SLUG, world.ref("commune")))
    for other in ("other", "office", "department"):
        late, why = world.actor("appraiser", timedelta(days=60)), campaigns.Why("Quá hạn 60 ngày")
        do(PARTS, answering.write_off, late, (played.SLUG, world.ref(other)), why)
    with translation.override("vi"):
        _, content = pages.results_file(world.actor("publisher", timedelta(days=91)), played.SLUG, {})
    book = load_workbook(io.BytesIO(content))
    ranks = [name for name in book.sheetnames if name.startswith("Xếp hạng")]
    assert ranks == ["Xếp hạng – UBND cấp xã", "Xếp hạng – Sở, ban, ngành"]
    found = {}
    for name in ranks:
        sheet = book[name]
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        assert sheet.freeze_panes == "C6" and sheet.print_title_rows == "$5:$5"
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
        head = rows[0]
        found[name] = [dict(zip(head, row, strict=True)) for row in rows[1:]]
    ranked, silent = found[ranks[0]]
    assert (ranked["Mã đơn vị"], ranked["Hạng"]) == ("X1", 1) and isinstance(ranked["Điểm"], float | int)
    assert (silent["Mã đơn vị"], silent["Hạng"], silent["Điểm"]) == ("X2", "–", None)
    for row in (silent, *found[ranks[1]]):
        assert "Không gửi kết quả tự đánh giá" in row["Vì sao không được xếp hạng"]
