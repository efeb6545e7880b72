"""Two conferences of Tỉnh Mẫu: one that is over, with minutes and answers, and one that is being prepared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from thangdo.records.acts.frame import do
from thangdo.records.people.acting import LOCAL, Actor, actor_of
from thangdo.records.people.models import Person
from thangdo.records.units.models import Unit
from thangdo.work.assessments.models import Campaign
from thangdo.work.conferences.actions import meeting, planning, writing
from thangdo.work.conferences.actions.planning import Check, Invitation, Item, Plan, Room, Sites
from thangdo.work.conferences.acts import CONFERENCES
from thangdo.work.conferences.models import Conference
from thangdo.work.samples.province import FILLER, PROVINCE, SCHEME

HELD, NEXT = "mau-hoi-nghi-so-ket", "mau-hoi-nghi-ket-qua"
OPERATED = "X007"  # the commune of the demonstration's accounts: they operate a site
PLACE = "Hội trường Tỉnh Mẫu (dữ liệu mẫu)"
ROOM = Room("Phòng họp trực tuyến (mẫu)", "fixed")
GUESTS = ("Thường trực HĐND Tỉnh Mẫu", "Ủy ban MTTQ Việt Nam Tỉnh Mẫu", "Các sở, ban, ngành mẫu")
REMARKS = (
    ("H01", "obstacle", "land", "Hồ sơ đất đai của các xã mẫu chậm vì thiếu bản đồ số (mẫu)."),
    (
        "H04",
        "practice",
        "one-stop",
        "Huyện mẫu bố trí công chức hướng dẫn người dân nộp hồ sơ trên mạng (mẫu).",
    ),
    ("H09", "proposal", "staff", "Đề nghị mở lớp bồi dưỡng cho công chức một cửa cấp xã (mẫu)."),
)
CONCLUSIONS = (
    "Khẩn trương xây dựng bộ phận một cửa tại các xã của ba huyện mẫu.",
    "Công khai đầy đủ thủ tục hành chính trên trang thông tin của từng đơn vị mẫu.",
)


def seed(cast: dict[str, Person], now: datetime) -> int:
    """Make the sample conferences that are not there; how many were made."""
    if Conference.objects.filter(slug=HELD).exists():
        return 0
    units = Unit.objects.filter(scheme=SCHEME).filter(Q(tier="district") | Q(code=OPERATED))
    sites = list(units.order_by("place"))
    with transaction.atomic():
        _held(cast, now - timedelta(days=52), sites)
        _next(cast, now, sites)
    return 2


def _morning(now: datetime, days: int = 0) -> datetime:
    return datetime.combine(now.astimezone(LOCAL).date() + timedelta(days=days), time(8), LOCAL)


def _planned(secretary: Actor, slug: str, vi: str, en: str, starts: datetime, sites: list[Unit]) -> None:
    campaign = Campaign.objects.filter(authority__scheme=SCHEME).order_by("-pk").first()
    plan = Plan(
        title_vi=vi,
        title_en=en,
        authority=(SCHEME, PROVINCE),
        day=starts.date(),
        place_vi=PLACE,
        starts=starts,
        ends=starts + timedelta(hours=3),
        quorum=60,
        campaign=campaign.slug if campaign else "",
        video={"address": "https://hop.example.org/tinh-mau"},
    )
    _do(planning.plan, secretary, (slug,), plan)
    _do(planning.invite_sites, secretary, (slug,), Sites(tuple((unit.scheme, unit.code) for unit in sites)))
    for office in GUESTS:
        _do(planning.put_guest, secretary, (slug,), Invitation(office))
    papers = ({"kind": "campaign", "ref": campaign.slug, "title": ""},) if campaign else ()
    for item in (
        Item("Báo cáo kết quả đánh giá (mẫu)", "Sở Mẫu 01", 20, papers=papers),
        Item("Ý kiến của các điểm cầu (mẫu)", "", 60),
        Item("Kết luận (mẫu)", "Chủ tịch UBND Tỉnh Mẫu", 20),
    ):
        _do(planning.put_agenda, secretary, (slug,), item)


def _do(act: Callable[..., Any], actor: Actor, where: tuple[Any, ...], *given: Any) -> None:
    do(CONFERENCES, act, actor, where, *given)


def _held(cast: dict[str, Person], then: datetime, sites: list[Unit]) -> None:
    """Over: seventeen of eighteen sites came, three spoke, two conclusions signed, one answer is public."""
    starts = _morning(then)

    def by(login: str, minutes: int) -> Actor:
        return actor_of(cast[login], starts + timedelta(minutes=minutes))

    title = "Hội nghị trực tuyến sơ kết xây dựng chính quyền điện tử (mẫu)"
    _planned(by("thu-ky", -4000), HELD, title, "Sample online conference on e-government", starts, sites)
    for place, unit in enumerate(sites):
        at = (HELD, (unit.scheme, unit.code))
        _do(planning.describe_site, by(FILLER, -1500), at, ROOM)
        _do(planning.check_site, by(FILLER, -1400), at, Check(True, True, place != 5, 80 + 15 * place))
        roll = meeting.RollCalled("absent") if unit.code == "H17" else meeting.RollCalled("present", 6)
        _do(meeting.call_roll, by("thu-ky", -5), at, roll)
    here = (HELD,)
    _do(meeting.take_chair, by("chu-tich", -2), here, meeting.Chair("Chủ tịch UBND Tỉnh Mẫu"))
    _do(meeting.open, by("thu-ky", 0), here, meeting.WhyPerhaps())
    _do(meeting.run_agenda, by("thu-ky", 1), here, meeting.AgendaRun(1, "start"))
    _do(meeting.run_agenda, by("thu-ky", 24), here, meeting.AgendaRun(2, "start"))
    for number, (code, kind, field, text) in enumerate(REMARKS, start=1):
        site = (SCHEME, code)
        _do(meeting.ask_to_speak, by(FILLER, 24 + number), (HELD, site), meeting.Subject("Ý kiến mẫu"))
        _do(meeting.give_floor, by("thu-ky", 30 + 10 * number), here, meeting.Floor(number, "speaking"))
        remark = writing.Remark(kind, field, text, site)
        _do(writing.take_remark, by("thu-ky", 31 + 10 * number), here, remark)
        _do(meeting.give_floor, by("thu-ky", 38 + 10 * number), here, meeting.Floor(number, "spoken"))
    _do(meeting.run_agenda, by("thu-ky", 75), here, meeting.AgendaRun(3, "start"))
    for minute, text in enumerate(CONCLUSIONS):
        line = writing.Written(text, "conclusion", directive=True)
        _do(writing.write_minute, by("thu-ky", 80 + minute), here, line)
    _do(meeting.close, by("thu-ky", 95), here)
    for minute, number in ((100, 1), (101, 3)):
        question = writing.Question(number, (SCHEME, "S05"), 10)
        _do(writing.ask_answer, by("thu-ky", minute), here, question)
    chair, day = "chu-tich", starts.date()
    _do(meeting.sign_minutes, by(chair, 600), here, meeting.Signature("01/BB-MAU", day))
    _do(meeting.sign_conclusions, by(chair, 601), here, meeting.Signature("01/TB-MAU", day))
    answer = "Sở đã cấp bản đồ số cho các xã mẫu và cử cán bộ hướng dẫn. (mẫu)"
    _do(writing.answer, by(FILLER, 7000), (HELD, 1), writing.Answer(answer))
    _do(writing.publish_answer, by("thu-ky", 8500), here, writing.Shown(1))


def _next(cast: dict[str, Person], now: datetime, sites: list[Unit]) -> None:
    """Being prepared: most sites were tried, one does not answer, three have not been reached."""
    secretary = actor_of(cast["thu-ky"], now - timedelta(days=3))
    title = "Hội nghị trực tuyến công bố kết quả đánh giá (mẫu)"
    starts = _morning(now, 12)
    _planned(secretary, NEXT, title, "Sample conference on the results of the assessment", starts, sites)
    operator = actor_of(cast[FILLER], now - timedelta(days=1))
    for place, unit in enumerate(sites[:-3]):
        at = (NEXT, (unit.scheme, unit.code))
        _do(planning.describe_site, operator, at, ROOM)
        works = Check(True, True, True, 90 + 10 * place)
        _do(planning.check_site, operator, at, Check(False) if place == 3 else works)
