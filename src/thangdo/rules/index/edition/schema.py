"""The published JSON Schema of an edition file: what editors and other programs check against."""

from __future__ import annotations

from typing import Any

from thangdo.rules.index.edition.model import Edition
from thangdo.rules.index.edition.rules import KINDS


def json_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of an edition with everything merged; keys as they are written.

    >>> json_schema()["$id"], sorted(json_schema()["required"])
    ('urn:thangdo:schema:edition', ['edition', 'effective', 'index', 'official', 'tiers', 'title', 'version'])
    """
    schema = Edition.model_json_schema(by_alias=True, mode="validation")
    _readable(schema)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:thangdo:schema:edition",
        "$comment": f"Kinds of rule: {', '.join(KINDS)}. An edition that extends another is merged first.",
        **schema,
    }


def _readable(schema: Any) -> None:
    """Nothing in the schema depends on the version of the library that wrote it."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            for one in schema["properties"].values():
                if isinstance(one, dict):
                    one.pop("title", None)
        for part in schema.values():
            _readable(part)
    elif isinstance(schema, list):
        for part in schema:
            _readable(part)
