"""The library that the package carries: editions, assessments, registers, data. Files, no code."""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent / "library"


def root() -> Path:
    """The folder of the packaged library."""
    return _ROOT


def path(*parts: str) -> Path:
    """The file or folder at `parts` inside the library. ValueError when that leads out of it.

    >>> path("words").name
    'words'
    >>> path("..", "site")
    Traceback (most recent call last):
        ...
    ValueError: ../site does not lie in the library
    """
    found = _ROOT.joinpath(*parts)
    if not found.resolve().is_relative_to(_ROOT.resolve()):
        raise ValueError(f"{'/'.join(parts)} does not lie in the library")
    return found


def read_text(*parts: str) -> str:
    """The text (UTF-8) of a file of the library."""
    return path(*parts).read_text(encoding="utf-8")


def names(folder: str, suffix: str) -> list[str]:
    """The names, without `suffix`, of the files of a folder that end with it.

    >>> "vn" in names("calendars", ".csv")
    True
    """
    here = path(folder)
    if not here.is_dir():
        return []
    files = [file.name for file in here.iterdir() if file.is_file()]
    return sorted(name.removesuffix(suffix) for name in files if name.endswith(suffix))
