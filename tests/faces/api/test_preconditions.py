"""Two programs at one thing, and one program that sends twice: nothing is lost and nothing doubled."""

from __future__ import annotations

from datetime import date

import pytest

import world as sample
from programs import Answered, Program
from thangdo.records.ledger.events import head, read
from thangdo.work.assessments.models import Submission

SLUG = "sample-2025"
HERE = f"/campaigns/{SLUG}"
PART = f"{HERE}/units/sample:X1"
A1 = f"{PART}/answers/A1"
GIVEN = {"values": {"staff": "20", "staff_with_computer": "18"}}


@pytest.fixture(autouse=True)
def dispatched(program: Program) -> None:
    sample.dispatched(program.world)


def test_the_second_of_two_who_read_the_same_answer_is_shown_what_is_kept(program: Program) -> None:
    match = program.seen("reporter", A1)
    program.do("reporter", "PUT", A1, GIVEN, **match)
    found = program.send("head", "PUT", A1, {"values": {"staff": "30"}}, **match)
    assert (found.status, found.kind) == (412, "condition-failed")
    assert found.body["kept"]["declared"] == GIVEN["values"]
    assert found.body["now"] > found.body["seen"]
    again = program.do("head", "PUT", A1, {"values": {"staff": "30"}}, If_Match=f'"{found.body["now"]}"')
    assert again["answers"]["A1"] > found.body["now"]


def test_the_etag_of_a_write_serves_for_the_next_one(program: Program) -> None:
    first = program.send("reporter", "PUT", A1, GIVEN, **program.seen("reporter", A1))
    program.do("reporter", "PUT", A1, {"values": {"staff": "21"}}, If_Match=first.headers["ETag"])


def test_whoever_does_not_say_what_he_has_seen_changes_nothing(program: Program) -> None:
    for headers in ({}, {"If_Match": "*"}):
        found = program.send("reporter", "PUT", A1, GIVEN, **headers)
        assert (found.status, found.kind) == (428, "condition-needed")
    assert program.send("reporter", "PUT", A1, GIVEN, If_Match="nonsense").status == 412
    assert program.send("head", "POST", f"{PART}/sign-off").status == 428


def test_several_answers_at_once_are_stale_together(program: Program) -> None:
    rows = {one["node"]: one["sequence"] for one in program.get("reporter", f"{PART}/answers").body}
    given = [
        {"node": "A1", "seen": rows["A1"], **GIVEN},
        {"node": "A2", "seen": rows["A2"], "values": {"staff_trained": "1"}},
    ]
    program.do("reporter", "POST", f"{PART}/answers", {"answers": given})
    given[1]["values"] = {"staff_trained": "2"}
    found = program.send("head", "POST", f"{PART}/answers", {"answers": given})
    assert (found.status, found.kind) == (409, "stale")
    assert {one["node"] for one in found.body["kept"]} == {"A1", "A2"}


def test_what_has_not_changed_is_not_sent_again(program: Program) -> None:
    etag = program.get("reporter", A1).headers["ETag"]
    again = program.get("reporter", A1, If_None_Match=etag)
    assert (again.status, again.content) == (304, b"")
    program.do("reporter", "PUT", A1, GIVEN, If_Match=etag)
    assert program.get("reporter", A1, If_None_Match=etag).status == 200
    listed = program.get("reporter", "/campaigns")
    assert program.get("reporter", "/campaigns", If_None_Match=listed.headers["ETag"]).status == 304


def test_a_decision_that_becomes_visible_is_not_hidden_behind_an_old_etag(program: Program) -> None:
    """The sequence of the answer stays, what the unit may see of it does not."""
    program.do("reporter", "PUT", A1, GIVEN, **program.seen("reporter", A1))
    before = program.get("reporter", A1)
    campaign = program.world.campaign(SLUG)
    campaign.state = "objections"
    campaign.save()
    Submission.objects.update(returned_on=date(2026, 3, 2))  # what was never signed off counts for nobody
    after = program.get("reporter", A1, If_None_Match=before.headers["ETag"])
    assert after.status == 200 and after.body["sequence"] == before.body["sequence"]
    assert before.body["final"] is None and after.body["final"] == GIVEN["values"]


def test_a_request_that_is_sent_twice_is_done_once_and_answered_alike(program: Program) -> None:
    match = program.seen("reporter", A1)
    stream = program.world.part(SLUG, "commune").stream

    def send(body: object = GIVEN) -> Answered:
        return program.send("reporter", "PUT", A1, body, Idempotency_Key="one", **match)

    first = send()
    length = head(stream)
    second = send()
    assert (first.status, second.status, first.body) == (200, 200, second.body)
    assert first.headers["ETag"] == second.headers["ETag"] and head(stream) == length
    other = send({"values": {"staff": "1"}})
    assert (other.status, other.kind) == (422, "key-reused")
    assert read(stream)[-1].key == "one"


def test_a_draft_and_an_account_sent_twice_are_made_once(program: Program) -> None:
    body = {"edition": "another", "unit": "sample:M", "text": "edition: another\n"}
    first = program.do("author", "POST", "/editions", body, Idempotency_Key="e")
    assert program.do("author", "POST", "/editions", body, Idempotency_Key="e") == first
    found = program.send("author", "POST", "/editions", {**body, "text": "x"}, Idempotency_Key="e")
    assert found.kind == "key-reused"
    path = f"/editions/{first['key']}"
    match = program.seen("author", path)
    text = {"text": "edition: another\nversion: 1\n"}
    done = program.do("author", "PUT", f"{path}/text", text, Idempotency_Key="w", **match)
    assert program.do("author", "PUT", f"{path}/text", text, Idempotency_Key="w", **match) == done
    stale = program.send("author", "PUT", f"{path}/text", {"text": "y"}, **match)
    assert (stale.status, stale.body["kept"]["sequence"]) == (412, done["sequence"])
    new = {"login": "moi", "name": "Người Mẫu mới", "role": "reporter", "unit": "sample:X1"}
    made = program.do("administrator", "POST", "/people", new, Idempotency_Key="p")
    assert program.do("administrator", "POST", "/people", new, Idempotency_Key="p") == made


def test_a_plan_is_not_overwritten_unseen(program: Program) -> None:
    sample.planned(program.world, "next")
    row = program.get("publisher", "/campaigns/next")
    names = ("title_vi", "edition", "authority", "appraising", "tiers", "period_from", "period_to")
    body = {name: row.body[name] for name in names}
    found = program.send("publisher", "PUT", "/campaigns/next", body)
    assert (found.status, found.kind) == (409, "stale")
    program.do("publisher", "PUT", "/campaigns/next", body, If_Match=row.headers["ETag"])
    again = program.send("publisher", "PUT", "/campaigns/next", body, If_Match=row.headers["ETag"])
    assert again.status == 412


def test_the_size_of_an_answer_can_be_asked_for_without_it(program: Program) -> None:
    found = program.send("reporter", "HEAD", A1)
    assert (found.status, found.content) == (200, b"") and found.headers["ETag"]
