"""The plan of a unit after its results and the roadmap of equipment as official papers (kế hoạch)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from thangdo.records.documents.official import plans as pl
from thangdo.records.documents.official.heading import Head, Issuer, letter
from thangdo.records.documents.official.kinds import Ending
from thangdo.records.documents.official.letter import Letter
from thangdo.records.documents.official.words import number
from thangdo.records.people.acting import Actor, Refused
from thangdo.records.units import bodies
from thangdo.records.units.models import Unit
from thangdo.rules.exact import Fraction
from thangdo.rules.index.numbers import exact
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.paper_data import ROMAN, decimal
from thangdo.work.assessments.paper_heading import DOTS, criteria, people, subject
from thangdo.work.assessments.papers import decided
from thangdo.work.editions.stored import edition_of
from thangdo.work.programmes.assets import queries as equipment
from thangdo.work.programmes.plans.expected_score import Outcome
from thangdo.work.programmes.plans.queries import Plan

MOST = 200  # lines of the roadmap that are listed one by one; more are summed by kind and source
#: what a code of the roadmap is called in Vietnamese: ("equipment" or "equipment-funds", code)
Names = Callable[[str, str], str]


def about_plan(campaign: Campaign) -> str:
    """What the improvement plans after a campaign are about."""
    return f"Khắc phục những nội dung còn yếu trong kết quả đánh giá {subject(campaign)}"


def about_roadmap(years: Sequence[equipment.Year]) -> str:
    """What the roadmap is about, with its first and last year."""
    return f"Trang bị thiết bị công nghệ thông tin {_when(years)}"


def _when(years: Sequence[equipment.Year]) -> str:
    first, last = years[0].year, years[-1].year
    return f"năm {first}" if first == last else f"giai đoạn {first} - {last}"


def roadmap_unit(actor: Actor) -> Unit | None:
    """The highest unit in which the actor holds an office that plans equipment: it issues the roadmap."""
    held = actor.holding(*equipment.SEES)
    return Unit.objects.get(pk=min(held, key=lambda one: len(one.path)).unit) if held else None


def plan(
    found: Plan, title: Callable[[str], str], form: Ending, head: Head, template: bytes | None = None
) -> tuple[str, bytes]:
    """The improvement plan's file name and bytes. title: of a criterion or group, in Vietnamese. template: an
    office's own form.

    Raises Refused("plan-empty") while nobody is responsible for anything, BadTemplate.
    """
    unit, campaign = found.part.unit, found.campaign
    lines = [(one, one.line) for one in found.lines if one.line is not None]
    if not lines:
        raise Refused("plan-empty")
    leader = bodies.head_of(unit.name_vi, unit.tier)
    approved = decided(campaign) or f"Quyết định {DOTS} của Chủ tịch {people(campaign)}"
    grounds = (
        f"Căn cứ Quyết định {DOTS} của {people(campaign)} ban hành {criteria(campaign)}",
        f"Căn cứ {approved} phê duyệt kết quả đánh giá, xếp hạng {subject(campaign)}",
    )
    office = bodies.of(campaign.appraising)
    copies = (
        f"{bodies.SHORT} {bodies.level(campaign.authority)} (b/c)",
        office,
        "Các cá nhân được phân công",
    )
    tasks = tuple(
        pl.TaskRow(
            f"{one.question.node}. {title(one.question.node)}",
            one.officer,
            line.deadline,
            _points(one.stands.score, "chưa có"),
            _points(exact(line.points)),
            _points(one.stands.maximum),
        )
        for one, line in lines
    )
    conduct = [
        f"Các cá nhân được phân công tổ chức thực hiện đúng thời hạn, chịu trách nhiệm trước {leader} về "
        "kết quả thực hiện.",
        f"Kết quả thực hiện được cập nhật trên hệ thống đánh giá; {office} theo dõi, đôn đốc.",
        _hindered(leader),
    ]
    if found.unassigned:
        left = ", ".join(one.question.node for one in found.unassigned)
        conduct.insert(
            1, f"{leader} phân công bổ sung người phụ trách các tiêu chí chưa được phân công: {left}."
        )
    data = pl.PlanData(
        letter=_frame(
            unit,
            campaign.authority,
            head,
            about_plan(campaign),
            copies,
            grounds,
        ),
        aims=_aims(found, title, len(tasks)),
        tasks=tasks,
        funds="Kinh phí thực hiện được bố trí trong dự toán ngân sách nhà nước giao hằng năm cho đơn vị và "
        "các nguồn kinh phí hợp pháp khác theo quy định.",
        conduct=tuple(conduct),
    )
    return f"{campaign.slug}-{unit.code}-plan.{form}", pl.render("plan", data, form, template)


def _aims(found: Plan, title: Callable[[str], str], tasks: int) -> tuple[str, ...]:
    now, then = found.now, found.then
    aims = [f"Hoàn thành {tasks} nhiệm vụ khắc phục nêu tại Mục II theo đúng thời hạn."]
    if then.score is not None and now.score is not None and then.score > now.score:
        where = found.campaign
        aims.insert(0, f"Nâng kết quả đánh giá từ {_stands(now, where)} lên {_stands(then, where)}.")
    if then.failed and then.next_level:
        left = "; ".join(dict.fromkeys(title(node) for node, *_ in then.failed))
        aims.append(
            f"Tiếp tục phấn đấu đạt mức {_level(then.next_level, found.campaign)}; các nội dung còn thiếu: "
            f"{left}."
        )
    return tuple(aims)


def _stands(one: Outcome, campaign: Campaign) -> str:
    of = f"/{_points(one.maximum)}" if one.maximum is not None else ""
    level = _level(one.level, campaign)
    return f"{_points(one.score)}{of} điểm ({f'mức {level}' if level else 'chưa được xếp mức'})"


def _level(code: str, campaign: Campaign) -> str:
    """I to IV by the order of the edition's levels; "" for the unranked."""
    levels = list(edition_of(campaign.edition).levels or ())
    return ROMAN[min(levels.index(code), len(ROMAN) - 1)] if code in levels else ""


