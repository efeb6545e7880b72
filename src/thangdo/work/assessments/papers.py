"""The official documents of a campaign: which there are when, each made from what stands in the campaign."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from thangdo.records import calendars
from thangdo.records.documents.official import decisions as d
from thangdo.records.documents.official import kinds
from thangdo.records.documents.official import reports as r
from thangdo.records.documents.official import requests as q
from thangdo.records.documents.official.words import in_figures, in_full
from thangdo.records.people.acting import Actor, Refused
from thangdo.rules.deadlines.counting import add_working_days
from thangdo.rules.exact import Fraction
from thangdo.work.assessments import conference as words
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.paper_data import Gathered, decimal
from thangdo.work.assessments.paper_heading import (
    TIERS,
    Details,
    across,
    addressed,
    all_of,
    area,
    basis,
    criteria,
    leader,
    lower,
    named,
    office,
    people,
    province,
    reported_to,
    subject,
    year,
)
from thangdo.work.assessments.paper_reports import report, submission
from thangdo.work.assessments.paper_tables import (
    levels,
    more_sheets,
    not_returned,
    slide_data,
    summary,
    weak_groups,
)
from thangdo.work.assessments.queries import access
from thangdo.work.assessments.questionnaire import Asked, asked
from thangdo.work.assessments.sheet_lines import lines
from thangdo.work.assessments.states import Campaign as State

CONCLUDED = (State.CONCLUDED, State.APPROVED, State.PUBLISHED)
NOTIFIED = (State.OBJECTIONS, State.DECIDING, *CONCLUDED)
RUNNING = (State.RUNNING, *NOTIFIED)
#: the states of the campaign in which a paper can be made, in the order in which an office needs them
AFTER: dict[str, tuple[State, ...]] = {
    "request": (State.DRAFT, *RUNNING),
    "report": RUNNING,
    "weak-places": RUNNING,
    "notice": NOTIFIED,
    "submission": CONCLUDED,
    "decision": CONCLUDED,
    "conference": CONCLUDED,
    "results": RUNNING,
    "slides": CONCLUDED,
}


def kinds_now(campaign: Campaign) -> list[str]:
    """The papers that can be made in the campaign's state, in the order in which an office needs them."""
    return [kind for kind, states in AFTER.items() if campaign.state in states]


def may_be_made(campaign: Campaign, kind: str) -> None:
    """Raises Refused("not-yet") for a paper that the campaign has nothing for yet."""
    if kind not in kinds.KINDS or kind not in kinds_now(campaign):
        raise Refused("not-yet", paper=kind)


def gather(actor: Actor, slug: str) -> Gathered:
    """The campaign read for its papers. Raises NotAllowed, Refused."""
    return Gathered(actor, access.whole(actor, slug))


def document(
    gathered: Gathered,
    kind: str,
    form: kinds.Ending,
    details: Details,
    *,
    unit: str = "",
    paragraphs: tuple[str, ...] = (),
    template: bytes | None = None,
) -> tuple[str, bytes]:
    """A document's file name and bytes. unit: the code that a notice is for. paragraphs: what the engine says
    of the levels, for the conference. Raises Refused, BadTemplate, ChartError."""
    data = content(gathered, kind, details, unit=unit, paragraphs=paragraphs)
    return file_name(gathered.campaign.slug, kind, form, unit), kinds.render(
        kind, data, form=form, template=template
    )


def file_name(slug: str, kind: str, form: str, unit: str = "") -> str:
    """What the file of a document is called.

    >>> file_name("dti-2026", "notice", "pdf", "24000"), file_name("dti-2026", "report", "docx")
    ('dti-2026-notice-24000.pdf', 'dti-2026-report.docx')
    """
    return f"{slug}-{kind}{f'-{unit}' if kind == 'notice' else ''}.{form}"


