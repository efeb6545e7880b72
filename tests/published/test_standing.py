"""Every clause that a citizen reads of a unit among its peers, held to its number, for every unit.

The oracle counts in the published files themselves, with decimals, and knows nothing of the engine or of
`rules/index/standing`. Sources: library/data/indices/qd766-*.csv and papi-2011-2016.csv.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from statistics import median

import pytest

from thangdo.faces.look.standing_words import paragraph
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.nodes import titles
from thangdo.rules.index.standing import standing
from thangdo.work.assessments.bundled import get, records

pytestmark = pytest.mark.published

Table = Mapping[str, Mapping[str, Decimal]]  # unit -> node -> printed points; "index": the total
GROUPS = ("transparency", "progress", "online", "payment", "digitisation", "satisfaction")
ITEM = re.compile(
    r"“(?P<title>[^”]+)” \((?P<score>[\d.,]+) điểm, (?P<end>cao|thấp) (?:(?P<first>nhất)|thứ (?P<rank>\d+)) "
    r"trong (?P<of>\d+)(?:, cùng (?P<alike>\d+) đơn vị khác)?\)"
)
TOTAL = re.compile(
    r"Tổng điểm (?P<score>[\d.,]+), đứng thứ (?P<rank>\d+) trong (?P<of>\d+) đơn vị [^.]+?"
    r"(?:, bằng điểm với (?P<alike>\d+) đơn vị khác)?\."
)


def _qd766(file: str, unit: str) -> Callable[[], Table]:
    def read() -> Table:
        wrong = {"23737": "23938"}
        return {
            wrong.get(row[unit], row[unit]): {
                "index": Decimal(row["total"]),
                **{f"G{place}": Decimal(row[name]) for place, name in enumerate(GROUPS, 1)},
            }
            for row in records(f"data/indices/{file}")
        }

    return read


def _papi() -> Table:
    bundle = get("papi-2014")
    table: dict[str, dict[str, Decimal]] = {}
    order: list[str] = []
    for row in records("data/indices/papi-2011-2016.csv", {"year": ("2014",), "level": ("subdimension",)}):
        if row["dimension"] not in order:
            order.append(row["dimension"])
        of_unit = table.setdefault(bundle.code(row["province_vi"]), {})
        if row["value"]:
            for node in ("index", f"D{order.index(row['dimension']) + 1}"):
                of_unit[node] = of_unit.get(node, Decimal(0)) + Decimal(row["value"])
    return table


CASES = {
    "qd766-2026-gia-lai": (_qd766("qd766-gia-lai-agencies-detail-2026-10-10.csv", "unit_code"), 14),
    "qd766-2026-gia-lai-communes": (_qd766("qd766-gia-lai-communes-2026-10-10.csv", "gso_code"), 135),
    "qd766-2026-provinces-2026-10-10": (_qd766("qd766-provinces-detail-2026-10-10.csv", "unit_code"), 34),
    "papi-2014": (_papi, 63),
}


def _paragraphs(assessment: str, language: str) -> dict[str, list[str]]:
    bundle = get(assessment)
    edition = bundle.load_edition()
    result = evaluate(edition, bundle.answers())
    scores = {unit: {n: s.score for n, s in result.scores[unit, ""].items()} for unit in result.units}
    named, groups = titles(edition, language), list(edition.index.children)
    return {
        unit: paragraph(
            standing(own, list(scores.values()), groups), result.units[unit].tier or "", named, language
        )
        for unit, own in scores.items()
    }


def _number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


@pytest.mark.parametrize("assessment", list(CASES))
def test_every_clause_of_every_unit_is_true_of_the_published_figures(assessment: str) -> None:
    read, count = CASES[assessment]
    table = read()
    codes = {title: node for node, title in titles(get(assessment).load_edition(), "vi").items()}
    said = _paragraphs(assessment, "vi")
    assert len(said) == len(table) == count and said.keys() == table.keys()
    for unit, sentences in said.items():
        _hold(table, unit, sentences, codes)


def _hold(table: Table, unit: str, sentences: list[str], codes: Mapping[str, str]) -> None:
    own, text = table[unit], " ".join(sentences)
    totals = [scores["index"] for scores in table.values() if scores]
    if not own:
        assert sentences == [
            "Không có kết quả trong kỳ này nên không có hạng; "
            f"{len(totals)} trong {len(table)} đơn vị cấp tỉnh có kết quả."
        ]
        return
    total = TOTAL.fullmatch(sentences[0])
    assert total, sentences[0]
    assert _number(total["score"]) == round(own["index"], 4)
    assert int(total["rank"]) == 1 + sum(other > own["index"] for other in totals)
    assert int(total["of"]) == len(totals)
    assert int(total["alike"] or 0) == totals.count(own["index"]) - 1
    by = own["index"] - median(totals)  # before anything is rounded
    word = {1: "Cao hơn", -1: "Thấp hơn", 0: "Bằng đúng"}[(by > 0) - (by < 0)]
    assert sentences[1].startswith(word)
    if by:
        shown = re.search(r"([\d.,]+) điểm", sentences[1])
        assert shown and _number(shown[1]) == round(abs(by), 4)
    # the oracle's strongest and weakest: by how many of the others are above, equals half
    others = {node: [scores[node] for scores in table.values() if scores] for node in own if node != "index"}
    above = {
        node: 2 * sum(one > own[node] for one in all_) + all_.count(own[node]) - 1
        for node, all_ in others.items()
    }
    middle = len(totals) - 1
    strongest = {node for node, share in above.items() if share == min(above.values()) < middle}
    weakest = {node for node, share in above.items() if share == max(above.values()) > middle}
    found: dict[str, set[str]] = {"cao": set(), "thấp": set()}
    for item in ITEM.finditer(text):
        node = codes[item["title"]]
        found[item["end"]].add(node)
        beyond = [one > own[node] if item["end"] == "cao" else one < own[node] for one in others[node]]
        assert int(item["rank"] or 1) == 1 + sum(beyond), (unit, item[0])
        assert bool(item["first"]) == (sum(beyond) == 0)
        assert int(item["of"]) == len(totals)
        assert int(item["alike"] or 0) == others[node].count(own[node]) - 1
        assert _number(item["score"]) == round(own[node], 4)
    assert found == {"cao": strongest, "thấp": weakest}, (unit, text)
    assert ("Không nhóm nào đứng ở nửa trên." in sentences) == (not strongest)
    assert ("Không nhóm nào đứng ở nửa dưới." in sentences) == (not weakest)


@pytest.mark.parametrize("assessment", list(CASES))
def test_both_languages_say_the_same_numbers(assessment: str) -> None:
    vi, en = _paragraphs(assessment, "vi"), _paragraphs(assessment, "en")
    for unit, sentences in vi.items():
        if sentences[0].startswith("Tổng"):
            assert len(sentences) == len(en[unit])
            shown = re.findall(r"\d+(?:,\d+)?", " ".join(sentences))
            told = re.findall(r"\d+(?:\.\d+)?", " ".join(en[unit]))
            assert [one.replace(",", ".") for one in shown] == told, unit


def test_the_sixth_lowest_of_135_is_never_told_as_nearly_everywhere() -> None:
    """A group that gives almost everybody the same points still has a last one."""
    table = _qd766("qd766-gia-lai-communes-2026-10-10.csv", "gso_code")()
    said = _paragraphs("qd766-2026-gia-lai-communes", "vi")
    progress = {unit: scores["G2"] for unit, scores in table.items()}
    last = min(progress, key=lambda unit: progress[unit])
    assert "“Tiến độ giải quyết” (" in " ".join(said[last])
    assert "thấp nhất trong 135" in " ".join(said[last])


def test_a_group_in_which_all_are_alike_is_nobodys_strength_or_weakness() -> None:
    alike = [{"index": 9, "A": 3, "B": 3, "C": 3}, {"index": 8, "A": 3, "B": 3, "C": 2}]
    found = standing(alike[0], alike, ["A", "B", "C"])  # type: ignore[arg-type,list-item]
    assert [one.node for one in found.strongest] == ["C"] and found.weakest == ()
