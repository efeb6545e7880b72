"""Every example of a scoring rule found in published sets, run through the engine with its arithmetic.

Source of the list: tests/data/scoring_rule_examples.csv, whose last column names the document of each row.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from small import NA, criterion, edition, result, score
from thangdo.rules.exact import Fraction as F

DATA = Path(__file__).parents[2] / "data" / "scoring_rule_examples.csv"
Checked = Callable[[], None]
CASES: dict[str, Checked] = {}


def rows() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def example(beginning: str) -> Callable[[Checked], Checked]:
    """The row whose example begins so."""

    def keep(case: Checked) -> Checked:
        CASES[beginning] = case
        return case

    return keep


@example("steering-committee meetings per year")
def meetings() -> None:
    steps = [{"at_least": n, "points": p} for n, p in ((4, 20), (3, 15), (2, 10), (1, 5))]
    rule = {"steps": steps, "of": "meetings"}
    assert [score(rule, 20, meetings=n).score for n in range(6)] == [0, 5, 10, 15, 20, 20]


@example("meetings chaired by the head")
def chaired_by_the_head() -> None:
    assert score({"ratio": ["a", "b"]}, 20, a=3, b=4).score == F(3, 4) * 20 == 15


@example("documents signed digitally")
def signed_digitally() -> None:
    assert score({"ratio": ["a", "b"]}, 20, a=150, b=200).score == F(150, 200) * 20 == 15


@example("staff with a computer")
def staff_with_a_computer() -> None:
    assert score({"ratio": ["computers", "staff"]}, 20, computers=45, staff=60).score == 15


@example("computers with licensed antivirus")
def licensed_antivirus() -> None:
    assert score({"ratio": ["licensed", "computers"]}, 20, licensed=1, computers=3).score == F(20, 3)


@example("bandwidth per staff")
def bandwidth() -> None:
    made = criterion({"best": "bandwidth / staff"}, 40)
    units = {"A": {"bandwidth": 100, "staff": 50}, "B": {"bandwidth": 30, "staff": 60}}
    found = result(made, units)  # 2 and 0.5 a head
    assert found.score("A", "C").score == 40
    assert found.score("B", "C").score == F("0.5") / 2 * 40 == 10


@example("WAN 50")
def wan() -> None:
    parts = [{"of": "connected / offices", "points": 45}, {"of": "applications", "points": 1, "at_most": 5}]
    rule = {"weighted_sum": parts}
    assert score(rule, 50, connected=8, offices=10, applications=3).score == F(8, 10) * 45 + 3 == 39
    assert score(rule, 50, connected=10, offices=10, applications=9).score == 45 + 5


@example("data centre")
def data_centre() -> None:
    points = {"tier-1": 5, "tier-2": 15, "tier-3": 30}
    rule = {"checklist": "centre", "points": points, "count": "best", "base": 35, "cap": 60}
    made = criterion(rule, 60, inputs={"centre": {"type": "checklist", "choices": list(points)}})
    units = {
        "A": {"centre": ["tier-1", "tier-2"]},  # 35 + the best, 15
        "B": {"centre": ["tier-3"]},  # 35 + 30 = 65, at most 60
        "C": {"centre": []},
    }
    found = result(made, units)
    assert [found.score(u, "C").score for u in units] == [50, 60, 0]


@example("rate >= 80% full marks")
def full_from_eighty() -> None:
    rule = {"ratio": ["a", "b"], "full_at": "0.8"}
    assert score(rule, 6, a=80, b=100).score == 6
    assert score(rule, 6, a=60, b=100).score == F(60, 100) * 6 / F(80, 100) == F("4.5")


@example("100% − (late% + complaint%)")
def complement() -> None:
    rule = {"complement": ["late / dossiers", "complaints / dossiers"]}
    assert score(rule, 6, late=5, complaints=3, dossiers=100).score == (1 - F(8, 100)) * 6 == F("5.52")


@example("a procedure late once in the period counts late")
def late_once() -> None:
    rule = {"observations": "d", "take": {"never": {"item": "procedure", "bad": {"late": ["yes"]}}}}
    made = criterion(
        rule, 10, observations={"d": {"columns": {"procedure": {"type": "text"}, "late": {"type": "yes-no"}}}}
    )
    lines = [("P1", "no"), ("P1", "yes"), ("P2", "no"), ("P2", "no"), ("P3", "no"), ("P4", "no")]
    table = {"d": {"A": [{"procedure": p, "late": late} for p, late in lines]}}
    assert result(made, {"A": {}}, tables=table).score("A", "C").score == F(3, 4) * 10  # P1 was late once
    assert score({"zero_tolerance": "late"}, 2, late=0).score == 2
    assert score({"zero_tolerance": "late"}, 2, late=1).score == 0


@example("0/1/2 per dossier")
def three_points() -> None:
    scale = [
        {"points": 2, "when": ["days < limit"]},  # before its time
        {"points": 1, "when": ["days == limit"]},  # on its day
        {"points": 0},
    ]
    assert [score({"scale": scale}, 2, days=d, limit=10).score for d in (9, 10, 11)] == [2, 1, 0]


@example("two rates above thresholds and no overdue dossier")
def composite_gate() -> None:
    rule = {"gate": ["online / all_ >= 0.3", "post / all_ >= 0.2", "overdue == 0"]}
    answers = {"all_": 100, "online": 30, "post": 20, "overdue": 0}
    assert score(rule, 2, **answers).score == 2
    for worse in ({"online": 29}, {"post": 19}, {"overdue": 1}):
        assert score(rule, 2, **{**answers, **worse}).score == 0


@example("A = 100%, B = 60%")
def survey() -> None:
    rule = {
        "survey": {"A": "a", "B": "b", "C": "c", "D": "d"},
        "options": {"A": 1, "B": "0.6", "C": "0.2", "D": 0},
    }
    mean = (F(50) + 30 * F("0.6") + 15 * F("0.2") + 5 * 0) / 100
    assert score(rule, 10, a=50, b=30, c=15, d=5).score == mean * 10 == F("7.1")


@example("no survey → result rescaled to 100")
def rescaled() -> None:
    index = {
        "combine": "sum",
        "criteria": {
            "W": {"max": 70, "rule": {"value": "work"}},
            "S": {"max": 30, "rule": {"value": "survey"}},
        },
    }
    found = result(edition(index), {"A": {"work": 56, "survey": 24}, "B": {"work": 56, "survey": NA}})
    assert found.score("A").score == 56 + 24
    assert found.score("B").score == F(56, 70) * 100 == 80


@example("units with distorted data not reported")
def left_out() -> None:
    reason = {"vi": "Dữ liệu bị sai lệch", "en": "Distorted data"}
    made = criterion({"value": "papi"}, ranking={"leave_out": [{"unit": "Bắc Ninh", "reason": reason}]})
    found = result(made, {"Bắc Ninh": {"papi": 49}, "Gia Lai": {"papi": 40}, "Lào Cai": {"papi": 41}})
    places = {place.unit: (place.rank, place.of) for place in found.places["district"]}
    assert places == {"Lào Cai": (1, 2), "Gia Lai": (2, 2), "Bắc Ninh": (None, 2)}
    assert found.score("Bắc Ninh").score == 49
    assert found.reasons["Bắc Ninh"].facts["vi"] == "Dữ liệu bị sai lệch"


def bands_of(steps: list[tuple[str, int]], most: int, points: list[str]) -> list[str]:
    bands = {"steps": {code: {"title": {"vi": code}, "at_least": least} for code, least in steps}}
    made = criterion({"value": "points"}, most, bands=bands)
    found = result(made, {f"U{n}": {"points": p} for n, p in enumerate(points)})
    return [found.bands[f"U{n}"] for n in range(len(points))]


@example("tốt 85–100, khá 70–84")
def bands_of_binh_phuoc() -> None:
    steps = [("tốt", 85), ("khá", 70), ("trung bình", 50), ("yếu", 0)]
    found = bands_of(steps, 100, ["100", "85", "84", "70", "69", "50", "49", "0"])
    assert found == ["tốt", "tốt", "khá", "khá", "trung bình", "trung bình", "yếu", "yếu"]


@example("xuất sắc >=15, tốt 12–<15")
def bands_of_the_circular() -> None:
    steps = [("xuất sắc", 15), ("tốt", 12), ("khá", 9), ("trung bình", 6), ("yếu", 0)]
    found = bands_of(steps, 18, ["15", "14.999", "12", "9", "8.5", "6", "5.999"])
    assert found == ["xuất sắc", "tốt", "tốt", "khá", "trung bình", "trung bình", "yếu"]


@example("PAPI: four groups by rank")
def quartile_groups() -> None:
    made = criterion({"value": "papi"}, groups={"quantiles": 4})
    found = result(made, {f"P{n:02}": {"papi": n} for n in range(63)})
    sizes = [list(found.groups.values()).count(code) for code in "1234"]
    assert sizes == [16, 16, 15, 16]
    assert (found.groups["P62"], found.groups["P00"]) == ("1", "4")


@example("EGDI: mean of three normalised components")
def egdi() -> None:
    parts = {code: {"max": 1, "rule": {"value": code}} for code in ("osi", "tii", "hci")}
    made = edition({"combine": "mean", "criteria": parts}, rounding={"places": 4})
    found = result(made, {"DNK": {"osi": "1.0000", "tii": "0.7978", "hci": "0.9472"}})
    assert found.score("DNK").score == F("0.9150")  # 2.7450 / 3


@example("show 0 or N/A by reporting rule")
def zero_denominator() -> None:
    assert score({"ratio": ["a", "b"], "empty": "zero"}, 5, a=0, b=0).score == 0
    assert score({"ratio": ["a", "b"], "empty": "not-applicable"}, 5, a=0, b=0).status is NA


@example("ties share the rank and the next rank is skipped")
def ties() -> None:
    units = {f"P{n:02}": {"s": 100 - n} for n in range(1, 17)} | {
        "Q": {"s": 50},
        "R": {"s": 50},
        "S": {"s": 49},
    }
    found = result(criterion({"value": "s"}), units).places["district"]
    assert [(p.unit, p.rank, p.label) for p in found[-3:]] == [
        ("Q", 17, "17="),
        ("R", 17, "17="),
        ("S", 19, "19"),
    ]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["example"][:40])
def test_a_published_rule_gives_the_points_that_it_says(row: dict[str, str]) -> None:
    (case,) = [case for beginning, case in CASES.items() if row["example"].startswith(beginning)]
    case()


def test_no_published_rule_is_left_out_and_none_is_invented() -> None:
    examples = [row["example"] for row in rows()]
    assert len(examples) == len(CASES) == 22
    assert all(any(text.startswith(beginning) for text in examples) for beginning in CASES)
