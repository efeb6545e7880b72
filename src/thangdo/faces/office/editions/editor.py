"""The editor of a draft: tree and form, inputs, levels, the text itself; every change an edit of the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from thangdo.faces.look import numbers, phrasing, wording
from thangdo.faces.look.templatetags.look import language
from thangdo.faces.office.editions import fields, level_fields
from thangdo.faces.office.editions.page_frame import frame
from thangdo.faces.office.page_frame import OfficeRequest, office_view, say_how
from thangdo.records.acts.frame import ready
from thangdo.records.ledger.events import Stale
from thangdo.records.people.acting import Refused
from thangdo.rules.index.answers import Problem
from thangdo.work.editions import actions, beginning, drafts, editing
from thangdo.work.editions.acts import EDITIONS, LARGEST, write
from thangdo.work.editions.models import EditionVersion
from thangdo.work.editions.outline import Outline, outline
from thangdo.work.editions.stored import BadInput

Change = Callable[[str], str]


def _outline(version: EditionVersion, text: str | None = None) -> Outline:
    return outline(version.text if text is None else text, f"{version.edition}.yaml")


def _address(name: str, version: EditionVersion, **query: str) -> str:
    asked = urlencode({key: value for key, value in query.items() if value})
    return reverse(f"office-{name}", args=[version.pk]) + (f"?{asked}" if asked else "")


def save(request: OfficeRequest, version: EditionVersion, change: Change, then: str) -> HttpResponseBase:
    """Change the text and go on; where somebody was faster, show both changes. Raises Refused."""
    seen = numbers.whole(request.POST.get("seen", ""))
    if seen is None:
        raise Refused("no-such-text", sequence=request.POST.get("seen", "")[:20])
    try:
        written = actions.edit(request.actor, version.pk, seen, change)
    except Stale:
        base = drafts.text_at(version, int(seen))
        return _merge(request, version, change(base if base is not None else version.text), int(seen))
    if written.sequence == int(seen):
        messages.info(request, _("Nothing was changed."))
    elif written.problems:
        messages.warning(
            request, _("Kept. The check finds %(count)s problems.") % {"count": written.problems}
        )
    else:
        messages.success(request, _("Kept. The check finds nothing wrong."))
    return HttpResponseRedirect(then)


def _merge(request: OfficeRequest, version: EditionVersion, mine: str, saw: int) -> HttpResponseBase:
    version = drafts.one(request.actor, version.pk)
    context = {"met": drafts.meeting(version, mine, saw), "mine": mine}
    return frame(request, version, "edition-text", "merge", context, 409)


@office_view
def tree(request: OfficeRequest, key: int) -> HttpResponseBase:
    """The tree, and the form of the chosen node."""
    version = drafts.one(request.actor, key)
    code = request.GET.get("node", "")
    problem = ""
    if request.method == "POST":
        try:
            return _on_tree(request, version, code)
        except Refused as error:
            problem = wording.refused(error.code, error.facts)
    found = _outline(version)
    node = found.node(code) if code != "head" else None
    context: dict[str, Any] = {
        "outline": found,
        "rows": [fields.row(one) for one in found.nodes],
        "node": node,
        "code": code if node or code == "head" else "",
        "problem": problem,
        "about": found.about(code) if node else (),
        "head": fields.head(found, request.POST if problem else None),
        "form": fields.node_form(found, node, request.GET.get("rule", ""), request.POST if problem else None)
        if node
        else None,
        "adding": fields.adding(found, node.code if node else "index"),
    }
    return frame(request, version, "edition-tree", "tree", context, 400 if problem else 200)


def _on_tree(request: OfficeRequest, version: EditionVersion, code: str) -> HttpResponseBase:
    post, op = request.POST, request.POST.get("op", "")
    here = _address("edition-tree", version, node=code)
    if op == "undo":
        return _undo(request, version, here)
    if op == "save":
        renamed = post.get("code", code).strip() or code
        then = _address("edition-tree", version, node=renamed if code not in ("head", "index") else code)
        return save(request, version, node_change(code, post), then)
    if op == "add":
        new = post.get("new_code", "").strip()
        change = _later(
            editing.add_node, code or "index", post.get("kind", ""), new, post.get("new_title", "")
        )
        return save(request, version, change, _address("edition-tree", version, node=new))
    if op == "remove":
        parent = node.parent if (node := _outline(version).node(code)) else ""
        return save(
            request,
            version,
            _later(editing.remove_node, code),
            _address("edition-tree", version, node=parent),
        )
    simple: dict[str, Change] = {
        "up": _later(editing.move_node, code, -1),
        "down": _later(editing.move_node, code, 1),
        "copy": _later(editing.copy_node, code),
    }
    if op not in simple:
        raise Refused("no-such-move", move=op)
    return save(request, version, simple[op], here)


def _later(change: Callable[..., str], *parts: Any) -> Change:
    return lambda text: change(text, *parts)


def node_change(code: str, post: QueryDict) -> Change:
    """The change of the text that a filled form of a node (or of the head) says. Raises Refused."""

    def change(text: str) -> str:
        if code == "head":
            return str(editing.set_head(text, fields.head_values(post)))
        node = outline(text, "edition.yaml").node(code)
        if node is None:
            raise Refused("no-such-node", node=code)
        made = str(editing.set_node(text, code, fields.node_values(node, post)))
        new = post.get("code", code).strip()
        return made if new == code or not new else str(editing.set_code(made, code, new))

    return change


def _undo(request: OfficeRequest, version: EditionVersion, then: str) -> HttpResponseBase:
    actions.undo(request.actor, version.pk, numbers.sequence(request.POST.get("seen", "")))
    messages.success(request, _("The last change is undone."))
    return HttpResponseRedirect(then)


@office_view
def inputs(request: OfficeRequest, key: int) -> HttpResponseBase:
    """What is asked of a unit: a table, and the form of the chosen input."""
    version = drafts.one(request.actor, key)
    name, problem = request.GET.get("input", ""), ""
    if request.method == "POST":
        post = request.POST
        name = name or post.get("name", "").strip()
        then = _address("edition-inputs", version, input=name)
        try:
            if post.get("op") == "undo":
                return _undo(request, version, then)
            if post.get("op") == "remove":
                change, then = _later(editing.remove_input, name), _address("edition-inputs", version)
            else:
                does = editing.set_input if request.GET.get("input") else editing.add_input
                change = _later(does, name, fields.input_values(post))
            return save(request, version, change, then)
        except Refused as error:
            problem = wording.refused(error.code, error.facts)
    found = _outline(version)
    one = found.input(request.GET.get("input", ""))
    context = {
        "outline": found,
        "rows": [fields.input_row(each) for each in found.inputs],
        "one": one,
        "new": request.GET.get("input") is None and "new" in request.GET,
        "about": found.about(one.name) if one else (),
        "form": fields.input_form(one, request.POST if problem else None),
        "problem": problem,
    }
    return frame(request, version, "edition-inputs", "inputs", context, 400 if problem else 200)


@office_view
def levels(request: OfficeRequest, key: int) -> HttpResponseBase:
    """The levels with their conditions."""
    version = drafts.one(request.actor, key)
    name, problem = request.GET.get("level", ""), ""
    if request.method == "POST":
        post = request.POST
        name = name or post.get("name", "").strip()
        then = _address("edition-levels", version, level=name)
        try:
            if post.get("op") == "undo":
                return _undo(request, version, then)
            if post.get("op") == "remove":
                change, then = _later(editing.remove_level, name), _address("edition-levels", version)
            else:
                change = _later(editing.set_level, name, level_fields.level_values(post))
            return save(request, version, change, then)
        except Refused as error:
            problem = wording.refused(error.code, error.facts)
    found = _outline(version)
    context = {
        "outline": found,
        "levels": [level_fields.level_words(each, found) for each in found.levels],
        "one": found.level(name),
        "level_name": name,
        "new": "new" in request.GET,
        "form": level_fields.level_form(found, found.level(name), request.POST if problem else None),
        "problem": problem,
        "about": found.about("levels"),
    }
    return frame(request, version, "edition-levels", "levels", context, 400 if problem else 200)


@office_view
def text(request: OfficeRequest, key: int) -> HttpResponseBase:
    """The text itself: written here, or replaced by a file."""
    version = drafts.one(request.actor, key)
    typed, problem = version.text, ""
    if request.method == "POST":
        try:
            if request.POST.get("op") == "undo":
                return _undo(request, version, _address("edition-text", version))
            file = request.FILES.get("file")
            typed = request.POST.get("text", "")
            if file is not None:
                ready(EDITIONS, write, request.actor, (key,))
                how: list[Problem] = []
                typed = beginning.text_of_file(file.name or "", file.read(LARGEST * 10), how)
                say_how(request, how)
            return save(request, version, lambda _before: typed, _address("edition-text", version))
        except Refused as error:
            problem = wording.refused(error.code, error.facts)
        except BadInput as error:
            first = phrasing.line(error.problems[0], language())
            problem = _("The file cannot be used as it is.") + " " + first
    found = _outline(version, typed)
    context = {"typed": typed, "outline": found, "problem": problem, "lines": typed.count("\n") + 1}
    return frame(request, version, "edition-text", "text", context, 400 if problem else 200)


@require_POST
@office_view
def check(request: OfficeRequest, key: int) -> HttpResponseBase:
    """The check of what stands in a form or in the text, without keeping it: a part of a page."""
    version = drafts.one(request.actor, key)
    code, refused = request.GET.get("node", ""), ""
    written = version.text
    try:
        if "text" in request.POST:
            written = request.POST["text"].replace("\r\n", "\n")
        elif code:
            written = node_change(code, request.POST)(version.text)
    except Refused as error:
        refused = wording.refused(error.code, error.facts)
    found = _outline(version, written)
    context = {
        "outline": found,
        "refused": refused,
        "about": found.about(code) if code else (),
        "draft": version,
        "code": code,
    }
    return render(request, "office/editions/problems.html", context)


urlpatterns = [
    path("editions/<int:key>/tree/", tree, name="office-edition-tree"),
    path("editions/<int:key>/inputs/", inputs, name="office-edition-inputs"),
    path("editions/<int:key>/levels/", levels, name="office-edition-levels"),
    path("editions/<int:key>/text/", text, name="office-edition-text"),
    path("editions/<int:key>/check/", check, name="office-edition-check"),
]
