"""The office's pages of editions: what an author does in the page, with and without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import world as sample
from thangdo.work.editions import actions
from thangdo.work.editions.models import EditionVersion
from world import EDITION, World

pytestmark = pytest.mark.django_db
TREE = "/office/editions/{}/tree/"


@pytest.fixture
def world(db: None) -> World:
    return sample.build()


def signed_in(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    session = client.session
    session["second-factor"] = True
    session.save()
    return client


@pytest.fixture
def author(world: World) -> Client:
    return signed_in(world, "author")


def draft(world: World, text: str = EDITION) -> EditionVersion:
    return actions.begin(world.actor("author"), world.units["province"], "sample-level", text)


def now(version: EditionVersion) -> EditionVersion:
    return EditionVersion.objects.get(pk=version.pk)


def fields(page: str) -> dict[str, Any]:
    """What the node's form on a page would send, as a browser without scripts sends it."""
    form = page[page.index('action="?node=') :]
    form = form[: form.index("</form>")]
    found: dict[str, Any] = {}

    def put(name: str, value: str) -> None:
        found.setdefault(name, []).append(
            value.replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")
        )

    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or "checked" in tag):
            put(name[1], value[1] if value else "")
    for name_, body in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        put(name_, body)
    for name_, body in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body) or re.search(r'value="([^"]*)"', body)
        put(name_, chosen[1] if chosen else "")
    return {**found, "op": "save"}


