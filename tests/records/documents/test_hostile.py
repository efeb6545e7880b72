"""A file made to stop the site is refused at once, with little time and memory; others are answered."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable

import pytest

from books import raw, word_parts, zipped
from records.documents.hostile import BOOKS, ONE, WORDS, quadratic, spaced
from thangdo.records.documents.official.opening import safe
from thangdo.records.documents.reader import bounded, sheets
from thangdo.records.documents.reader.workbook import read_workbook
from thangdo.rules.index.answers import BadInput

MEMORY = 200_000  # kB
SECONDS = 1.0  # of a processor, beyond the reading
A_SECOND = 60_000_000  # bytes that are unpacked and read in a second, at least
RUN = """
import resource, sys
from thangdo.records.documents.reader import child
child.main(sys.argv[1])
used = resource.getrusage(resource.RUSAGE_SELF)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(used.ru_utime + used.ru_stime, peak.split()[1], file=sys.stderr)
"""


def used(task: str, content: bytes) -> tuple[bytes, float, int]:
    """The last word of the child, the seconds of a processor and the kB of memory that it took."""
    with tempfile.TemporaryFile() as given:
        given.write(content)
        given.seek(0)
        done = subprocess.run([sys.executable, "-c", RUN, task], stdin=given, capture_output=True, check=True)
    seconds, peak = done.stderr.split()
    return done.stdout.splitlines()[-1], float(seconds), int(peak)


def test_there_are_at_least_sixty_of_them() -> None:
    assert len(BOOKS) + len(WORDS) + len(quadratic()) >= 60


@pytest.mark.parametrize("name", BOOKS)
def test_a_hostile_workbook_takes_the_server_with_it(name: str) -> None:
    content = BOOKS[name]()
    last, seconds, peak = used("workbook", content)
    assert last.startswith(b'{"refused"'), last
    assert peak < MEMORY
    assert seconds < SECONDS + min(spaced(content), 300_000_000) / A_SECOND
    with pytest.raises(BadInput) as caught:
        read_workbook(content, "a.xlsx")
    assert caught.value.problems[0].mend is not None


@pytest.mark.parametrize("name", WORDS)
def test_a_hostile_word_file_takes_the_server_with_it(name: str) -> None:
    content = WORDS[name]()
    _, seconds, peak = used("word", content)
    assert peak < MEMORY and seconds < SECONDS + min(spaced(content), 60_000_000) / A_SECOND
    assert all(problem.grave for problem in safe(content)) and safe(content)


@pytest.mark.parametrize("name", quadratic())
def test_braces_by_the_thousand_keep_the_patterns_of_a_library_busy(name: str) -> None:
    assert [problem.code for problem in safe(quadratic()[name])] == ["too-many"]


def test_a_sound_word_file_is_not_taken_for_a_hostile_one() -> None:
    assert safe(zipped(word_parts("<w:p><w:r><w:t>{{ letter.issued_by }}</w:t></w:r></w:p>"))) == []


def test_patterns_that_kept_the_old_reader_busy_are_read_at_once() -> None:
    """Comments and texts full of what looked like cells and relations to a regular expression."""
    noise = "<!--" + '<c t="e" <Relationship <sheet ' * 20_000 + "-->"
    content = raw(ONE, before=noise)
    last, seconds, _ = used("workbook", content)
    assert last == b'{"end":true}' and seconds < SECONDS
    (page,) = read_workbook(content, "a.xlsx")
    assert page.cell(0, 0).text == "1"


def test_cells_are_counted_before_a_grid_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "CELLS", 1000)
    from thangdo.records.documents.reader.packages import NotRead

    def said(rows: str) -> list[object]:
        found: list[object] = []
        sheets.tell(raw(rows), found.append)
        return found

    row = "<row>" + "<c><v>1</v></c>" * 10 + "</row>"
    assert len(said(row * 100)) == 103
    for rows in (
        row * 101,
        "<row>" + "<c/>" * 1001 + "</row>",
        ONE + '<row r="101"><c r="J101"><v>1</v></c></row>',
    ):
        with pytest.raises(NotRead, match="too-many-cells"):
            said(rows)


def test_a_blank_cell_far_off_does_not_count() -> None:
    (page,) = read_workbook(raw(ONE + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'), "a.xlsx")
    assert list(page.rows) == [0]


def test_a_child_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "PATIENCE", 0.01)
    with pytest.raises(bounded.Unread, match="too-long"):
        list(bounded.read("workbook", raw(ONE)))


def test_while_a_bomb_is_read_others_are_answered() -> None:
    """Threads of one server: one reads the largest file that may be read, another goes on meanwhile."""
    row = "<row>" + "<c><v>12345</v></c>" * 50 + "</row>"
    content = raw(row * 6000)
    ticks, done = [0], threading.Event()

    def others() -> None:
        while not done.is_set():
            ticks[0] += 1
            time.sleep(0.005)

    thread = threading.Thread(target=others)
    thread.start()
    started = time.monotonic()
    try:
        said = bounded.read("workbook", content)
        first = next(said)
    finally:
        waited = time.monotonic() - started
        done.set()
        thread.join()
    assert "formats" in first and ticks[0] > waited / 0.005 / 20


def refusal(make: Callable[[], bytes]) -> str:
    with pytest.raises(BadInput) as caught:
        read_workbook(make(), "a.xlsx")
    return str(caught.value.problems[0].message)


def test_each_refusal_says_what_to_do() -> None:
    assert "workbook-open-document" in refusal(BOOKS["an OpenDocument"])
    assert "workbook-binary" in refusal(BOOKS["a binary workbook"])
    assert "workbook-old" in refusal(BOOKS["an old workbook"])
    assert "workbook-locked" in refusal(BOOKS["a password"])
    assert "workbook-too-many-cells" in refusal(BOOKS["the last cell of a sheet"])
