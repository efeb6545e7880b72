"""The styles of a Word document, and a property as the nearest layer of them has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

Element = Any
Block = dict[str, Any]
W = qn("w:p").removesuffix("p")
SIDES = ("top", "left", "bottom", "right")


@dataclass
class Styles:
    """The styles of a document, with what each is based on."""

    root: Element
    found: dict[str, Element] = field(default_factory=dict)
    default: str = ""

    def __post_init__(self) -> None:
        for style in self.root.findall(qn("w:style")):
            self.found[style.get(qn("w:styleId"))] = style
            if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true"):
                self.default = style.get(qn("w:styleId"))

    def chain(self, name: str | None, part: str) -> list[Element]:
        """The `part` (w:pPr, w:rPr, w:tblPr) of a style and of all it is based on, the farthest first."""
        chain: list[Element] = []
        seen: set[str] = set()
        while name and name in self.found and name not in seen:
            seen.add(name)
            style = self.found[name]
            if style.find(qn(part)) is not None:
                chain.insert(0, style.find(qn(part)))
            base = style.find(qn("w:basedOn"))
            name = base.get(qn("w:val")) if base is not None else None
        return chain

    def defaults(self, part: str) -> list[Element]:
        """What holds for the whole document."""
        found = self.root.find(f"{W}docDefaults/{W}{part}Default/{W}{part}")
        return [found] if found is not None else []


def last(layers: list[Element], name: str, key: str = "val") -> str | None:
    """An attribute of a property, as the nearest layer that names it has it."""
    for layer in reversed(layers):
        found = layer.find(qn(name))
        if found is not None and found.get(qn(f"w:{key}")) is not None:
            return str(found.get(qn(f"w:{key}")))
    return None


def is_on(layers: list[Element], name: str) -> bool:
    for layer in reversed(layers):
        found = layer.find(qn(name))
        if found is not None:
            return found.get(qn("w:val")) not in ("0", "false", "off")
    return False


def points(twips: str | None) -> float:
    return round(float(twips) / 20, 2) if twips else 0.0
