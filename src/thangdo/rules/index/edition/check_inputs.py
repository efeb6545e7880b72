"""Checks of what is asked: inputs, observation tables, data treatment."""

from __future__ import annotations

from collections.abc import Mapping

from thangdo.rules.index.edition.findings import Findings
from thangdo.rules.index.edition.model import Input, InputType
from thangdo.rules.index.edition.source import Path
from thangdo.rules.index.edition.steps import Denominate, Impute, Log, Winsorise
from thangdo.rules.index.phrases import phrase

NUMERIC = {InputType.COUNT, InputType.NUMBER, InputType.PERCENT, InputType.SHARE, InputType.YES_NO}
LIMITED = NUMERIC - {InputType.YES_NO}
CHOSEN = {InputType.CHOICE, InputType.CHECKLIST}

# Columns of answer files: an input of that name could not be told from them.
TAKEN = {"unit", "facet", "tier", "name", "input", "value", "index"}
WORDS = {"not-applicable", "not-measured"}


def check_inputs(found: Findings) -> None:
    """Everything about what the units are asked."""
    inputs = found.edition.inputs
    for name in inputs:
        if name in TAKEN:
            found.problem(
                ("inputs", name),
                phrase("input-named-as-column", name=name),
                mend=phrase("rename-input"),
            )
    _alone(found, ("inputs",), inputs)
    _columns(found, ("inputs",), inputs)
    for name, table in found.edition.observations.items():
        path = ("observations", name)
        if name in inputs:
            found.problem(path, phrase("input-and-table", name=name), mend=phrase("rename-one"))
        if not table.columns and found.untouched(path):
            found.problem(path, phrase("table-without-columns", table=name), mend=phrase("list-columns"))
        for key in (table.unit_column, *table.facet_columns):
            if key in table.columns:
                found.problem(
                    (*path, "columns", key),
                    phrase("key-column-among-values", column=key),
                    mend=phrase("take-out-of-columns"),
                )
        _alone(found, (*path, "columns"), table.columns)
        _columns(found, (*path, "columns"), table.columns)
    _treatment(found)


