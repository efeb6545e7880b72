"""The published schema is the one the program checks with, and accepts what the program accepts."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from thangdo.records import library
from thangdo.rules.index.edition.schema import json_schema
from thangdo.rules.index.edition.source import Data, read

GOOD = Path(__file__).parents[3] / "data" / "editions" / "every-rule.yaml"


def _json(value: Data) -> object:
    if isinstance(value, dict):
        return {key: _json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_json(part) for part in value]
    return float(value) if isinstance(value, Decimal) else value


def _errors(text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(json_schema())
    return [error.message for error in validator.iter_errors(_json(read(text, "x").data))]


def test_the_published_schema_is_up_to_date() -> None:
    """A changed grammar needs the file written anew, as below."""
    published = library.read_text("schemas", "edition.schema.json")
    assert published == json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def test_the_schema_is_itself_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_schema_accepts_every_kind_of_rule_and_short_form() -> None:
    assert _errors(GOOD.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", library.names("editions", ".yaml"))
def test_the_schema_accepts_the_editions_of_the_library(name: str) -> None:
    text = library.read_text("editions", f"{name}.yaml")
    if "extends" not in read(text, name).data:  # what extends another is whole only when merged
        assert _errors(text) == []


def test_the_schema_refuses_an_unknown_key() -> None:
    text = GOOD.read_text(encoding="utf-8").replace("official: false", "official: false\nofficiell: true")
    assert _errors(text)