def _hindered(leader: str) -> str:
    return (
        f"Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, kịp thời báo cáo {leader} xem xét, "
        "quyết định."
    )


def _points(value: Fraction | None, nothing: str = "–") -> str:
    return nothing if value is None else number(decimal(value, bare=True))


def roadmap(
    actor: Actor, names: Names, form: Ending, head: Head, template: bytes | None = None
) -> tuple[str, bytes]:
    """The roadmap of the units that the actor sees, as a plan of the highest unit in which he holds office.

    Raises Refused("roadmap-empty") while nothing is planned, BadTemplate.
    """
    years, unit = equipment.roadmap(actor), roadmap_unit(actor)
    if not years or unit is None:
        raise Refused("roadmap-empty")
    above = [int(key) for key in unit.path.strip("/").split("/") if key]
    authority = Unit.objects.filter(pk__in=above, tier="province").first() or unit
    when = _when(years)
    funds: dict[str, Decimal] = {}
    for year in years:
        for name, cost in year.by_funds.items():
            funds[name] = funds.get(name, Decimal(0)) + cost
    count, cost = sum(one.count for one in years), sum((one.cost for one in years), Decimal(0))
    few = sum(len(one.lines) for one in years) <= MOST
    leader = bodies.head_of(unit.name_vi, unit.tier)
    copies: list[str] = [] if unit == authority else [f"{bodies.SHORT} {bodies.level(authority)} (b/c)"]
    data = pl.RoadmapData(
        letter=_frame(
            unit,
            authority,
            head,
            about_roadmap(years),
            (*copies, "Các đơn vị được trang bị"),
            (
                "Căn cứ tiêu chuẩn, định mức sử dụng máy móc, thiết bị theo quy định của cấp có thẩm quyền",
                "Căn cứ hiện trạng và nhu cầu thiết bị công nghệ thông tin của các đơn vị",
            ),
        ),
        aims=(
            f"Trang bị {number(count)} thiết bị công nghệ thông tin {when}, khắc phục tình trạng thiếu thiết "
            "bị so với tiêu chuẩn và thay thế thiết bị hư hỏng, quá niên hạn.",
        ),
        years=tuple(
            pl.PurchaseYear(
                str(year.year),
                tuple(_listed(year, names) if few else _summed(year, names)),
                number(year.count),
                number(_whole(year.cost)),
            )
            for year in years
        ),
        funds=(
            f"Tổng kinh phí dự kiến: {number(_whole(cost))} đồng, trong đó:",
            *(
                f"{_capital(names('equipment-funds', name))}: {number(_whole(sum_))} đồng."
                for name, sum_ in funds.items()
            ),
        ),
        conduct=(
            "Các đơn vị được trang bị tiếp nhận, quản lý, sử dụng thiết bị đúng mục đích và cập nhật danh "
            "mục thiết bị trên hệ thống.",
            "Việc mua sắm thực hiện theo quy định của pháp luật về ngân sách nhà nước, đấu thầu và quản lý, "
            "sử dụng tài sản công.",
            _hindered(leader),
        ),
    )
    return f"ict-roadmap.{form}", pl.render("roadmap", data, form, template)


