"""An edition that uses what the grammar has gained can be read by the public, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from small import edition
from thangdo.faces.public.editions.pages import entries

RULES: list[dict[str, Any]] = [
    {"min_max": "x", "low": {"quantile": "0.05"}, "high": {"unit": "H01", "year": "2020"}, "floor": 1},
    {"rank": "x", "ties": "low", "from": 1},
    {"rank": "x", "ties": "mean", "floor": 1},
    {"distance": "x", "target": {"year": "2020"}, "start": "observed"},
    {"value": "x / sum(x, tier)"},
    {"blend": [{"weight": "1/3", "observations": "t", "take": {"mean": "v"}}]},
]


@pytest.mark.parametrize(("language", "words"), [("vi", "phân vị 5%"), ("en", "the quantile 5%")])
@pytest.mark.parametrize("combine", [{"penalised": "down"}, {"penalised": "up"}, {"mean_min": "0.5"}])
def test_a_page_of_criteria_breaks_on_the_new_grammar(language: str, words: str, combine: Any) -> None:
    leaves = {f"C{n}": {"rule": rule, "weight": "1/3"} for n, rule in enumerate(RULES)}
    made = edition(
        {"combine": combine, "criteria": leaves},
        facets={"title": {"vi": "x"}, "values": ["2020"]},
        observations={"t": {"columns": {"v": {"type": "number"}}}},
    )
    with override(language):
        shown = entries(made)
    assert words in shown[1].rule and shown[1].weight == "0.333333"
    assert all(one.rule for one in shown[1:]) and shown[0].together
