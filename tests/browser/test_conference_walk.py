"""From a conference to work done in Chromium with every role: plan, meet, conclude, order, report, read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser.officer import CONCLUDED, DESK, DIFFICULTY, LAND, PHONE, SLUG, WALL, Officer, is_word, made
from serving import serve
from thangdo.records.people.acting import LOCAL

pytestmark = [pytest.mark.browser, pytest.mark.main_walk]
HERE = f"/office/conferences/{SLUG}/"


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A demonstration in which no conference was planned yet."""
    made(tmp_path / "data")
    with serve(tmp_path / "data", THANGDO_DEMO="1") as address:
        yield address


@pytest.fixture
def after(tmp_path: Path) -> Iterator[str]:
    """The same after a conference: concluded, with a difficulty answered in public."""
    made(tmp_path / "data", CONCLUDED.format(slug=SLUG, lines=[DESK, LAND], difficulty=DIFFICULTY))
    with serve(tmp_path / "data", THANGDO_DEMO="1") as address:
        yield address


def test_what_was_said_at_a_conference_is_lost_before_it_is_concluded_and_answered(
    browser: Browser, url: str, tmp_path: Path
) -> None:
    one = Officer(browser, url)
    plans(one, tmp_path)
    meets(one, browser, url)
    concludes(one, tmp_path)
    answers(one)
    one.ends()


def test_an_order_is_lost_on_its_way_from_the_conclusions_to_the_units_and_the_citizen(
    browser: Browser, after: str, tmp_path: Path
) -> None:
    one = Officer(browser, after)
    orders(one)
    works(one, tmp_path)
    time_runs_out(one)
    everybody_reads(one)
    one.ends()
    neighbour_reads(browser, after)


def plans(one: Officer, tmp_path: Path) -> None:
    """The secretary plans; a site tries its connection on a phone."""
    today = datetime.now(LOCAL).date()
    one.sits("secretary")
    one.open("/office/conferences/")
    one.goes("Lập kế hoạch hội nghị")
    one.does(
        "form:has([name=title_vi])",
        title_vi="Hội nghị công bố chỉ số",
        slug=SLUG,
        day=today.isoformat(),
        starts="08:00",
        ends="11:30",
        place_vi="Hội trường 2/9",
        quorum="60",
        address="https://hop.example.test/chi-so",
    )
    one.does("/act/sites/", tier="commune")
    one.does("/act/sites/", units="sample:H1")
    for guest in ("Thường trực HĐND tỉnh", "Ủy ban MTTQ Việt Nam tỉnh"):
        one.does("form:has(#guest)", office=guest)
    paper = tmp_path / "bao-cao.pdf"
    paper.write_bytes(b"%PDF-1.4\n%%EOF\n")
    one.does(
        "/act/item/",
        title="Báo cáo kết quả",
        presenter="Sở Mẫu 1",
        minutes="15",
        paper_ref="",
        paper_title="Báo cáo tóm tắt",
        paper_file=str(paper),
    )
    one.page.locator("summary", has_text="Thêm một mục").first.click()
    one.does("form[action$='/act/item/']:not(:has([name=number]))", title="Thảo luận", minutes="30")
    one.reads("3 điểm cầu", "Thường trực HĐND tỉnh", "Báo cáo tóm tắt")
    invitation = tmp_path / "giay-moi.docx"
    is_word(one.saves("a[href$='/invitation.docx']", invitation), invitation, "Hội trường 2/9", "HĐND")
    assert one.saves("a[href$='/invitation.pdf']", tmp_path / "giay-moi.pdf")[:5] == b"%PDF-"
    calendar = one.saves("a[href$='/calendar']", tmp_path / "hoi-nghi.ics").decode()
    assert "BEGIN:VEVENT" in calendar and f"{today:%Y%m%d}T" in calendar

    one.sits("reporter", PHONE)
    one.open("/office/conferences/")
    one.goes("Hội nghị công bố chỉ số", "Xã Mẫu 1")
    one.does("/act/describe/", room="Phòng họp tầng 2", connection="fixed", contact="0912 000 000 (mẫu)")
    form = one.page.locator("form[action$='/act/check/']")
    for tick in ("answered", "picture", "sound"):
        form.locator(f"[name={tick}]").check()
    one.does("/act/check/", delay_ms="120")
    one.reads("có hình, có tiếng")
    one.sits("secretary")
    one.open(HERE)
    one.reads("0912 000 000", "có hình, có tiếng", "chưa có thông tin")


