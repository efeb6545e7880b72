"""Whether what somebody typed can be the answer to a criterion: fault by fault, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Status, Value
from thangdo.rules.index.edition.model import Edition, Input
from thangdo.rules.index.values import Refused as Unreadable
from thangdo.rules.index.values import limits, read_value
from thangdo.work.assessments.questionnaire import Asked, Question
from thangdo.work.assessments.states import Declared

NOT_APPLICABLE = "not-applicable"
LONGEST = 4000  # characters of one value


@dataclass(frozen=True, slots=True)
class Fault:
    """One value that cannot be used. code: unreadable | too-long | more-than | not-asked-here."""

    input: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def faults(
    asked: Asked, question: Question, values: Mapping[str, str], others: Mapping[str, str]
) -> list[Fault]:
    """What is wrong with the values given to one criterion; `others`: the unit's values elsewhere."""
    found: list[Fault] = []
    read: dict[str, Value] = {}
    for name, text in values.items():
        if name not in question.inputs:
            found.append(Fault(name, "not-asked-here"))
            continue
        if len(text) > LONGEST:
            found.append(Fault(name, "too-long", {"most": LONGEST}))
            continue
        value = read_value(text, asked.input(name))
        if isinstance(value, Unreadable):
            found.append(Fault(name, "unreadable", described(asked.input(name))))
        else:
            read[name] = value
    everything = {**{name: text for name, text in others.items() if name not in values}, **values}
    found += _more_than(asked.edition, set(read), everything)
    return found


def _more_than(edition: Edition, changed: set[str], texts: Mapping[str, str]) -> list[Fault]:
    """Parts that are more than their whole, where one of the two was changed."""
    found = []
    for name, one in edition.inputs.items():
        most = one.at_most
        if most is None or not ({name, most} & changed) or name not in texts or most not in texts:
            continue
        part, whole = read_value(texts[name], one), read_value(texts[most], edition.inputs[most])
        if isinstance(part, Fraction) and isinstance(whole, Fraction) and part > whole:
            at = name if name in changed else most
            found.append(
                Fault(at, "more-than", {"part": name, "whole": most, "had": texts[name], "most": texts[most]})
            )
    return found


def described(one: Input) -> dict[str, Any]:
    """What an input allows, as data: type, limits, choices."""
    low, high = limits(one)
    return {
        "type": one.type.value,
        "low": None if low is None else str(low),
        "high": None if high is None else str(high),
        "choices": list(one.choices or ()),
    }


def status_of(question: Question, values: Mapping[str, str], others: Mapping[str, str]) -> Declared:
    """What the unit has said: nothing, a part, everything, or that it does not apply.

    others: its values elsewhere, which answer a criterion that asks nothing itself. Of such a criterion there
    is no part: it is the others that are to be completed.
    """
    if question.follows:
        said = [others.get(name, "").strip() for name, _ in question.shared]
        if not all(said):
            return Declared.BLANK
        return Declared.NOT_APPLICABLE if set(said) == {NOT_APPLICABLE} else Declared.ANSWERED
    given = [values.get(name, "").strip() for name in question.inputs]
    if given and all(text == NOT_APPLICABLE for text in given):
        return Declared.NOT_APPLICABLE
    if not any(given):
        return Declared.BLANK
    return Declared.ANSWERED if all(given) else Declared.PARTIAL


def value_of(text: str, one: Input) -> Value:
    """The value of a kept text; one that can no longer be read counts as not answered."""
    value = read_value(text, one)
    return Status.NOT_ANSWERED if isinstance(value, Unreadable) else value
