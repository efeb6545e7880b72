"""The reference pages: every operation and every problem, drawn from the description itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thangdo import __version__
from thangdo.faces.api.api import api
from thangdo.faces.api.openapi import METHODS, TAGS, describe
from thangdo.faces.api.problems import KINDS, TYPES, pick
from thangdo.faces.look.templatetags.look import language

Json = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """An entry of the menu."""

    name: str
    title: str
    address: str


@dataclass(frozen=True)
class Field:
    """A parameter, or a member of a form: its name, kind, whether it must be there, what it is."""

    name: str
    kind: str
    needed: bool
    said: str


@dataclass(frozen=True)
class Operation:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    body_type: str
    gives: tuple[Field, ...]
    gives_type: str
    statuses: str


@dataclass(frozen=True)
class Group:
    """The operations of one kind of work."""

    name: str
    title: str
    operations: tuple[Operation, ...]


@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """Every operation."""
    document = describe(api, language())
    groups = [Group(name, pick(title), tuple(_operations(document, name))) for name, title in TAGS.items()]
    about = document["info"]["description"]
    return _page(
        request, "api/reference.html", _("Interface for programs"), {"groups": groups, "about": about}
    )


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """Every kind of problem."""
    return _problems(request, list(KINDS))


@require_safe
def problem(request: HttpRequest, name: str) -> HttpResponse:
    """One kind of problem: the page to which its `type` leads."""
    if name not in KINDS:
        raise Http404
    return _problems(request, [name])


def _problems(request: HttpRequest, names: list[str]) -> HttpResponse:
    kinds = [
        {
            "name": name,
            "type": TYPES + name,
            "status": KINDS[name].status,
            "title": pick(KINDS[name].title),
            "advice": pick(KINDS[name].advice),
        }
        for name in names
    ]
    return _page(request, "api/problems.html", _("Errors of the interface for programs"), {"kinds": kinds})


def _page(request: HttpRequest, template: str, title: str, context: Json) -> HttpResponse:
    menu = [
        Entry("reference", _("Operations"), reverse("api-reference")),
        Entry("problems", _("Errors"), reverse("api-problems")),
    ]
    room = "problems" if "problems" in template else "reference"
    shown = {**context, "title": title, "menu": menu, "room": room, "version": __version__}
    response = render(request, template, shown)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _operations(document: Json, tag: str) -> list[Operation]:
    found = []
    for path, item in document["paths"].items():
        for method in METHODS:
            operation = item.get(method)
            if operation is None or tag not in operation.get("tags", ())[-1:]:
                continue
            body, body_type = _content(document, operation.get("requestBody", {}))
            good = next(value for key, value in operation["responses"].items() if key.startswith("2"))
            gives, gives_type = _content(document, good)
            found.append(
                Operation(
                    operation["operationId"],
                    method.upper(),
                    path,
                    operation["summary"],
                    tuple(_parameter(document, one) for one in operation["parameters"]),
                    body,
                    body_type,
                    gives,
                    gives_type,
                    ", ".join(sorted(operation["responses"])),
                )
            )
    return found


def _parameter(document: Json, one: Json) -> Field:
    if "$ref" in one:
        one = document["components"]["parameters"][one["$ref"].rpartition("/")[2]]
    kind = f"{one['in']}: {_kind(document, one['schema'])}"
    return Field(one["name"], kind, bool(one.get("required")), one.get("description", ""))


def _content(document: Json, of: Json) -> tuple[tuple[Field, ...], str]:
    """The members of a body, and its type."""
    for kind, content in of.get("content", {}).items():
        schema = content["schema"]
        many = schema.get("type") == "array"
        inside = _resolved(document, schema["items"] if many else schema)
        needed = set(inside.get("required", ()))
        fields = tuple(
            Field(name, _kind(document, one), name in needed, one.get("description", ""))
            for name, one in inside.get("properties", {}).items()
        )
        return fields, f"{kind}{' […]' if many else ''}"
    return (), ""


def _resolved(document: Json, schema: Json) -> Json:
    if "$ref" in schema:
        found: Json = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _kind(document: Json, schema: Json) -> str:
    """A schema in a few signs: string (date), integer, [Text], null."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(_kind(document, one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(json.dumps(one) for one in schema["enum"])
    kind = str(schema.get("type", "any"))
    if kind == "array":
        return f"[{_kind(document, schema.get('items', {}))}]"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"{{…: {_kind(document, schema['additionalProperties'])}}}"
    return f"{kind} ({schema['format']})" if "format" in schema else kind
