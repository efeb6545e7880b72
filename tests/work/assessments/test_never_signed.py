"""What was never signed off is no result, and a draft never leaves its unit: at every door there is.

A unit that never returned once had a score made of its drafts, stood in the annex of the decision and in the
charts, and was told that its self-assessment was «được giữ nguyên».
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

import played
import world as sample
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import Refused
from thangdo.records.results import queries as results
from thangdo.rules.index.publication.verifying import verify
from thangdo.work.assessments import offline, papers, scoring, sealing
from thangdo.work.assessments.actions import answering, appraising, campaigns, objecting
from thangdo.work.assessments.acts import CAMPAIGNS, PARTS
from thangdo.work.assessments.models import Answer, Submission
from thangdo.work.assessments.paper_heading import Details
from thangdo.work.assessments.paper_tables import levels, slide_data, summary
from thangdo.work.assessments.queries import (
    agreement,
    appraisal,
    council,
    forms,
    own,
    points,
    reading,
    signals_by_unit,
    timeline,
    weak,
)
from thangdo.work.directives import conditions
from thangdo.work.programmes.plans import queries as plans
from thangdo.work.programmes.plans.expected_score import standing
from world import World

pytestmark = pytest.mark.django_db
SLUG = played.SLUG
SECRET = "7654321"  # a number that only a draft holds
DRAFT = {
    "A1": {"staff": SECRET, "staff_with_computer": SECRET},
    "A2": {"staff_trained": "7654320"},
    "B1": {"website": "own"},
}
OUTSIDERS = ("appraiser", "publisher", "council", "observer", "chairman", "secretary", "administrator")
SAID = "Không gửi kết quả tự đánh giá"


def given(world: World) -> None:
    """The other commune writes a draft and never signs it off; the first one returns."""
    played.returned(world)
    played.fill(world, "other", "reporter2", DRAFT)
    link = answering.NewEvidence("A1", f"Bản nháp {SECRET}", link="https://example.test/nhap")
    do(PARTS, answering.add_evidence, world.actor("reporter2"), (SLUG, world.ref("other")), link)


@pytest.fixture
def world() -> World:
    made = sample.build()
    given(made)
    return made


def closed(world: World) -> None:
    """Appraised; the three that never returned are written off."""
    played.decided(world)
    do(PARTS, appraising.finish, world.actor("appraiser"), (SLUG, world.ref("commune")))
    for other in ("other", "office", "department"):
        later = world.actor("appraiser", timedelta(days=60))
        do(PARTS, answering.write_off, later, (SLUG, world.ref(other)), campaigns.Why("Quá hạn 60 ngày"))


def concluded(world: World) -> None:
    closed(world)
    do(CAMPAIGNS, campaigns.notify, world.actor("publisher", timedelta(days=61)), (SLUG,))
    do(CAMPAIGNS, campaigns.close_window, world.actor("publisher", timedelta(days=90)), (SLUG,))
    do(
        CAMPAIGNS,
        campaigns.conclude,
        world.actor("council", timedelta(days=91)),
        (SLUG,),
        campaigns.Conclusion("Mẫu nhỏ"),
    )


def publish(world: World, day: int = 92) -> bytes:
    approval = campaigns.Approval("99/QĐ-UBND")
    do(CAMPAIGNS, campaigns.approve, world.actor("chairman", timedelta(days=day)), (SLUG,), approval)
    from thangdo.work.assessments import background_sealing

    done = background_sealing.publish(world.actor("publisher", timedelta(days=day + 1)), SLUG)
    return Path(sealing.path_of(str(done["sha256"]))).read_bytes()


@pytest.mark.parametrize("which", ["declared", "final"])
def test_a_draft_is_in_no_score_rank_or_mean_while_it_is_written_and_after_it_was_closed(
    world: World, which: scoring.Which
) -> None:
    for play in (lambda world: None, closed):
        play(world)
        scored = scoring.score(world.campaign(), which)
        assert set(scored.result.units) == {"X1"} and SECRET not in repr(scored.answers)
        (place,) = scored.result.places["commune"]
        assert (place.unit, place.of) == ("X1", 1 if place.rank else 0)
    assert [part.unit.code for part in scoring.not_returned(world.campaign())] == ["S1", "S2", "X2"]
    around = points.peers(world.campaign(), "commune", sample.MORNING)
    assert around["A1"].count == 1


def test_a_draft_does_not_move_the_goalposts_of_others() -> None:
    """`best` among the departments: the draft of one that never signs off took points from another."""
    world = sample.build()
    sample.dispatched(world)
    person = world.people["department-head"]
    for where in ("office", "department"):
        sample.office(person, world.units[where], "reporter")
    sample.office(person, world.units["office"], "head")
    for unit, rooms in (("office", "5"), ("department", "50")):
        played.fill(world, unit, "department-head", {"A3": {"rooms": rooms}})
    played.sign(world, "department", "department-head")
    assert str(scoring.score(world.campaign()).result.score("S2", "A3").score) == "10"
    world.now += timedelta(minutes=1)
    do(PARTS, answering.take_back, world.actor("department-head"), (SLUG, world.ref("department")))
    played.sign(world, "office", "department-head")
    scored = scoring.score(world.campaign(), "declared")
    assert set(scored.result.units) == {"S1"}
    assert str(scored.result.score("S1", "A3").score) == "10"  # not 1: what was taken back is a draft again


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("state", ["open", "missing", "taken back", "published"])
def test_nobody_outside_the_unit_reads_a_draft(world: World, who: str, state: str) -> None:
    if state == "taken back":
        played.sign(world, "other", "head2")
        do(PARTS, answering.take_back, world.actor("head2"), (SLUG, world.ref("other")))
    if state == "missing":
        closed(world)
    if state == "published":
        concluded(world)
        publish(world)
    actor, unit = world.actor(who), world.ref("other")
    told = [
        reading.answers(actor, SLUG, unit),
        reading.evidence(actor, SLUG, unit),
        forms.form(actor, SLUG, unit, "A"),
        own.overview(actor, SLUG, unit),
        own.objecting(actor, SLUG, unit),
        appraisal.sheet(actor, SLUG, unit, "A"),
        council.matter(actor, SLUG, unit, "A1"),
        timeline.of_unit(actor, SLUG, unit),
        timeline.of_answer(actor, SLUG, unit, "A1"),
        timeline.of_campaign(actor, SLUG, whole=True),
        weak.weak(actor, SLUG),
        signals_by_unit.by_unit(actor, SLUG),
        agreement.report(actor, SLUG),
        plans.plan(actor, SLUG, unit),
        weak.of_part(world.part(SLUG, "other")),
        papers.gather(actor, SLUG).answers,
    ]
    for one in told:
        assert SECRET not in repr(one) and "Bản nháp" not in repr(one), one
    book = offline.workbook(actor, SLUG, unit, "vi", "")
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert not any(SECRET.encode() in archive.read(name) for name in archive.namelist())
    for read in (own.evidence_file, reading.evidence_file):
        with pytest.raises(Refused, match="no-such-evidence"):
            read(actor, SLUG, unit, 1)
    rows = {one.question.node: one for one in reading.answers(actor, SLUG, unit)}
    assert rows["A1"].declared == {} and rows["A1"].status == "blank" and not rows["A1"].evidence
    assert rows["A1"].points_declared is None and rows["A1"].points is None
    assert appraisal.sheet(actor, SLUG, unit).draft and appraisal.sheet(actor, SLUG, unit).total == (
        None,
        None,
    )


def test_the_unit_itself_reads_and_goes_on_with_its_draft(world: World) -> None:
    for who in ("reporter2", "head2"):
        rows = {one.question.node: one for one in reading.answers(world.actor(who), SLUG, world.ref("other"))}
        assert rows["A1"].declared["staff"] == SECRET and rows["A1"].evidence == (1,)
        assert own.overview(world.actor(who), SLUG, world.ref("other")).total is not None
        shown = timeline.of_answer(world.actor(who), SLUG, world.ref("other"), "A1")
        assert SECRET in repr(shown)


def test_once_it_is_signed_off_the_office_reads_it_and_of_its_drafts_only_what_was_signed(
    world: World,
) -> None:
    a1, a2 = {"staff": "20", "staff_with_computer": "10"}, {"staff_trained": "5"}
    played.fill(world, "other", "reporter2", {"A1": a1, "A2": a2})
    played.sign(world, "other", "head2")
    office, unit = world.actor("appraiser"), world.ref("other")
    rows = {one.question.node: one for one in reading.answers(office, SLUG, unit)}
    assert rows["A1"].declared == {"staff": "20", "staff_with_computer": "10"} and rows["A1"].evidence == (1,)
    assert not appraisal.sheet(office, SLUG, unit).draft
    moments = timeline.of_answer(office, SLUG, unit, "A1").moments
    given = [one.values for one in moments if one.type == "answer.given"]
    assert given == [
        {"staff": "20", "staff_with_computer": "10"},
        {},
    ]  # the draft before it: that it was, no more


def test_what_the_office_measured_or_observed_stays_the_offices(world: World) -> None:
    office, unit = world.actor("appraiser"), world.ref("other")
    rows = [{"polite": "yes"}]
    do(PARTS, appraising.observe, office, (SLUG, unit), appraising.Observed("visits", rows))
    closed(world)
    assert reading.observations(world.actor("appraiser"), SLUG, unit, "visits") == rows
    assert "X2" not in scoring.score(world.campaign()).result.units  # and it makes no result of one


def test_an_appraiser_cannot_tick_off_the_evidence_of_a_draft(world: World) -> None:
    with pytest.raises(Refused, match="no-such-evidence"):
        do(
            PARTS,
            appraising.review,
            world.actor("appraiser"),
            (SLUG, world.ref("other")),
            appraising.Looked(1),
        )


def test_the_council_cannot_put_right_what_nobody_declared(world: World) -> None:
    closed(world)
    do(CAMPAIGNS, campaigns.notify, world.actor("publisher", timedelta(days=61)), (SLUG,))
    do(CAMPAIGNS, campaigns.close_window, world.actor("publisher", timedelta(days=90)), (SLUG,))
    right = appraising.Amended({"staff_trained": "3"}, "Theo hồ sơ")
    actor, where = world.actor("council", timedelta(days=91)), (SLUG, world.ref("other"), "A2")
    with pytest.raises(Refused, match="never-signed-off"):
        do(PARTS, objecting.put_right, actor, where, right, seen=world.sequence(SLUG, "other", "A2"))


def test_whatever_state_the_part_is_moved_to_only_the_sign_off_makes_it_a_result(world: World) -> None:
    closed(world)
    for state in ("notified", "settled", "appraised"):
        Submission.objects.filter(unit=world.units["other"]).update(state=state)
        assert "X2" not in scoring.score(world.campaign()).result.units
        gathered = papers.gather(world.actor("publisher"), SLUG)
        assert gathered.score("X2") is None
        assert not gathered.answers.filter(submission__unit__code="X2").exists()


def test_the_papers_say_that_a_unit_did_not_return_and_count_it_apart(world: World) -> None:
    concluded(world)
    gathered = papers.gather(world.actor("publisher", timedelta(days=91)), SLUG)
    departments, communes = levels(gathered)
    assert (communes.units, communes.level_1, communes.not_returned) == (1, 1, 1)
    assert (departments.units, departments.not_returned) == (0, 2)
    assert sum(tier["units"] for tier in summary(gathered)["tiers"]) == 1  # as read out at the conference
    row = papers.decision(gathered, Details()).annexes[1].rows[1]
    assert (row.unit, row.level_or_unranked, row.score_or_dash, row.rank_or_dash) == (
        "Ủy ban nhân dân xã Mẫu 2",
        SAID,
        "–",
        "–",
    )
    told = papers.notice(gathered, Details(), "X2")
    assert (told.level_or_unranked, told.returned, told.score, told.rank) == (SAID, False, None, "")
    assert (told.written_off, told.among, told.of_tier) == ("Quá hạn 60 ngày", 1, 2)
    assert [tier.not_returned for tier in slide_data(gathered, sample.MORNING.date()).tiers] == [2, 1]
    assert {
        unit.name for tier in slide_data(gathered, sample.MORNING.date()).tiers for unit in tier.units
    } == {"Xã Mẫu 1"}
    assert papers.report(gathered, Details()).closed


def words_of(content: bytes) -> str:
    import re

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        document = archive.read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", document).replace("\u00a0", " ")


def test_every_paper_has_a_sentence_for_it_and_none_says_that_it_was_left_as_it_was(world: World) -> None:
    concluded(world)
    gathered = papers.gather(world.actor("publisher", timedelta(days=91)), SLUG)

    def said(kind: str, unit: str = "") -> str:
        return words_of(papers.document(gathered, kind, "docx", Details(), unit=unit)[1])

    assert "ngoài ra 1 đơn vị không gửi kết quả tự đánh giá" in said("decision")
    assert "xã Mẫu 2–" in said("decision") and f"–{SAID}" in said("decision")
    assert "3 đơn vị không gửi" in said("report") and "Quá hạn 60 ngày" in said("report")
    assert "3 đơn vị không gửi kết quả tự đánh giá" in said("submission")
    assert "3 đơn vị không gửi kết quả tự đánh giá" in said("conference")
    notice = said("notice", "X2")
    assert "xã Mẫu 2 không gửi kết quả tự đánh giá trong thời hạn (Quá hạn 60 ngày)" in notice
    assert "giữ nguyên" not in notice and "giải trình" not in notice.lower() and SECRET not in notice
    assert "1. Kết quả" in said("notice", "X1") and "Hạng trong 1 đơn vị được xếp hạng" in said(
        "notice", "X1"
    )


def test_a_sealed_publication_names_who_did_not_return_and_verifies_without_them(world: World) -> None:
    concluded(world)
    content = publish(world)
    report = verify(content)
    assert report.status == "good" and report.units == 1
    assert report.not_returned == (("S1", "Sở Mẫu 1"), ("S2", "Sở Mẫu 2"), ("X2", "Xã Mẫu 2"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert json.loads(parts["manifest.json"])["format_version"] == 2
    named = list(csv.reader(io.StringIO(parts["not_returned.csv"])))
    assert named[1:] == [
        ["sample", "S1", "department", "Sở Mẫu 1"],
        ["sample", "S2", "department", "Sở Mẫu 2"],
        ["sample", "X2", "commune", "Xã Mẫu 2"],
    ]
    rest = {name: text for name, text in parts.items() if name != "not_returned.csv"}
    assert not any(SECRET in text or "X2" in text for text in rest.values())


def test_the_scoreboard_shows_it_apart_and_out_of_every_count(world: World) -> None:
    concluded(world)
    publish(world)
    found = results.overview(SLUG)
    assert [row.code for row in found.not_returned] == ["S1", "S2", "X2"]
    assert found.total == 1 and [(tier.tier, tier.units) for tier in found.tiers] == [("commune", 1)]
    row = next(row for row in found.rows if row.code == "X2")
    assert (row.status, row.score, row.rank, row.level, row.change) == ("not-returned", None, None, "", None)
    page = results.unit(SLUG, "X1")
    assert (page.peer_count, page.peers["A1"].count) == (1, 1)
    assert results.unit(SLUG, "X2").row.reason == {"code": "not-returned", "facts": {}}
    assert [row["unit"] for row in results.explanations(SLUG)] == ["X1"]


def test_a_correction_of_what_was_published_with_drafts_shows_the_new_rule(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the version before did it every part counted. The file stays; the correction leaves them out."""
    from django.db.models import Q

    with monkeypatch.context() as before:
        everything = Q(pk__gt=0)
        before.setattr(scoring, "SIGNED", everything)
        before.setattr(sealing, "SIGNED", everything)
        before.setattr(scoring, "not_returned", lambda campaign: [])
        concluded(world)
        old = publish(world)
    assert verify(old).status == "good" and verify(old).units == 4 and verify(old).not_returned == ()
    later = world.actor("council", timedelta(days=100))
    do(CAMPAIGNS, campaigns.correct, later, (SLUG,), campaigns.Why("Bản nháp của ba đơn vị đã được tính"))
    do(CAMPAIGNS, campaigns.conclude, later, (SLUG,), campaigns.Conclusion("Mẫu nhỏ"))
    new = publish(world, 101)
    assert verify(new).units == 1 and len(verify(new).not_returned) == 3
    assert json.loads(zipfile.ZipFile(io.BytesIO(new)).read("manifest.json"))["replaces"]
    assert verify(old).status == "good"


