"""Search engines find the public pages, and nothing else; a link that is passed on says what it is."""

from __future__ import annotations

import json
import re
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree

from faces.public.fetching import fetch

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def sections(site_url: str) -> list[str]:
    index = etree.fromstring(fetch(f"{site_url}/sitemap.xml").body)
    return [str(one.text) for one in index.iterfind("s:sitemap/s:loc", NAMES)]


def test_a_machine_reads_desks_or_is_kept_from_public_pages(site_url: str) -> None:
    robots = RobotFileParser()
    robots.parse(fetch(f"{site_url}/robots.txt").text.splitlines())
    assert robots.site_maps() == [f"{site_url}/sitemap.xml"]
    for path in ("/", "/en/", "/assessments/gia-lai-2019/", "/units/vn-gso-2025/23614/"):
        assert robots.can_fetch("*", site_url + path), path
    for path in ("/office/", "/en/office/sign-in/", "/api/v1/units"):
        assert not robots.can_fetch("*", site_url + path), path


def test_a_result_a_commune_or_an_order_is_in_no_sitemap(site_url: str) -> None:
    known: dict[str, set[str]] = {}
    for section in sections(site_url):
        for url in etree.fromstring(fetch(section).body).iterfind("s:url", NAMES):
            address = str(url.findtext("s:loc", namespaces=NAMES))
            links = url.iterfind("x:link", NAMES)
            known[address] = {str(one.get("hreflang")) for one in links}
    for path in (
        "/",
        "/en/",
        "/assessments/gia-lai-2019/",
        "/assessments/gia-lai-2019/units/622/",
        "/units/vn-gso-2025/21901/",
        "/en/series/qd766/",
        "/conferences/gia-lai-2019-07-03/",
        "/directives/gia-lai-2019-clear-the-backlog/",
        "/editions/gia-lai-2019/",
    ):
        assert {"vi", "en"} <= known.get(site_url + path, set()), path
    assert not [one for one in known if "/office/" in one]
    for address in sorted(known)[:: max(1, len(known) // 25)]:
        assert fetch(address).status == 200, address


@pytest.mark.parametrize("path", ["/assessments/gia-lai-2019/", "/en/series/mic-ict/"])
def test_a_link_that_is_passed_on_has_no_title_or_picture(site_url: str, path: str) -> None:
    page = fetch(f"{site_url}{path}?sort=name").text
    said = dict(re.findall(r'<meta property="(og:[a-z_]+)" content="([^"]*)"', page))
    assert said["og:title"] and said["og:url"] == site_url + path
    assert fetch(said["og:image"]).headers["Content-Type"] == "image/png"
    assert f'<link rel="canonical" href="{site_url}{path}">' in page
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert data["@type"] == "Dataset" and data["name"] in page
    for file in data["distribution"]:
        assert fetch(file["contentUrl"]).headers["Content-Type"] == file["encodingFormat"]


def test_what_a_page_says_to_machines_hides_what_it_says_to_readers(site_url: str) -> None:
    page = fetch(f"{site_url}/series/mic-ict/").text
    for said in (
        "Năm 2018 Gia Lai đạt 0,680 điểm",
        "Hạng 1 là cao nhất",
        "Bộ Thông tin và Truyền thông tính",
    ):
        assert said in page, said
