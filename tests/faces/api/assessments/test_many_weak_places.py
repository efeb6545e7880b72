"""The weak places of a large campaign go out in pieces: the same answer as at once."""

from __future__ import annotations

from datetime import date

import pytest

import played
from programs import Program
from thangdo.faces.api.assessments import appraisal_oversight
from thangdo.work.assessments.models import Submission
from thangdo.work.assessments.queries import large

PATH = f"/campaigns/{played.SLUG}/weak-places"


def test_an_answer_in_pieces_says_something_else(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    played.appraised(program.world)
    Submission.objects.update(returned_on=date(2026, 3, 20))
    whole = program.get("publisher", PATH)
    assert whole.status == 200 and len(whole.body) > 1 and any(len(one["below"]) > 1 for one in whole.body)
    monkeypatch.setattr(appraisal_oversight, "MANY", 0)
    pieces = program.get("publisher", PATH)
    assert (pieces.status, pieces.body) == (200, whole.body)
    monkeypatch.setattr(appraisal_oversight, "MANY", 10_000)
    monkeypatch.setattr(large, "LARGE", 0)
    assert program.get("publisher", PATH).status == 503
