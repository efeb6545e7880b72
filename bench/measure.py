"""Measuring: a goal, its times, and how they are printed beside it."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Time:
    """Seconds of several runs of one thing, beside the goal for it (None: for comparison only)."""

    what: str
    runs: tuple[float, ...]
    goal: float | None = None

    @property
    def least(self) -> float:
        return min(self.runs)

    def line(self) -> str:
        middle = statistics.median(self.runs)
        if self.goal is None:
            judged = ""
        else:
            judged = f"{_short(self.goal):>10}  {'met' if self.least <= self.goal else 'NOT MET'}"
        return f"{self.what:<66}{_short(self.least):>11}{_short(middle):>11}{judged}"


@dataclass(frozen=True)
class Rate:
    """How many in a second, beside the goal for it."""

    what: str
    per_second: float
    goal: float

    def line(self) -> str:
        judged = "met" if self.per_second >= self.goal else "NOT MET"
        return f"{self.what:<66}{self.per_second:>9.0f}/s{'':>11}{self.goal:>8.0f}/s  {judged}"


@dataclass(frozen=True)
class Ratio:
    """Two things measured in the same run; over the limit the bench fails, whatever the machine."""

    what: str
    value: float
    limit: float

    @property
    def holds(self) -> bool:
        return self.value <= self.limit

    def line(self) -> str:
        judged = "holds" if self.holds else "FAILS"
        return f"{self.what:<66}{self.value:>11.2f}{'':>11}{self.limit:>10.2f}  {judged}"


@dataclass(frozen=True)
class Memory:
    """The most memory that a process held, in megabytes, beside the goal for it."""

    what: str
    megabytes: float
    goal: float

    def line(self) -> str:
        judged = "met" if self.megabytes <= self.goal else "NOT MET"
        return f"{self.what:<66}{self.megabytes:>8.0f} MB{'':>11}{self.goal:>7.0f} MB  {judged}"


HEAD = f"{'':<66}{'minimum':>11}{'median':>11}{'goal':>10}"


def timed(what: str, work: Callable[[], object], goal: float | None = None, runs: int = 7) -> Time:
    """The seconds of `runs` runs of `work`, after one that is not counted."""
    work()
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return Time(what, tuple(found), goal)


def side_by_side(
    one: tuple[str, Callable[[], object], float | None],
    other: tuple[str, Callable[[], object]],
    runs: int = 30,
) -> tuple[Time, Time]:
    """Two works in turn, so that a busy moment of the machine meets both."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for work, times in zip((one[1], other[1]), found, strict=True):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
    return Time(one[0], tuple(found[0]), one[2]), Time(other[0], tuple(found[1]))


def _short(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def machine() -> str:
    """The processor, its cores, how busy they are, and the Python."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    cpu = names[0] if names else platform.processor() or platform.machine()
    load = os.getloadavg()[0]
    return f"{cpu}, {os.cpu_count()} cores (load {load:.1f}), Python {platform.python_version()}"
