"""The one exact number of the house: a rational, compiled (quicktions) where it runs, typed as Python's own.

Why not `fractions.Fraction` itself: ten times slower, see docs/decisions/exact-numbers.md. Both compare and
hash alike, and either can be made from the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction
else:
    from quicktions import Fraction

__all__ = ["Fraction"]
