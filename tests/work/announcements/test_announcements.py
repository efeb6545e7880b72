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
from thangdo.records.files.store import put
from thangdo.records.ledger.events import Stale, read
from thangdo.records.ledger.private import destroy, text
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.work.announcements import actions, projection, queries
from thangdo.work.announcements.actions import Draft
from thangdo.work.announcements.models import Announcement, Document, Reply
from world import World

pytestmark = pytest.mark.django_db
SLUG = "lich-tiep-dan"
DRAFT = Draft(SLUG, "Lịch tiếp dân", "Thứ Hai hằng tuần.\n\nTại trụ sở.")


@pytest.fixture
def world() -> World:
    return sample.build()


def published(world: World) -> int:
    seen = actions.write(world.actor("secretary"), world.units["province"], DRAFT)
    return actions.publish(world.actor("secretary"), SLUG, seen)


def row() -> Announcement:
    return Announcement.objects.get(slug=SLUG)


def test_a_draft_is_not_public_before_somebody_publishes_it(world: World) -> None:
    actions.write(world.actor("secretary"), world.units["province"], DRAFT)
    assert queries.public_one(SLUG) is None and not queries.published().exists()
    with pytest.raises(Refused, match="replies-closed"):
        actions.reply(SLUG, "Xin hỏi giờ tiếp dân", "", world.now)


def test_only_an_editor_of_the_unit_writes_in_its_name(world: World) -> None:
    for who in ("reporter", "appraiser", "department-head", "observer"):
        with pytest.raises(NotAllowed):
            actions.write(world.actor(who), world.units["province"], DRAFT)
    assert not Announcement.objects.exists()


def test_two_editors_at_once_lose_nothing(world: World) -> None:
    seen = actions.write(world.actor("secretary"), world.units["province"], DRAFT)
    changed = Draft(SLUG, "Lịch tiếp dân tháng 4")
    actions.write(world.actor("publisher"), world.units["province"], changed, seen)
    with pytest.raises(Stale):
        actions.write(world.actor("secretary"), world.units["province"], DRAFT, seen)
    assert row().title == "Lịch tiếp dân tháng 4"


def test_a_second_notice_under_a_taken_address_changes_nothing(world: World) -> None:
    published(world)
    with pytest.raises(Refused, match="address-taken"):
        actions.write(world.actor("secretary"), world.units["province"], Draft(SLUG, "Khác"))
    assert row().title == DRAFT.title


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (Draft("Có dấu", "A"), "address-form"),
        (Draft("a/../b", "A"), "address-form"),
        (Draft("a", " "), "notice-text"),
        (Draft("a", "A", source_url="javascript:alert(1)"), "link-form"),
    ],
)
def test_a_notice_that_cannot_stand_says_why(world: World, draft: Draft, code: str) -> None:
    with pytest.raises(Refused, match=code):
        actions.write(world.actor("secretary"), world.units["province"], draft)


def test_a_reply_is_not_shown_before_an_editor_has_read_it(world: World) -> None:
    published(world)
    number = actions.reply(SLUG, "Xin hỏi giờ tiếp dân?", "Người Mẫu", world.now)
    assert queries.public_replies(row()) == []
    actions.show(world.actor("secretary"), SLUG, number)
    (shown,) = queries.public_replies(row())
    assert (shown.text, shown.name) == ("Xin hỏi giờ tiếp dân?", "Người Mẫu")


def test_a_reply_sent_twice_is_one_reply(world: World) -> None:
    published(world)
    assert {actions.reply(SLUG, "Xin hỏi giờ tiếp dân?", "", world.now) for _ in range(3)} == {1}
    assert row().replies.count() == 1


def test_what_a_citizen_wrote_is_not_in_the_ledger_and_can_be_destroyed(world: World) -> None:
    published(world)
    actions.reply(SLUG, "Số điện thoại của tôi là 0900000000", "Người Mẫu", world.now)
    assert "0900000000" not in str([event.payload for event in read(row().stream)])
    held = row().replies.get().text
    destroy([held["ref"]], world.now, "rule")
    assert text(held) == "" and queries.one(world.actor("secretary"), SLUG)[1][0].text == ""


