"""The pages of directives: from a draft to the chairman's page, by those who may, and nobody else."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

import meetings
import ordering
import played
import programme_world
from conference_desk import meeting, writing
from desk import at, page, send, signed_in
from ordering import part
from thangdo.records.acts.frame import do
from thangdo.work.directives import actions
from thangdo.work.directives.actions import MoreTime
from thangdo.work.directives.acts import DIRECTIVES
from thangdo.work.directives.models import Assignment, Directive, Figure
from world import World

pytestmark = pytest.mark.django_db
HERE = "/en/office/directives/"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    translation.activate("vi")
    made = ordering.build()
    at(monkeypatch, made)
    return made


def form(**more: object) -> dict[str, object]:
    return {
        "title": "Xây dựng bộ phận một cửa",
        "authority": "sample:M",
        "urgency": "urgent",
        "due_kind": "working-days",
        "due_days": "10",
        "tiers": ["commune"],
        "within": "Huyện Mẫu 1",
        "quote": "Khẩn trương xây dựng",
        **more,
    }


def test_a_secretary_drafts_and_the_chairman_issues_what_the_page_shows(world: World) -> None:
    desk = signed_in(world, "secretary")
    looked = send(desk, f"{HERE}new", **form(preview="1"))
    assert looked.status_code == 200 and "Xã Mẫu 1" in looked.content.decode()
    assert not Directive.objects.exists(), "looking keeps nothing"
    kept = send(desk, f"{HERE}new", **form())
    slug = "xay-dung-bo-phan-mot-cua"
    assert kept.headers["Location"] == f"{HERE}{slug}/"
    shown = page(desk, f"{HERE}{slug}/")
    assert "2 units" in shown and "The head of the issuing unit issues it." in shown
    chairman = signed_in(world, "chairman")
    assert "Issue to 2 units" in page(chairman, f"{HERE}{slug}/")
    assert "Issue a directive that is drafted" in page(chairman, "/en/office/")
    send(chairman, f"{HERE}{slug}/act/issue", seen=str(Directive.objects.get().sequence))
    assert Assignment.objects.count() == 2
    assert "Acknowledge a directive" in page(signed_in(world, "reporter"), "/en/office/")


def test_what_was_typed_is_lost_when_a_unit_is_misspelt(world: World) -> None:
    desk = signed_in(world, "secretary")
    looked = send(desk, f"{HERE}new", **form(preview="1", within="Huyện Mẫu 1\nHuyện Không Có"))
    text = looked.content.decode()
    assert "Huyện Không Có" in text and "The register has no such unit" in text
    wrong = send(desk, f"{HERE}new", **form(due_days="0"))
    assert wrong.status_code == 400 and "Khẩn trương xây dựng" in wrong.content.decode()
    assert not Directive.objects.exists()


def test_a_mismatch_is_not_seen_before_it_is_issued(world: World) -> None:
    desk, chairman = signed_in(world, "secretary"), signed_in(world, "chairman")
    send(desk, f"{HERE}new", **form(stated_count="3"))
    directive = Directive.objects.get()
    shown = page(chairman, f"{HERE}{directive.slug}/")
    assert "3 units are named, 2 are found." in shown and "Why it is issued to 2 units all the same" in shown
    send(chairman, f"{HERE}{directive.slug}/act/issue", seen=str(directive.sequence))
    directive.refresh_from_db()
    assert directive.state == "draft"
    send(
        chairman,
        f"{HERE}{directive.slug}/act/issue",
        seen=str(directive.sequence),
        decision="Xã thứ ba đã nhập",
    )
    shown = page(chairman, f"{HERE}{directive.slug}/")
    assert "Xã thứ ba đã nhập" in shown and "where the sentence names 3" in shown


def test_a_suggested_scope_cannot_be_taken(world: World) -> None:
    import world as sample
    from thangdo.records.units import paths

    second = sample.unit("H2", "Huyện Mẫu 2", "district", "huyện", world.units["province"])
    for n in range(3):
        sample.unit(f"Y{n}", f"Xã Thử {n}", "commune", "xã", second)
    paths.refresh()
    desk = signed_in(world, "secretary")
    send(desk, f"{HERE}new", **form(stated_count="3"))
    directive = Directive.objects.get()
    shown = page(desk, f"{HERE}{directive.slug}/")
    assert "<strong>Huyện Mẫu 2</strong> in place of Huyện Mẫu 1" in shown
    send(desk, f"{HERE}{directive.slug}/act/take", seen=str(directive.sequence), suggestion="0")
    directive.refresh_from_db()
    assert directive.scope["within"] == ["sample:H2"]
    assert "Issue to 3 units" in page(signed_in(world, "chairman"), f"{HERE}{directive.slug}/")


def test_a_draft_changed_meanwhile_is_issued_or_overwritten(world: World) -> None:
    slug = ordering.drafted(world)
    chairman, desk = signed_in(world, "chairman"), signed_in(world, "secretary")
    assert 'value="Xây dựng bộ phận một cửa"' in page(desk, f"{HERE}{slug}/edit")
    send(desk, f"{HERE}{slug}/edit", **form(title="Tiêu đề khác", seen="1"))
    late = send(desk, f"{HERE}{slug}/edit", **form(title="Của người khác", seen="1"))
    assert late.status_code == 409 and "Của người khác" in late.content.decode()
    assert send(chairman, f"{HERE}{slug}/act/issue", seen="1").status_code == 409
    assert Directive.objects.get().title == "Tiêu đề khác"


def test_a_unit_walks_its_part_and_the_secretary_accepts(world: World) -> None:
    slug = ordering.issued(world)
    mine = f"{HERE}{slug}/unit/sample/X1/"
    reporter, desk = signed_in(world, "reporter"), signed_in(world, "secretary")
    send(reporter, f"{mine}act/acknowledge", seen=str(part(world, slug).sequence))
    file = SimpleUploadedFile("ảnh biển hiệu.pdf", b"%PDF-1.4 anh\n%%EOF", "application/pdf")
    send(
        reporter,
        f"{mine}act/report",
        text="Đã mở bộ phận",
        done="1",
        file=file,
        link="https://example.test/anh",
    )
    assert (part(world, slug).state, part(world, slug).evidence.count()) == ("reported", 2)
    shown = page(desk, mine)
    assert "ảnh biển hiệu.pdf" in shown and "https://example.test/anh" in shown and "Accept" in shown
    saved = desk.get(f"{mine}evidence/1")
    assert saved.status_code == 200 and "attachment" in saved.headers["Content-Disposition"]
    assert signed_in(world, "reporter2").get(f"{mine}evidence/1").status_code == 404
    send(desk, f"{mine}act/give_back", reason="Thiếu nội quy", seen=str(part(world, slug).sequence))
    assert "Thiếu nội quy" in page(reporter, mine)
    send(reporter, f"{mine}act/report", text="Đã bổ sung", done="1")
    assert "was given back" not in page(reporter, mine), "it is in the hands of the secretary again"
    send(desk, f"{mine}act/accept", seen=str(part(world, slug).sequence))
    send(reporter, f"{mine}act/withdraw_evidence", number="1", reason="Nhầm ảnh")
    shown = page(desk, mine)
    assert "the work is open again" in shown and "Nhầm ảnh" in shown


def test_what_was_typed_with_a_fault_must_be_typed_again(world: World) -> None:
    slug = ordering.issued(world)
    mine = f"{HERE}{slug}/unit/sample/X1/"
    reporter, desk = signed_in(world, "reporter"), signed_in(world, "secretary")
    late = send(reporter, f"{mine}act/report", text="Đã mở bộ phận", progress="500", link="https://a.test/")
    shown = late.content.decode()
    assert late.status_code == 400 and "Progress is a whole number from 0 to 100" in shown
    assert "Đã mở bộ phận</textarea>" in shown and 'value="https://a.test/"' in shown
    passed = send(desk, f"{mine}act/pass_on", to="xã không có", reason="Trụ sở ở đây")
    shown = passed.content.decode()
    assert passed.status_code == 400 and "Trụ sở ở đây</textarea>" in shown and 'value="xã không có"' in shown
    reported = send(reporter, f"{mine}act/report", text="Đã mở", done="1", seen="99")
    assert reported.status_code == 409 and "Đã mở</textarea>" in reported.content.decode()
    assert part(world, slug).state == "issued"


def test_a_change_of_a_draft_forgets_what_its_form_does_not_ask_for(world: World) -> None:
    scope = {"tiers": ["commune"], "kinds": ["xã"], "within": ["sample:H1"]}
    slug = ordering.drafted(world, scope=scope, known=False, sample=True)
    send(signed_in(world, "secretary"), f"{HERE}{slug}/edit", **form(title="Tiêu đề khác", seen="1"))
    directive = Directive.objects.get()
    assert (directive.title, directive.known, directive.sample) == ("Tiêu đề khác", False, True)
    assert directive.scope["kinds"] == ["xã"]


def test_time_is_asked_and_given_on_the_page(world: World) -> None:
    slug = ordering.issued(world)
    mine = f"{HERE}{slug}/unit/sample/X1/"
    head, chairman = signed_in(world, "head"), signed_in(world, "chairman")
    send(head, f"{mine}act/ask_extension", due="2026-03-30", reason="Thiếu phòng")
    assert "Decide on 1 request for more time" in page(chairman, "/en/office/")
    assert "Thiếu phòng" in page(chairman, mine)
    send(chairman, f"{mine}act/decide_extension", due="2026-03-27", reason="Đồng ý", granted="yes")
    assert "27 March 2026" in page(head, mine) and part(world, slug).due == date(2026, 3, 27)


def test_the_chairman_does_not_see_who_answers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ordering.issued(world)
    ordering.issued(world, title="Chưa rõ kết quả", known=False)
    at(monkeypatch, world, 20)
    chairman = signed_in(world, "chairman")
    shown = page(chairman, f"{HERE}overdue")
    assert re.search(r'<dt>overdue</dt>\s*<dd class="num bad">2</dd>', shown)
    assert "Người Mẫu (head)" in shown and "no information" in shown
    saved = chairman.get(f"{HERE}overdue.csv").content.decode("utf-8-sig")
    assert "Người Mẫu (head2)" in saved and saved.count("Xây dựng bộ phận một cửa") == 2
    assert chairman.get(f"{HERE}overdue.xlsx").content[:2] == b"PK"
    assert signed_in(world, "reporter").get(f"{HERE}overdue").status_code == 403
    assert "6 days overdue" in page(chairman, f"{HERE}unit/sample/X1/")
    assert "6 days late" in page(signed_in(world, "reporter"), "/en/office/")


def test_one_unit_reads_anothers_part(world: World) -> None:
    slug = ordering.issued(world)
    other = signed_in(world, "reporter2")
    assert other.get(f"{HERE}{slug}/unit/sample/X1/").status_code == 404
    shown = page(other, f"{HERE}{slug}/")
    assert "Xã Mẫu 2" in shown and "Xã Mẫu 1" not in shown
    assert "This unit owes nothing now." in page(other, f"{HERE}unit/sample/X1/")
    draft = ordering.drafted(world, title="Nháp")
    assert other.get(f"{HERE}{draft}/").status_code == 404
    assert send(other, f"{HERE}{slug}/unit/sample/X2/act/accept").status_code == 403
    assert send(other, f"{HERE}{slug}/act/close", reason="x").status_code == 403


def test_many_drafts_are_issued_at_once(world: World) -> None:
    slugs = [ordering.drafted(world, title=f"Nhiệm vụ {n}") for n in range(3)]
    chairman = signed_in(world, "chairman")
    assert page(chairman, HERE).count('name="slug"') == 3
    send(chairman, f"{HERE}issue", slug=slugs[:2])
    assert Directive.objects.filter(state="issued").count() == 2
    saved = chairman.get(f"{HERE}list.csv?state=issued").content.decode("utf-8-sig")
    assert "Nhiệm vụ 0" in saved and "Nhiệm vụ 2" not in saved


def test_a_closed_directive_says_nothing_of_those_not_done(world: World) -> None:
    slug = ordering.issued(world)
    chairman = signed_in(world, "chairman")
    send(chairman, f"{HERE}{slug}/act/close", reason="")
    assert Directive.objects.get().state == "issued"
    send(chairman, f"{HERE}{slug}/act/close", reason="Chuyển sang kế hoạch năm sau")
    assert "not done" in page(chairman, f"{HERE}{slug}/")


def test_weak_places_become_directives_in_more_than_two_clicks(world: World) -> None:
    played.appraised(world)
    chairman = signed_in(world, "chairman")
    weak = f"{HERE}from-weak/{played.SLUG}/"
    assert 'name="node"' in page(chairman, weak)
    looked = send(chairman, weak, node=["A2"], days="20", urgency="urgent")
    assert looked.status_code == 200 and "Draft and issue them" in looked.content.decode()
    assert not Directive.objects.exists()
    send(chairman, weak, node=["A2"], days="20", urgency="urgent", issue="1", key="k")
    send(chairman, weak, node=["A2"], days="20", urgency="urgent", issue="1", key="k")
    assert sorted(Directive.objects.values_list("moves", "state")) == [(["A2"], "issued")]


def test_pages_of_directives_speak_vietnamese_and_never_break(world: World) -> None:
    slug = ordering.issued(
        world, source_title="Thông báo kết luận", condition={"kind": "figure", "name": "ton", "at_most": "0"}
    )
    do(
        DIRECTIVES,
        actions.ask_extension,
        world.actor("head"),
        (slug, world.ref("commune")),
        MoreTime(date(2026, 4, 3), "Thiếu"),
    )
    for who in ("secretary", "chairman", "reporter", "head", "observer", "administrator"):
        client = signed_in(world, who)
        for path in (
            "",
            f"{slug}/",
            "unit/sample/X1/",
            f"{slug}/units.csv",
            f"{slug}/units.xlsx",
            "list.xlsx",
        ):
            assert client.get(f"/office/directives/{path}").status_code == 200, (who, path)
        assert client.get("/office/directives/no-such/").status_code == 404


def test_a_part_is_shown_on_time_after_it_passed_its_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = ordering.issued(world)
    at(monkeypatch, world, int(timedelta(days=15).days))
    assert "1 day overdue" in page(signed_in(world, "head"), f"{HERE}{slug}/unit/sample/X1/")


def test_pasted_figures_are_misread_or_half_taken(world: World) -> None:
    desk = signed_in(world, "secretary")
    assert "ho-so-ton" in page(desk, f"{HERE}figures")
    bad = send(
        desk,
        f"{HERE}figures",
        name="ho-so-ton",
        day="2026-03-02",
        rows="Xã Mẫu 1; 0\nXã Nào Đó; 5",
        source="Tuần 9",
    )
    assert bad.status_code == 400 and "Xã Nào Đó" in bad.content.decode() and not Figure.objects.exists()
    bad = send(desk, f"{HERE}figures", name="ho-so-ton", day="2026-03-02", rows="Xã Mẫu 1 không", source="")
    assert bad.status_code == 400 and "cannot be read" in bad.content.decode()
    send(
        desk,
        "/office/directives/figures",
        name="ho-so-ton",
        day="2026-03-02",
        rows="Xã Mẫu 1\t1.234,5\nX2; 0",
        source="Tuần 9",
    )
    assert sorted(Figure.objects.values_list("unit__code", "value")) == [("X1", "1234.5"), ("X2", "0")]
    assert "2 units" in page(desk, f"{HERE}figures") or "ho-so-ton" in page(desk, f"{HERE}figures")
    assert signed_in(world, "reporter").get(f"{HERE}figures").status_code == 403


def test_a_conclusion_is_copied_by_hand_or_drafted_twice_unseen(world: World) -> None:
    meetings.opened(world)
    sentence = "Khẩn trương xây dựng bộ phận một cửa tại các xã thuộc huyện Mẫu 1"
    writing.write_minute(world.actor("secretary"), meetings.SLUG, sentence, "conclusion", True)
    desk = signed_in(world, "secretary")
    there = f"{HERE}from-minutes/{meetings.SLUG}/"
    assert sentence in page(desk, there)
    begun = page(desk, f"{HERE}new?conference={meetings.SLUG}&number=1")
    assert begun.count(sentence) >= 2, "as the sentence and as the title to be mended"
    kept = form(quote=sentence, conference=meetings.SLUG, place="#1", title="Bộ phận một cửa")
    send(desk, f"{HERE}new", **kept)
    directive = Directive.objects.get()
    assert (directive.conference, directive.quote) == (meetings.SLUG, sentence)
    meeting.take_chair(world.actor("chairman"), meetings.SLUG, "Chủ tịch", "")
    meeting.close(world.actor("chairman"), meetings.SLUG)
    meeting.sign(world.actor("chairman"), meetings.SLUG, "conclusions", "12/TB-UBND")
    signed = page(desk, f"{HERE}new?conference={meetings.SLUG}&number=1")
    assert 'name="source_number" value="12/TB-UBND"' in signed
    assert "Draft another from it" in page(desk, there) and "Bộ phận một cửa" in page(desk, there)
    assert desk.get(f"{HERE}new?conference={meetings.SLUG}&number=9").status_code == 404
    assert signed_in(world, "reporter").get(there).status_code == 403


def test_a_secretary_with_many_conclusions_must_copy_each_into_a_form_of_its_own(world: World) -> None:
    meetings.opened(world)
    sentences = ("Xây dựng bộ phận một cửa", "Rà soát hồ sơ đất đai", "Bồi dưỡng cán bộ")
    for sentence in sentences:
        writing.write_minute(world.actor("secretary"), meetings.SLUG, sentence, "conclusion", True)
    desk, there = signed_in(world, "secretary"), f"{HERE}from-minutes/{meetings.SLUG}/"
    after = page(desk, f"/en/office/conferences/{meetings.SLUG}/after/")
    assert there in after, "the way from the conclusions to the directives"
    given = {"leading-1": "Huyện Mẫu 1", "due-1": "2026-03-20", "leading-3": "sample:S2", "due-3": ""}
    assert send(desk, there, **{**given, "leading-3": "Sở Không Có"}).status_code == 400
    assert Directive.objects.count() == 0, "all or none"
    assert send(desk, there).status_code == 400
    assert send(desk, there, **given).status_code == 302
    drafted = [(one.quote, one.leading.name_vi, one.due) for one in Directive.objects.order_by("pk")]
    assert drafted == [(sentences[0], "Huyện Mẫu 1", date(2026, 3, 20)), (sentences[2], "Sở Mẫu 2", None)]
    assert "leading-2" in (left := page(desk, there)) and "leading-1" not in left
    for who, status in (("reporter", 403), ("administrator", 403)):
        assert send(signed_in(world, who), there, **{"leading-2": "Sở Mẫu 2"}).status_code == status
    assert "leading-2" not in page(signed_in(world, "administrator"), there)
    send(desk, there, **{"leading-2": "Sở Mẫu 2"})
    assert "Draft all" not in page(desk, there), "nothing is left to be drafted"


@pytest.mark.parametrize(("prefix", "said"), [("", "Thứ bảy"), ("/en", "Saturday")])
def test_a_draft_due_on_a_day_off_cannot_be_looked_at(world: World, prefix: str, said: str) -> None:
    desk = signed_in(world, "secretary")
    kept = form(due_kind="date", due="2026-03-21", slug="thu-bay")
    looked = send(desk, f"{prefix}/office/directives/new", **kept, preview="1")
    assert looked.status_code == 200 and said.casefold() in looked.content.decode().casefold()
    send(desk, f"{prefix}/office/directives/new", **kept)
    assert said.casefold() in page(desk, f"{prefix}/office/directives/thu-bay/").casefold()


def test_an_order_that_a_milestone_of_a_programme_closes_keeps_it_when_the_draft_is_changed(
    world: World,
) -> None:
    programme_world.begun(world)
    desk = signed_in(world, "secretary")
    chosen = f"{programme_world.SLUG}:decision"
    kept = send(desk, f"{HERE}new", **form(condition="milestone", c_milestone=chosen))
    one = Directive.objects.get()
    wanted = {"kind": "milestone", "programme": programme_world.SLUG, "milestone": "decision"}
    assert kept.status_code == 302 and one.condition == wanted
    assert f'value="{chosen}" selected' in page(desk, f"{HERE}{one.slug}/edit")
    assert "milestone “Decision that founds the desk”" in page(desk, f"{HERE}{one.slug}/")
