"""What is answered, read off what a query answers: each field by its name, or where `at` says.

    @like(Tally)
    class TallyOut(View):
        "How the units of a tier stand."

    class GapOut(View):
        unit: Ref
        tier: str = at("standard.tier")

A route returns what the query gave; nothing is copied by hand. `like` gives a schema the fields of a
dataclass, so that a field added there is answered without another line.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, TypeVar, get_args, get_origin, get_type_hints

from ninja import Schema
from pydantic import BeforeValidator, Field, ValidatorFunctionWrapHandler, create_model, model_validator

from thangdo.records.units.models import Unit
from thangdo.rules.exact import Fraction

Made = TypeVar("Made", bound=Schema)


def ref(unit: Any) -> str:
    """A unit, or its scheme and code, as scheme:code; "" for none."""
    return ":".join((unit.scheme, unit.code) if hasattr(unit, "scheme") else unit) if unit else ""


def _exactly(value: Any) -> str | None:
    return None if value is None else str(value)


#: a unit as scheme:code: "" for none, or null for none
Ref = Annotated[str, BeforeValidator(ref)]
RefOrNull = Annotated[str | None, BeforeValidator(lambda unit: ref(unit) or None)]
#: an exact number as text, a fraction where it has no end; null for none
Exact = Annotated[str | None, BeforeValidator(_exactly)]
#: text: "" where there is none, or null where there is none
TextOrBlank = Annotated[str, BeforeValidator(lambda text: text or "")]
TextOrNull = Annotated[str | None, BeforeValidator(lambda text: text or None)]
ZeroOrMore = Annotated[int, BeforeValidator(lambda count: count or 0)]
Sorted = Annotated[list[str], BeforeValidator(sorted)]


def at(path: str) -> Any:
    """The field stands there: names with dots between; "." is the thing itself. Null on the way: null."""
    return Field(validation_alias=path)


def each(path: str) -> BeforeValidator:
    """Of each of a list, what stands there."""
    return BeforeValidator(lambda rows: [_follow(one, path) for one in rows])


class View(Schema):
    """An answer. within: the parts of what is read in which a name is looked for that it has not itself."""

    within: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="wrap")
    @classmethod
    def _run_root_validator(cls, values: Any, handler: ValidatorFunctionWrapHandler, _info: Any) -> Any:
        # in the place of ninja's, whose paths end at the first null
        return handler(values if isinstance(values, cls) else _Read(values, cls.within))


class _Read:
    __slots__ = ("_of", "_within")

    def __init__(self, of: Any, within: tuple[str, ...]) -> None:
        self._of, self._within = of, within

    def __getattr__(self, path: str) -> Any:
        if path == ".":
            return self._of
        try:
            return _follow(self._of, path)
        except AttributeError:
            for part in self._within:
                inner = _follow(self._of, part)
                if hasattr(inner, path):
                    return getattr(inner, path)
            raise


def _follow(of: Any, path: str) -> Any:
    for name in path.split("."):
        if of is None:
            return None
        if not isinstance(of, Mapping):
            of = getattr(of, name)
        elif name in of:
            of = of[name]
        else:
            raise AttributeError(name)
    return of


def like(view: type, *, without: tuple[str, ...] = ()) -> Callable[[type[Made]], type[Made]]:
    """Give a schema the fields of a dataclass after its own, but for those that it leaves or says itself."""

    def derive(schema: type[Made]) -> type[Made]:
        kinds = get_type_hints(view)
        names = [one.name for one in dataclasses.fields(view) if one.name not in without]
        members: dict[str, Any] = {
            name: (_answered(kinds[name]), ...) for name in names if name not in schema.model_fields
        }
        made: Any = create_model(
            schema.__name__, __base__=schema, __module__=schema.__module__, __doc__=schema.__doc__, **members
        )
        return made

    return derive


def _answered(kind: Any) -> Any:
    """How a field of a dataclass is answered: units by their code, exact numbers as text."""
    if kind in (Unit, Unit | None):
        return Ref
    if kind in (Fraction, Fraction | None):
        return Exact
    if isinstance(kind, type) and issubclass(kind, str):
        return str
    inner = get_args(kind)
    if get_origin(kind) is tuple and inner[1:] == (...,):
        return types.GenericAlias(list, (_answered(inner[0]),))
    if get_origin(kind) is Mapping:
        return types.GenericAlias(dict, inner)
    if isinstance(kind, types.UnionType):
        several: Any = _answered(inner[0])
        for one in inner[1:]:
            several = several | _answered(one)
        return several
    return kind
