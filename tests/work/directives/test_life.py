"""The life of an order: noted, reported with evidence, accepted or given back, more time, closed."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest

import ordering
import world as sample
from ordering import act, part
from thangdo.records.ledger import events as ledger
from thangdo.records.ledger import private
from thangdo.records.ledger.events import Stale
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.work.directives import actions
from thangdo.work.directives.actions import (
    Closing,
    Decision,
    EvidenceBack,
    MoreTime,
    NewEvidence,
    Report,
    Why,
)
from thangdo.work.directives.acts import send
from thangdo.work.directives.models import Directive, Extension
from thangdo.work.directives.projection import differences
from world import World

pytestmark = pytest.mark.django_db
LINK = NewEvidence("Ảnh bộ phận một cửa", link="https://example.test/anh")


@pytest.fixture
def world() -> World:
    return ordering.build()


@pytest.fixture
def slug(world: World) -> str:
    return ordering.issued(world)


def reported(world: World, slug: str) -> None:
    ref = world.ref("commune")
    act(actions.acknowledge, world.actor("reporter"), (slug, ref))
    act(actions.report, world.actor("reporter"), (slug, ref), Report("Đã mở bộ phận một cửa", 100, (LINK,)))


def code_of(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.code


def test_the_work_done_is_lost_on_the_way_to_acceptance(world: World, slug: str) -> None:
    ref = world.ref("commune")
    reported(world, slug)
    assert (part(world, slug).state, part(world, slug).reported_on) == ("reported", ordering.DAY)
    act(actions.accept, world.actor("secretary", timedelta(days=1)), (slug, ref))
    row = part(world, slug)
    assert (row.state, row.done_on, row.settled) == ("accepted", ordering.DAY, True)
    assert part(world, slug, "other").state == "issued", "each unit has its own state"
    assert differences(Directive.objects.get(slug=slug)) == []


def test_a_report_on_the_way_counts_as_done(world: World, slug: str) -> None:
    act(actions.report, world.actor("reporter"), (slug, world.ref("commune")), Report("Đang sửa phòng", 40))
    row = part(world, slug)
    assert (row.state, row.progress, row.reported_on) == ("acknowledged", 40, None)
    assert row.acknowledged_on == ordering.DAY, "who reports has taken note"


def test_a_report_is_given_back_without_a_reason(world: World, slug: str) -> None:
    ref = world.ref("commune")
    reported(world, slug)
    with pytest.raises(Refused) as error:
        act(actions.give_back, world.actor("secretary"), (slug, ref), Why("  "))
    assert code_of(error) == "reason-needed"
    act(actions.give_back, world.actor("secretary"), (slug, ref), Why("Chưa có ảnh biển hiệu"))
    row = part(world, slug)
    assert (row.state, row.again, private.text(row.reason)) == (
        "returned",
        "given-back",
        "Chưa có ảnh biển hiệu",
    )
    act(actions.report, world.actor("reporter"), (slug, ref), Report("Đã bổ sung", 100))
    assert part(world, slug).state == "reported"


def test_another_units_officer_reports(world: World, slug: str) -> None:
    for who in ("reporter2", "head2", "secretary", "chairman", "district-head", "observer"):
        with pytest.raises(NotAllowed):
            act(actions.report, world.actor(who), (slug, world.ref("commune")), Report("Đã xong", 100))
    with pytest.raises(Refused) as error:
        act(actions.report, world.actor("reporter"), (slug, world.ref("department")), Report("Đã xong", 100))
    assert code_of(error) == "no-such-assignment"


def test_a_head_accepts_what_he_reports_himself(world: World) -> None:
    slug = ordering.issued(world, scope={}, leading=world.ref("province"))
    ref = world.ref("province")
    act(actions.report, world.actor("chairman"), (slug, ref), Report("Đã xong", 100))
    with pytest.raises(Refused) as error:
        act(actions.accept, world.actor("chairman"), (slug, ref))
    assert code_of(error) == "accepts-own-report"
    act(actions.accept, world.actor("secretary"), (slug, ref))


def test_a_file_of_somebody_else_is_given_as_evidence(world: World, slug: str) -> None:
    ref = world.ref("commune")
    new = send(world.actor("reporter"), slug, ref, BytesIO(b"%PDF-1.4 anh\n%%EOF"), "anh.pdf", "")
    with pytest.raises(Refused) as error:
        act(
            actions.report,
            world.actor("reporter2"),
            (slug, world.ref("other")),
            Report("Đã xong", 100, (new,)),
        )
    assert code_of(error) == "no-such-file"
    with pytest.raises(Refused) as error:
        act(
            actions.report,
            world.actor("reporter"),
            (slug, ref),
            Report("Đã xong", 100, (NewEvidence("Ảnh", sha256="0" * 64),)),
        )
    assert code_of(error) == "no-such-file"
    act(actions.report, world.actor("reporter"), (slug, ref), Report("Đã xong", 100, (new,)))
    proof = part(world, slug).evidence.get()
    assert (proof.kind, proof.sha256, private.text(proof.title)) == ("file", new.sha256, "anh.pdf")


@pytest.mark.parametrize(
    ("proof", "code"),
    [
        (NewEvidence("Ảnh"), "file-or-link"),
        (NewEvidence("Ảnh", link="javascript:alert(1)"), "bad-link"),
        (NewEvidence("", sha256="0" * 64), "title-needed"),
        (NewEvidence("a" * 401, link="https://a.test"), "directive-text-too-long"),
    ],
)
def test_evidence_that_nobody_can_open_is_taken(
    world: World, slug: str, proof: NewEvidence, code: str
) -> None:
    with pytest.raises(Refused) as error:
        act(
            actions.report,
            world.actor("reporter"),
            (slug, world.ref("commune")),
            Report("Đã xong", 100, (proof,)),
        )
    assert code_of(error) == code


def test_evidence_withdrawn_after_acceptance_leaves_the_work_accepted(world: World, slug: str) -> None:
    ref = world.ref("commune")
    reported(world, slug)
    act(actions.accept, world.actor("secretary"), (slug, ref))
    act(actions.withdraw_evidence, world.actor("reporter"), (slug, ref), EvidenceBack(1, "Ảnh của xã khác"))
    row = part(world, slug)
    assert (row.state, row.again, row.reopened, row.done_on) == ("returned", "evidence", 1, None)
    assert row.evidence.get().withdrawn_on == ordering.DAY, "it stays visible, as withdrawn"
    with pytest.raises(Refused):
        act(actions.withdraw_evidence, world.actor("reporter"), (slug, ref), EvidenceBack(1, "Lần nữa"))
    assert differences(Directive.objects.get(slug=slug)) == []


def test_evidence_withdrawn_after_closing_leaves_the_directive_closed(world: World, slug: str) -> None:
    reported(world, slug)
    act(actions.accept, world.actor("secretary"), (slug, world.ref("commune")))
    act(actions.close, world.actor("chairman"), (slug,), Closing("Xã Mẫu 2 chuyển sang kế hoạch năm sau"))
    act(
        actions.withdraw_evidence,
        world.actor("head"),
        (slug, world.ref("commune")),
        EvidenceBack(1, "Ảnh của xã khác"),
    )
    directive = Directive.objects.get(slug=slug)
    assert (directive.state, part(world, slug).state, part(world, slug, "other").state) == (
        "issued",
        "returned",
        "closed",
    )
    assert [one.payload.get("act") for one in ledger.read(directive.stream)][-2:] == ["close", "reopen"]
    assert differences(directive) == []


def test_evidence_withdrawn_before_acceptance_reopens(world: World, slug: str) -> None:
    reported(world, slug)
    act(
        actions.withdraw_evidence,
        world.actor("reporter"),
        (slug, world.ref("commune")),
        EvidenceBack(1, "Ảnh mờ"),
    )
    assert (part(world, slug).state, part(world, slug).reopened) == ("reported", 0)


def test_time_is_asked_without_the_head_or_given_without_a_reason(world: World, slug: str) -> None:
    ref, later = world.ref("commune"), date(2026, 3, 30)
    with pytest.raises(NotAllowed):
        act(actions.ask_extension, world.actor("reporter"), (slug, ref), MoreTime(later, "Thiếu phòng"))
    with pytest.raises(Refused) as error:
        act(
            actions.ask_extension,
            world.actor("head"),
            (slug, ref),
            MoreTime(date(2026, 3, 16), "Thiếu phòng"),
        )
    assert code_of(error) == "not-later"
    act(actions.ask_extension, world.actor("head"), (slug, ref), MoreTime(later, "Thiếu phòng"))
    with pytest.raises(Refused) as error:
        act(actions.ask_extension, world.actor("head"), (slug, ref), MoreTime(later, "Lần nữa"))
    assert code_of(error) == "extension-waits"
    with pytest.raises(Refused) as error:
        act(actions.decide_extension, world.actor("chairman"), (slug, ref), Decision(True, ""))
    assert code_of(error) == "reason-needed"
    with pytest.raises(NotAllowed):
        act(actions.decide_extension, world.actor("secretary"), (slug, ref), Decision(True, "Đồng ý"))
    act(
        actions.decide_extension,
        world.actor("chairman"),
        (slug, ref),
        Decision(True, "Đồng ý", date(2026, 3, 28)),
    )
    row = part(world, slug)
    assert (row.due, row.extended, row.asked) == (date(2026, 3, 30), True, False), (
        "a Saturday falls on Monday"
    )
    asked = Extension.objects.get()
    assert (asked.due_before, asked.due_asked, asked.due_given) == (date(2026, 3, 16), later, later)


def test_a_refused_request_moves_the_day(world: World, slug: str) -> None:
    ref = world.ref("commune")
    act(actions.ask_extension, world.actor("head"), (slug, ref), MoreTime(date(2026, 3, 30), "Thiếu phòng"))
    act(actions.decide_extension, world.actor("chairman"), (slug, ref), Decision(False, "Đã có phòng"))
    assert (part(world, slug).due, part(world, slug).extended) == (date(2026, 3, 16), False)
    with pytest.raises(Refused) as error:
        act(actions.decide_extension, world.actor("chairman"), (slug, ref), Decision(True, "Đổi ý"))
    assert code_of(error) == "no-extension-asked"


def test_more_time_is_asked_where_no_day_is_stated(world: World) -> None:
    slug = ordering.issued(world, due_kind="none", due_days=None)
    with pytest.raises(Refused) as error:
        act(
            actions.ask_extension,
            world.actor("head"),
            (slug, world.ref("commune")),
            MoreTime(date(2026, 3, 30), "Thiếu phòng"),
        )
    assert code_of(error) == "no-due-date"


def test_unfinished_work_is_closed_in_silence(world: World, slug: str) -> None:
    with pytest.raises(Refused) as error:
        act(actions.close, world.actor("chairman"), (slug,), Closing())
    assert (code_of(error), error.value.facts) == ("close-needs-reason", {"units": 2})
    act(actions.close, world.actor("chairman"), (slug,), Closing("Chuyển sang kế hoạch năm sau"))
    row = part(world, slug)
    assert (row.state, row.settled) == ("closed", False), "closed, and not done"
    with pytest.raises(Refused) as error:
        act(actions.report, world.actor("reporter"), (slug, world.ref("commune")), Report("Đã xong", 100))
    assert code_of(error) == "wrong-state"


def test_one_units_part_is_taken_back_with_all_the_others(world: World, slug: str) -> None:
    act(actions.withdraw_one, world.actor("chairman"), (slug, world.ref("other")), Why("Xã đã có"))
    assert (part(world, slug).state, part(world, slug, "other").state) == ("issued", "withdrawn")
    act(actions.withdraw, world.actor("chairman"), (slug,), Why("Thay bằng văn bản khác"))
    assert Directive.objects.get(slug=slug).state == part(world, slug).state == "withdrawn"
    assert differences(Directive.objects.get(slug=slug)) == []


def test_two_officers_of_one_unit_overwrite_each_other(world: World, slug: str) -> None:
    ref, seen = world.ref("commune"), part(world, slug).sequence
    act(actions.report, world.actor("reporter"), (slug, ref), Report("Đang làm", 30), seen=seen)
    with pytest.raises(Stale):
        act(actions.report, world.actor("head"), (slug, ref), Report("Đã xong", 100), seen=seen)
    assert part(world, slug).progress == 30


def test_a_head_who_was_replaced_still_answers(world: World, slug: str) -> None:
    """The post answers, not the person: the successor inherits the open assignment without any act."""
    from thangdo.records.people.models import Office, Person

    Office.objects.filter(person=world.people["head"]).update(until=ordering.DAY + timedelta(days=3))
    new = Person.objects.create_user("new-head", None, name="Người Mẫu (mới)", created_at=world.now)
    world.people["new-head"] = new
    sample.office(new, world.units["commune"], "head", since=ordering.DAY + timedelta(days=4))
    later, ref = timedelta(days=7), world.ref("commune")
    with pytest.raises(NotAllowed):
        act(
            actions.ask_extension,
            world.actor("head", later),
            (slug, ref),
            MoreTime(date(2026, 3, 30), "Thiếu phòng"),
        )
    act(
        actions.ask_extension,
        world.actor("new-head", later),
        (slug, ref),
        MoreTime(date(2026, 3, 30), "Mới nhận việc"),
    )
    asked = ledger.read(part(world, slug).stream)[-1]
    assert (asked.actor, asked.office) == (new.ref, "head@sample:X1")


def test_a_report_says_nothing_or_more_than_everything(world: World, slug: str) -> None:
    ref = world.ref("commune")
    for text, progress, code in (
        ("", 100, "report-needed"),
        ("Xong", 101, "bad-progress"),
        ("Xong", -1, "bad-progress"),
        ("x" * 20_001, 5, "directive-text-too-long"),
    ):
        with pytest.raises(Refused) as error:
            act(actions.report, world.actor("reporter"), (slug, ref), Report(text, progress))
        assert code_of(error) == code


def test_what_was_unknown_stays_unknown_after_a_report(world: World) -> None:
    slug = ordering.issued(world, known=False)
    assert part(world, slug).known is False
    act(actions.acknowledge, world.actor("reporter"), (slug, world.ref("commune")))
    assert part(world, slug).known is True
