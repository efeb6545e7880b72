"""Long lists page by page, the register through time, days counted, and what one has to do."""

from __future__ import annotations

import re

import world as sample
from programs import Program

SLUG = "sample-2025"


def walk(program: Program, who: str, path: str, key: str) -> list[str]:
    """All items of a list, two at a time, by the `Link` to the next page."""
    found: list[str] = []
    following: str | None = path + ("&" if "?" in path else "?") + "limit=2"
    while following:
        page = program.get(who, following)
        assert page.status == 200 and len(page.body["items"]) <= 2
        found += [item[key] for item in page.body["items"]]
        link = re.search(r'<([^>]+)>; rel="next"', page.headers.get("Link", ""))
        assert bool(link) == (page.body["next"] is not None)
        following = link[1] if link else None
    return found


def test_a_list_is_walked_to_its_end_without_gap_or_repetition(program: Program) -> None:
    world = program.world
    sample.dispatched(world)
    for number in range(4):
        sample.planned(world, f"next-{number}")
    assert walk(program, "observer", "/campaigns", "slug") == ["next-3", "next-2", "next-1", "next-0", SLUG]
    units = walk(program, "observer", f"/campaigns/{SLUG}/units", "unit")
    assert units == ["sample:X1", "sample:X2", "sample:S1", "sample:S2"]  # as the register sorts
    assert walk(program, "observer", f"/campaigns/{SLUG}/units?tier=commune", "unit") == units[:2]
    assert walk(program, "observer", f"/campaigns/{SLUG}/units?tier=commune&text=xa+mau+2", "unit") == [
        "sample:X2"
    ]
    logins = walk(program, "administrator", "/people", "login")
    assert len(logins) == len(set(logins)) == len(world.people)
    assert sorted(walk(program, "reporter", "/units?scheme=sample", "unit")) == sorted(
        f"sample:{one.code}" for one in world.units.values()
    )
    assert program.get("observer", "/campaigns?after=zzz").body["code"] == "bad-cursor"
    assert program.get("observer", "/units?after=zzz").body["code"] == "bad-cursor"


def test_a_merger_by_a_program_is_seen_before_it_is_done_and_is_traced(program: Program) -> None:
    body = {"act": "merge", "day": "2026-03-02", "decision": "1/NQ"}
    body |= {"units": ["sample:X2"], "into": ["sample:X1"]}  # type: ignore[dict-item]
    assert program.send("reporter", "POST", "/unit-operations/preview", body).status == 403
    seen = program.do("administrator", "POST", "/unit-operations/preview", body)
    assert {step["unit"] for step in seen["steps"]} >= {"sample:X2"}
    body["seen"] = seen["hash"]
    done = program.do("administrator", "POST", "/unit-operations", body, Idempotency_Key="m")
    assert program.do("administrator", "POST", "/unit-operations", body, Idempotency_Key="m") == done
    (link,) = program.get("reporter", "/units/sample:X2/successors").body
    assert link["unit"]["unit"] == "sample:X1"
    heirs = program.get("reporter", "/units/sample:X2/heirs?day=2026-04-01").body
    assert [one["unit"] for one in heirs] == ["sample:X1"]
    days = [
        {one["unit"] for one in program.get("reporter", f"/units?scheme=sample&day={day}").body["items"]}
        for day in ("2026-03-01", "2026-03-02")
    ]
    assert days[0] - days[1] == {"sample:X2"}
    assert program.get("administrator", "/unit-operations").body[0]["key"] == done["key"]
    stale = program.send("administrator", "POST", "/unit-operations", {**body, "decision": "2/NQ"})
    assert stale.status in (400, 409)
    program.do("administrator", "POST", f"/unit-operations/{done['key']}/undo", {"reason": "Nhập nhầm"})
    assert program.get("reporter", "/units/sample:X2/successors").body == []


def test_a_limit_is_counted_as_the_campaign_counts_it(program: Program) -> None:
    found = program.get("reporter", "/calendar/due?start=2026-03-02&n=15").body
    assert (found["end"], found["n"], sum(day["counted"] for day in found["days"])) == ("2026-03-23", 15, 15)
    assert found["days"][5]["said"]["vi"] == "Chủ nhật" or found["days"][5]["code"] == "weekend"
    count = program.get("reporter", "/calendar/working-days?start=2026-03-02&end=2026-03-23").body
    assert count["n"] == 15
    wrong = program.get("reporter", "/calendar/working-days?start=2026-03-23&end=2026-03-02")
    assert (wrong.status, wrong.body["code"]) == (400, "days-end-before-start")
    assert program.get("reporter", "/calendar/due?start=9999-12-31&n=1").status == 400


def test_one_s_tasks_are_those_of_the_office_page(program: Program) -> None:
    sample.dispatched(program.world)
    (task,) = program.get("reporter", "/my/tasks").body
    assert (task["kind"], task["unit"], task["due"], task["late"]) == (
        "fill-in",
        "sample:X1",
        "2026-03-23",
        False,
    )
    me = program.get("reporter", "/me").body
    assert me["offices"][0]["unit"] == "sample:X1" and me["token"]["writes"] is True