def test_the_unit_named_answers_in_public_by_its_day(world: World) -> None:
    published(world)
    number = actions.reply(SLUG, "Xã tôi chưa có bộ phận một cửa", "", world.now)
    with pytest.raises(NotAllowed):
        actions.answer(world.actor("head"), SLUG, number, "Đã có từ tháng trước.")
    actions.ask(world.actor("secretary"), SLUG, number, world.ref("commune"), 5)
    reply = row().replies.get()
    assert reply.due is not None and reply.due.isoformat() == "2026-03-09"  # five working days after Monday
    assert [one.number for one in queries.owed(world.actor("reporter"))] == [number]
    assert queries.owed(world.actor("reporter2")) == []
    actions.answer(world.actor("reporter"), SLUG, number, "Đã có từ tháng trước.")
    (shown,) = queries.public_replies(row())
    assert shown.answered_by == world.units["commune"] and shown.answer == "Đã có từ tháng trước."
    assert queries.owed(world.actor("reporter")) == []


def test_a_unit_sees_only_the_replies_it_is_to_answer(world: World) -> None:
    published(world)
    for words in ("Ý kiến thứ nhất", "Ý kiến thứ hai"):
        actions.reply(SLUG, words, "", world.now)
    actions.ask(world.actor("secretary"), SLUG, 2, world.ref("commune"), 5)
    assert [one.number for one in queries.one(world.actor("reporter"), SLUG)[1]] == [2]
    with pytest.raises(Refused, match="no-such-notice"):
        queries.one(world.actor("reporter2"), SLUG)


def test_a_hidden_reply_says_why_and_is_not_public(world: World) -> None:
    published(world)
    actions.reply(SLUG, "Quảng cáo hàng hóa", "", world.now)
    with pytest.raises(Refused, match="reason-missing"):
        actions.hide(world.actor("secretary"), SLUG, 1, " ")
    actions.hide(world.actor("secretary"), SLUG, 1, "Quảng cáo, không liên quan")
    assert queries.public_replies(row()) == []
    assert queries.one(world.actor("secretary"), SLUG)[1][0].reason == "Quảng cáo, không liên quan"


def test_a_withdrawn_notice_keeps_its_address_and_takes_no_reply(world: World) -> None:
    seen = published(world)
    actions.withdraw(world.actor("secretary"), SLUG, "Đăng nhầm", seen)
    found = queries.public_one(SLUG)
    assert found is not None and found.state == "withdrawn" and not queries.published().exists()
    with pytest.raises(Refused, match="replies-closed"):
        actions.reply(SLUG, "Xin hỏi giờ tiếp dân?", "", world.now)


def test_only_a_file_that_the_editor_sent_is_put_to_a_notice(world: World) -> None:
    published(world)
    stored = put(BytesIO(b"a,b\n1,2\n"), "bang.csv", "text/csv", world.actor("reporter").by())
    with pytest.raises(Refused, match="no-such-file"):
        actions.attach(world.actor("secretary"), SLUG, stored.sha256, "Bảng")
    put(BytesIO(b"a,b\n1,2\n"), "bang.csv", "text/csv", world.actor("secretary").by())
    actions.attach(world.actor("secretary"), SLUG, stored.sha256, "Bảng")
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
        actions.write(actor, world.units["province"], Draft(slug, f"Bản {step}"), seen)
    elif name == "publish":
        actions.publish(actor, slug, seen)
    elif name == "withdraw":
        actions.withdraw(actor, slug, "Lý do gỡ", seen)
    elif name == "reply":
        actions.reply(slug, f"Ý kiến {step}", "", world.now + timedelta(minutes=step))
    elif name == "show":
        actions.show(actor, slug, number)
    elif name == "hide":
        actions.hide(actor, slug, number, "Lý do ẩn")
    elif name == "ask":
        actions.ask(actor, slug, number, world.ref("commune"), 3)
    else:
        actions.answer(actor, slug, number, "Trả lời công khai")


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
    for event in read(f"announcement:{slug}"):
        projection.apply(event)
    assert before and state() == before
