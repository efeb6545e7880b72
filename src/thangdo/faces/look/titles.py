"""Titles by code from an edition's plain data: nodes, inputs, observation tables, options of choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_CHILDREN = ("pillars", "groups", "criteria", "sub_criteria")


def edition_titles(edition: Mapping[str, Any], language: str) -> dict[str, str]:
    """Code -> title. "input:option" -> title of an option; "node(code)" -> that of a node,
    as formulas read it; the root "index" carries the edition's title.

    edition: `model_dump(mode="json", by_alias=True)`, as it is kept with a result.
    """
    found: dict[str, str] = {}

    def put(code: str, text: Mapping[str, Any] | None) -> None:
        if text:
            found.setdefault(code, str((language == "en" and text.get("en")) or text["vi"]))

    def visit(code: str, node: Mapping[str, Any]) -> None:
        put(code, node.get("title"))
        put(f"node({code})", node.get("title"))
        for key in _CHILDREN:
            for name, child in (node.get(key) or {}).items():
                visit(name, child)

    put("index", edition.get("title"))
    visit("index", edition["index"])
    for name, asked in (edition.get("inputs") or {}).items():
        put(name, asked.get("title"))
        for option, text in (asked.get("choices") or {}).items():
            put(f"{name}:{option}", text)
    for name, table in (edition.get("observations") or {}).items():
        put(name, table.get("title"))
    return found
