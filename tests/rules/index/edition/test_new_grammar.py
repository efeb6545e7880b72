"""Each slip in what the grammar has gained is named; a declared word for a missing answer is read as such."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from thangdo.rules.exact import Fraction as F
from thangdo.rules.index.answers import Status
from thangdo.rules.index.edition.check import examine
from told import all_told

HEAD = "edition: page\nversion: 1\nofficial: false\ntitle: {vi: Trang}\neffective: {from: 2019-01-01}\n"
HEAD += "tiers: [commune]\n"
BODY = """inputs:
  x: {type: number}
  kind: {type: choice, choices: [a, b]}
index:
  title: {vi: Chỉ số}
  combine: mean
  weights_sum: 1
  criteria:
    A: {title: {vi: A}, weight: 1/3, max: 10, rule: {value: x}}
    B: {title: {vi: B}, weight: 2/3, max: 10, rule: {choice: kind, points: {a: 1, b: 2}}}
"""


def told_of(text: str) -> list[str]:
    report = examine(text, "page.yaml")
    return all_told(report.problems)


@pytest.mark.parametrize(
    ("head", "before", "after", "words"),
    [
        ("", "weight: 2/3", "weight: 1/3", "sum to 0.666666666666667"),
        ("", "weight: 2/3", "weight: 2/0", "a number from 0, or a ratio such as 1/3"),
        ("", "weight: 2/3", "weight: heavy", "a number from 0, or a ratio such as 1/3"),
        ("weights: {flat: {A: 1, D: 1}}\n", "", "", "the weights name `D`"),
        ("weights: {flat: {A: 1, B: 1}}\n", "", "", "the weights `flat`: the parts of `index` sum to 2"),
        ("missing_words: {a: not-measured}\n", "", "", "`a` is a word for a missing answer"),
        ("missing_words: {'0': not-measured}\n", "", "", "`0` is a number"),
        ("missing_words: {not-applicable: not-measured}\n", "", "", "has a meaning in every answer file"),
        ("missing_words: {NA: gone}\n", "", "", "cannot be `gone`"),
        ("missing: sometimes\n", "", "", "`missing`"),
        ("ranking: {each_facet: true}\n", "", "", "the edition has no `facets`"),
        ("treatment: [{log: [kind]}]\n", "", "", "`kind` is of the type `choice`, not a number"),
        ("treatment: [{winsorise: iqr, low: 0.1}]\n", "", "", "`low` changes nothing with `winsorise: iqr`"),
        ("treatment: [{winsorise: quantiles, low: 0.9, high: 0.1}]\n", "", "", "0.9"),
        ("treatment: [{screen: {share: 2}}]\n", "", "", "`share` is 2"),
        ("", "combine: mean", "combine: {penalised: sideways}", "cannot be `sideways`"),
        ("", "combine: mean", "combine: {mean_min: 2}", "`mean_min` is 2"),
        ("", "combine: mean", "combine: avarage", "cannot be `avarage`"),
        ("", "combine: mean", "combine: mean\n  floor: 1", "the `floor` of `index` changes nothing"),
        ("", "{value: x}", "{value: 'sum(x, gone)'}", "there are all, tier, facets"),
        ("", "{value: x}", "{value: 'sum(mean(x))'}", "within another statistic"),
        ("", "{value: x}", "{value: 'sum(x, facets)'}", "no `facets`"),
        ("", "{value: x}", "{value: sum(y)}", "`y` is no input"),
        ("", "{value: x}", "{min_max: x, among: facets}", "no `facets`"),
        ("", "{value: x}", "{min_max: x, floor: 10}", "the `floor` 10 is not below the maximum 10"),
        ("", "{value: x}", "{min_max: x, low: {quantile: 0.9}, high: {quantile: 0.1}}", "0.9"),
        ("", "{value: x}", "{min_max: x, low: {quantile: 2}}", "`quantile` is 2"),
        ("", "{value: x}", "{min_max: x, low: {}}", "does not say where it is taken"),
        ("", "{value: x}", "{min_max: x, low: {year: 2020}}", "the edition has no `facets`"),
        ("", "{value: x}", "{min_max: x, low: {unit: A, quantile: 0.5}}", "at once"),
        ("", "{value: x}", "{rank: x, from: 1}", "has the `max` 10, and `from`"),
        ("", "{value: x}", "{rank: x, from: 2}", "`from` is 2"),
        ("", "{value: x}", "{rank: x, ties: middle}", "cannot be `middle`"),
        ("units: [{unit: B}]\n", "{value: x}", "{min_max: x, low: {unit: A}}", "the goalpost is of `A`"),
    ],
    ids=str,
)
def test_each_slip_of_the_new_grammar_is_named(head: str, before: str, after: str, words: str) -> None:
    assert told_of(HEAD + BODY) == []
    text = HEAD + head + (BODY.replace(before, after, 1) if before else BODY)
    problems = told_of(text)
    assert any(words in problem for problem in problems), problems


def test_a_word_for_a_missing_answer_is_read_as_declared(tmp_path: Path) -> None:
    from thangdo.rules.index.edition.load import load
    from thangdo.work.editions import answers as files

    made = load(HEAD + "missing_words: {NA: not-measured, '..': not-answered}\n" + BODY, "page.yaml")
    file = tmp_path / "answers.csv"
    file.write_text("unit,x,kind\nU,NA,a\nV,..,b\nW,4,NA\n", encoding="utf-8")
    read, _ = files.read(made, [file])
    assert read.values["U", ""] == {"x": Status.NOT_MEASURED, "kind": "a"}
    assert "x" not in read.values["V", ""]
    assert read.values["W", ""] == {"x": F(4), "kind": Status.NOT_MEASURED}
    assert Decimal(4) == read.values["W", ""]["x"]
