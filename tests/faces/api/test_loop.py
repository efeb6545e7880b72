"""The whole loop through the interface alone, from the draft of an edition to a verified publication."""

from __future__ import annotations

import world as sample
from programs import BASE, Program
from thangdo.records.ledger.verify import verify as verify_ledger
from thangdo.rules.index.publication.verifying import verify

SLUG = "sample-2025"
HERE = f"/campaigns/{SLUG}"
PART = f"{HERE}/units/sample:X1"
PLAN = {
    "title_vi": "Đánh giá mẫu năm 2025",
    "title_en": "Sample assessment 2025",
    "authority": "sample:M",
    "appraising": "sample:S1",
    "tiers": ["department", "commune"],
    "period_from": "2025-01-01",
    "period_to": "2025-12-31",
    "sample_percent": 50,
}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def edition(program: Program) -> int:
    """An edition written, submitted and published."""
    begun = program.do(
        "author",
        "POST",
        "/editions",
        {"edition": "sample-level", "unit": "sample:M", "text": "edition: sample-level\n"},
    )
    path = f"/editions/{begun['key']}"
    assert program.get("author", f"{path}/check").body["good"] is False
    assert program.do("author", "POST", "/editions/check", {"text": sample.EDITION})["good"] is True
    program.do("author", "PUT", f"{path}/text", {"text": sample.EDITION}, **program.seen("author", path))
    program.do("author", "POST", f"{path}/submit", **program.seen("author", path))
    done = program.do("publisher", "POST", f"{path}/publish", **program.seen("publisher", path))
    assert done["state"] == "published"
    return int(done["key"])


def dispatched(program: Program) -> None:
    key = edition(program)
    program.do("publisher", "PUT", HERE, {**PLAN, "edition": key})
    assert program.do("publisher", "POST", f"{HERE}/dispatch", {})["units"] == 4


def answered(program: Program) -> None:
    dispatched(program)
    values = {
        "A1": {"staff": "20", "staff_with_computer": "18"},
        "A2": {"staff_trained": "10"},
        "B1": {"website": "own"},
    }
    for node, given in values.items():
        path = f"{PART}/answers/{node}"
        program.do("reporter", "PUT", path, {"values": given}, **program.seen("reporter", path))


def returned(program: Program) -> None:
    answered(program)
    sent = program.send(
        "reporter",
        "POST",
        f"{PART}/evidence/file?node=A1&name=danh-sach.pdf",
        raw=PDF,
        Content_Type="application/pdf",
    )
    assert sent.status == 201, sent.content
    number = sent.body["number"]
    program.do("reporter", "PUT", f"{PART}/evidence/{number}/uses/A2")
    program.do("head", "POST", f"{PART}/sign-off", **program.seen("head", PART))


def appraised(program: Program) -> None:
    returned(program)
    rows = [{"polite": "yes"}, {"polite": "no"}]
    program.do("appraiser", "PUT", f"{PART}/observations/visits", {"rows": rows})
    nodes = {one["node"]: one["sequence"] for one in program.get("appraiser", f"{PART}/answers").body}
    program.do("appraiser", "POST", f"{PART}/accept", {"nodes": {n: nodes[n] for n in ("A1", "B1", "B3")}})
    path = f"{PART}/answers/A2"
    body = {"values": {"staff_trained": "8"}, "reason": "Hai người không có giấy"}
    program.do("appraiser", "POST", f"{path}/amend", body, **program.seen("appraiser", path))
    measured = {"values": {"B2": {"satisfaction": "75"}}, "seen": {"B2": nodes["B2"]}}
    program.do("appraiser", "POST", f"{PART}/measure", measured)
    program.do("appraiser", "POST", f"{PART}/evidence/1/review")
    program.do("appraiser", "POST", f"{PART}/finish")
    second = program.get("appraiser2", "/my/second-opinions").body["items"]
    for one in second:
        program.do(
            "appraiser2", "POST", f"{HERE}/units/{one['unit']}/answers/{one['node']}/second", {"values": None}
        )
    assert program.get("appraiser2", "/my/second-opinions").body["items"] == []
    program.later(60)
    for unit in ("sample:X2", "sample:S1", "sample:S2"):
        program.do("appraiser", "POST", f"{HERE}/units/{unit}/write-off", {"reason": "Không gửi"})


def published(program: Program) -> None:
    appraised(program)
    program.later(1)
    program.do("publisher", "POST", f"{HERE}/notify")
    path = f"{PART}/answers/A2"
    program.do("reporter", "POST", f"{path}/object", {"text": "Có giấy"}, **program.seen("reporter", path))
    (matter,) = program.get("council", f"{HERE}/matters").body["items"]
    assert (matter["kind"], matter["node"], matter["objection_text"]) == ("objection", "A2", "Có giấy")
    body = {"upheld": True, "values": {"staff_trained": "9"}, "reason": "Một người có giấy"}
    program.do("council", "POST", f"{path}/hear", body, **program.seen("council", path))
    program.later(30)
    program.do("publisher", "POST", f"{HERE}/close-window")
    program.do("council", "POST", f"{HERE}/conclude", {"reason": "Mẫu nhỏ"})
    program.do("chairman", "POST", f"{HERE}/approve", {"decision": "99/QĐ-UBND"})
    program.do("publisher", "POST", f"{HERE}/publish", Idempotency_Key="công-bố".encode().hex())


def test_the_loop_through_programs_ends_in_a_publication_that_anyone_can_recompute(program: Program) -> None:
    published(program)
    (listed,) = program.get("observer", f"{HERE}/publications").body["items"]
    assert (listed["revision"], listed["replaces"], listed["units"]) == (1, None, 1)
    file = program.get("reporter2", listed["file"].removeprefix(BASE))
    assert file.status == 200 and len(file.content) == listed["size"]
    assert not verify(file.content).findings
    assert verify_ledger().ok
    rows = program.get("reporter2", f"/results/{SLUG}/units").body["items"]
    assert next(row for row in rows if row["code"] == "X1")["score"] == "67"
    one = program.get("reporter2", f"/results/{SLUG}/units/X1").body
    assert one["row"]["level"] == "I" and one["explanation"]["nodes"]
    keys = {key["fingerprint"] for key in program.get("reporter2", "/keys").body}
    assert listed["key_id"] in keys
    program.do("council", "POST", f"{HERE}/correct", {"reason": "Nhầm số"})
    path = f"{PART}/answers/A2"
    body = {"values": {"staff_trained": "10"}, "reason": "Có đủ giấy"}
    program.do("council", "POST", f"{path}/put-right", body, **program.seen("council", path))
    program.do("council", "POST", f"{HERE}/conclude", {"reason": "Mẫu nhỏ"})
    program.do("chairman", "POST", f"{HERE}/approve", {"decision": "100/QĐ-UBND"})
    assert program.do("publisher", "POST", f"{HERE}/publish")["revision"] == 2
    latest, first = program.get("observer", f"{HERE}/publications").body["items"]
    assert (latest["replaces"], first["replaced_by"]) == (1, 2)
    again = program.get("reporter2", latest["file"].removeprefix(BASE)).content
    assert not verify(again).findings
    assert program.get("observer", f"{HERE}/agreement").body["whole"]["pairs"] >= 1
    assert program.get("observer", f"{HERE}/timeline?whole=true").body["items"][0]["said"]