def meets(one: Officer, browser: Browser, url: str) -> None:
    """Quorum, the floor, a difficulty, minutes by two secretaries, another chair, the wall."""
    page = one.page
    one.sits("chairman")
    one.open(HERE)
    page.locator("form[action$='/act/open/'] button").click()
    expect(page.locator(".message.error")).to_be_visible()  # nobody is here yet
    one.open(f"{HERE}during/")
    for code in ("X1", "X2"):
        one.clicks(f"form[action$='/act/roll/']:has([value='sample:{code}']) button[value=present]")
    one.reads("2/3", "đủ điểm cầu")
    one.open(HERE)
    one.does("/act/open/")
    one.open(f"{HERE}chair/")
    one.does("/act/chair/", office="Chủ tịch UBND tỉnh", name="Người Mẫu")
    one.clicks("form[action$='/act/run/'] button[value=start]")

    for login, code in (("head2", "X2"), ("head", "X1")):
        one.sits(login, PHONE)
        one.open(f"{HERE}sites/sample/{code}/")
        box = page.locator("#subject")
        box.focus()
        page.keyboard.type("Vướng mắc về đất đai")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        one.reads("Vướng mắc về đất đai")
        one.fits()

    one.sits("chairman")
    one.open(f"{HERE}chair/")
    queue = page.locator("#queue li")
    one.clicks("#queue li:nth-child(2) form[action$='/act/first/'] button")
    expect(queue.first).to_contain_text("Xã Mẫu 1")
    one.clicks("#queue li:nth-child(1) button[value=speaking]")
    expect(queue.first).to_contain_text("đang phát biểu")
    one.clicks("#queue button[value=spoken]")

    one.sits("secretary")
    one.open(f"{HERE}during/")
    one.does("/act/remark/", kind="obstacle", field="land", unit="sample:X1", text=DIFFICULTY)
    one.reads(DIFFICULTY)
    one.open(f"{HERE}minutes/")
    for text, kind in (("Sở Mẫu 1 trình bày", "note"), (DESK, "conclusion"), (LAND, "conclusion")):
        line = page.locator("form[data-line]").last
        line.locator("textarea").focus()
        page.keyboard.type(text)
        line.locator("select").select_option(kind)
        line.locator("textarea").focus()
        if kind == "conclusion":
            page.keyboard.press("Alt+d")
        lines = page.locator("form[data-line]").count()
        page.keyboard.press("Control+Enter")
        expect(page.locator("form[data-line]")).to_have_count(lines + 1)
    expect(page.locator("form[data-line]").last.locator("textarea")).to_be_focused()

    other = Officer(browser, url)
    other.is_now("secretary2")
    other.open(f"{HERE}minutes/")
    page.locator("#text-2").fill(f"{DESK} trong quý này")
    expect(page.locator("#line-2 [data-said]")).to_have_text("đã lưu")
    theirs = other.page.locator("#line-2")
    theirs.locator("textarea").fill(f"{DESK}, báo cáo hằng tuần")
    expect(theirs.locator("[data-merge]")).to_be_visible()
    expect(theirs.locator("[data-theirs]")).to_have_text(f"{DESK} trong quý này")
    assert theirs.locator("textarea").input_value() == f"{DESK}, báo cáo hằng tuần", "nothing typed is lost"
    theirs.locator("[data-both]").click()
    theirs.locator("textarea").fill(f"{DESK} trong quý này, báo cáo hằng tuần")
    other.page.keyboard.press("Control+Enter")
    expect(theirs.locator("[data-said]")).to_have_text("đã lưu")
    other.ends()

    one.sits("vice")
    one.open(f"{HERE}chair/")
    one.does("/act/chair/", office="Phó Chủ tịch UBND tỉnh", name="Người Mẫu Hai")
    one.reads("Phó Chủ tịch UBND tỉnh, Người Mẫu Hai")

    page.set_viewport_size({"width": WALL[0], "height": WALL[1]})
    one.goes("Trình chiếu")
    one.reads("Hội nghị công bố chỉ số", "Phó Chủ tịch UBND tỉnh")
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    seen = []
    for _slide in range(8):
        seen.append(page.locator("main").inner_text())
        one.fits()
        assert page.evaluate("document.documentElement.scrollHeight") <= WALL[1], "the wall is not scrolled"
        place, _stroke, of = page.locator("header .num").inner_text().partition("/")
        if place == of:
            break
        with page.expect_navigation():
            page.keyboard.press("ArrowRight")
    assert any(DIFFICULTY in text for text in seen) and any(LAND in text for text in seen)
    with page.expect_navigation():
        page.keyboard.press("Escape")


