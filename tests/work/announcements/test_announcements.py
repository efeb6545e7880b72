"""Notices, replies and answers by what would go wrong for an editor, a citizen or the unit asked."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import world as sample
from thangdo.records.acts.frame import do
from thangdo.records.files.store import put
from thangdo.records.ledger.events import Stale, read
from thangdo.records.ledger.private import destroy, text
from thangdo.records.people.acting import Actor, NotAllowed, Refused
from thangdo.work.announcements import actions, projection, queries
from thangdo.work.announcements.actions import NOTICES, Draft
from thangdo.work.announcements.models import Announcement, Document, Reply
from world import World

pytestmark = pytest.mark.django_db
SLUG = "lich-tiep-dan"
PROVINCE = ("sample", "M")
DRAFT = Draft(PROVINCE, "Lịch tiếp dân", "Thứ Hai hằng tuần.\n\nTại trụ sở.")


@pytest.fixture
def world() -> World:
    return sample.build()


def write(actor: Actor, draft: Draft, seen: int = 0) -> int:
    return int(do(NOTICES, actions.write, actor, (SLUG,), draft, seen=seen)["sequence"])


def published(world: World) -> int:
    seen = write(world.actor("secretary"), DRAFT)
    return do(NOTICES, actions.publish, world.actor("secretary"), (SLUG,), seen=seen)["sequence"]


def row() -> Announcement:
    return Announcement.objects.get(slug=SLUG)


def test_a_draft_is_not_public_before_somebody_publishes_it(world: World) -> None:
    write(world.actor("secretary"), DRAFT)
    assert queries.public_one(SLUG) is None and not queries.published().exists()
    with pytest.raises(Refused, match="replies-closed"):
        actions.receive(SLUG, "Xin hỏi giờ tiếp dân", "", world.now)


def test_only_an_editor_of_the_unit_writes_in_its_name(world: World) -> None:
    for who in ("reporter", "appraiser", "department-head", "observer"):
        with pytest.raises(NotAllowed):
            write(world.actor(who), DRAFT)
    assert not Announcement.objects.exists()


def test_two_editors_at_once_lose_nothing(world: World) -> None:
    seen = write(world.actor("secretary"), DRAFT)
    changed = Draft(PROVINCE, "Lịch tiếp dân tháng 4")
    write(world.actor("publisher"), changed, seen)
    with pytest.raises(Stale):
        write(world.actor("secretary"), DRAFT, seen)
    assert row().title == "Lịch tiếp dân tháng 4"


def test_a_second_notice_under_a_taken_address_changes_nothing(world: World) -> None:
    published(world)
    with pytest.raises(Refused, match="address-taken"):
        write(world.actor("secretary"), Draft(PROVINCE, "Khác"))
    assert row().title == DRAFT.title


@pytest.mark.parametrize(
    ("slug", "draft", "code"),
    [
        ("Có dấu", Draft(PROVINCE, "A"), "address-form"),
        ("a/../b", Draft(PROVINCE, "A"), "address-form"),
        ("a" * 81, Draft(PROVINCE, "A"), "address-form"),
        ("a", Draft(PROVINCE, " "), "missing"),
        ("a", Draft(PROVINCE, "A" * 401), "too-long"),
        ("a", Draft(PROVINCE, "A", source_url="javascript:alert(1)"), "link-form"),
        ("a", Draft(("sample", "nowhere"), "A"), "no-such-unit"),
    ],
)
def test_a_notice_that_cannot_stand_says_why(world: World, slug: str, draft: Draft, code: str) -> None:
    with pytest.raises(Refused, match=code):
        do(NOTICES, actions.write, world.actor("secretary"), (slug,), draft, seen=0)


def test_a_reply_is_not_shown_before_an_editor_has_read_it(world: World) -> None:
    published(world)
    number = actions.receive(SLUG, "Xin hỏi giờ tiếp dân?", "Người Mẫu", world.now)
    assert queries.public_replies(row()) == []
    do(NOTICES, actions.show, world.actor("secretary"), (SLUG, number))
    (shown,) = queries.public_replies(row())
    assert (shown.text, shown.name) == ("Xin hỏi giờ tiếp dân?", "Người Mẫu")


def test_a_reply_sent_twice_is_one_reply(world: World) -> None:
    published(world)
    assert {actions.receive(SLUG, "Xin hỏi giờ tiếp dân?", "", world.now) for _ in range(3)} == {1}
    assert row().replies.count() == 1


def test_what_a_citizen_wrote_is_not_in_the_ledger_and_can_be_destroyed(world: World) -> None:
    published(world)
    actions.receive(SLUG, "Số điện thoại của tôi là 0900000000", "Người Mẫu", world.now)
    assert "0900000000" not in str([event.payload for event in read(row().stream)])
    held = row().replies.get().text
    destroy([held["ref"]], world.now, "rule")
    assert text(held) == "" and queries.one(world.actor("secretary"), SLUG).replies[0].text == ""


def test_the_unit_named_answers_in_public_by_its_day(world: World) -> None:
    published(world)
    number = actions.receive(SLUG, "Xã tôi chưa có bộ phận một cửa", "", world.now)
    with pytest.raises(NotAllowed):
        do(
            NOTICES,
            actions.answer,
            world.actor("head"),
            (SLUG, number),
            actions.Answer("Đã có từ tháng trước."),
        )
    do(NOTICES, actions.ask, world.actor("secretary"), (SLUG, number), actions.Ask(world.ref("commune"), 5))
    reply = row().replies.get()
    assert reply.due is not None and reply.due.isoformat() == "2026-03-09"  # five working days after Monday
    assert [one.number for one in queries.owed(world.actor("reporter"))] == [number]
    assert queries.owed(world.actor("reporter2")) == []
    do(
        NOTICES,
        actions.answer,
        world.actor("reporter"),
        (SLUG, number),
        actions.Answer("Đã có từ tháng trước."),
    )
    (shown,) = queries.public_replies(row())
    assert shown.answered_by == world.units["commune"].name_vi and shown.answer == "Đã có từ tháng trước."
    assert queries.owed(world.actor("reporter")) == []


def test_a_unit_sees_only_the_replies_it_is_to_answer(world: World) -> None:
    published(world)
    for words in ("Ý kiến thứ nhất", "Ý kiến thứ hai"):
        actions.receive(SLUG, words, "", world.now)
    do(NOTICES, actions.ask, world.actor("secretary"), (SLUG, 2), actions.Ask(world.ref("commune"), 5))
    assert [one.number for one in queries.one(world.actor("reporter"), SLUG).replies] == [2]
    with pytest.raises(Refused, match="no-such-notice"):
        queries.one(world.actor("reporter2"), SLUG)


def test_a_hidden_reply_says_why_and_is_not_public(world: World) -> None:
    published(world)
    actions.receive(SLUG, "Quảng cáo hàng hóa", "", world.now)
    with pytest.raises(Refused, match="reason-missing"):
        do(NOTICES, actions.hide, world.actor("secretary"), (SLUG, 1), actions.Why(" "))
    do(NOTICES, actions.hide, world.actor("secretary"), (SLUG, 1), actions.Why("Quảng cáo, không liên quan"))
    assert queries.public_replies(row()) == []
    assert queries.one(world.actor("secretary"), SLUG).replies[0].reason == "Quảng cáo, không liên quan"


def test_a_withdrawn_notice_keeps_its_address_and_takes_no_reply(world: World) -> None:
    seen = published(world)
    do(NOTICES, actions.withdraw, world.actor("secretary"), (SLUG,), actions.Why("Đăng nhầm"), seen=seen)
    found = queries.public_one(SLUG)
    assert found is not None and found.state == "withdrawn" and not queries.published().exists()
    with pytest.raises(Refused, match="replies-closed"):
        actions.receive(SLUG, "Xin hỏi giờ tiếp dân?", "", world.now)


def test_only_a_file_that_the_editor_sent_is_put_to_a_notice(world: World) -> None:
    published(world)
    stored = put(BytesIO(b"a,b\n1,2\n"), "bang.csv", "text/csv", world.actor("reporter").by())
    with pytest.raises(Refused, match="no-such-file"):
        do(
            NOTICES,
            actions.attach,
            world.actor("secretary"),
            (SLUG,),
            actions.Attachment(stored.sha256, "Bảng"),
        )
    put(BytesIO(b"a,b\n1,2\n"), "bang.csv", "text/csv", world.actor("secretary").by())
    do(NOTICES, actions.attach, world.actor("secretary"), (SLUG,), actions.Attachment(stored.sha256, "Bảng"))
    assert [one.title for one in row().documents.all()] == ["Bảng"]


def state() -> list[Any]:
    kept = [model_to_dict(one) for one in Announcement.objects.order_by("slug")]
    for model in (Document, Reply):
        kept += [
            {**model_to_dict(one, exclude=["id", "announcement"]), "of": one.announcement.slug}
            for one in model.objects.order_by("announcement__slug", "number")
        ]
    return [{key: value for key, value in one.items() if key != "id"} for one in kept]


ACTS = ("write", "publish", "withdraw", "reply", "show", "hide", "ask", "answer")
NUMBERS = count()


def does(world: World, slug: str, name: str, number: int, step: int) -> None:
    actor, found = world.actor("secretary"), Announcement.objects.filter(slug=slug).first()
    seen = found.sequence if found else 0
    if name == "write":
        do(NOTICES, actions.write, actor, (slug,), Draft(PROVINCE, f"Bản {step}"), seen=seen)
    elif name == "publish":
        do(NOTICES, actions.publish, actor, (slug,), seen=seen)
    elif name == "withdraw":
        do(NOTICES, actions.withdraw, actor, (slug,), actions.Why("Lý do gỡ"), seen=seen)
    elif name == "reply":
        actions.receive(slug, f"Ý kiến {step}", "", world.now + timedelta(minutes=step))
    elif name == "show":
        do(NOTICES, actions.show, actor, (slug, number))
    elif name == "hide":
        do(NOTICES, actions.hide, actor, (slug, number), actions.Why("Lý do ẩn"))
    elif name == "ask":
        do(NOTICES, actions.ask, actor, (slug, number), actions.Ask(world.ref("commune"), 3))
    else:
        do(NOTICES, actions.answer, actor, (slug, number), actions.Answer("Trả lời công khai"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(walk=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 3)), max_size=14))
def test_whatever_is_done_the_ledger_gives_the_same_state_again(
    world: World, walk: list[tuple[str, int]]
) -> None:
    slug = f"thu-{next(NUMBERS)}"
    Announcement.objects.all().delete()
    walk = [("write", 1), ("publish", 1), ("reply", 1), *walk]
    for step, (name, number) in enumerate(walk):
        if name not in ("write", "reply") and not Announcement.objects.filter(slug=slug).exists():
            continue
        with suppress(Refused):
            does(world, slug, name, number, step)
    before = state()
    Announcement.objects.all().delete()
    again = Announcement(slug=slug)
    for event in read(f"announcement:{slug}"):
        projection.apply(again, event)
    assert before and state() == before
