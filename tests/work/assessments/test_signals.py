"""A sign must name its cases, and must not accuse a unit of what chance explains."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

import played
import world as sample
from answers import Given, answer
from thangdo.records.acts.frame import do
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers
from thangdo.rules.index.edition.load import load
from thangdo.rules.index.evaluate import Evaluation, walk
from thangdo.rules.index.steps import steps_of
from thangdo.rules.index.worth import worth_of
from thangdo.work.assessments import replaying
from thangdo.work.assessments.actions import appraising, giving
from thangdo.work.assessments.actions.answering import NewEvidence
from thangdo.work.assessments.acts import PARTS
from thangdo.work.assessments.models import Submission
from thangdo.work.assessments.queries import signals, signals_by_unit
from thangdo.work.assessments.queries.signals import FileUse, Told
from thangdo.work.assessments.value_check import value_of
from thangdo.work.samples import campaign

DAY = date(2026, 3, 1)
SAME = "a" * 64


def use(unit: str, node: str, sha256: str = SAME, added: date = DAY, number: int = 1) -> FileUse:
    return FileUse(unit, node, number, sha256, added)


def told(unit: str, number: int, whole: int | None = None) -> Told:
    return Told(unit, "A1", "staff", Fraction(number), None if whole is None else Fraction(whole))


def test_two_communes_with_the_same_file_are_both_named_and_one_alone_is_not() -> None:
    found = list(signals.same_file([use("X1", "A1"), use("X2", "A1"), use("X3", "A1", "b" * 64)]))
    assert [(one.unit, one.units) for one in found] == [("X1", ("X2",)), ("X2", ("X1",))]


def test_links_have_no_hash_and_are_never_the_same_file() -> None:
    assert list(signals.same_file([use("X1", "A1", ""), use("X2", "A1", "")])) == []


def test_a_file_that_serves_four_criteria_is_usual_and_one_that_serves_five_is_shown() -> None:
    four = [use("X1", f"A{n}") for n in range(4)]
    assert list(signals.file_for_many(four)) == []
    found = list(signals.file_for_many([*four, use("X1", "A9")]))
    assert len(found) == 5 and found[0].nodes == ("A0", "A1", "A2", "A3", "A9")


def test_a_file_of_the_last_day_is_in_time() -> None:
    rows = [use("X1", "A1", added=DAY), use("X1", "A2", added=DAY + timedelta(days=1))]
    found = list(signals.late_files(rows, {"X1": DAY}))
    assert [(one.node, one.facts["days"]) for one in found] == [("A2", 1)]


TIERS = {f"X{n}": "commune" for n in range(1, 41)}


def jumps(now: signals.Shares, before: signals.Shares, worth: int = 5) -> list[tuple[str, str]]:
    points = {("commune", node): Fraction(worth) for nodes in now.values() for node in nodes}
    return [(one.unit, one.node) for one in signals.jumps(now, before, TIERS, points)]


def test_a_jump_counts_down_as_well_as_up_and_needs_a_year_before() -> None:
    now = {"X1": {"A1": Fraction(1), "A2": Fraction(1, 2), "A3": Fraction(1, 10)}, "X2": {"A1": Fraction(1)}}
    before = {"X1": {"A1": Fraction(7, 10), "A2": Fraction(2, 5), "A3": Fraction(9, 10)}}
    assert jumps(now, before) == [("X1", "A1"), ("X1", "A3")]  # 1.5, 0.5 and 4 points of 100


def test_a_jump_is_counted_in_points_of_the_whole_and_not_in_shares_of_a_small_criterion() -> None:
    now, before = {"X1": {"A1": Fraction(1)}}, {"X1": {"A1": Fraction(0)}}
    assert jumps(now, before, worth=5) == [("X1", "A1")]
    assert jumps(now, before, worth=1) == [("X1", "A1")]
    assert list(signals.jumps(now, before, TIERS, {("commune", "A1"): Fraction(1, 2)})) == []
    assert list(signals.jumps(now, before, TIERS, {})) == []  # one that can give few scores only


def test_where_the_whole_tier_moves_alike_nobody_jumps_and_who_moves_otherwise_does() -> None:
    """A new road of the province gives everyone four points: that is no sign of anything."""
    before = {unit: {"A1": Fraction(1, 10)} for unit in TIERS}
    now = {unit: {"A1": Fraction(9, 10)} for unit in TIERS}
    assert jumps(now, before) == []
    now["X7"] = {"A1": Fraction(1, 10)}
    assert jumps(now, before) == []  # it alone has not moved: no points were moved there
    before["X7"], now["X7"] = {"A1": Fraction(9, 10)}, {"A1": Fraction(1, 10)}
    assert jumps(now, before) == [("X7", "A1")]


def test_at_most_one_unit_in_ten_of_the_sample_province_jumps() -> None:
    """120 of its 259 units had this sign, and nobody looked any more."""
    from types import SimpleNamespace

    class Names(dict[str, Any]):
        def __missing__(self, code: str) -> Any:
            return SimpleNamespace(name_vi=code)

    edition = load(campaign.sample_text(), "sample.yaml")
    last, evaluation = campaign._model_answers(Names()), Evaluation(edition)
    values = {
        (code, ""): {
            name: value_of(text, edition.inputs[name])
            for name, text in campaign._moved_on(last, code).items()
            if name in edition.inputs
        }
        for code in last.units
    }
    leaves = {branch.code for branch in walk(evaluation.tree) if not branch.children}

    def shares(answers: Answers) -> dict[str, dict[str, Fraction]]:
        return {
            unit: {node: one.share for node, one in nodes.items() if node in leaves and one.share is not None}
            for (unit, _facet), nodes in evaluation.run(answers).scores.items()
        }

    tiers = {code: str(unit.tier) for code, unit in last.units.items()}
    few = {node for node, count in steps_of(edition).items() if count < signals_by_unit.FEWEST_STEPS}
    worth = {
        (tier, node): points
        for tier in set(tiers.values())
        for node, points in worth_of(evaluation.tree, tier).items()
        if node not in few
    }
    found = list(signals.jumps(shares(replace(last, values=values)), shares(last), tiers, worth))
    flagged = {one.unit for one in found}
    assert 0 < len(flagged) <= len(tiers) // 10
    assert not {one.node for one in found} & few


def test_not_applicable_is_measured_against_the_tier_of_the_unit() -> None:
    tiers = {"X1": "commune", "X2": "commune", "X3": "commune", "S1": "department"}
    few = {f"A{n}": n < 1 for n in range(10)}
    many = {f"A{n}": n < 5 for n in range(10)}
    found = list(signals.many_not_applicable({"X1": few, "X2": few, "X3": many, "S1": many}, tiers))
    assert [one.unit for one in found] == ["X3"]
    assert found[0].nodes == ("A0", "A1", "A2", "A3", "A4")


def test_round_numbers_beyond_chance_are_shown_and_a_few_by_chance_are_not() -> None:
    fishy = [told("X1", number) for number in (10, 20, 35, 40, 50, 65, 70, 85)]
    usual = [told("X2", number) for number in (10, 23, 37, 41, 50, 66, 78, 89)]
    small = [told("X3", number) for number in (5, 5, 5, 5, 5, 5, 5, 5, 5)]
    found = list(signals.round_numbers([*fishy, *usual, *small]))
    assert [(one.unit, one.facts["hits"], one.facts["one_in"]) for one in found] == [("X1", 8, 5**8)]


def test_parts_of_a_hundred_always_make_whole_percentages_and_say_nothing() -> None:
    of_hundred = [told("X1", number, 100) for number in (13, 27, 31, 44, 59, 62)]
    of_others = [told("X2", number, 40) for number in (10, 20, 30, 2, 4, 6)]
    found = list(signals.whole_percentages([*of_hundred, *of_others]))
    assert [one.unit for one in found] == []  # 40: one part in two makes a whole percentage
    odd = [told("X3", number * 7, 70) for number in (1, 2, 3, 4, 6, 8)]
    assert [one.unit for one in signals.whole_percentages(odd)] == ["X3"]


def test_the_chance_is_exact() -> None:
    assert signals.tail([Fraction(1, 2)] * 3, 2) == Fraction(1, 2)
    assert signals.tail([Fraction(1, 2), Fraction(1, 4)], 2) == Fraction(1, 8)
    assert signals.tail([Fraction(1, 2), Fraction(1, 4)], 1) == Fraction(5, 8)
    assert signals.tail([], 0) == 1


def test_a_declared_number_within_a_tenth_of_the_record_is_left_alone() -> None:
    records = {("X1", "staff"): Fraction(100)}
    assert list(signals.far_from_computed([told("X1", 110)], records)) == []
    found = list(signals.far_from_computed([told("X1", 111)], records))
    assert found[0].facts == {"input": "staff", "declared": "111", "computed": "100"}


@pytest.mark.django_db
def test_the_signals_of_a_unit_stand_beside_the_answer_that_the_file_was_given_for() -> None:
    world = sample.build()
    sample.dispatched(world)
    for unit, who, head in (("commune", "reporter", "head"), ("other", "reporter2", "head2")):
        new, content = NewEvidence("A1", "Danh sách"), BytesIO(b"so;ten\n1;mau\n")
        actor, where = world.actor(who), world.ref(unit)
        giving.upload(actor, played.SLUG, where, content, "danh-sach.csv", "text/csv", new)
        played.fill(world, unit, who, played.VALUES)
        assert signals_by_unit.every(world.campaign()) == []
        if unit == "commune":
            played.sign(world, unit, head)
    played.sign(world, "other", "head2")
    found = signals_by_unit.of_unit(world.campaign(), "X1")
    assert [one.id for one in found["A1"]] == ["same-file"] and found["A1"][0].units == ("X2",)
    listed = signals_by_unit.by_unit(world.actor("appraiser"), played.SLUG)
    assert [one.code for one in listed] == ["X1", "X2"]
    assert signals_by_unit.counts(world.actor("appraiser"), played.SLUG)["same-file"] == 2


@pytest.mark.django_db
def test_each_decision_looks_for_signals_in_every_unit_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that an appraiser decides can change a signal; what a unit says again can."""
    world = sample.build()
    sample.dispatched(world)
    played.fill(world, "commune", "reporter", played.VALUES)
    played.sign(world, "commune", "head")
    looked: list[int] = []
    really = signals_by_unit._every
    monkeypatch.setattr(signals_by_unit, "_every", lambda campaign: looked.append(1) or really(campaign))
    ref, actor = world.ref("commune"), world.actor("appraiser")

    def seen(node: str) -> int:
        return world.sequence(played.SLUG, "commune", node)

    def times() -> int:
        signals_by_unit.of_unit(world.campaign(), "X1")
        return len(looked)

    assert times() == 1
    do(
        PARTS,
        appraising.accept,
        actor,
        (played.SLUG, ref),
        appraising.Accepted(tuple({"A1": seen("A1")})),
        seen={"A1": seen("A1")},
    )
    do(PARTS, appraising.undo, actor, (played.SLUG, ref, "A1"), seen=seen("A1"))
    do(
        PARTS,
        appraising.amend,
        actor,
        (played.SLUG, ref, "A2"),
        appraising.Amended({"staff_trained": "1"}, "Thiếu danh sách"),
        seen=seen("A2"),
    )
    do(
        PARTS,
        appraising.measure,
        actor,
        (played.SLUG, ref),
        appraising.Measured({"B2": {"satisfaction": "80"}}),
        seen={"B2": seen("B2")},
    )
    played.fill(world, "other", "reporter2", played.VALUES)  # it has not returned
    assert times() == 1
    do(
        PARTS,
        appraising.observe,
        actor,
        (played.SLUG, ref),
        appraising.Observed("visits", [{"polite": "yes"}]),
    )
    assert times() == 2
    do(
        PARTS,
        appraising.ask,
        actor,
        (played.SLUG, ref, "A1"),
        appraising.Asked("Danh sách của tháng nào?"),
        seen=seen("A1"),
    )
    assert times() == 2
    given = Given("A1", {"staff": "12", "staff_with_computer": "11"}, seen("A1"))
    answer(world.actor("reporter"), played.SLUG, ref, given)
    assert times() == 3
    played.sign(world, "other", "head2")
    assert times() == 4
    for part in Submission.objects.all():
        assert replaying.differences(part) == []
    kept = dict(Submission.objects.values_list("unit__code", "signal_sequence"))
    Submission.objects.update(signal_sequence=0)
    import_module("thangdo.work.assessments.migrations.0003_signal_sequence").fill(apps, connection)
    assert dict(Submission.objects.values_list("unit__code", "signal_sequence")) == kept
    assert sorted(kept.values())[0] == 0 < sorted(kept.values())[-1]
