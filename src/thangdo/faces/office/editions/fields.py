"""The fields of the edition editor: what stands in each form, and what a filled form says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from thangdo.faces.look import result_words
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.look.templatetags.look import text as in_language
from thangdo.records.people.acting import Refused
from thangdo.work.editions import editing, ruleforms
from thangdo.work.editions.outline import InputView, NodeView, Outline

TIERS = ("department", "district", "commune", "province", "ministry", "country")
DATA = {
    "declared": gettext_noop("declared by the unit"),
    "observed": gettext_noop("observed by assessors"),
    "computed": gettext_noop("computed from records"),
    "survey": gettext_noop("survey"),
}
FIELDS = {
    "staff": gettext_noop("IT staff and training"),
    "infrastructure": gettext_noop("infrastructure"),
    "one-stop": gettext_noop("one-stop desk"),
    "procedures": gettext_noop("publishing procedures"),
    "policy": gettext_noop("policies and plans"),
    "application": gettext_noop("use of information technology"),
}
COMBINES = {
    "sum": gettext_noop("sum of the parts"),
    "mean": gettext_noop("weighted mean"),
    "geometric": gettext_noop("geometric mean"),
    "harmonic": gettext_noop("harmonic mean"),
    "minimum": gettext_noop("the lowest part"),
}
KINDS = {
    "index": gettext_noop("Index"),
    "pillar": gettext_noop("Pillar"),
    "group": gettext_noop("Group of criteria"),
    "criterion": gettext_noop("Criterion"),
    "sub-criterion": gettext_noop("Sub-criterion"),
}
TYPES = {
    "count": gettext_noop("whole number"),
    "number": gettext_noop("number"),
    "percent": gettext_noop("percent"),
    "share": gettext_noop("share 0 to 1"),
    "yes-no": gettext_noop("yes or no"),
    "choice": gettext_noop("one of a list"),
    "checklist": gettext_noop("several of a list"),
    "text": gettext_noop("text"),
}
RULES = {
    "ratio": gettext_noop("Ratio"),
    "steps": gettext_noop("Steps"),
    "choice": gettext_noop("Choice"),
    "checklist": gettext_noop("Checklist"),
    "value": gettext_noop("Points as given"),
    "best": gettext_noop("Against the best"),
    "min_max": gettext_noop("Between two values"),
    "zero_tolerance": gettext_noop("None allowed"),
    "text": gettext_noop("As text"),
}
LABELS = {
    "part": gettext_noop("Part (input or formula)"),
    "whole": gettext_noop("Whole (input or formula)"),
    "full_at": gettext_noop("Full points from this ratio on (0 to 1)"),
    "empty": gettext_noop("When the whole is nothing"),
    "direction": gettext_noop("Direction"),
    "of": gettext_noop("Of (input or formula)"),
    "steps": gettext_noop("Steps, the highest first"),
    "otherwise": gettext_noop("Points below all steps"),
    "choice": gettext_noop("Input"),
    "checklist": gettext_noop("Input"),
    "points": gettext_noop("Points"),
    "count": gettext_noop("What counts"),
    "cap": gettext_noop("At most"),
    "value": gettext_noop("Input or formula"),
    "best": gettext_noop("Input or formula"),
    "among": gettext_noop("Among"),
    "min_max": gettext_noop("Input or formula"),
    "low": gettext_noop("Lowest value, or “observed”"),
    "high": gettext_noop("Highest value, or “observed”"),
    "zero_tolerance": gettext_noop("Input or formula"),
    "at_least": gettext_noop("at least"),
    "option": gettext_noop("option"),
}
CHOICES = {
    "": gettext_noop("as usual"),
    "full": gettext_noop("full points"),
    "zero": gettext_noop("no points"),
    "not-applicable": gettext_noop("does not apply"),
    "last-year": gettext_noop("last year's points"),
    "up": gettext_noop("more is better"),
    "down": gettext_noop("less is better"),
    "tier": gettext_noop("units of the same tier"),
    "all": gettext_noop("all units"),
    "sum": gettext_noop("all that are there"),
    "best": gettext_noop("the best one only"),
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def options(named: Mapping[str, str], chosen: str = "", blank: str = "") -> list[tuple[str, str, bool]]:
    """Code, words, chosen — for a list to choose from; `blank`: the words of no choice."""
    first = [("", blank, not chosen)] if blank else []
    return first + [(code, _(said), code == chosen) for code, said in named.items()]


def both_languages(value: Any) -> dict[str, str]:
    data = value if isinstance(value, dict) else {"vi": value}
    return {name: ruleforms.text_of(data.get(name)) for name in ("vi", "en")}


def row(node: NodeView) -> dict[str, Any]:
    """A node in the tree at the left."""
    title = both_languages(node.title)
    return {
        "code": node.code,
        "kind": _(KINDS[node.kind]),
        "depth": min(node.depth, 5),
        "title": title[language()] or title["vi"] or node.code,
        "max": ruleforms.text_of(node.data.get("max")),
        "problems": node.problems,
        "own": node.own,
        "leaf": node.is_leaf and node.kind in ("criterion", "sub-criterion"),
    }


def head(found: Outline, post: QueryDict | None) -> dict[str, Any]:
    """The form of the edition itself."""
    data = found.data
    effective = data.get("effective")
    days = effective if isinstance(effective, dict) else {}
    tiers = data.get("tiers")
    form: dict[str, Any] = {
        f"{key}_{name}": words_
        for key in ("title", "summary", "note")
        for name, words_ in both_languages(data.get(key)).items()
    }
    form |= {"from": str(days.get("from") or ""), "to": str(days.get("to") or "")}
    chosen = [str(one) for one in tiers] if isinstance(tiers, list) else []
    if post is not None:
        form |= {name: post.get(name, value) for name, value in form.items()}
        chosen = post.getlist("tiers")
    form["tiers"] = [(tier, result_words.tier_name(tier, language()), tier in chosen) for tier in TIERS]
    form["official"] = data.get("official") is True
    return form


def head_values(post: QueryDict) -> dict[str, Any]:
    """What the form of the edition says. Raises Refused."""
    days: dict[str, Any] = {}
    for name in ("from", "to"):
        if typed := post.get(name, "").strip():
            if not _DAY.fullmatch(typed):
                raise Refused("bad-day", typed=typed[:20])
            days[name] = typed
    return {
        "title": text_posted(post, "title") or {"vi": "?"},
        "summary": text_posted(post, "summary"),
        "note": text_posted(post, "note"),
        "effective": days or None,
        "tiers": [tier for tier in TIERS if tier in post.getlist("tiers")] or None,
        "official": post.get("official") == "on",
    }


def text_posted(post: QueryDict, name: str) -> dict[str, Any] | None:
    both = {one: post.get(f"{name}_{one}", "").replace("\r\n", "\n").strip() for one in ("vi", "en")}
    if not any(both.values()):
        return None
    return {"vi": both["vi"], **({"en": both["en"]} if both["en"] else {})}


def node_form(found: Outline, node: NodeView, wanted: str, post: QueryDict | None) -> dict[str, Any]:
    """The form of a node; `wanted`: the kind of rule whose fields are asked for."""
    data = node.data
    leaf = node.is_leaf and node.kind != "index" and node.kind not in ("pillar", "group")
    rule = data.get("rule")
    kind = post.get("rule_kind", "") if post is not None else wanted
    kind = kind if kind in RULES else ruleforms.form_of(rule) or ("text" if rule else "ratio")
    basis = data.get("basis")
    form: dict[str, Any] = {
        f"{key}_{name}": words_
        for key in ("title", "guidance", "evidence")
        for name, words_ in both_languages(data.get(key)).items()
    }
    form |= {
        f"basis_{name}": "" if basis == "proposed" else words_
        for name, words_ in both_languages(basis).items()
    }
    form |= {name: ruleforms.text_of(data.get(name)) for name in ("max", "weight")}
    form |= {"code": node.code, "rule_text": ruleforms.rule_text(rule)}
    chosen = {name: ruleforms.text_of(data.get(name)) for name in ("data", "field", "combine")}
    tiers = data.get("tiers")
    asked = [str(one) for one in tiers] if isinstance(tiers, list) else []
    if post is not None:
        form |= {name: post.get(name, value) for name, value in form.items()}
        chosen = {name: post.get(name, value) for name, value in chosen.items()}
        asked = post.getlist("tiers")
    every = found.data.get("tiers")
    known = [str(one) for one in every] if isinstance(every, list) else list(TIERS)
    return form | {
        "leaf": leaf,
        "kind": _(KINDS[node.kind]),
        "renames": node.own and node.code != "index",
        "proposed": basis == "proposed" if post is None else post.get("proposed") == "on",
        "data": options(DATA, chosen["data"], _("not said")),
        "field": options(FIELDS, chosen["field"], _("none")),
        "combine": options(COMBINES, chosen["combine"], _("not said")),
        "tiers": [(tier, result_words.tier_name(tier, language()), tier in asked) for tier in known],
        "rule_kind": kind,
        "rule_kinds": options(RULES, kind),
        "rule_fields": _rule_fields(found, kind, rule, post) if leaf and kind != "text" else [],
        "rule_line": node.rule_line,
        "inputs": [(one.name, in_language(one.data.get("title"))) for one in found.inputs],
    }


def _rule_fields(found: Outline, kind: str, rule: Any, post: QueryDict | None) -> list[dict[str, Any]]:
    listed: list[str] = []
    if kind in ("choice", "checklist") and isinstance(rule, dict):
        one = found.input(str(rule.get(kind)))
        given = one.data.get("choices") if one else None
        listed = [str(name) for name in given] if isinstance(given, dict | list) else []
    shown = []
    for filled in ruleforms.fill(kind, rule, listed):
        field = filled.field
        value, rows = filled.value, [list(one) for one in filled.rows]
        if post is not None and field.type == "rows":
            columns = [post.getlist(f"rule-{field.name}-{column}") for column, _type in field.columns]
            rows = [list(one) for one in zip(*columns, strict=False)] or rows
        elif post is not None:
            value = post.get(f"rule-{field.name}", value)
        shown.append(
            {
                "name": f"rule-{field.name}",
                "label": _(LABELS[field.name]),
                "type": field.type,
                "value": value,
                "choices": [(code, _(CHOICES[code]), code == value) for code in field.choices],
                "columns": [(f"rule-{field.name}-{c}", _(LABELS.get(c, c)), t) for c, t in field.columns],
                "rows": rows,
            }
        )
    return shown


def node_values(node: NodeView, post: QueryDict) -> dict[str, Any]:
    """What the form of a node says, key by key; None takes a key out. Raises Refused."""
    values: dict[str, Any] = {
        "title": text_posted(post, "title") or {"vi": node.code},
        "guidance": text_posted(post, "guidance"),
        "weight": _weight(post),
    }
    if node.code != "index":
        values["tiers"] = [tier for tier in TIERS if tier in post.getlist("tiers")] or None
    if "rule_kind" not in post:
        combine: Any = post.get("combine") or None
        if combine is None and isinstance(node.data.get("combine"), dict):  # a way that only the text can say
            combine = node.data["combine"]
        return values | {"combine": combine}
    kind = post.get("rule_kind", "")
    given = {name.removeprefix("rule-"): post.getlist(name) for name in post if name.startswith("rule-")}
    rule = ruleforms.rule_of(post.get("rule_text", "")) if kind == "text" else None
    if kind != "text" and any(any(one.strip() for one in each) for each in given.values()):
        rule = ruleforms.rule_from(kind, given)
    return values | {
        "max": _number(post, "max"),
        "rule": rule,
        "evidence": text_posted(post, "evidence"),
        "basis": "proposed" if post.get("proposed") == "on" else text_posted(post, "basis"),
        "data": post.get("data") or None,
        "field": post.get("field") or None,
    }


def _weight(post: QueryDict) -> Decimal | str | None:
    """A weight: a number, or a ratio such as 1/3 as it was typed."""
    typed = "".join(post.get("weight", "").split())
    above, sign, below = typed.partition("/")
    return typed if sign and above.isdigit() and below.isdigit() else _number(post, "weight")


def _number(post: QueryDict, name: str) -> Decimal | None:
    typed = post.get(name, "").strip()
    return ruleforms.number(typed) if typed else None


def adding(found: Outline, parent: str) -> list[dict[str, str]]:
    """What can be added under a node, with a code to propose."""
    node = found.node(parent)
    kinds = node.may_hold if node else ("pillar",)
    return [
        {"kind": kind, "title": _(KINDS[kind]), "code": editing.first_code(found, parent, kind)}
        for kind in kinds
    ]


def input_row(one: InputView) -> dict[str, Any]:
    """An input in the table."""
    kind = str(one.data.get("type") or "")
    return {
        "name": one.name,
        "title": in_language(one.data.get("title")) or one.name,
        "type": _(TYPES[kind]) if kind in TYPES else kind,
        "limits": " – ".join(ruleforms.text_of(one.data.get(name)) or "…" for name in ("min", "max"))
        if one.data.get("min") is not None or one.data.get("max") is not None
        else "",
        "at_most": ruleforms.text_of(one.data.get("at_most")),
        "used_by": one.used_by,
        "problems": one.problems,
    }


def input_form(one: InputView | None, post: QueryDict | None) -> dict[str, Any]:
    """The form of an input."""
    data = one.data if one else {}
    form: dict[str, Any] = {
        f"title_{name}": words_ for name, words_ in both_languages(data.get("title")).items()
    }
    form |= {f"unit_{name}": words_ for name, words_ in both_languages(data.get("unit")).items()}
    form |= {name: ruleforms.text_of(data.get(name)) for name in ("min", "max", "at_most")}
    form |= {"name": one.name if one else "", "choices": ruleforms.choices_text(data.get("choices"))}
    kind = str(data.get("type") or "count")
    if post is not None:
        form |= {name: post.get(name, value) for name, value in form.items()}
        kind = post.get("type", kind)
    return form | {"type": options(TYPES, kind)}


def input_values(post: QueryDict) -> dict[str, Any]:
    """What the form of an input says. Raises Refused."""
    kind = post.get("type", "")
    return {
        "type": kind if kind in TYPES else "count",
        "title": text_posted(post, "title"),
        "unit": text_posted(post, "unit"),
        "min": _number(post, "min"),
        "max": _number(post, "max"),
        "at_most": post.get("at_most", "").strip() or None,
        "choices": ruleforms.choices_of(post.get("choices", "")) if kind in ("choice", "checklist") else None,
    }
