"""results.xlsx: ranks, scores and criteria as a workbook for people, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from thangdo.faces.look.result_words import failed_need, level_name, sentence, status_name, tier_name
from thangdo.faces.look.sentences import everything, pick
from thangdo.records.documents.workbooks import LONGEST, Sheet, xlsx_bytes
from thangdo.rules.exact import Fraction
from thangdo.rules.index.edition.model import Edition, NodeKind
from thangdo.rules.index.evaluate import Branch, grow, walk
from thangdo.rules.index.explain import need_as_data, reason
from thangdo.rules.index.numbers import shown_mean
from thangdo.rules.index.result import NodeScore, Place, Result

MOST_COLUMNS = 16_384  # of Excel
MOST_SHEETS = 12  # of ranks
NO_RANK = "–"
Absent = Mapping[str, Sequence[tuple[str, str]]]  # tier -> code and name of the units without a result


def workbook(
    edition: Edition,
    result: Result,
    titles: dict[str, str],
    language: str,
    more: Iterable[Sheet] = (),
    absent: Absent = MappingProxyType({}),
) -> bytes:
    """The workbook's bytes. titles: of nodes and inputs by code; more: sheets behind these; absent: who did
    not return, by tier."""
    there = dict.fromkeys(unit.tier for unit in result.units.values())
    tiers = sorted(there, key=[*result.places, *there].index)
    scores = [_scores(edition, result, titles, language, tier if len(tiers) > 1 else None) for tier in tiers]
    return xlsx_bytes(
        [
            *_ranks(edition, result, titles, language, absent),
            *scores,
            _criteria(edition, result, titles, language),
            *more,
        ]
    )


def _heading(edition: Edition, titles: dict[str, str], language: str, what: str) -> tuple[str, str]:
    word = _words(language)
    mark = word["official" if edition.official else "unofficial"]
    version = f"{word['version']} {edition.version}"
    return f"{what}: {titles['index']}"[:LONGEST], f"{edition.edition}, {version}, {mark}"


def _words(language: str) -> dict[str, str]:
    """Sheets and heads of the workbook."""
    return {code: pick(said, language) for code, said in everything()["workbook"].items()}


def _tier(tier: str, language: str) -> str:
    said = tier_name(tier, language)
    return said[:1].upper() + said[1:]


def _cut(text: str) -> str:
    """A text that fits into a cell, in the quotes of documents; the whole of it stands in the CSV files."""
    text = text.replace("\u00ab", "“").replace("\u00bb", "”")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _names(result: Result) -> dict[str, str]:
    return {code: _cut(unit.name or "") for code, unit in result.units.items()}


def why_unranked(result: Result, unit: str, titles: dict[str, str], language: str) -> str:
    """In words: the gates that failed and by how much, or why there is no score; "" for the ranked."""
    why, outcome = result.reasons.get(unit), result.levels.get(unit)
    if why is None:
        return ""
    if why.code == "no-gate" and outcome is not None:
        return " ".join(failed_need(need_as_data(need), language, titles) for need in outcome.failed)
    return sentence(reason(why), language, titles)


def band_name(edition: Edition, code: str | None, language: str) -> str:
    """The title of a band; the code itself where it is none of the edition's."""
    if code is None:
        return ""
    steps = edition.bands.steps if edition.bands is not None else {}
    return steps[code].title.in_language(language) if code in steps else code


def _ranks(
    edition: Edition, result: Result, titles: dict[str, str], language: str, absent: Absent
) -> list[Sheet]:
    """A sheet for each group within which is ranked; one sheet with all of them where they are very many."""
    groups: dict[str, Sequence[Place]] = dict(result.places)
    away: dict[str, list[tuple[str, str]]] = {}
    tiers = {unit.tier for unit in result.units.values()}
    whole = [group for group in groups if group not in tiers]  # of which units of several tiers are
    for tier, units in absent.items():
        group = tier if tier in groups or len(whole) != 1 else whole[0]
        groups.setdefault(group, ())
        away.setdefault(group, []).extend(units)
    if 1 < len(groups) <= MOST_SHEETS:
        return [
            _ranked(edition, result, titles, language, {group: groups[group]}, away, group)
            for group in groups
        ]
    return [_ranked(edition, result, titles, language, groups, away)]


