"""What an officer types on the pages of conduct and staff stands again, with each fault beside its field."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

import programme_world as sample
from desk import at, page, send, signed_in
from thangdo.work.programmes.conduct.models import Code, Inspection
from thangdo.work.programmes.models import Holding
from world import World

pytestmark = pytest.mark.django_db
HERE = "/en/office/programmes/"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = sample.build()
    at(monkeypatch, made)
    return made


def shown_again(answer: HttpResponse, *typed: str) -> None:
    """The form stands there with what was typed and a fault beside a field."""
    words = answer.content.decode()
    assert answer.status_code == 400 and 'class="fault"' in words
    assert all(text in words for text in typed)


def test_a_long_text_is_lost_by_a_day_that_is_missing(world: World) -> None:
    client, act = signed_in(world, "head"), f"{HERE}conduct/do/issue"
    typed = {
        "asks": "text since number",
        "unit": "sample:X1",
        "text": "Đúng giờ, lịch sự.",
        "number": "12/QĐ",
    }
    shown_again(client.post(act, typed), "Đúng giờ, lịch sự.</textarea>", "12/QĐ")
    assert send(client, act, **typed, since="2026-03-01").headers["Location"] == f"{HERE}conduct/"
    assert Code.objects.get().number == "12/QĐ"
    assert "I have read it" in page(client, f"{HERE}conduct/")
    send(client, f"{HERE}conduct/do/acknowledge", asks="version unit", unit="sample:X1", version="1")
    assert "you acknowledged it" in page(client, f"{HERE}conduct/")


def test_an_inspection_on_a_past_day_is_typed_anew(world: World) -> None:
    client, act = signed_in(world, "secretary"), f"{HERE}conduct/do/plan"
    assert 'name="announced" value="1" checked' in page(client, f"{HERE}conduct/")
    typed = {"asks": "authority unit day announced", "authority": "sample:M", "unit": "sample:X1"}
    shown_again(client.post(act, {**typed, "day": "2026-01-05"}), 'value="2026-01-05"', "sample:X1")
    send(client, act, **typed, day="2026-03-20")
    assert not Inspection.objects.get().announced


def test_a_post_is_opened_filled_and_ended_by_the_forms_alone(world: World) -> None:
    client, act = signed_in(world, "head"), f"{HERE}staff/do/"
    post = {"unit": "sample:X1", "number": "1"}
    shown_again(client.post(f"{act}open", {"unit": "sample:X1", "asks": "title part_time", "title": ""}))
    send(
        client, f"{act}open", unit="sample:X1", asks="title part_time", title="Công chức CNTT", part_time="1"
    )
    assert "Công chức CNTT" in page(client, f"{HERE}staff/")
    taken = {**post, "asks": "name login since", "name": "Lê Thị Mẫu"}
    wrong = client.post(f"{act}take", {**taken, "since": "hôm qua"})
    shown_again(wrong, "Lê Thị Mẫu", "hôm qua")
    answer = send(client, f"{act}take", **taken)
    assert answer.headers["Location"] == f"{HERE}staff/record/{Holding.objects.get().pk}/"
    send(client, f"{act}end", **post)
    assert "Công chức CNTT" not in page(client, f"{HERE}staff/")


def test_another_unit_opens_a_post_or_ends_one(world: World) -> None:
    send(signed_in(world, "head"), f"{HERE}staff/do/open", unit="sample:X1", title="Công chức CNTT")
    stranger: Client = signed_in(world, "head2")
    for name in ("open", "take", "end"):
        answer = stranger.post(
            f"{HERE}staff/do/{name}", {"unit": "sample:X1", "number": "1", "title": "Khác"}
        )
        assert answer.status_code in (403, 404), name
