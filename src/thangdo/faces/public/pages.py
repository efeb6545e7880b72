"""A page as one thing: its words, its tables and its charts, served as HTML, CSV, JSON, XLSX, SVG and PNG.

A view builds a `Page`; this module serves every form of it. So a number on the page and the same number in a
file come from one place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Context, Decimal
from typing import Any, get_type_hints

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, register_converter
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thangdo import __version__
from thangdo.faces.look import wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.public.kept_pages import for_everybody
from thangdo.faces.public.menu import entries
from thangdo.records.documents import charts

PICTURE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:"  # a picture brings its letters
)
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}
Rows = Sequence[Mapping[str, str | None]]


DIGITS = Context(prec=15)  # of a number in a workbook


@dataclass(frozen=True)
class Column:
    """One column of a table: its name in files, its title on pages, `string`, `number` or `integer`.

    words: what a code of the column is called, for a workbook, which people read; the other files keep codes.
    """

    name: str
    title: str
    type: str = "string"
    words: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Table:
    """A table as it is given away: exact numbers as text, None where there is none."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Rows | Callable[[], Rows]  # a long table is only made for who asks for its file
    source: str = ""

    def listed(self) -> Rows:
        """The rows."""
        return self.rows() if callable(self.rows) else self.rows

    def as_lists(self) -> list[list[str | Decimal | None]]:
        """The cells, row by row; numbers as numbers, so that a spreadsheet can add them up."""
        return [[_cell(row.get(column.name), column) for column in self.columns] for row in self.listed()]


def table_of(name: str, title: str, view: type, rows: Callable[[], Sequence[Any]], source: str = "") -> Table:
    """The table of a view: its columns are the view's fields, their titles the words of `columns: <name>`."""
    hints = get_type_hints(view)
    columns = [
        Column(field.name, wording.name("columns", name, field.name), _TYPES.get(hints[field.name], "string"))
        for field in fields(view)
    ]

    def listed() -> list[dict[str, str | None]]:
        return [{column.name: _text(getattr(row, column.name)) for column in columns} for row in rows()]

    return Table(name, title, columns, listed, source)


_TYPES: dict[Any, str] = {int: "integer", Decimal: "number"}


def _text(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def _cell(value: str | None, column: Column) -> str | Decimal | None:
    return Decimal(value) if value and column.type != "string" else value


@dataclass(frozen=True)
class Chart:
    """A chart: a title that says what it shows, source and date, and the table that stands behind it."""

    name: str
    title: str
    alt: str
    source: str
    template: str
    rows: Sequence[Mapping[str, object]]
    words: Mapping[str, object]
    heads: Sequence[str]
    cells: Sequence[Sequence[str]]
    note: str = ""

    @property
    def spec(self) -> dict[str, Any]:
        """What the page draws."""
        return charts.bind(self.template, self.rows, self.words)

    @property
    def id(self) -> str:
        return f"spec-{self.name}"


@dataclass
class Page:
    """One page: template and context, its place in the menu, what can be taken away."""

    template: str
    title: str
    room: str
    context: dict[str, Any] = field(default_factory=dict)
    tables: Sequence[Table] = ()
    charts: Sequence[Chart] = ()
    crumbs: Sequence[tuple[str, str]] = ()
    source: str = ""
    licence: str = ""
    name: str = ""  # of the data package

    def chart(self, name: str) -> Chart:
        """The chart of that name; 404 when there is none."""
        for chart in self.charts:
            if chart.name == name:
                return chart
        raise Http404(_("This page has no chart of that name."))

    def table(self, name: str) -> Table:
        """The table of that name, or the first one; 404 when there is none."""
        for table in self.tables:
            if not name or table.name == name:
                return table
        raise Http404(_("This page has no table of that name."))


Build = Callable[..., Page]


class Ending:
    """The forms of a table in an address."""

    regex = "csv|json|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Picture(Ending):
    """The forms of a chart in an address."""

    regex = "svg|png"


register_converter(Ending, "ending")
register_converter(Picture, "picture")


def addresses(route: str, name: str, build: Build, *, keep: bool = True) -> list[URLPattern]:
    """The page's own address and, under it, its tables and charts. keep: as `kept_pages.for_everybody`."""

    @require_safe
    def html(request: HttpRequest, **parts: str) -> HttpResponseBase:
        return for_everybody(request, lambda: show(request, build(request, **parts)), keep=keep)

    @require_safe
    def data(request: HttpRequest, ending: str, table: str = "", **parts: str) -> HttpResponseBase:
        return for_everybody(
            request, lambda: data_file(request, build(request, **parts), table, ending), keep=keep
        )

    @require_safe
    def package(request: HttpRequest, **parts: str) -> HttpResponseBase:
        return for_everybody(request, lambda: data_package(request, build(request, **parts)), keep=keep)

    @require_safe
    def picture(request: HttpRequest, chart: str, ending: str, **parts: str) -> HttpResponseBase:
        return for_everybody(
            request, lambda: chart_file(build(request, **parts).chart(chart), ending), keep=keep
        )

    return [
        path(route, html, name=name),
        path(f"{route}data.<ending:ending>", data),
        path(f"{route}data-<slug:table>.<ending:ending>", data),
        path(f"{route}datapackage.json", package),
        path(f"{route}chart-<slug:chart>.<picture:ending>", picture),
    ]


def show(request: HttpRequest, page: Page, status: int = 200) -> HttpResponse:
    """The page as HTML."""
    context = {
        **page.context,
        "page": page,
        "for_machines": _for_machines(request, page),
        "room": page.room,
        "menu": entries(),
        "version": __version__,
        "charts": {chart.name.replace("-", "_"): chart for chart in page.charts},
    }
    return render(request, page.template, context, status=status)


def _for_machines(request: HttpRequest, page: Page) -> dict[str, str]:
    """What a page tells messengers and search engines: address, picture, tables as a schema.org Dataset."""
    here = request.build_absolute_uri(request.path)
    found = {"address": here}
    if page.charts:
        found["picture"] = f"{here}chart-{page.charts[0].name}.png"
    if page.tables:
        names = ["data", *(f"data-{table.name}" for table in page.tables[1:])]
        data = {
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": page.title,
            "description": page.source or page.title,
            "url": here,
            "inLanguage": language(),
            "isAccessibleForFree": True,
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{here}{name}.{ending}"}
                for name in names
                for ending, kind in TYPES.items()
                if ending in ("csv", "xlsx")
            ],
        }
        found["data"] = mark_safe(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))
    return found


