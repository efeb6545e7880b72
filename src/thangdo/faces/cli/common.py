"""What the commands share: exit codes, the list of problems, the language, tables on the terminal.

Exit codes of every command: 0 done; 1 a check or comparison failed; 2 bad input or usage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import Console

FAILED, BAD = 1, 2
MOST_SHOWN = 200


Language = Annotated[str, typer.Option("--language", "-l", envvar="THANGDO_LANGUAGE", help="vi or en.")]


def language_of(word: str) -> str:
    """ "vi" or "en"; anything else is bad usage."""
    if word not in ("vi", "en"):
        stop(f"--language {word}: there are only vi and en.")
    return word


def say(text: str) -> None:
    """A line on standard output."""
    typer.echo(text)


def warn(text: str) -> None:
    """A line on standard error."""
    typer.echo(text, err=True)


def stop(text: str, code: int = BAD) -> NoReturn:
    """Say why and end with the code."""
    warn(text)
    raise typer.Exit(code)


@contextmanager
def problems_as_a_list() -> Iterator[None]:
    """Bad input becomes a list of problems on standard error and exit code 2, never a traceback."""
    from thangdo.rules.index.answers import BadInput

    try:
        yield
    except BadInput as bad:
        for problem in bad.problems[:MOST_SHOWN]:
            warn(str(problem))
        hidden = len(bad.problems) - MOST_SHOWN
        if hidden > 0:
            warn(f"… and {hidden} more.")
        count = len(bad.problems)
        stop(f"{count} problem{'s' if count > 1 else ''}; nothing was written.")


def console() -> Console:
    """The terminal; wide enough for a table when the output goes to a file."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else 120
    return Console(width=width, highlight=False, soft_wrap=False)


def table(
    title: str | None, columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()
) -> None:
    """A readable table: numbers (the columns in `right`) to the right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, title_style="bold", pad_edge=False)
    for index, column in enumerate(columns):
        drawn.add_column(column, justify="right" if index in right else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    console().print(drawn)


def django_ready() -> None:
    """Make Django's settings and apps ready for a command that needs the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thangdo.site.settings")
    import django

    django.setup()