def _listed(year: equipment.Year, names: Names) -> list[pl.PurchaseRow]:
    return [_row(bodies.of(one.unit), one.kind, one.count, one.cost, one.funds, names) for one in year.lines]


def _summed(year: equipment.Year, names: Names) -> list[pl.PurchaseRow]:
    """One row a kind and source of funds, with the number of units."""
    found: dict[tuple[str, str], tuple[set[int], int, Decimal]] = {}
    for one in year.lines:
        units, count, cost = found.get((one.kind, one.funds), (set(), 0, Decimal(0)))
        found[one.kind, one.funds] = (units | {one.unit_id}, count + one.count, cost + one.cost)
    return [
        _row(f"{number(len(units))} đơn vị", kind, count, cost, funds, names)
        for (kind, funds), (units, count, cost) in sorted(found.items())
    ]


def _row(unit: str, kind: str, count: int, cost: Decimal, funds: str, names: Names) -> pl.PurchaseRow:
    said = names("equipment", kind), names("equipment-funds", funds)
    return pl.PurchaseRow(unit, said[0], number(count), number(_whole(cost)), said[1])


def _whole(cost: Decimal) -> int:
    return int(cost)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _frame(
    unit: Unit, authority: Unit, head: Head, abstract: str, copies: Sequence[str], grounds: tuple[str, ...]
) -> Letter:
    """A unit issues in its own name: a People's Committee signs TM., names its own place and nobody above."""
    name, governed = bodies.of(unit), unit.tier in bodies.GOVERNED
    issuer = Issuer(
        superior="" if governed else bodies.short_of(authority).upper(),
        name=name.upper(),
        in_sentence=name,
        place=_place(unit if governed else authority),
        head=bodies.head_title(unit.name_vi, unit.tier),
        letters=bodies.initials(name),
        collective=bodies.COMMITTEE.upper() if governed else "",
    )
    return letter(issuer, head, "KH", abstract, copies=tuple(copies), grounds=grounds)


def _place(unit: Unit) -> str:
    """The name of a place without its kind: Mẫu, Ia Mơ."""
    name = bodies.committee(unit.name_vi, unit.kind).removeprefix(f"{bodies.COMMITTEE} ")
    for start in (
        "tỉnh ",
        "thành phố ",
        "huyện ",
        "thị xã ",
        "thị trấn ",
        "quận ",
        "xã ",
        "phường ",
        "đặc khu ",
    ):
        if name.startswith(start):
            return name.removeprefix(start)
    return name
