"""Directives of Tỉnh Mẫu in which things have moved: done, late, given back, asked for time, just issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from thangdo.records.acts.frame import do
from thangdo.records.people.acting import LOCAL, Actor, actor_of
from thangdo.records.people.models import Person
from thangdo.records.units.models import Unit
from thangdo.work.directives import actions
from thangdo.work.directives.actions import MoreTime, NewEvidence, Recorded, Report, Why
from thangdo.work.directives.acts import DIRECTIVES
from thangdo.work.directives.models import Assignment, Directive
from thangdo.work.samples.province import FILLER, PROVINCE, SCHEME

DESKS, SITES, TRAINING, BACKLOG, PLAN = (
    "mau-bo-phan-mot-cua",
    "mau-cong-khai-thu-tuc",
    "mau-boi-duong-cntt",
    "mau-ho-so-ton-dong",
    "mau-ke-hoach-cai-thien",
)
SOURCE = "Thông báo kết luận mẫu (dữ liệu mẫu)"
DONE = "Đã hoàn thành, kèm ảnh và biên bản (dữ liệu mẫu)."
LINK = NewEvidence("Ảnh (dữ liệu mẫu)", link="https://example.org/anh-mau")


def seed(cast: dict[str, Person], now: datetime) -> int:
    """Make the sample directives that are not there; how many were made."""
    if Directive.objects.filter(slug=DESKS).exists():
        return 0
    with transaction.atomic():
        for order, days in _orders(now):
            begun = now - timedelta(days=days)
            drafted = do(DIRECTIVES, actions.draft, _by(cast, "thu-ky", begun), (), order)
            if order.slug != PLAN:
                chief, seen = _by(cast, "chu-tich", begun), drafted["sequence"]
                do(DIRECTIVES, actions.issue, chief, (order.slug,), actions.Issue(), seen=seen)
        _desks(cast, now)
        _sites(cast, now)
        _backlog(cast, now)
    return len(_orders(now))


def _orders(now: datetime) -> list[tuple[Recorded, int]]:
    """The orders with how many days ago each was given."""
    day = now.astimezone(LOCAL).date()
    plain = Recorded("", (SCHEME, PROVINCE), source_title=SOURCE, sample=True)
    everybody = {"tiers": ["department", "district"], "scheme": SCHEME}
    desks = replace(
        plain,
        title="Xây dựng bộ phận một cửa tại các xã của ba huyện mẫu",
        title_en="Set up one-stop desks in the communes of three sample districts",
        slug=DESKS,
        number="01/TB-MAU",
        quote="Khẩn trương xây dựng bộ phận một cửa tại các xã của ba huyện mẫu.",
        product="Bộ phận một cửa hoạt động, tiếp nhận hồ sơ đầu tiên",
        urgency="urgent",
        scope={"tiers": ["commune"], "within": [f"{SCHEME}:{code}" for code in ("H01", "H02", "H03")]},
        due_kind="date",
        due=day - timedelta(days=5),
    )
    sites = replace(
        plain,
        title="Công khai thủ tục hành chính trên trang thông tin điện tử",
        title_en="Publish procedures on each website",
        slug=SITES,
        number="02/TB-MAU",
        quote="Chủ động công khai các thủ tục hành chính.",
        scope=everybody,
        due_kind="working-days",
        due_days=30,
    )
    training = replace(
        plain,
        title="Rà soát, bồi dưỡng cán bộ còn yếu về CNTT",
        title_en="Find and train staff weak in ICT",
        slug=TRAINING,
        number="03/TB-MAU",
        leading=(SCHEME, "S01"),
        quote="Rà soát những nơi yếu, cán bộ làm chưa tốt về CNTT để bồi dưỡng.",
    )
    backlog = replace(
        plain,
        title="Xử lý dứt điểm hồ sơ tồn đọng",
        title_en="Clear the backlog",
        slug=BACKLOG,
        number="04/TB-MAU",
        urgency="very-urgent",
        quote="Lập tổ công tác, xử lý dứt điểm hồ sơ tồn đọng trong tháng.",
        scope={"units": [f"{SCHEME}:{code}" for code in ("S02", "S05", "S08", "H04", "H09")]},
        due_kind="date",
        due=day - timedelta(days=12),
    )
    improving = replace(
        plain,
        title="Xây dựng kế hoạch cải thiện chỉ số",
        title_en="Plan the improvement of the indices",
        slug=PLAN,
        quote="Xây dựng kế hoạch đánh giá kết quả việc làm.",
        scope=everybody,
        due_kind="working-days",
        due_days=20,
    )
    return [(desks, 50), (sites, 30), (training, 30), (backlog, 40), (improving, 2)]


def _desks(cast: dict[str, Person], now: datetime) -> None:
    """Most have reported, many are accepted, one was given back, one asks for time, some are late."""
    for place, unit in enumerate(_units(DESKS)):
        ref, then = (unit.scheme, unit.code), now - timedelta(days=45 - place % 9)
        if place % 10 == 9:
            continue  # has not even taken note
        do(DIRECTIVES, actions.acknowledge, _by(cast, FILLER, then), (DESKS, ref))
        if place % 10 == 8:
            later = now.astimezone(LOCAL).date() + timedelta(days=20)
            asked = MoreTime(later, "Đang chờ sửa phòng làm việc (dữ liệu mẫu)")
            do(
                DIRECTIVES,
                actions.ask_extension,
                _by(cast, FILLER, now - timedelta(days=6)),
                (DESKS, ref),
                asked,
            )
            continue
        when = now - timedelta(days=30 - place % 27)
        share = 40 if place % 10 == 7 else 100
        words = "Đã có quyết định, đang lắp thiết bị (dữ liệu mẫu)." if share < 100 else DONE
        said = Report(words, share, (LINK,) if share == 100 else ())
        do(DIRECTIVES, actions.report, _by(cast, FILLER, when), (DESKS, ref), said)
        secretary = _by(cast, "thu-ky", when + timedelta(days=1))
        if share == 100 and place % 10 < 5:
            do(DIRECTIVES, actions.accept, secretary, (DESKS, ref))
        elif place % 10 == 6:
            why = Why("Ảnh chưa có biển hiệu, đề nghị bổ sung (dữ liệu mẫu)")
            do(DIRECTIVES, actions.give_back, secretary, (DESKS, ref), why)


def _sites(cast: dict[str, Person], now: datetime) -> None:
    for place, unit in enumerate(_units(SITES)):
        ref, then = (unit.scheme, unit.code), now - timedelta(days=20 - place % 15)
        if place % 3 == 0:
            do(DIRECTIVES, actions.report, _by(cast, FILLER, then), (SITES, ref), Report(DONE, 100, (LINK,)))
            do(DIRECTIVES, actions.accept, _by(cast, "thu-ky", then + timedelta(hours=20)), (SITES, ref))
        elif place % 3 == 1:
            do(DIRECTIVES, actions.acknowledge, _by(cast, FILLER, then), (SITES, ref))


def _backlog(cast: dict[str, Person], now: datetime) -> None:
    for place, unit in enumerate(_units(BACKLOG)):
        ref, then = (unit.scheme, unit.code), now - timedelta(days=30 - place)
        do(DIRECTIVES, actions.acknowledge, _by(cast, FILLER, then), (BACKLOG, ref))
        said = Report("Đã thành lập tổ công tác, đang xử lý (dữ liệu mẫu).", 30 + 15 * place)
        do(DIRECTIVES, actions.report, _by(cast, FILLER, then + timedelta(days=10)), (BACKLOG, ref), said)


def _units(slug: str) -> list[Unit]:
    rows = Assignment.objects.filter(directive__slug=slug).select_related("unit").order_by("unit__place")
    return [row.unit for row in rows]


def _by(cast: dict[str, Person], login: str, at: datetime) -> Actor:
    return actor_of(cast[login], at)
