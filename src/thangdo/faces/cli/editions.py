"""`thangdo edition`: check, compare, list, and carry editions between YAML and Excel."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from thangdo.faces.cli.common import FAILED, problems_as_a_list, say, stop, table, warn

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
    """List every problem of an edition: file, line, criterion, what is allowed, how to mend it."""
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
) -> None:
    """Show what changed from A to B, criterion by criterion."""
    from thangdo.rules.index.edition.diff import diff as compare
    from thangdo.work.editions import queries

    with problems_as_a_list():
        changes = compare(queries.get(a), queries.get(b))
    if not changes:
        say("No difference.")
        return
    for change in changes:
        say(str(change))
    say(f"{len(changes)} difference{'s' if len(changes) > 1 else ''}.")


@app.command("import")
def import_(
    workbook: Annotated[Path, typer.Argument(help="An edition as an Excel workbook.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the YAML text goes.")],
) -> None:
    """Turn an Excel workbook into the YAML text of an edition; nothing is written when it has problems."""
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
    """Write an edition as an Excel workbook that `edition import` reads back."""
    from thangdo.work.editions import queries
    from thangdo.work.editions import workbook as workbooks

    with problems_as_a_list():
        _write(out, workbooks.export(queries.get(edition)))
    say(f"{out}: written.")


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
