"""How fast a large index is: 300 units on 400 criteria by command; 4,000 units sealed and verified."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from measure import Memory, Time

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Answers, Unit
from thangdo.rules.index.edition.model import Edition, Text
from thangdo.rules.index.edition.text import block
from thangdo.rules.index.publication.model import Publication
from thangdo.rules.index.publication.sealing import seal
from thangdo.rules.index.publication.verifying import verify

UNITS, LEAVES = 300, 400
TITLE = {"vi": "x"}


def _leaf(number: int) -> dict[str, Any]:
    name = f"x{number}"
    ten = Decimal(10)
    return [
        {"title": TITLE, "max": ten, "rule": {"min_max": name}},
        {"title": TITLE, "rule": {"z_score": name, "mean": Decimal(5), "sd": Decimal(1)}},
        {"title": TITLE, "max": ten, "rule": {"rank": name}},
        {"title": TITLE, "max": ten, "rule": {"value": name}},
    ][number % 4]


def large() -> dict[str, Any]:
    """Harmonic means in a geometric one; a quarter each of goalposts, z-scores, ranks and values."""
    numbers = iter(range(LEAVES))

    def node(code: str, sizes: tuple[tuple[str, int], ...]) -> dict[str, Any]:
        (key, count), *rest = sizes
        how = "geometric" if code == "N" else "harmonic"
        parts = {
            f"{code}{n}": node(f"{code}{n}", tuple(rest)) if rest else _leaf(next(numbers))
            for n in range(count)
        }
        more = {"combine": how, "missing": "renormalise", "floor": Decimal("0.1")}
        return {"title": TITLE, **more, key: parts}

    sizes = (("pillars", 4), ("groups", 5), ("criteria", 5), ("sub_criteria", 4))
    return {
        "edition": "large",
        "version": Decimal(1),
        "official": False,
        "title": TITLE,
        "effective": {"from": "2019-01-01"},
        "tiers": ["commune"],
        "inputs": {f"x{n}": {"type": "number"} for n in range(LEAVES)},
        "index": node("N", sizes),
    }


def _files(folder: Path) -> tuple[Path, Path]:
    dice = random.Random(1)
    edition, answers = folder / "large.yaml", folder / "large.csv"
    edition.write_text(block(large()), encoding="utf-8")
    with answers.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["unit", *(f"x{n}" for n in range(LEAVES))])
        for unit in range(UNITS):
            cells = (dice.randint(1, 1000) / 100 if dice.random() > 0.03 else "" for _ in range(LEAVES))
            rows.writerow([f"U{unit:03}", *cells])
    return edition, answers


#: runs a command and tells its seconds and kilobytes: a process begins with the memory of whoever starts it,
#: so a small one must start it
_SMALL = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(done.returncode)
"""


def _command(*arguments: str) -> tuple[float, float]:
    """Seconds of the processor and megabytes of one command, in a process of its own."""
    command = [str(Path(sys.executable).with_name("thangdo")), *arguments]
    told = subprocess.run(
        [sys.executable, "-c", _SMALL, *command], check=True, capture_output=True, text=True
    )
    seconds, kilobytes = told.stdout.split()
    return float(seconds), int(kilobytes) / 1024


def commands() -> Iterator[Time | Memory]:
    """`score` and `explain` of the large index, in seconds of the processor."""
    with TemporaryDirectory() as name:
        edition, answers = map(str, _files(Path(name)))
        spent, held = _command("score", edition, answers, "--out", f"{name}/out")
        yield Time("score: 300 units x 400 criteria, five tiers (processor)", (spent,), 8.0)
        yield Memory("  its memory", held, 250)
        spent, _ = _command("explain", edition, answers, "--unit", "U001")
        yield Time("  explain one unit of it (processor)", (spent,), 2.0)


def sealed(units: int = 4_000) -> Iterator[Time]:
    """Sealing and verifying a publication of many units on a hundred criteria."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    leaves = {
        f"C{n}": {"title": TITLE, "max": 10, "rule": {"ratio": [f"a{n}", f"b{n}"], "full_at": "0.8"}}
        for n in range(100)
    }
    names = [f"{letter}{n}" for letter in "ab" for n in range(100)]
    edition = Edition.model_validate(
        {
            "edition": "sealed",
            "version": 1,
            "official": False,
            "title": TITLE,
            "effective": {"from": "2019-01-01"},
            "tiers": ["commune"],
            "inputs": {name: {"type": "count"} for name in names},
            "index": {"title": TITLE, "criteria": leaves},
        }
    )
    dice = random.Random(1)
    codes = [f"U{n:04}" for n in range(units)]
    values = {(code, ""): {name: Fraction(dice.randint(0, 80)) for name in names} for code in codes}
    answers = Answers({code: Unit(code, "commune") for code in codes}, values)
    publication = Publication("bench", 1, Text(vi="x"), edition, answers)

    start, before = time.perf_counter(), time.process_time()
    assert verify(seal(publication, key.sign, public)).status == "good"
    clock, spent = time.perf_counter() - start, time.process_time() - before
    yield Time("seal and verify 4,000 units x 100 criteria", (clock,), 20.0)
    yield Time("  of a processor", (spent,))
