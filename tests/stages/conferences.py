"""Conferences on the stage: planned, open, closed or concluded, with a remark that a unit was asked about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from conference_desk import meeting, planning, writing
from stages import Kind, Stage
from thangdo.records.people.models import Person, Role
from thangdo.work.conferences.actions import meeting as acts
from thangdo.work.conferences.actions import planning as plans
from thangdo.work.conferences.actions import writing as lines
from thangdo.work.conferences.acts import CONFERENCES
from thangdo.work.conferences.models import Conference
from thangdo.work.conferences.replay import differences
from world import MORNING, World, office

SLUG = "hoi-nghi-mau"
AT_SITE = ("describe_site", "check_site", "call_roll", "ask_to_speak", "withdraw_request")
CLOSED = ("publish_answer", "sign_minutes", "sign_conclusions")
OPEN = (
    "run_agenda",
    "ask_to_speak",
    "give_floor",
    "order_speakers",
    "withdraw_request",
    "take_remark",
    "write_minute",
    "close",
    "attach",
    "ask_answer",
    "answer",
    *CLOSED,
)
BY = {
    "take_chair": "chairman",
    "sign_minutes": "chairman",
    "sign_conclusions": "chairman",
    "answer": "department-head",
    **dict.fromkeys(AT_SITE, "reporter"),
}


def play(world: World, name: str) -> Stage:
    """A conference of the province, as far as the act needs it."""
    world.people.setdefault("stranger", _stranger(world))
    secretary, unit = world.actor("secretary"), world.ref("commune")
    plan = plans.Plan("Hội nghị mẫu", world.ref("province"), date(2026, 3, 2))
    if name == "plan":
        return Stage("secretary", ("moi",), plan, "stranger")
    planning.plan(secretary, SLUG, plan)
    planning.invite_sites(secretary, SLUG, [unit])
    planning.put_guest(secretary, SLUG, "Thường trực HĐND tỉnh")
    planning.put_agenda(secretary, SLUG, plans.Item("Báo cáo kết quả"))
    if name in OPEN:
        meeting.open_(secretary, SLUG)
        if name != "ask_to_speak":
            meeting.ask_to_speak(world.actor("reporter"), SLUG, unit)
        writing.take_remark(secretary, SLUG, "obstacle", "land", "Đo đạc chậm", unit)
        writing.write_minute(secretary, SLUG, "Giao Sở Mẫu 1 rà soát", "conclusion")
        if name != "ask_answer":
            writing.ask_answer(secretary, SLUG, 1, world.ref("department"), 5)
    if name in CLOSED:
        writing.answer(world.actor("department-head"), SLUG, 1, "Đã bố trí thêm cán bộ")
        meeting.close(secretary, SLUG)
    where: tuple[Any, ...] = (SLUG,)
    if name in (*AT_SITE, "strike_site", "attend", "list_present"):
        where = (SLUG, unit)
    if name == "answer":
        where = (SLUG, 1)
    return Stage(BY.get(name, "secretary"), where, _given(world, name), "stranger")


def _given(world: World, name: str) -> Any:
    return {
        "invite_sites": plans.Sites((world.ref("other"),)),
        "attend": acts.Attended(datetime(2026, 3, 2, 2, tzinfo=UTC), "joined"),
        "order_speakers": acts.Order((1,)),
        "attach": lines.Attachment(1, "criterion", "A1"),
        "ask_answer": lines.Question(1, world.ref("department"), 5),
    }.get(name)


def _stranger(world: World) -> Person:
    """Somebody who reports elsewhere: neither at the desk nor at this site."""
    found = Person.objects.filter(login="stranger").first()
    if found is None:
        found = Person.objects.create_user("stranger", None, name="Người Mẫu (ngoài)", created_at=MORNING)
        office(found, world.units["other"], Role.OBSERVER)
    return found


def every_difference() -> list[str]:
    """Of all conferences."""
    slugs = Conference.objects.values_list("slug", flat=True)
    return [f"{slug}: {what}" for slug in slugs for what in differences(slug)]


KIND = Kind(CONFERENCES, play, every_difference, beside=2)
