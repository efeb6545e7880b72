"""What the appraising office reports of a campaign, and what it submits to the chairman."""

from __future__ import annotations

from thangdo.records.documents.official import reports as r
from thangdo.records.documents.official.words import in_full, number
from thangdo.records.people.models import Office, Role
from thangdo.work.assessments.paper_data import Gathered, decimal
from thangdo.work.assessments.paper_heading import (
    TIERS,
    Details,
    addressed,
    basis,
    criteria,
    named,
    office,
    people,
    reported_to,
    subject,
    year,
)
from thangdo.work.assessments.paper_tables import levels, remarks
from thangdo.work.assessments.states import Decision, Objection
from thangdo.work.assessments.states import Submission as PartState


def report(gathered: Gathered, details: Details) -> r.ReportData:
    """The appraisal report."""
    campaign = gathered.campaign
    codes = {part.unit.code: part for part in gathered.parts.values()}
    reasons = gathered.write_offs()
    missing = [part for part in codes.values() if not part.is_signed]
    return r.ReportData(
        letter=office(
            campaign,
            details,
            "BC",
            f"Kết quả thẩm định {subject(campaign)}",
            (people(campaign),),
            ("Như trên",),
        ),
        year=year(campaign),
        edition=criteria(campaign),
        basis=basis(gathered, details),
        returns=tuple(
            r.TierReturn(TIERS.get(t.tier, t.tier), t.units, t.on_time, t.late) for t in gathered.tallies
        ),
        amended=tuple(_amended(gathered, tier) for tier in campaign.tiers),
        levels=levels(gathered),
        not_returned=tuple(
            r.NotReturned(named(gathered, code), TIERS.get(part.tier, part.tier), reasons.get(code, ""))
            for code, part in codes.items()
            if not part.is_signed
        ),
        agreement=_agreement(gathered),
        objections=_objections(gathered),
        remarks=remarks(gathered),
        proposals=(
            "Phê duyệt kết quả đánh giá, xếp hạng theo phụ lục kèm theo dự thảo Quyết định.",
            "Giao các đơn vị có nội dung còn yếu xây dựng kế hoạch khắc phục.",
        ),
        closed=all(part.state != PartState.OPEN for part in missing),
        opinions_left_out=gathered.opinions_left_out(),
    )


def _amended(gathered: Gathered, tier: str) -> r.TierAmended:
    decided = (Decision.ACCEPTED, Decision.AMENDED)
    examined = gathered.answers.filter(submission__tier=tier, measured=False, decision__in=decided).count()
    changed = [one.answer for one in gathered.amended if one.tier == tier]
    counts = {"examined": examined, "accepted": examined - len(changed)}
    counts |= {"lowered": 0, "raised": 0, "unchanged": 0}
    for answer in changed:
        before, after = answer.before, answer.after
        if before is None or after is None or before == after:
            counts["unchanged"] += 1
        else:
            counts["lowered" if after < before else "raised"] += 1
    return r.TierAmended(TIERS.get(tier, tier), **counts)


def _agreement(gathered: Gathered) -> r.Agreement | None:
    found = gathered.agreement.whole
    if not found.pairs:
        return None
    kappa, alpha = found.kappa.value, found.alpha.value
    return r.Agreement(
        found.units,
        found.pairs,
        found.agreed,
        None if kappa is None else decimal(kappa),
        None if alpha is None else decimal(alpha),
    )


def _objections(gathered: Gathered) -> r.Objections | None:
    if gathered.campaign.notified_on is None:
        return None
    heard = list(gathered.answers.exclude(objection=Objection.NONE))
    upheld = [row for row in heard if row.objection == Objection.UPHELD]
    whole = sum(row.final == row.declared for row in upheld)
    dismissed = sum(row.objection == Objection.DISMISSED for row in heard)
    return r.Objections(len(heard), whole, len(upheld) - whole, dismissed)


