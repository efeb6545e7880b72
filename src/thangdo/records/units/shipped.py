"""Which files of the library make the register, and which of their schemes hold no real bodies: data."""

from __future__ import annotations

import csv

from thangdo.records.library import read_text

FOLDER = "units"


def _listed() -> list[dict[str, str]]:
    text = read_text(FOLDER, "files.csv")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


_FILES = _listed()
REGISTERS, LINKS, NAMES, PASTS = (
    tuple(row["file"] for row in _FILES if row["holds"] == holds)
    for holds in ("units", "links", "names", "pasts")
)
#: numbered units of reconstructed data: no real bodies, so that only their own scheme lists them
NUMBERED = tuple(sorted((row["numbered"] for row in _FILES if row["numbered"]), reverse=True))
