"""Explanations are data that anyone can check: they keep their schema, lose no digit, and add up."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from every_reason import every_result
from small import criterion, result
from thangdo.records import library
from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.explain import Explainer, explanation, plain
from thangdo.rules.index.explained_text import Lines, line_of
from thangdo.work.assessments.bundled import get

SCHEMA = json.loads(library.read_text("schemas", "explanations.schema.json"))
VALIDATOR = Draft202012Validator(SCHEMA)
#: the same for all the nodes of a province, in a hundredth of the time
COMPILED = jsonschema_rs.Draft202012Validator(SCHEMA)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_explanations_of_every_small_result_keep_the_schema() -> None:
    for made, found in every_result():
        VALIDATOR.validate(json.loads(json.dumps(Explainer(made, found).everything(made))))


@pytest.mark.parametrize("name", ["gia-lai-2019-reconstruction", "qd766-2026-provinces", "un-egdi-2018"])
def test_the_explanations_of_a_bundled_assessment_keep_the_schema(name: str) -> None:
    bundled = get(name)
    made = bundled.load_edition()
    from thangdo.rules.index.evaluate import evaluate

    everything = Explainer(made, evaluate(made, bundled.answers())).everything(made)
    COMPILED.validate(everything)
    assert [u["unit"] for u in everything["units"]] == sorted(bundled.answers().units)


@pytest.mark.parametrize(
    "damage",
    [
        lambda told: told["units"][0]["nodes"][0].update(score=0.5),
        lambda told: told["units"][0]["nodes"][0].update(score="1e3"),
        lambda told: told["units"][0]["nodes"][0].update(score=None),
        lambda told: told["units"][0]["nodes"][0].update(status="missing"),
        lambda told: told["units"][0]["nodes"][0]["why"]["facts"].update(n=3),
        lambda told: told["units"][0].update(nodes=[]),
        lambda told: told["units"][0].pop("reason"),
        lambda told: told["units"][0]["places"][0].update(label="=3"),
        lambda told: told.update(extra=1),
    ],
)
def test_a_damaged_explanation_breaks_the_schema(damage: Any) -> None:
    made = criterion({"value": "a"}, 10)
    told = Explainer(made, result(made, {"U": {"a": 1}})).everything(made)
    VALIDATOR.validate(told)
    COMPILED.validate(told)
    damage(told)
    assert not VALIDATOR.is_valid(told)
    assert not COMPILED.is_valid(told)


def test_numbers_are_texts_that_lose_nothing() -> None:
    made = criterion({"ratio": ["a", "b"]}, 10)
    told = explanation(made, result(made, {"U": {"a": "0.000000000000001", "b": 1}}), "U")
    (leaf,) = [node for node in told["nodes"] if node["node"] == "C"]
    assert (leaf["score"], leaf["lost"], leaf["parent"]) == ("0.00000000000001", "9.99999999999999", "index")
    assert leaf["why"]["facts"]["inputs"] == {"a": "0.000000000000001", "b": "1"}
    assert plain({"n": 3, "f": F(1, 2), "s": frozenset({"b", "a"}), "t": (True, None)}) == {
        "n": "3",
        "f": "0.5",
        "s": ["a", "b"],
        "t": [True, None],
    }


def test_points_and_points_lost_make_the_maximum() -> None:
    for made, found in every_result():
        for unit in Explainer(made, found).everything(made)["units"]:
            for node in unit["nodes"]:
                if node["lost"] is not None:
                    whole = F(node["score"]) + F(node["lost"])
                    assert abs(whole - F(node["maximum"])) <= F("2e-15"), node


def test_a_line_of_an_explanation_is_the_data_as_json() -> None:
    for made, found in every_result():
        lines, explainer = Lines(made, found), Explainer(made, found)
        for unit, facet in found.scores:
            assert lines.of(unit, facet) == line_of(explainer.of(unit, facet))
