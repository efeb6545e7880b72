"""The files of `thangdo score`: scores.csv, ranks.csv, explanations.json, results.xlsx; all or none."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from thangdo.records.documents.tables import csv_bytes
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.explain import Explainer, head
from thangdo.rules.index.result import Result
from thangdo.rules.index.rows import RANKS, SCORES, WORDS, banded_node, rank_rows, score_rows

Content = bytes | Iterable[bytes]


def files(edition: Edition, result: Result, workbook: bytes) -> dict[str, Content]:
    """The four files by name. The same edition and answers give the same bytes (of CSV and JSON).

    workbook: the content of results.xlsx, which speaks the reader's language. What is large is made while it
    is written.
    """
    scores, ranks = score_rows(result, banded_node(edition)), rank_rows(result)
    return {
        "scores.csv": csv_bytes(SCORES, scores, WORDS),
        "ranks.csv": csv_bytes(RANKS, [[row[name] for name in RANKS] for row in ranks], WORDS),
        "explanations.json": explanations(edition, result),
        "results.xlsx": workbook,
    }


def explanations(edition: Edition, result: Result) -> Iterator[bytes]:
    """`explanations.json`: a line for each unit and facet, so that two runs can be compared by line."""
    yield (json.dumps(head(edition), ensure_ascii=False)[:-1] + ', "units": [\n').encode()
    for number, unit in enumerate(Explainer(edition, result).every()):
        yield (",\n" if number else "").encode() + json.dumps(unit, ensure_ascii=False).encode()
    yield b"\n]}\n"


def write_all(folder: Path, content: Mapping[str, Content]) -> None:
    """Put the files into the folder: all of them appear or none does, and what stood there is kept till then.

    Raises OSError (with nothing changed) when the folder cannot be written.
    """
    try:
        folder = folder.resolve()
    except RuntimeError as error:
        raise OSError(0, "a loop of links", str(folder)) from error
    with _parents_of(folder):
        there = folder.is_dir()
        beside = folder if there else folder.parent
        with tempfile.TemporaryDirectory(prefix=".thangdo-", dir=beside, ignore_cleanup_errors=True) as name:
            new, old = Path(name) / "new", Path(name) / "old"
            new.mkdir()
            for file, data in content.items():
                with (new / file).open("wb") as stream:
                    stream.writelines([data] if isinstance(data, bytes) else data)
                    stream.flush()
                    os.fsync(stream.fileno())
            if there:
                old.mkdir()
                _exchange(folder, new, old, content)
            else:
                new.rename(folder)


@contextmanager
def _parents_of(folder: Path) -> Iterator[None]:
    """Makes the folders above; takes away again those that it made when the writing fails."""
    missing = [one for one in folder.parents if not one.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for one in missing:
            with suppress(OSError):
                one.rmdir()
        raise


def _exchange(folder: Path, new: Path, old: Path, files: Collection[str]) -> None:
    """Move the new files into the folder; whatever goes wrong, the old ones stand there again."""
    for file in files:
        if (folder / file).is_dir():
            raise IsADirectoryError(21, "a folder of this name stands there", str(folder / file))
        if (folder / file).exists():
            shutil.copy2(folder / file, old / file)
    moved: list[str] = []
    try:
        for file in files:
            moved.append(file)
            (new / file).replace(folder / file)
    except BaseException:
        for file in moved:
            if (old / file).exists():
                (old / file).replace(folder / file)
            elif not (new / file).exists():
                (folder / file).unlink(missing_ok=True)
        raise
