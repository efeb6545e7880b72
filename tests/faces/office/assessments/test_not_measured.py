"""«Chưa đo được» on the page: said where the guidance says so, with its reason, shown and taken back."""

from __future__ import annotations

import pytest
from django.test import Client

from desk import signed_in
from forms import EVERY_TYPE, MISSING_WORDS, given, province
from reporting import PART, answer_of, send, text_of
from world import World

pytestmark = pytest.mark.django_db
WHY = "Máy đo đang hỏng"


@pytest.fixture
def world() -> World:
    world = province()
    for person in world.people.values():  # the clock of the pages is today's
        person.save()
    return world


@pytest.fixture
def reporter(world: World) -> Client:
    return signed_in(world, "reporter")


def test_what_is_not_measured_needs_its_reason_and_is_shown_back(world: World, reporter: Client) -> None:
    response = send(reporter, world, "B6", nm="1")
    assert response.status_code == 422 and "lý do" in response.json()["problem"]
    assert answer_of(world, "B6").declared == {}
    said = send(reporter, world, "B6", nm="1", na_reason=WHY)
    assert said.status_code == 200 and said.json()["words"]["nm"] == "1"
    assert answer_of(world, "B6").declared == {"online": "not-measured"}
    page = text_of(reporter.get(f"{PART}page/B"))
    assert 'name="nm" value="1" checked' in page and WHY in page
    assert send(reporter, world, "B6", v__online="0,68", b__nm="1").status_code == 200
    assert answer_of(world, "B6").declared == {"online": "0.68"} and answer_of(world, "B6").na_reason is None


def test_only_where_the_guidance_says_so(world: World, reporter: Client) -> None:
    assert text_of(reporter.get(f"{PART}page/B")).count('name="nm"') == 1
    assert send(reporter, world, "B7", nm="1", na_reason=WHY).status_code == 422


def test_a_dash_is_no_reason_on_the_page(world: World, reporter: Client) -> None:
    for reason in ("-", "x", "n/a"):
        response = send(reporter, world, "B4", na="1", na_reason=reason)
        assert response.status_code == 422 and "chưa phải là lý do" in response.json()["problem"]


def test_a_number_typed_beside_not_applicable_is_not_dropped(world: World, reporter: Client) -> None:
    response = send(reporter, world, "B6", v__online="0,5", na="1", na_reason="Không có thủ tục")
    assert response.status_code == 422
    given(world, "B6", {"online": "0.5"})
    told = {"v__online": "0,5", "b__online": "0.5", "x__online": "0.5|0,5"}
    assert send(reporter, world, "B6", na="1", na_reason="Không có thủ tục", **told).status_code == 200
    assert answer_of(world, "B6").status == "not-applicable"


def test_the_appraiser_reads_why_it_is_not_measured(world: World, reporter: Client) -> None:
    send(reporter, world, "B6", nm="1", na_reason=WHY)
    page = text_of(signed_in(world, "head").get(f"{PART}page/B"))
    assert WHY in page


def test_the_words_of_the_edition_are_taken_on_the_page() -> None:
    world = province(EVERY_TYPE + MISSING_WORDS)
    for person in world.people.values():
        person.save()
    reporter = signed_in(world, "reporter")
    assert send(reporter, world, "B7", v__budget="NA").status_code == 422  # no reason is given
    assert send(reporter, world, "B7", v__budget="NA", na_reason=WHY).status_code == 200
    assert answer_of(world, "B7").declared == {"budget": "not-measured"}
    assert send(reporter, world, "B6", v__online="KAD", na_reason="Không có thủ tục").status_code == 200
    kept = answer_of(world, "B6")
    assert (kept.declared, kept.status) == ({"online": "not-applicable"}, "not-applicable")
    assert send(reporter, world, "B6", v__online="..").status_code == 200
    assert (answer_of(world, "B6").declared, answer_of(world, "B6").status) == ({}, "blank")
    assert send(reporter, world, "B6", v__online="K.A.D").status_code == 422
