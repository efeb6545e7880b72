"""Checking an edition: every problem at once, with file, line, criterion and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, field

from thangdo.rules.index.answers import Problem
from thangdo.rules.index.edition.check_head import check_head
from thangdo.rules.index.edition.check_inputs import check_inputs
from thangdo.rules.index.edition.check_levels import check_levels
from thangdo.rules.index.edition.check_means import check_means
from thangdo.rules.index.edition.check_rules import check_rules
from thangdo.rules.index.edition.check_tree import check_tree
from thangdo.rules.index.edition.findings import Findings
from thangdo.rules.index.edition.merge import Find, merged, none
from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.edition.shape import shaped
from thangdo.rules.index.edition.source import Source, read


@dataclass
class Report:
    """What looking at an edition gave. `edition` is None when there are problems of its form."""

    edition: Edition | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def check(text: str | bytes, name: str, find: Find = none) -> list[Problem]:
    r"""Every problem of the edition written in `text`, in the order of the lines; empty when it is good.

    >>> problems = check("edition: sample\nversion: 0\n", "sample.yaml")
    >>> [(problem.line, problem.code) for problem in problems if problem.code == "version"]
    [(2, 'version')]
    """
    return examine(text, name, find).problems


def examine(text: str | bytes, name: str, find: Find = none) -> Report:
    r"""Everything that can be said about the edition written in `text`. Never raises for bad text.

    >>> report = examine("edition: Sample 2019\n", "sample.yaml")
    >>> report.edition, report.problems[0].line
    (None, 1)
    """
    return examine_source(read(text, name), find)


def examine_source(source: Source, find: Find = none) -> Report:
    """The same for an edition that was read from elsewhere, as from a workbook.

    >>> report = examine_source(Source("sample.yaml", {"edition": "sample"}))
    >>> report.edition is None, "title" in {problem.code for problem in report.problems}
    (True, True)
    """
    name, notes = source.name, source.notes
    if not source.data:
        return Report(problems=source.problems, notes=notes)
    source = merged(source, find)
    edition, problems, mended = shaped(source)
    problems = [*source.problems, *problems]
    if edition is None:
        return Report(problems=_in_order(problems, name), notes=_in_order(notes, name))
    found = Findings(source, edition, mended)
    check_head(found)
    check_inputs(found)
    check_tree(found)
    check_rules(found)
    check_levels(found)
    check_means(found)
    problems.extend(found.problems)
    return Report(
        None if problems else edition, _in_order(problems, name), _in_order([*notes, *found.notes], name)
    )


def _in_order(problems: list[Problem], name: str) -> list[Problem]:
    """By line, those of the file itself before those of the editions that it extends; each once."""
    unique = list(dict.fromkeys(problems))
    return sorted(unique, key=lambda problem: (problem.file != name, problem.file, problem.line or 0))
