"""What the rules say of a text, in a language: problems of an edition, of a workbook, of a formula.

The rules give codes and facts (`rules.index.phrases`), the sentences stand in library/words/checks.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from thangdo.faces.look.sentences import name
from thangdo.rules.index.answers import Problem
from thangdo.rules.index.phrases import Phrase, Words

_GAP = re.compile(r"\{(\w+)\}")


def said(words: Words, language: str) -> str:
    """A phrase in the language, with what is filled in too; a text as it is."""
    if isinstance(words, str):
        return words
    facts = {key: said(fact, language) for key, fact in words.facts}
    return _GAP.sub(lambda gap: facts.get(gap[1], gap[0]), name(language, "phrases", words.code))


def in_language(problem: Problem, language: str) -> Problem:
    """The problem with what is wrong, what is allowed and how to mend it as texts of that language."""
    return replace(
        problem,
        message=said(problem.message, language),
        allowed=problem.allowed and said(problem.allowed, language),
        mend=problem.mend and said(problem.mend, language),
    )


def line(problem: Problem, language: str) -> str:
    """Place, code, what is wrong, what is allowed and how to mend it, in one line."""
    column, allowed = ("column", "Allowed") if language == "en" else ("cột", "Được dùng")
    parts = [
        f"{problem.file}:{problem.line}" if problem.line else problem.file,
        *([f"{column} {problem.column}"] if problem.column else []),
        *([problem.code] if problem.code else []),
    ]
    text = f"{': '.join(parts)}: {said(problem.message, language)}"
    if problem.allowed:
        text += f" {allowed}: {said(problem.allowed, language)}."
    return f"{text} {said(problem.mend, language)}" if problem.mend else text


def fact(value: object, language: str) -> object:
    """A fact of a refusal that is a problem or a phrase, as it is read; any other as it is."""
    if isinstance(value, Mapping) and "message" in value:  # as a job keeps it
        value = Problem(**{**value, **{key: _kept(value[key]) for key in ("message", "allowed", "mend")}})
    if isinstance(value, Problem):
        return line(value, language)
    return said(value, language) if isinstance(value, Phrase) else value


def _kept(words: Any) -> Any:
    """Words out of plain data, such as `dataclasses.asdict` makes of a problem."""
    if not isinstance(words, Mapping):
        return words
    return Phrase(words["code"], tuple((key, _kept(value)) for key, value in words["facts"]))