def content(
    gathered: Gathered, kind: str, details: Details, *, unit: str = "", paragraphs: tuple[str, ...] = ()
) -> kinds.Data:
    """What a document says, before it is set: what was gathered can be let go of. As `document`."""
    may_be_made(gathered.campaign, kind)
    makers: dict[str, Callable[[], kinds.Data]] = {
        "request": lambda: request(gathered, details),
        "report": lambda: report(gathered, details),
        "submission": lambda: submission(gathered, details),
        "decision": lambda: decision(gathered, details),
        "notice": lambda: notice(gathered, details, unit),
        "conference": lambda: conference(gathered, details, paragraphs),
        "weak-places": lambda: weak_places(gathered, details),
    }
    return makers[kind]()


def request(gathered: Gathered, details: Details) -> q.RequestData:
    """The request for self-assessment with the form of each tier."""
    campaign = gathered.campaign
    return q.RequestData(
        letter=office(
            campaign,
            details,
            "",
            f"tự đánh giá {subject(campaign)}",
            tuple(all_of(tier, details.day or gathered.actor.day) for tier in campaign.tiers),
            ("Như trên", reported_to(campaign)),
        ),
        year=year(campaign),
        edition=criteria(campaign),
        basis=basis(gathered, details),
        period=f"từ ngày {in_figures(campaign.period_from)} đến ngày {in_figures(campaign.period_to)}",
        deadline=campaign.return_by or _due(gathered, details),
        working_days=campaign.return_days,
        appraiser=addressed(campaign.appraising),
        address=details.address,
        contact=details.contact,
        annexes=tuple(paper_form(asked(campaign.edition, tier)) for tier in campaign.tiers),
    )


def _due(gathered: Gathered, details: Details) -> date:
    """The day of return of a campaign not yet dispatched, counted from the day of the document."""
    start = details.day or gathered.actor.day
    return add_working_days(calendars.current(), start, gathered.campaign.return_days).day


def paper_form(questions: Asked) -> q.FormAnnex:
    """What is asked of a tier: the lines of its workbook, with a heading where a pillar or group begins."""
    found: list[q.Criterion] = []
    last: tuple[str, str] = ("", "")
    for question in questions.questions:
        if question.measured:
            continue
        for level, code in enumerate((question.page, question.group)):
            if code != last[level] and code != question.node and code not in {line.code for line in found}:
                found.append(q.Criterion(code, questions.titles[code].vi, heading=True))
        last = (question.page, question.group)
        most = decimal(Fraction(question.maximum), 2, bare=True) if question.maximum else None
        evidence = question.evidence.vi if question.evidence else ""
        asks = tuple(
            q.Line(
                line.title.vi,
                line.unit.vi if line.unit else "",
                tuple(title.vi for _, title in line.choices),
                line.several,
                line.elsewhere,
            )
            for line in lines(questions, question)
        )
        found.append(q.Criterion(question.node, question.title.vi, most, evidence=evidence, asks=asks))
    measured = tuple(one.node for one in questions.questions if one.measured)
    return q.FormAnnex(TIERS.get(questions.tier, questions.tier), tuple(found), measured)


def decision(gathered: Gathered, details: Details) -> d.DecisionData:
    """The decision that approves the results, one annex per tier."""
    campaign = gathered.campaign
    head = people(campaign)
    return d.DecisionData(
        letter=province(campaign, details, "QĐ", f"Phê duyệt kết quả đánh giá, xếp hạng {across(campaign)}"),
        authority=f"CHỦ TỊCH {head.upper()}",
        year=year(campaign),
        scope=f"các cấp trên địa bàn {area(campaign)}",
        levels=levels(gathered),
        appraiser=addressed(campaign.appraising),
        responsible=(
            f"Chánh Văn phòng {head}; {leader(campaign.appraising)}; Thủ trưởng các cơ quan, đơn "
            "vị có tên tại phụ lục"
        ),
        tasks=_tasks(gathered),
        annexes=tuple(_annex(gathered, tier) for tier in campaign.tiers),
    )


def _tasks(gathered: Gathered) -> tuple[str, ...]:
    """What the units are charged with, and who follows it."""
    campaign = gathered.campaign
    return (
        "Các cơ quan, đơn vị có nội dung chưa đạt xây dựng kế hoạch khắc phục, gửi "
        f"{addressed(campaign.appraising)} trong thời hạn 30 ngày kể từ ngày Quyết định này có hiệu lực và "
        "tổ chức thực hiện.",
        f"{addressed(campaign.appraising)} theo dõi, đôn đốc, tổng hợp kết quả khắc phục, báo cáo "
        f"{people(campaign)}.",
    )


