"""ICT staff as read: posts, records, gaps against the framework and from weak criteria, whether they rose."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from thangdo.records.files.kept import BeingMade
from thangdo.records.ledger import private
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.records.people.models import Role
from thangdo.records.units.fold import fold
from thangdo.records.units.models import Unit
from thangdo.rules.exact import Fraction
from thangdo.work.assessments import permissions
from thangdo.work.assessments.models import Campaign
from thangdo.work.assessments.queries import access, weak
from thangdo.work.assessments.queries.shares import Shares, shares
from thangdo.work.assessments.questionnaire import asked
from thangdo.work.programmes.staff import frameworks
from thangdo.work.programmes.staff.frameworks import FrameworkText
from thangdo.work.programmes.staff.models import Attendance, Course, Framework, Holding, Post, Rating
from thangdo.work.programmes.staff.permissions import holdings_seen, posts_seen

SIDES = ("test", "superior", "self")  # which side counts, where several have assessed: the first


@dataclass(frozen=True, slots=True)
class PostView:
    """A post; holding is None where nobody holds it or the actor may not see who does (`filled` says)."""

    post: Post
    title: str
    filled: bool
    holding: Holding | None
    name: str


@dataclass(frozen=True, slots=True)
class Competence:
    """A competence of a person: what the post needs, what each side said, what counts, what is missing."""

    code: str
    title: frameworks.Words
    needed: int
    sides: Mapping[str, int]
    counts: int | None

    @property
    def gap(self) -> int | None:
        """Levels that are missing; None where nobody has assessed it."""
        return None if self.counts is None else max(0, self.needed - self.counts)


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A person in a course. result: passed, failed, "" while it is not known."""

    course: Course
    attended: int
    result: str


@dataclass(frozen=True, slots=True)
class Record:
    """A person's record: to be shown only to who may see it."""

    holding: Holding
    name: str
    title: str
    framework: FrameworkText | None
    competences: tuple[Competence, ...]
    courses: tuple[CourseLine, ...]
    rated: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Need:
    """A competence that a unit needs since its criteria are weak: the criteria, and courses that teach it."""

    code: str
    title: frameworks.Words
    criteria: tuple[str, ...]
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class Rose:
    """A unit that sent somebody to a course: a criterion's share of its maximum before and after."""

    unit: Unit
    before: Fraction | None
    after: Fraction | None

    @property
    def code(self) -> str:
        """rose, same, fell, or unknown where one of the two was not measured."""
        if self.before is None or self.after is None:
            return "unknown"
        return "rose" if self.after > self.before else "fell" if self.after < self.before else "same"


def posts(actor: Actor, q: str = "") -> list[PostView]:
    """The posts that the actor sees; who holds one only where he may see the record. Four queries."""
    rows = posts_seen(actor).filter(ended_on=None)
    if q.strip():
        rows = rows.filter(unit__name_fold__contains=fold(q))
    listed = list(rows)
    filled = set(Holding.objects.filter(post__in=listed, until=None).values_list("post_id", flat=True))
    seen = {one.post_id: one for one in holdings_seen(actor).filter(post__in=listed, until=None)}
    held = [post.title for post in listed] + [one.name for one in seen.values()]
    texts = private.texts(held)
    names = dict(zip(seen, texts[len(listed) :], strict=True))
    return [
        PostView(post, title, post.pk in filled, seen.get(post.pk), names.get(post.pk, ""))
        for post, title in zip(listed, texts, strict=False)
    ]


def mine(actor: Actor) -> list[Holding]:
    """The actor's own records."""
    return list(holdings_seen(actor).filter(person=actor.person)) if actor.person is not None else []


def record(actor: Actor, key: int) -> Record:
    """A person's record. Raises Refused("no-such-record") alike for none and for not seen."""
    found = holdings_seen(actor).filter(pk=key).first()
    if found is None:
        raise Refused("no-such-record")
    framework = framework_of(found.post.unit)
    ratings = list(Rating.objects.filter(holding=found, framework=framework)) if framework else []
    lines = list(Attendance.objects.select_related("course").filter(holding=found).order_by("course__since"))
    held = [found.name, found.post.title, *(one.levels for one in ratings), *(one.result for one in lines)]
    name, title, *texts = private.texts(held)
    levels = {
        one.kind: json.loads(text) for one, text in zip(ratings, texts, strict=False) if text
    }  # a record that was destroyed by rule has none
    text = frameworks.thaw(framework.data) if framework else None
    return Record(
        found,
        name,
        title,
        text,
        tuple(_competences(text, found.post.unit.tier, levels)) if text else (),
        tuple(
            CourseLine(one.course, one.attended, result)
            for one, result in zip(lines, texts[len(ratings) :], strict=True)
        ),
        {one.kind: one.on for one in ratings},
    )


