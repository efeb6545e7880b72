"""The first page of an installation: its own house, what it published, and nothing of anybody else."""

from __future__ import annotations

import base64
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

import played
import world as sample
from desk import page, send, signed_in
from stages import identity as staged
from thangdo.records.acts.frame import do
from thangdo.records.identity import actions
from thangdo.records.identity.actions import HOUSE
from thangdo.records.results.examples import examples
from thangdo.records.results.store import Header, Row, not_returned, store
from world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return sample.build()


def say(world: World, **more: Any) -> int:
    said = actions.Description(world.ref("province"), "Tỉnh Mẫu", "Sample Province", **more)
    return int(do(HOUSE, actions.describe, world.actor("administrator"), (), said, seen=0)["sequence"])


def an_example(scheme: str = "sample") -> str:
    """A result of the library of examples, in short."""
    slug = examples().assessments[0]
    header = Header(
        slug, "published", "named", "Ví dụ của nơi khác", "Example", date(2030, 1, 1), "", "", "", ""
    )
    edition = {
        "edition": "x",
        "version": 1,
        "official": False,
        "title": {"vi": "X"},
        "index": {"title": {"vi": "X"}},
    }
    store(header, edition, [Row(scheme, not_returned("X1", "commune"))], datetime(2030, 1, 1, tzinfo=UTC))
    return slug


def test_an_empty_installation_shows_what_it_is_and_how_to_begin(world: World, client: Client) -> None:
    an_example()
    for path, told in (("/", "Chưa có kết quả nào"), ("/en/", "Nothing has been published here yet")):
        text = page(client, path)
        assert told in text and "/office/" in text and "/examples/" in text
        assert "Ví dụ của nơi khác" not in text and "Example<" not in text
    assert "Ví dụ của nơi khác" in page(client, "/examples/") and "Ví dụ của nơi khác" in page(
        client, "/assessments/"
    )
    say(world, examples=False)
    assert "/examples/" not in page(client, "/") and "Tỉnh Mẫu" in page(client, "/")


def test_what_a_province_published_stands_first_on_its_page(world: World, client: Client) -> None:
    an_example()
    say(world)
    assert "Chưa có kết quả nào" in page(client, "/")
    played.published(world)
    text = page(client, "/")
    slug = world.campaign().slug
    assert (
        world.campaign().title_vi in text
        and f"/assessments/{slug}/" in text
        and f"/publications/{slug}/" in text
    )
    assert "Ví dụ của nơi khác" not in text
    search, ladder = text.index('type="search"'), text.index('class="ladders"')
    assert search < ladder, "a citizen's search comes before everything else"
    assert len(client.get("/").content) < 100_000


def test_a_table_that_no_longer_stands_first_is_gone(world: World, client: Client) -> None:
    """An address under the first page that somebody linked leads to where the table stays."""
    slug = an_example()
    gone = client.get(f"/data-{slug}.csv")
    assert (gone.status_code, gone["Location"]) == (302, f"/assessments/{slug}/data.csv")
    assert client.get(gone["Location"]).status_code == 200
    assert client.get("/data-nothing.csv").status_code == 404


def test_the_identity_names_what_stands_first(world: World, client: Client) -> None:
    slug = an_example()
    say(world, first=f"nothing-there {slug}")
    assert "Ví dụ của nơi khác" in page(client, "/")


def test_the_head_and_foot_of_a_page_are_the_software_s(world: World, client: Client) -> None:
    before = page(client, "/")
    assert "· Thang Đo</title>" in before
    say(
        world,
        accent="#ffcc00",
        hotline="1900 0000",
        address="1 Đường Mẫu",
        links="Cổng tỉnh | Portal | https://example.test/",
        languages="vietnamese",
    )
    text = page(client, "/")  # the page that was kept is not given again
    for wanted in (
        "· Tỉnh Mẫu</title>",
        "1900 0000",
        "1 Đường Mẫu",
        'href="https://example.test/"',
        "Cổng tỉnh",
    ):
        assert wanted in text, wanted
    assert "--accent: #846a00" in text and "hreflang" not in text
    assert client.get("/en/").status_code == 200, "an address that was given out goes on"


def test_arms_are_served_as_a_picture_and_nothing_else(world: World, client: Client) -> None:
    seen = say(world)
    arms = actions.Arms(base64.b64encode(staged.SVG).decode())
    do(HOUSE, actions.put_arms, world.actor("administrator"), (), arms, seen=seen)
    found = re.search(r'<img class="arms" src="(/arms/[0-9a-f]{64}/)"', page(client, "/"))
    assert found
    answer = client.get(found[1])
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert "immutable" in answer["Cache-Control"] and "Set-Cookie" not in answer.headers
    assert client.get(f"/arms/{'0' * 64}/").status_code == 404


def test_an_administrator_says_it_on_a_page(world: World) -> None:
    client = signed_in(world, "administrator")
    here = "/en/office/identity/"
    assert 'value="Tỉnh Mẫu"' in page(client, here)
    form = {
        "asks": "unit name_vi name_en accent",
        "unit": "sample:M",
        "name_vi": "Tỉnh Mẫu",
        "name_en": "Mau",
    }
    wrong = send(client, f"{here}act/describe/", **form, accent="yellow", seen="0")
    assert wrong.status_code == 400 and "yellow" in wrong.content.decode()
    send(client, f"{here}act/describe/", **form, accent="#ffcc00", seen="0")
    text = page(client, here)
    assert "too light to be read" in text and "#846a00" in text
    nothing = send(client, f"{here}act/put_arms/", seen="1")
    assert nothing.status_code == 400 and "Choose the file" in nothing.content.decode()
    assert send(client, f"{here}act/describe/", **form, accent="", seen="0").status_code == 409
    assert page(signed_in(world, "reporter"), here, 403)


def test_everybody_reads_it_and_programs_say_it(world: World, client: Client) -> None:
    nobody = client.get("/api/v1/identity")
    assert nobody.status_code == 200 and nobody.json()["sequence"] == 0
    say(world, hotline="1900 0000")
    said = client.get("/api/v1/identity").json()
    assert (said["name_vi"], said["unit"], said["hotline"]) == ("Tỉnh Mẫu", "sample:M", "1900 0000")
    assert said["time_zone"] == "Asia/Ho_Chi_Minh" and "arms" not in said
    assert client.put("/api/v1/identity", {}, content_type="application/json").status_code == 401
