"""Drafts: begun, edited part by part, undone, met by another's change, sent back, published."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import world as sample
from thangdo.records.ledger.events import Stale
from thangdo.records.ledger.verify import verify
from thangdo.records.people.acting import NotAllowed, Refused
from thangdo.rules.index.answers import BadInput
from thangdo.work.editions import actions, acts, beginning, drafts, editing, queries
from thangdo.work.editions.merging import compared, merged
from thangdo.work.editions.models import DraftText, EditionVersion
from thangdo.work.editions.outline import outline
from world import EDITION, World, moved


@pytest.fixture
def world(db: None) -> World:
    return sample.build()


def begun(world: World, text: str = EDITION, name: str = "sample-level") -> EditionVersion:
    return actions.begin(world.actor("author"), world.units["province"], name, text)


def edit(world: World, version: EditionVersion, change: object) -> EditionVersion:
    now = EditionVersion.objects.get(pk=version.pk)
    return actions.edit(world.actor("author"), version.pk, now.sequence, change)  # type: ignore[arg-type]


def test_an_author_changes_a_maximum_and_the_check_counts_what_is_wrong(world: World) -> None:
    version = edit(world, begun(world), lambda text: editing.set_node(text, "A1", {"max": Decimal("25.5")}))
    assert "max: 25.5" in version.text and version.problems == 0
    version = edit(world, version, lambda text: editing.set_node(text, "A1", {"rule": None}))
    assert version.problems > 0


def test_undo_goes_back_step_by_step_and_never_forgets_the_way(world: World) -> None:
    version = begun(world)
    first = version.text
    for most in ("21", "22", "23"):
        text = version.text
        version = edit(world, version, lambda t, m=most: editing.set_node(t, "A1", {"max": Decimal(m)}))
        assert version.text != text
    author = world.actor("author")
    for most in ("22", "21"):
        version = actions.undo(author, version.pk, version.sequence)
        assert f"max: {most}" in version.text
    version = actions.undo(author, version.pk, version.sequence)
    assert version.text == first
    with pytest.raises(Refused, match="nothing-to-undo"):
        actions.undo(author, version.pk, version.sequence)
    version = actions.restore(author, version.pk, 4, version.sequence)
    assert "max: 23" in version.text
    assert [one.restores for one in drafts.texts(version)] == [4, 1, 2, 3, None, None, None, None]
    assert verify().ok


def test_only_the_last_texts_of_a_draft_are_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "KEPT", 3)
    version = begun(world)
    for number in range(6):
        version = edit(world, version, lambda text, n=number: text + f"# {n}\n")
    assert list(DraftText.objects.values_list("sequence", flat=True)) == [7, 6, 5]


def test_two_authors_at_once_lose_nothing(world: World) -> None:
    version = begun(world)
    saw = version.sequence
    mine = editing.set_node(version.text, "B1", {"max": Decimal(15)})
    edit(world, version, lambda text: editing.set_node(text, "A1", {"max": Decimal(30)}))
    with pytest.raises(Stale):
        actions.write(world.actor("author"), version.pk, mine, saw)
    now = drafts.one(world.actor("author"), version.pk)
    met = drafts.meeting(now, mine, saw)
    assert met.both.conflicts == 0
    assert [line.kind for line in met.theirs if line.kind in ("in", "out")] == ["out", "in"]
    version = actions.write(world.actor("author"), version.pk, met.both.text, met.now)
    found = outline(version.text, "x")
    assert found.node("A1").data["max"] == 30 and found.node("B1").data["max"] == 15  # type: ignore[union-attr]


def test_a_reviewer_sends_back_with_a_reason_and_only_the_publisher_publishes(world: World) -> None:
    version = begun(world)
    author = world.actor("author")
    version = moved(world, "author", acts.submit, version)
    with pytest.raises(NotAllowed):
        moved(world, "author", acts.publish, version)
    with pytest.raises(Refused, match="reason-needed"):
        moved(world, "publisher", acts.send_back, version, acts.Why(""))
    version = moved(world, "council", acts.send_back, version, acts.Why("Thiếu căn cứ"))
    assert drafts.story(version)[0].reason == "Thiếu căn cứ"
    assert drafts.moves_open(author, version) == ["write", "submit", "withdraw"]
    version = moved(world, "author", acts.submit, version)
    version = moved(world, "publisher", acts.publish, version)
    assert len(version.sha256) == 64
    with pytest.raises(Refused, match="wrong-state"):
        actions.write(author, version.pk, EDITION + "# more\n", version.sequence)


def test_a_draft_with_problems_is_not_sent_to_review(world: World) -> None:
    version = begun(world, EDITION.replace("max: 20,", "max: many,"))
    with pytest.raises(BadInput):
        moved(world, "author", acts.submit, version)


def test_a_new_version_says_what_it_replaces_and_what_changed(world: World) -> None:
    first = sample.publish_edition(world)
    author, province = world.actor("author"), world.units["province"]
    version = beginning.from_published(author, province, first.pk)
    assert (version.version, version.replaces) == (2, first)
    assert "version: 2" in version.text
    version = edit(world, version, lambda text: editing.set_node(text, "A1", {"max": Decimal(15)}))
    against = drafts.changes(version)
    assert against is not None
    assert [(c.code, c.what, c.before, c.after) for c in against[1] if c.part == "node"] == [
        ("A1", "max", "20", "15")
    ]
    with pytest.raises(Refused, match="draft-is-open"):
        beginning.from_published(author, province, first.pk)


def test_a_draft_begins_from_the_library_from_a_file_and_from_nothing(world: World) -> None:
    author, province = world.actor("author"), world.units["province"]
    version = beginning.from_library(author, province, "tinh-2026", "qd766-2026")
    assert version.problems == 0 and "edition: tinh-2026" in version.text
    assert queries.source_text("qd766-2026").count("#") == version.text.count("#")
    against = drafts.changes(version)
    assert against is not None and against[0] == "qd766-2026"
    assert {change.what for change in against[1]} <= {"edition", "status", "version"}
    version = beginning.empty(author, province, "moi-2026", "Bộ tiêu chí của «tỉnh»: thử")
    assert version.problems > 0
    text = editing.add_node(version.text, "index", "pillar", "A", "Điều kiện")
    text = editing.add_node(text, "A", "criterion", "A1", "Máy tính")
    text = editing.add_input(text, "staff", {"type": "count", "title": {"vi": "Cán bộ"}})
    text = editing.set_node(text, "A1", {"max": Decimal(10), "rule": {"value": "staff"}})
    version = actions.write(author, version.pk, text, version.sequence)
    assert version.problems == 0, outline(version.text, "x").problems
    book = drafts.workbook(version)
    again = beginning.from_file(author, province, "tu-tep", "bo-tieu-chi.xlsx", book)
    assert again.problems == 0 and again.edition == "tu-tep"
    for name, content, code in (
        ("a.yaml", b"", "file-empty"),
        ("a.doc", b"x", "file-type"),
        ("a.yaml", "Tiêu".encode("utf-16"), "file-not-utf-8"),
    ):
        with pytest.raises(Refused, match=code):
            beginning.from_file(author, province, "x", name, content)


def test_the_first_part_of_a_criterion_takes_over_its_rule(world: World) -> None:
    text = editing.add_node(EDITION, "A1", "sub-criterion", "A1.1", "Máy tính")
    found = outline(text, "x")
    assert found.problems == ()
    assert found.node("A1.1").data["max"] == 20  # type: ignore[union-attr]
    assert "rule" not in found.node("A1").data  # type: ignore[union-attr]


def test_a_copied_pillar_has_new_codes_throughout(world: World) -> None:
    found = outline(editing.copy_node(EDITION, "A"), "x")
    assert [node.code for node in found.nodes if node.depth == 1] == ["A", "C", "B"]
    assert [node.code for node in found.nodes if node.parent == "C"] == ["C1", "C2", "C3"]
    assert found.problems == ()


def test_an_edition_that_extends_another_is_edited_without_copying_it(world: World) -> None:
    text = queries.source_text("gia-lai-2019")
    found = outline(text, "x")
    taken = next(node for node in found.nodes if node.is_leaf and not node.own)
    made = editing.set_node(text, taken.code, {"max": Decimal(9)})
    assert outline(made, "x").node(taken.code).data["max"] == 9  # type: ignore[union-attr]
    assert len(made) < len(text) + 400
    with pytest.raises(Refused, match="taken-over"):
        editing.move_node(text, taken.code, 1)
    gone = outline(editing.remove_node(text, taken.code), "x")
    assert gone.node(taken.code) is None


def test_codes_that_are_taken_or_no_codes_are_refused_with_the_reason(world: World) -> None:
    for code, why in (("A1", "code-taken"), ("1 a", "bad-code"), ("index", "bad-code")):
        with pytest.raises(Refused, match=why):
            editing.add_node(EDITION, "A", "criterion", code, "Tên")
    with pytest.raises(Refused, match="not-under-this"):
        editing.add_node(EDITION, "A", "group", "A9", "Tên")
    with pytest.raises(Refused, match="text-unreadable"):
        editing.move_node("index: {", "A", 1)


def test_a_draft_is_not_shown_to_those_who_have_no_part_in_it(world: World) -> None:
    version = begun(world)
    with pytest.raises(Refused, match="no-such-edition"):
        drafts.one(world.actor("reporter"), version.pk)
    with pytest.raises(NotAllowed):
        actions.undo(world.actor("publisher"), begun_undoable(world, version).pk, 2)
    assert drafts.one(world.actor("observer"), version.pk)


def begun_undoable(world: World, version: EditionVersion) -> EditionVersion:
    return edit(world, version, lambda text: text + "# more\n")


LINES = st.lists(st.sampled_from("abcd"), max_size=8)


@given(LINES, LINES)
def test_a_change_of_one_side_only_is_taken_over_whole(base: list[str], mine: list[str]) -> None:
    one, other = "\n".join(base) + "\n", "\n".join(mine) + "\n"
    assert merged(one, other, one).text.split() == mine
    assert merged(one, one, other).text.split() == mine
    assert merged(one, other, other).conflicts == 0
    assert merged(one, other, other).text.split() == mine
    assert (compared(one, other) == []) == (base == mine)
