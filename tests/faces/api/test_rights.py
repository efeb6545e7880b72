"""Who sees what: another unit's part is not there, decisions are hidden until notified, names stay in."""

from __future__ import annotations

import pytest

import world as sample
from answers import Given, answer
from programs import Program
from thangdo.records.acts.frame import do
from thangdo.work.assessments.actions import answering, appraising
from thangdo.work.assessments.actions.answering import NewEvidence
from thangdo.work.assessments.acts import PARTS

SLUG = "sample-2025"
HERE = f"/campaigns/{SLUG}"
PART = f"{HERE}/units/sample:X1"


@pytest.fixture(autouse=True)
def appraised(program: Program) -> None:
    """X1 has returned, one of its answers is amended."""
    world = program.world
    sample.dispatched(world)
    for node, values in (
        ("A1", {"staff": "20", "staff_with_computer": "18"}),
        ("A2", {"staff_trained": "10"}),
    ):
        answer(
            world.actor("reporter"),
            SLUG,
            world.ref("commune"),
            Given(node, values, world.sequence(SLUG, "commune", node), comment="Ghi chú riêng"),
        )
    new = NewEvidence("A1", "Danh sách", link="https://example.test/a")
    do(PARTS, answering.add_evidence, world.actor("reporter"), (SLUG, world.ref("commune")), new)
    do(
        PARTS,
        answering.sign_off,
        world.actor("head"),
        (SLUG, world.ref("commune")),
        seen=world.part(SLUG, "commune").sequence,
    )
    do(
        PARTS,
        appraising.amend,
        world.actor("appraiser"),
        (SLUG, world.ref("commune"), "A2"),
        appraising.Amended({"staff_trained": "8"}, "Thiếu giấy"),
        seen=world.sequence(SLUG, "commune", "A2"),
    )
    do(
        PARTS,
        appraising.amend,
        world.actor("appraiser"),
        (SLUG, world.ref("commune"), "B2"),
        appraising.Amended({"satisfaction": "75"}, ""),
        seen=world.sequence(SLUG, "commune", "B2"),
    )


READS = ("", "/answers", "/answers/A1", "/evidence", "/evidence/1/file", "/timeline", "/answers/A1/timeline")
WRITES = (
    ("PUT", "/answers/A1", {"values": {}}),
    ("POST", "/answers", {"answers": [{"node": "A1", "seen": 1}]}),
    ("POST", "/sign-off", None),
    ("POST", "/take-back", None),
    ("POST", "/finish", None),
    ("POST", "/accept", {"nodes": {"A1": 1}}),
    ("POST", "/answers/A1/amend", {"values": {}, "reason": "x"}),
    ("POST", "/answers/A1/object", {"text": "x"}),
    ("POST", "/answers/A1/hear", {"upheld": True, "reason": "x"}),
    ("POST", "/evidence", {"node": "A1", "title": "x", "link": "https://example.test/"}),
    ("PUT", "/evidence/1/uses/A2", None),
    ("PUT", "/observations/visits", {"rows": []}),
    ("POST", "/extend", {"due": "2026-05-01", "reason": "x"}),
)


def test_the_part_of_another_unit_is_not_there(program: Program) -> None:
    for path in READS:
        assert program.get("reporter2", PART + path).status == 404, path
    for method, path, body in WRITES:
        found = program.send("reporter2", method, PART + path, body, If_Match='"1"')
        assert (found.status, found.kind) == (404, "not-found"), path
        none = program.send("reporter2", method, f"{HERE}/units/sample:X9{path}", body, If_Match='"1"')
        assert (none.status, none.body["title"]) == (found.status, found.body["title"])
    assert [one["unit"] for one in program.get("reporter2", f"{HERE}/units").body["items"]] == ["sample:X2"]


def test_what_one_sees_and_may_not_do_names_who_may(program: Program) -> None:
    found = program.send("reporter", "POST", f"{PART}/finish")
    assert (found.status, found.body["needs"]) == (403, ["appraiser"])
    found = program.send("observer", "POST", f"{HERE}/notify")
    assert (found.status, found.body["needs"]) == (403, ["publisher"])
    for path in ("queue", "matters", "signals", "agreement", "weak-places", "tallies"):
        assert program.get("reporter", f"{HERE}/{path}").status == 403, path
        assert program.get("observer", f"{HERE}/{path}").status == 200, path


def test_a_campaign_of_which_one_sees_nothing_is_not_there(program: Program) -> None:
    sample.planned(program.world, "next")
    assert program.get("reporter", "/campaigns/next").status == 404
    assert program.send("reporter", "POST", "/campaigns/next/dispatch", {}).status == 404
    assert [one["slug"] for one in program.get("reporter", "/campaigns").body["items"]] == [SLUG]


def test_decisions_are_hidden_from_the_unit_until_it_is_notified(program: Program) -> None:
    own = {one["node"]: one for one in program.get("reporter", f"{PART}/answers").body}
    assert (own["A2"]["decision"], own["A2"]["final"], own["A2"]["reason"]) == ("pending", None, "")
    assert (own["A2"]["points"], own["B2"]["points_declared"]) == (None, None)
    assert "75" not in str(own["B2"])
    assert program.get("reporter", PART).body["amended"] == 0
    assert program.get("reporter", f"{PART}/observations/visits").status == 403
    seen = program.get("appraiser", f"{PART}/answers/A2").body
    assert (seen["decision"], seen["final"], seen["reason"]) == (
        "amended",
        {"staff_trained": "8"},
        "Thiếu giấy",
    )


def test_names_go_only_to_those_who_oversee(program: Program) -> None:
    assert "(appraiser)" in program.get("observer", f"{PART}/answers/A2").body["decided_by"]
    world = program.world
    campaign = world.campaign(SLUG)
    campaign.state = "objections"
    campaign.save()
    assert program.get("reporter", f"{PART}/answers/A2").body["decided_by"] == ""
    assert "appraiser)" not in program.get("reporter", f"{PART}/timeline").content.decode()


def test_accounts_are_seen_by_their_administrator_alone(program: Program) -> None:
    assert len(program.get("administrator", "/people?limit=200").body["items"]) == len(program.world.people)
    assert program.get("publisher", "/people").body["items"] == []
    number = program.world.people["reporter"].pk
    assert program.get("publisher", f"/people/{number}").status == 404
    assert program.send("publisher", "POST", f"/people/{number}/end", {"reason": "x"}).status == 404
    assert program.get("publisher", "/ledger/digests").status == 403
    assert program.get("administrator", "/ledger/digests").status == 200


def test_a_hash_read_in_a_publication_opens_no_file_of_another_unit(program: Program) -> None:
    pdf = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    sent = program.send("reporter", "POST", "/files?name=a.pdf", raw=pdf, Content_Type="application/pdf")
    assert sent.status == 201
    sha256 = sent.body["sha256"]
    assert program.get("reporter", f"/files/{sha256}").status == 200
    assert program.get("reporter2", f"/files/{sha256}").status == 404
    body = {"node": "A1", "title": "Danh sách", "sha256": sha256}
    path = f"{HERE}/units/sample:X2/evidence"
    assert program.send("reporter2", "POST", path, body).body["code"] == "no-such-file"
    again = program.send("reporter2", "POST", "/files?name=b.pdf", raw=pdf, Content_Type="application/pdf")
    assert again.status == 201
    assert program.do("reporter2", "POST", path, body)["number"] == 1
