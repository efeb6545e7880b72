"""Problems of an edition in the language of the page. The rules write English; a text not known stays so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from thangdo.faces.look.said_checks import FOUND
from thangdo.faces.look.said_mends import MENDS, WORDS
from thangdo.rules.index.answers import Problem

_GAP = re.compile(r"\{(\d)\}")
_QUOTES = "`«"  # what stands behind them is quoted from the file
_Pattern = tuple[re.Pattern[str], str]


def in_language(problem: Problem, language: str) -> Problem:
    """The problem with message, what is allowed and how to mend it in that language."""
    if language != "vi":
        return problem
    return replace(
        problem,
        message=vietnamese(problem.message),
        allowed=vietnamese(problem.allowed) if problem.allowed else problem.allowed,
        mend=vietnamese(problem.mend) if problem.mend else problem.mend,
    )


def line(problem: Problem, language: str) -> str:
    """Place, code, what is wrong, what is allowed and how to mend it, in one line."""
    if language != "vi":
        return str(problem)
    said = in_language(problem, language)
    place = f"{said.file}:{said.line}" if said.line else said.file
    parts = [place, *([f"cột {said.column}"] if said.column else []), *([said.code] if said.code else [])]
    allowed = f" Được dùng: {said.allowed}." if said.allowed else ""
    mend = f" {said.mend}" if said.mend else ""
    return f"{': '.join(parts)}: {said.message}{allowed}{mend}"


def vietnamese(text: str) -> str:
    """A text of the check in Vietnamese, with what is filled in too; itself where it is not known."""
    for pattern, said in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            gaps = [
                gap if gap == text or text[found.start(number) - 1] in _QUOTES else vietnamese(gap)
                for number, gap in enumerate(found.groups(), 1)
            ]
            return _filled(said, gaps)
    return text


def _filled(said: str, gaps: list[str]) -> str:
    return _GAP.sub(lambda gap: gaps[int(gap[1])], said)


@lru_cache(maxsize=1)
def _patterns() -> list[_Pattern]:
    """The known texts, those with the most letters of their own first."""
    every: Mapping[str, str] = {**WORDS, **MENDS, **FOUND}
    known = sorted(every, key=lambda text: -len(text.replace("{}", "")))
    return [
        (re.compile("(.+?)".join(re.escape(part) for part in text.split("{}")), re.DOTALL), every[text])
        for text in known
    ]
