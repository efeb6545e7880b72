"""The one exact number of the house: a rational, compiled (quicktions) where it runs, typed as Python's own.

Why not `fractions.Fraction` itself, and why this guard: see docs/decisions/exact-numbers.md. Both compare and
hash alike, and either can be made from the other. `Rational` is the bare class, for loops that make millions
of numbers from whole numbers; it is never given text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fractions import Fraction

    Rational = Fraction
else:
    import fractions
    from decimal import Decimal

    from quicktions import Fraction as Rational

    class _Guarded(type):
        """Makes `Fraction(...)` and `isinstance(x, Fraction)` those of quicktions, but never gives it text.

        quicktions (up to 1.24 at least) parses text of one character into a buffer that Python shares with
        every other one-byte `bytes` (`Fraction("7")` turns b"\\0" into b"7" for the whole process), and it
        refuses decimals of more than seventeen digits. Python's own class reads texts, floats and decimals.
        """

        def __call__(cls, numerator: Any = 0, denominator: Any = None) -> Any:
            if denominator is None and numerator.__class__ is Decimal:
                return Rational(*numerator.as_integer_ratio())
            if denominator is None and isinstance(numerator, str | float | Decimal):
                read = fractions.Fraction(numerator)
                return Rational(read.numerator, read.denominator)
            return Rational(numerator, denominator)

        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, Rational)

    class Fraction(metaclass=_Guarded):
        """An exact rational number."""


__all__ = ["Fraction", "Rational"]
