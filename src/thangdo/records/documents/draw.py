"""The helper process that draws charts: it alone imports Altair and vl-convert. Run by `charts.py`.

    python -m thangdo.records.documents.draw templates FILE    write all chart specifications (-: print)
    python -m thangdo.records.documents.draw charts            draw the orders read: one JSON per line

An order names `spec` (a Vega-Lite specification with its rows), `out` (a file .svg or .png) and `language`.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
import sys
from html import unescape
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent / "fonts"
FAMILY = "Be Vietnam Pro"
FORMAT = {
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
}


def place(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees all of it or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def write_templates(path: Path) -> None:
    """Every specification without data, as one JSON file."""
    from thangdo.records.documents.chart_templates import all_templates

    content = json.dumps(all_templates(), ensure_ascii=False, sort_keys=True)
    if str(path) == "-":
        print(content)
    else:
        place(path, content.encode())


def with_font(svg: str) -> str:
    """The picture with the letters it uses inside: it looks the same where the font is not installed."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    faces = []
    for weight in (400, 600):
        letters = "".join(sorted(set(re.sub(r"<[^>]*>", "", unescape(svg)))))
        font = TTFont(FONTS / f"BeVietnamPro-{weight}.ttf")
        subsetter = Subsetter(Options(hinting=False, layout_features=["kern", "mark", "mkmk", "ccmp"]))
        subsetter.populate(text=letters)
        subsetter.subset(font)
        font.flavor = "woff2"
        content = io.BytesIO()
        font.save(content)
        packed = base64.b64encode(content.getvalue()).decode()
        faces.append(
            f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};'
            f'src:url(data:font/woff2;base64,{packed}) format("woff2")}}'
        )
    return re.sub(r"(<svg[^>]*>)", lambda tag: f"{tag.group(1)}<style>{''.join(faces)}</style>", svg, count=1)


def draw(order: dict[str, Any]) -> None:
    """One chart as SVG or PNG, in the font of the package."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    locale = FORMAT[order["language"]]
    out = Path(order["out"])
    if out.suffix == ".svg":
        svg = vl_convert.vegalite_to_svg(order["spec"], vl_version="6.4", format_locale=locale)
        place(out, with_font(svg).encode())
    else:
        png = vl_convert.vegalite_to_png(order["spec"], vl_version="6.4", format_locale=locale, scale=2)
        place(out, png)


def main() -> None:
    """Do what the first argument says."""
    if sys.argv[1] == "templates":
        write_templates(Path(sys.argv[2]))
        return
    for line in sys.stdin:
        if line.strip():
            draw(json.loads(line))


if __name__ == "__main__":
    main()
