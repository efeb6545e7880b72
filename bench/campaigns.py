"""How fast a campaign is: board and one answer at 4,000 units x 100 criteria, a recompute, a publication.

A process of its own, on the PostgreSQL server that `run.py` starts for it as the tests do.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from measure import Time, timed

UNITS, CRITERIA, SMALL = 4_000, 100, 259
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
SCHEME = "bench"


def edition_text(name: str) -> str:
    """Ten pillars of as many ratios each."""
    lines = [
        f"edition: {name}",
        "version: 1",
        "official: false",
        "title: {vi: Đo tốc độ}",
        "effective: {from: 2026-01-01}",
        "tiers: [commune]",
        "rounding: {places: 2, mode: half-up, at: [index]}",
        "inputs:",
    ]
    for n in range(CRITERIA):
        lines += [f"  whole{n}: {{type: count}}", f"  part{n}: {{type: count, at_most: whole{n}}}"]
    lines += ["index:", "  title: {vi: Chỉ số}", "  combine: sum", "  pillars:"]
    for p in range(10):
        lines += [f"    P{p}:", f"      title: {{vi: Lĩnh vực {p}}}", "      combine: sum", "      criteria:"]
        lines += [
            f"        C{n}: {{title: {{vi: Tiêu chí {n}}}, max: 1, rule: {{ratio: [part{n}, whole{n}]}}}}"
            for n in range(p * CRITERIA // 10, (p + 1) * CRITERIA // 10)
        ]
    lines += ["levels:"]
    lines += [
        f"  {level}: {{needs: [{{node: index, share: {share}}}]}}"
        for level, share in (("I", "0.4"), ("II", "0.5"), ("III", "0.6"), ("IV", "0.7"))
    ]
    return "\n".join(lines) + "\n"


def build(units: int, slug: str) -> Any:
    """A campaign over so many communes, every answer given and accepted; with its actors."""
    from thangdo.records.acts.frame import do
    from thangdo.records.people.acting import actor_of
    from thangdo.records.people.models import Office, Person, Role
    from thangdo.records.units import paths
    from thangdo.records.units.models import Unit
    from thangdo.work.assessments.actions import campaigns
    from thangdo.work.assessments.acts import CAMPAIGNS
    from thangdo.work.assessments.models import Answer, Campaign, Submission
    from thangdo.work.editions import actions as editions
    from thangdo.work.editions import acts as edition_acts

    scheme = f"{SCHEME}-{slug}"

    def unit(code: str, tier: str, parent: Unit | None) -> Unit:
        return Unit(
            scheme=scheme,
            code=code,
            name_vi=f"Xã {code}",
            name_fold=f"xa {code}",
            search=code,
            sort_key=code,
            kind="xã" if parent else "tỉnh",
            tier=tier,
            parent=parent,
            source="bench",
        )

    province = unit("P", "province", None)
    province.save()
    Unit.objects.bulk_create([unit(f"{n:05}", "commune", province) for n in range(units)], batch_size=1000)
    paths.refresh()
    province.refresh_from_db()
    person = Person.objects.create_user(f"bench-{slug}", None, name="Người Mẫu", created_at=NOW)
    for role in Role:
        subtree = role in (Role.OBSERVER, Role.ADMINISTRATOR)
        Office.objects.create(
            person=person, unit=province, role=role, subtree=subtree, since=date(2020, 1, 1)
        )
    reporter = Person.objects.create_user(f"bench-reporter-{slug}", None, name="Người Mẫu", created_at=NOW)
    first = Unit.objects.get(scheme=scheme, code="00000")
    Office.objects.create(person=reporter, unit=first, role=Role.REPORTER, since=date(2020, 1, 1))
    actor = actor_of(person, NOW)
    version = editions.begin(actor, province, slug, edition_text(slug))
    for act in (edition_acts.submit, edition_acts.publish):
        done = do(edition_acts.EDITIONS, act, actor, (version.pk,), seen=version.sequence)
        version = editions.version_of(done)
    plan = campaigns.Plan(
        "Đo tốc độ",
        version.pk,
        (scheme, "P"),
        (scheme, "P"),
        ("commune",),
        date(2025, 1, 1),
        date(2025, 12, 31),
    )
    do(CAMPAIGNS, campaigns.plan, actor, (slug,), plan)
    begun = time.perf_counter()
    do(CAMPAIGNS, campaigns.dispatch, actor, (slug,), campaigns.Dispatch())
    took = time.perf_counter() - begun
    dice = random.Random(1)
    rows = list(Answer.objects.filter(submission__campaign__slug=slug).exclude(submission__unit=first))
    for row in rows:
        number = row.node[1:]
        whole = dice.randint(1, 80)
        row.declared = {f"whole{number}": str(whole), f"part{number}": str(dice.randint(0, whole))}
        row.status, row.decision = "answered", "accepted"
    _rewrite(rows)
    others = Submission.objects.filter(campaign__slug=slug).exclude(unit=first)
    others.update(state="appraised", answered=CRITERIA, decided=CRITERIA)
    return Campaign.objects.get(slug=slug), actor, actor_of(reporter, NOW), (scheme, "00000"), took


def _rewrite(rows: list[Any]) -> None:
    """Answers kept anew with their values: for a bench faster than updating 400,000 rows."""
    from thangdo.work.assessments.models import Answer

    keys = [row.pk for row in rows]
    for start in range(0, len(keys), 10_000):
        Answer.objects.filter(pk__in=keys[start : start + 10_000]).delete()
    Answer.objects.bulk_create(rows, batch_size=2000)


def large() -> Iterator[Time]:
    """4,000 units x 100 criteria: dispatch, board, one answer, sealing and verifying."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from thangdo.records.acts.frame import do
    from thangdo.rules.index.publication.sealing import seal
    from thangdo.rules.index.publication.verifying import verify
    from thangdo.work.assessments import sealing
    from thangdo.work.assessments.actions import answering
    from thangdo.work.assessments.acts import PARTS
    from thangdo.work.assessments.models import Answer
    from thangdo.work.assessments.queries import board

    campaign, actor, reporter, ref, took = build(UNITS, "large")
    yield Time(f"dispatch to {UNITS:,} units x {CRITERIA} criteria", (took,), 10.0)
    what = f"campaign board: {UNITS:,} units x {CRITERIA} criteria"
    yield timed(what, lambda: board.board(actor, "large"), 0.3)
    count = iter(range(1, 1000))

    def save() -> object:
        row = Answer.objects.get(submission__unit__code=ref[1], submission__campaign=campaign, node="C0")
        seen = row.sequence
        given = answering.Given("C0", {"whole0": "900", "part0": str(next(count))})
        answers = answering.Answers((given,))
        return do(PARTS, answering.answer, reporter, ("large", ref), answers, seen={"C0": seen})

    yield timed("  saving one answer", save, 0.05, 30)
    key = Ed25519PrivateKey.generate()
    sealed: list[bytes] = []

    def publish() -> None:
        publication = sealing.publication_of(campaign, 1, None)
        sealed[:] = [seal(publication, key.sign, key.public_key().public_bytes_raw())]

    yield from _together(publish, lambda: verify(sealed[0]))


