"""What is typed when the session has ended, without scripts; a faulty page while others saved."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from forms import SLUG, given, province
from thangdo.work.assessments.models import Answer
from world import World

pytestmark = pytest.mark.django_db
PART = f"/office/campaigns/{SLUG}/part/sample/X1/"


@pytest.fixture
def world() -> World:
    return province()


def sign_in(client: Client, world: World, who: str) -> None:
    client.force_login(world.people[who])
    session = client.session
    session["second-factor"] = True
    session.save()


def answer_of(world: World, node: str) -> Answer:
    return Answer.objects.get(submission=world.part(SLUG, "commune"), node=node)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def hidden(page: str, node: str) -> dict[str, str]:
    form = page[page.index(f'data-autosave="{node}"') :]
    return dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[: form.index("</form>")])
    )


def test_without_scripts_what_was_typed_stands_on_the_page_again_after_signing_in(world: World) -> None:
    client = Client()
    page = f"{PART}page/A"
    data = {"seen": "1", "v:staff": "20", "v:staff_with_computer": "19", "comment": "theo sổ", "key": "k"}
    response = client.post(f"{PART}save/A1", data, HTTP_REFERER=f"http://testserver{page}")
    assert response.status_code == 302 and response["Location"] == f"/office/signin/?next={page}"
    sign_in(client, world, "reporter")
    again = text_of(client.get(page))
    assert "Your session had ended" in again or "Phiên làm việc" in again
    assert 'value="20"' in again and 'value="19"' in again and "theo sổ" in again
    assert answer_of(world, "A1").status == "blank"
    sent = {**hidden(again, "A1"), "v:staff": "20", "v:staff_with_computer": "19"}
    assert sent["seen"] == "1"
    assert 'value="19"' not in text_of(client.get(page))


def test_what_somebody_typed_is_not_shown_at_another_unit_or_to_a_script(world: World) -> None:
    client = Client()
    client.post(f"{PART}save/A1", {"seen": "1", "v:staff": "4321"}, HTTP_ACCEPT="application/json")
    assert "typed" not in client.session
    client.post(f"{PART}save/A1", {"seen": "1", "v:staff": "4321"})
    sign_in(client, world, "reporter2")
    assert "4321" not in text_of(client.get(PART.replace("X1", "X2") + "page/A"))


def test_a_faulty_form_that_is_sent_again_does_not_overwrite_what_others_saved_meanwhile(
    world: World,
) -> None:
    client = Client()
    sign_in(client, world, "reporter")
    before = hidden(text_of(client.get(f"{PART}page/A")), "A1")
    given(world, "A1", {"staff": "30", "staff_with_computer": "25"}, "head")
    faulty = {**before, "v:staff": "20", "v:staff_with_computer": "viele"}
    response = client.post(f"{PART}save/A1", faulty)
    assert response.status_code == 422
    again = {**hidden(text_of(response), "A1"), "v:staff": "20", "v:staff_with_computer": "19"}
    response = client.post(f"{PART}save/A1", again)
    assert response.status_code == 409
    assert answer_of(world, "A1").declared == {"staff": "30", "staff_with_computer": "25"}
    below = {**hidden(text_of(response), "A1"), "v:staff": "20", "v:staff_with_computer": "19"}
    assert client.post(f"{PART}save/A1", below).status_code == 409


def test_the_reading_that_was_chosen_stays_when_another_value_is_faulty(world: World) -> None:
    client = Client()
    sign_in(client, world, "reporter")
    given(world, "B7", {"budget": "1.434"})
    page = hidden(text_of(client.get(f"{PART}page/B")), "B7")
    assert page["x:budget"] == "1.434|1,434" and page["b:budget"] == "1.434"
    response = client.post(f"{PART}save/B7", {**page, "v:budget": "1,434", "na": "1"})
    assert response.status_code == 400
    assert hidden(text_of(response), "B7")["x:budget"] == "1.434|1,434"


def test_an_objection_typed_when_the_session_had_ended_is_not_lost(world: World) -> None:
    client = Client()
    where = f"{PART}objection"
    response = client.post(
        f"{where}/A2", {"seen": "5", "text": "Có giấy"}, HTTP_REFERER=f"http://testserver{where}"
    )
    assert response["Location"] == f"/office/signin/?next={where}"
    assert client.session["typed"]["form"] == "seen=5&text=C%C3%B3+gi%E1%BA%A5y"
