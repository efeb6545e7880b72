"""The register of outgoing papers: a number given twice or left out, a day that goes back, a lost paper."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

import world as sample
from thangdo.records.acts.frame import do
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.work.papers import queries
from thangdo.work.papers.actions import (
    PAPERS,
    Block,
    Entry,
    Mending,
    Opening,
    Why,
    begin,
    close,
    issue,
    issue_block,
    mend,
    void,
)
from thangdo.work.papers.models import Paper
from thangdo.work.papers.replaying import differences
from world import World

pytestmark = pytest.mark.django_db
BOOK = "van-ban-di-2026"
DAY = date(2026, 3, 2)


@pytest.fixture
def world() -> World:
    made = sample.build()
    opening = Opening(made.ref("province"), "Sổ văn bản đi 2026", 2026)
    do(PAPERS, begin, made.actor("secretary"), (BOOK,), opening, seen=0)
    return made


def take(world: World, abstract: str = "Phê duyệt kết quả", **more: Any) -> dict[str, Any]:
    given = Entry(**{"kind": "decision", "abstract": abstract, "day": DAY, **more})
    return dict(do(PAPERS, issue, world.actor("secretary"), (BOOK,), given))


def refused(code: str, *given: Any, **more: Any) -> None:
    with pytest.raises(Refused, match=code):
        take(*given, **more)


def test_numbers_run_and_a_void_one_is_given_to_nobody_else(world: World) -> None:
    assert [take(world)["symbol"] for _ in range(2)] == ["01/QĐ-UBND", "02/QĐ-UBND"]
    do(PAPERS, void, world.actor("secretary"), (BOOK, 2), Why("Ban hành nhầm"))
    assert take(world, drafter="CĐS", kind="letter")["symbol"] == "03/UBND-CĐS"
    assert take(world, symbol="QĐ-CTUBND")["symbol"] == "04/QĐ-CTUBND"
    assert list(Paper.objects.order_by("number").values_list("number", "state")) == [
        *((1, "issued"), (2, "void"), (3, "issued"), (4, "issued"))
    ]
    with pytest.raises(Refused, match="wrong-state"):
        do(PAPERS, void, world.actor("secretary"), (BOOK, 2), Why("Lần nữa thôi"))
    assert differences() == []


def test_a_number_from_elsewhere_is_the_next_one_or_none(world: World) -> None:
    refused("number-not-next", world, number=5)
    assert take(world, number=1)["number"] == 1
    refused("number-not-next", world, number=1)
    opening = Opening(world.ref("office"), "Sổ của Sở", 2026, first=125)
    do(PAPERS, begin, world.actor("secretary"), ("so-2026",), opening, seen=0)
    done = do(PAPERS, issue, world.actor("secretary"), ("so-2026",), Entry("letter", "đề nghị", DAY, "CĐS"))
    assert done["symbol"] == "125/SM1-CĐS"


def test_days_go_forward_within_the_year_of_the_register(world: World) -> None:
    take(world)
    refused("day-before-last", world, day=DAY - timedelta(days=1))
    refused("other-year", world, day=date(2027, 1, 4))
    take(world, day=DAY + timedelta(days=1))


def test_a_kind_with_a_register_of_its_own_takes_no_number_of_the_common_one(world: World) -> None:
    secretary = world.actor("secretary")
    own = Opening(world.ref("province"), "Sổ quyết định", 2026, "decision")
    do(PAPERS, begin, secretary, ("quyet-dinh-2026",), own, seen=0)
    refused("own-book", world)
    with pytest.raises(Refused, match="other-kind"):
        do(PAPERS, issue, secretary, ("quyet-dinh-2026",), Entry("report", "báo cáo", DAY))
    with pytest.raises(Refused, match="book-there"):
        do(PAPERS, begin, secretary, ("quyet-dinh-2",), own, seen=0)


def test_a_block_gives_each_unit_its_own_number_or_none_at_all(world: World) -> None:
    take(world)
    refs = tuple(world.ref(name) for name in ("office", "commune", "other"))
    given = Block("letter", "thông báo kết quả của {unit}", DAY, refs, "CĐS", source="campaign:x:notice")
    done = do(PAPERS, issue_block, world.actor("secretary"), (BOOK,), given)
    assert (done["first"], done["last"]) == (2, 4)
    rows = list(Paper.objects.filter(number__gt=1).order_by("number"))
    assert [row.symbol for row in rows] == [f"0{n}/UBND-CĐS" for n in (2, 3, 4)]
    assert rows[1].abstract == "thông báo kết quả của Ủy ban nhân dân xã Mẫu 1"
    assert (rows[1].recipients, rows[1].source) == (
        "Ủy ban nhân dân xã Mẫu 1",
        f"campaign:x:notice:{':'.join(world.ref('commune'))}",
    )
    for units in ((refs[0], refs[0]), (refs[0], ("sample", "none"))):
        with pytest.raises(Refused, match=r"unit-twice|no-such-unit"):
            do(PAPERS, issue_block, world.actor("secretary"), (BOOK,), Block("letter", "abc", DAY, units))
    assert Paper.objects.count() == 4 and differences() == []


def test_a_paper_of_a_campaign_goes_out_without_the_decision_that_issued_the_criteria(world: World) -> None:
    refused("basis-missing", world, source="campaign:sample-2025:decision")
    take(world, source="campaign:sample-2025:decision", basis="Quyết định số 5/QĐ-UBND ngày 02/01/2026")
    take(world, source="campaign:sample-2025:conference", kind="report")


def test_an_entry_is_put_right_with_a_reason_and_names_are_not_in_the_ledger(world: World) -> None:
    from thangdo.records.ledger.models import Event

    take(world, signer="Nguyễn Văn Mẫu")
    given = Mending("Phê duyệt kết quả năm 2025", "Ghi thiếu năm", "Trần Thị Mẫu", "KT.")
    do(PAPERS, mend, world.actor("secretary"), (BOOK, 1), given)
    found = queries.one(world.actor("secretary"), BOOK, 1)
    assert (found.abstract, found.signer, found.authority, found.symbol, found.reason) == (
        *("Phê duyệt kết quả năm 2025", "Trần Thị Mẫu", "KT.", "01/QĐ-UBND", "Ghi thiếu năm"),
    )
    assert not any(
        "Mẫu" in str(row["signer"])
        for row in Event.objects.filter(type__startswith="paper.").values_list("payload", flat=True)
    )


def test_words_kinds_states_and_days_find_a_paper(world: World) -> None:
    take(world, "Phê duyệt kết quả đánh giá")
    take(world, "đề nghị tự đánh giá", kind="letter", day=DAY + timedelta(days=3))
    do(PAPERS, void, world.actor("secretary"), (BOOK, 1), Why("Ban hành nhầm"))
    actor = world.actor("secretary")

    def numbers(**asked: Any) -> list[int]:
        return [row.number for row in queries.papers_of(actor, BOOK, **asked)]

    assert numbers() == [2, 1]
    assert numbers(text="phe duyet") == [1] and numbers(text="02/UBND") == [2] and numbers(text="x") == []
    assert numbers(kind="letter") == [2] and numbers(state="void") == [1]
    assert numbers(since=DAY + timedelta(days=1)) == [2] and numbers(until=DAY) == [1]


def test_a_closed_register_gives_no_number_and_strangers_see_none(world: World) -> None:
    take(world)
    for who in ("reporter", "appraiser", "council"):
        with pytest.raises(Refused, match="no-such-book"):
            queries.one(world.actor(who), BOOK, 1)
        with pytest.raises(NotAllowed):
            do(PAPERS, issue, world.actor(who), (BOOK,), Entry("decision", "abc", DAY))
    secretary = world.actor("secretary")
    do(PAPERS, close, secretary, (BOOK,), seen=queries.book(secretary, BOOK).sequence)
    with pytest.raises(Refused, match="wrong-state"):
        take(world)
