"""`thangdo reproduce`: recompute published indices from raw data and compare with what was published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thangdo.faces.cli.common import (
    FAILED,
    Language,
    Tongue,
    problems_as_a_list,
    said,
    say,
    stop,
    write_file,
)
from thangdo.faces.cli.terminal import console, table, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thangdo.rules.exact import Fraction
    from thangdo.work.reproductions.compare import Difference, Outcome

MOST_SHOWN = 20


def reproduce(
    name: Annotated[str | None, typer.Argument(help="One index; without it all of them.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write the recomputed values as CSV.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the comparison as JSON.")] = None,
    language: Language = Tongue.vi,
) -> None:
    """Recompute published indices and compare.

    Says how many numbers were compared, how many are equal, and the largest difference.

    Ends with 0 only when every target is met. A known difference is listed with its reason, never as equal.
    """
    from thangdo.work import reproductions

    known = reproductions.names()
    if name is not None and name not in known:
        ids = ", ".join(known)
        stop(
            said(
                f"Không có chỉ số “{name}”. Các chỉ số có: {ids}.",
                f"There is no index “{name}”. Allowed are: {ids}.",
            )
        )
    if out is not None and name is None:
        stop(
            said(
                "--out cần tên của một chỉ số: thangdo reproduce TÊN --out TỆP.",
                "--out needs the name of one index: thangdo reproduce NAME --out FILE.",
            )
        )
    outcomes = []
    with problems_as_a_list():
        for one in _with_progress([name] if name else known):
            outcomes.append(reproductions.reproduce(one))
    _print(outcomes, language, details=name is not None)
    if out is not None:
        write_file(out, outcomes[0].csv().encode())
        say(said(f"Đã ghi {out}", f"Written: {out}"))
    if json_file is not None:
        data: Any = [outcome.as_json() for outcome in outcomes]
        write_file(json_file, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
        say(said(f"Đã ghi {json_file}", f"Written: {json_file}"))
    if not all(outcome.ok for outcome in outcomes):
        raise typer.Exit(FAILED)


def _with_progress(names: list[str]) -> Iterator[str]:
    """The names one after the other, with a bar on a terminal while it takes its time."""
    terminal = console(errors=True)
    if len(names) < 2 or not terminal.is_terminal:
        yield from names
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description:<30}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=terminal, transient=True) as bar:
        task = bar.add_task("", total=len(names))
        for name in names:
            bar.update(task, description=name)
            yield name
            bar.advance(task)


def _print(outcomes: list[Outcome], language: str, details: bool) -> None:
    heads = {
        "vi": ["chỉ số", "so sánh", "khớp", "lệch lớn nhất", "cho phép", "đã biết", "kết quả"],
        "en": ["index", "compared", "equal", "largest difference", "tolerance", "known", "result"],
    }
    rows = [
        [
            one.name,
            str(one.compared),
            str(one.equal),
            _scientific(one.largest_difference, language),
            _scientific(one.tolerance, language),
            str(len(one.known_differences)),
            said("đạt", "met") if one.ok else said("không đạt", "not met"),
        ]
        for one in outcomes
    ]
    table(None, heads[language], rows, right=(1, 2, 3, 4, 5))
    for one in outcomes:
        if details:
            _print_details(one, language)
        for difference in one.differences[:MOST_SHOWN]:
            word = said("khác", "differs")
            say(f"{one.name}: {word}: {_pair(difference)}")
        hidden = len(one.differences) - MOST_SHOWN
        if hidden > 0:
            say(said(f"{one.name}: … và {hidden} số khác nữa.", f"{one.name}: … and {hidden} more."))


def _print_details(one: Outcome, language: str) -> None:
    """The tables of a reproduction, and each known difference once for all that share its reason."""
    from thangdo.faces.look.cells import cell

    for extra in one.tables:
        right = [
            place
            for place in range(len(extra.columns))
            if all(not row[place] or row[place][-1].isdigit() for row in extra.rows) and place
        ]
        title = extra.title.vi if language == "vi" else extra.title.en
        heads = [cell(column, language) for column in extra.columns]
        table(title, heads, [[cell(text, language) for text in row] for row in extra.rows], right)
    by_reason: dict[str, list[str]] = {}
    for known in one.known_differences:
        reason = "" if known.reason is None else (known.reason.vi if language == "vi" else known.reason.en)
        by_reason.setdefault(reason, []).append(_pair(known))
    for reason, places in by_reason.items():
        say(said("Khác biệt đã biết (công bố / tính lại):", "Known to differ (published / recomputed):"))
        for place in places:
            say(f"  {place}")
        say(wrapped(reason, indent=2, hanging=0))


def _pair(difference: Difference) -> str:
    """Where, what was published, what came out; a dash for nothing."""
    return f"{difference.where}: {difference.published or '–'} / {difference.recomputed or '–'}"


def _scientific(number: Fraction, language: str) -> str:
    """A small number as it is, a very small one as a power of ten."""
    text = f"{float(number):.2g}"
    return text.replace(".", ",") if language == "vi" else text
