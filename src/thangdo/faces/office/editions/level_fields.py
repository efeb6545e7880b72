"""The form of a level of an edition: its conditions as rows, and what each means where it does not apply."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from thangdo.faces.look import numbers, result_words
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.look.templatetags.look import text as in_language
from thangdo.faces.office.editions import fields
from thangdo.work.editions import ruleforms
from thangdo.work.editions.outline import LevelView, Outline

NEEDS = {
    "share": gettext_noop("at least … percent of the points"),
    "points": gettext_noop("at least … points"),
    "full": gettext_noop("full points"),
    "any": gettext_noop("more than no points"),
}
NOT_APPLICABLE = {
    "": gettext_noop("not stated: the condition is left out"),
    "left-out": gettext_noop("the condition is left out"),
    "fails": gettext_noop("the condition fails"),
    "own-group": gettext_noop("the unit goes to a group of its own"),
}
BLANK_NEEDS = 3


def level_words(level: LevelView, found: Outline) -> dict[str, Any]:
    """A level with its needs in words."""
    needs = []
    for need in level.needs:
        shown = ruleforms.need_row(need)
        node = found.node(shown["node"])
        title = f"{shown['node']} {in_language(node.title)}" if node else shown["node"]
        amount = numbers.short(shown["amount"], language(), 4) if _is_number(shown["amount"]) else "?"
        said = _(NEEDS.get(shown["kind"], shown["kind"])).replace("…", amount)
        tiers = ", ".join(result_words.tier_name(tier, language()) for tier in shown["tiers"].split())
        group = shown["group_en"] if language() == "en" and shown["group_en"] else shown["group_vi"]
        stated = shown["na"]
        absent = group or _(NOT_APPLICABLE.get(stated, stated)) if stated else ""
        needs.append({"title": title, "said": said, "tiers": tiers, "absent": absent})
    return {"name": level.name, "title": in_language(level.data.get("title")), "needs": needs}


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", text, re.ASCII))


def level_form(found: Outline, level: LevelView | None, post: QueryDict | None) -> dict[str, Any]:
    """The form of a level: title and rows of needs, some of them blank."""
    both = fields.both_languages(level.data.get("title") if level else None)
    rows = [ruleforms.need_row(need) for need in level.needs] if level else []
    form = {"title_vi": both["vi"], "title_en": both["en"], "name": level.name if level else ""}
    if post is not None:
        form = {name: post.get(name, value) for name, value in form.items()}
        rows = _posted(post)
    rows += [ruleforms.need_row({})] * BLANK_NEEDS
    codes = [(node.code, in_language(node.title)) for node in found.nodes]
    return form | {
        "rows": [
            {
                "nodes": [(code, title, code == one["node"]) for code, title in codes],
                "kinds": fields.options(NEEDS, one["kind"]),
                "amount": one["amount"],
                "tiers": one["tiers"],
                "absent": fields.options(NOT_APPLICABLE, one["na"]),
                "group_vi": one["group_vi"],
                "group_en": one["group_en"],
            }
            for one in rows
        ]
    }


def _posted(post: QueryDict) -> list[dict[str, str]]:
    names = ("node", "kind", "amount", "tiers", "na", "group_vi", "group_en")
    columns = [post.getlist(f"need-{name}") for name in names]
    rows = zip_longest(*columns, fillvalue="")
    return [dict(zip(names, row_, strict=True)) for row_ in rows]


def level_values(post: QueryDict) -> dict[str, Any]:
    """What the form of a level says. Raises Refused."""
    return {"title": fields.text_posted(post, "title"), "needs": ruleforms.needs_of(_posted(post))}
