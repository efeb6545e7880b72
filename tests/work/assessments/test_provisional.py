"""A unit that is alone with itself is always the best: its own count says that it is provisional."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

import played
import world as sample
from desk import page, signed_in
from programs import Program
from small import criterion, edition
from thangdo.work.assessments import offline
from thangdo.work.assessments.questionnaire import ask

SLUG = played.SLUG
HERE = f"/office/campaigns/{SLUG}/part/sample/S2/"
NOTE_VI = "tạm tính, so với chính đơn vị"


@pytest.mark.parametrize(
    ("rule", "among"),
    [
        ({"best": "a"}, True),
        ({"rank": "a"}, True),
        ({"z_score": "a"}, True),
        ({"min_max": "a"}, True),
        ({"min_max": "a", "low": 0, "high": 9}, False),
        ({"min_max": "a", "low": 0}, True),
        ({"min_max": "a", "low": 0, "high": {"quantile": "0.9"}}, True),
        ({"distance": "a", "target": 10}, True),
        ({"distance": "a", "target": 10, "start": 0}, False),
        ({"ratio": ["a", "b"]}, False),
        ({"value": "a"}, False),
    ],
)
def test_points_are_provisional_where_they_hang_on_what_other_units_say(
    rule: dict[str, Any], among: bool
) -> None:
    (question,) = ask(criterion(rule, 10), "district").questions
    assert question.among_peers is among


@pytest.mark.parametrize("how", ["node(G)", {"node": "A"}])
def test_a_criterion_computed_from_the_score_of_others_follows_their_answers(how: Any) -> None:
    ask_of = {"value": how}
    group = {"criteria": {"A": {"rule": {"best": "a"}, "max": 10}}}
    made = edition(
        {
            "groups": {"H": {"criteria": {"B": {"rule": ask_of, "max": 10}}}, "G": group},
        },
        inputs={"a": {"type": "number"}},
    )
    asked = ask(made, "district")
    question = asked.question("B")
    assert (question.inputs, question.follows, question.among_peers) == ((), ("A",), True)
    assert asked.owner == {"a": "A"}


@pytest.mark.django_db
def test_the_page_the_workbook_and_programs_say_that_a_best_of_one_is_provisional() -> None:
    world = sample.build()
    sample.dispatched(world)
    sample.office(world.people["department-head"], world.units["department"], "reporter")
    played.fill(world, "department", "department-head", {"A3": {"rooms": "1"}})
    client = signed_in(world, "department-head")
    assert "compared with the unit itself only" in page(client, f"/en{HERE}page/A")
    assert "1 criterion is provisional" in page(client, f"/en{HERE}")
    actor, unit = world.actor("department-head"), world.ref("department")
    with zipfile.ZipFile(io.BytesIO(offline.workbook(actor, SLUG, unit, "vi", ""))) as archive:
        text = archive.read("xl/sharedStrings.xml").decode()
    assert text.count(NOTE_VI) == 1
    program = Program(world, sample.MORNING)
    rows = program.get("department-head", f"/campaigns/{SLUG}/units/sample:S2/answers").body
    told = {one["node"]: (one["provisional"], one["points_declared"]) for one in rows}
    assert told["A3"][0] is True and told["A3"][1]["score"] == "10"
    assert told["A1"][0] is False
