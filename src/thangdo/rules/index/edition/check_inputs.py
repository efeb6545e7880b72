"""Checks of what is asked: inputs, observation tables, data treatment."""

from __future__ import annotations

from collections.abc import Mapping

from thangdo.rules.index.edition.findings import Findings
from thangdo.rules.index.edition.model import Denominate, Impute, Input, InputType
from thangdo.rules.index.edition.source import Path

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
                f"`{name}` is the name of a column of every answer file.",
                mend="Give the input another name.",
            )
    _alone(found, ("inputs",), inputs)
    _columns(found, ("inputs",), inputs)
    for name, table in found.edition.observations.items():
        path = ("observations", name)
        if name in inputs:
            found.problem(path, f"`{name}` is an input and a table.", mend="Rename one of the two.")
        if not table.columns and found.untouched(path):
            found.problem(path, f"the table `{name}` has no columns.", mend="List its columns.")
        for key in (table.unit_column, *table.facet_columns):
            if key in table.columns:
                found.problem(
                    (*path, "columns", key),
                    f"the column `{key}` says whose row it is and is listed among the values as well.",
                    mend="Take it out of `columns`.",
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
                f"`{name}` and `{other}` differ only in capital letters.",
                mend="Rename one of the two.",
            )


def _columns(found: Findings, path: Path, inputs: Mapping[str, Input]) -> None:
    for name, one in inputs.items():
        here = (*path, name)
        if not found.untouched((*here, "type")):
            continue
        _limits(found, here, one)
        _choices(found, here, one)
        if one.at_most is not None:
            _at_most(found, here, name, inputs)


def _limits(found: Findings, path: Path, one: Input) -> None:
    if one.min is not None and one.max is not None and one.min > one.max:
        found.problem((*path, "min"), f"`min` {one.min} is more than `max` {one.max}.", mend="Swap them.")
    if one.type not in LIMITED:
        for key in ("min", "max", "at_most"):
            if getattr(one, key) is not None:
                found.problem(
                    (*path, key),
                    f"`{key}` has no meaning for an input of the type `{one.type}`.",
                    mend="Take it out, or make the input a number.",
                )


def _choices(found: Findings, path: Path, one: Input) -> None:
    if one.type not in CHOSEN:
        if one.choices is not None:
            found.problem(
                (*path, "choices"),
                f"an input of the type `{one.type}` has no choices.",
                mend="Make its type `choice` or `checklist`, or take the choices out.",
            )
        return
    if not one.choices:
        if found.untouched((*path, "choices")):
            found.problem(
                path,
                f"an input of the type `{one.type}` needs `choices`.",
                mend="Add `choices: {code: {vi: …}, …}`.",
            )
        return
    for code in one.choices:
        here = (*path, "choices", code)
        if code in WORDS or code in one.not_applicable:
            found.problem(here, f"the choice `{code}` is a word for a missing answer.", mend="Rename it.")
        elif one.type is InputType.CHECKLIST and (code == "none" or "|" in code):
            found.problem(
                here,
                f"the item `{code}` cannot be told from a list of items.",
                mend="Items are separated by `|` and `none` stands for no item: rename it.",
            )
        elif code != code.strip() or not code:
            found.problem(here, f"the choice `{code}` begins or ends with a blank.", mend="Take it out.")


def _at_most(found: Findings, path: Path, name: str, inputs: Mapping[str, Input]) -> None:
    here = (*path, "at_most")
    chain = [name]
    most = inputs[name].at_most
    if most is not None and most not in inputs:
        found.unknown(here, f"`{name}` may not exceed `{most}`, which is no input.", most, inputs)
        return
    if most is not None and inputs[most].type not in LIMITED:
        found.problem(here, f"`{most}`, which `{name}` may not exceed, is no number.")
        return
    while most is not None and most in inputs and most not in chain:
        chain.append(most)
        most = inputs[most].at_most
    if most == name and name == min(chain):
        circle = " → ".join((*chain, name))
        found.problem(here, f"`at_most` runs in a circle: {circle}.", mend="Take one of them out.")


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
        for place, name in enumerate(step.inputs):
            _numeric(found, (*path, "inputs", place), name)
        if isinstance(step, Impute) and step.by is not None:
            if step.by not in inputs:
                found.unknown((*path, "by"), f"`{step.by}` is no input.", step.by, inputs)
            elif inputs[step.by].type not in (InputType.CHOICE, InputType.TEXT):
                found.problem(
                    (*path, "by"), f"`{step.by}` does not say a group.", "an input of the type choice or text"
                )


def _numeric(found: Findings, path: Path, name: str) -> None:
    inputs = found.edition.inputs
    if name not in inputs:
        found.unknown(path, f"`{name}` is no input.", name, inputs)
    elif inputs[name].type not in NUMERIC and found.untouched(("inputs", name, "type")):
        found.problem(path, f"`{name}` is of the type `{inputs[name].type}`, not a number.")


def _circle(found: Findings, path: Path, below: Mapping[str, str]) -> None:
    for name in below:
        chain = [name]
        while (following := below.get(chain[-1])) is not None and following not in chain:
            chain.append(following)
        if following == name and name == min(chain):
            circle = " → ".join((*chain, name))
            found.problem(
                (*path, name), f"inputs are each other's denominators: {circle}.", mend="Take one out."
            )