def data_file(request: HttpRequest, page: Page, name: str, ending: str) -> HttpResponseBase:
    """A table as CSV or JSON; as a workbook all the page's tables, a sheet each."""
    from thangdo.records.documents import (
        tables,
    )  # brings the spreadsheet library: only for who asks for a file

    table = page.table(name)
    if ending == "json":
        return JsonResponse(
            {
                "title": table.title,
                "source": table.source or page.source,
                "language": language(),
                "fields": [_field(column) for column in table.columns],
                "rows": [
                    {column.name: row.get(column.name) for column in table.columns} for row in table.listed()
                ],
            },
            json_dumps_params={"ensure_ascii": False, "indent": 1},
        )
    if ending == "csv":
        content = tables.csv_bytes([column.name for column in table.columns], table.as_lists())
    else:
        wanted = [table] if name else page.tables
        content = tables.xlsx_bytes(
            [tables.Sheet(t.title, [c.title for c in t.columns], _in_words(t)) for t in wanted]
        )
    response = HttpResponse(content, content_type=TYPES[ending])
    file = slugify(f"{page.name or 'thangdo'}-{table.name}") + f".{ending}"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _in_words(table: Table) -> list[list[str | Decimal | None]]:
    """The cells of a workbook: codes by their names, numbers to as many digits as it can hold."""
    return [
        [
            column.words(cell)
            if column.words and isinstance(cell, str) and cell
            else DIGITS.plus(cell)
            if isinstance(cell, Decimal)
            else cell
            for column, cell in zip(table.columns, row, strict=True)
        ]
        for row in table.as_lists()
    ]


def _field(column: Column) -> dict[str, str]:
    return {"name": column.name, "title": column.title, "type": column.type}


def data_package(request: HttpRequest, page: Page) -> HttpResponseBase:
    """The description of a page's tables after the Data Package standard (Frictionless)."""
    page.table("")
    folder = request.path.rsplit("/", 1)[0] + "/"
    package = {
        "name": slugify(page.name or page.title) or "thangdo",
        "title": page.title,
        "homepage": request.build_absolute_uri(folder),
        "version": __version__,
        "licenses": [{"title": page.licence}] if page.licence else [],
        "sources": [{"title": page.source}] if page.source else [],
        "resources": [
            {
                "name": table.name,
                "title": table.title,
                "path": "data.csv" if number == 0 else f"data-{table.name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "sources": [{"title": table.source}] if table.source else [],
                "schema": {
                    "fields": [_field(column) for column in table.columns],
                    "missingValues": [""],
                },
            }
            for number, table in enumerate(page.tables)
        ],
    }
    return JsonResponse(package, json_dumps_params={"ensure_ascii": False, "indent": 1})


def chart_file(chart: Chart, ending: str) -> HttpResponseBase:
    """The chart to stand alone, with its title and source."""
    spec = charts.for_file(chart.spec, chart.title, chart.source)
    try:
        content = charts.drawing(spec, ending, language()).read_bytes()
    except (OSError, charts.ChartError):
        text = _("The picture cannot be drawn now. The table on the page says the same; try again later.")
        return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type=TYPES[ending])
    response["Content-Disposition"] = f'inline; filename="{slugify(chart.name)}.{ending}"'
    response["Content-Security-Policy"] = PICTURE_POLICY
    return response


def asked(request: HttpRequest, name: str, most: int = 100) -> str:
    """A value of the query, cleaned of what no search needs."""
    value = request.GET.get(name, "")
    return "".join(char for char in value if char.isprintable())[:most].strip()