def _ranked(
    edition: Edition,
    result: Result,
    titles: dict[str, str],
    language: str,
    groups: Mapping[str, Sequence[Place]],
    away: Mapping[str, list[tuple[str, str]]],
    only: str | None = None,
) -> Sheet:
    """The ranked of each group by rank, below them the unranked with the reason, then who did not return."""
    word, names = _words(language), _names(result)
    gone = [one for group in groups for one in away.get(group, ())]
    columns = {
        "label": True,
        "unit": True,
        "name": any(names.values()) or bool(gone),
        "group": len(groups) > 1,
    }
    columns |= {"level": bool(result.levels), "band": bool(result.bands), "score": True}
    tied = any(place.tied for places in groups.values() for place in places)
    left = any(place.rank is None for places in groups.values() for place in places)
    columns |= {"tied": tied, "why": left or bool(gone)}

    def row(group: str, place: Place) -> list[object]:
        outcome = result.levels.get(place.unit)
        cells: dict[str, object] = {
            "label": NO_RANK if place.rank is None else place.rank,
            "unit": _cut(place.unit),
            "name": names[place.unit],
            "group": tier_name(group, language),
            "score": place.score,
            "level": "" if outcome is None else level_name(outcome.level, language),
            "band": _cut(band_name(edition, result.bands.get(place.unit), language)),
            "tied": word["yes"] if place.tied else "",
            "why": _cut(why_unranked(result, place.unit, titles, language)),
        }
        return [cells[name] for name, shown in columns.items() if shown]

    def nothing(group: str, code: str, name: str) -> list[object]:
        cells = {
            "label": NO_RANK,
            "unit": _cut(code),
            "name": _cut(name),
            "group": tier_name(group, language),
        }
        cells["why"] = word["absent"]
        return [cells.get(name) for name, shown in columns.items() if shown]

    found = []
    for group, places in groups.items():
        found += [row(group, place) for place in places if place.rank is not None]
        found += [row(group, place) for place in places if place.rank is None]
        found += [nothing(group, code, name) for code, name in away.get(group, ())]
    heading = _heading(edition, titles, language, word["ranks"])
    title = word["ranks"] if only is None else f"{word['ranks']} – {_tier(only, language)}"
    return Sheet(
        title,
        [word[name] for name, shown in columns.items() if shown],
        found,
        {word["label"]: 8, word["why"]: 90},
        wrap=True,
        places={word["score"]: places_of(edition, NodeKind.INDEX)},
        heading=heading if only is None else (*heading, _tier(only, language)),
        frozen=2,
    )


def _scores(
    edition: Edition, result: Result, titles: dict[str, str], language: str, tier: str | None
) -> Sheet:
    """A row per unit and facet, a column per node; where there is no score, the kind of missing.

    tier: only the units of this one, with the nodes that apply to it; None for all.
    """
    word, names = _words(language), _names(result)
    chosen = [key for key in sorted(result.scores) if tier is None or result.units[key[0]].tier == tier]
    branches = _used(edition, result, chosen)[: MOST_COLUMNS - 3]
    heads = {branch.code: _node_head(branch, titles, word["score"]) for branch in branches}
    named, faceted = any(names.values()), any(facet for _, facet in result.scores)
    before = [word["unit"], *([word["name"]] if named else []), *([word["facet"]] if faceted else [])]

    def row(unit: str, facet: str) -> list[object]:
        scores = result.scores[unit, facet]
        start = [_cut(unit), *([names[unit]] if named else []), *([_cut(facet)] if faceted else [])]
        return [*start, *(_shown(scores.get(branch.code), language) for branch in branches)]

    return Sheet(
        word["scores"] if tier is None else f"{word['scores']} – {_tier(tier, language)}",
        [*before, *heads.values()],
        [row(unit, facet) for unit, facet in chosen],
        dict.fromkeys(heads.values(), 18),
        places={heads[branch.code]: places_of(edition, branch.kind) for branch in branches},
        heading=_heading(edition, titles, language, word["scores"]),
        frozen=len(before),
    )


def _node_head(branch: Branch, titles: dict[str, str], score: str) -> str:
    if branch.parent is None:
        return score
    title = titles.get(branch.code, "")
    return f"{branch.code} {title if len(title) <= 90 else title[:89] + '…'}".strip()


def _shown(score: NodeScore | None, language: str) -> Fraction | str | None:
    if score is None:
        return None
    return score.score if score.score is not None else status_name(score.status.value, language)


def _criteria(edition: Edition, result: Result, titles: dict[str, str], language: str) -> Sheet:
    """A row per node: title, what it is part of, maximum, how many units have a score, and their mean."""
    word = _words(language)

    def row(branch: Branch) -> list[object]:
        found = [s[branch.code] for (_, facet), s in result.scores.items() if not facet and branch.code in s]
        had = [one.score for one in found if one.score is not None]
        maxima = {one.maximum for one in found}
        return [
            branch.code,
            _cut(titles.get(branch.code, "")),
            branch.parent or "",
            branch.weight if branch.parent else None,
            maxima.pop() if len(maxima) == 1 else None,
            len(had),
            shown_mean(had, 4),
        ]

    names = ("node", "title", "in", "weight", "maximum", "units", "mean")
    columns = [word[name] for name in names]
    return Sheet(
        word["criteria"],
        columns,
        [row(branch) for branch in _used(edition, result, result.scores)],
        {word["title"]: 70},
        wrap=True,
        places={word["mean"]: 2},
        heading=_heading(edition, titles, language, word["criteria"]),
        frozen=1,
    )


def _used(edition: Edition, result: Result, units: Iterable[tuple[str, str]]) -> Sequence[Branch]:
    used = {node for key in units for node in result.scores[key]}
    return [branch for branch in walk(grow(edition)) if branch.code in used]


def places_of(edition: Edition, kind: NodeKind) -> int:
    """The decimals to show at a tier of the tree: the declared ones, otherwise four."""
    return next((rule.places for rule in edition.rounding if kind in rule.at), 4)
