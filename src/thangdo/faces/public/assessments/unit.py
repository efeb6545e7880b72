"""One unit in one assessment: first what a citizen asks, then why, criterion by criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from thangdo.faces.look import standing_words
from thangdo.faces.look.numbers import exact, number, share, short
from thangdo.faces.look.result_words import office_name, sentence
from thangdo.faces.look.templatetags.look import language, text
from thangdo.faces.look.titles import edition_titles
from thangdo.faces.public import drawings, labels
from thangdo.faces.public.assessments import rows
from thangdo.faces.public.assessments.pages import source
from thangdo.faces.public.assessments.publications import is_sample
from thangdo.faces.public.pages import Chart, Column, Page, Table, asked
from thangdo.faces.public.units.history import past
from thangdo.records.results import queries
from thangdo.records.results.store import NOT_RETURNED
from thangdo.records.results.tree import Branch, branches
from thangdo.records.results.views import UnitPage

Node = dict[str, Any]


def one(request: HttpRequest, assessment: str, unit: str) -> Page:
    """The unit's page."""
    try:
        found = queries.unit(assessment, unit)
    except queries.NotFound as problem:
        raise rows.missing(problem) from problem
    about, name = found.assessment, found.row.name(language())
    tree = {branch.node: branch for branch in branches(found.edition.data)}
    titles = edition_titles(found.edition.data, language())
    nodes = _nodes(found, tree, titles)
    sort = asked(request, "sort")
    leaves = [node for node in nodes if node["is_leaf"]]
    if sort == "lost":
        leaves.sort(key=lambda node: -exact(node["lost"] or "0"))
    shown = [node for node in nodes if node["depth"] > 0] if sort != "lost" else leaves
    parts = _parts(nodes)
    charts = [chart for chart in (drawings.peers(found, parts), _facets(found, name)) if chart]
    context = {
        "found": found,
        "assessment": about,
        "name": name,
        "row": rows.line(about, found.row),
        "words": plain_words(found, office_name(name, found.row.tier, language())),
        "standing": _standing(found, titles),
        "needs": needs(found, titles),
        "next": ((found.explanation.get("level") or {}).get("next")) or "",
        "only_level": (found.explanation.get("reason") or {}).get("code") == "level-published-only",
        "reason": sentence(found.explanation.get("reason"), language(), titles),
        "successors": found.successors,
        "nodes": shown if len(nodes) > 1 else [],
        "by_lost": sort == "lost",
        "before": found.before,
        "after": found.after,
        "compare": _beside(about.id, found),
        "history": past(found.history),
        "register": reverse("unit", args=[found.unit.scheme, found.unit.code]),
        "since": rows.change(about, found.row),
        "tier": labels.tier(found.row.tier),
        "band": _band(found),
        "sample": is_sample(found.unit.scheme),
        "is_numbered": about.kind == "reconstruction",
    }
    return Page(
        "public/assessments/unit.html",
        name,
        "methods" if about.section == "method" else "assessments",
        context,
        [_table(nodes, source(about)) if nodes else _only_level(found)],
        charts,
        crumbs=[
            (_("Results"), reverse("assessments")),
            (about.title(language()), reverse("assessment", args=[about.id])),
        ],
        source=source(about),
        name=f"{about.id}-{unit}",
    )


def plain_words(found: UnitPage, name: str) -> list[str]:
    """What the result means, for somebody who has never heard of levels."""
    row, said = found.row, []
    everyone = labels.tier(row.tier).lower() if language() == "en" else labels.tier(row.tier)
    if row.level == "unranked":
        said.append(
            _("%(name)s is unranked: it has not met the conditions of the first level.") % {"name": name}
        )
        said.append(
            _(
                "Unranked does not mean that it was left out, nor that it did nothing. It was assessed "
                "like all others; the conditions that must come first were not all there."
            )
        )
    elif row.level:
        said.append(_("%(name)s has reached level %(level)s.") % {"name": name, "level": row.level})
        if row.level == "IV":
            said.append(_("It is the highest of the four levels."))
        else:
            said.append(_("There are four levels, from I to IV; each needs all that the lower ones need."))
    if row.score is not None and row.maximum:
        facts = {
            "name": name,
            "score": short(row.score, language(), 4),
            "most": short(row.maximum, language(), 4),
        }
        said.append(
            _("Its score is %(score)s of %(most)s.") % facts
            if row.level
            else _("%(name)s has a score of %(score)s of %(most)s.") % facts
        )
    elif row.score is not None:
        said.append(
            _("%(name)s has a score of %(score)s.") % {"name": name, "score": short(row.score, language(), 4)}
        )
    if row.score is not None and row.considered:
        said.append(_("Something does not apply to it or was not measured, and what is left stands for all:"))
        said[-1] += f" {rows.considered(row)}."
    elif row.status == NOT_RETURNED:
        said.append(_("%(name)s did not return its self-assessment.") % {"name": name})
    elif row.score is None and not row.level:
        said.append(
            _("%(name)s has no score: %(status)s.") % {"name": name, "status": labels.status(row.status)}
        )
    if row.rank is not None:
        words = (
            _("It stands at rank %(rank)s of %(of)s (%(group)s).")
            if not row.tied
            else _("It shares rank %(rank)s of %(of)s (%(group)s) with others that have the same score.")
        )
        said.append(words % {"rank": row.rank, "of": row.of, "group": everyone})
    return said


def _standing(found: UnitPage, titles: Mapping[str, str]) -> list[str]:
    """Where it stands by ranks within each group; the total and its rank were said before."""
    if not found.explanation["nodes"]:
        return []
    said = standing_words.paragraph(found.standing, found.row.tier, titles, language())
    return said[1:] if found.standing.total else said


