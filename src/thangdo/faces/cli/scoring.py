"""`thangdo score` and `thangdo explain`: from answers to scores, levels and ranks, and to their reasons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thangdo.faces.cli.common import Language, language_of, problems_as_a_list, say, stop, table, warn

if TYPE_CHECKING:
    from thangdo.rules.index.answers import Answers
    from thangdo.rules.index.edition.model import Edition
    from thangdo.rules.index.result import Result

EditionArgument = Annotated[str, typer.Argument(help="A file (.yaml, .xlsx) or the id of a bundled edition.")]
AnswersArgument = Annotated[
    list[Path],
    typer.Argument(help="CSV or Excel: unit,facet,input,value; observation tables as further files."),
]
UnitsOption = Annotated[
    Path | None, typer.Option("--units", help="CSV or Excel with the units that take part: unit, tier, name.")
]
LastYearOption = Annotated[
    Path | None,
    typer.Option("--last-year", help="Last year's scores.csv, for rules with `empty: last-year`."),
]


def score(
    edition: EditionArgument,
    answers: AnswersArgument,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder for the results.")],
    units: UnitsOption = None,
    last_year: LastYearOption = None,
    language: Language = "vi",
) -> None:
    """Score units: writes scores.csv, ranks.csv, explanations.json and results.xlsx, all or none."""
    from thangdo.work.assessments import outputs

    language = language_of(language)
    with problems_as_a_list():
        chosen, given, result = _computed(edition, answers, units, last_year)
        content = outputs.files(chosen, result)
    if out.exists() and not out.is_dir():
        stop(f"{out}: there is a file of this name; give a folder.")
    try:
        outputs.write_all(out, content)
    except OSError as error:
        stop(f"{out}: the results cannot be written: {error.strerror}.")
    _print_ranks(result, language)
    say(f"{len(given.units)} units; {out}: " + ", ".join(content))


def _computed(
    edition: str, answers: list[Path], units: Path | None, last_year: Path | None
) -> tuple[Edition, Answers, Result]:
    from dataclasses import replace

    from thangdo.rules.index.evaluate import evaluate
    from thangdo.work.editions import answers as answer_files
    from thangdo.work.editions import queries

    chosen = queries.get(edition)
    given, notices = answer_files.read(chosen, answers, units)
    for notice in notices:
        warn(notice)
    if last_year is not None:
        given = replace(given, last_year=answer_files.last_year(last_year))
    return chosen, given, evaluate(chosen, given)


def _print_ranks(result: Result, language: str) -> None:
    from thangdo.faces.look.numbers import short
    from thangdo.faces.look.words import level_name, tier_name
    from thangdo.rules.index.numbers import as_text

    heads = {
        "vi": ["hạng", "đơn vị", "tên", "điểm", "mức"],
        "en": ["rank", "unit", "name", "score", "level"],
    }[language]
    for group, places in result.places.items():
        rows = []
        for place in places:
            level = result.levels.get(place.unit)
            band = result.bands.get(place.unit, "")
            rows.append(
                [
                    (f"={place.rank}" if place.tied else str(place.rank)) if place.rank else "–",
                    place.unit,
                    result.units[place.unit].name or "",
                    "–" if place.score is None else short(as_text(place.score), language, 4),
                    level_name(level.level, language) if level else band,
                ]
            )
        table(tier_name(group, language), heads, rows, right=(0, 3))


def explain(
    edition: EditionArgument,
    answers: AnswersArgument,
    unit: Annotated[str, typer.Option("--unit", "-u", help="The code of the unit.")],
    facet: Annotated[str, typer.Option("--facet", help="One facet; without it the roll-up.")] = "",
    units: UnitsOption = None,
    last_year: LastYearOption = None,
    language: Language = "vi",
) -> None:
    """Say how every number of one unit came about, which gate failed and by how much."""
    from thangdo.rules.index.explain import explanation

    language = language_of(language)
    with problems_as_a_list():
        chosen, given, result = _computed(edition, answers, units, last_year)
    if unit not in given.units:
        near = ", ".join(sorted(given.units)[:10])
        stop(f"There is no unit {unit} in the answers. The first ones are: {near}.")
    if (unit, facet) not in result.scores:
        known = ", ".join(sorted({name for _, name in result.scores if name}))
        stop(f"There is no facet «{facet}». Known are: {known or 'none'}.")
    _print_explanation(chosen, explanation(chosen, result, unit, facet), given, language)


def _print_explanation(edition: Edition, told: dict[str, Any], given: Answers, language: str) -> None:
    from thangdo.faces.look import words
    from thangdo.faces.look.numbers import share, short
    from thangdo.rules.index.nodes import titles

    names = titles(edition, language)
    who = given.units[told["unit"]].name or told["unit"]
    vi = language == "vi"
    say(f"{who} ({told['unit']}) – {edition.title.in_language(language)}")
    if told["facet"]:
        say(told["facet"])
    for place in told["places"]:
        group = words.tier_name(place["peer_group"], language)
        if place["rank"]:
            equal = "=" if place["tied"] else ""
            say(f"{'Hạng' if vi else 'Rank'} {equal}{place['rank']}/{place['of']} ({group})")
    if told["reason"]:
        say(words.sentence(told["reason"], language))
    level = told["level"]
    if level:
        say(f"{'Kết quả' if vi else 'Result'}: {words.level_name(level['level'], language)}")
        for need in level["needs"]:
            if need["holds"] is False:
                show = share if need["unit"] == "share" else short
                had = (
                    show(need["had"], language)
                    if need["had"]
                    else words.status_name("not-answered", language)
                )
                needed = show(need["needed"], language) if need["needed"] else "> 0"
                gate = words.level_name(need["level"], language)
                name = f"{need['node']} {names.get(need['node'], '')}"
                if vi:
                    say(f"  Chưa đạt điều kiện {gate}: {name} cần {needed}, hiện {had}.")
                else:
                    say(f"  Not met for {gate}: {name} needs {needed}, has {had}.")
    rows = []
    for node in told["nodes"]:
        depth = {"index": 0, "pillar": 1, "group": 2, "criterion": 3, "sub-criterion": 4}[node["kind"]]
        points = short(node["score"], language, 4) if node["score"] else "–"
        top = short(node["maximum"], language, 4) if node["maximum"] else ""
        part = share(node["share"], language, 1) if node["share"] else ""
        why = words.sentence(node["why"], language)
        if node["status"] != "ok":
            why = f"{words.status_name(node['status'], language)}. {why}"
        rows.append(["  " * depth + node["node"], names.get(node["node"], ""), points, top, part, why])
    heads = ["mã", "nội dung", "điểm", "tối đa", "đạt", "vì sao"] if vi else [
        "code", "title", "score", "maximum", "share", "why"]  # fmt: skip
    table(None, heads, rows, right=(2, 3, 4))
