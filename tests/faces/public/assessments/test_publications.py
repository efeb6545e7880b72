"""Sealed publications on the public pages: found, downloaded, verified, marked when they were corrected."""

from __future__ import annotations

import hashlib
import importlib.util
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

import world as sample
from thangdo.faces.public import kept_pages
from thangdo.records.acts.frame import do
from thangdo.records.ledger import keys
from thangdo.records.units.models import Unit, UnitLink, UnitPast
from thangdo.rules.index.publication.verifying import verify
from thangdo.work.assessments import background_sealing
from thangdo.work.assessments.actions import campaigns
from thangdo.work.assessments.acts import CAMPAIGNS
from thangdo.work.assessments.models import Publication
from thangdo.work.assessments.queries import published
from world import World

pytestmark = pytest.mark.django_db
SLUG = "sample-2025"
PAGE = f"/publications/{SLUG}/"


@pytest.fixture
def world(db: None) -> World:
    return sample.build()


@pytest.fixture
def sealed(world: World) -> World:
    """A campaign driven to its publication, as in the tests of the work."""
    path = Path(__file__).parents[3] / "work" / "assessments" / "test_campaign.py"
    spec = importlib.util.spec_from_file_location("the_loop", path)
    assert spec is not None and spec.loader is not None
    loop = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loop)
    loop.published(world)
    return world


def corrected(world: World) -> None:
    later = timedelta(days=100)
    do(
        CAMPAIGNS,
        campaigns.correct,
        world.actor("council", later),
        (SLUG,),
        campaigns.Why("Nhập sai số liệu của một xã"),
    )
    do(CAMPAIGNS, campaigns.conclude, world.actor("council", later), (SLUG,), campaigns.Conclusion("Mẫu nhỏ"))
    do(
        CAMPAIGNS,
        campaigns.approve,
        world.actor("chairman", later),
        (SLUG,),
        campaigns.Approval("120/QĐ-UBND"),
    )
    background_sealing.publish(world.actor("publisher", timedelta(days=101)), SLUG)


def test_a_citizen_downloads_the_file_and_it_verifies_with_the_key_of_the_page(
    sealed: World, client: Client
) -> None:
    page = client.get("/en" + PAGE).content.decode()
    row = Publication.objects.get()
    for said in (row.sha256, row.manifest, row.key_id, "99/QĐ-UBND", f"thangdo verify {SLUG}-1.zip --key"):
        assert said in page
    answer = client.get(f"{PAGE}1/publication.zip", HTTP_ACCEPT_ENCODING="gzip")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert hashlib.sha256(content).hexdigest() == row.sha256
    assert answer["Content-Type"] == "application/zip" and "immutable" in answer["Cache-Control"]
    pem = client.get(f"/keys/{row.key_id}.pem").content
    report = verify(content, pem)
    assert report.status == "ok" or not report.findings, report


