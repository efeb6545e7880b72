"""The files of words: what stands twice, in one language or nowhere is refused before anything is served."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from thangdo.faces.look import word_files
from thangdo.faces.look.word_files import BadWords, compiled, load

SOUND = 'refusals:\n  a: {vi: "Không.", en: "No."}\n'


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (SOUND + '  a: {vi: "Có.", en: "Yes."}\n', "", "a.yaml"),  # a key twice in a file
        (SOUND, SOUND, "b.yaml: refusals: a: said in another place"),
        (SOUND, "refusals:\n  a:\n    b: {vi: x, en: x}\n", "said in another place"),
        ("refusals:\n  a: {vi: x}\n", "", "needs vi and en"),
        ("refusals:\n  a: {vi: 1, en: x}\n", "", "needs vi and en"),
        ("refusals:\n  a: text\n", "", "neither names"),
        ("- a\n", "", "no sections"),
    ],
)
def test_words_that_contradict_each_other_are_used(tmp_path: Path, one: str, other: str, why: str) -> None:
    (tmp_path / "a.yaml").write_text(one)
    if other:
        (tmp_path / "b.yaml").write_text(other)
    with pytest.raises(BadWords, match=why):
        compiled(tmp_path)


def test_acts_of_a_file_have_its_prefix(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text('prefix: "x-"\nacts:\n  go: {name: {vi: đi, en: go}}\n')
    assert compiled(tmp_path) == {"acts": {"x-go": {"name": ["đi", "go"]}}}


def test_a_word_that_was_changed_is_said_as_it_was(tmp_path: Path) -> None:
    source, target = tmp_path / "a.yaml", tmp_path / "compiled.json"
    source.write_text(SOUND)
    assert load(tmp_path, target) == json.loads(target.read_text()) == {"refusals": {"a": ["Không.", "No."]}}
    source.write_text(SOUND.replace("No.", "Never."))
    later = target.stat().st_mtime + 5
    os.utime(source, (later, later))
    assert load(tmp_path, target)["refusals"]["a"][1] == "Never."


def test_a_wheel_that_carries_no_sources_has_no_words(tmp_path: Path) -> None:
    target = tmp_path / "compiled.json"
    target.write_text('{"refusals":{"a":["Không.","No."]}}')
    os.utime(target, (0, 0))
    assert load(tmp_path / "none", target)["refusals"]["a"] == ["Không.", "No."]


def test_what_is_served_is_not_what_the_files_say() -> None:
    assert load() == compiled()
    assert word_files.is_fresh()
