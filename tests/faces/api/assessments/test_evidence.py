"""Evidence by programs: taken in once, refused when it harms, given back as something to save."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import world as sample
from programs import Answered, Program
from thangdo.work.assessments.models import Submission

PART = "/campaigns/sample-2025/units/sample:X1"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def dispatched(program: Program) -> None:
    sample.dispatched(program.world)


def upload(program: Program, content: bytes = PDF, name: str = "a.pdf", **headers: str) -> Answered:
    path = f"{PART}/evidence/file?node=A1&name={name}&title=Danh s%C3%A1ch&effective=2026-01-15"
    return program.send(
        "reporter", "POST", path, raw=content, **{"Content_Type": "application/octet-stream", **headers}
    )


def test_a_file_comes_back_as_something_to_save(program: Program) -> None:
    number = upload(program).body["number"]
    assert program.get("appraiser", f"{PART}/evidence").body == []  # the draft of a unit is its own
    assert program.get("appraiser", f"{PART}/evidence/{number}/file").status == 404
    Submission.objects.update(returned_on=date(2026, 3, 2))
    (listed,) = program.get("appraiser", f"{PART}/evidence").body
    assert (listed["number"], listed["title"], listed["serves"]) == (number, "Danh sách", ["A1"])
    assert (listed["effective"], listed["size"]) == ("2026-01-15", len(PDF))
    file = program.get("appraiser", f"{PART}/evidence/{number}/file")
    assert file.content == PDF
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file.headers["Content-Security-Policy"]
    again = program.get("appraiser", f"{PART}/evidence/{number}/file", If_None_Match=file.headers["ETag"])
    assert again.status == 304


def test_sent_twice_with_a_key_it_is_one_evidence(program: Program) -> None:
    first = upload(program, Idempotency_Key="f")
    assert upload(program, Idempotency_Key="f").body == first.body
    assert len(program.get("reporter", f"{PART}/evidence").body) == 1


def test_what_is_empty_false_or_too_large_is_refused(
    program: Program, settings: pytest.FixtureRequest
) -> None:
    assert upload(program, b"").body["code"] == "file-empty"
    assert upload(program, b"<html>", "a.pdf").body["code"] == "type-mismatch"
    assert upload(program, b"x", "a.exe").body["code"] == "type-not-taken"
    form = upload(program, b"--x\r\n", Content_Type="multipart/form-data; boundary=x")
    assert (form.status, form.kind) == (415, "media-type")
    settings.MAX_FILE_MB = 1  # type: ignore[attr-defined]
    found = upload(program, PDF + b"x" * 1_000_001)
    assert (found.status, found.kind) == (413, "too-large")
    assert program.get("reporter", f"{PART}/evidence").body == []


def test_nobody_fills_the_store_who_may_not_answer(program: Program) -> None:
    path = f"{PART}/evidence/file?node=A1&name=a.pdf"
    found = program.send("appraiser", "POST", path, raw=PDF, Content_Type="application/pdf")
    assert found.status == 403
    assert program.get("appraiser", "/files/" + "0" * 64).status == 404


def test_an_evidence_serves_several_criteria_and_stops(program: Program) -> None:
    number = upload(program).body["number"]
    program.do("reporter", "PUT", f"{PART}/evidence/{number}/uses/A2")
    assert program.get("reporter", f"{PART}/evidence").body[0]["serves"] == ["A1", "A2"]
    program.do("reporter", "DELETE", f"{PART}/evidence/{number}/uses/A1")
    assert program.get("reporter", f"{PART}/answers/A2").body["evidence"] == [number]
    assert program.get("reporter", f"{PART}/answers/A1").body["evidence"] == []


def test_a_program_fills_the_store_or_is_not_told_what_to_do(program: Program, settings: Any) -> None:
    settings.MAX_UNIT_MB = 1
    rows = [(one * 99 + "\n").encode() * 6000 for one in "ab"]
    answers = [upload(program, one, "a.csv", Content_Type="text/csv") for one in rows]
    assert [one.status for one in answers] == [201, 400]
    assert (answers[1].body["code"], answers[1].body["facts"]["most"]) == ("evidence-room", "1 MB")
    sent = program.send("reporter", "POST", "/files?name=b.csv", raw=rows[1], Content_Type="text/csv")
    assert (sent.status, sent.body["code"]) == (400, "sent-too-much")
