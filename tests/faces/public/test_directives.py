"""The public pages of directives: every order with its sentence, nothing said that is not known."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from django.utils.html import escape

from desk import page
from prepared import load_register
from thangdo.work.directives.models import Directive
from thangdo.work.reproductions import directives_2019

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded(db: None) -> None:
    load_register()
    directives_2019.load()


def test_every_order_of_the_article_stands_on_the_page_and_in_the_file() -> None:
    shown = page(Client(), "/directives/")
    for order in directives_2019.source()["directives"].values():
        assert order["title"]["vi"].replace("'", "&#x27;") in shown
    rows = list(csv.DictReader(io.StringIO(Client().get("/directives/data.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 12 and all(row["quote"] for row in rows)
    assert {row["due"] for row in rows} == {"", "2019-07-31"}


def test_the_mismatch_of_41_and_36_is_told_with_what_would_explain_it() -> None:
    shown = page(Client(), "/en/directives/gia-lai-2019-one-stop-desks/")
    assert "The sentence says 41 units; the register of that day gives 36." in shown
    assert "Chư Prông thay cho Huyện Chư Păh" in page(Client(), "/directives/gia-lai-2019-one-stop-desks/")
    assert "Units charged" not in shown


def test_an_unknown_state_reads_no_information_and_not_that_nothing_was_done() -> None:
    shown = page(Client(), "/directives/gia-lai-2019-clear-the-backlog/")
    assert "Chưa có thông tin" in shown and "31/07/2019" in shown
    page(Client(), "/directives/khong-co/", 404)


def test_a_draft_that_somebody_is_writing_is_not_public() -> None:
    Directive.objects.filter(slug="gia-lai-2019-one-stop-desks").update(known=True)
    page(Client(), "/directives/gia-lai-2019-one-stop-desks/", 404)
    assert "one-stop-desks" not in page(Client(), "/directives/")


def test_a_real_agency_is_named_as_charged_though_nobody_published_which_are_meant() -> None:
    path = "/directives/gia-lai-2019-clear-the-backlog/"
    shown = page(Client(), path)
    assert "không công bố đơn vị nào" in shown and "Sở Tư pháp" not in shown and ">37<" not in shown
    assert "không nguồn nào công bố" in shown and "no source says" in page(Client(), f"/en{path}")
    assert "Sở" not in Client().get(f"{path}data.csv").content.decode().partition("\n")[2]
    listed = page(Client(), "/directives/")
    assert "không công bố đơn vị nào" in listed
    rows = csv.DictReader(io.StringIO(Client().get("/directives/data.csv").content.decode("utf-8-sig")))
    assert {row["units"] for row in rows if row["slug"].endswith("clear-the-backlog")} == {""}


@pytest.mark.parametrize("slug", ["know-the-indices", "assess-again", "one-stop-desks", "hotline"])
def test_how_a_sentence_was_understood_is_kept_from_its_reader(slug: str) -> None:
    reading = directives_2019.readings()[f"gia-lai-2019-{slug}"].reading
    assert reading is not None
    path = f"/directives/gia-lai-2019-{slug}/"
    assert escape(reading.vi) in page(Client(), path) and escape(reading.en) in page(Client(), f"/en{path}")


def test_an_order_that_waits_for_a_decision_counts_units_and_heads() -> None:
    shown = page(Client(), "/directives/gia-lai-2019-one-stop-desks/")
    assert "chờ quyết định" in shown and "người đứng đầu từng đơn vị" not in shown
