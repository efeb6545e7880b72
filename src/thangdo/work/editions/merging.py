"""Two people changed one text: what each changed, and the text with both where they do not meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a comparison. kind: same | out | in | gap; before and after: line numbers, 0 for none."""

    kind: str
    text: str
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Merged:
    """A text made of both, and how many places both changed in different ways (there `mine` stands)."""

    text: str
    conflicts: int


def compared(before: str, after: str, around: int = 3) -> list[Line]:
    """The lines that differ, with some lines around them; empty when nothing does."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[Line] = []
    last = 0
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(around):
        start = group[0][1]
        if start > last:
            lines.append(Line("gap", "", start + 1, group[0][3] + 1))
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                lines += [Line("same", old[i1 + n], i1 + n + 1, j1 + n + 1) for n in range(i2 - i1)]
                continue
            lines += [Line("out", old[i], before=i + 1) for i in range(i1, i2)]
            lines += [Line("in", new[j], after=j + 1) for j in range(j1, j2)]
        last = group[-1][2]
    return lines


def merged(base: str, mine: str, theirs: str) -> Merged:
    """The base with the changes of both. Where both changed the same lines differently, mine counts."""
    lines, own, other = base.splitlines(), mine.splitlines(), theirs.splitlines()
    made: list[str] = []
    conflicts = 0
    here = 0
    for start, end, left, right in _regions(lines, own, other):
        made += lines[here:start]
        here = end
        if left is None or right is None:
            made += left if left is not None else right or []
        else:
            made += left
            conflicts += left != right
    made += lines[here:]
    return Merged("\n".join(made) + "\n", conflicts)


def _regions(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> list[tuple[int, int, list[str] | None, list[str] | None]]:
    """Stretches of the base that were changed: what each side has there, None where it changed nothing."""
    changes = [(i1, i2, 0) for i1, i2 in _changed(base, mine)]
    changes += [(i1, i2, 1) for i1, i2 in _changed(base, theirs)]
    found: list[tuple[int, int, set[int]]] = []
    for start, end, side in sorted(changes):
        last = found[-1] if found else None
        if last and (start < last[1] or (start == last[1] and start in (end, last[0]))):
            found[-1] = (last[0], max(last[1], end), last[2] | {side})
        else:
            found.append((start, end, {side}))
    left, right = _Places(base, mine), _Places(base, theirs)
    return [
        (
            start,
            end,
            list(mine[left.at(start, False) : left.at(end, True)]) if 0 in who else None,
            list(theirs[right.at(start, False) : right.at(end, True)]) if 1 in who else None,
        )
        for start, end, who in found
    ]


def _changed(base: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    codes = SequenceMatcher(None, base, other, autojunk=False).get_opcodes()
    return [(i1, i2) for tag, i1, i2, _, _ in codes if tag != "equal"]


class _Places:
    """From a line of the base to the line of the other text, at the edge of unchanged lines."""

    def __init__(self, base: Sequence[str], other: Sequence[str]) -> None:
        self.codes = SequenceMatcher(None, base, other, autojunk=False).get_opcodes()

    def at(self, line: int, end: bool) -> int:
        found = 0
        for tag, i1, i2, j1, j2 in self.codes:
            if tag == "equal" and i1 <= line <= i2:
                at = j1 + line - i1
                if not end:
                    return at
                found = at
            elif tag != "equal" and i1 <= line <= i2:
                if end and line == i2:
                    found = j2
                elif not end and line == i1:
                    return j1
        return found
