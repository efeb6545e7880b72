"""`thangdo edition`: check, compare, list, and carry editions between YAML and Excel."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thangdo.faces.cli.common import (
    FAILED,
    Language,
    Tongue,
    problems_as_a_list,
    said,
    say,
    stop,
    warn,
    warn_of,
    write_file,
)
from thangdo.faces.cli.terminal import table, width, wrapped

if TYPE_CHECKING:
    from thangdo.rules.index.answers import Problem
    from thangdo.rules.index.edition.diff import Change

SHOWN = 160  # characters of a changed text, unless --full

app = typer.Typer(help="Check, compare and carry editions (bộ tiêu chí).", no_args_is_help=True)

EditionArgument = Annotated[str, typer.Argument(help="A file (.yaml, .xlsx) or the id of a bundled edition.")]


@app.command("list")
def list_(language: Language = Tongue.vi) -> None:
    """List the bundled editions."""
    from thangdo.work.editions import queries

    rows = []
    for edition_id in queries.edition_ids():
        edition = queries.get(edition_id)
        mark = (
            said("chính thức", "official") if edition.official else said("không chính thức", "not official")
        )
        status = said("dự thảo", "draft") if edition.status == "draft" else said("đã công bố", "published")
        rows.append([edition_id, str(edition.version), status, mark, edition.title.in_language(language)])
    heads = {
        "vi": ["mã", "phiên bản", "tình trạng", "văn bản", "tên"],
        "en": ["id", "version", "status", "text", "title"],
    }
    table(None, heads[language], rows, right=(1,))


@app.command()
def check(edition: EditionArgument, language: Language = Tongue.vi) -> None:
    """List every problem of an edition.

    With file, line, criterion, what is allowed and how to mend it.
    """
    from thangdo.faces.look import phrasing
    from thangdo.work.editions import queries

    with problems_as_a_list():
        report = queries.report(edition)
    for problem in report.problems:
        say(phrasing.line(problem, language))
    for note in report.notes:
        warn(f"{said('lưu ý', 'note')}: {phrasing.line(note, language)}")
    if report.problems:
        count = len(report.problems)
        many = "s" if count > 1 else ""
        stop(said(f"{edition}: {count} lỗi.", f"{edition}: {count} problem{many}."), FAILED)
    say(said(f"{edition}: không có lỗi.", f"{edition}: no problems."))


@app.command()
def diff(
    a: Annotated[str, typer.Argument(help="The edition before: a file or an id.")],
    b: Annotated[str, typer.Argument(help="The edition after: a file or an id.")],
    full: Annotated[bool, typer.Option("--full", help="Show long texts whole.")] = False,
    language: Language = Tongue.vi,
) -> None:
    """Show what changed, criterion by criterion."""
    from thangdo.faces.look.titles import edition_titles
    from thangdo.rules.index.edition.diff import diff as compare
    from thangdo.work.editions import queries

    with problems_as_a_list():
        before, after = queries.get(a), queries.get(b)
    changes = compare(before, after)
    if not changes:
        say(said("Không có gì khác nhau.", "No difference."))
        return
    titles = {
        code: title
        for edition in (before, after)
        for code, title in edition_titles(edition.model_dump(mode="json", by_alias=True), language).items()
    }
    for (part, code), found in groupby(changes, key=lambda change: (change.part, change.code)):
        say(_head(part.value, code, titles))
        for change in found:
            for line in _lines(change, None if full else SHOWN):
                say(line)
    count = len(changes)
    say(said(f"{count} thay đổi.", f"{count} difference{'s' if count > 1 else ''}."))


@app.command("import")
def import_(
    workbook: Annotated[Path, typer.Argument(help="An edition as an Excel workbook.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the YAML text goes.")],
    language: Language = Tongue.vi,
) -> None:
    """Turn an Excel workbook into YAML text.

    Nothing is written when the workbook has problems.
    """
    from thangdo.work.editions import workbook as workbooks

    with problems_as_a_list():
        how: list[Problem] = []
        text = workbooks.import_(_bytes(workbook), str(workbook), notices=how)
    warn_of(how)
    write_file(out, text.encode())
    say(
        said(
            f"{out}: đã ghi. Hãy kiểm tra nội dung bằng `thangdo edition check {out}`.",
            f"{out}: written. `thangdo edition check {out}` looks at its content.",
        )
    )


@app.command()
def export(
    edition: EditionArgument,
    out: Annotated[Path, typer.Option("--out", "-o", help="The Excel workbook to write (.xlsx).")],
    language: Language = Tongue.vi,
) -> None:
    """Write an edition as an Excel workbook.

    `thangdo edition import` reads it back.
    """
    from thangdo.work.editions import queries
    from thangdo.work.editions import workbook as workbooks

    with problems_as_a_list():
        chosen = queries.get(edition)
    try:
        content = workbooks.export(chosen)
    except ValueError as error:
        stop(said(f"{edition}: Excel không chứa được: {error}.", f"{edition}: too much for Excel: {error}."))
    write_file(out, content)
    say(said(f"{out}: đã ghi.", f"{out}: written."))


_PARTS = {
    "edition": ("bộ tiêu chí", "edition"),
    "input": ("số liệu", "input"),
    "table": ("bảng quan sát", "table"),
    "node": ("mục", "node"),
    "level": ("mức", "level"),
}
_KINDS = {
    "added": ("thêm", "added"),
    "removed": ("bỏ", "removed"),
    "moved": ("chuyển chỗ", "moved"),
    "changed": ("đổi", "changed"),
}


def _head(part: str, code: str, titles: dict[str, str]) -> str:
    """What changed: its kind, code and title."""
    if part == "edition":
        return said(*_PARTS[part])
    title = titles.get(code, "") if part in ("node", "input", "table") else ""
    return f"{said(*_PARTS[part])} {code}" + (f" – {title}" if title else "")


def _lines(change: Change, most: int | None) -> list[str]:
    """One change: `weight: 1 -> 2` on a line, long texts below each other; cut after `most` characters."""
    what = f"{change.what}: " if change.what else ""
    before, after = _cut(change.before, most), _cut(change.after, most)
    if before is None or after is None:
        value = after if after is not None else before
        if change.part.value == "node" and change.what is None:
            value = None  # only the title, which stands above
        line = f"{what}{said(*_KINDS[change.kind.value])}" + (f" {value}" if value is not None else "")
        return [wrapped(line, indent=2)]
    if len(what) + len(before) + len(after) + 6 <= width():
        return [f"  {what}{before} -> {after}"]
    return [f"  {what.strip()}", wrapped(f"- {before}", indent=4), wrapped(f"+ {after}", indent=4)]


def _cut(text: str | None, most: int | None) -> str | None:
    return text if text is None or most is None or len(text) <= most else text[:most].rstrip() + " …"


def _bytes(file: Path) -> bytes:
    """The workbook's bytes; of a file that is too large only so much that it is refused."""
    from thangdo.records.documents.tables import LARGEST

    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        stop(said(f"{file}: không đọc được tệp ({why}).", f"{file}: the file cannot be read ({why})."))
    if len(content) > LARGEST:
        stop(said(f"{file}: tệp quá lớn.", f"{file}: the file is too large."))
    return content
