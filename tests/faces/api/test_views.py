"""What a program is answered differs from what the query gave, or an empty place breaks the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from thangdo.faces.api.schemas.views import Exact, Ref, RefOrNull, TextOrNull, View, ZeroOrMore, at, like
from thangdo.records.units.models import Unit
from thangdo.rules.exact import Fraction


class Inner(NamedTuple):
    """Something inside."""

    name: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Outer:
    """What a query answers."""

    unit: Unit | None
    share: Fraction | None
    names: tuple[str, ...]
    counts: Mapping[str, int]
    inner: Inner | None
    internal: str = "not for programs"


@like(Outer, without=("inner", "internal"))
class OuterOut(View):
    """As it is answered."""

    within: ClassVar = ("inner",)
    name: str | None = at("inner.name")
    sequence: ZeroOrMore = at("inner.sequence")


def test_a_thing_with_all_its_parts_is_answered_as_it_is() -> None:
    given = Outer(Unit(scheme="vn-gso", code="622"), Fraction(1, 3), ("a",), {"b": 2}, Inner("c", 4))
    assert OuterOut.model_validate(given).model_dump() == {
        "name": "c",
        "sequence": 4,
        "unit": "vn-gso:622",
        "share": "1/3",
        "names": ["a"],
        "counts": {"b": 2},
    }


def test_a_part_that_is_not_there_is_null_and_not_an_error() -> None:
    found = OuterOut.model_validate(Outer(None, None, (), {}, None)).model_dump()
    assert found == {"name": None, "sequence": 0, "unit": "", "share": None, "names": [], "counts": {}}


def test_what_a_view_leaves_out_is_not_told() -> None:
    assert "internal" not in OuterOut.model_json_schema(mode="serialization")["properties"]


def test_an_exact_number_without_end_is_not_cut() -> None:
    class Answer(View):
        value: Exact
        unit: RefOrNull
        here: Ref
        text: TextOrNull

    given = {"value": Fraction(2, 7), "unit": None, "here": ("vn-gso", "1"), "text": ""}
    found = Answer.model_validate(given).model_dump()
    assert found == {"value": "2/7", "unit": None, "here": "vn-gso:1", "text": None}


def test_a_name_is_looked_for_in_the_parts_after_the_thing_itself() -> None:
    class Answer(View):
        within: ClassVar = ("inner",)
        name: str
        kept: bool

    given = {"inner": Inner("inside", 1), "kept": True}
    assert Answer.model_validate(given).name == "inside"
    assert Answer.model_validate({**given, "name": "own"}).name == "own"