def _annex(gathered: Gathered, tier: str) -> d.RankAnnex:
    rows = []
    for code, part in gathered.parts.items():
        if part.tier == tier:
            rank, _ = gathered.rank(code)
            rows.append(
                d.RankRow(
                    rank,
                    named(gathered, code),
                    gathered.score(code),
                    gathered.level(code),
                    gathered.why_unranked(code),
                    part.is_signed,
                    gathered.considered(code),
                )
            )
    rows.sort(
        key=lambda row: (not row.rank, int(row.rank or 0), not row.returned, -(row.score or 0), row.unit)
    )
    return d.RankAnnex(TIERS.get(tier, tier), tuple(rows))


def notice(gathered: Gathered, details: Details, unit: str) -> q.NoticeData:
    """The notice of its result to one unit. Raises Refused for a unit that takes no part."""
    campaign = gathered.campaign
    if unit not in gathered.parts:
        raise Refused("takes-no-part", unit=unit, campaign=campaign.slug)
    part = gathered.parts[unit]
    rank, _ = gathered.rank(unit)
    open_ = campaign.state == State.OBJECTIONS
    return q.NoticeData(
        letter=office(
            campaign,
            details,
            "",
            f"thông báo kết quả đánh giá {subject(campaign)} của {addressed(part.unit)}",
            (addressed(part.unit),),
            ("Như trên", reported_to(campaign)),
        ),
        unit=addressed(part.unit),
        year=year(campaign),
        score=gathered.score(unit),
        maximum=gathered.maximum(unit),
        level=gathered.level(unit),
        rank=rank,
        among=gathered.ranked_of(unit),
        tier=_same_tier(part.tier),
        reason=gathered.why_unranked(unit),
        decision=decided(campaign),
        amended=tuple(one.answer for one in gathered.amended if one.code == unit),
        of_tier=sum(one.tier == part.tier for one in gathered.parts.values()),
        returned=part.is_signed,
        written_off="" if part.is_signed else gathered.write_offs().get(unit, ""),
        considered=gathered.considered(unit),
        objection_until=campaign.objection_until if open_ else None,
        objection_days=campaign.objection_days if open_ else None,
        objection_how="trên hệ thống đánh giá" if open_ else "",
    )


def _same_tier(tier: str) -> str:
    """`cấp xã`, `sở, ban, ngành`: how the units of a tier are called when they are counted."""
    return lower(TIERS.get(tier, tier).removeprefix("Ủy ban nhân dân "))


def decided(campaign: Campaign) -> str:
    """The decision as a sentence names it; "" before there is one."""
    if campaign.approved_on is None:
        return ""
    named_so = campaign.approval.lower().startswith("quyết định")
    said = campaign.approval if named_so else f"Quyết định số {campaign.approval}"
    return f"{said} {in_full(campaign.approved_on)} của Chủ tịch {people(campaign)}"


def conference(gathered: Gathered, details: Details, paragraphs: tuple[str, ...]) -> r.ConferenceData:
    """The report at the conference: the engine's paragraphs, tables and charts. Raises ChartError."""
    return words.data(gathered, details, paragraphs)


def weak_places(gathered: Gathered, details: Details) -> d.WeakData:
    """The annex of what is still weak."""
    return d.WeakData(
        year(gathered.campaign),
        details.day,
        _plan_of(gathered, details),
        weak_groups(gathered.weak),
    )


def _plan_of(gathered: Gathered, details: Details) -> str:
    """The plan that the annex goes with, and whose it is."""
    named = details.parent.strip() or "Kế hoạch số ……… ngày …… tháng …… năm ……"
    return named if " của " in named else f"{named} của {people(gathered.campaign)}"


__all__ = [
    "Details",
    "document",
    "gather",
    "kinds_now",
    "more_sheets",
    "not_returned",
    "slide_data",
    "summary",
]
