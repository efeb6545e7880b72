"""What is done with ICT staff: posts, who is in charge, assessments from three sides, courses and results."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from thangdo.records.ledger import private
from thangdo.records.ledger.once import once
from thangdo.records.people.acting import Actor, OfficeHeld, Refused
from thangdo.records.people.models import Person, Role
from thangdo.rules.canonical import sha256
from thangdo.work.programmes.actions.common import Json, UnitRef, kept
from thangdo.work.programmes.actions.programmes import SLUG, unit_at
from thangdo.work.programmes.registers import happen
from thangdo.work.programmes.staff import events, frameworks
from thangdo.work.programmes.staff.models import Attendance, Course, Framework, Holding, Post
from thangdo.work.programmes.staff.permissions import holding_seen

KINDS = ("self", "superior", "test")


def adopt(actor: Actor, authority: UnitRef, name: str) -> Json:
    """Adopt a framework of the library: from then on it is the one by which people are assessed.

    Gives {"sha256"}. Raises NotAllowed, Refused.
    """
    unit = unit_at(authority)
    held = actor.need(unit, Role.TRAINER)
    data = frameworks.freeze(frameworks.load(name))
    digest = sha256(data)

    def run() -> Json:
        if not Framework.objects.filter(authority=unit, sha256=digest).exists():
            adopted = events.FrameworkAdopted(":".join(authority), data, digest, actor.day)
            happen(f"competence:{name}:{':'.join(authority)}", [adopted], actor, held)
        return {"sha256": digest}

    answer: Json = once(actor.by(), {"act": "staff-adopt", "name": name, "authority": list(authority)}, run)
    return answer


def open_post(actor: Actor, unit: UnitRef, title: str, part_time: bool = False) -> Json:
    """Open a post in a unit. Gives {"number"}. Raises NotAllowed, Refused."""
    place = unit_at(unit)
    held = actor.need(place, Role.HEAD, Role.TRAINER)

    def run() -> Json:
        words = kept(title, 200)
        if words is None:
            raise Refused("post-needed")
        last = Post.objects.filter(unit=place).order_by("-number").first()
        number = last.number + 1 if last else 1
        opened = events.PostOpened(":".join(unit), number, words, part_time, actor.day)
        happen(f"staff-post:{':'.join(unit)}:{number}", [opened], actor, held, 0)
        return {"number": number}

    request = {"act": "staff-post", "unit": list(unit), "title": title, "part_time": part_time}
    answer: Json = once(actor.by(), request, run)
    return answer


def end_post(actor: Actor, unit: UnitRef, number: int) -> Json:
    """A post is no more; who was in charge leaves it. Raises NotAllowed, Refused."""
    post, held = _post(actor, unit, number)

    def run() -> Json:
        if post.ended_on is not None:
            raise Refused("post-has-ended")
        return {"sequence": happen(post.stream, [events.PostEnded(str(post), actor.day)], actor, held)}

    answer: Json = once(actor.by(), {"act": "staff-end", "unit": list(unit), "number": number}, run)
    return answer


def take(
    actor: Actor, unit: UnitRef, number: int, name: str, login: str = "", since: date | None = None
) -> Json:
    """Somebody is in charge of a post from a day; who was before leaves it the same day.

    login: of the account, where the person has one. Gives {"holding"}. Raises NotAllowed, Refused.
    """
    post, held = _post(actor, unit, number)
    day = since or actor.day

    def run() -> Json:
        if post.ended_on is not None:
            raise Refused("post-has-ended")
        person = Person.objects.filter(login=login.strip(), is_active=True).first() if login.strip() else None
        if login.strip() and person is None:
            raise Refused("no-such-login", login=login.strip()[:80])
        words = kept(name or (person.name if person else ""), 200)
        if words is None:
            raise Refused("name-needed")
        before = post.holdings.filter(until=None).first()
        if day > actor.day or (before and day < before.since):
            raise Refused("day-to-come" if day > actor.day else "before-the-last", day=day.isoformat())
        last = post.holdings.order_by("-number").first()
        count = last.number + 1 if last else 1
        happened: list[events.Happening] = [events.PostLeft(str(before), day)] if before else []
        happened.append(events.PostTaken(str(post), count, words, person.ref if person else "", day))
        happen(post.stream, happened, actor, held)
        return {"holding": Holding.objects.get(post=post, number=count).pk}

    request = {"act": "staff-take", "unit": list(unit), "number": number, "name": name, "login": login,
               "since": day.isoformat()}  # fmt: skip
    answer: Json = once(actor.by(), request, run)
    return answer


def rate(actor: Actor, holding: int, kind: str, levels: Mapping[str, int]) -> Json:
    """Assess a person: himself, the head of the unit, or the training office by a test.

    levels: of every competence of the framework adopted last above the unit. Raises NotAllowed, Refused.
    """
    found = holding_seen(actor, holding)
    unit = found.post.unit
    held: OfficeHeld | None = None
    if kind == "self":
        if found.person_id is None or found.person_id != actor.person:
            raise Refused("not-oneself")
    elif kind in ("superior", "test"):
        held = actor.need(unit, Role.HEAD if kind == "superior" else Role.TRAINER)
        if found.person_id is not None and found.person_id == actor.person:
            raise Refused("oneself")
    else:
        raise Refused("bad-side", kind=kind, known=list(KINDS))

    def run() -> Json:
        framework = framework_for(found)
        text = frameworks.thaw(framework.data)
        if set(levels) != set(text.competences) or any(
            isinstance(one, bool) or not isinstance(one, int) or not 0 <= one <= text.highest
            for one in levels.values()
        ):
            raise Refused("levels-incomplete", most=text.highest)
        words = private.keep(json.dumps(dict(sorted(levels.items()))))
        rated = events.StaffRated(str(found), str(framework), kind, words, actor.day)
        return {"sequence": happen(found.post.stream, [rated], actor, held)}

    request = {"act": "staff-rate", "holding": holding, "kind": kind, "levels": dict(levels)}
    answer: Json = once(actor.by(), request, run)
    return answer


def framework_for(holding: Holding) -> Framework:
    """The framework adopted last by an authority above the unit. Raises Refused("no-framework")."""
    above = [int(key) for key in holding.post.unit.path.strip("/").split("/") if key]
    found = Framework.objects.filter(authority__in=above).last()
    if found is None:
        raise Refused("no-framework")
    return found


@dataclass(frozen=True, slots=True)
class NewCourse:
    """A course as it is planned."""

    slug: str
    title: str
    competences: tuple[str, ...]
    since: date
    until: date
    sessions: int = 1


def plan_course(actor: Actor, authority: UnitRef, course: NewCourse) -> Json:
    """Plan a course, or change one. Gives {"slug", "sequence"}. Raises NotAllowed, Refused."""
    unit = unit_at(authority)
    held = actor.need(unit, Role.TRAINER)

    def run() -> Json:
        before = Course.objects.filter(slug=course.slug).first()
        if (
            not re.fullmatch(SLUG, course.slug)
            or len(course.slug) > 60
            or (before and before.authority != unit)
        ):
            raise Refused("programme-slug", slug=course.slug[:80])
        if not course.title.strip() or len(course.title) > 300:
            raise Refused("programme-title-long", most=300)
        if course.until < course.since:
            raise Refused("programme-backwards")
        if not 1 <= course.sessions <= 200:
            raise Refused("number-out-of-range", field="sessions", most=200)
        planned = events.CoursePlanned(
            course.slug, ":".join(authority), course.title.strip(), list(course.competences), course.since,
            course.until, course.sessions,
        )  # fmt: skip
        return {"slug": course.slug, "sequence": happen(f"course:{course.slug}", [planned], actor, held)}

    request = {
        "act": "course-plan",
        "slug": course.slug,
        "title": course.title,
        "competences": list(course.competences),
        "days": [course.since.isoformat(), course.until.isoformat()],
        "sessions": course.sessions,
    }
    answer: Json = once(actor.by(), request, run)
    return answer


def enrol(actor: Actor, slug: str, holding: int) -> Json:
    """Enrol a person in a course: the training office, or the head of the person's unit. Raises as `rate`."""
    course = _course(slug)
    found = holding_seen(actor, holding)
    held = actor.need(found.post.unit, Role.TRAINER, Role.HEAD)

    def run() -> Json:
        if Attendance.objects.filter(course=course, holding=found).exists():
            raise Refused("enrolled-before")
        if found.until is not None:
            raise Refused("has-left")
        enrolled = events.CourseEnrolled(slug, str(found))
        return {"sequence": happen(course.stream, [enrolled], actor, held)}

    answer: Json = once(actor.by(), {"act": "course-enrol", "slug": slug, "holding": holding}, run)
    return answer


