"""The plan of a unit and the roadmap of equipment as papers: what they say, who gets them."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

import papers as opened
import programme_world as sample
from thangdo.records import library
from thangdo.records.acts.frame import do
from thangdo.work.papers import actions as register
from thangdo.work.programmes.assets import actions as assets
from thangdo.work.programmes.plans import actions as plans
from world import World

pytestmark = pytest.mark.django_db
SLUG, X1 = "sample-2025", ("sample", "X1")
PLAN = f"/en/office/programmes/plans/{SLUG}/sample/X1/"
ROADMAP = "/en/office/programmes/assets/"
ENDING = "Signed by"


@pytest.fixture
def world(settings: Any) -> World:
    settings.DEMO = True  # no second factor on the way
    return sample.build()


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def said(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells]).replace("\u00a0", " ")


def sound(client: Client, address: str, *parts: str) -> str:
    """The Word document's text; Word and PDF are as an office signs them."""
    word, pdf = (client.get(f"{address}.{form}") for form in ("docx", "pdf"))
    assert (word.status_code, pdf.status_code) == (200, 200)
    wanted = (*opened.HEAD, "KẾ HOẠCH", "Căn cứ ", *parts, *opened.FOOT)
    assert opened.wrong(word.content, pdf.content, wanted, SLUG) == []
    return said(word.content)


def test_a_unit_cannot_send_its_plan_as_a_paper(world: World) -> None:
    sample.answered(world)
    client = signed_in(world, "head")
    assert f"{PLAN}plan.docx" not in client.get(PLAN).content.decode()
    assert client.get(f"{PLAN}plan.docx").status_code >= 400  # nobody is responsible for anything
    line = plans.Assign("Phó Chủ tịch UBND xã", date(2026, 9, 30), "20")
    do(plans.PLANS, plans.assign, world.actor("head"), (SLUG, X1, "A2"), line)
    page = client.get(PLAN).content.decode()
    assert f"{PLAN}plan.docx" in page and f"{PLAN}plan.pdf" in page and ENDING in page
    text = sound(client, f"{PLAN}plan", "I. MỤC TIÊU", "II. NHIỆM VỤ", "III. KINH PHÍ", "IV. TỔ CHỨC")
    for part in (
        "/KH-UBND",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Phó Chủ tịch UBND xã",
        "30/9/2026",
        "A1, B1",
    ):
        assert part in text, part
    typed = client.get(f"{PLAN}plan.docx", {"number": "12", "day": "2026-08-03", "grounds": "Căn cứ khác"})
    assert "12/KH-UBND" in said(typed.content) and "Căn cứ khác" in said(typed.content)
    assert signed_in(world, "head2").get(f"{PLAN}plan.docx").status_code in (403, 404)


def test_the_roadmap_cannot_be_sent_as_a_paper(world: World) -> None:
    client = signed_in(world, "head")
    assert client.get(f"{ROADMAP}roadmap.docx").status_code >= 400
    for year, kind, cost in ((2027, "computer", 120_000_000), (2028, "scanner", 9_000_000)):
        do(
            assets.ROADMAP,
            assets.plan,
            world.actor("head"),
            (X1,),
            assets.Line(year, kind, 8, cost, "province"),
        )
    assert f"{ROADMAP}roadmap.pdf" in client.get(ROADMAP).content.decode()
    text = sound(client, f"{ROADMAP}roadmap", "I. MỤC TIÊU", "II. LỘ TRÌNH", "1. Năm 2027", "III. KINH PHÍ")
    for part in (
        "giai đoạn 2027 - 2028",
        "129.000.000 đồng",
        "120.000.000",
        "gân sách tỉnh",
        "TM. ỦY BAN NHÂN DÂN",
    ):
        assert part in text, part
    assert signed_in(world, "head2").get(f"{ROADMAP}roadmap.docx").status_code >= 400  # another unit has none


@pytest.mark.parametrize("kind", ["plan", "roadmap"])
def test_a_plan_takes_its_number_from_no_register_and_no_template_of_the_office(
    world: World, kind: str
) -> None:
    """The unit's own register gives the number; a paper drawn from the entry bears it, by an own form too."""
    head = world.actor("head")
    client = signed_in(world, "head")
    if kind == "plan":
        sample.answered(world)
        do(
            plans.PLANS,
            plans.assign,
            head,
            (SLUG, X1, "A2"),
            plans.Assign("Phó Chủ tịch", date(2026, 9, 30), "20"),
        )
    else:
        line = assets.Line(2027, "computer", 8, 120_000_000, "province")
        do(assets.ROADMAP, assets.plan, head, (X1,), line)
    address = PLAN if kind == "plan" else ROADMAP
    opening = register.Opening(X1, "Sổ văn bản đi của xã", 2026, first=7)
    do(register.PAPERS, register.begin, head, ("so-cua-xa",), opening, seen=0)
    (link,) = re.findall(r'href="([^"]*papers/so-cua-xa/\?[^"]*)"', client.get(address).content.decode())
    form = client.get(link.replace("&amp;", "&")).content.decode()
    source = re.findall(r'name="source" value="([^"]+)"', form)[0]
    about = parse_qs(urlsplit(link.replace("&amp;", "&")).query)["abstract"][0]
    assert about in form
    typed = {"kind": "plan", "abstract": about, "day": "03/08/2026", "signer": "Trần Mẫu", "source": source}
    sent = client.post("/en/office/papers/so-cua-xa/act/issue/", typed)
    assert sent.status_code == 302
    assert "07/KH-UBND" in client.get(address).content.decode()
    one = client.get("/en/office/papers/so-cua-xa/7/").content.decode()
    (word,) = re.findall(rf'href="([^"]*{kind}\.docx[^"]*)"', one)
    text = said(client.get(word.replace("&amp;", "&")).content)
    assert "Số: 07/KH-UBND" in text and "ngày 03 tháng 8 năm 2026" in text and "Trần Mẫu" in text
    own = io.BytesIO(library.path("forms", f"{kind}.docx").read_bytes())
    document = Document(own)
    document.paragraphs[-1].insert_paragraph_before("Mẫu riêng của xã")
    changed = io.BytesIO()
    document.save(changed)
    paper = f"{address}{kind}.docx"
    given = {"template": SimpleUploadedFile("mau.docx", changed.getvalue()), "entry": "so-cua-xa/7"}
    text = said(client.post(paper, given).content)
    assert "Mẫu riêng của xã" in text and "Số: 07/KH-UBND" in text
    refused = client.post(paper, {"template": SimpleUploadedFile("mau.docx", b"no Word document")})
    assert refused.status_code == 400 and "can be read" in refused.content.decode()
