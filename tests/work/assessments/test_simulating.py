"""Running a draft on last year's answers: nobody may be told a move that would not come true."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django_tasks import TaskContext
from django_tasks_db.models import DBTaskResult

import world as sample
from thangdo.records.people.acting import Refused
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, Unit
from thangdo.rules.index.edition.load import load
from thangdo.rules.index.edition.model import Edition
from thangdo.work.assessments import bundled, edition_shift, simulating, simulating_jobs, simulating_tables
from thangdo.work.editions import actions, beginning, editing
from thangdo.work.editions.models import EditionVersion
from world import World

OLD = """\
edition: last-year
version: 1
official: false
title: {vi: Năm ngoái, en: Last year}
effective: {from: 2025-01-01}
tiers: [commune]
inputs:
  trained: {type: count}
  staff: {type: count}
  site: {type: choice, choices: {own: {vi: Có}, none: {vi: Không}}}
index:
  title: {vi: Chỉ số}
  combine: sum
  criteria:
    A: {title: {vi: Bồi dưỡng, en: Training}, max: 30, rule: {ratio: [trained, staff]}}
    B: {title: {vi: Trang}, max: 20, rule: {choice: site, points: {own: 20, none: 0}}}
levels:
  I: {needs: [{node: A, share: 0.5}]}
  II: {needs: [{node: B, share: 1}]}
