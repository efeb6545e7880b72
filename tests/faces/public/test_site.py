"""The public pages as a citizen, an officer or a program fetches them from the running server."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

import workbooks
from faces.public.fetching import fetch

HREF = re.compile(r'(?:href|src)="([^"]+)"')
ROOMS = {"", "en", "assessments", "units", "series", "methods", "editions", "compare", "data", "about"}
PER_KIND = 3  # pages of one kind that the walk opens in each language


def kind(path: str) -> str:
    """Pages of one kind have addresses of one shape."""
    *folders, file = path.split("/")
    return "/".join([*(part if part in ROOMS else "X" for part in folders), file])


def test_a_link_leads_nowhere(site_url: str) -> None:
    seen: dict[str, int] = {}
    opened: dict[str, int] = {}
    todo = [("/", "the start"), ("/en/", "the start")]
    broken = []
    while todo:
        address, source = todo.pop(0)
        if address in seen:
            continue
        seen[address] = 0
        parts = urlsplit(address)
        shape = kind(parts.path)
        if re.search(r"/chart-[^/]*$", parts.path) or opened.get(shape, 0) >= PER_KIND:
            continue
        opened[shape] = opened.get(shape, 0) + 1
        reply = fetch(site_url + address, Accept_Encoding="gzip")
        if reply.status != 200:
            broken.append(f"{reply.status} {address} (from {source})")
        elif reply.headers["Content-Type"].startswith("text/html"):
            for link in HREF.findall(reply.text):
                link = unescape(link).removeprefix(site_url)  # a page says its own whole address
                assert not link.startswith(("http", "//")), f"{address} names an external host: {link}"
                if not link.startswith(("#", "data:")) and "/static/" not in link:
                    todo.append((urljoin(address, link).split("#")[0], address))
    assert broken == []
    assert len(opened) > 60


def test_the_first_page_says_something_else_than_the_article(site_url: str) -> None:
    page = fetch(f"{site_url}/").text
    for said in (
        "2 đơn vị đạt mức I (chiếm 10%)",
        "8 đơn vị đạt mức II (40%)",
        "5 đơn vị đạt mức III (25%)",
        "2 đơn vị đạt mức IV (10%)",
        "3 đơn vị không xếp hạng (15%)",
        "chỉ có UBND TP. Pleiku đạt mức IV",
        "16/17",
        "100% UBND cấp xã",
    ):
        assert said in page, said
    card = re.sub(r"<[^>]*>", " ", page[page.index("Ứng dụng CNTT 2018") :][:1500])
    for fact in ("0,680", "23/63", "tăng 1 bậc", "thứ 2", "Tây Nguyên"):
        assert fact in card, fact
    for foreign in ("OECD", "EGDI", "ASEM", "châu Âu"):
        assert foreign not in page


def test_a_page_is_in_another_language_than_was_asked_for(site_url: str) -> None:
    assert '<html lang="vi">' in fetch(f"{site_url}/", Accept_Language="en").text
    assert '<html lang="en">' in fetch(f"{site_url}/en/", Accept_Language="vi").text
    here = fetch(f"{site_url}/en/series/mic-ict/?period=2017").text
    assert 'href="/series/mic-ict/?period=2017"' in here


@pytest.mark.parametrize(
    "path",
    [
        "no-such-page/",
        "assessments/nothing/",
        "assessments/gia-lai-2019/units/nobody/",
        "editions/nothing/",
        "series/nothing/",
        "methods/nothing/",
        "units/vn-gso/0/",
        "assessments/gia-lai-2019/chart-nothing.svg",
        "compare/?assessment=nothing",
        "assessments/gia-lai-2019/data-nothing.csv",
    ],
)
def test_who_is_lost_finds_no_way_on(site_url: str, path: str) -> None:
    vietnamese, english = fetch(f"{site_url}/{path}"), fetch(f"{site_url}/en/{path}")
    assert (vietnamese.status, english.status) == (404, 404)
    assert "Trang này không tồn tại" in vietnamese.text
    assert "This page does not exist" in english.text
    for page in (vietnamese, english):
        assert 'name="q"' in page.text


def test_an_odd_question_breaks_a_page(site_url: str) -> None:
    for query in (
        "?q=%00",
        "?q=" + "x" * 3000,
        "?tier=<script>",
        "?sort=;drop",
        "?date=2026-99-99",
        "?units=,,,",
    ):
        for path in ("/units/", "/assessments/gia-lai-2019/", "/compare/", "/"):
            reply = fetch(site_url + path + query)
            assert reply.status == 200, path + query
            assert "<script>" not in reply.text.replace("<script ", "")


def test_a_browser_gets_a_page_that_it_cannot_unpack(site_url: str) -> None:
    for _ in range(3):  # numbers of one digit have been read by now
        assert "</html>" in fetch(f"{site_url}/", Accept_Encoding="gzip").text


def test_an_unchanged_page_is_sent_again(site_url: str) -> None:
    for path in ("/", "/assessments/gia-lai-2019/", "/assessments/gia-lai-2019/data.csv"):
        first = fetch(site_url + path)
        assert "public" in first.headers["Cache-Control"]
        again = fetch(site_url + path, If_None_Match=first.headers["ETag"])
        assert (again.status, again.body) == (304, b"")


def test_the_files_of_a_table_tell_different_numbers(site_url: str) -> None:
    base = f"{site_url}/assessments/qd766-2026-provinces/"
    rows = list(csv.DictReader(io.StringIO(fetch(base + "data.csv").text)))
    (gia_lai,) = [row for row in rows if row["unit"] == "H21"]
    assert (gia_lai["score"], gia_lai["rank"], len(rows)) == ("62.62", "12", 34)
    told = json.loads(fetch(base + "data.json").body)
    assert {row["unit"]: row["score"] for row in told["rows"]} == {row["unit"]: row["score"] for row in rows}
    assert all(isinstance(row["score"], str) for row in told["rows"])
    assert "62,62" in fetch(base).text
    workbook = zipfile.ZipFile(io.BytesIO(fetch(base + "data.xlsx").body))
    assert "<v>62.62</v>" in workbook.read("xl/worksheets/sheet1.xml").decode()
    package = json.loads(fetch(base + "datapackage.json").body)
    first = package["resources"][0]
    assert first["path"] == "data.csv"
    assert [field["name"] for field in first["schema"]["fields"]] == list(rows[0])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_number_or_a_day_of_a_public_workbook_is_text(site_url: str, language: str) -> None:
    """Every kind of page that gives its tables as a workbook, once."""
    found, opened, todo, seen = {}, {}, ["/" if language == "vi" else "/en/"], set()
    while todo:
        address = todo.pop(0)
        shape = kind(address)
        if address in seen or opened.get(shape, 0) >= 2 or "/chart-" in address:
            continue
        seen.add(address)
        opened[shape] = opened.get(shape, 0) + 1
        reply = fetch(site_url + address)
        if reply.status == 200 and reply.headers["Content-Type"].startswith("text/html"):
            links = [unescape(link).removeprefix(site_url) for link in HREF.findall(reply.text)]
            here = [urljoin(address, link).split("#")[0] for link in links]
            todo += [one for one in here if not one.startswith(("http", "data:")) and "/static/" not in one]
        elif address.endswith(".xlsx") and not address.endswith("edition.xlsx"):
            wrong = list(workbooks.faults(reply.body, "en" if address.startswith("/en/") else "vi"))
            found.update({address: wrong[:4]} if wrong else {})
    assert sum(shape.endswith(".xlsx") for shape in opened) > 8
    assert found == {}, "\n".join(map(str, found.items()))


def test_points_of_the_reconstruction_stand_beside_a_real_name(site_url: str) -> None:
    rows = list(csv.DictReader(io.StringIO(fetch(f"{site_url}/assessments/gia-lai-2019/data.csv").text)))
    assert len(rows) == 259
    assert {row["score"] for row in rows} == {""}
    (pleiku,) = [row for row in rows if row["unit"] == "622"]
    assert (pleiku["name"], pleiku["level"]) == ("Thành phố Pleiku", "IV")
    told = list(
        csv.DictReader(
            io.StringIO(fetch(f"{site_url}/assessments/gia-lai-2019-reconstruction/data.csv").text)
        )
    )
    assert all(re.search(r" số \d+$", row["name"]) for row in told)
    for path in ("", "units/department-05/"):
        page = fetch(f"{site_url}/assessments/gia-lai-2019-reconstruction/{path}").text
        assert "Dữ liệu phục dựng, đơn vị đánh số, không phải tiêu chí chính thức." in page
    assert "Điều này chưa được công bố" in fetch(f"{site_url}/assessments/gia-lai-2019/units/623/").text


def test_a_citizen_who_types_no_marks_finds_nothing(site_url: str) -> None:
    for query, name in (("pleiku", "Thành phố Pleiku"), ("dak doa", "Huyện Đăk Đoa"), ("Đak Đoa", "Đăk Đoa")):
        page = fetch(f"{site_url}/units/?q={query.replace(' ', '+').replace('Đ', '%C4%90')}").text
        assert name in page, query
    merged = fetch(f"{site_url}/units/?q=yen+do").text  # Phường Yên Đỗ of Pleiku, merged on 1 July 2025
    assert "Phường Yên Đỗ" in merged
    assert "Từ ngày 01/07/2025" in merged
    overview = fetch(f"{site_url}/assessments/gia-lai-2019/?q=dak+doa&tier=district").text
    assert "Đăk Đoa" in overview
    assert "1/259" in overview


def test_an_impossible_value_is_shown_as_a_result(site_url: str) -> None:
    page = fetch(f"{site_url}/series/gia-lai-par/").text
    assert "981,31" in page
    assert "Giá trị bị từ chối" in page
    rows = csv.DictReader(io.StringIO(fetch(f"{site_url}/series/gia-lai-par/data.csv").text))
    assert [row["value"] for row in rows if row["statement"] == "refused"] == [""]


@pytest.mark.parametrize("unit", ["department-01", "department-05", "district-03", "commune-010"])
def test_a_citizen_reads_the_code_of_an_input_where_its_name_should_stand(site_url: str, unit: str) -> None:
    for language in ("", "/en"):
        page = fetch(f"{site_url}{language}/assessments/gia-lai-2019-reconstruction/units/{unit}/").text
        reasons = re.findall(r'<div class="why">\s*<p>([^<]*)', page)
        assert len(reasons) > 20
        assert [said for said in reasons if re.search(r"[a-z]_[a-z]|[\ue000-\uf8ff]", said)] == []
