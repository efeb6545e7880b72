"""No code, template, style or text of the interface names a province: the library does, as data (rule 11)."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.pofile import read_po

from thangdo.records import library
from thangdo.records.results.examples import examples

SRC = Path(__file__).parents[2] / "src" / "thangdo"
#: the province of the library of examples, however it is spelt
NAMED = re.compile(r"gia[ _-]?lai", re.IGNORECASE)
#: files of code that load the library and must name it; none needs to
LOADING: frozenset[str] = frozenset()


def test_a_province_stands_in_the_code() -> None:
    files = [
        path
        for ending in ("*.py", "*.html", "*.css", "*.js", "*.svg", "*.txt", "*.xml")
        for path in sorted(SRC.rglob(ending))
        if "library" not in path.parts and "vendor" not in path.parts
    ]
    assert len(files) > 800
    found = [
        f"{path.relative_to(SRC)}:{number}: {line.strip()}"
        for path in files
        if path.relative_to(SRC).as_posix() not in LOADING
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if NAMED.search(line)
    ]
    assert found == []


def test_a_province_stands_in_a_text_of_the_interface() -> None:
    found = []
    for path in sorted(SRC.rglob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                said = [message.id, message.string]
                texts = [text for part in said for text in ([part] if isinstance(part, str) else part)]
                found += [text for text in texts if NAMED.search(text)] if message.id else []
    words = [
        f"{path.name}:{number}"
        for path in sorted((SRC / "library" / "words").glob("*.yaml"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if NAMED.search(line)
    ]
    assert (found, words) == ([], [])


def test_a_result_of_the_library_stands_on_no_page_of_examples() -> None:
    every_result = library.names("assessments", ".yaml")
    assert sorted(examples().assessments) == every_result
    assert set(examples().model[:1]) <= set(every_result)
