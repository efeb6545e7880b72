"""The public pages of programmes: linked to their orders, and what nobody knows is never a nought."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from desk import page
from prepared import load_register
from thangdo.work.reproductions import directives_2019, programmes_2019

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded(db: None) -> None:
    load_register()
    directives_2019.load()
    programmes_2019.load()


def test_what_nobody_knows_of_a_programme_reads_as_nought_or_as_late() -> None:
    shown = page(Client(), "/programmes/gia-lai-2019-post-office/")
    assert shown.count("<small>Chưa có thông tin") == 17
    assert "chưa có</small>" not in shown and "0/17" not in shown and "quá hạn" not in shown
    assert "tập trung đưa bộ phận 1 cửa từ UBND cấp huyện về bưu điện" in shown
    assert "/directives/gia-lai-2019-desks-to-post-offices/" in shown
    rows = list(csv.DictReader(io.StringIO(Client().get("/programmes/data.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 7 and {row["done"] for row in rows} == {""}
    units = Client().get("/programmes/gia-lai-2019-post-office/data.csv").content.decode("utf-8-sig")
    assert {(row["status"], row["milestones"]) for row in csv.DictReader(io.StringIO(units))} == {("", "")}


def test_an_order_does_not_lead_to_the_programme_that_carries_it_out() -> None:
    shown = page(Client(), "/directives/gia-lai-2019-desks-to-post-offices/")
    assert 'href="/programmes/gia-lai-2019-post-office/"' in shown
    assert "/programmes/gia-lai" not in page(Client(), "/directives/gia-lai-2019-assess-again/")


def test_41_communes_are_said_and_36_found_and_no_commune_stands_in_the_programme() -> None:
    for address, words in (
        ("/programmes/gia-lai-2019-one-stop/", "danh mục đơn vị ngày đó có 36 xã"),
        ("/en/programmes/gia-lai-2019-one-stop/", "the register of that day has 36"),
    ):
        shown = page(Client(), address)
        assert words in " ".join(shown.split())
        assert 'class="tiles"' not in shown