def attend(actor: Actor, slug: str, holding: int, sessions: int, passed: bool | None = None) -> Json:
    """Write down the sessions attended and, once known, the result. The training office. Raises as `rate`."""
    course = _course(slug)
    held = actor.need(course.authority, Role.TRAINER)
    found = holding_seen(actor, holding)

    def run() -> Json:
        if not Attendance.objects.filter(course=course, holding=found).exists():
            raise Refused("not-enrolled")
        if not 0 <= sessions <= course.sessions:
            raise Refused("number-out-of-range", field="sessions", most=course.sessions)
        happened: list[events.Happening] = [events.CourseAttended(slug, str(found), sessions)]
        if passed is not None:
            words = private.keep("passed" if passed else "failed")
            happened.append(events.CourseResult(slug, str(found), words))
        return {"sequence": happen(course.stream, happened, actor, held)}

    request = {"act": "course-attend", "slug": slug, "holding": holding, "n": sessions, "passed": passed}
    answer: Json = once(actor.by(), request, run)
    return answer


def _post(actor: Actor, unit: UnitRef, number: int) -> tuple[Post, OfficeHeld]:
    place = unit_at(unit)
    held = actor.need(place, Role.HEAD, Role.TRAINER)
    found = Post.objects.select_related("unit").filter(unit=place, number=number).first()
    if found is None:
        raise Refused("no-such-post", unit=":".join(unit), number=number)
    return found, held


def _course(slug: str) -> Course:
    found = Course.objects.select_related("authority").filter(slug=slug).first()
    if found is None:
        raise Refused("no-such-course", slug=slug)
    return found