def framework_of(unit: Unit) -> Framework | None:
    """The framework adopted last above a unit."""
    above = [int(key) for key in unit.path.strip("/").split("/") if key]
    return Framework.objects.filter(authority__in=above).last()


def _competences(
    text: FrameworkText, tier: str, levels: Mapping[str, Mapping[str, int]]
) -> Iterable[Competence]:
    for code, one in text.competences.items():
        sides = {kind: said[code] for kind, said in levels.items() if code in said}
        counts = next((sides[side] for side in SIDES if side in sides), None)
        yield Competence(code, one.title, text.needed(code, tier), sides, counts)


def needs(actor: Actor, campaign: str, unit: tuple[str, str]) -> list[Need]:
    """What a unit's staff should learn: competences of the fields of its weak criteria in a campaign.

    Raises Refused.
    """
    part = access.part(actor, campaign, unit)
    framework = framework_of(part.unit)
    if framework is None:
        raise Refused("no-framework")
    text = frameworks.thaw(framework.data)
    fields: dict[str, list[str]] = {}
    questions = asked(part.campaign.edition, part.tier)
    for node, _gate, _score in weak.of_part(part, permissions.told(actor, part.campaign)):
        fields.setdefault(questions.question(node).field, []).append(node)
    courses = list(Course.objects.filter(until__gte=actor.day))
    found = []
    for code, one in text.competences.items():
        criteria = tuple(node for field in one.fields for node in fields.get(field, ()))
        if criteria:
            teaching = tuple(course for course in courses if code in course.competences)
            found.append(Need(code, one.title, criteria, teaching))
    return found


def courses(actor: Actor) -> list[Course]:
    """The courses of authorities above the actor's offices."""
    above = {int(key) for held in actor.offices for key in held.path.strip("/").split("/") if key}
    return list(Course.objects.select_related("authority").filter(authority__in=above))


def course(actor: Actor, slug: str) -> tuple[Course, list[tuple[Attendance, str, str]]]:
    """A course with those in it whose records the actor sees: (row, name, result). Raises Refused."""
    found = next((one for one in courses(actor) if one.slug == slug), None)
    if found is None:
        raise Refused("no-such-course", slug=slug)
    rows = Attendance.objects.select_related("holding__post__unit").filter(
        course=found, holding__in=holdings_seen(actor)
    )
    listed = list(rows.order_by("holding__post__unit__sort_key"))
    texts = private.texts([one.holding.name for one in listed] + [one.result for one in listed])
    return found, [
        (one, name, result)
        for one, name, result in zip(listed, texts[: len(listed)], texts[len(listed) :], strict=True)
    ]


def rose(actor: Actor, slug: str, node: str, before: str, after: str) -> list[Rose]:
    """Whether a criterion rose in the next campaign in the units that sent somebody to a course.

    For who sees both campaigns whole and holds the training office. Raises NotAllowed, Refused,
    BeingMade (`assessments.queries.shares`).
    """
    found = next((one for one in courses(actor) if one.slug == slug), None)
    if found is None:
        raise Refused("no-such-course", slug=slug)
    if not actor.office_for(found.authority, Role.TRAINER):
        raise NotAllowed((Role.TRAINER,), str(found.authority))
    for one in (before, after):
        access.whole(actor, one)
    both = [_campaign(actor, found, one) for one in (before, after)]
    found_of: list[Shares] = []
    waits: BeingMade | None = None
    for campaign in both:
        try:
            found_of.append(shares(campaign, node))
        except BeingMade as being:  # both are asked for at once
            waits = being
    if waits:
        raise waits
    sent = Attendance.objects.filter(course=found).values("holding__post__unit")
    units = Unit.objects.filter(pk__in=sent).order_by("sort_key")
    return [Rose(unit, *(share.get((unit.scheme, unit.code)) for share in found_of)) for unit in units]


def campaigns_for(actor: Actor, authority: Unit) -> list[Campaign]:
    """The campaigns between which one may compare, the oldest first: those that he sees whole."""
    rows = permissions.campaigns_seen(actor).filter(authority=authority).order_by("period_from", "pk")
    return [one for one in rows if permissions.sees_whole(actor, one)]


def _campaign(actor: Actor, course: Course, slug: str) -> Campaign:
    found = next((one for one in campaigns_for(actor, course.authority) if one.slug == slug), None)
    if found is None:
        raise Refused("no-such-campaign", slug=slug)
    return found