def submission(gathered: Gathered, details: Details) -> r.SubmissionData:
    """The submission to the chairman."""
    campaign = gathered.campaign
    return r.SubmissionData(
        letter=office(
            campaign,
            details,
            "TTr",
            f"Về việc phê duyệt kết quả đánh giá, xếp hạng {subject(campaign)}",
            (f"Chủ tịch {people(campaign)}",),
            ("Như trên", f"Văn phòng {reported_to(campaign).removesuffix(' (b/c)')}"),
        ),
        year=year(campaign),
        edition=criteria(campaign),
        basis=basis(gathered, details),
        levels=levels(gathered),
        paragraphs=_course(gathered),
        requests=("Xem xét, ký ban hành Quyết định phê duyệt kết quả (dự thảo kèm theo).",),
        enclosures=("dự thảo Quyết định", "Báo cáo kết quả thẩm định"),
    )


def _course(gathered: Gathered) -> tuple[str, ...]:
    """How the result came about: self-assessment, appraisal, second opinions, council, objections, draft."""
    campaign, report_of = gathered.campaign, report(gathered, Details())
    asked, amended = report_of.returns_total, report_of.amended_total
    said = []
    if campaign.dispatched_on:
        until = f", hạn gửi kết quả {in_full(campaign.return_by)}" if campaign.return_by else ""
        said.append(
            f"Tự đánh giá: {in_full(campaign.dispatched_on)}, {addressed(campaign.appraising)} đề nghị "
            f"{number(asked.asked)} cơ quan, đơn vị, địa phương tự đánh giá{until}. Có "
            f"{number(report_of.returned)}/{number(asked.asked)} đơn vị gửi kết quả ({asked.rate}), trong đó "
            f"{number(asked.late)} đơn vị gửi chậm."
        )
    if asked.missing:
        said.append(
            f"{number(asked.missing)} đơn vị không gửi kết quả tự đánh giá, không được chấm điểm, xếp mức, "
            "xếp hạng và không đưa vào so sánh."
        )
    said.append(
        f"Thẩm định: {addressed(campaign.appraising)} thẩm định {number(amended.examined)} nội dung tự đánh "
        f"giá theo tài liệu kiểm chứng; giữ nguyên {number(amended.accepted)}, điều chỉnh "
        f"{number(amended.amended)} nội dung ({amended.rate})."
    )
    if (twice := report_of.agreement) is not None:
        said.append(
            f"Để kiểm tra tính thống nhất, {number(twice.answers)} nội dung được hai người thẩm định độc "
            f"lập; {number(twice.same)} nội dung trùng nhau ({twice.rate})."
        )
    found = report_of.objections
    if found is not None and found.received:
        said.append(
            f"Ý kiến của các đơn vị: Hội đồng thẩm định ({_council(gathered)}) đã xem xét "
            f"{number(found.received)} đề nghị xem xét lại; chấp nhận {number(found.upheld)}, chấp nhận một "
            f"phần {number(found.partly)}, không chấp nhận {number(found.dismissed)}."
        )
    elif found is not None:
        said.append(
            f"Ý kiến của các đơn vị: không có đơn vị nào đề nghị xem xét lại. Kết quả đã được Hội đồng thẩm "
            f"định ({_council(gathered)}) xem xét."
        )
    if campaign.concluded_on:
        said.append(
            f"Hội đồng thẩm định kết luận {in_full(campaign.concluded_on)}. Trên cơ sở đó, "
            f"{addressed(campaign.appraising)} hoàn thiện dự thảo Quyết định kèm theo Tờ trình này."
        )
    return tuple(said)


def _council(gathered: Gathered) -> str:
    """Of how many the council is, on the day of its conclusion."""
    campaign = gathered.campaign
    day = campaign.concluded_on or gathered.actor.day
    held = Office.objects.filter(role=Role.COUNCIL, unit=campaign.authority, since__lte=day)
    count = held.exclude(until__lt=day).values("person").distinct().count()
    return f"{number(count)} thành viên"
