"""The files of `thangdo score`: scores.csv, ranks.csv, explanations.json, results.xlsx; all or none."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from thangdo.records.documents.tables import csv_bytes
from thangdo.records.documents.workbooks import Sheet, xlsx_bytes
from thangdo.rules.exact import Fraction
from thangdo.rules.index.edition.model import Edition, NodeKind
from thangdo.rules.index.evaluate import grow, walk
from thangdo.rules.index.explain import Explainer
from thangdo.rules.index.nodes import titles
from thangdo.rules.index.numbers import as_text
from thangdo.rules.index.result import NeedOutcome, Result, Why

SCORES = ("unit", "facet", "node", "score", "status")
RANKS = ("unit", "peer_group", "level", "reason", "score", "rank", "tied", "label")


def files(edition: Edition, result: Result) -> dict[str, bytes]:
    """The four files by name. The same edition and answers give the same bytes (of CSV and JSON)."""
    scores, ranks = score_rows(result), rank_rows(result)
    explanations = Explainer(edition, result).everything(edition)
    return {
        "scores.csv": csv_bytes(SCORES, [[row[name] for name in SCORES] for row in scores]),
        "ranks.csv": csv_bytes(RANKS, [[row[name] for name in RANKS] for row in ranks]),
        "explanations.json": (json.dumps(explanations, ensure_ascii=False, indent=1) + "\n").encode(),
        "results.xlsx": xlsx_bytes(_sheets(edition, result, ranks)),
    }


def _text(number: Fraction | None) -> str:
    return "" if number is None else as_text(number)


def score_rows(result: Result) -> list[dict[str, str]]:
    """One row per unit, facet and node, in the order of codes and of the tree."""
    return [
        {
            "unit": unit,
            "facet": facet,
            "node": score.node,
            "score": _text(score.score),
            "status": score.status.value,
        }
        for unit, facet in sorted(result.scores)
        for score in result.scores[unit, facet].values()
    ]


def rank_rows(result: Result) -> list[dict[str, str]]:
    """One row per unit and peer group, best first; the unranked last with their reason."""
    rows = []
    for group, places in result.places.items():
        for place in places:
            level = result.levels.get(place.unit)
            rows.append(
                {
                    "unit": place.unit,
                    "peer_group": group,
                    "level": level.level if level else "",
                    "reason": _reason(result, place.unit),
                    "score": _text(place.score),
                    "rank": "" if place.rank is None else str(place.rank),
                    "tied": "1" if place.tied else "0",
                    "label": place.label,
                }
            )
    return rows


def _reason(result: Result, unit: str) -> str:
    """Why a unit is unranked, for people and programs: "no-gate: level I needs A 0.5, had 0.45"."""
    why: Why | None = result.reasons.get(unit)
    if why is None:
        return ""
    outcome = result.levels.get(unit)
    if why.code == "no-gate" and outcome is not None:
        failed = "; ".join(_need(need) for need in outcome.failed)
        return f"no-gate: level {outcome.next_level} needs {failed}"
    if why.code == "left-out":
        return f"left-out: {why.facts['en']}"
    return f"{why.code}: {why.facts['status']}" if "status" in why.facts else why.code


def _need(need: NeedOutcome) -> str:
    had = "no score" if need.had is None else as_text(need.had, 4)
    needed = "more than 0" if not need.needed else as_text(need.needed, 4)
    return f"{need.node} {need.unit} {needed}, had {had}"


def _sheets(edition: Edition, result: Result, ranks: Sequence[Mapping[str, str]]) -> list[Sheet]:
    """The workbook: ranks, and a sheet of scores with a column per node."""
    nodes = list(dict.fromkeys(node for scores in result.scores.values() for node in scores))
    names = {unit.code: unit.name or "" for unit in result.units.values()}
    vi, en = titles(edition, "vi"), titles(edition, "en")
    wide = [
        [unit, names[unit], facet, *(_number(result.scores[unit, facet].get(n)) for n in nodes)]
        for unit, facet in sorted(result.scores)
    ]
    ranked = [
        [
            row["unit"],
            names[row["unit"]],
            row["peer_group"],
            row["level"],
            row["reason"],
            Fraction(row["score"]) if row["score"] else None,
            int(row["rank"]) if row["rank"] else None,
            int(row["tied"]),
            row["label"],
        ]
        for row in ranks
    ]
    key = [[node, vi[node], en[node]] for node in nodes]
    shown = {"score": _places(edition, NodeKind.INDEX)}
    return [
        Sheet("ranks", ("unit", "name", *RANKS[1:]), ranked, {"reason": 60}, wrap=True, places=shown),
        Sheet("scores", ("unit", "name", "facet", *nodes), wide, places=_decimals(edition)),
        Sheet("nodes", ("node", "title_vi", "title_en"), key, {"title_vi": 60, "title_en": 60}, wrap=True),
    ]


def _places(edition: Edition, kind: NodeKind) -> int:
    """The decimals to show at a tier of the tree: the declared ones, otherwise four."""
    return next((rule.places for rule in edition.rounding if kind in rule.at), 4)


def _decimals(edition: Edition) -> dict[str, int]:
    return {branch.code: _places(edition, branch.kind) for branch in walk(grow(edition))}


def _number(score: object) -> Fraction | None:
    return getattr(score, "score", None)


def write_all(folder: Path, content: Mapping[str, bytes]) -> None:
    """Put the files into the folder: all of them appear or none does, and what stood there is kept till then.

    Raises OSError (with nothing changed) when the folder cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as name:
        new, old = Path(name) / "new", Path(name) / "old"
        new.mkdir()
        old.mkdir()
        for file, data in content.items():
            with (new / file).open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        if not folder.exists():
            new.rename(folder)
            return
        moved: list[str] = []
        try:
            for file in content:
                if (folder / file).exists():
                    shutil.copy2(folder / file, old / file)
                (new / file).replace(folder / file)
                moved.append(file)
        except OSError:
            for file in moved:
                if (old / file).exists():
                    (old / file).replace(folder / file)
                else:
                    (folder / file).unlink(missing_ok=True)
            raise