def needs(found: UnitPage, titles: Mapping[str, str]) -> list[str]:
    """What the unit must do for the next level: every failed condition as a sentence."""
    level = found.explanation.get("level") or {}
    return [
        _need(need, titles.get(need["node"], need["node"]))
        for need in level.get("needs") or []
        if need["level"] == level.get("next") and need["holds"] is False
    ]


def _need(need: Mapping[str, Any], title: str) -> str:
    """One failed condition: what is needed, what is there, how much is missing."""
    facts = {"title": title}
    if need["unit"] == "share":
        facts["needed"] = share(need["needed"], language())
        facts["had"] = (
            share(need["had"], language()) if need["had"] is not None else labels.status("not-answered")
        )
        words = _("reach at least %(needed)s of the points of “%(title)s” (now %(had)s)") % facts
        if need["short_by"] is not None:
            words += "; " + _("%(short)s percentage points are missing") % {
                "short": short(exact(need["short_by"]) * 100, language(), 1)
            }
        return words
    facts["had"] = (
        short(need["had"], language()) if need["had"] is not None else labels.status("not-answered")
    )
    if need["needed"] is None or exact(need["needed"]) == 0:
        return _("have points in “%(title)s” (now %(had)s)") % facts
    facts["needed"] = short(need["needed"], language())
    words = _("reach at least %(needed)s points in “%(title)s” (now %(had)s)") % facts
    if need["short_by"] is not None:
        words += "; " + _("%(short)s points are missing") % {"short": short(need["short_by"], language())}
    return words


def _nodes(found: UnitPage, tree: Mapping[str, Branch], titles: Mapping[str, str]) -> list[Node]:
    """Every node of the unit with title, points, reason, basis and guidance, in the order of the tree."""
    parents = {node["parent"] for node in found.explanation["nodes"]}
    shown = []
    for node in found.explanation["nodes"]:
        branch = tree.get(node["node"])
        data: Mapping[str, Any] = branch.data if branch else {}
        basis = data.get("basis")
        shown.append(
            {
                "node": node["node"],
                "kind": node["kind"],
                "depth": branch.depth if branch else 0,
                "is_leaf": node["node"] not in parents,
                "title": titles.get(node["node"], node["node"]),
                "score": node["score"],
                "maximum": node.get("maximum"),
                "lost": node.get("lost") or _lost(node),
                "status": node["status"],
                "status_name": labels.status(node["status"]),
                "said": sentence(node.get("why"), language(), titles),
                "guidance": text(data.get("guidance")),
                "evidence": text(data.get("evidence")),
                "basis": _("proposed (no public source)") if basis == "proposed" else text(basis),
            }
        )
    return shown


def _lost(node: Mapping[str, Any]) -> str | None:
    """Points not won, exact; nothing where one of the two is not known."""
    if node["score"] is None or node.get("maximum") is None:
        return None
    lost = exact(node["maximum"]) - exact(node["score"])
    return (
        number(lost, "en", None).replace(",", "")
        if lost.denominator == 1
        else short(lost, "en", 15).replace(",", "")
    )


def _parts(nodes: Sequence[Node]) -> list[Node]:
    """The parts to draw: the pillars, or the groups where there are fewer than three pillars."""
    first = [node for node in nodes if node["depth"] == 1]
    second = [node for node in nodes if node["depth"] == 2 and not node["is_leaf"]]
    return second if len(first) < 3 and len(second) >= 3 else first


def _facets(found: UnitPage, name: str) -> Chart | None:
    """The unit over its facets (life events), best first."""
    averages = (found.edition.data.get("facets") or {}).get("averages") or {}
    listed = [row for row in found.facets if row.score is not None and row.facet not in averages]
    if len(listed) < 2:
        return None
    decimals = min(2, rows.places(row.score for row in listed))
    ordered = sorted(listed, key=lambda row: -exact(row.score or "0"))
    title = _("%(name)s does best in %(best)s and least well in %(least)s") % {
        "name": name,
        "best": ordered[0].facet,
        "least": ordered[-1].facet,
    }
    bars = [(row.facet, row.score, number(row.score, language(), decimals), False) for row in ordered]
    return drawings.ranking("facets", title, drawings.source(found.assessment), bars, _("Score"), _("Part"))


def _beside(assessment: str, found: UnitPage) -> str:
    """The address where the unit stands beside its neighbours."""
    codes = [row.code for row in (found.row, found.before, found.after) if row]
    return f"{reverse('compare')}?assessment={assessment}&units={','.join(codes)}"


def _band(found: UnitPage) -> str:
    steps = (found.edition.data.get("bands") or {}).get("steps") or {}
    return text(steps.get(found.row.band, {}).get("title")) if found.row.band else ""


def _table(nodes: Sequence[Node], where: str) -> Table:
    columns = [
        Column("node", _("Code")),
        Column("kind", _("Part")),
        Column("title", _("Title")),
        Column("score", _("Points"), "number"),
        Column("maximum", _("Most points"), "number"),
        Column("lost", _("Points lost"), "number"),
        Column("status", _("Status"), words=labels.status),
        Column("said", _("Why")),
        Column("basis", _("Basis")),
    ]
    return Table(
        "criteria",
        _("Points by criterion"),
        columns,
        [{column.name: node[column.name] for column in columns} for node in nodes],
        where,
    )


def _only_level(found: UnitPage) -> Table:
    """What was published of a unit of which only the level is known."""
    columns = [
        Column("unit", _("Code")),
        Column("name", _("Unit")),
        Column("level", _("Level"), words=labels.level),
    ]
    row = {"unit": found.row.code, "name": found.row.name(language()), "level": found.row.level}
    return Table("result", _("Result"), columns, [row], source(found.assessment))
