"""`thangdo units import` and `export`: the register as lists, every difference shown before it is applied."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thangdo.faces.cli.common import (
    BAD,
    FAILED,
    Language,
    Tongue,
    said,
    say,
    stop,
    warn,
    warn_of,
    write_file,
)
from thangdo.faces.cli.terminal import wrapped
from thangdo.faces.cli.unit_arguments import (
    SHOWN,
    Yes,
    day,
    key,
    say_done,
    say_how,
    stop_with,
    system,
    unfit_as_a_list,
)

if TYPE_CHECKING:
    from thangdo.records.units.differences import Differences


def import_(
    file: Annotated[Path, typer.Argument(help="A list of units, CSV or Excel, by code.")],
    yes: Yes = False,
    as_new: Annotated[
        list[str] | None,
        typer.Option("--as-new", help="A unit that is new, though its name is alike; or `all`."),
    ] = None,
    decision: Annotated[str, typer.Option("--decision", help="The number of a decision, if any.")] = "",
    language: Language = Tongue.vi,
) -> None:
    """Show what a list says otherwise than the register; with --yes, bring the register to it."""
    actor = system()
    from thangdo.faces.look import wording
    from thangdo.work.registry import actions, files

    with unfit_as_a_list(language, BAD):
        listed = files.read(file, str(file))
    warn_of(listed.notices)
    found = actions.compare(actor, listed.rows, decision, (), listed.lines)
    new = {question.key for question in found.questions} if "all" in (as_new or ()) else set()
    new |= {key(text) for text in as_new or () if text != "all"}
    found = actions.compare(actor, listed.rows, decision, new, listed.lines)
    _show_differences(found, language)
    for one in found.asked:
        warn(wording.unit_problem(one.code, one.unit, one.facts, {}, language))
    if found.problems:
        stop_with(found.problems, language)
    if found.open:
        raise typer.Exit(FAILED)
    if found.is_empty:
        say(said("Danh mục đã đúng như danh sách.", "The register says what the list says."))
        return
    if yes:
        with unfit_as_a_list(language):
            done = actions.bring(actor, listed.rows, found.hash, decision, new, listed.lines)
        say_done(done)
    else:
        say_how()


def export(
    out: Annotated[Path, typer.Argument(help="The file to write: .csv or .xlsx.")],
    scheme: Annotated[str, typer.Option("--scheme", help="Only this scheme of codes (vn-gso-2025).")] = "",
    on: Annotated[str, typer.Option("--on", help="Only the units of this day.")] = "",
    language: Language = Tongue.vi,
) -> None:
    """Write the register as CSV or Excel; `thangdo units import` reads it back."""
    actor = system()
    from thangdo.work.registry import files, queries

    ending = out.suffix.lower().lstrip(".")
    if ending not in ("csv", "xlsx"):
        stop(said(f"{out}: hãy ghi tệp .csv hoặc .xlsx.", f"{out}: name a .csv or .xlsx file."))
    rows = queries.rows(actor, scheme, day(on) if on else None)
    if not rows:
        stop(said("Không có đơn vị nào.", "There are no such units."), FAILED)
    write_file(out, files.in_bytes(rows, ending, said("Đơn vị", "Units")))
    say(said(f"{out}: đã ghi {len(rows)} đơn vị.", f"{out}: {len(rows)} units written."))


def _show_differences(found: Differences, language: str) -> None:
    from thangdo.faces.look.sentences import name as name_of

    for unit, name, line in found.new[:SHOWN]:
        say(said(f"dòng {line}: thêm {unit} {name}", f"line {line}: add {unit} {name}"))
    for one in found.changed[:SHOWN]:
        say(
            said(
                f"dòng {one.line}: sửa {one.key} {one.name}", f"line {one.line}: change {one.key} {one.name}"
            )
        )
        for field, (before, after) in one.fields.items():
            say(
                wrapped(
                    f"{name_of(language, 'unit_fields', field)}: {before or '–'} -> {after or '–'}", indent=4
                )
            )
    count = len(found.new), len(found.changed), found.same
    say(
        said(
            f"{count[0]} đơn vị mới, {count[1]} đơn vị sửa, {count[2]} như cũ.",
            f"{count[0]} new, {count[1]} changed, {count[2]} as they are.",
        )
    )
    for question in found.open:
        likely = "; ".join(
            f"{one.unit.scheme}:{one.unit.code} {one.unit.name_vi}" for one in question.proposals
        )
        warn(
            said(
                f"dòng {question.line}: “{question.name}” ({question.key}) có thể là {likely}. Nếu đúng, "
                f"hãy sửa mã trong tệp; nếu là đơn vị mới, thêm --as-new {question.key}.",
                f"line {question.line}: “{question.name}” ({question.key}) may be {likely}. If it is, mend "
                f"the code in the file; if it is a new unit, add --as-new {question.key}.",
            )
        )
