"""Answers as any program gives them, made what the engine counts with: exact kinds converted, others refused.

A number is exact as an `int`, a `Decimal`, a `Fraction` of whatever class, or as a text that an answer file
could hold ("0.1", "85", "not-measured"). A float has lost what was written, a bool is no number, and NumPy's
numbers are either: they are refused with the remedy, because a wrong kind would rank wrongly without a word.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from thangdo.rules.exact import Fraction, Rational
from thangdo.rules.index.answers import Answers, BadInput, Problem, Row, Status, Value
from thangdo.rules.index.edition.model import Edition, Input, InputType, Node
from thangdo.rules.index.phrases import Phrase, phrase
from thangdo.rules.index.values import Refused, read_value

NUMERIC = frozenset({InputType.COUNT, InputType.NUMBER, InputType.PERCENT, InputType.SHARE, InputType.YES_NO})
_MISSING = frozenset({Status.NOT_APPLICABLE, Status.NOT_ANSWERED, Status.NOT_MEASURED})
_EXACT = frozenset({Rational})
_UNKNOWN = Input(type=InputType.NUMBER)  # last year's points


class _Refusal(Exception):
    """An answer of a kind that cannot be used: what it is, what is allowed, the remedy."""

    def __init__(self, message: Phrase, mend: Phrase | None = None, allowed: object = None) -> None:
        self.message, self.mend, self.allowed = message, mend, allowed
        super().__init__(message)


def number_of(value: object) -> Fraction | None:
    """The exact number that a program gave, whatever its class; None for what is no exact number.

    A float (NumPy's too), a bool and a NumPy number are none, nor is a decimal that is not finite.

    >>> str(number_of(Decimal("0.1"))), number_of(0.1), number_of(True)
    ('1/10', None, None)
    """
    if value.__class__ is Rational:
        return value
    if isinstance(value, bool) or type(value).__module__.partition(".")[0] == "numpy":
        return None
    if isinstance(value, int):
        return Rational(int(value), 1)
    if isinstance(value, Decimal):
        return Fraction(value) if value.is_finite() else None
    if isinstance(value, numbers.Rational):
        return Rational(int(value.numerator), int(value.denominator))
    return None


def exactly(edition: Edition, answers: Answers) -> Answers:
    """The answers with every number as the engine's own; the same object where nothing was to be changed.

    Raises BadInput with one problem for each input and kind that cannot be used.

    >>> from thangdo.rules.index.answers import Unit
    >>> index = Node(title={"vi": "Chỉ số"}, max=5, rule={"value": "score"})
    >>> made = Edition.model_construct(inputs={"score": _UNKNOWN}, index=index)
    >>> given = Answers({"a": Unit("a")}, {("a", ""): {"score": "2.5"}})
    >>> str(exactly(made, given).values["a", ""]["score"])
    '5/2'
    """
    taking = _Taking(_words_of(edition.index), edition.missing_words)
    inputs = edition.inputs
    values = taking.table(answers.values, inputs)
    tables: dict[str, Mapping[tuple[str, str], list[Row]]] = {}
    for name, table in answers.tables.items():
        columns = edition.observations[name].columns if name in edition.observations else {}
        made = taking.rows(name, table, columns)
        if made is not None:
            tables[name] = made
    last_year: dict[tuple[str, str, str], Fraction] = {}
    for key, points in answers.last_year.items():
        if points.__class__ is not Rational:
            found = taking.take(key[0], key[2], points, _UNKNOWN)
            if isinstance(found, Fraction):
                last_year[key] = found
    taking.close()
    if values is None and not tables and not last_year:
        return answers
    return replace(
        answers,
        values=answers.values if values is None else values,
        tables={**answers.tables, **tables},
        last_year={**answers.last_year, **last_year},
    )


def _words_of(node: Node) -> frozenset[str]:
    """The inputs that a rule takes as words, whatever their type says."""
    rule = node.rule
    found = {getattr(rule, "choice", None), getattr(rule, "checklist", None)} - {None}
    return frozenset(map(str, found)).union(*map(_words_of, node.children.values()))


class _Taking:
    """Every answer looked at; what is refused is gathered by input and kind, with the first unit."""

    def __init__(self, words: frozenset[str], missing_words: Mapping[str, str]) -> None:
        self.words = words
        self.missing_words = missing_words
        self.refused: dict[tuple[str, str], tuple[_Refusal, str, int]] = {}

    def take(self, unit: str, name: str, value: object, one: Input | None) -> Value:
        if name in self.words and value.__class__ in (str, frozenset):
            return value
        try:
            return _taken(name, value, one, self.missing_words)
        except _Refusal as refusal:
            key = name, str(refusal.message) if isinstance(value, str) else type(value).__name__
            first, who, count = self.refused.get(key, (refusal, unit, 0))
            self.refused[key] = first, who, count + 1
            return Status.NOT_MEASURED

    def row(
        self, unit: str, row: Mapping[str, object], inputs: Mapping[str, Input]
    ) -> dict[str, Value] | None:
        """The row with what had to be changed; None where nothing had."""
        made: dict[str, Value] = {}
        for name, value in row.items():
            kind = value.__class__
            if kind is Rational or kind is Status:
                if kind is Rational and (name not in inputs or inputs[name].type in NUMERIC):
                    continue
                if value in _MISSING:
                    continue
            made_of = self.take(unit, name, value, inputs.get(name))
            if made_of is not value:
                made[name] = made_of
        return made or None

    def table(
        self, values: Mapping[tuple[str, str], Mapping[str, object]], inputs: Mapping[str, Input]
    ) -> dict[tuple[str, str], Mapping[str, Value]] | None:
        changed: dict[tuple[str, str], Mapping[str, Value]] = {}
        of_words = {name for name, one in inputs.items() if one.type not in NUMERIC}
        for key, row in values.items():
            if _EXACT.issuperset(map(type, row.values())) and of_words.isdisjoint(row):
                continue
            made = self.row(key[0], row, inputs)
            if made is not None:
                changed[key] = {**row, **made}  # type: ignore[dict-item]
        return {**values, **changed} if changed else None  # type: ignore[dict-item]

    def rows(
        self,
        name: str,
        table: Mapping[tuple[str, str], object],
        columns: Mapping[str, Input],
    ) -> Mapping[tuple[str, str], list[Row]] | None:
        changed: dict[tuple[str, str], list[Row]] = {}
        for key, lines in table.items():
            made = [self.row(key[0], line, columns) for line in lines]  # type: ignore[attr-defined]
            if any(made):
                changed[key] = [
                    line if new is None else {**line, **new}
                    for line, new in zip(lines, made, strict=True)  # type: ignore[call-overload]
                ]
        return {**table, **changed} if changed else None  # type: ignore[dict-item]

    def close(self) -> None:
        if self.refused:
            raise BadInput(list(self._problems()))

    def _problems(self) -> Iterator[Problem]:
        for (name, _), (refusal, unit, count) in self.refused.items():
            message = refusal.message
            if count > 1:
                message = phrase("answers-alike", what=message, count=count, unit=unit)
            else:
                message = phrase("answer-of-unit", what=message, unit=unit)
            allowed = refusal.allowed if isinstance(refusal.allowed, str | Phrase) else None
            yield Problem("answers", message, code=name, allowed=allowed, mend=refusal.mend)


def _taken(name: str, value: object, one: Input | None, words: Mapping[str, str]) -> Value:
    """One answer as the engine's own kind. Raises _Refusal."""
    if isinstance(value, Status):
        if value not in _MISSING:
            raise _Refusal(phrase("answer-status", input=name, status=value.value), phrase("give-a-status"))
        return value
    numeric = one is None or one.type in NUMERIC
    if isinstance(value, str):
        return _text(name, value, one, words)
    number = number_of(value)
    if number is not None:
        if one is not None and not numeric:
            raise _Refusal(
                phrase("answer-number-for-words", input=name, value=str(number), type=one.type.value),
                phrase("give-words"),
            )
        return number
    if isinstance(value, frozenset | set):
        if one is not None and one.type is not InputType.CHECKLIST:
            raise _Refusal(
                phrase("answer-set-for-other", input=name, type=one.type.value), phrase("give-one-value")
            )
        if all(isinstance(item, str) for item in value):
            return value if value.__class__ is frozenset else frozenset(map(str, value))
    raise _Refusal(
        phrase("answer-of-kind", input=name, value=_shown(value), kind=_kind(value)), _remedy(value, one)
    )


def _text(name: str, value: str, one: Input | None, words: Mapping[str, str]) -> Value:
    """A text: a word of a choice as it is, a number by what was written."""
    if one is None or one.type in (InputType.TEXT, InputType.CHOICE):
        return value if value.__class__ is str else str(value)
    found = read_value(str(value), one, words)
    if isinstance(found, Refused):
        raise _Refusal(phrase("answer-text", input=name, why=found.message), found.mend, found.allowed)
    return found


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _kind(value: object) -> str:
    kind = type(value)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _remedy(value: object, one: Input | None) -> Phrase:
    if one is not None and one.type is InputType.CHECKLIST:
        return phrase("give-a-set")
    if value is None or (isinstance(value, float | Decimal) and not math.isfinite(value)):
        return phrase("give-a-status")
    if isinstance(value, bool) or _kind(value).startswith("numpy.bool"):
        return phrase("give-yes-or-no")
    return phrase("give-exact-number", value=_digits(value))


def _digits(value: object) -> str:
    """What the float shows, as the remedy writes it."""
    try:
        return format(Decimal(repr(float(value))), "f")  # type: ignore[arg-type]
    except (TypeError, ValueError, ArithmeticError):
        return "0.1"
