"""What the commands share: exit codes, the reader's language, the list of problems, files written whole.

Exit codes of every command: 0 done; 1 a check or comparison failed; 2 bad input or usage.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from thangdo.rules.index.answers import Problem

FAILED, BAD = 1, 2
MOST_SHOWN = 200


class Tongue(StrEnum):
    """The languages that the commands speak."""

    vi = "vi"
    en = "en"


class _Reader:
    """Who reads the output of this run."""

    language: str = Tongue.vi


def _reads(language: Tongue) -> Tongue:
    _Reader.language = language.value
    return language


Language = Annotated[
    Tongue,
    typer.Option(
        "--language",
        "-l",
        envvar="THANGDO_LANGUAGE",
        callback=_reads,
        is_eager=True,
        help="The language of what is printed: Vietnamese or English.",
    ),
]


def said(vi: str, en: str) -> str:
    """The text in the reader's language."""
    return en if _Reader.language == "en" else vi


def reader() -> str:
    """The reader's language."""
    return _Reader.language


def say(text: str) -> None:
    """A line on standard output."""
    typer.echo(text)


def warn(text: str) -> None:
    """A line on standard error."""
    typer.echo(text, err=True)


def warn_of(notices: Iterable[Problem]) -> None:
    """How files were read, on standard error."""
    from thangdo.faces.look import phrasing

    for notice in notices:
        warn(phrasing.line(notice, _Reader.language))


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
        from thangdo.faces.look import phrasing

        for problem in bad.problems[:MOST_SHOWN]:
            warn(phrasing.line(problem, _Reader.language))
        hidden = len(bad.problems) - MOST_SHOWN
        if hidden > 0:
            warn(said(f"… và {hidden} lỗi nữa.", f"… and {hidden} more."))
        count = len(bad.problems)
        stop(
            said(
                f"{count} lỗi; không ghi gì.",
                f"{count} problem{'s' if count > 1 else ''}; nothing was written.",
            )
        )


def write_file(file: Path, content: bytes) -> None:
    """Write the whole file or nothing; what stood there stays until then."""
    partial = file.with_name(f".{file.name[:200]}.{os.getpid()}.partial")
    if file.is_dir():
        stop(
            said(
                f"{file}: đây là một thư mục; hãy ghi tên một tệp.",
                f"{file}: this is a folder; name a file.",
            )
        )
    if not file.parent.is_dir():
        stop(
            said(
                f"{file}: không có thư mục {file.parent}; hãy tạo thư mục đó trước.",
                f"{file}: there is no folder {file.parent}; make it first.",
            )
        )
    try:
        partial.write_bytes(content)
        partial.replace(file)
    except (OSError, ValueError) as error:
        not_written(file, error)
    finally:
        with suppress(OSError, ValueError):
            partial.unlink(missing_ok=True)


@contextmanager
def tidied_when_ended() -> Iterator[None]:
    """A request to end (SIGTERM) takes away unfinished files before the command ends."""
    before = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def not_written(file: Path, error: OSError | ValueError) -> NoReturn:
    """End because a file or folder cannot be written, with the system's reason."""
    why = getattr(error, "strerror", None) or str(error)
    which = getattr(error, "filename2", None) or getattr(error, "filename", None)
    where = f" [{Path(str(which)).name}]" if which and Path(str(which)).parent == file else ""
    stop(
        said(
            f"{file}: không ghi được ({why}{where}); hãy chọn nơi khác bằng --out.",
            f"{file}: it cannot be written ({why}{where}); choose another place with --out.",
        )
    )


def django_ready() -> None:
    """Make Django's settings and apps ready for a command that needs the database.

    What such a command and its processes write is their owner's alone: a database holds what people typed.
    """
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thangdo.site.settings")
    import django

    django.setup()
    from django.conf import settings

    data = Path(settings.DATA)  # made before by a version that left it open to all
    if (data / "secret.key").exists() and data.stat().st_uid == os.geteuid():
        data.chmod(0o700)
