"""Letters that nobody sees turn a title about, or make two names of one: no typed text keeps them."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thangdo.records import library
from thangdo.records.acts.fields import Text
from thangdo.records.people.acting import Refused
from thangdo.records.people.actions import Term
from thangdo.records.people.names import clean_name
from thangdo.records.units.codes import Key
from thangdo.records.units.planning import Act, NewUnit, Operation, founded_row
from thangdo.rules import canonical
from thangdo.rules.index.edition.check import examine
from thangdo.rules.letters import tidy, unseen

TURNED = "Ng\u202ehất \u2067B\u200b\ufeffình\u00ad\x07"


@pytest.mark.parametrize("field", [Text(400), Text(400, lines=True), Text(400, least=1)])
def test_a_title_reads_backwards(field: Text) -> None:
    assert field.check(TURNED) == "Nghất Bình"
    assert Text(400, lines=True).check("một\n\thai\u202e") == "một\n\thai"
    assert Text(400, exact=True).check(TURNED) == TURNED, "a file stays as it is"


def test_a_title_of_nothing_that_is_seen_is_one() -> None:
    with pytest.raises(Refused, match="missing"):
        Text(400, least=1).check("\u200b\u202e")


def test_a_persons_name_reads_backwards() -> None:
    assert clean_name("Nguyễn\u202e Văn\u200b A") == "Nguyễn Văn A"
    with pytest.raises(Refused):
        clean_name("\u202e")


@given(st.text(alphabet=st.characters(categories=["L", "M", "N", "P", "S", "Z"]), max_size=30))
def test_a_letter_that_is_seen_is_lost(text: str) -> None:
    def drawn(some: str) -> list[str]:
        return [one for one in some if unicodedata.category(one)[0] in "LNPS" and not unseen(one)]

    assert drawn(Text(400).check(text)) == drawn(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("text", ['{"a": 1, "a": 1}', '[{"b": {"a": 1, "a": 2}}]', '{"": 1, "": 2}'])
def test_of_two_values_under_one_key_the_last_counts(text: str) -> None:
    with pytest.raises(canonical.Twice):
        canonical.read(text)


NFD = unicodedata.normalize("NFD", "Xã Ia Mơ")


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\u2060", "\u00ad", "\u202e", "\u2066", "\ufe0f"])
def test_a_title_of_an_edition_keeps_what_nobody_sees(sign: str) -> None:
    """Typed into the file or written as an escape, in a title, a key, a number: left out, with a word."""
    escaped = f"\\u{ord(sign):04x}"
    text = (
        f"edition: mau\nversion: 1{sign}\nofficial: false\n"
        f'title: {{vi: "Bộ{sign} tiêu{escaped} chí Mo\u031b", en: "Sample{escaped}"}}\n'
        f"effec{sign}tive: {{from: 2025-01-01}}\ntiers: [commune]\n"
        "inputs: {x: {type: share}}\n"
        "index: {title: {vi: Chỉ số}, combine: sum, "
        "criteria: {A: {title: {vi: A}, max: 1, rule: {value: x}}}}\n"
    )
    report = examine(text.encode(), "mau.yaml")
    assert report.problems == [] and report.edition is not None
    assert report.edition.title.vi == "Bộ tiêu chí Mơ" and report.edition.title.en == "Sample"
    lines = {note.line for note in report.notes if f"U+{ord(sign):04X}" in str(note)}
    assert lines >= {2, 4, 5}
    assert examine(text.replace(sign, "").replace(escaped, ""), "mau.yaml").notes == []


def test_a_mark_of_byte_order_amid_a_file_is_refused_and_before_it_taken_off() -> None:
    assert [one.line for one in examine("edition: a\nversion: 1\ufeff\n", "a.yaml").problems][:1] == [2]
    assert all("FEFF" not in str(one) for one in examine("\ufeffedition: a\n", "a.yaml").problems)


def test_two_names_that_look_the_same_are_kept_as_two() -> None:
    """Marks apart from their letters, as some keyboards send them, at the doors of units and people."""
    typed = f"  {NFD}\u200b "
    assert Text(400).check(typed) == clean_name(typed) == tidy(typed) == "Xã Ia Mơ"
    day = date(2026, 3, 1)
    found = Operation(
        Act.FOUND, day, f"Quyết định {typed}", new=(NewUnit(Key("m", "X1"), typed, typed, "xã"),)
    )
    assert found.decision == "Quyết định Xã Ia Mơ"
    row = founded_row(found, found.new[0], {})
    assert (row["name_vi"], row["name_en"]) == ("Xã Ia Mơ", "Xã Ia Mơ")
    term = Term("head", day, None, False, f"Chủ tịch {typed}", typed)
    assert (term.title, term.decision) == ("Chủ tịch Xã Ia Mơ", "Xã Ia Mơ")


def test_a_file_of_the_library_has_letters_that_nobody_sees() -> None:
    """Editions, words, registers, catalogues: composed letters, nothing unseen."""
    for file in sorted(library.path().rglob("*")):
        if file.suffix in (".yaml", ".json", ".csv", ".md", ".typ"):
            text = file.read_text(encoding="utf-8")
            assert unseen(text) == "" and unicodedata.is_normalized("NFC", text), file
