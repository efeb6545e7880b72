"""An inventory of equipment comes in: seen before it is taken, and no row lost."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import programme_world as sample
from desk import page, send, signed_in
from thangdo.work.programmes.assets.models import Asset
from world import World

pytestmark = pytest.mark.django_db
HERE = "/en/office/programmes/"


@pytest.fixture
def world() -> World:
    return sample.build()


def token_of(told: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', told)
    assert found is not None
    return found[1]


def test_an_inventory_is_taken_before_anybody_saw_what_it_changes(world: World) -> None:
    client = signed_in(world, "reporter")
    head = "Mã đơn vị;Mã tài sản;Loại;Số lượng;Năm mua;Tình trạng\n"
    Asset.objects.create(
        unit=world.units["commune"], tag="A", kind="computer", count=4, year=2020, state="good"
    )
    text = head + "X1;A;Máy tính;3;2020;hỏng\nX1;B;Máy in;1;2021;tốt\n"
    file = SimpleUploadedFile("k.csv", text.encode(), "text/csv")
    told = send(client, f"{HERE}assets/import", file=file).content.decode()
    assert "New: 1; changed: 1; as they stand: 0; cannot be taken: 0." in told
    assert Asset.objects.get().count == 4
    other = signed_in(world, "head")
    assert send(other, f"{HERE}assets/import", token=token_of(told)).status_code == 302  # not his file
    assert Asset.objects.get().count == 4
    send(client, f"{HERE}assets/import", token=token_of(told))
    assert set(Asset.objects.values_list("tag", "count", "state")) == {("A", 3, "broken"), ("B", 1, "good")}
    again = SimpleUploadedFile("k.csv", text.encode(), "text/csv")
    told = send(client, f"{HERE}assets/import", file=again).content.decode()
    assert "New: 0; changed: 0; as they stand: 2; cannot be taken: 0." in told


def test_a_broken_row_of_an_inventory_disappears(world: World) -> None:
    client = signed_in(world, "reporter")
    text = "Mã đơn vị;Mã tài sản;Loại;Số lượng;Năm mua;Tình trạng\n"
    text += "X1;A;Máy tính;4;2024;tốt\nX9;B;Tủ;1;2024;tốt\n"
    file = SimpleUploadedFile("k.csv", text.encode(), "text/csv")
    seen = send(client, f"{HERE}assets/import", file=file)
    told = seen.content.decode()
    assert "New: 1; changed: 0; as they stand: 0; cannot be taken: 1." in told and not Asset.objects.exists()
    assert "sample:X1 · A · " in told and "the kind is not known" in told
    answer = send(client, f"{HERE}assets/import", token=token_of(told))
    assert answer.headers["Location"] == f"{HERE}assets/import/1/"
    shown = page(client, f"{HERE}assets/import/1/")
    assert "the kind is not known" in shown and "X9" in shown
    assert client.get(f"{HERE}assets/import/1.xlsx").content.startswith(b"PK")
    assert Asset.objects.count() == 1
    send(
        client,
        f"{HERE}assets/roadmap/plan",
        unit="sample:X1",
        kind="computer",
        year="2027",
        count="8",
        cost="120.000.000",
        funds="district",
    )
    assert "120,000,000" in page(client, f"{HERE}assets/")
    bad = SimpleUploadedFile("k.xlsx", b"PK\x03\x04nothing", "application/octet-stream")
    send(client, f"{HERE}assets/import", file=bad)
    assert "cannot be read" in page(client, f"{HERE}assets/")