def _alone(found: Findings, path: Path, names: Mapping[str, Input]) -> None:
    """No two names that differ only in capital letters."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(name.lower(), name)
        if other != name:
            found.problem(
                (*path, name),
                phrase("differ-in-capitals", name=name, other=other),
                mend=phrase("rename-one"),
            )


def _columns(found: Findings, path: Path, inputs: Mapping[str, Input]) -> None:
    for name, one in inputs.items():
        here = (*path, name)
        if not found.untouched((*here, "type")):
            continue
        _limits(found, here, one)
        _choices(found, here, one)
        for word in one.choices or {}:
            if word in found.edition.missing_words:
                found.problem(
                    (*here, "choices", word),
                    phrase("choice-means-missing", choice=word),
                    mend=phrase("rename"),
                )
        if one.at_most is not None:
            _at_most(found, here, name, inputs)


def _limits(found: Findings, path: Path, one: Input) -> None:
    if one.min is not None and one.max is not None and one.min > one.max:
        found.problem((*path, "min"), phrase("min-over-max", min=one.min, max=one.max), mend=phrase("swap"))
    if one.type not in LIMITED:
        for key in ("min", "max", "at_most"):
            if getattr(one, key) is not None:
                found.problem(
                    (*path, key),
                    phrase("key-not-for-type", key=key, type=one.type),
                    mend=phrase("take-out-or-make-number"),
                )


def _choices(found: Findings, path: Path, one: Input) -> None:
    if one.type not in CHOSEN:
        if one.choices is not None:
            found.problem(
                (*path, "choices"),
                phrase("choices-not-for-type", type=one.type),
                mend=phrase("make-type-choice"),
            )
        return
    if not one.choices:
        if found.untouched((*path, "choices")):
            found.problem(
                path,
                phrase("choices-needed", type=one.type),
                mend=phrase("add-choices"),
            )
        return
    for code in one.choices:
        here = (*path, "choices", code)
        if code in WORDS or code in one.not_applicable:
            found.problem(here, phrase("choice-means-missing", choice=code), mend=phrase("rename"))
        elif one.type is InputType.CHECKLIST and (code == "none" or "|" in code):
            found.problem(
                here,
                phrase("item-like-a-list", item=code),
                mend=phrase("rename-item"),
            )
        elif code != code.strip() or not code:
            found.problem(here, phrase("choice-with-blank", choice=code), mend=phrase("take-it-out"))


def _at_most(found: Findings, path: Path, name: str, inputs: Mapping[str, Input]) -> None:
    here = (*path, "at_most")
    chain = [name]
    most = inputs[name].at_most
    if most is not None and most not in inputs:
        found.unknown(here, phrase("limit-unknown", name=name, most=most), most, inputs)
        return
    if most is not None and inputs[most].type not in LIMITED:
        found.problem(here, phrase("limit-no-number", most=most, name=name))
        return
    while most is not None and most in inputs and most not in chain:
        chain.append(most)
        most = inputs[most].at_most
    if most == name and name == min(chain):
        circle = " → ".join((*chain, name))
        found.problem(here, phrase("limits-in-circle", circle=circle), mend=phrase("take-one-of-them-out"))


def _treatment(found: Findings) -> None:
    inputs = found.edition.inputs
    below: dict[str, str] = {}
    for number, step in enumerate(found.edition.treatment):
        path: Path = ("treatment", number)
        if isinstance(step, Denominate):
            for name, denominator in step.denominate.items():
                _numeric(found, (*path, "denominate", name), name)
                _numeric(found, (*path, "denominate", name), denominator)
            below.update(step.denominate)
            _circle(found, (*path, "denominate"), below)
            continue
        if isinstance(step, Log):
            for place, name in enumerate(step.log):
                _numeric(found, (*path, "log", place), name)
            continue
        for place, name in enumerate(step.inputs):
            _numeric(found, (*path, "inputs", place), name)
        if isinstance(step, Winsorise):
            _winsorise(found, path, step)
        if isinstance(step, Impute) and step.by is not None:
            if step.by not in inputs:
                found.unknown((*path, "by"), phrase("input-unknown", name=step.by), step.by, inputs)
            elif inputs[step.by].type not in (InputType.CHOICE, InputType.TEXT):
                found.problem(
                    (*path, "by"),
                    phrase("no-group", name=step.by),
                    phrase("input-of-two-types", one="choice", other="text"),
                )


#: The options of each way to winsorise; the others change nothing there.
_OF_WAY = {
    "skewness-kurtosis": ("skewness", "kurtosis", "at_most"),
    "iqr": ("times",),
    "quantiles": ("low", "high"),
}


def _winsorise(found: Findings, path: Path, step: Winsorise) -> None:
    for way, keys in _OF_WAY.items():
        for key in keys:
            if way != step.winsorise and key in step.model_fields_set:
                found.problem(
                    (*path, key),
                    phrase("key-ignored-by-step", key=key, way=step.winsorise),
                    _OF_WAY[step.winsorise],
                    phrase("take-it-out"),
                )
    if step.winsorise == "quantiles" and step.low >= step.high:
        found.problem(
            (*path, "low"), phrase("limits-crossed", low=step.low, high=step.high), mend=phrase("swap")
        )


def _numeric(found: Findings, path: Path, name: str) -> None:
    inputs = found.edition.inputs
    if name not in inputs:
        found.unknown(path, phrase("input-unknown", name=name), name, inputs)
    elif inputs[name].type not in NUMERIC and found.untouched(("inputs", name, "type")):
        found.problem(path, phrase("input-no-number", name=name, type=inputs[name].type))


def _circle(found: Findings, path: Path, below: Mapping[str, str]) -> None:
    for name in below:
        chain = [name]
        while (following := below.get(chain[-1])) is not None and following not in chain:
            chain.append(following)
        if following == name and name == min(chain):
            circle = " → ".join((*chain, name))
            found.problem(
                (*path, name), phrase("denominators-in-circle", circle=circle), mend=phrase("take-one-out")
            )
