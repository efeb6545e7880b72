"""Directives by program: a draft issued by another system, software of a unit that reports, a prying one."""

from __future__ import annotations

import pytest

import ordering
from programs import Program
from thangdo.faces.look import clock
from thangdo.work.directives.models import Assignment, Directive

DRAFT = {
    "title": "Xây dựng bộ phận một cửa",
    "authority": "sample:M",
    "due_kind": "working-days",
    "due_days": 10,
    "scope": {"tiers": ["commune"], "within": ["sample:H1"]},
    "stated_count": 3,
}
X1 = "/directives/mot-cua/units/sample:X1"


@pytest.fixture
def program(db: None, collected_static_files: None, monkeypatch: pytest.MonkeyPatch) -> Program:
    world = ordering.build()
    found = Program(world, world.now)
    monkeypatch.setattr(clock, "now", lambda: found.now)
    return found


def issued(program: Program) -> None:
    program.do("secretary", "POST", "/directives", {**DRAFT, "slug": "mot-cua", "stated_count": 2})
    program.do(
        "chairman", "POST", "/directives/mot-cua/issue", {}, **program.seen("chairman", "/directives/mot-cua")
    )


def test_a_program_issues_what_nobody_looked_at(program: Program) -> None:
    made = program.do("secretary", "POST", "/directives", DRAFT)
    here = f"/directives/{made['slug']}"
    shown = program.get("secretary", f"{here}/preview").body
    assert (shown["found"], shown["stated"], shown["differs"]) == (2, 3, True)
    assert shown["units"] == ["sample:X1", "sample:X2"] and shown["falls"] == "2026-03-16"
    assert program.send("chairman", "POST", f"{here}/issue", {"decision": "x"}).status == 428
    match = program.seen("chairman", here)
    refused = program.send("chairman", "POST", f"{here}/issue", {}, **match)
    assert (refused.status, refused.body["code"]) == (400, "scope-differs")
    done = program.do("chairman", "POST", f"{here}/issue", {"decision": "Đã rà soát"}, **match)
    assert (done["units"], done["due"]) == (2, "2026-03-16")
    assert program.send("chairman", "POST", f"{here}/issue", {"decision": "x"}, **match).status in (400, 412)


def test_two_programs_change_one_draft(program: Program) -> None:
    made = program.do("secretary", "POST", "/directives", DRAFT)
    here = f"/directives/{made['slug']}"
    match = program.seen("secretary", here)
    program.do("secretary", "PUT", here, {**DRAFT, "title": "Một"}, **match)
    assert program.send("secretary", "PUT", here, {**DRAFT, "title": "Hai"}, **match).status == 412
    assert Directive.objects.get().title == "Một"


def test_the_software_of_a_unit_reports_and_is_answered(program: Program) -> None:
    issued(program)
    program.do("reporter", "POST", f"{X1}/acknowledge")
    body = {
        "text": "Đã mở",
        "progress": 100,
        "evidence": [{"title": "Ảnh", "link": "https://example.test/a"}],
    }
    assert program.do("reporter", "POST", f"{X1}/report", body)["state"] == "reported"
    program.do("secretary", "POST", f"{X1}/give-back", {"reason": "Thiếu biển"})
    shown = program.get("reporter", X1).body
    assert (shown["state"], shown["again"], shown["reason"]) == ("returned", "given-back", "Thiếu biển")
    assert (shown["head"], shown["holder"]) == ("sample:X1", "Người Mẫu (head)")
    program.do("head", "POST", f"{X1}/extension", {"due": "2026-03-30", "reason": "Chờ biển"})
    program.do("chairman", "POST", f"{X1}/extension/decide", {"granted": True, "reason": "Đồng ý"})
    program.do("reporter", "POST", f"{X1}/report", {"text": "Đủ", "progress": 100})
    program.do("secretary", "POST", f"{X1}/accept")
    program.do("reporter", "POST", f"{X1}/withdraw-evidence", {"number": 1, "reason": "Nhầm"})
    shown = program.get("chairman", X1).body
    assert (shown["state"], shown["reopened"], shown["due"]) == ("returned", 1, "2026-03-30")
    assert [one["withdrawn_why"] for one in shown["proofs"]] == ["Nhầm"]
    counted = program.get("chairman", "/directives/counts/sample:X1?since=2026-03-01&until=2026-03-31").body
    assert counted == {"due": 1, "on_time": 0, "late": 0, "open": 1, "unknown": 0}


