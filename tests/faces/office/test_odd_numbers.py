"""Numbers of addresses and hidden fields that are none: ², 5,000 digits, a blank. No page breaks on them."""

from __future__ import annotations

import pytest
from django.test import Client

from forms import SLUG, province
from thangdo.faces.look import numbers
from thangdo.work.editions.models import EditionVersion
from world import World

pytestmark = pytest.mark.django_db
PART = f"/office/campaigns/{SLUG}/part/sample/X1/"
ODD = ("²", "9" * 5000, "٣", "1e3", "-1", " ")
#: who, address, fields of which each takes the odd number in turn
ENTRANCES = [
    ("reporter", f"{PART}A1/evidence/", ("number",)),
    ("reporter", f"{PART}A1/evidence/use/", ("number",)),
    ("reporter", f"{PART}A1/save/", ("seen",)),
    ("head", f"{PART}sign-off/", ("seen",)),
    ("reporter", f"{PART}A1/objection/", ("seen",)),
    ("reporter", f"{PART}A1/objection/withdraw/", ("seen",)),
    ("author", "/office/editions/{edition}/tree/", ("seen",)),
    ("author", "/office/editions/{edition}/history/", ("at", "seen")),
    ("secretary", "/office/announcements/write/", ("seen", "views_before")),
    ("administrator", "/office/demo/days/", ("days",)),
]


@pytest.fixture
def world(settings: object) -> World:
    settings.DEMO = True  # type: ignore[attr-defined]
    return province()


@pytest.mark.parametrize(("who", "address", "fields"), ENTRANCES)
def test_a_page_breaks_on_a_number_that_is_none(
    world: World, who: str, address: str, fields: tuple[str, ...]
) -> None:
    edition = EditionVersion.objects.all()[0].pk
    client = Client()  # raises what the page would answer with 500
    client.force_login(world.people[who])
    for odd in ODD:
        for field in fields:
            sent = {**dict.fromkeys(fields, "1"), "op": "undo", field: odd}
            assert client.post(address.format(edition=edition), sent).status_code < 500
        assert client.get(f"{PART}?before={odd}").status_code < 500
        assert client.get(f"/office/editions/{edition}/history/?at={odd}").status_code < 500
        assert client.get(f"/office/directives/write/?conference=x&number={odd}").status_code < 500


@pytest.mark.parametrize("odd", ODD)
def test_a_number_is_read_where_there_is_none(odd: str) -> None:
    assert numbers.whole(odd) is None and numbers.sequence(odd) == -1
    assert numbers.whole("17") == 17 and numbers.sequence("0") == 0
