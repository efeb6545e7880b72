"""Draws made-up answers which, through the engine, give the levels that Gia Lai published on 3 July 2019.

The units' real answers were never published. Each numbered unit gets a profile (a wanted level or a reason to
fail); its answers are drawn around it, evaluated, and drawn again until the engine gives what is wanted.
The seed is fixed: the same engine and edition write the same files.
Run: .venv/bin/python scripts/reconstruct_gia_lai.py
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from pathlib import Path
from random import Random

from gia_lai_answers import BY_LEVEL, BY_REASON, NA, NOT_MEASURED, SEED, Drawn, Pen

from thangdo.records import library
from thangdo.rules.index.answers import Answers, Status, Unit, Value
from thangdo.rules.index.edition.model import Edition, Input, InputType
from thangdo.rules.index.evaluate import evaluate
from thangdo.rules.index.numbers import exact
from thangdo.rules.index.result import LevelOutcome
from thangdo.work.editions import queries as editions

FOLDER = library.path("assessments") / "gia-lai-2019-reconstruction"
TABLES = {
    "procedure_checks": [
        "procedure",
        "all_parts",
        "needs_form",
        "form_downloadable",
        "online_level",
        "filing_works",
    ],
    "dossier_samples": ["dossier", "time_points"],
    "desk_visits": ["visit", "form_given"],
}
NAMES = {"department": "Cơ quan số {:02d}", "district": "Huyện số {:02d}", "commune": "Xã số {:03d}"}
DEPARTMENTS = ["I"] * 2 + ["II"] * 8 + ["III"] * 5 + ["IV"] * 2
DEPARTMENTS += ["results without readiness", "no plan", "thin website"]
DISTRICTS = ["nearly ready", "weak infrastructure", "weak staff", "weak policy", "leaders away"] * 2
DISTRICTS += [
    "results without readiness",
    "weak throughout",
    "weak throughout",
    "no plan",
    "no page",
    "thin website",
]
COMMUNES = ["no desk"] * 41 + ["weak infrastructure"] * 38 + ["weak staff"] * 34 + ["weak throughout"] * 40
COMMUNES += ["weak policy"] * 22 + ["leaders away"] * 22 + ["nearly ready"] * 9 + ["no page"] * 8
COMMUNES += ["thin website"] * 5 + ["no plan"] * 3


def plan() -> dict[str, tuple[str, str]]:
    """unit -> (tier, profile); departments and communes in a drawn order, so that a number says nothing."""
    found: dict[str, tuple[str, str]] = {}
    for tier, profiles, digits in (
        ("department", DEPARTMENTS, 2),
        ("district", DISTRICTS, 2),
        ("commune", COMMUNES, 3),
    ):
        order = list(profiles)
        Random(f"{SEED}:{tier}").shuffle(order)
        for number, profile in enumerate(["IV", *order] if tier == "district" else order, 1):
            found[f"{tier}-{number:0{digits}d}"] = (tier, profile)
    return found


def value_of(text: str, declared: Input) -> Value:
    """What the reader of answer files makes of a cell."""
    words = {"": Status.NOT_ANSWERED, NA: Status.NOT_APPLICABLE, NOT_MEASURED: Status.NOT_MEASURED}
    if text in words:
        return words[text]
    if declared.type is InputType.CHECKLIST:
        return frozenset() if text == "none" else frozenset(text.split("|"))
    if declared.type is InputType.YES_NO:
        return exact(1 if text == "yes" else 0)
    return text if declared.type in (InputType.CHOICE, InputType.TEXT) else exact(text)


def as_answers(edition: Edition, drawn: Mapping[str, Drawn], tiers: Mapping[str, str]) -> Answers:
    """The drawn texts as the engine takes them."""
    values = {
        (unit, ""): {name: value_of(text, edition.inputs[name]) for name, text in one.values.items()}
        for unit, one in drawn.items()
    }
    tables = {
        table: {
            (unit, ""): [
                {
                    c: value_of(cell, edition.observations[table].columns[c])
                    for c, cell in zip(columns, row, strict=True)
                }
                for row in one.tables[table]
            ]
            for unit, one in drawn.items()
            if table in one.tables
        }
        for table, columns in TABLES.items()
    }
    return Answers({unit: Unit(unit, tiers[unit]) for unit in drawn}, values, tables)


def as_wanted(tier: str, profile: str, outcome: LevelOutcome) -> bool:
    """Whether the engine gave the level of the profile, or unranked for the reason of the profile."""
    if profile in BY_LEVEL:
        return outcome.level == profile
    own = {"plan": "A3.X1", "page": "B1.X1"} if tier == "commune" else {"plan": "A3.1", "page": "B1.1"}
    node = own.get(BY_REASON[profile][1], BY_REASON[profile][1])
    failed = {need.node: need for need in outcome.failed}
    if outcome.level != "unranked" or node not in failed:
        return False
    if profile == "nearly ready":
        short = failed["A"].short_by
        return short is not None and short <= exact("0.03") and len(failed) == 1
    return profile != "results without readiness" or len(failed) == 1


def draw_all(edition: Edition, units: Mapping[str, tuple[str, str]]) -> dict[str, Drawn]:
    """The answers of all units; a unit whose outcome is not the wanted one is drawn again."""
    tiers = {unit: tier for unit, (tier, _) in units.items()}
    drawn = {unit: Pen(unit, tier, profile, 0).draw() for unit, (tier, profile) in units.items()}
    for attempt in range(1, 400):
        levels = evaluate(edition, as_answers(edition, drawn, tiers)).levels
        wrong = [
            unit for unit, (tier, profile) in units.items() if not as_wanted(tier, profile, levels[unit])
        ]
        print(f"draw {attempt}: {len(wrong)} to draw again", file=sys.stderr)
        if not wrong:
            return drawn
        for unit in wrong:
            drawn[unit] = Pen(unit, *units[unit], attempt).draw()
    raise SystemExit(f"no answers found for {', '.join(wrong)}: loosen their profiles")


def write(path: Path, columns: list[str], rows: list[list[str]]) -> None:
    """One CSV file in UTF-8 with LF."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([columns, *rows])


def main() -> None:
    """Draw and write the files of the reconstruction."""
    edition, units = editions.get("gia-lai-2019"), plan()
    drawn = draw_all(edition, units)
    FOLDER.mkdir(parents=True, exist_ok=True)
    name = {unit: NAMES[tier].format(int(unit.rsplit("-", 1)[1])) for unit, (tier, _) in units.items()}
    write(FOLDER / "units.csv", ["unit", "tier", "name"], [[u, t, name[u]] for u, (t, _) in units.items()])
    answers = [[unit, "", key, text] for unit, one in drawn.items() for key, text in one.values.items()]
    write(FOLDER / "answers.csv", ["unit", "facet", "input", "value"], answers)
    for table, columns in TABLES.items():
        rows = [[unit, *row] for unit, one in drawn.items() for row in one.tables.get(table, [])]
        write(FOLDER / f"{table}.csv", ["unit", *columns], rows)


if __name__ == "__main__":
    main()
