"""The letters by which a sheet names its columns."""

from __future__ import annotations


def letters(column: int) -> str:
    """The letters of a column counted from 0.

    >>> [letters(column) for column in (0, 25, 26, 16_383)]
    ['A', 'Z', 'AA', 'XFD']
    """
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
