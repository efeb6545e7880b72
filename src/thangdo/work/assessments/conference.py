"""The report at the conference: what the engine says of the levels, a table of each tier, the charts."""

from __future__ import annotations

from thangdo.records.documents import charts
from thangdo.records.documents.official import reports as r
from thangdo.records.documents.official import slides
from thangdo.records.documents.official.words import in_figures, share
from thangdo.records.documents.official.words import number as written
from thangdo.work.assessments.paper_data import Gathered
from thangdo.work.assessments.paper_heading import TIERS, Details, office, subject, year
from thangdo.work.assessments.paper_tables import levels, remarks, slide_data


def data(gathered: Gathered, details: Details, paragraphs: tuple[str, ...]) -> r.ConferenceData:
    """The whole report. Raises ChartError."""
    campaign = gathered.campaign
    what = subject(campaign)
    title = details.conference or f"Hội nghị công bố kết quả đánh giá {what}"
    return r.ConferenceData(
        letter=office(campaign, details, "BC", f"Kết quả đánh giá {what}", (), ("Lưu: VT",)),
        year=year(campaign),
        conference=title,
        opening=(f"{campaign.appraising.name_vi} báo cáo kết quả đánh giá {what} như sau.",),
        parts=(
            r.Part("Tình hình tự đánh giá và thẩm định", silent(gathered), (_returns(gathered),)),
            r.Part("Kết quả xếp mức", paragraphs, _levels(gathered), _pictures(gathered, details)),
            r.Part("Những nội dung còn yếu", remarks(gathered)),
        ),
        closing="Trân trọng báo cáo hội nghị.",
    )


def silent(gathered: Gathered) -> tuple[str, ...]:
    """What is said of the units that did not return; nothing where all did."""
    count = sum(not part.is_signed for part in gathered.parts.values())
    if not count:
        return ()
    return (
        f"{written(count)} đơn vị không gửi kết quả tự đánh giá: không được chấm điểm, xếp mức, xếp hạng và "
        "không đưa vào so sánh.",
    )


def _returns(gathered: Gathered) -> r.Table:
    rows = tuple(
        (
            TIERS.get(t.tier, t.tier),
            written(t.units),
            written(t.returned),
            share(t.returned, t.units),
            written(t.late),
        )
        for t in gathered.tallies
    )
    return r.Table(
        "Bảng 1. Gửi kết quả tự đánh giá",
        ("Cấp", "Số đơn vị", "Đã gửi", "Tỷ lệ", "Gửi chậm"),
        rows,
        numeric=(1, 2, 3, 4),
    )


def _levels(gathered: Gathered) -> tuple[r.Table, ...]:
    found = levels(gathered)
    if not found:
        return ()
    rows = tuple(
        (
            one.tier,
            written(one.units),
            written(one.level_1),
            written(one.level_2),
            written(one.level_3),
            written(one.level_4),
            written(one.unranked),
            written(one.not_returned),
        )
        for one in found
    )
    columns = (
        *("Cấp", "Số đơn vị được đánh giá", "Mức I", "Mức II", "Mức III", "Mức IV", "Không xếp hạng"),
        "Không gửi kết quả tự đánh giá",
    )
    return (r.Table("Bảng 2. Kết quả xếp mức theo cấp", columns, rows, numeric=(1, 2, 3, 4, 5, 6, 7)),)


def _pictures(gathered: Gathered, details: Details) -> tuple[r.Picture, ...]:
    """The ladder of each tier, as drawn for the slides."""
    day = details.day or gathered.campaign.concluded_on or gathered.actor.day
    told = slide_data(gathered, day)
    chosen = [one for one in slides.slides_of(told) if one.name.startswith("bac-thang")][:4]
    source = f"Nguồn: {told.source}; ngày {in_figures(day)}."
    specs = [charts.for_file(one.spec, one.title, source) for one in chosen]
    charts.draw_many([(spec, "png", "vi") for spec in specs])
    return tuple(
        r.Picture(f"Hình {place}. {one.title}", charts.drawing(spec, "png", "vi").read_bytes(), source)
        for place, (one, spec) in enumerate(zip(chosen, specs, strict=True), start=1)
    )
