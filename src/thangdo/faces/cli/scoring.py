"""`thangdo score`: from tables of answers to scores, levels and ranks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thangdo.faces.cli.common import (
    Language,
    Tongue,
    not_written,
    problems_as_a_list,
    reader,
    said,
    say,
    stop,
    tidied_when_ended,
    warn,
    warn_of,
)
from thangdo.faces.cli.terminal import aligned, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thangdo.rules.index.answers import Answers, Problem
    from thangdo.rules.index.edition.model import Edition
    from thangdo.rules.index.result import Place, Result

MOST_PRINTED = 60  # units of a group; ranks.csv holds all of them

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
WeightsOption = Annotated[
    str | None, typer.Option("--weights", help="A named set of weights of the edition, instead of its own.")
]


def score(
    edition: EditionArgument,
    answers: AnswersArgument,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder for the results.")],
    units: UnitsOption = None,
    last_year: LastYearOption = None,
    weights: WeightsOption = None,
    language: Language = Tongue.vi,
) -> None:
    """Score, level and rank units from tables of answers.

    Writes scores.csv, ranks.csv, explanations.json and results.xlsx: all of them, or none.
    """
    from thangdo.faces.look.resultbook import workbook
    from thangdo.faces.look.titles import edition_titles
    from thangdo.work.assessments import outputs

    _is_folder(out)
    with problems_as_a_list():
        chosen, given, result = computed(edition, answers, units, last_year, weights)
    tell_notices(result)
    titles = edition_titles(chosen.model_dump(mode="json", by_alias=True), language)
    content = outputs.files(chosen, result, workbook(chosen, result, titles, language))
    try:
        with tidied_when_ended():
            outputs.write_all(out, content)
    except (OSError, ValueError) as error:
        not_written(out, error)
    _print_ranks(chosen, result, language)
    count, names = len(given.units), ", ".join(content)
    many = "" if count == 1 else "s"
    say(said(f"{count} đơn vị. Đã ghi vào {out}: {names}", f"{count} unit{many}. Written to {out}: {names}"))


def tell_notices(result: Result) -> None:
    """Say what a reader of the scores must know: goalposts that turned over."""
    from thangdo.faces.look import phrasing
    from thangdo.rules.index.notices import notices

    for words in notices(result):
        warn(phrasing.said(words, reader()))


def _is_folder(out: Path) -> None:
    """End at once when a file stands where the folder of the results shall be."""
    try:
        wrong = out.exists() and not out.is_dir()
    except (OSError, ValueError) as error:
        not_written(out, error)
    if wrong:
        stop(
            said(
                f"{out}: đã có một tệp mang tên này; hãy ghi tên một thư mục.",
                f"{out}: there is a file of this name; give a folder.",
            )
        )


def computed(
    edition: str,
    answers: list[Path],
    units: Path | None,
    last_year: Path | None,
    weights: str | None = None,
) -> tuple[Edition, Answers, Result]:
    """The edition, the answers in the files, and the result. Raises BadInput."""
    import gc
    from dataclasses import replace

    from thangdo.rules.index.evaluate import evaluate
    from thangdo.rules.index.weighting import weighted
    from thangdo.work.editions import answers as answer_files
    from thangdo.work.editions import queries
    from thangdo.work.editions.last_year import read_last_year

    chosen = queries.get(edition)
    if weights is not None:
        chosen = weighted(chosen, weights)
    given, notices = answer_files.read(chosen, answers, units)
    warn_of(notices)
    if last_year is not None:
        said: list[Problem] = []
        given = replace(given, last_year=read_last_year(last_year, said))
        warn_of(said)
    result = evaluate(chosen, given)
    gc.freeze()  # what is there now stays to the end: the collector need not look at it again and again
    return chosen, given, result


def _print_ranks(edition: Edition, result: Result, language: str) -> None:
    from thangdo.faces.look.result_words import tier_name

    for group, places in result.places.items():
        shown = places[:MOST_PRINTED] if len(places) > MOST_PRINTED + 10 else places
        columns = _columns(edition, result, shown, language)
        table(
            f"{tier_name(group, language)} ({len(places)})",
            list(columns),
            list(zip(*columns.values(), strict=True)),
            right=(0, list(columns).index(said("điểm", "score"))),
        )
        more = len(places) - len(shown)
        if more:
            say(said(f"… và {more} đơn vị nữa, trong ranks.csv.", f"… and {more} more, in ranks.csv.") + "\n")


def _columns(
    edition: Edition, result: Result, places: Sequence[Place], language: str
) -> dict[str, list[str]]:
    """The columns of a table of ranks by their heads; those that would be blank are left out."""
    from thangdo.faces.look.numbers import rank_label
    from thangdo.faces.look.result_words import level_name
    from thangdo.faces.look.resultbook import band_name
    from thangdo.rules.index.numbers import as_text

    units = [place.unit for place in places]
    scores = [None if place.score is None else as_text(place.score) for place in places]
    levels = [result.levels[unit].level if unit in result.levels else "" for unit in units]
    columns = {
        said("hạng", "rank"): [rank_label(place.label) for place in places],
        said("đơn vị", "unit"): units,
        said("tên", "name"): [result.units[unit].name or "" for unit in units],
        said("điểm", "score"): aligned(scores, language),
        said("mức", "level"): [level_name(level, language) if level else "" for level in levels],
        said("xếp loại", "band"): [band_name(edition, result.bands.get(unit), language) for unit in units],
        said("nhóm", "group"): [result.groups.get(unit, "") for unit in units],
    }
    return {head: cells for head, cells in columns.items() if any(cells)}
