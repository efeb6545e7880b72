"""`thangdo reproduce`: recompute published indices from raw data and compare with what was published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thangdo.faces.cli.common import FAILED, Language, language_of, problems_as_a_list, say, stop, table

if TYPE_CHECKING:
    from thangdo.work.reproductions.compare import Outcome


def reproduce(
    name: Annotated[str | None, typer.Argument(help="One index; without it all of them.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write the recomputed values as CSV.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the comparison as JSON.")] = None,
    language: Language = "vi",
) -> None:
    """Recompute published indices and compare.

    Says how many numbers were compared, how many are equal, and the largest difference.

    Ends with 0 only when every target is met. A known difference is listed with its reason, never as equal.
    """
    from thangdo.work import reproductions

    language = language_of(language)
    known = reproductions.names()
    if name is not None and name not in known:
        stop(f"There is no index «{name}». Allowed are: {', '.join(known)}.")
    if out is not None and name is None:
        stop("--out needs the name of one index.")
    chosen = [name] if name else known
    outcomes = []
    with problems_as_a_list():
        for one in chosen:
            outcomes.append(reproductions.reproduce(one))
    _print(outcomes, language, details=name is not None)
    if out is not None:
        _write(out, outcomes[0].csv())
    if json_file is not None:
        data: Any = [outcome.as_json() for outcome in outcomes]
        _write(json_file, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    if not all(outcome.ok for outcome in outcomes):
        raise typer.Exit(FAILED)


def _print(outcomes: list[Outcome], language: str, details: bool) -> None:
    vi = language == "vi"
    heads = (
        ["chỉ số", "so sánh", "khớp", "chênh lệch lớn nhất", "cho phép", "đã biết", "kết quả"]
        if vi
        else ["index", "compared", "equal", "largest difference", "tolerance", "known", "result"]
    )
    met = ("đạt", "không đạt") if vi else ("met", "not met")
    rows = [
        [
            one.name,
            str(one.compared),
            str(one.equal),
            f"{float(one.largest_difference):.2g}",
            f"{float(one.tolerance):.2g}",
            str(len(one.known_differences)),
            met[0] if one.ok else met[1],
        ]
        for one in outcomes
    ]
    table(None, heads, rows, right=(1, 2, 3, 4, 5))
    for one in outcomes:
        if details:
            for extra in one.tables:
                title = extra.title.vi if vi else extra.title.en
                table(title, extra.columns, extra.rows)
            for known in one.known_differences:
                reason = "" if known.reason is None else (known.reason.vi if vi else known.reason.en)
                sign = "đã biết" if vi else "known"
                say(f"{sign}: {known.where}: {known.published} / {known.recomputed}: {reason}")
        for difference in one.differences[:20]:
            word = "khác" if vi else "differs"
            say(f"{one.name}: {word}: {difference.where}: {difference.published} / {difference.recomputed}")


def _write(file: Path, text: str) -> None:
    partial = file.with_name(f".{file.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(file)
    except OSError as error:
        partial.unlink(missing_ok=True)
        stop(f"{file}: the file cannot be written: {error.strerror}.")
    say(f"{file}")
