"""The backup of each night, where a folder for it is set; so many are kept."""

from __future__ import annotations

import re
from datetime import datetime, time
from pathlib import Path

from django.conf import settings

from thangdo.records.backups.writing import Written, write
from thangdo.records.notices import timetable

LEAST = 12  # characters of a passphrase
_NAME = re.compile(r"thangdo-\d{4}-\d\d-\d\d\.zip(\.age)?", re.ASCII)
_MOST = 10_000


class BadPassphrase(Exception):
    """A file of a passphrase cannot be used. code: unreadable, open (to others), short."""

    def __init__(self, code: str, where: Path) -> None:
        self.code, self.where = code, where
        super().__init__(code)


def enter() -> None:
    """Enter the job in the timetable."""
    timetable.daily("backups.nightly", time(2), nightly)


def nightly(now: datetime) -> Written | None:
    """Write the backup of the day, then remove the oldest beyond those kept; None where no folder is set.

    Raises OSError, BadPassphrase, BadKey: the timetable tries again and shows it to the administrator.
    """
    if not settings.BACKUP_FOLDER:
        return None
    folder = Path(settings.BACKUP_FOLDER)
    words = settings.BACKUP_PASSPHRASE_FILE
    passphrase = passphrase_in(Path(words)) if words else None
    day = now.astimezone(timetable.LOCAL).date()
    file = folder / f"thangdo-{day.isoformat()}.zip{'.age' if passphrase else ''}"
    done = write(file, now, passphrase=passphrase)
    kept = sorted((one for one in folder.iterdir() if _NAME.fullmatch(one.name)), key=lambda one: one.name)
    for old in kept[: -max(settings.BACKUP_KEEP, 1)]:
        old.unlink(missing_ok=True)
    return done


def passphrase_in(file: Path) -> str:
    """The first line of a file that its owner alone can read. Raises BadPassphrase.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "words"
    ...     _ = file.write_text("bốn từ để thử\\n", encoding="utf-8"), file.chmod(0o600)
    ...     passphrase_in(file)
    'bốn từ để thử'
    """
    try:
        if file.stat().st_mode & 0o077:
            raise BadPassphrase("open", file)
        with file.open("rb") as stream:
            line = stream.read(_MOST).decode().partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise BadPassphrase("unreadable", file) from error
    if len(line) < LEAST:
        raise BadPassphrase("short", file)
    return line
