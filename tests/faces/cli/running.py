"""Running the `thangdo` command inside the test's process."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from thangdo.faces.cli.main import app


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


def run(*arguments: object, language: str = "en", columns: int = 120) -> Ran:
    """Run `thangdo` with these arguments. A traceback is a failed test."""
    runner = CliRunner(
        env={
            "THANGDO_LANGUAGE": language,
            "THANGDO_TRACE": "1",
            "COLUMNS": str(columns),
            "NO_COLOR": "1",
        }
    )
    result = runner.invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.output
    return Ran(result.exit_code, result.stdout, result.stderr)


def rows(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file that a command wrote."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
