"""What the tests cost: at the end of a run the ten slowest, and the seconds of each part of the suite."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Generator
from typing import Any

import pytest

_spent: dict[str, list[float]] = defaultdict(
    lambda: [0.0, 0.0]
)  # test -> seconds by the clock, of processors
_last = [0.0]


def _processors() -> float:
    """Seconds of processors that this process and its ended children have used."""
    return sum(os.times()[:4])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """In the process of the tests: begin to count."""
    _last[0] = _processors()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Write into each report (set-up, call, tear-down) what it has cost."""
    report = yield
    now = _processors()
    report.processors, _last[0] = now - _last[0], now
    return report


def pytest_runtest_logreport(report: Any) -> None:
    """Where the results come together: add up."""
    spent = _spent[report.nodeid]
    spent[0] += report.duration
    spent[1] += getattr(report, "processors", 0.0)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tell them, when there are enough to be worth it."""
    if len(_spent) < 20:
        return
    parts: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0])
    for test, (clock, processors) in _spent.items():
        part = parts["/".join(test.split("::")[0].split("/")[1:3])]
        for place, value in enumerate((clock, processors, 1)):
            part[place] += value
    write = terminalreporter.write_line
    terminalreporter.section("the ten slowest tests: seconds, of them of processors")
    for test, (clock, processors) in sorted(_spent.items(), key=lambda one: -one[1][0])[:10]:
        write(f"{clock:8.1f} {processors:8.1f}  {test}")
    terminalreporter.section("the parts: seconds, of them of processors, tests")
    for name, (clock, processors, count) in sorted(parts.items(), key=lambda one: -one[1][0]):
        write(f"{clock:8.1f} {processors:8.1f} {count:6d}  {name}")
    total = [sum(one[place] for one in _spent.values()) for place in (0, 1)]
    write(f"{total[0]:8.1f} {total[1]:8.1f} {len(_spent):6d}  together")