def _together(one: Callable[[], object], other: Callable[[], object]) -> Iterator[Time]:
    begun = time.perf_counter()
    one()
    middle = time.perf_counter()
    other()
    end = time.perf_counter()
    yield Time("  sealing", (middle - begun,))
    yield Time("  verifying", (end - middle,))
    yield Time("  sealing and verifying", (end - begun,), 60.0)


def small() -> Iterator[Time]:
    """A whole campaign of 259 units computed again; a decision on one answer and the sheet that follows."""
    from thangdo.work.assessments.scoring import score

    campaign, actor, *_ = build(SMALL, "small")
    what = f"recompute of a campaign of {SMALL} units x {CRITERIA} criteria"
    yield timed(what, lambda: score(campaign), 1.0, 5)
    yield from deciding(campaign, actor)


def deciding(campaign: Any, actor: Any) -> Iterator[Time]:
    """All units have returned; the appraiser accepts one answer, takes that back, and looks on."""
    from thangdo.records.acts.frame import do
    from thangdo.work.assessments.actions import appraising
    from thangdo.work.assessments.acts import PARTS
    from thangdo.work.assessments.models import Answer, Submission
    from thangdo.work.assessments.queries import appraisal

    parts = Submission.objects.filter(campaign=campaign)
    parts.update(state="returned", returned_on=NOW.date(), decided=0)
    answers = Answer.objects.filter(submission__in=parts)
    answers.update(decision="pending", status="answered")
    ref = (f"{SCHEME}-small", "00007")
    one = answers.filter(submission__unit__code=ref[1], node="C0")

    def decide() -> None:
        row = one.get()
        seen = {"C0": row.sequence}
        if row.decision == "pending":
            do(PARTS, appraising.accept, actor, ("small", ref), appraising.Accepted(("C0",)), seen=seen)
        else:
            do(PARTS, appraising.undo, actor, ("small", ref, "C0"), seen=row.sequence)

    def decide_and_look() -> None:
        decide()
        appraisal.sheet(actor, "small", ref)

    yield timed("  an appraiser's decision", decide, 0.05, 30)
    yield timed("  the same, and the unit's sheet read after it", decide_and_look, None, 10)


def main() -> None:
    """Measure and print."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for subject in (small, large):
        for found in subject():
            print(found.line(), flush=True)


if __name__ == "__main__":
    main()
