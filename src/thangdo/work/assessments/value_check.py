"""Whether what somebody typed can be the answer to a criterion: fault by fault, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from thangdo.records.units.fold import squeeze
from thangdo.rules.exact import Fraction
from thangdo.rules.index.answers import Status, Value
from thangdo.rules.index.edition.model import Edition, Input
from thangdo.rules.index.values import Refused as Unreadable
from thangdo.rules.index.values import limits, read_value
from thangdo.work.assessments.questionnaire import Asked, Question
from thangdo.work.assessments.states import Declared

NOT_APPLICABLE = "not-applicable"
NOT_MEASURED = "not-measured"
#: what says no more than that something is missing, folded
NO_REASONS = frozenset(
    {"khong ap dung", "khong tra loi", "chua do duoc", "khong do duoc", "khong ro", "not applicable"}
    | {"does not apply", "not measured", "not measured yet", "none", "null", "khong co ly do", "no reason"}
)
LONGEST = 4000  # characters of one value


@dataclass(frozen=True, slots=True)
class Fault:
    """One value that cannot be used. code: unreadable | too-long | more-than | not-asked-here."""

    input: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def kept_word(edition: Edition, one: Input, typed: str) -> str:
    """A text as it is kept: a word by which the edition says that something is missing as the kind it means.

    Those of the head (`missing_words`) and those of the input (`not_applicable`).
    """
    text = typed.strip()
    meant = edition.missing_words.get(text)
    if meant is None:
        return NOT_APPLICABLE if text in one.not_applicable else text
    return "" if meant == Status.NOT_ANSWERED else meant


def kept_words(asked: Asked, values: Mapping[str, str]) -> dict[str, str]:
    """Typed values of inputs as they are kept, blank ones left out; of an unknown input as it is."""
    inputs = asked.edition.inputs
    kept = {
        name: kept_word(asked.edition, inputs[name], text) if name in inputs else text.strip()
        for name, text in values.items()
    }
    return {name: text for name, text in kept.items() if text}


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


def unreasoned(
    question: Question, values: Mapping[str, str], not_applicable: bool, reason: str
) -> list[Fault]:
    """What is wrong with saying that something is missing: each kind needs its reason, and stands alone.

    values: as typed. A criterion that does not apply has none; not measured yet may be said where the
    guidance of the criterion says so.
    """
    given = [name for name, text in values.items() if text and text != NOT_APPLICABLE]
    if not_applicable and given:
        return [Fault(given[0], "not-applicable-and-values")]
    missing = [name for name, text in values.items() if text in (NOT_APPLICABLE, NOT_MEASURED)]
    faults = [
        Fault(name, "not-measured-not-here")
        for name in missing
        if values[name] == NOT_MEASURED and not question.may_be_unmeasured
    ]
    if (missing or not_applicable) and not faults and not is_reason(reason):
        return [Fault(missing[0] if missing else "", "no-reason", {"typed": reason.strip()[:40]})]
    return faults


def is_reason(text: str) -> bool:
    """Whether a text can be a reason: some letters, and more than that it is so."""
    letters = [sign for sign in text.casefold() if sign.isalpha()]
    return len(letters) > 3 and len(set(letters)) > 2 and squeeze(text) not in NO_REASONS


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
