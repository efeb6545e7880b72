"""The rooms of programmes by program: no name leaves a record, no unit reads another's, all is described."""

from __future__ import annotations

from typing import Any

import pytest

import programme_world
from programme_world import CAMPAIGN, SLUG, answered, begun
from programs import Program
from thangdo.faces.look import clock
from thangdo.records.acts.frame import do
from thangdo.work.programmes.cards.texts import card

COURSE = {
    "slug": "web",
    "authority": "sample:M",
    "title": "Quản trị trang",
    "competences": ["website"],
    "since": "2026-04-01",
    "until": "2026-04-02",
    "sessions": 4,
}


@pytest.fixture
def program(db: None, collected_static_files: None, monkeypatch: pytest.MonkeyPatch) -> Program:
    world = programme_world.build()
    begun(world)
    answered(world)
    found = Program(world, world.now)
    monkeypatch.setattr(clock, "now", lambda: found.now)
    return found


def staffed(program: Program) -> int:
    """A post of X1 with somebody in charge; the key of the record."""
    from thangdo.work.programmes.staff import actions

    do(
        actions.FRAMEWORKS,
        actions.adopt,
        program.world.actor("trainer"),
        (program.world.ref("province"), "ict-officer"),
    )
    made = program.do("head", "POST", "/staff/posts", {"unit": "sample:X1", "title": "Phụ trách CNTT"})
    taken = program.do(
        "head",
        "POST",
        f"/staff/posts/sample:X1/{made['number']}/take",
        {"name": "Lê Thị Mẫu", "login": "reporter", "since": "2026-03-01"},
    )
    return int(taken["record"])


def test_the_name_of_an_officer_leaves_the_record(program: Program) -> None:
    key = staffed(program)
    for who in ("secretary", "observer", "reporter2", "administrator", "head2"):
        assert b"L\\u00ea Th\\u1ecb" not in program.get(who, "/staff/posts").content
        assert "Lê Thị Mẫu" not in program.get(who, "/staff/posts").content.decode()
        assert program.get(who, f"/staff/records/{key}").status == 404
        assert all(one["record"] is None for one in program.get(who, "/staff/posts").body["items"])
    for who in ("reporter", "head", "trainer"):
        assert program.get(who, f"/staff/records/{key}").body["name"] == "Lê Thị Mẫu"
        (post,) = program.get(who, "/staff/posts").body["items"]
        assert (post["record"], post["filled"], "name" in post) == (key, True, False)


def test_a_course_is_run_by_program_from_plan_to_result(program: Program) -> None:
    key = staffed(program)
    program.do("trainer", "POST", "/staff/courses", COURSE)
    assert program.send("secretary", "POST", "/staff/courses", {**COURSE, "slug": "b"}).status == 403
    program.do("head", "POST", "/staff/courses/web/enrol", {"record": key})
    program.do("trainer", "POST", "/staff/courses/web/attend", {"record": key, "sessions": 4, "passed": True})
    shown = program.get("trainer", "/staff/courses/web").body
    assert [(one["record"], one["attended"], one["result"]) for one in shown["people"]] == [
        (key, 4, "passed")
    ]
    assert program.get("reporter2", "/staff/courses/web").body["people"] == []
    record = program.get("reporter", f"/staff/records/{key}").body
    assert record["courses"] == [{"course": "web", "attended": 4, "result": "passed"}]
    levels = {one["competence"]: 1 for one in record["competences"]}
    rating = f"/staff/records/{key}/ratings"
    program.do("trainer", "POST", rating, {"side": "test", "levels": levels})
    assert (
        program.send("head", "POST", rating, {"side": "self", "levels": levels}).body["code"] == "not-oneself"
    )
    again = program.get("reporter", f"/staff/records/{key}").body["competences"]
    assert {one["counts"] for one in again} == {1} and {str(one["sides"]) for one in again} == {"{'test': 1}"}
    needs = program.get("reporter", f"/staff/needs/{CAMPAIGN}/sample:X1").body
    assert [one for one in needs if "A2" in one["criteria"]]
    program.do("head", "POST", "/staff/posts/sample:X1/1/end")
    assert program.get("head", "/staff/posts").body["items"] == []


def test_a_unit_without_an_inventory_is_told_as_having_nothing(program: Program) -> None:
    gaps = program.get("reporter", "/assets/gaps?tier=commune&kind=computer").body["items"]
    assert [(one["unit"], one["has"], one["missing"]) for one in gaps] == [("sample:X1", None, None)]
    assert program.get("reporter", "/assets/gaps?missing=true").body["items"] == []
    line = {
        "unit": "sample:X1",
        "year": 2027,
        "kind": "computer",
        "count": 4,
        "cost": 60_000_000,
        "funds": "district",
    }
    made = program.do("head", "POST", "/assets/roadmap", line)
    assert program.send("head2", "POST", "/assets/roadmap", line).status == 403
    assert program.get("reporter", "/assets/roadmap").body["items"] == [{**line, "number": made["number"]}]
    assert program.get("reporter2", "/assets/roadmap").body["items"] == []
    program.do("head", "POST", f"/assets/roadmap/sample:X1/{made['number']}/remove")
    assert program.get("reporter", "/assets/roadmap").body["items"] == []
    assert program.get("reporter", "/assets/replacement?year=2027").body["items"] == []
    assert program.send("head", "POST", "/assets/roadmap/sample:X1/9/remove").status == 404


