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

from gia_lai_answers import NA, NOT_MEASURED, SEED, Drawn, Pen

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

# How good a unit is in each group (0..1), by the level that it is to reach.
BY_LEVEL = {
    "IV": (0.85, 0.85, 0.9, 0.9, 0.93, 0.85, 0.82, 0.84),
    "III": (0.74, 0.74, 0.8, 0.74, 0.88, 0.8, 0.72, 0.4),
    "II": (0.68, 0.66, 0.7, 0.64, 0.86, 0.74, 0.28, 0.3),
    "I": (0.6, 0.58, 0.62, 0.56, 0.82, 0.38, 0.15, 0.2),
}
# Why a unit is unranked: how good it is in each group, and the node whose condition is to fail.
BY_REASON = {
    "results without readiness": ((0.34, 0.3, 0.4, 0.34, 0.9, 0.82, 0.7, 0.66), "A"),
    "weak infrastructure": ((0.16, 0.5, 0.52, 0.5, 0.76, 0.45, 0.2, 0.2), "A"),
    "weak staff": ((0.52, 0.12, 0.5, 0.46, 0.8, 0.4, 0.2, 0.2), "A"),
    "weak policy": ((0.54, 0.5, 0.14, 0.44, 0.74, 0.4, 0.16, 0.22), "A"),
    "leaders away": ((0.52, 0.5, 0.46, 0.1, 0.78, 0.42, 0.2, 0.14), "A"),
    "weak throughout": ((0.3, 0.26, 0.3, 0.24, 0.4, 0.25, 0.1, 0.1), "A"),
    "nearly ready": ((0.52, 0.46, 0.5, 0.48, 0.84, 0.5, 0.2, 0.2), "A"),
    "no plan": ((0.78, 0.76, 0.5, 0.8, 0.82, 0.55, 0.25, 0.25), "plan"),
    "no page": ((0.68, 0.66, 0.64, 0.6, 0.6, 0.4, 0.15, 0.2), "page"),
    "thin website": ((0.68, 0.66, 0.66, 0.64, 0.36, 0.4, 0.2, 0.2), "B1"),
    "no desk": ((0.3, 0.36, 0.4, 0.36, 0.5, 0.3, 0.08, 0.08), "A1.X3"),
}

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


def draw(unit: str, tier: str, profile: str, attempt: int) -> Drawn:
    """One draw of a unit's answers around its profile."""
    good = BY_LEVEL.get(profile) or BY_REASON[profile][0]
    return Pen(unit, tier, profile, good, attempt).draw()


def draw_all(edition: Edition, units: Mapping[str, tuple[str, str]]) -> dict[str, Drawn]:
    """The answers of all units; a unit whose outcome is not the wanted one is drawn again."""
    tiers = {unit: tier for unit, (tier, _) in units.items()}
    drawn = {unit: draw(unit, *who, 0) for unit, who in units.items()}
    for attempt in range(1, 400):
        levels = evaluate(edition, as_answers(edition, drawn, tiers)).levels
        wrong = [
            unit for unit, (tier, profile) in units.items() if not as_wanted(tier, profile, levels[unit])
        ]
        print(f"draw {attempt}: {len(wrong)} to draw again", file=sys.stderr)
        if not wrong:
            return drawn
        for unit in wrong:
            drawn[unit] = draw(unit, *units[unit], attempt)
    raise SystemExit(f"no answers found for {', '.join(wrong)}: loosen their profiles")


def write(path: Path, columns: list[str], rows: list[list[str]]) -> None:
    """One CSV file in UTF-8 with LF."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([columns, *rows])


def main() -> None:
    """Draw and write the files of the reconstruction."""
    edition, units = editions.get("gia-lai-2019@1"), plan()
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
