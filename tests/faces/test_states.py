"""What each role is told of a campaign in each of its states, at every address, against a table written down.

`states.csv`: a row for a state and for what may be told in it; a column for a role. *told*: somebody of the
role can tell two courses of the campaign apart, of which only this differs; *not*: he gets the same bytes at
every address, list, search, count and export. `WRITE_STATES=FILE` writes what the application does now, to be
read and judged.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import desk
import played
import world as sample
from faces.telling import paths, told
from programs import BASE
from thangdo.records.acts.frame import do
from thangdo.work.assessments import background_sealing
from thangdo.work.assessments.actions import answering, appraising, campaigns, objecting
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from thangdo.work.programmes.staff import actions as staff
from world import World

TABLE = Path(__file__).with_name("states.csv")
SLUG = played.SLUG
WHERE = (SLUG, ("sample", "X1"))
AT = f"{BASE}/campaigns/{SLUG}/units/sample:X1/answers"
#: where it is seen by who is told it; who is not is asked for every address
KNOWN = (f"{AT}/A1", f"{AT}/B2", f"/assessments/{SLUG}/", f"/assessments/{SLUG}/units/sample/X1/")
Act = Callable[[World], None]


def draft(computers: str) -> Act:
    """What a reporter types before anybody signs."""

    def typed(world: World) -> None:
        values = {"A1": {"staff": "20", "staff_with_computer": computers}}
        played.fill(world, "commune", "reporter", values)

    return typed


def found(satisfaction: str, polite: str, computers: str) -> Act:
    """What the office measures, observes and amends."""

    def decided(world: World) -> None:
        played.fill(world, "commune", "reporter", played.VALUES)
        played.sign(world, "commune", "head")
        office = world.actor("appraiser")
        do(PARTS, appraising.observe, office, WHERE, appraising.Observed("visits", [{"polite": polite}]))
        values = appraising.Measured({"B2": {"satisfaction": satisfaction}})
        do(PARTS, appraising.measure, office, WHERE, values, seen=played.see(world, "B2"))
        given = appraising.Amended({"staff": "20", "staff_with_computer": computers}, "Đếm lại tại chỗ")
        seen = played.see(world, "A1")["A1"]
        do(PARTS, appraising.amend, office, (*WHERE, "A1"), given, seen=seen)

    return decided


def notified(world: World) -> None:
    """The rest is accepted, the others never returned, the results are notified."""
    office, late = world.actor("appraiser"), world.actor("appraiser", timedelta(days=60))
    left = ("A2", "B1", "B3")
    do(PARTS, appraising.accept, office, WHERE, appraising.Accepted(left), seen=played.see(world, *left))
    do(PARTS, appraising.finish, office, WHERE)
    for other in ("other", "office", "department"):
        why = campaigns.Why("Không gửi bản tự đánh giá")
        do(PARTS, answering.write_off, late, (SLUG, world.ref(other)), why)
    do(CAMPAIGNS, campaigns.notify, world.actor("publisher", timedelta(days=61)), (SLUG,))


def deciding(world: World) -> None:
    """The window is closed."""
    notified(world)
    do(PARTS, objecting.agree, world.actor("head", timedelta(days=62)), WHERE)
    do(CAMPAIGNS, campaigns.close_window, world.actor("publisher", timedelta(days=90)), (SLUG,))


def published(world: World) -> None:
    """Concluded, approved, sealed."""
    deciding(world)
    given = campaigns.Conclusion("Mẫu nhỏ, không thẩm định lần hai")
    do(CAMPAIGNS, campaigns.conclude, world.actor("council", timedelta(days=91)), (SLUG,), given)
    approval = campaigns.Approval("99/QĐ-UBND")
    do(CAMPAIGNS, campaigns.approve, world.actor("chairman", timedelta(days=92)), (SLUG,), approval)
    background_sealing.publish(world.actor("publisher", timedelta(days=93)), SLUG)


def cancelled(world: World) -> None:
    """Called off while it ran."""
    do(CAMPAIGNS, campaigns.cancel, world.actor("publisher"), (SLUG,), campaigns.Why("Đổi kế hoạch năm"))


def nothing(world: World) -> None:
    """It stays as it is."""


FOUND = found("10", "no", "9"), found("90", "yes", "19")
COURSES: dict[tuple[str, str], tuple[tuple[Act, Act], Act]] = {
    ("open", "draft"): ((draft("7"), draft("19")), nothing),
    ("returned", "found"): (FOUND, nothing),
    ("cancelled", "found"): (FOUND, cancelled),
    ("objections", "found"): (FOUND, notified),
    ("deciding", "found"): (FOUND, deciding),
    ("published", "found"): (FOUND, published),
}


#: they see a campaign whole, and share the addresses of what none of them is told
OVERSEE = [
    "observer",
    "secretary",
    "publisher",
    "council",
    "chairman",
    "administrator",
    "appraiser",
    "appraiser2",
]
#: states in which units are told alike share the addresses: which of two each asks
HALF = {"objections": 0, "deciding": 1, "cancelled": 0}


def asked(state: str, who: str, said: str, every: Sequence[str]) -> Sequence[str]:
    """The addresses that a role is to ask; those of KNOWN always."""
    if said == "told":
        return KNOWN
    if who in OVERSEE:
        return [*every[OVERSEE.index(who) :: len(OVERSEE)], *KNOWN]
    return [*every[HALF[state] :: 2], *KNOWN] if state in HALF else [*every, *KNOWN]


def both(first: Act, then: Act) -> Act:
    def play(world: World) -> None:
        first(world)
        then(world)

    return play


def written() -> dict[tuple[str, str], dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row.pop("state"), row.pop("what")): row for row in csv.DictReader(file)}


def test_the_table_of_states_has_each_course_and_each_role() -> None:
    assert list(written()) == list(COURSES)
    assert all(set(row.values()) <= {"told", "not"} for row in written().values())


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "what"), list(COURSES))
def test_somebody_is_told_more_or_less_than_the_table_of_states_says(
    monkeypatch: pytest.MonkeyPatch, settings: Any, state: str, what: str
) -> None:
    settings.DEMO = True  # no second factor on the way
    world = sample.build()
    sample.dispatched(world, sample_percent=0)
    do(staff.FRAMEWORKS, staff.adopt, world.actor("trainer"), (world.ref("province"), "ict-officer"))
    desk.at(monkeypatch, world, 100)
    acts, then = COURSES[state, what]
    table = written()[state, what]
    every, writing = list(paths(world)), os.environ.get("WRITE_STATES", "")
    asking = {who: every if writing else asked(state, who, said, every) for who, said in table.items()}
    seen = told(world, asking, [both(act, then) for act in acts])
    got = {who: "told" if addresses else "not" for who, addresses in seen.items()}
    if writing:
        with Path(writing).open("a", encoding="utf-8") as file:
            file.write(",".join((state, what, *got.values())) + "\n")
    wrong = {who: sorted(seen[who])[:5] or "nothing" for who in table if got[who] != table[who]}
    assert wrong == {}
