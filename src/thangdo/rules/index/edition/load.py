"""Reading an edition: text in, an immutable `Edition` out, or the list of everything wrong with it."""

from __future__ import annotations

from thangdo.rules.index.answers import BadInput
from thangdo.rules.index.edition.check import examine
from thangdo.rules.index.edition.merge import Find, none
from thangdo.rules.index.edition.model import Edition


def load(text: str | bytes, name: str, find: Find = none) -> Edition:
    """The edition written in `text` (a YAML file called `name`), with what it extends merged in.

    `find` gives the text and the file name of an edition by its id, None when there is none.
    Raises BadInput with every problem found, each with file and line.

    >>> text = '''
    ... edition: sample
    ... version: 1
    ... official: false
    ... title: {vi: Thử}
    ... effective: {from: 2019-04-05}
    ... tiers: [commune]
    ... inputs: {late: {type: count}}
    ... index:
    ...   title: {vi: Chỉ số}
    ...   criteria: {C: {title: {vi: Trễ hẹn}, max: 5, rule: {zero_tolerance: late}}}
    ... '''
    >>> load(text, "sample.yaml").index.children["C"].max
    Decimal('5')
    """
    report = examine(text, name, find)
    if report.edition is None or report.problems:
        raise BadInput(report.problems)
    return report.edition