def test_a_plan_by_program_says_where_the_unit_would_stand(program: Program) -> None:
    here = f"/plans/{CAMPAIGN}/sample:X1"
    before = program.get("head", here).body
    assert "A2" in before["unassigned"] and before["now"] == before["then"]
    line = {"node": "A2", "officer": "Công chức CNTT", "deadline": "2026-06-30", "points": "10"}
    program.do("head", "POST", f"{here}/assign", line)
    after = program.get("head", here).body
    assert "A2" not in after["unassigned"] and after["then"]["score"] != after["now"]["score"]
    assert program.send("head", "POST", f"{here}/assign", {**line, "seen": 0}).status == 409
    program.do("head", "POST", f"{here}/done", {"node": "A2"})
    counts = program.get("secretary", f"/plans/{CAMPAIGN}").body["items"]
    assert {one["unit"]: (one["assigned"], one["done"]) for one in counts}["sample:X1"] == (1, 1)
    program.do("head", "POST", f"{here}/remove", {"node": "A2"})
    assert program.get("reporter2", here).status == 404


def test_the_right_answers_of_a_quiz_are_told_before_it_is_taken(program: Program) -> None:
    shown = program.get("head", "/cards/pci")
    assert b"right" not in shown.content
    right = {str(n): one.right for n, one in enumerate(card("pci").quiz)}
    sent = {"sha256": shown.body["sha256"], "answers": right}
    wrong = program.do("head", "POST", "/cards/pci/confirm", {**sent, "answers": {}})
    assert wrong == {"passed": False, "wrong": list(range(len(right)))}
    assert program.do("head", "POST", "/cards/pci/confirm", sent)["passed"]
    assert [one["confirmed_on"] for one in program.get("head", "/cards").body if one["card"] == "pci"] == [
        "2026-03-02"
    ]
    shares = program.get("secretary", "/cards-by-unit").body["items"]
    assert {one["unit"]: one["confirmed"] for one in shares}["sample:X1"] == {"pci": 1}
    assert program.get("head", "/cards/nothing").status == 404


def test_a_unit_reads_by_program_of_an_inspection_that_is_not_announced(program: Program) -> None:
    code = {"unit": "sample:X1", "text": "Đúng giờ.", "since": "2026-03-01"}
    program.do("head", "POST", "/conduct/codes", code)
    program.do("reporter", "POST", "/conduct/codes/sample:X1/acknowledge", {"version": 1})
    (mine,) = [
        one for one in program.get("reporter", "/conduct/codes").body["items"] if one["unit"] == "sample:X1"
    ]
    assert (mine["version"], mine["acknowledged"], mine["mine"]) == (1, 1, "2026-03-02")
    assert program.get("reporter", "/conduct/codes/sample:X1").body[0]["text"] == "Đúng giờ."
    planned = {"authority": "sample:M", "unit": "sample:X1", "day": "2026-03-02", "announced": False}
    number = program.do("secretary", "POST", "/conduct/inspections", planned)["number"]
    assert program.get("head", "/conduct/inspections").body["items"] == []
    found = {"day": "2026-03-02", "findings": "Đi muộn", "remedy_by": "2026-03-09"}
    assert program.send("head", "POST", f"/conduct/inspections/{number}/held", found).status == 404
    program.do("secretary", "POST", f"/conduct/inspections/{number}/held", found)
    program.do("secretary", "POST", f"/conduct/inspections/{number}/close", {"words": "Đã nhắc nhở"})
    (seen,) = program.get("head", "/conduct/inspections").body["items"]
    assert (seen["findings"], seen["outcome"], seen["state"]) == ("Đi muộn", "Đã nhắc nhở", "closed")


@pytest.mark.parametrize("who", ["head", "trainer"])
def test_no_request_about_programmes_meets_an_answer_that_is_not_described(
    program: Program, who: str
) -> None:
    from faces.api import test_conformance as conformance

    key = staffed(program)
    program.do("trainer", "POST", "/staff/courses", COURSE)
    program.texts.clear()
    token = program.token(who)
    program.texts[who] = token
    real: dict[str, Any] = {
        "slug": [SLUG, CAMPAIGN],
        "unit": ["sample:X1"],
        "record": [key],
        "course": ["web"],
        "number": [1],
        "name": ["pci"],
    }
    before = {name: conformance.REAL.get(name) for name in real}
    conformance.REAL.update(real)
    try:
        for result in conformance.described().get_all_operations():
            operation = result.ok()  # type: ignore[union-attr]
            if "programmes" in operation.definition.raw["tags"]:
                conformance.run(program, who, token, operation)
    finally:
        for name, values in before.items():
            if values is None:
                del conformance.REAL[name]
            else:
                conformance.REAL[name] = values
