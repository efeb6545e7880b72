"""Rules as forms: what an author sees and saves must be the rule as written, number by number."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from thangdo.records.people.acting import Refused
from thangdo.rules.index.edition.source import Data, read
from thangdo.rules.index.edition.text import flow
from thangdo.work.editions import queries, ruleforms
from thangdo.work.editions.outline import outline


def data(text: str) -> Data:
    return read(f"k: {text}", "x").data["k"]


@pytest.mark.parametrize(
    "rule",
    [
        "{ratio: [a, b]}",
        "{ratio: [a, 100], full_at: 0.90, empty: full, direction: down}",
        "{steps: [{at_least: 0.8, points: 10}, {at_least: 0.5, points: 5.50}], of: a / b, otherwise: 1}",
        "{choice: site, points: {own: 10, none: 0}}",
        "{checklist: items, points: {a: 1, b: 2.5}, count: best, cap: 3}",
        "{value: imported}",
        "{best: rooms, among: tier}",
        "{min_max: x, low: 0, high: observed}",
        "{zero_tolerance: late}",
    ],
)
def test_a_rule_shown_and_saved_is_the_same_rule(rule: str) -> None:
    before = data(rule)
    kind = ruleforms.form_of(before)
    assert kind
    after = ruleforms.rule_from(kind, ruleforms.typed(ruleforms.fill(kind, before)))
    assert flow(after) == flow(before) or after == before


def test_a_rule_that_the_form_cannot_show_whole_is_left_to_the_text() -> None:
    for rule in ("{gate: ['a > b']}", "{ratio: [a, b], unknown: 1}", "{formula: a + b}", "words"):
        assert ruleforms.form_of(data(rule)) == ""
    assert ruleforms.rule_of(ruleforms.rule_text(data("{gate: ['a > b'], otherwise: 0.5}"))) == {
        "gate": ["a > b"],
        "otherwise": Decimal("0.5"),
    }


@pytest.mark.django_db
def test_every_rule_of_the_library_survives_its_form_or_its_text() -> None:
    seen = set()
    for edition in queries.edition_ids():
        for node in outline(queries.source_text(edition), edition).nodes:
            rule = node.data.get("rule")
            if rule is None:
                continue
            assert ruleforms.rule_of(ruleforms.rule_text(rule)) == rule
            seen.add(ruleforms.form_of(rule))
    assert {"ratio", "steps", "choice", "value", ""} <= seen or len(seen) > 3


def test_a_vietnamese_decimal_comma_is_a_number_and_words_are_refused() -> None:
    assert ruleforms.number("12,50") == Decimal("12.50")
    for text in ("", "mười", "1.000,5", "1e3", "٣"):
        with pytest.raises(Refused, match="bad-number"):
            ruleforms.number(text)
    with pytest.raises(Refused, match="rule-unreadable"):
        ruleforms.rule_of("{ratio: [a")


def test_needs_are_typed_in_percent_and_kept_as_shares() -> None:
    rows = [
        {"node": "A", "kind": "share", "amount": "62,5"},
        {"node": "B1", "kind": "any", "tiers": "commune"},
    ]
    needs = ruleforms.needs_of([*rows, {"node": "", "kind": "share", "amount": "x"}])
    assert needs == [
        {"node": "A", "share": Decimal("0.625")},
        {"node": "B1", "must": "any", "tiers": ["commune"]},
    ]
    assert ruleforms.need_row(needs[0])["amount"] == "62.5"  # type: ignore[arg-type]
    assert ruleforms.need_row({"node": "A", "share": Decimal("0.50")})["amount"] == "50"
    for absent in ({"not-applicable": "fails"}, {"own_group": {"vi": "Nhóm riêng", "en": "Apart"}}, {}):
        stated: dict[str, Any] = {"node": "A", "must": "any", **absent}
        assert ruleforms.needs_of([ruleforms.need_row(stated)]) == [stated]
    assert ruleforms.need_row({"node": "A", "share": Decimal(1)})["amount"] == "100"


def test_choices_are_lines_and_come_back_as_written() -> None:
    text = "own = Trang riêng | Own site\nnone = Không có\n"
    assert ruleforms.choices_text(ruleforms.choices_of(text)) == text
    assert ruleforms.choices_of("  \n") is None
