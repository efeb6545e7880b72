"""Programmes by program: software of a unit that reports its milestones, and one that pries."""

from __future__ import annotations

import pytest

import programme_world
from programme_world import SLUG, begun
from programs import Program
from thangdo.faces.look import clock

X1 = f"/programmes/{SLUG}/units/sample:X1"


@pytest.fixture
def program(db: None, collected_static_files: None, monkeypatch: pytest.MonkeyPatch) -> Program:
    world = programme_world.build()
    begun(world)
    found = Program(world, world.now)
    monkeypatch.setattr(clock, "now", lambda: found.now)
    return found


def test_the_software_of_a_unit_carries_a_desk_through(program: Program) -> None:
    done = program.do(
        "reporter",
        "POST",
        f"{X1}/reach",
        {"milestone": "decision", "on": "2026-03-01", "link": "https://example.test/12"},
    )
    assert done["status"] == "decided"
    program.do("head", "POST", f"{X1}/values", {"values": {"counters": "2", "address": "Trụ sở"}})
    program.do("head", "POST", f"{X1}/cost", {"planned": 120_000_000})
    program.do("leading", "POST", f"{X1}/check", {"milestone": "decision", "holds": True})
    shown = program.get("reporter", X1).body
    assert (shown["status"], shown["planned"], shown["values"]["counters"]) == ("decided", 120_000_000, "2")
    assert shown["milestones"][0]["checked_on"] == "2026-03-02"
    match = program.seen("head", X1)
    program.do("head", "POST", f"{X1}/cost", {"planned": 1}, **match)
    assert program.send("head", "POST", f"{X1}/cost", {"planned": 2}, **match).status == 412
    refused = program.send("head", "POST", f"{X1}/reach", {"milestone": "room", "on": "2026-03-01"})
    assert (refused.status, refused.body["code"]) == (400, "proof-needed")
    one = program.get("secretary", f"/programmes/{SLUG}").body
    assert (one["units"], one["statuses"], one["forecast"]["code"]) == (
        2,
        {"decided": 1, "none": 1},
        "too-few",
    )


def test_a_program_pries_into_other_units(program: Program) -> None:
    assert program.get("reporter2", X1).status == 404
    assert program.send("reporter2", "POST", f"{X1}/cost", {"planned": 1}).status == 404
    assert program.get("author", f"/programmes/{SLUG}").status == 404
    listed = program.get("reporter2", f"/programmes/{SLUG}/units").body["items"]
    assert [one["unit"] for one in listed] == ["sample:X2"]
    assert program.send("reporter2", "POST", f"/programmes/{SLUG}/close", {"reason": "x"}).status == 403


def test_a_system_begins_a_programme_with_units_that_it_does_not_name(program: Program) -> None:
    plan = {"slug": "hotline", "kind": "hotline", "authority": "sample:M", "due": "2026-06-30"}
    program.do("secretary", "POST", "/programmes", plan)
    done = program.do("secretary", "POST", "/programmes/hotline/units", {"tiers": ["commune"]})
    assert (done["units"], done["found"]) == (2, 2)
    assert program.send("secretary", "POST", "/programmes", {**plan, "kind": "nothing"}).status in (400, 404)
    assert {one["slug"] for one in program.get("secretary", "/programmes").body["items"]} == {"hotline", SLUG}
    program.do("secretary", "POST", "/programmes/hotline/cancel", {"reason": "Chuyển sang năm sau"})
    running = program.get("secretary", "/programmes?state=running").body["items"]
    assert [one["slug"] for one in running] == [SLUG]


def test_a_programme_of_which_nothing_is_known_is_told_as_not_done(program: Program) -> None:
    begun(program.world, "unknown", "one-stop", known=False)
    one = program.get("secretary", "/programmes/unknown").body
    assert (one["units"], one["done"], one["late"], one["statuses"]) == (2, None, None, {"unknown": 2})
    line = program.get("secretary", "/programmes/unknown/units").body["items"][0]
    assert (line["status"], line["reached"], line["done"], line["late"]) == (None, None, False, False)
    there = "/programmes/unknown/units/sample:X1"
    assert program.get("head", there).body["status"] is None
    sent = {"milestone": "decision", "on": "2026-03-01", "link": "https://example.test/12"}
    program.do("head", "POST", f"{there}/reach", sent)
    one = program.get("secretary", "/programmes/unknown").body
    assert (one["done"], one["statuses"]) == (0, {"decided": 1, "unknown": 1})
