"""Content that can be made again: kept under a name until what it was made from has moved on.

A name has one content, which bears the mark of what it was made from. Whoever asks for a mark that is not
there lets the worker make it (`ask`), at most once at a time, and comes again (`BeingMade`). Such content
lies in `kept/` of the data folder: it is in no backup, belongs to no answer, and may be lost at any time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache

AGAIN = 3  # seconds after which one looks again
PATIENCE = 900  # seconds after which the worker is asked once more
FAILED = 60  # seconds for which one is told that the making failed
AGE = timedelta(days=7)


class BeingMade(Exception):
    """What was asked for is being made; come again after `AGAIN` seconds. code: why it could not be made."""

    def __init__(self, code: str = "") -> None:
        super().__init__(code or "being made")
        self.code = code


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept content: its file, when it was made (aware, UTC) how long ago. current: from what stands now."""

    path: Path
    made: datetime
    age: timedelta
    current: bool

    @property
    def file(self) -> str:
        """The name of the file that it is for people."""
        return self.path.name.partition(".")[2]


def find(name: str, mark: str) -> Kept | None:
    """The content kept under a name; None when there is none. It may be an older one: `current` says."""
    found = [(path.stat().st_mtime, path) for path in _folder(name).glob("*.*") if not path.is_symlink()]
    if not found:
        return None
    made, path = max(found)
    age = timedelta(seconds=max(time.time() - made, 0))
    return Kept(path, datetime.fromtimestamp(made, UTC), age, path.name.startswith(f"{_short(mark)}."))


def keep(name: str, mark: str, file: str, content: bytes | Iterable[bytes]) -> None:
    """Keep a content under a name in place of the one before. file: its name for people, such as `a.xlsx`.

    A content in pieces is written as they come; nothing is kept where one of them cannot be made.
    """
    folder = _folder(name)
    folder.mkdir(parents=True, exist_ok=True)
    begun = folder / f"-{uuid4().hex}"
    try:
        with begun.open("wb") as out:
            out.writelines([content] if isinstance(content, bytes) else content)
    except BaseException:
        begun.unlink(missing_ok=True)
        raise
    place = folder / f"{_short(mark)}.{file}"
    os.replace(begun, place)
    for other in folder.iterdir():
        if other != place:
            other.unlink(missing_ok=True)  # who reads it reads on
    done(name)


def ask(name: str, enqueue: Callable[[], object]) -> None:
    """Let the worker make the content of a name, unless it has been asked to already."""
    if cache.add(f"kept:{_short(name)}", "", PATIENCE):
        enqueue()


def under_way(names: Iterable[str]) -> list[str]:
    """Those of the names that the worker has been asked for and has not ended. One query."""
    keys = {f"kept:{_short(name)}": name for name in names}
    return [keys[key] for key, code in cache.get_many(keys).items() if code == ""]


def done(name: str) -> None:
    """What was asked for is there."""
    cache.delete(f"kept:{_short(name)}")


def failed(name: str, code: str) -> None:
    """The making ended without a content; whoever asks next is told, and later it is tried again."""
    cache.set(f"kept:{_short(name)}", code, FAILED)


def why(name: str) -> str:
    """The code with which the last making failed; "" while it is under way or was never asked for."""
    return str(cache.get(f"kept:{_short(name)}") or "")


def sweep(now: datetime) -> int:
    """Remove what nobody has made anew for a week; how many contents went."""
    gone = 0
    for folder in _home().iterdir() if _home().is_dir() else ():
        files = [path.stat().st_mtime for path in folder.iterdir()]
        if not files or datetime.fromtimestamp(max(files), UTC) < now - AGE:
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone


def _home() -> Path:
    return Path(settings.DATA) / "kept"


def _folder(name: str) -> Path:
    return _home() / _short(name)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
