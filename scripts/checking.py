"""Run every check (`make test`), or those of the inner loop (`make check`). Standard library only.

    python3 scripts/checking.py all|check

Style, types, import contracts and translations run beside each other; then the tests on both engines, also
beside each other: where one waits for a server or a browser, the other computes. What the run on PostgreSQL
says comes when it has ended. At the end stand the slowest tests of each and the seconds of each part.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
SOURCE = "src/thangdo/"
COSTS = "THANGDO_TEST_COSTS"  # the file in which a run of pytest leaves what its tests cost

TYPES = [["mypy"]]
STYLE = [
    ["ruff", "format", "--check", "."],
    ["ruff", "check", "."],
    ["lint-imports"],
    ["python", "scripts/messages.py", "check"],
]
#: reads every template, once pyproject.toml says how
TEMPLATES = [["djlint", "src", "--lint", "--quiet"]]
PREPARE = [["python", "tests/prepared.py"]]
RUNS = {"SQLite": ["pytest", "--share"], "PostgreSQL": ["pytest", "--share", "--postgres"]}


@dataclass(frozen=True)
class Part:
    """One command that has been run: what it cost, whether it was content, what it said."""

    name: str
    seconds: float
    code: int
    said: str = ""


def run(command: Sequence[str], name: str = "", *, aloud: bool = False, **more: str) -> Part:
    """Run a command of `.venv` in the checkout; aloud: its output goes to the terminal as it comes."""
    begun = time.monotonic()
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        env={**os.environ, **more},
        stdin=subprocess.DEVNULL,
        stdout=None if aloud else subprocess.PIPE,
        stderr=None if aloud else subprocess.STDOUT,
        text=True,
    )
    return Part(name or " ".join(command), time.monotonic() - begun, done.returncode, done.stdout or "")


def beside(*lanes: Sequence[Sequence[str]]) -> list[Part]:
    """Run lanes of commands beside each other; tells what was not content."""
    with ThreadPoolExecutor(len(lanes)) as pool:
        parts = [part for lane in pool.map(lambda lane: [run(one) for one in lane], lanes) for part in lane]
    for part in parts:
        if part.code:
            print(f"--- {part.name}\n{part.said}", flush=True)
    return parts


def style() -> list[list[str]]:
    """What is read without being run."""
    return STYLE + (TEMPLATES if "[tool.djlint]" in (ROOT / "pyproject.toml").read_text() else [])


def tests(name: str, command: Sequence[str], aloud: bool) -> tuple[Part, str]:
    """A run of pytest, aloud or told at its end; what it has cost test by test."""
    costs = ROOT / "var" / f"costs-{name}.txt"
    costs.parent.mkdir(exist_ok=True)
    costs.unlink(missing_ok=True)
    print(f"--- {name}: {' '.join(command)}", flush=True)
    part = run(command, f"tests on {name}", aloud=aloud, **{COSTS: str(costs)})
    print(part.said, end="", flush=True)
    told = costs.read_text() if costs.exists() else ""
    return part, f"\n{name}\n{told}" if told else ""


def changed() -> list[str]:
    """The files changed since the branch left main, and those not yet committed."""

    def git(*words: str) -> list[str]:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
        return done.stdout.split() if done.returncode == 0 else []

    base = [*git("merge-base", "HEAD", "origin/main"), *git("merge-base", "HEAD", "main"), "HEAD"][0]
    new = git("ls-files", "--others", "--exclude-standard")
    return sorted({*git("diff", "--name-only", base), *new})


def rooms(files: Sequence[str]) -> list[str]:
    """The tests that mirror these files, besides those of the rules, which always run."""
    found = {"tests/rules"}
    for file in files:
        if file.startswith("tests/integration/"):
            continue  # needs what stands beside the suite (`make janus`)
        if file.startswith("tests/") and file.count("/") > 1 and Path(file).name.startswith("test_"):
            found.add(file)
        elif file.startswith(f"{SOURCE}library/"):
            found |= {"tests/library", "tests/faces/look/test_words.py"}
        elif file.startswith(SOURCE):
            floor, *room = Path(file.removeprefix(SOURCE)).parts[:-1][:2] or ("site",)
            here = "/".join(("tests", floor, *room))
            found.add(here if (ROOT / here).exists() else f"tests/{floor}")
    found = {one for one in found if (ROOT / one).exists()}
    return sorted(one for one in found if not any(str(above) in found for above in Path(one).parents))


def finish(parts: Sequence[Part], costs: Sequence[str], begun: float) -> int:
    """Tell what each part took; the exit code."""
    print("".join(costs))
    for part in parts:
        print(f"{part.seconds:8.1f} s  {'' if part.code == 0 else 'FAILED  '}{part.name}")
    used = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    print(f"{time.monotonic() - begun:8.1f} s  together; {used:.0f} s of processors", flush=True)
    return max((1 for part in parts if part.code), default=0)


def main() -> int:
    """Do what the first argument says."""
    begun, costs = time.monotonic(), []
    if sys.argv[1] == "check":
        command = ["pytest", "-q", "-m", "not browser and not database", *rooms(changed())]
        parts = beside(TYPES, style(), [command])
        return finish(parts, [], begun)
    parts = beside(TYPES, [*style(), *PREPARE])
    if not any(part.code for part in parts):
        with ThreadPoolExecutor(len(RUNS)) as pool:
            runs = pool.map(tests, RUNS, RUNS.values(), (True, False))
            for part, told in runs:
                parts.append(part)
                costs.append(told)
    return finish(parts, costs, begun)


if __name__ == "__main__":
    sys.exit(main())
