"""`thangdo edition`: check, compare, list, and carry editions between YAML and Excel."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thangdo.faces.cli.common import FAILED, problems_as_a_list, say, stop, table, warn

if TYPE_CHECKING:
    from thangdo.rules.index.edition.diff import Change

SHOWN = 120  # characters of a changed text, unless --full

app = typer.Typer(help="Check, compare and carry editions (bộ tiêu chí).", no_args_is_help=True)

EditionArgument = Annotated[str, typer.Argument(help="A file (.yaml, .xlsx) or the id of a bundled edition.")]


@app.command("list")
def list_() -> None:
    """List the bundled editions."""
    from thangdo.work.editions import queries

    rows = []
    for edition_id in queries.edition_ids():
        edition = queries.get(edition_id)
        mark = "official" if edition.official else "not official"
        rows.append([edition_id, str(edition.version), edition.status, mark, edition.title.vi])
    table(None, ["id", "version", "status", "text", "title"], rows, right=(1,))


@app.command()
def check(edition: EditionArgument) -> None:
    """List every problem of an edition.

    With file, line, criterion, what is allowed and how to mend it.
    """
    from thangdo.work.editions import queries

    with problems_as_a_list():
        report = queries.report(edition)
    for problem in report.problems:
        say(str(problem))
    for note in report.notes:
        warn(f"note: {note}")
    if report.problems:
        count = len(report.problems)
        stop(f"{edition}: {count} problem{'s' if count > 1 else ''}.", FAILED)
    say(f"{edition}: no problems.")


@app.command()
def diff(
    a: Annotated[str, typer.Argument(help="The edition before: a file or an id.")],
    b: Annotated[str, typer.Argument(help="The edition after: a file or an id.")],
    full: Annotated[bool, typer.Option("--full", help="Show long texts whole.")] = False,
) -> None:
    """Show what changed, criterion by criterion."""
    from thangdo.rules.index.edition.diff import diff as compare
    from thangdo.work.editions import queries

    with problems_as_a_list():
        changes = compare(queries.get(a), queries.get(b))
    if not changes:
        say("No difference.")
        return
    for part, lines in groupby(changes, key=lambda change: (change.part, change.code)):
        say(f"{part[0]} {part[1]}")
        for change in lines:
            say("  " + _in_a_line(change, None if full else SHOWN))
    say(f"{len(changes)} difference{'s' if len(changes) > 1 else ''}.")


@app.command("import")
def import_(
    workbook: Annotated[Path, typer.Argument(help="An edition as an Excel workbook.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the YAML text goes.")],
) -> None:
    """Turn an Excel workbook into YAML text.

    Nothing is written when the workbook has problems.
    """
    from thangdo.work.editions import workbook as workbooks

    with problems_as_a_list():
        text = workbooks.import_(_bytes(workbook), str(workbook))
        _write(out, text.encode())
    say(f"{out}: written. `thangdo edition check {out}` looks at its content.")


@app.command()
def export(
    edition: EditionArgument,
    out: Annotated[Path, typer.Option("--out", "-o", help="The Excel workbook to write (.xlsx).")],
) -> None:
    """Write an edition as an Excel workbook.

    `thangdo edition import` reads it back.
    """
    from thangdo.work.editions import queries
    from thangdo.work.editions import workbook as workbooks

    with problems_as_a_list():
        _write(out, workbooks.export(queries.get(edition)))
    say(f"{out}: written.")


def _in_a_line(change: Change, most: int | None) -> str:
    """What changed, in one line: `weight: 1 -> 2`, `added {…}`; values are cut after `most` characters."""
    what = f"{change.what}: " if change.what else ""
    before, after = _cut(change.before, most), _cut(change.after, most)
    if before is not None and after is not None:
        return f"{what}{before} -> {after}"
    value = after if after is not None else before
    return f"{what}{change.kind.value}" + (f" {value}" if value is not None else "")


def _cut(text: str | None, most: int | None) -> str | None:
    return text if text is None or most is None or len(text) <= most else text[:most].rstrip() + " …"


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        stop(f"{file}: the file cannot be read: {error.strerror}.")


def _write(file: Path, content: bytes) -> None:
    """The whole file or nothing."""
    partial = file.with_name(f".{file.name}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(file)
    except OSError as error:
        partial.unlink(missing_ok=True)
        stop(f"{file}: the file cannot be written: {error.strerror}.")
