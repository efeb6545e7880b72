"""The criteria as a document to read: legal basis, levels and gates, every criterion, rounding, inputs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thangdo.faces.look.numbers import share, short, weight
from thangdo.faces.look.templatetags.look import language, text
from thangdo.faces.public import labels
from thangdo.faces.public.editions.rulewords import Sayer
from thangdo.faces.public.pages import TYPES, Column, Page, Table, asked
from thangdo.records.results.examples import examples
from thangdo.work.editions import published, queries


@dataclass(frozen=True)
class Entry:
    """One node of the tree as the reader sees it."""

    code: str
    kind: str
    depth: int
    title: str
    maximum: str
    weight: str
    rule: str
    guidance: str
    evidence: str
    data: str
    basis: str
    tiers: str
    origin: str
    together: str
    is_leaf: bool


def listing(request: HttpRequest) -> Page:
    """All editions."""
    rows = [(edition_id, published.get(edition_id)) for edition_id in published.ids()]
    first = {edition_id: place for place, edition_id in enumerate(examples().editions)}
    rows.sort(key=lambda row: (first.get(row[0], len(first)), row[0]))
    found: list[dict[str, Any]] = [
        {
            "id": edition_id,
            "title": text(edition.title),
            "summary": text(edition.summary),
            "official": edition.official,
            "version": edition.version,
            "criteria": sum(1 for entry in entries(edition) if entry.is_leaf),
            "tiers": ", ".join(labels.tier(tier.value) for tier in edition.tiers),
            "from": edition.effective.from_,
        }
        for edition_id, edition in rows
    ]
    columns = [
        Column("id", _("Code")),
        Column("title", _("Title")),
        Column("version", _("Version"), "integer"),
        Column("official", _("Official text (1) or not (0)"), "integer"),
        Column("criteria", _("Criteria"), "integer"),
    ]
    table = Table(
        "editions",
        _("Sets of criteria"),
        columns,
        [{**{k: str(v) for k, v in row.items()}, "official": str(int(row["official"]))} for row in found],
    )
    title = _("Criteria by which units are assessed")
    return Page("public/editions/list.html", title, "editions", {"editions": found}, [table], name="editions")


def one(request: HttpRequest, edition: str) -> Page:
    """One edition as a document."""
    found = edition_or_404(edition, asked(request, "version", 9))
    tier = asked(request, "tier")
    shown = [entry for entry in entries(found, tier if tier in _tiers(found) else "")]
    context = {
        "edition": found,
        "edition_id": edition,
        "others": [number for number in published.versions(edition) if number != found.version],
        "version_query": f"?version={found.version}" if asked(request, "version", 9) else "",
        "entries": shown,
        "contents": [entry for entry in shown if not entry.is_leaf and entry.depth in (1, 2)],
        "tiers": [{"code": code, "name": labels.tier(code)} for code in _tiers(found)],
        "tier": tier if tier in _tiers(found) else "",
        "levels": levels(found),
        "bands": _bands(found),
        "inputs": _inputs(found),
        "rounding": rounding_words(found),
        "ties": ties_words(found),
        "count": sum(1 for entry in shown if entry.is_leaf),
    }
    columns = [
        Column("code", _("Code")),
        Column("kind", _("Part")),
        Column("title", _("Title")),
        Column("maximum", _("Most points"), "number"),
        Column("weight", _("Weight"), "number"),
        Column("rule", _("Rule")),
        Column("guidance", _("Guidance")),
        Column("evidence", _("Evidence")),
        Column("data", _("Source of data")),
        Column("basis", _("Basis")),
        Column("tiers", _("Tiers")),
    ]
    table = Table(
        "criteria",
        _("Criteria"),
        columns,
        [{c.name: getattr(e, c.name) for c in columns} for e in entries(found)],
    )
    return Page(
        "public/editions/edition.html",
        text(found.title),
        "editions",
        context,
        [table],
        crumbs=[(_("Criteria"), reverse("editions"))],
        name=f"edition-{edition}",
    )


@require_safe
def source(request: HttpRequest, edition: str) -> HttpResponse:
    """The edition's own file, as its authors wrote it."""
    version = asked(request, "version", 9)
    edition_or_404(edition, version)
    text = published.text(edition, int(version) if version else None)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def workbook(request: HttpRequest, edition: str) -> HttpResponse:
    """The same content as an Excel workbook, which `thangdo edition import` reads again."""
    from thangdo.work.editions.workbook import export

    response = HttpResponse(
        export(edition_or_404(edition, asked(request, "version", 9))), content_type=TYPES["xlsx"]
    )
    response["Content-Disposition"] = f'attachment; filename="{edition}.xlsx"'
    return response


def edition_or_404(edition_id: str, version: str = "") -> Any:
    """A published edition, the latest version of it or a certain one; 404 when there is none."""
    try:
        return published.get(edition_id, int(version) if version else None)
    except (KeyError, ValueError) as problem:
        raise Http404(_("There is no set of criteria of that name.")) from problem


def _tiers(edition: Any) -> list[str]:
    return [tier.value for tier in edition.tiers] if len(edition.tiers) > 1 else []


def _titles(code: str, node: Any) -> Iterator[tuple[str, str]]:
    yield code, text(node.title)
    for name, child in node.children.items():
        yield from _titles(name, child)


