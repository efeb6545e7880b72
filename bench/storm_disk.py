"""A disk that can be made full for `make storm`: a small one in memory for PostgreSQL's tables, as root."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

LARGE = "2g"  # more than a storm writes; memory is taken only for what lies there
LEFT = 64 << 10  # bytes that are free when it is full: less than any of its files grows by


class Disk:
    """A file system of its own, whose size is changed while it is used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> None:
        """From now on nothing there can grow: ENOSPC."""
        used = shutil.disk_usage(self.folder).used
        self._resize(str(used + LEFT))

    def empty(self) -> None:
        """There is room again."""
        self._resize(LARGE)

    def _resize(self, size: str) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}", str(self.folder)], check=True)


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Disk | None]:
    """Mount it at this folder, which is made and given to the user postgres; None where one is not root."""
    if os.getuid() != 0 or shutil.which("mount") is None:
        yield None
        return
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={LARGE}", "thangdo-storm", str(folder)], capture_output=True
    )
    if made.returncode:  # root of a container that may not mount
        yield None
        return
    try:
        shutil.chown(folder, "postgres", "postgres")
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
