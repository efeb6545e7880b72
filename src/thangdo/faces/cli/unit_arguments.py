"""What the commands on units share: who acts, units and days as typed, what stands against an act."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from thangdo.faces.cli.common import FAILED, django_ready, said, say, stop, warn

if TYPE_CHECKING:
    from thangdo.records.people.acting import Actor
    from thangdo.records.units.codes import Key
    from thangdo.records.units.operations import Done
    from thangdo.records.units.problems import UnitProblem

SHOWN = 30  # lines of a list that are printed

Yes = Annotated[bool, typer.Option("--yes", help="Do it; without this it is only shown.")]


def system() -> Actor:
    """Whoever has the machine."""
    django_ready()
    from django.utils import timezone

    from thangdo.records.people.acting import system

    return system("command-line", timezone.now())


class unfit_as_a_list:
    """What stands against an operation becomes a list on standard error and exit code 1."""

    def __init__(self, language: str, code: int = FAILED) -> None:
        self.language, self.code = language, code

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        from thangdo.records.units.problems import Overtaken, Unfit

        if isinstance(error, Unfit):
            stop_with(error.problems, self.language, self.code)
        if isinstance(error, Overtaken):
            stop(
                said("Danh mục vừa thay đổi; hãy xem lại.", "The register has just changed; look again."),
                FAILED,
            )


def stop_with(problems: Iterable[UnitProblem], language: str, code: int = FAILED) -> NoReturn:
    """End with a list of what stands against it."""
    from thangdo.faces.look.wording import unit_problem
    from thangdo.work.registry import queries

    listed = list(problems)
    mentioned = {one.unit for one in listed} | {value for one in listed for value in one.facts.values()}
    names = queries.names((text for text in mentioned if isinstance(text, str) and ":" in text), language)
    for one in listed[:SHOWN]:
        where = said(f"dòng {one.line}: ", f"line {one.line}: ") if one.line else ""
        warn(where + unit_problem(one.code, one.unit, one.facts, names, language))
    count = len(listed)
    stop(
        said(
            f"{count} lỗi; không ghi gì.", f"{count} problem{'s' if count > 1 else ''}; nothing was written."
        ),
        code,
    )


def say_done(done: Done) -> None:
    """Say what was done, and how it is taken back."""
    say(
        said(
            f"Đã ghi: {len(done.units)} đơn vị. Nếu nhầm: thangdo units undo {done.key} --reason …",
            f"Done: {len(done.units)} units. If it was a mistake: thangdo units undo {done.key} --reason …",
        )
    )


def say_how() -> None:
    """Say that nothing is written yet."""
    say(said("Chưa ghi gì. Thêm --yes để thực hiện.", "Nothing is written yet. Add --yes to do it."))


def key(text: str) -> Key:
    """A unit as typed."""
    from thangdo.records.units.codes import Key

    return _read(
        text, Key.read, said("đơn vị viết dạng sổ:mã (vn-gso:622)", "a unit is scheme:code (vn-gso:622)")
    )


def day(text: str) -> date:
    """A day as typed."""
    return _read(
        text, date.fromisoformat, said("ngày viết dạng 2026-07-01", "a day is written as 2026-07-01")
    )


def _read(text: str, read: Callable[[str], Any], allowed: str) -> Any:
    try:
        return read(text)
    except ValueError:
        stop(f"{text}: {allowed}.")