def test_an_author_opens_every_page_of_a_draft_in_both_languages(world: World, author: Client) -> None:
    version = draft(world)
    pages = ["", "tree/", "tree/?node=head", "inputs/", "inputs/?input=staff", "levels/", "levels/?level=I"]
    pages += ["text/", "changes/", "history/", "history/?at=1", "simulate/", "inputs/?new=1", "levels/?new=1"]
    pages += [f"tree/?node={code}" for code in ("index", "A", "A1", "B1", "B3")]
    pages += [f"tree/?node=A1&rule={kind}" for kind in ("steps", "choice", "checklist", "min_max", "text")]
    for language in ("", "/en"):
        for page in pages:
            answer = author.get(f"{language}/office/editions/{version.pk}/{page}")
            assert answer.status_code == 200, (page, answer.content[:300])
    assert author.get("/office/editions/").status_code == 200
    assert author.get("/office/editions/begin/").status_code == 200
    assert author.get(f"/office/editions/{version.pk}/edition.yaml").content.decode() == version.text
    assert author.get(f"/office/editions/{version.pk}/edition.xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("code", ["index", "A", "A1", "A3", "B1", "B2", "B3"])
def test_keeping_a_form_as_it_was_shown_changes_no_character(world: World, author: Client, code: str) -> None:
    version = draft(world)
    page = author.get(TREE.format(version.pk) + f"?node={code}").content.decode()
    answer = author.post(TREE.format(version.pk) + f"?node={code}", fields(page))
    assert answer.status_code == 302
    assert now(version).text == version.text


def test_a_maximum_with_a_decimal_comma_is_kept_and_the_page_says_what_the_check_finds(
    world: World, author: Client
) -> None:
    version = draft(world)
    address = TREE.format(version.pk) + "?node=A1"
    sent = fields(author.get(address).content.decode())
    answer = author.post(address, {**sent, "max": "12,5"}, follow=True)
    assert "max: 12.5" in now(version).text
    assert "message" in answer.content.decode()
    sent = fields(answer.content.decode())
    answer = author.post(address, {**sent, "max": "nhiều", "title_vi": "Tên mới"})
    assert answer.status_code == 400
    assert "Tên mới" in answer.content.decode() and "nhiều" in answer.content.decode()
    assert "max: 12.5" in now(version).text


def test_a_criterion_is_added_moved_copied_and_taken_out_and_all_of_it_undone(
    world: World, author: Client
) -> None:
    version = draft(world)
    address = TREE.format(version.pk)

    def do(node: str, **sent: str) -> None:
        answer = author.post(f"{address}?node={node}", {"seen": now(version).sequence, **sent})
        assert answer.status_code == 302, answer.content.decode()[-1500:]

    do("A", op="add", kind="criterion", new_code="A4", new_title="Tiêu chí mới")
    assert "A4:" in now(version).text
    do("A4", op="up")
    assert now(version).text.index("A4:") < now(version).text.index("A3:")
    do("B", op="copy")
    do("A1", op="remove")
    assert " A1:" not in now(version).text
    for _ in range(4):
        do("", op="undo")
    assert now(version).text == version.text


def test_two_authors_at_once_are_shown_both_changes_and_lose_none(world: World, author: Client) -> None:
    version = draft(world)
    address = TREE.format(version.pk)
    mine = fields(author.get(address + "?node=B1").content.decode())
    theirs = fields(author.get(address + "?node=A1").content.decode())
    assert author.post(address + "?node=A1", {**theirs, "max": "30"}).status_code == 302
    answer = author.post(address + "?node=B1", {**mine, "max": "15"})
    assert answer.status_code == 409
    page = answer.content.decode()
    both = re.search(r'<textarea id="text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    seen = re.findall(r'name="seen" value="(\d+)"', page)[-1]
    assert both is not None and "max: 30" in both[1] and "max: 15" in both[1]
    text = both[1].replace("&#x27;", "'").replace("\n", "\r\n")
    assert (
        author.post(
            f"/office/editions/{version.pk}/text/", {"op": "save", "seen": seen, "text": text}
        ).status_code
        == 302
    )
    assert "max: 30" in now(version).text and "max: 15" in now(version).text
    assert "\r" not in now(version).text


def test_the_live_check_names_line_and_criterion_and_keeps_nothing(world: World, author: Client) -> None:
    version = draft(world)
    wrong = EDITION.replace("[staff_trained, staff]", "[staff_traind, staff]")
    answer = author.post(f"/office/editions/{version.pk}/check/", {"text": wrong}).content.decode()
    assert ("A2" in answer and "staff_trained" in answer and "line-31" in answer) or "#line-" in answer
    assert now(version).text == version.text


def test_questions_and_levels_are_changed_by_forms(world: World, author: Client) -> None:
    version = draft(world)
    base = f"/office/editions/{version.pk}/"
    sent = {
        "op": "save",
        "seen": "1",
        "name": "calls",
        "type": "count",
        "title_vi": "Số cuộc gọi",
        "min": "0",
    }
    assert author.post(base + "inputs/", sent).status_code == 302
    assert "calls: {type: count" in now(version).text or "  calls:" in now(version).text
    rows = {"need-node": ["A", "B1", ""], "need-kind": ["share", "full", "share"]}
    rows |= {"need-amount": ["62,5", "", ""], "need-tiers": ["", "commune", ""]}
    seen = now(version).sequence
    answer = author.post(base + "levels/?level=I", {"op": "save", "seen": seen, "title_vi": "Mức I", **rows})
    assert answer.status_code == 302
    assert "share: 0.625" in now(version).text and "must: full" in now(version).text
    assert now(version).problems == 0
    rows |= {"need-na": ["own-group", "fails", ""], "need-group_vi": ["Không có TTHC", "", ""]}
    rows |= {"need-group_en": ["No procedures", "", ""]}
    sent = {"op": "save", "seen": now(version).sequence, "title_vi": "Mức I", **rows}
    assert author.post(base + "levels/?level=I", sent).status_code == 302
    assert "own_group: {vi: Không có TTHC, en: No procedures}" in now(version).text
    assert "not-applicable: fails" in now(version).text and now(version).problems == 0
    shown = author.get(base + "levels/?level=I").content.decode()
    assert "Không có TTHC" in shown and "No procedures" in shown


def test_a_draft_begins_from_an_uploaded_workbook_and_a_wrong_file_is_explained(
    world: World, author: Client
) -> None:
    version = draft(world)
    book = author.get(f"/office/editions/{version.pk}/edition.xlsx").content
    begin = "/office/editions/begin/"
    sent = {"source": "file", "edition": "tu-excel", "file": SimpleUploadedFile("b.xlsx", book)}
    assert author.post(begin, sent).status_code == 302
    assert EditionVersion.objects.get(edition="tu-excel").problems == 0
    for name, content in (("b.xlsx", b"PK rubbish"), ("b.doc", b"x"), ("b.yaml", b"")):
        sent = {"source": "file", "edition": "hong", "file": SimpleUploadedFile(name, content)}
        answer = author.post(begin, sent)
        assert answer.status_code == 400, name
    assert not EditionVersion.objects.filter(edition="hong").exists()


def test_a_reviewer_sends_back_and_a_publisher_publishes_in_the_page(world: World, author: Client) -> None:
    version = draft(world)
    act = f"/office/editions/{version.pk}/act/"
    author.post(act, {"act": "submit", "seen": now(version).sequence})
    assert now(version).state == "review"
    assert author.post(act, {"act": "publish", "seen": now(version).sequence}).status_code == 403
    council = signed_in(world, "council")
    council.post(act, {"act": "send_back", "seen": now(version).sequence, "reason": "Thiếu căn cứ pháp lý"})
    assert "Thiếu căn cứ pháp lý" in author.get(f"/office/editions/{version.pk}/").content.decode()
    author.post(act, {"act": "submit", "seen": now(version).sequence})
    publisher = signed_in(world, "publisher")
    publisher.post(act, {"act": "publish", "seen": now(version).sequence})
    assert now(version).state == "published"
    page = author.get(f"/office/editions/{version.pk}/").content.decode()
    assert now(version).sha256 in page
    assert author.post(
        TREE.format(version.pk) + "?node=A1", {"op": "up", "seen": now(version).sequence}
    ).status_code in (302, 400)


def test_a_simulation_on_a_bundled_assessment_says_who_moves(world: World, author: Client) -> None:
    begin = {"source": "library:gia-lai-2019@1", "edition": "thu-nghiem"}  # of which it was computed
    assert author.post("/office/editions/begin/", begin).status_code == 302
    version = EditionVersion.objects.get(edition="thu-nghiem")
    source = "bundled:gia-lai-2019-reconstruction"
    address = f"/office/editions/{version.pk}/simulate/"
    page = author.post("/en" + address, {"source": source}).content.decode()
    assert "Nobody moves: all 259 units" in page
    text = version.text.replace("{node: B4, share: 0.6}", "{node: B4, share: 0.95}", 1)
    actions.write(world.actor("author"), version.pk, text, version.sequence)
    page = author.post("/en" + address, {"source": source}).content.decode()
    assert "units move" in page or "unit moves" in page
    table = author.get(f"{address}data.csv?source={source}")
    assert table.content.decode("utf-8-sig").startswith("unit,name,tier,score_before")
    assert author.get(f"{address}data.xlsx?source={source}").content[:2] == b"PK"


def test_somebody_without_a_part_in_it_sees_no_draft(world: World, author: Client) -> None:
    version = draft(world)
    reporter = signed_in(world, "reporter")
    for page in ("", "tree/", "text/", "edition.yaml", "history/"):
        answer = reporter.get(f"/office/editions/{version.pk}/{page}")
        assert answer.status_code == 404 and EDITION[:20] not in answer.content.decode()
    assert reporter.get("/office/editions/begin/").status_code == 403
    assert Client().get(f"/office/editions/{version.pk}/").status_code == 302
