"""The pages of programmes and their rooms: by those who may, in both languages, nothing personal outside."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

import programme_world as sample
import world as base
from answers import Given, answer
from desk import at, page, send, signed_in
from programme_world import SLUG, TOP, X1, begun, part
from thangdo.records.acts.frame import do
from thangdo.work.directives import actions as directives
from thangdo.work.directives.acts import DIRECTIVES
from thangdo.work.programmes.actions import parts, programmes
from thangdo.work.programmes.acts import PROGRAMMES
from thangdo.work.programmes.cards.texts import card
from thangdo.work.programmes.conduct import actions as conduct
from thangdo.work.programmes.models import Holding, PlanLine, Programme
from thangdo.work.programmes.staff import actions as staff
from world import World

pytestmark = pytest.mark.django_db
HERE = "/en/office/programmes/"
ONE = f"{HERE}p/{SLUG}/"
PART = f"{ONE}unit/sample/X1/"
CAMPAIGN = "sample-2025"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    translation.activate("vi")
    made = sample.build()
    at(monkeypatch, made)
    begun(made)
    return made


def filled(world: World) -> None:
    """Something in every room."""
    begun(world, "backlog", "backlog")
    do(staff.FRAMEWORKS, staff.adopt, world.actor("trainer"), (TOP, "ict-officer"))
    do(staff.POSTS, staff.open_post, world.actor("head"), (X1,), staff.NewPost("Công chức phụ trách CNTT"))
    do(staff.POSTS, staff.take, world.actor("head"), (X1, 1), staff.Take("Lê Thị Mẫu", "reporter"))
    course = staff.NewCourse(TOP, "Quản trị trang", date(2026, 4, 1), date(2026, 4, 2), ("website",))
    do(staff.COURSES, staff.plan, world.actor("trainer"), ("web",), course)
    do(
        conduct.CONDUCT,
        conduct.issue,
        world.actor("head"),
        (X1,),
        conduct.NewCode("Đúng giờ.", date(2026, 3, 1)),
    )
    day = date(2026, 3, 9)
    do(
        conduct.INSPECTIONS,
        conduct.plan,
        world.actor("secretary"),
        (),
        conduct.NewInspection(TOP, X1, day, False),
    )
    base.dispatched(world, CAMPAIGN)
    for node, values in {
        "A1": {"staff": "20", "staff_with_computer": "18"},
        "B1": {"website": "none"},
    }.items():
        seen = world.sequence(CAMPAIGN, "commune", node)
        answer(world.actor("reporter"), CAMPAIGN, X1, Given(node, values, seen))


PAGES = (
    "",
    *f"table/ table.csv table.xlsx new/ p/{SLUG}/ p/{SLUG}/units.csv p/{SLUG}/units.xlsx".split(),
    *f"p/{SLUG}/unit/sample/X1/ p/backlog/unit/sample/X1/ p/nothing/ p/{SLUG}/unit/sample/X9/".split(),
    *f"p/{SLUG}/unit/sample/X1/proof/room plans/ plans/{CAMPAIGN}/ plans/{CAMPAIGN}/weak/".split(),
    *f"plans/{CAMPAIGN}/weak.xlsx plans/{CAMPAIGN}/sample/X1/ plans/{CAMPAIGN}/sample/X1/plan.csv".split(),
    *f"plans/nothing/ staff/ staff/record/1/ staff/record/999/ staff/needs/{CAMPAIGN}/sample/X1/".split(),
    *("staff/course/web/", "staff/course/nothing/", "assets/", "assets/gaps.csv", "assets/gaps.xlsx"),
    *("assets/import/1/", "assets/import/9.xlsx", "cards/", "cards/by-unit.csv", "cards/c/pci/"),
    *("cards/c/nothing/", "conduct/", "conduct/code/sample/X1/", "conduct/code/sample/X9/"),
)


def test_a_page_fails_for_somebody_with_another_office(world: World) -> None:
    filled(world)
    for who in ("secretary", "chairman", "head", "reporter2", "trainer", "observer", "leading", "author"):
        client = signed_in(world, who)
        for address in PAGES:
            for tongue in ("/en", ""):
                answer = client.get(f"{tongue}/office/programmes/{address}")
                assert answer.status_code in (200, 400, 403, 404), (who, address, answer.status_code)
                if answer.status_code != 200:
                    assert "no-such" not in answer.content.decode(), (who, address)


def test_a_desk_goes_from_nothing_to_working_by_the_forms_alone(world: World) -> None:
    client = signed_in(world, "head")
    assert "One-stop desks in communes" in page(client, HERE)
    assert "counts as proof" in page(client, PART).lower()
    seen = part(world).sequence
    answer = send(
        client,
        f"{PART}do/reach",
        milestone="decision",
        on="2026-03-01",
        seen=seen,
        link="https://commune.example/12",
    )
    assert answer.headers["Location"] == PART
    pdf = SimpleUploadedFile("anh.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF", "application/pdf")
    send(client, f"{PART}do/reach", milestone="room", on="2026-03-01", file=pdf)
    for step in ("equipment", "first-dossier"):
        send(client, f"{PART}do/reach", milestone=step, on="2026-03-02", text="Biên bản số 1")
    send(client, f"{PART}do/reach", milestone="staff", on="2026-03-02", link="https://commune.example/13")
    assert part(world).status == "working"
    shown = page(client, PART)
    assert "anh.pdf" in shown and "https://commune.example/12" in shown
    saved = client.get(f"{PART}proof/room")
    assert saved.status_code == 200 and "attachment" in saved.headers["Content-Disposition"]
    answer = send(client, f"{PART}do/set", **{"v-counters": "2", "v-area": "24,5", "v-address": "=1+1"})
    assert part(world).values["area"] == "24.5"
    send(client, f"{PART}do/cost", planned="120.000.000", spent="")
    assert part(world).planned == 120_000_000
    table = signed_in(world, "secretary").get(f"{ONE}units.csv").content.decode()
    assert "'=1+1" in table and "120000000" in table
    assert "1/2" in page(signed_in(world, "secretary"), f"{HERE}table/")


def test_a_stale_page_overwrites_what_somebody_else_kept(world: World) -> None:
    client = signed_in(world, "head")
    seen = part(world).sequence
    send(client, f"{PART}do/cost", planned="1", seen=seen)
    answer = client.post(f"{PART}do/cost", {"planned": "2", "seen": seen})
    assert answer.status_code == 409 and part(world).planned == 1


def test_a_secretary_begins_a_programme_and_adds_units_by_scope(world: World) -> None:
    client = signed_in(world, "secretary")
    assert "Begin it" in page(client, f"{HERE}new/")
    values = {"kind": "hotline", "slug": "hotline", "authority": "sample:M", "due": "2026-06-30"}
    answer = send(client, f"{HERE}new/", **values)
    assert answer.headers["Location"] == f"{HERE}p/hotline/"
    assert send(client, f"{HERE}new/", **values).status_code == 400
    send(client, f"{HERE}p/hotline/do/add", tiers=["commune", "department"], within=[])
    assert Programme.objects.get(slug="hotline").parts.count() == 4
    assert "Not enough data" in page(client, f"{HERE}p/hotline/")
    answer = send(client, f"{HERE}p/hotline/do/add")
    assert "Nothing was chosen" in page(client, f"{HERE}p/hotline/")
    assert client.post(f"{HERE}p/hotline/do/nothing").status_code == 404
    assert page(signed_in(world, "reporter"), f"{HERE}new/", 403)


def test_a_persons_record_appears_on_a_page_of_somebody_else(world: World) -> None:
    filled(world)
    key = Holding.objects.get().pk
    given = {
        f"l-{code}": "3"
        for code in ("network", "security", "one-stop-software", "website", "data", "support")
    }
    send(signed_in(world, "reporter"), f"{HERE}staff/do/rate", holding=key, side="self", **given)
    assert "Lê Thị Mẫu" in page(signed_in(world, "head"), f"{HERE}staff/record/{key}/")
    for who in ("secretary", "chairman", "administrator", "observer", "head2", "publisher"):
        client = signed_in(world, who)
        assert client.get(f"{HERE}staff/record/{key}/").status_code in (400, 404)
        for address in ("staff/", "staff/course/web/"):
            assert "Lê Thị" not in client.get(f"{HERE}{address}").content.decode(), who


def test_an_improvement_plan_says_nothing_of_the_level_that_it_would_bring(world: World) -> None:
    filled(world)
    if world.part(CAMPAIGN, "commune").returned_on is None:
        sample.signed_off(world, CAMPAIGN)
    client = signed_in(world, "head")
    here = f"{HERE}plans/{CAMPAIGN}/sample/X1/"
    assert "Nobody is responsible yet" in page(client, here)
    for node in ("A2", "B1"):
        send(
            client,
            f"{here}do/assign",
            node=node,
            officer="Phó Chủ tịch",
            deadline="2026-09-30",
            points="20",
            seen=0,
        )
    assert PlanLine.objects.count() == 2
    shown = page(client, here)
    missing = re.search(r"Still missing for level [IV]+: (.*?)\.", shown)
    assert missing is None or all(" " in one for one in missing[1].split("; ")), "codes without their titles"
    assert re.search(r"If the plan is met</dt>\s*<dd>\s*58", shown) and "Phó Chủ tịch" in shown
    assert client.get(f"{HERE}plans/{CAMPAIGN}/weak.xlsx").status_code in (400, 403)
    annexed = signed_in(world, "chairman").get(f"{HERE}plans/{CAMPAIGN}/weak.xlsx")
    assert annexed.content.startswith(b"PK")


def test_a_wrong_answer_of_the_quiz_is_taken_for_knowledge(world: World) -> None:
    client = signed_in(world, "head")
    one = card("pci")
    answer = send(client, f"{HERE}cards/c/pci/", sha256=one.sha256, **{"q-0": "a"})
    assert answer.status_code == 400 and "not right yet" in answer.content.decode()
    send(client, f"{HERE}cards/c/pci/", sha256=one.sha256, **{"q-0": "b"})
    assert "You know 1 of" in page(client, f"{HERE}cards/")


def test_a_unit_reads_of_an_inspection_before_it_is_held(world: World) -> None:
    filled(world)
    assert "9 March 2026" not in page(signed_in(world, "head"), f"{HERE}conduct/")
    assert "9 March 2026" in page(signed_in(world, "secretary"), f"{HERE}conduct/")
    client = signed_in(world, "reporter")
    send(client, f"{HERE}conduct/do/acknowledge", unit="sample:X1", version="1")
    assert "you acknowledged it" in page(client, f"{HERE}conduct/")
    assert "Đúng giờ." in page(client, f"{HERE}conduct/code/sample/X1/")


def test_the_public_page_names_a_person_or_shows_a_proof(world: World) -> None:
    filled(world)
    head = signed_in(world, "head")
    backlog = f"{HERE}p/backlog/unit/sample/X1/"
    send(head, f"{backlog}do/member", post="Phó Chủ tịch UBND xã", name="Nguyễn Văn Mẫu", leads="1")
    send(head, f"{backlog}do/reach", milestone="founded", on="2026-03-01", link="https://commune.example/99")
    for day, count, frozen in (("2026-02-20", 100, "1"), ("2026-03-02", 60, "")):
        send(head, f"{backlog}do/count", figure="open", on=day, count=count, frozen=frozen)
    assert "100 on the frozen list" in page(head, backlog)
    anybody = Client()
    shown = page(anybody, "/en/programmes/backlog/")
    assert "Xã Mẫu 1" in shown
    for secret in ("Nguyễn Văn", "Phó Chủ tịch", "commune.example"):
        assert secret not in shown
    assert "Task forces for the backlog" in page(anybody, "/en/programmes/")
    for form in ("csv", "xlsx", "json"):
        assert anybody.get(f"/en/programmes/backlog/backlog.{form}").status_code in (200, 404)
    hidden = replace(programmes.plan_of(Programme.objects.get(slug="backlog")), public=False)
    do(PROGRAMMES, programmes.change, world.actor("secretary"), ("backlog",), hidden)
    assert anybody.get("/en/programmes/backlog/").status_code == 404


def test_a_unit_of_which_nothing_is_known_reads_as_none_or_late(world: World) -> None:
    begun(world, "unknown", "one-stop", known=False)
    client = signed_in(world, "secretary")
    shown = page(client, f"{HERE}p/unknown/")
    assert shown.count("<small>No information") == 2 and "<strong>No information</strong>" in shown
    assert ">0/2<" not in shown and 'class="late' not in shown
    assert "No information" in page(client, f"{HERE}p/unknown/unit/sample/X1/")
    listed = page(client, f"{HERE}p/unknown/?status=unknown")
    assert "sample/X1" in listed and "sample/X2" in listed
    assert "sample/X1" not in page(client, f"{HERE}p/unknown/?status=none")
    assert "sample/X1" not in page(client, f"{HERE}p/unknown/?late=1")
    rows = client.get(f"{HERE}p/unknown/units.csv").content.decode("utf-8-sig")
    assert rows.count("No information") == 2 and ",none," not in rows
    table = client.get(f"{HERE}table.csv").content.decode("utf-8-sig").splitlines()
    assert table[0].count(",") == 5 and [line.count("No information") for line in table[1:]] == [1, 1]


def test_units_that_an_order_charges_are_typed_by_hand_into_its_programme(world: World) -> None:
    scope = {"scheme": "sample", "tiers": ["commune"]}
    order = directives.Draft("Lập tổng đài", TOP, slug="lap-tong-dai", scope=scope)
    do(DIRECTIVES, directives.draft, world.actor("secretary"), (), order)
    plan = programmes.Plan("hotline", TOP, directive="lap-tong-dai")
    do(PROGRAMMES, programmes.begin, world.actor("secretary"), ("hotline",), plan)
    client, act = signed_in(world, "secretary"), f"{HERE}p/hotline/do/take-over"
    assert "do/take-over" not in page(client, f"{HERE}p/hotline/")
    assert client.post(act, {"key": "1"}).status_code == 400
    chairman = world.actor("chairman")
    do(DIRECTIVES, directives.issue, chairman, ("lap-tong-dai",), directives.Issue(), seen=1)
    assert "do/take-over" in page(client, f"{HERE}p/hotline/")
    send(client, act)
    assert Programme.objects.get(slug="hotline").parts.count() == 2


def test_what_is_not_there_is_told_as_something_that_cannot_be_done_now(world: World) -> None:
    filled(world)
    client = signed_in(world, "secretary")
    for address in (
        *("p/nothing/", f"p/{SLUG}/unit/sample/X9/", "plans/nothing/", "plans/nothing/sample/X1/"),
        *("staff/record/999/", "staff/course/nothing/", "staff/needs/nothing/sample/X1/"),
        *("assets/import/9/", "assets/import/9.xlsx", "cards/c/nothing/", "conduct/code/sample/X9/"),
    ):
        assert client.get(f"{HERE}{address}").status_code == 404, address
    for act in (
        "p/nothing/do/close",
        f"p/{SLUG}/unit/sample/X9/do/cost",
        "conduct/do/nothing",
        "staff/do/nothing",
    ):
        assert client.post(f"{HERE}{act}", {"key": act}).status_code == 404, act


def test_nobody_can_see_at_once_which_link_was_checked_when_and_by_whom(world: World) -> None:
    begun(world, "published", "published-procedures")
    link = {"link": "https://x1.example/tthc"}
    do(
        PROGRAMMES,
        parts.reach,
        world.actor("head"),
        ("published", X1),
        parts.Reach("published", date(2026, 3, 1), **link),
    )
    do(PROGRAMMES, parts.check, world.actor("leading"), ("published", X1), parts.Check("published", True))
    do(
        PROGRAMMES,
        parts.set_values,
        world.actor("head"),
        ("published", X1),
        sample.said({"procedures": "1200"}),
    )
    client = signed_in(world, "secretary")
    shown = page(client, f"{HERE}p/published/?as=table")
    for words in (
        "https://x1.example/tthc",
        "checked on 2 March 2026",
        "Sở Mẫu 1",
        "1,200",
        "No information",
    ):
        assert words in shown, words
    assert "sample/X2" not in page(client, f"{HERE}p/published/?as=table&status=published")
    rows = client.get(f"{HERE}p/published/units.csv").content.decode("utf-8-sig")
    assert "checked by" in rows and "Sở Mẫu 1" in rows


def test_a_change_of_a_day_takes_away_what_its_form_does_not_ask_for(world: World) -> None:
    begun(world, "real", official=True, title_en="One-stop desks")
    client, seen = signed_in(world, "secretary"), Programme.objects.get(slug="real").sequence
    shown = page(client, f"{HERE}p/real/")
    assert 'name="due" value="2026-06-30"' in shown and 'name="official"' not in shown
    asks = "title_vi title_en leading starts due stated_units"
    given = {"title_vi": "Bộ phận một cửa", "title_en": "One-stop desks", "leading": "sample:S2"}
    send(client, f"{HERE}p/real/do/change", asks=asks, seen=seen, due="31/7/2026", **given)
    found = Programme.objects.get(slug="real")
    assert (found.due, found.starts, found.leading) == (date(2026, 7, 31), None, world.units["department"])
    assert found.official and found.known and found.public and found.kind == "one-stop"
    answer = client.post(f"{HERE}p/real/do/change", {"asks": asks, "seen": seen, **given, "due": ""})
    assert answer.status_code == 409 and "Bộ phận một cửa" in answer.content.decode()
    assert signed_in(world, "head").post(f"{HERE}p/real/do/change", given).status_code in (403, 404)


def test_what_an_officer_typed_is_lost_when_something_is_wrong_with_it(world: World) -> None:
    filled(world)
    secretary = signed_in(world, "secretary")
    answer = secretary.post(f"{ONE}do/close", {"asks": "reason", "reason": ""})
    assert answer.status_code == 400 and "2 units are not done" in answer.content.decode()
    found = {"asks": "day findings remedy_by", "day": "2026-03-09", "findings": "Hai quầy trống"}
    answer = secretary.post(f"{HERE}conduct/1/do/hold", found)
    assert answer.status_code == 400 and "Hai quầy trống</textarea>" in answer.content.decode()
    send(secretary, f"{HERE}conduct/1/do/hold", **{**found, "day": "2026-03-02"})
    send(secretary, f"{HERE}conduct/1/do/close", asks="words", words="Đã nhắc nhở")
    assert "Đã nhắc nhở" in page(secretary, f"{HERE}conduct/")
    assert signed_in(world, "head").post(f"{HERE}conduct/1/do/cancel", {"words": "x"}).status_code == 404
    head = signed_in(world, "head")
    send(head, f"{PART}do/reach", milestone="decision", on="2026-03-01", link="https://commune.example/12")
    answer = head.post(f"{PART}do/undo", {"asks": "reason milestone", "milestone": "decision", "reason": " "})
    assert answer.status_code == 400 and answer.content.decode().count('role="alert"') == 0
    send(signed_in(world, "leading"), f"{PART}do/holds", milestone="decision")
    send(
        signed_in(world, "leading"),
        f"{PART}do/check",
        asks="reason milestone holds",
        milestone="decision",
        reason="Trang không mở được",
    )
    assert part(world).reached == 0
    send(secretary, f"{PART}do/drop", asks="reason", reason="Nhầm đơn vị")
    assert part(world).state == "dropped"
    send(secretary, f"{PART}do/restore")
    assert part(world).state == "active"