def entries(edition: Any, tier: str = "") -> list[Entry]:
    """Every node in the order of the file, the index itself first; only those of `tier` when it is given."""
    sayer = Sayer(edition.inputs, edition.observations, dict(_titles("index", edition.index)))
    every = [t.value for t in edition.tiers]

    def walk(code: str, node: Any, kind: str, depth: int, inherited: list[str]) -> Iterator[Entry]:
        own = [t.value for t in node.tiers] if node.tiers is not None else inherited
        if tier and tier not in own:
            return
        yield Entry(
            code=code,
            kind=labels.node_kind(kind),
            depth=depth,
            title=text(node.title),
            maximum=format(node.max, "f") if node.max is not None else "",
            weight=weight(node.weight) if node.weight != 1 else "",
            rule=sayer.sentence(node.rule, node.max) if node.rule else "",
            guidance=text(node.guidance),
            evidence=text(node.evidence),
            data=labels.data_source(node.data.value) if node.data else "",
            basis=_("proposed (no public source)") if node.basis == "proposed" else text(node.basis),
            tiers="" if own == every else ", ".join(labels.tier(t) for t in own),
            origin=node.origin or "",
            together=_together(node),
            is_leaf=not node.children,
        )
        for child_code, child in node.children.items():
            yield from walk(child_code, child, node.children_kind.value, depth + 1, own)

    return list(walk("index", edition.index, "index", 0, every))


def _together(node: Any) -> str:
    """How a node's parts become its score, and what missing parts do."""
    if not node.children or node.combine is None:
        return ""
    words = _("The score is %(how)s.") % {"how": labels.combine(node.combine_name)}
    rules = {
        labels.status("not-applicable"): node.missing.not_applicable.value,
        labels.status("not-answered"): node.missing.not_answered.value,
        labels.status("not-measured"): node.missing.not_measured.value,
    }
    said = "; ".join(
        _("a part that is %(status)s %(does)s") % {"status": name, "does": labels.missing(rule)}
        for name, rule in rules.items()
    )
    words += " " + said[:1].upper() + said[1:] + "."
    if node.coverage is not None:
        words += " " + _("With less than %(share)s of the weight present there is no score.") % {
            "share": share(node.coverage, language())
        }
    return words


def levels(edition: Any) -> list[dict[str, Any]]:
    """Each level from the lowest, with its conditions in words."""
    titles = queries.titles(edition, language())
    found = []
    for code, level in (edition.levels or {}).items():
        needs = []
        for need in level.needs:
            words = need_words(titles.get(need.node, need.node), need)
            if need.tiers:
                words += " (" + ", ".join(labels.tier(t.value) for t in need.tiers) + ")"
            needs.append(words + absent_words(need))
        found.append({"code": code, "title": text(level.title), "needs": needs})
    return found


def absent_words(need: Any) -> str:
    """What becomes of a unit to which the node of a condition does not apply, where the edition states it."""
    if need.own_group is not None:
        return _(
            "; where it does not apply, the unit goes to the group “%(group)s”, without level and rank"
        ) % {"group": text(need.own_group)}
    said = {
        "fails": _("; where it does not apply to a unit, the condition fails"),
        "left-out": _("; where it does not apply to a unit, the condition is left out"),
    }
    return said.get(need.not_applicable, "")


def need_words(title: str, need: Any) -> str:
    """One condition of a gate in words."""
    facts = {"title": title}
    if need.share is not None:
        return _("at least %(share)s of the points of “%(title)s”") % {
            **facts,
            "share": share(need.share, language()),
        }
    if need.points is not None:
        return _("at least %(points)s points in “%(title)s”") % {
            **facts,
            "points": short(need.points, language()),
        }
    if need.must == "full":
        return _("full points in “%(title)s”") % facts
    return _("more than no points in “%(title)s”") % facts


def _bands(edition: Any) -> list[dict[str, Any]]:
    if not edition.bands:
        return []
    as_share = edition.bands.as_ == "share"
    return [
        {
            "title": text(band.title),
            "from": share(band.at_least, language()) if as_share else short(band.at_least, language(), 4),
        }
        for band in edition.bands.steps.values()
    ]


def _inputs(edition: Any) -> list[dict[str, str]]:
    types = {
        "count": _("whole number"),
        "number": _("number"),
        "percent": _("percent"),
        "share": _("share 0 to 1"),
        "yes-no": _("yes or no"),
        "choice": _("one of a list"),
        "checklist": _("several of a list"),
        "text": _("text"),
    }
    return [
        {
            "name": name,
            "title": text(given.title) or name,
            "type": types.get(given.type.value, given.type.value),
            "choices": "; ".join(text(words) for words in (given.choices or {}).values()),
        }
        for name, given in edition.inputs.items()
    ]


def rounding_words(edition: Any) -> list[str]:
    """How numbers are rounded, in words."""
    modes = {
        "half-up": _("half up"),
        "half-even": _("half to even"),
        "down": _("down"),
    }
    found = [
        _("%(where)s: rounded to %(places)s decimals, %(mode)s.")
        % {
            "where": ", ".join(labels.node_kind(kind.value) for kind in rounding.at),
            "places": rounding.places,
            "mode": modes[rounding.mode.value],
        }
        for rounding in edition.rounding
    ]
    return found or [_("No number is rounded; files hold the exact values.")]


def ties_words(edition: Any) -> str:
    """How equal scores are ranked, in words."""
    if edition.ties.value == "dense":
        words = _("Equal scores share a rank and the next rank follows at once: 17, 17, 18.")
    else:
        words = _("Equal scores share a rank and the next ranks stay empty: 17, 17, 19.")
    if edition.tie_breakers:
        titles = queries.titles(edition, language())
        words += " " + _("Ties are broken by: %(nodes)s.") % {
            "nodes": ", ".join(titles.get(code, code) for code in edition.tie_breakers)
        }
    return words + " " + _("A rank is computed on the rounded score.")
