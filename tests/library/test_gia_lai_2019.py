"""The criteria of 2019 are of real substance, and the reconstructed answers give what was published.

Published distribution: the article of 3 July 2019 (portal of Gia Lai): departments 2 level I, 8 II, 5 III,
2 IV and 3 unranked of 20; districts 1 level IV (Pleiku) and 16 unranked of 17; all 222 communes unranked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from thangdo.rules.index.answers import Answers, Status, Value
from thangdo.rules.index.edition.model import Edition, Node, Tier
from thangdo.rules.index.edition.rules import kind_of
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.numbers import exact
from thangdo.rules.index.result import Result
from thangdo.work.assessments import bundled
from thangdo.work.editions import queries as editions

PUBLISHED = {
    "department": {"I": 2, "II": 8, "III": 5, "IV": 2, "unranked": 3},
    "district": {"IV": 1, "unranked": 16},
    "commune": {"unranked": 222},
}
GROUPS = {"A1": 12, "A2": 9, "A3": 10, "A4": 9, "B1": 15, "B2": 15, "B3": 15, "B4": 15}
TIERS = (Tier.DEPARTMENT, Tier.DISTRICT, Tier.COMMUNE)
LATER_THAN_2019 = (
    "766",
    "107/2021",
    "45/2020",
    "42/2022",
    "118/2025",
    "01/2023",
    "224/2026",
    "922/QĐ",
    "1726/QĐ",
)


def edition(name: str = "gia-lai-2019@1") -> Edition:
    """By default the version by which the answers were reconstructed."""
    return editions.get(name)


@pytest.fixture(params=["gia-lai-2019@1", "gia-lai-2019"])
def version(request: pytest.FixtureRequest) -> Edition:
    return edition(request.param)


def criteria(tier: Tier | None = None, of: Edition | None = None) -> dict[str, tuple[str, Node]]:
    """code -> (group, criterion) of one tier, or of all."""

    def walk(code: str, node: Node) -> Iterator[tuple[str, str, Node]]:
        for name, child in node.children.items():
            if child.children:
                yield from walk(name, child)
            else:
                yield name, code, child

    everything = {name: (group, node) for name, group, node in walk("index", (of or edition()).index)}
    return {
        name: pair
        for name, pair in everything.items()
        if tier is None or pair[1].tiers is None or tier in pair[1].tiers
    }


@cache
def answers() -> Answers:
    return bundled.get("gia-lai-2019-reconstruction").answers()


def result(given: Answers | None = None) -> Result:
    return evaluate(edition(), given or answers())


def distribution(of: Result) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for code, outcome in of.levels.items():
        found.setdefault(str(of.units[code].tier), Counter())[outcome.level] += 1
    return {tier: dict(counts) for tier, counts in found.items()}


def changed(unit: str, name: str, value: Value) -> Answers:
    given = answers()
    values = dict(given.values)
    values[unit, ""] = {**values[unit, ""], name: value}
    return Answers(given.units, values, given.tables)


@pytest.mark.parametrize(("tier", "least"), [(Tier.DEPARTMENT, 40), (Tier.DISTRICT, 35), (Tier.COMMUNE, 25)])
def test_a_tier_is_not_judged_by_a_handful_of_criteria(version: Edition, tier: Tier, least: int) -> None:
    assert len(criteria(tier, version)) >= least


@pytest.mark.parametrize("tier", TIERS)
def test_no_tier_can_win_more_or_less_than_a_hundred_points(version: Edition, tier: Tier) -> None:
    sums: Counter[str] = Counter()
    for group, node in criteria(tier, version).values():
        assert node.max is not None
        sums[group] += node.max  # type: ignore[assignment]
    assert dict(sums) == GROUPS
    assert sum(sums.values()) == 100


@pytest.mark.parametrize("tier", [Tier.DISTRICT, Tier.COMMUNE])
def test_the_common_set_leaves_ten_points_to_the_province(tier: Tier) -> None:
    common = criteria(tier, editions.get("egov-base-2019"))
    assert sum(node.max or 0 for _, node in common.values()) == 90
    assert set(common) < set(criteria(tier))


@pytest.mark.parametrize("tier", TIERS)
def test_every_criterion_tells_the_officer_how_to_count_and_what_to_show(
    version: Edition, tier: Tier
) -> None:
    for code, (_, node) in criteria(tier, version).items():
        assert node.basis is not None, code
        texts = [node.title, node.guidance, node.evidence]
        texts += [] if node.basis == "proposed" else [node.basis]
        for text in texts:
            assert text is not None and text.en and text.vi, code
        assert node.guidance is not None and len(node.guidance.vi) > 60, code
        assert node.data is not None and node.field is not None and node.tiers, code


def test_no_criterion_of_2019_rests_on_a_later_text(version: Edition) -> None:
    for code, (_, node) in criteria(of=version).items():
        basis = "" if node.basis in (None, "proposed") else node.basis.vi  # type: ignore[union-attr]
        assert not [number for number in LATER_THAN_2019 if number in basis], code


def test_a_law_that_nobody_has_read_stands_as_if_it_had_been_checked() -> None:
    said = {
        legal.number: legal.note.vi if legal.note else "" for legal in edition("gia-lai-2019").legal_basis
    }
    read = {number for number, note in said.items() if "đã đối chiếu" in note.lower()}
    assert read == {"43/2011/NĐ-CP", "61/2018/NĐ-CP", "01/2018/TT-VPCP"}  # in domain.md 6, with their sources
    assert all("chưa kiểm tra" in note.lower() for number, note in said.items() if number not in read)
    for code, (_, node) in criteria(of=edition("gia-lai-2019")).items():
        basis = "" if node.basis in (None, "proposed") else node.basis.vi  # type: ignore[union-attr]
        for number in said.keys() - read:
            assert number not in basis or f"{number} (chưa kiểm tra)" in basis, code


def test_nobody_takes_the_set_for_the_official_text(version: Edition) -> None:
    one = version
    assert not one.official and not editions.get("egov-base-2019").official
    related = {legal.number: legal for legal in one.relates_to}
    assert set(related) == {"169/QĐ-UBND", "2392/QĐ-BTTTT"}
    for legal in related.values():
        assert legal.note is not None and "not available" in (legal.note.en or "")


def test_communes_are_not_asked_what_departments_are_asked() -> None:
    communes, departments = criteria(Tier.COMMUNE), criteria(Tier.DEPARTMENT)
    assert not set(communes) & set(departments)
    words = {node.title.vi for _, node in departments.values()}
    assert not [code for code, (_, node) in communes.items() if node.title.vi in words]


def test_a_rule_of_every_practical_kind_is_used() -> None:
    kinds = {kind_of(node.rule) for _, node in criteria().values()}
    assert kinds >= {
        *("ratio", "steps", "choice", "checklist", "best", "weighted_sum", "gate", "scale", "complement"),
        *("zero_tolerance", "formula", "survey", "observations"),
    }


def test_a_higher_level_never_asks_for_less(version: Edition) -> None:
    asked: dict[tuple[str, Tier], object] = {}
    levels = version.levels
    assert levels is not None and list(levels) == ["I", "II", "III", "IV"]
    for level in levels.values():
        for need in level.needs:
            for tier in need.tiers or TIERS:
                if need.share is not None:
                    assert need.share >= asked.get((need.node, tier), 0)  # type: ignore[operator]
                    asked[need.node, tier] = need.share


def test_the_published_distribution_comes_out_of_the_engine() -> None:
    assert distribution(result()) == PUBLISHED


def of_version_2(given: Answers | None = None) -> Result:
    return evaluate(edition("gia-lai-2019"), given or answers())


def test_the_published_distribution_no_longer_comes_out_of_version_2() -> None:
    assert distribution(of_version_2()) == PUBLISHED


def test_one_large_line_pushes_all_other_units_down() -> None:
    before = of_version_2()
    after = of_version_2(changed("department-01", "bandwidth", exact("100000")))
    rows = [code for code in before.units if code.startswith("department") and code != "department-01"]
    assert all(after.score(code, "A1.3") == before.score(code, "A1.3") for code in rows)
    old, new = result(), result(changed("department-01", "bandwidth", exact("100000")))
    assert any(old.score(code, "A1.3") != new.score(code, "A1.3") for code in rows)  # as version 1 has it


def test_a_department_without_an_ict_officer_is_scaled_up() -> None:
    given = changed("department-05", "it_staff", exact("0"))
    assert result(given).score("department-05", "A2.S1").status is Status.NOT_APPLICABLE
    now = of_version_2(given).score("department-05", "A2.S1")
    assert (now.status, now.score) == (Status.OK, 0)


@pytest.mark.parametrize(
    ("ticked", "points"),
    [((), "0"), (("room",), "1.4"), (("room", "backup_power"), "1.8"), (("room", "backup_off_site"), "2.4")],
)
def test_a_server_room_does_not_count(ticked: tuple[str, ...], points: str) -> None:
    found = of_version_2(changed("department-05", "server_room", frozenset(ticked))).score(
        "department-05", "A1.S1"
    )
    assert found.score == exact(points)


def test_a_commune_stays_below_level_one_for_the_page_of_its_district() -> None:
    def gate(of: Edition) -> set[str]:
        assert of.levels is not None
        return {need.node for need in of.levels["I"].needs if need.tiers and Tier.COMMUNE in need.tiers}

    assert gate(edition()) - gate(edition("gia-lai-2019")) == {"B1.X1"}


def test_a_unit_that_nobody_visited_gets_its_content_from_the_rest() -> None:
    given = answers()
    values = dict(given.values)
    known = values["department-05", ""]
    values["department-05", ""] = {
        name: value if name in ("staff", "staff_with_computer") else Status.NOT_MEASURED
        for name, value in known.items()
    }
    given = Answers(given.units, values, given.tables)
    assert result(given).score("department-05", "A").status is Status.OK
    assert of_version_2(given).score("department-05", "A").status is Status.BELOW_COVERAGE


def test_the_one_district_at_level_four_is_the_first() -> None:
    reached = {
        unit: outcome.level for unit, outcome in result().levels.items() if unit.startswith("district")
    }
    assert [unit for unit, level in reached.items() if level != "unranked"] == ["district-01"]


def test_one_answer_on_the_knife_edge_changes_the_result() -> None:
    """district-11 has 19.35 of the 20 points needed; a signature in use gives 1 point more (0.5 → 1.5)."""
    assert answers().values["district-11", ""]["head_signature"] == "issued"
    before, after = result(), result(changed("district-11", "head_signature", "used"))
    assert (before.levels["district-11"].level, before.score("district-11", "A").score) == (
        "unranked",
        exact("19.35"),
    )
    assert (after.levels["district-11"].level, after.score("district-11", "A").score) == ("I", exact("20.35"))
    assert distribution(after) == {**PUBLISHED, "district": {"I": 1, "IV": 1, "unranked": 15}}


def test_a_plan_that_was_not_issued_throws_the_best_district_off_the_ladder() -> None:
    after = result(changed("district-01", "ict_plan", "none"))
    assert after.levels["district-01"].level == "unranked"
    assert [need.node for need in after.levels["district-01"].failed] == ["A3.1"]


def test_units_are_unranked_for_reasons_that_differ_and_can_be_read() -> None:
    seen = result()
    failed = {
        unit: tuple(need.node for need in outcome.failed)
        for unit, outcome in seen.levels.items()
        if outcome.level == "unranked"
    }
    assert all(failed.values())
    assert set(failed) == set(seen.reasons)
    for tier in PUBLISHED:
        assert len({nodes for unit, nodes in failed.items() if unit.startswith(tier)}) >= 3, tier
    assert (
        sum("A1.X3" in nodes for nodes in failed.values()) == 41
    )  # as many as the article's communes without a desk


def test_no_two_units_answer_alike() -> None:
    given = answers()
    seen = {tuple(sorted((k, str(v)) for k, v in values.items())) for values in given.values.values()}
    assert len(seen) == len(given.units) == 259


@pytest.mark.parametrize("tier", PUBLISHED)
def test_all_kinds_of_missing_occur_in_every_tier(tier: str) -> None:
    seen = result()
    kinds = {
        score.status
        for (unit, _), scores in seen.scores.items()
        if unit.startswith(tier)
        for score in scores.values()
    }
    assert kinds == {Status.OK, Status.NOT_ANSWERED, Status.NOT_APPLICABLE, Status.NOT_MEASURED}


def test_no_real_name_stands_beside_a_reconstructed_number() -> None:
    for code, unit in answers().units.items():
        tier, number = code.rsplit("-", 1)
        word = {"department": "Cơ quan số", "district": "Huyện số", "commune": "Xã số"}[tier]
        assert unit.name == f"{word} {number}" and unit.tier == tier
