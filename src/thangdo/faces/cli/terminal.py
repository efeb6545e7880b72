"""Tables and wrapped lines for people: on a terminal of any width, and in a pipe."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from thangdo.faces.cli.common import said

if TYPE_CHECKING:
    from rich.console import Console, JustifyMethod

    from thangdo.records.backups.writing import Progress as Told

PIPED = 120  # columns, when nobody says how wide the reader's window is
NARROW = 100  # below so many columns a table with sentences is written as a list


def width() -> int:
    """How many columns there are; COLUMNS decides where it is set."""
    if not sys.stdout.isatty() and not os.environ.get("COLUMNS"):
        return PIPED
    return max(shutil.get_terminal_size((80, 24)).columns, 40)


def console(errors: bool = False) -> Console:
    """The terminal: standard output, or standard error."""
    from rich.console import Console

    return Console(width=None if errors else width(), highlight=False, stderr=errors)


def table(
    title: str | None, columns: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int] = ()
) -> None:
    """A readable table and a blank line: the columns in `right` to the right, the first one never broken."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    for place, column in enumerate(columns):
        side: JustifyMethod = "right" if place in right else "left"
        drawn.add_column(column, justify=side, overflow="fold", no_wrap=place == 0)
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    terminal = console()
    with terminal.capture() as got:
        if title:
            terminal.print(Text(title, style="bold"))
        terminal.print(drawn)
    typer.echo("\n".join(line.rstrip() for line in got.get().splitlines()) + "\n")


def wrapped(text: str, indent: int = 0, hanging: int = 2) -> str:
    """A text in lines that fit, the first indented, the others a little more."""
    return textwrap.fill(
        text,
        width(),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hanging),
        break_long_words=False,
        break_on_hyphens=False,
    )


def aligned(values: Sequence[str | None], language: str, most: int = 4) -> list[str]:
    """Exact numbers as one column: as many decimals as the most precise of them needs, at most `most`.

    None becomes a dash. The decimal points stand below each other.
    """
    from thangdo.faces.look.numbers import NOTHING, number, short

    point = "," if language == "vi" else "."
    shown = [short(value, language, most) for value in values if value]
    places = max((len(text.partition(point)[2]) for text in shown), default=0)
    return [number(value, language, places) if value else NOTHING for value in values]


@contextmanager
def shown_progress() -> Iterator[Told]:
    """A bar on a terminal, nothing elsewhere."""
    terminal = console(errors=True)
    if not terminal.is_terminal:
        yield lambda what, done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<30}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=terminal, transient=True) as bar:
        task = bar.add_task("", total=None)
        names = {
            "files": said("tệp", "files"),
            "check": said("kiểm tra bản sao lưu", "check the backup"),
            "ledger": said("kiểm tra nhật ký hệ thống", "verify the ledger"),
            "replay": said("dựng lại từ nhật ký hệ thống", "replay the ledger"),
        }
        yield lambda what, done, total: bar.update(
            task, description=names.get(what, what), completed=done, total=total
        )
