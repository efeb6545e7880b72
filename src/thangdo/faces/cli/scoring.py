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
    """Score, level and rank units from tables of answers.

    Writes scores.csv, ranks.csv, explanations.json and results.xlsx: all of them, or none.
    """
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
    _print_ranks(chosen, result, language)
    say(f"{len(given.units)} units; {out}: " + ", ".join(content))


def _computed(
    edition: str, answers: list[Path], units: Path | None, last_year: Path | None
) -> tuple[Edition, Answers, Result]:
    from dataclasses import replace

    from thangdo.rules.index.evaluate import evaluate
    from thangdo.work.editions import answers as answer_files
    from thangdo.work.editions import queries
    from thangdo.work.editions.last_year import read_last_year

    chosen = queries.get(edition)
    given, notices = answer_files.read(chosen, answers, units)
    for notice in notices:
        warn(notice)
    if last_year is not None:
        given = replace(given, last_year=read_last_year(last_year))
    return chosen, given, evaluate(chosen, given)


def _print_ranks(edition: Edition, result: Result, language: str) -> None:
    from thangdo.faces.look.numbers import number, short
    from thangdo.faces.look.words import level_name, tier_name
    from thangdo.rules.index.numbers import as_text

    heads = {
        "vi": ["hạng", "đơn vị", "tên", "điểm", "mức"],
        "en": ["rank", "unit", "name", "score", "level"],
    }[language]
    decimals = next((rule.places for rule in edition.rounding if "index" in rule.at), None)
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
                    "–"
                    if place.score is None
                    else number(as_text(place.score), language, decimals)
                    if decimals is not None
                    else short(as_text(place.score), language, 4),
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
    """Say how the numbers of one unit came about.

    And which gate failed, and by how much.
    """
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
    from thangdo.faces.look.titles import edition_titles

    names = edition_titles(edition.model_dump(mode="json", by_alias=True), language)
    vi = language == "vi"
    who = given.units[told["unit"]].name or told["unit"]
    say(f"{who} ({told['unit']})" if who != told["unit"] else who)
    say(edition.title.in_language(language))
    if not edition.official:
        say("Không phải văn bản chính thức." if vi else "Not the official text.")
    if told["facet"]:
        say(told["facet"])
    if told["level"]:
        say(f"{'Kết quả' if vi else 'Result'}: {words.level_name(told['level']['level'], language)}")
    for place in told["places"]:
        if place["rank"]:
            equal = "=" if place["tied"] else ""
            group = words.tier_name(place["peer_group"], language)
            say(f"{'Hạng' if vi else 'Rank'} {equal}{place['rank']}/{place['of']} ({group})")
    if told["reason"] and told["reason"]["code"] != "no-gate":
        say(words.sentence(told["reason"], language, names))
    for need in (told["level"] or {"needs": []})["needs"]:
        if need["holds"] is False:
            say("  " + words.failed_need(need, language, names))
    say("")
    rows = []
    for node in told["nodes"]:
        depth = {"index": 0, "pillar": 1, "group": 2, "criterion": 3, "sub-criterion": 4}[node["kind"]]
        why = words.sentence(node["why"], language, names)
        if node["status"] != "ok":
            why = f"{words.status_name(node['status'], language).capitalize()}. {why}"
        rows.append(
            [
                "  " * depth + node["node"],
                names.get(node["node"], ""),
                short(node["score"], language, 4),
                short(node["maximum"], language, 4) if node["maximum"] else "",
                short(node["lost"], language, 4) if node["lost"] else "",
                share(node["share"], language, 1) if node["share"] else "",
                why,
            ]
        )
    heads = (
        ["mã", "nội dung", "điểm", "tối đa", "mất", "đạt", "vì sao"]
        if vi
        else ["code", "title", "score", "maximum", "lost", "share", "why"]
    )
    table(None, heads, rows, right=(2, 3, 4, 5))
