"""The report at the conference: what the engine says of the levels, a table of each tier, the charts."""

from __future__ import annotations

from thangdo.records.documents import charts
from thangdo.records.documents.official import reports as r
from thangdo.records.documents.official import slides
from thangdo.records.documents.official.words import in_figures, share
from thangdo.records.documents.official.words import number as written
from thangdo.work.assessments.paper_data import Gathered
from thangdo.work.assessments.paper_heading import (
    TIERS,
    Details,
    addressed,
    office,
    people,
    reported_to,
    subject,
    year,
)
from thangdo.work.assessments.paper_tables import FIELDS, levels, remarks, slide_data


def data(gathered: Gathered, details: Details, paragraphs: tuple[str, ...]) -> r.ConferenceData:
    """The whole report: results, what is weak and why, tasks, proposals. Raises ChartError."""
    campaign = gathered.campaign
    what = subject(campaign)
    who = addressed(campaign.appraising)
    title = details.conference or f"Hội nghị công bố kết quả đánh giá {what}"
    return r.ConferenceData(
        letter=office(
            campaign,
            details,
            "BC",
            f"Kết quả đánh giá {what}",
            (),
            ("Các đại biểu dự hội nghị", reported_to(campaign)),
        ),
        year=year(campaign),
        conference=title,
        opening=(f"{who} báo cáo kết quả đánh giá {what} như sau.",),
        parts=(
            r.Part("Tình hình tự đánh giá và thẩm định", silent(gathered), (_returns(gathered),)),
            r.Part(
                "Kết quả xếp mức",
                paragraphs or sentences(levels(gathered)),
                _levels(gathered),
                _pictures(gathered, details),
            ),
            r.Part("Tồn tại, hạn chế và nguyên nhân", (*remarks(gathered), *_causes(details))),
            r.Part("Nhiệm vụ, giải pháp", tasks(gathered)),
            r.Part("Kiến nghị", details.proposals or _proposals(gathered)),
        ),
    )


def sentences(found: tuple[r.TierLevels, ...]) -> tuple[str, ...]:
    """What is read out of each tier, in the shares of the decision: rounded to one decimal.

    >>> sentences((r.TierLevels("Sở, ban, ngành", 2, 8, 5, 2, 3),))[0][:67]
    'Sở, ban, ngành: 20 đơn vị được đánh giá; 2 đơn vị đạt mức IV (10%),'
    """
    said = []
    for one in found:
        steps = (
            ("đạt mức IV", one.level_4, one.share_4),
            ("đạt mức III", one.level_3, one.share_3),
            ("đạt mức II", one.level_2, one.share_2),
            ("đạt mức I", one.level_1, one.share_1),
            ("không xếp hạng", one.unranked, one.share_unranked),
        )
        parts = [f"{written(count)} đơn vị {what} ({part})" for what, count, part in steps if count]
        more = (
            f" Ngoài ra, {written(one.not_returned)} đơn vị không gửi kết quả tự đánh giá."
            if one.not_returned
            else ""
        )
        told = f"; {', '.join(parts)}" if parts else ""
        said.append(f"{one.tier}: {written(one.units)} đơn vị được đánh giá{told}.{more}")
    return tuple(said)


def _causes(details: Details) -> tuple[str, ...]:
    """Why it is weak: known to the office only; a line is left where it says nothing."""
    return tuple(f"Nguyên nhân: {one}" for one in details.causes or ("…" * 22,))


def tasks(gathered: Gathered) -> tuple[str, ...]:
    """One measure per field that is weak, with how many units it concerns."""
    return tuple(
        f"{measure} (liên quan {written(len({below.code for one in criteria for below in one.below}))} đơn "
        "vị)."
        for (_, measure), criteria in ((FIELDS[name], rows) for name, rows in gathered.weak.fields.items())
    ) or ("Duy trì các nội dung đã đạt.",)


def _proposals(gathered: Gathered) -> tuple[str, ...]:
    campaign = gathered.campaign
    return (
        f"Đề nghị {people(campaign)} giao các cơ quan, đơn vị có nội dung chưa đạt xây "
        "dựng, thực hiện kế hoạch khắc phục.",
        f"Đề nghị các cơ quan, đơn vị, địa phương phối hợp với {addressed(campaign.appraising)} thực hiện "
        "các nhiệm vụ, giải pháp nêu trên.",
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