def concludes(one: Officer, tmp_path: Path) -> None:
    """The chair closes and signs; the papers are real files."""
    one.sits("vice")
    one.open(f"{HERE}during/")
    one.clicks("form[action$='/act/close/'] button")
    one.open(f"{HERE}after/")
    one.does("form:has([name=paper][value=minutes])")
    one.does("form:has([name=paper][value=conclusions])", paper_number="12/TB-UBND")
    one.reads("12/TB-UBND")
    for kind, words in (("minutes", "Sở Mẫu 1 trình bày"), ("conclusions", "báo cáo hằng tuần")):
        file = tmp_path / f"{kind}.docx"
        is_word(one.saves(f"a[href$='/{kind}.docx']", file), file, words)
        assert one.saves(f"a[href$='/{kind}.pdf']", tmp_path / f"{kind}.pdf")[:5] == b"%PDF-"


def answers(one: Officer) -> None:
    """The named unit answers the difficulty; the secretary publishes the answer."""
    one.sits("secretary")
    one.open(f"{HERE}after/?field=land")
    one.does("/act/ask-answer/", unit="sample:S2", days="5")
    one.sits("department-head")
    one.goes("Trả lời")
    one.reads(DIFFICULTY)
    one.does("/act/answer/", text="Sở Mẫu 2 bổ sung một tổ trích đo từ tháng sau.")
    one.sits("secretary")
    one.open(f"{HERE}after/?field=land")
    one.clicks("form[action$='/act/publish/'] button[value=yes]")
    one.reads("đã công khai")


def orders(one: Officer) -> None:
    """Both conclusions become drafts at once; a number that does not fit is said; the head issues."""
    page = one.page
    due = datetime.now(LOCAL).date() + timedelta(days=10)
    one.sits("secretary")
    one.open(f"{HERE}after/")
    one.goes("Giao nhiệm vụ từ kết luận")
    for number, unit in ((1, "Huyện Mẫu 1"), (2, "Sở Mẫu 2")):
        page.locator(f"[name=leading-{number}]").fill(unit)
    one.does("form:has([name=leading-1])")
    one.open("/office/directives/")
    one.goes("Các xã thuộc huyện Mẫu 1")
    one.goes("Sửa dự thảo")
    page.locator("[name=tiers][value=commune]").check()
    page.locator("[name=official]").check()
    form = page.locator("form:has([name=within])")
    form.locator("[name=within]").fill("Huyện Mẫu 1")
    form.locator("[name=stated_count]").fill("3")
    form.locator("[name=due_kind][value=date]").check()
    form.locator("[name=due]").fill(due.isoformat())
    one.clicks("button[name=preview]")
    one.reads("nêu 3 đơn vị, danh mục có 2")
    one.clicks("form:has([name=within]) button:not([name])")
    one.reads("nêu 3 đơn vị, danh mục có 2")
    assert page.locator("form[action$='/act/issue']").count() == 0, "a secretary issues nothing"

    one.sits("chairman")
    one.goes("Giao nhiệm vụ đã soạn")
    one.open("/office/directives/")
    page.locator("tr", has_text="Sở Mẫu 2 rà soát").locator("[name=slug]").check()
    one.clicks("form[action$='/directives/issue'] button")
    one.goes("Các xã thuộc huyện Mẫu 1")
    one.does("/act/issue", decision="Kết luận tính cả một xã đã sáp nhập")
    one.reads("Kết luận tính cả một xã đã sáp nhập", "Xã Mẫu 1", "Xã Mẫu 2")