def test_a_condition_on_a_criterion_does_not_hold_by_a_draft(world: World) -> None:
    condition = {"kind": "criterion", "campaign": SLUG, "node": "A1", "input": "staff", "at_least": "1"}
    held = conditions.check(condition, world.units["other"], sample.MORNING.date())
    assert not held.holds and SECRET not in repr(held)
    played.sign(world, "other", "head2")
    assert conditions.check(condition, world.units["other"], sample.MORNING.date()).holds


def test_a_plan_of_a_unit_that_never_returned_starts_from_nothing(world: World) -> None:
    closed(world)
    stands = standing(world.part(SLUG, "other"))
    assert {node: one.score for node, one in stands.items() if one.score} == {}
    assert (
        standing(world.part(SLUG, "department"))["A3"].score is None
    )  # hangs on others: beside them, not in


def test_the_values_of_a_campaign_that_a_unit_never_returned_are_not_those_of_last_year(world: World) -> None:
    campaign = world.campaign()
    campaign.follows = SLUG
    assert points.last_values(campaign, "sample", "X2") == {}
    assert points.last_values(campaign, "sample", "X1")["A1"]["staff"] == "20"


def test_the_sample_of_second_opinions_holds_no_draft(world: World) -> None:
    Answer.objects.filter(submission__unit=world.units["other"], measured=False).update(sampled=True)
    own_ = Answer.objects.filter(
        submission__unit=world.units["commune"], sampled=True, measured=False
    ).count()
    assert agreement.report(world.actor("publisher"), SLUG).sampled == own_