def test_the_pages_need_no_login_set_no_cookie_and_may_be_cached(sealed: World, client: Client) -> None:
    for path in ("/publications/", PAGE, f"{PAGE}1/", "/keys/", f"/assessments/{SLUG}/"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "Set-Cookie" not in answer.headers and "public" in answer["Cache-Control"], path
    assert client.post(PAGE).status_code == 405
    assert client.get(f"{PAGE}data.csv").content.decode("utf-8-sig").startswith("campaign,revision")


def test_the_result_stands_on_the_scoreboard_with_its_criteria_and_its_publication(
    sealed: World, client: Client
) -> None:
    page = client.get(f"/en/assessments/{SLUG}/").content.decode()
    assert "Xã Mẫu 1" in page and "99/QĐ-UBND" in page and PAGE in page
    assert "/editions/sample-level/?version=1" in page
    assert client.get("/editions/sample-level/?version=1").status_code == 200
    assert client.get("/editions/sample-level/edition.yaml?version=1").status_code == 200
    assert client.get("/editions/sample-level/?version=7").status_code == 404
    one = client.get(f"/en/assessments/{SLUG}/units/X1/").content.decode()
    assert "67" in one


def test_a_corrected_publication_says_so_and_leads_to_the_one_that_counts(
    sealed: World, client: Client
) -> None:
    corrected(sealed)
    old = client.get(f"/en{PAGE}1/").content.decode()
    assert "was corrected and counts no more" in old and f"/en{PAGE}" in old and "99/QĐ-UBND" in old
    new = client.get(f"/en{PAGE}").content.decode()
    assert "corrects and replaces publication 1" in new and "120/QĐ-UBND" in new
    assert "counts no more" not in new
    assert client.get(f"{PAGE}2/").status_code == 200 and client.get(f"{PAGE}3/").status_code == 404
    assert client.get(f"{PAGE}1/publication.zip").status_code == 200
    first, second = reversed(published.of_campaign(SLUG))
    assert (first.decision, first.replaced_by, second.replaces) == ("99/QĐ-UBND", 2, 1)


def test_a_key_that_was_replaced_stays_with_its_days(sealed: World, client: Client) -> None:
    old = keys.known_keys()[0].fingerprint
    keys.rotate(Path(settings.DATA), sample.MORNING + timedelta(days=200))
    try:
        first, second = published.known_keys()[:2]
        assert (second.fingerprint, first.until) == (old, None)
        assert second.until == first.since == date(2026, 9, 18)
        page = client.get("/en/keys/").content.decode()
        assert old in page and first.fingerprint in page
        assert client.get(f"/keys/{old}.pem").content.startswith(b"-----BEGIN PUBLIC KEY-----")
        assert client.get(f"/keys/{'0' * 64}.pem").status_code == 404
    finally:
        Path(settings.DATA, "signing.pem").unlink()


def test_a_file_that_is_lost_is_said_to_be_and_the_page_still_stands(sealed: World, client: Client) -> None:
    path = published.path_of(published.one(SLUG))
    kept = path.read_bytes()
    path.unlink()
    try:
        page = client.get("/en" + PAGE)
        assert page.status_code == 200 and "not on this server" in page.content.decode()
        assert client.get(f"{PAGE}1/publication.zip").status_code == 404
    finally:
        path.write_bytes(kept)


def test_the_result_of_a_merged_unit_stays_under_it_and_leads_to_its_successor(
    sealed: World, client: Client
) -> None:
    new = sample.unit("X9", "Xã Mẫu mới", "commune", "xã", sealed.units["province"])
    UnitLink.objects.create(
        predecessor=sealed.units["commune"], successor=new, date=date(2026, 7, 1), kind="whole", source="x"
    )
    page = client.get(f"/assessments/{SLUG}/units/X1/").content.decode()
    assert "Xã Mẫu 1" in page and f"/units/{sample.SCHEME}/X9/" in page


def test_sample_data_is_marked_on_every_page_of_it(sealed: World, client: Client) -> None:
    pages = (PAGE, f"/assessments/{SLUG}/", f"/assessments/{SLUG}/units/X1/")
    assert all("Tỉnh Mẫu, its units" not in client.get(f"/en{page}").content.decode() for page in pages)
    Unit.objects.filter(scheme=sample.SCHEME).update(scheme="tinh-mau")
    kept_pages.forget()  # no act makes a unit a sample one
    for page in pages:
        assert "made up for the demonstration" in client.get(f"/en{page}").content.decode(), page


def test_before_the_first_publication_the_pages_say_how_it_begins(world: World, client: Client) -> None:
    assert "Nothing has been sealed" in client.get("/en/publications/").content.decode()
    assert client.get(PAGE).status_code == 404


def test_a_province_that_was_merged_is_renamed_in_the_past_or_leads_nowhere(
    sealed: World, client: Client
) -> None:
    province = sealed.units["province"]
    heir = sample.unit("N", "Tỉnh Mẫu Lớn", "province", "tỉnh")
    UnitLink.objects.create(
        predecessor=province, successor=heir, date=date(2027, 7, 1), kind="whole", source="x"
    )
    UnitPast.objects.create(
        unit=province, until=date(2026, 12, 31), name_vi="Tỉnh Mẫu", name_en="", kind="tỉnh", decision="1/NQ"
    )
    Unit.objects.filter(pk=province.pk).update(
        name_vi="Tỉnh Mẫu Mới", name_en="New", changes=1, valid_to=date(2027, 6, 30)
    )
    page = client.get("/en" + PAGE).content.decode()
    assert "Published by Tỉnh Mẫu on" in page and "Tỉnh Mẫu Mới" not in page
    assert f"/en/units/{sample.SCHEME}/N/" in page and "passed into" in page
    listed = client.get("/en/publications/").content.decode()
    assert "Tỉnh Mẫu" in listed and "Tỉnh Mẫu Mới" not in listed