def test_a_program_pries_into_other_units(program: Program) -> None:
    issued(program)
    assert program.get("reporter2", X1).status == 404
    assert program.send("reporter2", "POST", f"{X1}/acknowledge").status == 404
    assert program.send("reporter2", "POST", "/directives/mot-cua/units/sample:X2/accept").status == 403
    assert program.get("author", "/directives/mot-cua").status == 404
    assert (
        program.get("reporter2", "/directives/counts/sample:X1?since=2026-03-01&until=2026-03-31").status
        == 403
    )
    listed = program.get("reporter2", "/directives/mot-cua/units").body["items"]
    assert [one["unit"] for one in listed] == ["sample:X2"]
    assert program.get("reporter2", "/directives/owed/sample:X1").body == []
    assert program.get("reporter2", "/directives").body["items"][0]["units"] == 1


def test_the_chairmans_figures_and_many_at_once(program: Program) -> None:
    slugs = [
        program.do("secretary", "POST", "/directives", {**DRAFT, "stated_count": 2})["slug"] for _ in range(2)
    ]
    done = program.do("chairman", "POST", "/directives/issue", {"slugs": slugs})
    assert [one["units"] for one in done] == [2, 2] and Assignment.objects.count() == 4
    program.later(20)
    found = program.get("chairman", "/directives/overdue").body
    assert (found["totals"]["overdue"], len(found["heads"])) == (4, 2)
    assert program.get("reporter", "/directives/overdue").status == 403
    assert len(program.get("reporter", "/directives/owed/sample:X1").body) == 2
    late = program.get("chairman", "/directives?only=overdue&limit=1").body
    assert len(late["items"]) == 1 and late["next"]


def test_whole_and_parts_are_closed_and_withdrawn(program: Program) -> None:
    issued(program)
    assert program.do("chairman", "POST", f"{X1}/withdraw", {"reason": "Đã có"})["state"] == "withdrawn"
    other = "/directives/mot-cua/units/sample:X2"
    assert (
        program.do("chairman", "POST", f"{other}/pass-on", {"to": "sample:S2", "reason": "Thay"})["state"]
        == "issued"
    )
    assert program.do("chairman", "POST", f"{other}/close", {"reason": "Thôi"})["state"] == "closed"
    assert program.do("chairman", "POST", "/directives/mot-cua/close", {"reason": "Hết"})["units"] == 0
    made = program.do("secretary", "POST", "/directives", DRAFT)
    program.do("secretary", "POST", f"/directives/{made['slug']}/discard", {"reason": "Nhầm"})
    assert program.send("chairman", "POST", "/directives/mot-cua/withdraw", {"reason": "x"}).status == 400


@pytest.mark.parametrize("who", ["chairman"])
def test_no_request_about_directives_meets_an_answer_that_is_not_described(
    program: Program, who: str
) -> None:
    from faces.api import test_conformance as conformance

    issued(program)
    program.do("secretary", "POST", "/directives", {**DRAFT, "slug": "du-thao"})
    program.texts.clear()
    token = program.token(who)
    program.texts[who] = token
    conformance.REAL["slug"] = ["mot-cua", "du-thao"]
    try:
        for result in conformance.described().get_all_operations():
            operation = result.ok()  # type: ignore[union-attr]
            if "directives" in operation.definition.raw["tags"]:
                conformance.run(program, who, token, operation)
    finally:
        conformance.REAL["slug"] = [conformance.loop.SLUG]
