"""Programmes of Tỉnh Mẫu in which things have moved: desks at all stages, a backlog that burns down, staff.

Everything is plainly sample; what is done is done by the same acts as officers use.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from thangdo.records.acts.frame import do
from thangdo.records.people.acting import LOCAL, Actor, actor_of
from thangdo.records.people.models import Person
from thangdo.records.units.codes import UnitRef
from thangdo.rules.exact import Fraction
from thangdo.rules.index.numbers import as_text
from thangdo.work.assessments.models import Submission
from thangdo.work.programmes.actions import parts, programmes
from thangdo.work.programmes.acts import PROGRAMMES
from thangdo.work.programmes.assets import actions as assets
from thangdo.work.programmes.cards import actions as reading
from thangdo.work.programmes.cards.texts import cards
from thangdo.work.programmes.conduct import actions as conduct
from thangdo.work.programmes.models import Part, Programme
from thangdo.work.programmes.plans import actions as plans
from thangdo.work.programmes.plans.expected_score import standing
from thangdo.work.programmes.staff import actions as staff
from thangdo.work.samples.directives import BACKLOG, DESKS, SITES
from thangdo.work.samples.province import FILLER, PROVINCE, SCHEME

ONE_STOP, POST, CLEARING, PUBLISHED, HOTLINE, UPGRADE = (
    "mau-mot-cua",
    "mau-buu-dien",
    "mau-to-cong-tac",
    "mau-cong-khai",
    "mau-tong-dai",
    "mau-ha-tang",
)
CAMPAIGN = "tinh-mau-2025"
LINK = {"link": "https://example.org/tai-lieu-mau"}
WORDS = {"text": "Biên bản mẫu (dữ liệu mẫu)"}
TOP = (SCHEME, PROVINCE)
STAFF = ("S01", "S02", "S05", "H01", "H02", "X001", "X002", "X003", "X007", "X012")


def seed(cast: dict[str, Person], now: datetime) -> int:
    """Make the sample programmes and what stands in their rooms; how many programmes were made."""
    if Programme.objects.filter(slug=ONE_STOP).exists():
        return 0
    with transaction.atomic():
        _begin(cast, now)
        _desks(cast, now)
        _backlog(cast, now)
        _published(cast, now)
        _steps(cast, now, POST, ("contract", "place", "services"), 4)
        _steps(cast, now, HOTLINE, ("announced", "staffed"), 3)
        _steps(cast, now, UPGRADE, ("surveyed", "approved"), 3)
        _staff(cast, now)
        _equipment(cast, now)
        _plan(cast, now)
        _knowing(cast, now)
        _conduct(cast, now)
    return Programme.objects.filter(sample=True).count()


def _begin(cast: dict[str, Person], now: datetime) -> None:
    """Three that carry out a directive, three that stand by themselves."""
    begun = _by(cast, "thu-ky", now - timedelta(days=48))
    for directive, kind, slug in (
        (DESKS, "one-stop", ONE_STOP),
        (BACKLOG, "backlog", CLEARING),
        (SITES, "published-procedures", PUBLISHED),
    ):
        do(PROGRAMMES, programmes.begin_from, begun, (slug,), programmes.FromDirective(directive, kind))
    day = _day(now)
    for slug, kind, tier, within in (
        (POST, "post-office-desk", "district", ()),
        (HOTLINE, "hotline", "department", ()),
        (UPGRADE, "ict-infrastructure", "commune", (f"{SCHEME}:H01", f"{SCHEME}:H05")),
    ):
        plan = programmes.Plan(
            kind,
            TOP,
            leading=(SCHEME, "S01"),
            starts=day - timedelta(days=48),
            due=day + timedelta(days=60),
            sample=True,
        )
        do(PROGRAMMES, programmes.begin, begun, (slug,), plan)
        scope = programmes.Scope(tiers=(tier,), within=within, scheme=SCHEME)
        do(PROGRAMMES, programmes.add, begun, (slug,), scope)


def _desks(cast: dict[str, Person], now: datetime) -> None:
    """From none to working: the farther in the list, the earlier the stage."""
    steps = (
        ("decision", LINK),
        ("room", WORDS),
        ("equipment", WORDS),
        ("staff", LINK),
        ("first-dossier", WORDS),
    )
    for place, part in enumerate(_parts(ONE_STOP)):
        ref = (part.unit.scheme, part.unit.code)
        for number, (step, proof) in enumerate(steps[: 5 - place % 6]):
            when = now - timedelta(days=40 - place % 13 - number * 4)
            _reach(cast, when, ONE_STOP, ref, step, proof)
        if place % 6 < 3:
            said = {
                "counters": str(2 + place % 3),
                "officers": "3",
                "area": "24.5",
                "address": "Trụ sở UBND xã (mẫu)",
            }
            values = parts.Values(tuple(parts.Value(name, text) for name, text in said.items()))
            when = now - timedelta(days=9)
            do(PROGRAMMES, parts.set_values, _by(cast, FILLER, when), (ONE_STOP, ref), values)
            cost = 60_000_000 + place * 1_500_000
            spent = cost - 5_000_000 if place % 6 == 0 else None
            when = now - timedelta(days=8)
            do(PROGRAMMES, parts.cost, _by(cast, FILLER, when), (ONE_STOP, ref), parts.Cost(cost, spent))


def _backlog(cast: dict[str, Person], now: datetime) -> None:
    """Lists frozen on one day, counted each week; one unit is done."""
    for place, part in enumerate(_parts(CLEARING)):
        ref = (part.unit.scheme, part.unit.code)
        begun = now - timedelta(days=38)
        actor = _by(cast, FILLER, begun)
        _reach(cast, begun, CLEARING, ref, "founded", LINK)
        for member in (
            parts.Member("Phó thủ trưởng đơn vị (mẫu)", f"Người Mẫu {place + 21}", leads=True),
            parts.Member("Công chức một cửa (mẫu)", f"Người Mẫu {place + 41}"),
        ):
            do(PROGRAMMES, parts.member, actor, (CLEARING, ref), member)
        size = 120 + 45 * place
        counted = parts.Count("open", _day(begun), size, frozen=True)
        do(PROGRAMMES, parts.count, actor, (CLEARING, ref), counted)
        _reach(cast, begun, CLEARING, ref, "frozen", WORDS)
        for week in range(1, 5):
            when = begun + timedelta(days=7 * week)
            left = max(0, size - size * week * (place + 2) // 20)
            left = 0 if place == 4 and week == 4 else left
            counted = parts.Count("open", _day(when), left)
            do(PROGRAMMES, parts.count, _by(cast, FILLER, when), (CLEARING, ref), counted)
        if place == 4:
            _reach(cast, begun + timedelta(days=28), CLEARING, ref, "cleared", WORDS)


def _published(cast: dict[str, Person], now: datetime) -> None:
    """Links, most of them checked by the secretary, one found wanting."""
    for place, part in enumerate(_parts(PUBLISHED)):
        ref = (part.unit.scheme, part.unit.code)
        when = now - timedelta(days=26 - place % 20)
        if place % 4 == 3:
            continue
        _reach(cast, when, PUBLISHED, ref, "published", LINK)
        secretary = _by(cast, "thu-ky", when + timedelta(days=2))
        if place % 4 < 2 or place == 2:
            why = "" if place % 4 < 2 else "Trang không mở được ngày kiểm tra (dữ liệu mẫu)"
            checked = parts.Check("published", not why, why)
            do(PROGRAMMES, parts.check, secretary, (PUBLISHED, ref), checked)
        if place % 8 == 0:
            _reach(cast, when, PUBLISHED, ref, "guided", WORDS)


def _steps(cast: dict[str, Person], now: datetime, slug: str, steps: Iterable[str], modulus: int) -> None:
    """Some first milestones, fewer from unit to unit."""
    for place, part in enumerate(_parts(slug)):
        for number, step in enumerate(list(steps)[: place % modulus]):
            when = now - timedelta(days=35 - place - number * 3)
            proof = WORDS if "text" in part.programme.form.milestones[step].proof else LINK
            ref = (part.unit.scheme, part.unit.code)
            _reach(cast, when, slug, ref, step, proof)


def _staff(cast: dict[str, Person], now: datetime) -> None:
    """Posts with people in charge, tests, a course that is over and one to come."""
    begun = now - timedelta(days=60)
    trainer = _by(cast, "dao-tao", begun)
    do(staff.FRAMEWORKS, staff.adopt, trainer, (TOP, "ict-officer"))
    held = []
    for number, code in enumerate(STAFF):
        unit = (SCHEME, code)
        post = staff.NewPost("Phụ trách CNTT (mẫu)", part_time=number % 3 != 0)
        do(staff.POSTS, staff.open_post, trainer, (unit,), post)
        if number == len(STAFF) - 1:
            continue  # nobody holds it
        login = "can-bo-xa" if code == "X007" else ""
        taken = staff.Take(f"Cán bộ CNTT Mẫu {number + 1:02}", login, _day(begun))
        done = do(staff.POSTS, staff.take, trainer, (unit, 1), taken)
        held.append(int(done["record"]))
    codes = ("network", "security", "one-stop-software", "website", "data", "support")
    for number, key in enumerate(held):
        levels = tuple(staff.Level(code, (number + place) % 4) for place, code in enumerate(codes))
        tested = _by(cast, "dao-tao", now - timedelta(days=50))
        do(staff.RECORDS, staff.rate_test, tested, (key,), staff.Levels(levels))
    day = _day(now)
    past, coming = "mau-mot-cua-dien-tu", "mau-trang-thong-tin"
    for slug, course in (
        (
            past,
            staff.NewCourse(
                TOP,
                "Sử dụng phần mềm Một cửa điện tử (mẫu)",
                day - timedelta(days=30),
                day - timedelta(days=26),
                ("one-stop-software", "support"),
                4,
            ),
        ),
        (
            coming,
            staff.NewCourse(
                TOP,
                "Quản trị trang thông tin điện tử (mẫu)",
                day + timedelta(days=20),
                day + timedelta(days=22),
                ("website",),
                3,
            ),
        ),
    ):
        do(staff.COURSES, staff.plan, _by(cast, "dao-tao", now - timedelta(days=45)), (slug,), course)
    for number, key in enumerate(held[:6]):
        enrolling = _by(cast, "dao-tao", now - timedelta(days=40))
        do(staff.COURSES, staff.enrol, enrolling, (past,), staff.Enrol(key))
        attended = 4 - number % 3
        after = _by(cast, "dao-tao", now - timedelta(days=25))
        do(staff.COURSES, staff.attend, after, (past,), staff.Attend(key, attended, attended > 2))
    enrolling = _by(cast, "dao-tao", now - timedelta(days=10))
    do(staff.COURSES, staff.enrol, enrolling, (coming,), staff.Enrol(held[-1]))


def _equipment(cast: dict[str, Person], now: datetime) -> None:
    """An inventory with a few rows that could not be taken, and a roadmap of three years."""
    year = _day(now).year
    lines = ["Mã đơn vị;Mã tài sản;Loại;Số lượng;Năm mua;Tình trạng"]
    for number in range(1, 24):
        unit = f"{SCHEME}:X{number:03}"
        lines.append(f"{unit};MT-{number:03}-A;Máy tính;{5 + number % 6};{year - number % 4};tốt")
        lines.append(f"{unit};MT-{number:03}-B;Máy tính;{2 + number % 4};{year - 6 - number % 3};cũ")
        if number % 2:
            lines.append(f"{unit};MQ-{number:03};Máy quét;1;{year - 2};tốt")
    lines += [f"{SCHEME}:X999;MT-999;Máy tính;4;{year};tốt", f"{SCHEME}:X001;TL-001;Tủ lạnh;1;{year};tốt"]
    secretary = _by(cast, "thu-ky", now - timedelta(days=20))
    assets.take_in(secretary, "\n".join(lines).encode(), "kiem-ke-mau.csv")
    for number in range(1, 13):
        line = assets.Line(
            year + number % 3,
            "computer" if number % 4 else "scanner",
            4,
            60_000_000,
            "province" if number % 2 else "district",
        )
        do(assets.ROADMAP, assets.plan, secretary, ((SCHEME, f"X{number:03}"),), line)


def _plan(cast: dict[str, Person], now: datetime) -> None:
    """A commune's improvement plan: some criteria assigned, others still without anybody."""
    part = Submission.objects.select_related("campaign__edition", "unit").filter(
        campaign__slug=CAMPAIGN, unit__scheme=SCHEME, unit__code="X007"
    )
    for found in part:
        short = [one for one in standing(found).values() if not one.full and one.maximum is not None]
        for number, one in enumerate(short[:5]):
            deadline = _day(now) + timedelta(days=60 + 15 * number)
            head = _by(cast, "lanh-dao-xa", now - timedelta(days=3))
            points = as_text(one.maximum or Fraction(0))
            given = plans.Assign("Công chức phụ trách (mẫu)", deadline, points)
            do(plans.PLANS, plans.assign, head, (CAMPAIGN, (SCHEME, "X007"), one.node), given)


