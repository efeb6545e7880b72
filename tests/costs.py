"""What the tests cost: at the end of a run the ten slowest, and the seconds of each part of the suite."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
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
    """Tell them, when there are enough to be worth it; into a file where `make test` names one."""
    if len(_spent) < 20:
        return
    parts: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0])
    for test, (clock, processors) in _spent.items():
        part = parts["/".join(test.split("::")[0].split("/")[1:3])]
        for place, value in enumerate((clock, processors, 1)):
            part[place] += value
    lines = ["The ten slowest tests: seconds, and of processors"]
    for test, (clock, processors) in sorted(_spent.items(), key=lambda one: -one[1][0])[:10]:
        lines.append(f"{clock:8.1f} {processors:8.1f}  {test}")
    lines.append("The parts: seconds, and of processors, and tests")
    for name, (clock, processors, count) in sorted(parts.items(), key=lambda one: -one[1][0]):
        lines.append(f"{clock:8.1f} {processors:8.1f} {count:6.0f}  {name}")
    total = [sum(one[place] for one in _spent.values()) for place in (0, 1)]
    lines.append(f"{total[0]:8.1f} {total[1]:8.1f} {len(_spent):6d}  together")
    if os.environ.get("THANGDO_TEST_COSTS"):
        Path(os.environ["THANGDO_TEST_COSTS"]).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return
    for line in lines:
        terminalreporter.write_line(line)
