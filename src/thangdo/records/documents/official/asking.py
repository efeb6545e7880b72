"""What a template asks for: its placeholders read as a tree, and refused where they ask for more than data.

A template may name placeholders, walk lists, ask `if`, compare, and use a few filters. It calls nothing,
computes nothing, and a loop within a loop goes down the tree, so that a template cannot run for ever.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from thangdo.records.documents.official.context import Shape
from thangdo.records.documents.official.opening import MOST, Problem, too_many
from thangdo.records.documents.official.words import roman

FILTERS = ("upper", "lower", "length", "first", "last", "roman")
LOOP = Shape(
    "group",
    parts={
        name: Shape("flag" if name in ("first", "last") else "text")
        for name in ("index", "index0", "revindex", "first", "last", "length")
    },
)
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem),
    *(nodes.Const, nodes.For, nodes.If, nodes.CondExpr, nodes.Filter, nodes.Compare, nodes.Operand),
    *(nodes.And, nodes.Or, nodes.Not),
)
_TEXT = Shape("text")
_SINGLE = re.compile(r"(?<!\{)\{ ?([a-z_]{1,40}(?:\.[a-z_]{1,40}){0,5}) ?\}(?!\})")


def environment() -> ImmutableSandboxedEnvironment:
    """Jinja as templates of an office get it: in the sandbox, escaping, with no global and few filters."""
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    made.filters["roman"] = lambda number: roman(int(number))
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests = {}
    return made


def _refused(what: str) -> Problem:
    return Problem(
        "hostile",
        f"Mẫu dùng lệnh không được phép: {what}. Chỉ dùng chỗ điền, “if”, “for” và các bộ lọc "
        f"{', '.join(FILTERS)}.",
        f"The template uses what is not allowed: {what}. Only placeholders, “if”, “for” and the filters "
        f"{', '.join(FILTERS)} may be used.",
    )


def _unknown(path: str, among: Shape) -> Problem:
    names = sorted(among.parts or {})
    near = difflib.get_close_matches(path.rsplit(".", 1)[-1], names, n=1, cutoff=0.6)
    hint_vi = f" Có phải “{near[0]}”?" if near else ""
    hint_en = f" Did you mean “{near[0]}”?" if near else ""
    listed = ", ".join(names) or "–"
    return Problem(
        "unknown",
        f"Không có chỗ điền “{path}”.{hint_vi} Ở vị trí này có: {listed}.",
        f"There is no placeholder “{path}”.{hint_en} Here there are: {listed}.",
    )


def problems(source: str, shape: Shape) -> list[Problem]:
    """What a template's text (XML with placeholders) asks for that it cannot have."""
    if source.count("{{") + source.count("{%") > MOST:
        return [too_many()]
    try:
        tree = environment().parse(source)
    except TemplateError as error:
        return [
            Problem(
                "syntax",
                f"Chỗ điền viết sai: {error.message}. Kiểm tra dấu {{{{ }}}} và {{% %}}, mỗi “for”, “if” có "
                f"“end”.",
                f"A placeholder is written wrongly: {error.message}. Check {{{{ }}}} and {{% %}}; each "
                f"“for” and "
                "“if” needs its “end”.",
            )
        ]
    found: list[Problem] = []
    _walk(tree, {"": shape}, "", found)
    return list(dict.fromkeys(found))


def single_braces(paragraphs: Iterable[str], shape: Shape) -> list[Problem]:
    """Placeholders in single braces, which would be printed as they stand."""
    found = {
        one[1]: Problem(
            "single-braces",
            f"“{one[0]}” chỉ có một dấu ngoặc nên sẽ được in nguyên văn. Hãy ghi {{{{ {one[1]} }}}}.",
            f"“{one[0]}” has single braces and would be printed as it stands. Write {{{{ {one[1]} }}}}.",
        )
        for text in paragraphs
        for one in _SINGLE.finditer(text)
        if one[1].partition(".")[0] in (shape.parts or {})
    }
    return list(found.values())


Names = dict[str, Shape]


def _walk(node: nodes.Node, names: Names, inside: str, found: list[Problem]) -> None:
    """Check a node and what is below it. names: "" the whole data, and each loop's variable; inside: the
    variable of the loop that is nearest."""
    if not isinstance(node, _ALLOWED):
        found.append(_refused(type(node).__name__.lower()))
        return
    if isinstance(node, nodes.For):
        _loop(node, names, inside, found)
        return
    if isinstance(node, nodes.Filter):
        if node.name not in FILTERS or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            found.append(_refused(f"|{node.name}"))
            return
    elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        _shape(node, names, found)
        return
    for child in node.iter_child_nodes():
        _walk(child, names, inside, found)


def _loop(node: nodes.For, names: Names, inside: str, found: list[Problem]) -> None:
    if not isinstance(node.target, nodes.Name) or node.recursive or node.test is not None:
        found.append(_refused("for … recursive / if / a, b"))
        return
    root = _root(node.iter)
    if inside and root != inside:
        found.append(
            Problem(
                "loop",
                f"Vòng lặp “for” nằm trong vòng lặp khác phải đi theo “{inside}”, không lặp lại cả danh "
                f"sách.",
                f"A “for” inside another goes along “{inside}”; it does not walk a whole list again.",
            )
        )
        return
    shape = _shape(node.iter, names, found)
    if shape is None:
        return
    if shape.kind != "list" or shape.item is None:
        found.append(
            Problem(
                "no-list",
                f"“{_path(node.iter)}” không phải danh sách nên không lặp được.",
                f"“{_path(node.iter)}” is no list and cannot be walked.",
            )
        )
        return
    below = {**names, node.target.name: shape.item, "loop": LOOP}
    for child in (*node.body, *node.else_):
        _walk(child, below, node.target.name, found)


def _root(node: nodes.Node) -> str:
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _steps(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Getattr):
        yield from _steps(node.node)
        yield node.attr
    elif isinstance(node, nodes.Getitem):
        yield from _steps(node.node)
        yield f"[{node.arg.value}]" if isinstance(node.arg, nodes.Const) else "[…]"
    elif isinstance(node, nodes.Name):
        yield node.name


def _path(node: nodes.Node) -> str:
    return ".".join(_steps(node)).replace(".[", "[")


def _shape(node: nodes.Node, names: Names, found: list[Problem]) -> Shape | None:
    """What stands at a name; None, with a problem found, where there is nothing."""
    steps = list(_steps(node))
    path = _path(node)
    if not steps or any(step.startswith("_") or step == "[…]" for step in steps):
        found.append(_refused(path or type(node).__name__.lower()))
        return None
    shape, place = (names[steps[0]], 1) if steps[0] in names and steps[0] else (names[""], 0)
    for step in steps[place:]:
        if step.startswith("["):
            if shape.kind != "list" or shape.item is None or not step[1:-1].isdigit():
                found.append(_refused(path))
                return None
            shape = shape.item
            continue
        if step not in (shape.parts or {}):
            found.append(_unknown(path, shape if shape.kind == "group" else names[""]))
            return None
        shape = (shape.parts or {})[step]
    return shape
