"""A list in pages: which rows stand on a page, how many pages there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Paged(Generic[Row]):
    """The rows of one page. number: from 1. total: rows of all pages."""

    rows: Sequence[Row]
    number: int
    pages: int
    total: int

    @property
    def before(self) -> int | None:
        """The page before, where there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after, where there is one."""
        return self.number + 1 if self.number < self.pages else None


def page(rows: Any, number: int, per: int) -> Paged[Any]:
    """A page of a queryset or list; a number beyond the end gives the last page, an empty list page 1 of 1.

    >>> page(["a", "b", "c"], 2, 2)
    Paged(rows=['c'], number=2, pages=2, total=3)
    """
    total = len(rows) if isinstance(rows, Sequence) else rows.count()
    pages = max(1, -(-total // per))
    here = min(max(1, number), pages)
    return Paged(list(rows[(here - 1) * per : here * per]), here, pages, total)
