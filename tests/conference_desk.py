"""What people press at a conference, as short calls for tests: each is one act through the frame."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Actor
from thangdo.work.conferences.actions import meeting as acts
from thangdo.work.conferences.actions import planning as plans
from thangdo.work.conferences.actions import writing as lines
from thangdo.work.conferences.actions.meeting import signed_text
from thangdo.work.conferences.actions.subject import entry
from thangdo.work.conferences.acts import CONFERENCES

__all__ = ["meeting", "planning", "signed_text", "writing"]
Ref = tuple[str, str]


def press(actor: Actor, act: Any, where: tuple[Any, ...], *given: Any, seen: Any = None) -> Any:
    """One act on the conference of an address."""
    return do(CONFERENCES, act, actor, where, *given, seen=seen)


class planning:
    """Before it."""

    @staticmethod
    def plan(actor: Actor, slug: str, wanted: plans.Plan, seen: int | None = None) -> Any:
        return press(actor, plans.plan, (slug,), wanted, seen=seen)

    @staticmethod
    def cancel(actor: Actor, slug: str, reason: str) -> Any:
        return press(actor, plans.cancel, (slug,), plans.Why(reason))

    @staticmethod
    def invite_sites(actor: Actor, slug: str, units: Sequence[Ref]) -> Any:
        return press(actor, plans.invite_sites, (slug,), plans.Sites(tuple(units)))

    @staticmethod
    def strike_site(actor: Actor, slug: str, unit: Ref) -> Any:
        return press(actor, plans.strike_site, (slug, unit))

    @staticmethod
    def describe_site(actor: Actor, slug: str, unit: Ref, *told: str) -> Any:
        return press(actor, plans.describe_site, (slug, unit), plans.Room(*told))

    @staticmethod
    def check_site(actor: Actor, slug: str, unit: Ref, check: plans.Check) -> Any:
        return press(actor, plans.check_site, (slug, unit), check)

    @staticmethod
    def put_guest(actor: Actor, slug: str, office: str, number: int | None = None) -> Any:
        return press(actor, plans.put_guest, (slug,), plans.Invitation(office, number))

    @staticmethod
    def put_agenda(actor: Actor, slug: str, item: plans.Item, seen: int | None = None) -> Any:
        return press(actor, plans.put_agenda, (slug,), item, seen=entry("item", item.number, seen))


class meeting:
    """During it."""

    signed_text = staticmethod(signed_text)

    @staticmethod
    def open_(actor: Actor, slug: str, reason: str = "") -> Any:
        return press(actor, acts.open, (slug,), acts.WhyPerhaps(reason))

    @staticmethod
    def close(actor: Actor, slug: str) -> Any:
        return press(actor, acts.close, (slug,))

    @staticmethod
    def attended(actor: Actor, slug: str, unit: Ref, at: datetime, what: str) -> Any:
        return press(actor, acts.attend, (slug, unit), acts.Attended(at, what))

    @staticmethod
    def call_roll(actor: Actor, slug: str, unit: Ref, roll: str, people: int | None = None) -> Any:
        return press(actor, acts.call_roll, (slug, unit), acts.RollCalled(roll, people))

    @staticmethod
    def list_present(
        actor: Actor,
        slug: str,
        office: str,
        name: str = "",
        instead: str = "",
        unit: Ref | None = None,
        number: int | None = None,
    ) -> Any:
        where = (slug, unit) if unit else (slug,)
        return press(actor, acts.list_present, where, acts.PresentListed(office, name, instead, number))

    @staticmethod
    def mark_guest(actor: Actor, slug: str, number: int, came: bool | None) -> Any:
        return press(actor, acts.mark_guest, (slug,), acts.GuestMarked(number, came))

    @staticmethod
    def run_agenda(actor: Actor, slug: str, number: int, to: str) -> Any:
        return press(actor, acts.run_agenda, (slug,), acts.AgendaRun(number, to))

    @staticmethod
    def ask_to_speak(actor: Actor, slug: str, unit: Ref, subject: str = "") -> Any:
        return press(actor, acts.ask_to_speak, (slug, unit), acts.Subject(subject))

    @staticmethod
    def move_speaker(actor: Actor, slug: str, number: int, to: str) -> Any:
        return press(actor, acts.give_floor, (slug,), acts.Floor(number, to))

    @staticmethod
    def withdraw_request(actor: Actor, slug: str, unit: Ref, number: int) -> Any:
        return press(actor, acts.withdraw_request, (slug, unit), acts.Withdrawn(number))

    @staticmethod
    def order_speakers(actor: Actor, slug: str, numbers: Sequence[int]) -> Any:
        return press(actor, acts.order_speakers, (slug,), acts.Order(tuple(numbers)))

    @staticmethod
    def take_chair(actor: Actor, slug: str, office: str, name: str = "") -> Any:
        return press(actor, acts.take_chair, (slug,), acts.Chair(office, name))

    @staticmethod
    def sign(actor: Actor, slug: str, paper: str, number: str = "", on: date | None = None) -> Any:
        act = {"minutes": acts.sign_minutes, "conclusions": acts.sign_conclusions}[paper]
        return press(actor, act, (slug,), acts.Signature(number, on))


class writing:
    """What is written down."""

    @staticmethod
    def write_minute(
        actor: Actor,
        slug: str,
        text: str,
        kind: str = "note",
        directive: bool = False,
        number: int | None = None,
        seen: int | None = None,
    ) -> Any:
        given = lines.Written(text, kind, directive, number)
        return press(actor, lines.write_minute, (slug,), given, seen=entry("minute", number, seen))

    @staticmethod
    def take_remark(
        actor: Actor,
        slug: str,
        kind: str,
        field: str,
        text: str,
        unit: Ref | None = None,
        number: int | None = None,
        seen: int | None = None,
    ) -> Any:
        given = lines.Remark(kind, field, text, unit, number)
        return press(actor, lines.take_remark, (slug,), given, seen=entry("remark", number, seen))

    @staticmethod
    def attach(actor: Actor, slug: str, number: int, to: str, value: str) -> Any:
        return press(actor, lines.attach, (slug,), lines.Attachment(number, to, value))

    @staticmethod
    def ask_answer(actor: Actor, slug: str, number: int, unit: Ref, days: int) -> Any:
        return press(actor, lines.ask_answer, (slug,), lines.Question(number, unit, days))

    @staticmethod
    def answer(actor: Actor, slug: str, number: int, text: str, seen: int | None = None) -> Any:
        return press(
            actor, lines.answer, (slug, number), lines.Answer(text), seen=entry("remark", number, seen)
        )

    @staticmethod
    def publish_answer(actor: Actor, slug: str, number: int, published: bool = True) -> Any:
        return press(actor, lines.publish_answer, (slug,), lines.Shown(number, published))
