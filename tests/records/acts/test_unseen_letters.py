"""Letters that nobody sees turn a title about, or make two names of one: no typed text keeps them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thangdo.records.acts.fields import Text
from thangdo.records.people.acting import Refused
from thangdo.records.people.names import clean_name
from thangdo.records.units.letters import unseen
from thangdo.rules import canonical

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