def works(one: Officer, tmp_path: Path) -> None:
    """Acknowledged, reported with a file, given back, mended, accepted; another asks for time and gets it."""
    page = one.page
    more = datetime.now(LOCAL).date() + timedelta(days=17)
    one.sits("reporter", PHONE)
    one.goes("Xác nhận đã nhận nhiệm vụ")
    part = page.url.removeprefix(one.url)
    one.does("/act/acknowledge")
    proof = tmp_path / "quyet-dinh.pdf"
    proof.write_bytes(b"%PDF-1.4\n%%EOF\n")
    page.locator("[name=done]").check()
    one.does("/act/report", text="Đã có quyết định thành lập", file=str(proof), title="Quyết định thành lập")
    one.sits("secretary")
    one.goes("Duyệt 1 báo cáo")
    one.goes("Xã Mẫu 1")
    one.reads("Quyết định thành lập")
    assert one.saves("a[href*='/evidence/']", tmp_path / "saved.pdf") == proof.read_bytes()
    one.does("/act/give_back", reason="Chưa có ảnh phòng làm việc")
    one.sits("reporter", PHONE)
    one.open(part)
    one.reads("Chưa có ảnh phòng làm việc")
    page.locator("[name=done]").check()
    one.does("/act/report", text="Đã bổ sung ảnh", link="https://anh.example.test/mot-cua")
    one.sits("secretary")
    one.open(part)
    one.does("/act/accept")
    one.reads("đã hoàn thành")

    one.sits("head2")
    one.goes("Xác nhận đã nhận nhiệm vụ")
    theirs = page.url.removeprefix(one.url)
    one.does("/act/acknowledge")
    one.does("/act/ask_extension", due=more.isoformat(), reason="Chờ bàn giao trụ sở")
    one.sits("chairman")
    one.open(theirs)
    page.locator("[name=reason]#ext-answer").fill("Đồng ý, không gia hạn thêm")
    one.clicks("button[name=granted][value=yes]")
    one.reads(f"{more:%d/%m/%Y}", "Đồng ý, không gia hạn thêm")


def time_runs_out(one: Officer) -> None:
    """A month later the chairman sees what is overdue and who answers for it."""
    one.sits("chairman")
    one.days_pass("30")
    one.open("/office/directives/overdue")
    one.fits()
    one.reads("Xã Mẫu 2", "Người Mẫu (head2)", "Các xã thuộc huyện Mẫu 1")
    heads = one.page.locator("section[aria-labelledby=heads]")
    expect(heads).not_to_contain_text("Xã Mẫu 1")
    one.goes("Xã Mẫu 2")
    one.reads("Các xã thuộc huyện Mẫu 1")


def everybody_reads(one: Officer) -> None:
    """Signed out and without a cookie: conference, directive, answer, notice; a reply waits to be read."""
    page = one.page
    one.sits("publisher")
    one.open("/office/announcements/")
    one.goes("Thông báo mới")
    one.does(
        "form:has([name=body])",
        title="Lịch tiếp công dân",
        slug="lich-tiep-dan",
        body="Thứ năm hằng tuần, tại trụ sở.",
    )
    one.does("/act/publish/")

    one.context.clear_cookies()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    one.open("/conferences/")
    one.goes("Hội nghị công bố chỉ số")
    one.reads(DIFFICULTY, "bổ sung một tổ trích đo", LAND)
    for private in ("0912", "Người Mẫu"):
        expect(page.locator("main")).not_to_contain_text(private)
    one.goes("Nhiệm vụ được giao", "Các xã thuộc huyện Mẫu 1")
    one.reads("Xã Mẫu 1", "Xã Mẫu 2")
    one.open("/announcements/")
    one.goes("Lịch tiếp công dân")
    one.does("form.reply", text="Có tiếp vào thứ bảy không?", name="Bà Mẫu")
    one.reads("Đã nhận ý kiến số 1 của bạn")
    expect(page.locator("article")).to_have_count(0)  # nobody has read it yet
    assert one.context.cookies() == []

    one.sits("secretary")
    one.open("/office/announcements/lich-tiep-dan/")
    one.does("/replies/1/show/")
    one.does("/replies/1/ask/", unit="sample:S2", days="5")
    one.sits("department-head")
    one.goes("Trả lời công khai")
    one.does("/replies/1/answer/", text="Chưa tiếp vào thứ bảy.")


def neighbour_reads(browser: Browser, url: str) -> None:
    """Another citizen reads the reply with its answer, and the feed."""
    one = Officer(browser, url)
    one.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    one.open("/announcements/lich-tiep-dan/")
    one.reads("Có tiếp vào thứ bảy không?", "Chưa tiếp vào thứ bảy.", "Sở Mẫu 2")
    one.fits()
    feed = one.context.request.get(f"{url}/announcements/feed.xml")
    assert feed.ok and "Lịch tiếp công dân" in feed.text() and "<rss" in feed.text()
    assert one.context.cookies() == []
    one.ends()