"""


def edition(text: str = OLD) -> Edition:
    return load(text, "x.yaml")


def answers() -> Answers:
    """Three communes: X 2/3 and a site, Y 1/3 and a site, Z 1 and no site."""
    given = {"X": (2, 3, "own"), "Y": (1, 3, "own"), "Z": (3, 3, "none")}
    return Answers(
        {code: Unit(code, "commune", f"Xã Mẫu {code}") for code in given},
        {
            (code, ""): {"trained": Fraction(a), "staff": Fraction(b), "site": site}
            for code, (a, b, site) in given.items()
        },
    )


def moves(found: simulating.Simulation) -> dict[str, edition_shift.Move]:
    return {move.code: move for move in found.moves}


def test_the_same_edition_moves_nobody() -> None:
    found = simulating.compare(edition(), edition(), answers())
    assert found.counts["moved"] == found.counts["score"] == 0
    assert found.shifts == [] and all(move.causes == [] and move.gates == [] for move in found.moves)


@pytest.mark.parametrize("name", ["gia-lai-2019-reconstruction", "par-index-2012"])
def test_a_bundled_assessment_run_on_its_own_edition_moves_nobody(name: str) -> None:
    if name not in {one.id for one in bundled.bundled() if one.about.answers}:
        name = next(one.id for one in bundled.bundled() if one.about.answers)
    old, given = simulating.answers_from(f"bundled:{name}")
    found = simulating.compare(old, old, given)
    assert found.counts["moved"] == 0 and found.units == len(given.units)


def test_numbers_are_those_computed_by_hand() -> None:
    """Last year X 20 + 20, Y 10 + 20, Z 30 + 0. With 60 points for training: X 40 + 20, Y 20 + 20, Z 60."""
    found = simulating.compare(edition(), edition(OLD.replace("max: 30", "max: 60")), answers())
    one = moves(found)
    assert [(one[c].before.score, one[c].after.score, one[c].change) for c in "XYZ"] == [
        ("40", "60", "20"),
        ("30", "40", "10"),
        ("30", "60", "30"),
    ]
    assert [(one[c].before.rank, one[c].after.rank) for c in "XZ"] == [(1, 1), (2, 1)]
    assert one["Z"].places == 1
    assert [(s.code, s.most_before, s.most_after, s.up, s.down, s.total) for s in found.shifts] == [
        ("A", "30", "60", 3, 0, "60")
    ]
    assert one["X"].causes == [edition_shift.Cause("A", "20", "40", "20")]


def test_a_unit_that_would_become_unranked_comes_first_with_the_gate_it_fails() -> None:
    found = simulating.compare(edition(), edition(OLD.replace("share: 0.5", "share: 0.7")), answers())
    assert [(move.code, move.before.level, move.after.level, move.level) for move in found.moves] == [
        ("X", "II", "unranked", "becomes-unranked"),
        ("Z", "I", "I", "same"),
        ("Y", "unranked", "unranked", "same"),
    ]
    (gate,) = found.moves[0].gates
    assert (gate.node, gate.needed, gate.holds) == ("A", "0.7", False)
    assert found.moves[0].causes == []
    assert found.levels == {"commune": {"II": [1, 0], "I": [1, 1], "unranked": [1, 2]}}
    assert found.counts["becomes-unranked"] == 1


def test_a_unit_that_gets_ranked_and_one_that_climbs_are_told_apart() -> None:
    new = OLD.replace("share: 0.5", "share: 0.3").replace("{node: B, share: 1}", "{node: A, share: 0.9}")
    found = simulating.compare(edition(), edition(new), answers())
    assert {move.code: move.level for move in found.moves} == {"X": "down", "Y": "gets-ranked", "Z": "up"}


def test_an_input_that_nobody_answered_last_year_is_named_and_counts_as_not_answered() -> None:
    new = OLD.replace("  staff: {type: count}", "  staff: {type: count}\n  rooms: {type: number}").replace(
        "    B: ", "    C: {title: {vi: Phòng}, max: 5, rule: {value: rooms}}\n    B: "
    )
    found = simulating.compare(edition(), edition(new), answers())
    assert (found.new, found.gone) == (["rooms"], [])
    back = simulating.compare(edition(new), edition(), answers())
    assert (back.new, back.gone) == ([], ["rooms"])


def test_an_answer_that_the_new_question_does_not_allow_is_counted_and_not_guessed() -> None:
    new = OLD.replace("{own: {vi: Có}, none: {vi: Không}}", "{own: {vi: Có}, shared: {vi: Chung}}").replace(
        "{own: 20, none: 0}", "{own: 20, shared: 10}"
    )
    found = simulating.compare(edition(), edition(new), answers())
    assert found.changed == {"site": 1}
    assert moves(found)["Z"].after.score == "30"


def test_units_of_a_tier_that_is_asked_no_more_are_left_out_by_name() -> None:
    both = OLD.replace("[commune]", "[commune, district]")
    given = answers()
    units = {**given.units, "H": Unit("H", "district", "Huyện Mẫu")}
    found = simulating.compare(edition(both), edition(), Answers(units, given.values))
    assert found.left_out == ["H"] and found.units == 3


def test_exact_thirds_do_not_drift() -> None:
    found = simulating.compare(edition(), edition(OLD.replace("max: 30", "max: 31")), answers())
    assert moves(found)["Y"].change == "0.333333333333333"
    (shift,) = found.shifts
    assert shift.total == "2"  # 2/3 + 1/3 + 1, added exactly


def test_the_tables_to_take_away_hold_the_numbers_of_the_page() -> None:
    data = simulating.compare(edition(), edition(OLD.replace("max: 30", "max: 60")), answers()).as_data()
    text = simulating_tables.csv(data, "vi").decode("utf-8-sig")
    assert "Z,Xã Mẫu Z,commune,30,60,30,I,I,same,2,1,1,A +30" in text
    assert simulating_tables.xlsx(data, "en")[:2] == b"PK"
    assert simulating_tables.level_rows(data)[1] == ["commune", "I", Decimal(1), Decimal(1), Decimal(0)]


@pytest.fixture
def world(db: None) -> World:
    return sample.build()


def finished(world: World) -> EditionVersion:
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("loop", Path(__file__).with_name("test_campaign.py"))
    assert spec is not None and spec.loader is not None
    loop = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loop)
    loop.published(world)
    first = EditionVersion.objects.get(version=1)
    version = beginning.from_published(world.actor("author"), world.units["province"], first.pk)
    rule = {"choice": "website", "points": {"own": Decimal(30), "none": Decimal(0)}}
    return actions.edit(
        world.actor("author"),
        version.pk,
        version.sequence,
        lambda text: editing.set_node(text, "B1", {"max": Decimal(30), "rule": rule}),
    )


def test_a_draft_is_run_on_the_final_answers_of_a_campaign(world: World) -> None:
    version = finished(world)
    found = simulating.simulate(version, "campaign:sample-2025")
    # The commune has 67 = 18 + 9 + 20 + 15 + 5 as published; its website now gives 30.
    one = moves(found)["X1"]
    assert (one.before.score, one.after.score) == ("67", "77")
    assert one.causes == [edition_shift.Cause("B1", "20", "30", "10")]


def test_answers_of_a_campaign_are_used_only_by_those_who_see_it_whole(world: World) -> None:
    version = finished(world)
    publisher = world.actor("publisher")
    assert "campaign:sample-2025" in {one.id for one in simulating.sources(publisher)}
    assert "campaign:sample-2025" not in {one.id for one in simulating.sources(world.actor("reporter"))}
    with pytest.raises(Refused, match="no-such-edition"):
        simulating_jobs.start(world.actor("reporter"), version.pk, "campaign:sample-2025")
    assert simulating_jobs.start(publisher, version.pk, "campaign:sample-2025")


def test_many_units_are_a_job_with_progress_and_the_same_result(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = finished(world)
    monkeypatch.setattr(simulating_jobs, "AT_ONCE", 1)
    publisher = world.actor("publisher", timedelta(days=100))
    job = simulating_jobs.start(publisher, version.pk, "campaign:sample-2025")
    assert isinstance(job, str)
    assert simulating_jobs.look(publisher, version.pk, job) == (0, None)
    row = DBTaskResult.objects.get(id=job)
    row.claim("a worker")
    result = row.task.call(TaskContext(task_result=row.task_result), *row.args_kwargs["args"])
    row.set_successful(result)
    assert cache.get(simulating_jobs.progress_key(job)) == simulating_jobs.STEPS
    assert result == simulating_jobs.result_of(version, "campaign:sample-2025")
    assert simulating_jobs.look(publisher, version.pk, job) == (simulating_jobs.STEPS, result)
    with pytest.raises(Refused, match="no-such-simulation"):
        simulating_jobs.look(publisher, version.pk, "0d5f9e4e-0000-4000-8000-000000000000")


def test_a_draft_with_problems_is_not_simulated(world: World) -> None:
    version = finished(world)
    version.text = version.text.replace("max: 30", "max: x")
    with pytest.raises(Refused, match="has-problems"):
        simulating.simulate(version, "campaign:sample-2025")
