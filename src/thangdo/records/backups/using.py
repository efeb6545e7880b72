"""Whether an installation is in use: server and worker hold a lock on its folder for as long as they run."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

NAME = ".in-use"
_held: dict[Path, int] = {}


class InUse(Exception):
    """The installation is used by others; or, for a server that starts, it is being restored."""


def hold(folder: Path) -> None:
    """This process uses the installation until it ends. Raises InUse while a backup is being taken back.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     hold(Path(name))
    ...     with alone(Path(name)):
    ...         pass
    Traceback (most recent call last):
        ...
    thangdo.records.backups.using.InUse
    """
    if folder not in _held:
        _held[folder] = _locked(folder, fcntl.LOCK_SH)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No server and no worker of this folder runs or starts meanwhile. Raises InUse.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name, alone(Path(name)):
    ...     pass
    """
    number = _locked(folder, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(number)


def others() -> int:
    """How many others are connected to a database on PostgreSQL; they may be on other machines."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def _locked(folder: Path, how: int) -> int:
    number = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(number, how | fcntl.LOCK_NB)
    except OSError as error:
        os.close(number)
        raise InUse from error
    return number