def _knowing(cast: dict[str, Person], now: datetime) -> None:
    """Who has read which card: some all, some none."""
    for number, login in enumerate(
        ("lanh-dao-so", "can-bo-so", "lanh-dao-xa", "thu-ky", "chu-tich", "dao-tao")
    ):
        for card in list(cards().values())[: (number * 3) % 9]:
            right = {place: one.right for place, one in enumerate(card.quiz)}
            officer, given = (
                _by(cast, login, now - timedelta(days=number)),
                reading.Answers.of(card.sha256, right),
            )
            do(reading.CARDS, reading.confirm, officer, (card.name,), given)


def _conduct(cast: dict[str, Person], now: datetime) -> None:
    """Two codes, one read by all; an inspection that is over, one announced, one not."""
    text = "Đúng giờ, đúng mực, đúng việc (quy tắc mẫu).\nKhông để người dân phải hỏi hai lần."
    day = _day(now)
    for head, officer, code in (("lanh-dao-so", "can-bo-so", "S05"), ("lanh-dao-xa", "can-bo-xa", "X007")):
        unit = (SCHEME, code)
        issued = conduct.NewCode(text, day - timedelta(days=40), "01/QĐ-MẪU")
        do(conduct.CONDUCT, conduct.issue, _by(cast, head, now - timedelta(days=40)), (unit,), issued)
        for who in (head, officer) if code == "S05" else (head,):
            reader = _by(cast, who, now - timedelta(days=39 if who == head else 38))
            do(conduct.CONDUCT, conduct.acknowledge, reader, (unit,), conduct.Version(1))
    secretary = _by(cast, "thu-ky", now - timedelta(days=30))
    planned = [
        do(conduct.INSPECTIONS, conduct.plan, secretary, (), conduct.NewInspection(TOP, unit, on, announced))
        for unit, on, announced in (
            ((SCHEME, "S05"), day - timedelta(days=25), False),
            ((SCHEME, "X007"), day + timedelta(days=10), True),
            ((SCHEME, "H02"), day + timedelta(days=6), False),
        )
    ]
    number = planned[0]["number"]
    found = conduct.Findings(
        day - timedelta(days=25),
        "Hai quầy không có người trực lúc 13 giờ 30 (dữ liệu mẫu).",
        day - timedelta(days=15),
    )
    after = _by(cast, "thu-ky", now - timedelta(days=24))
    do(conduct.INSPECTIONS, conduct.hold, after, (number,), found)
    after = _by(cast, "thu-ky", now - timedelta(days=14))
    do(conduct.INSPECTIONS, conduct.close, after, (number,), conduct.Said("Đã bố trí người trực (mẫu)."))


def _reach(
    cast: dict[str, Person], when: datetime, slug: str, unit: UnitRef, step: str, proof: dict[str, str]
) -> None:
    """A unit reaches a milestone."""
    given = parts.Reach(step, _day(when), **proof)
    do(PROGRAMMES, parts.reach, _by(cast, FILLER, when), (slug, unit), given)


def _parts(slug: str) -> list[Part]:
    rows = Part.objects.filter(programme__slug=slug).select_related("unit", "programme")
    return list(rows.order_by("unit__place"))


def _day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


def _by(cast: dict[str, Person], login: str, at: datetime) -> Actor:
    return actor_of(cast[login], at)
