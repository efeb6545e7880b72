"""results.xlsx: ranks, scores and criteria as a workbook for people, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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


def workbook(
    edition: Edition, result: Result, titles: dict[str, str], language: str, more: Iterable[Sheet] = ()
) -> bytes:
    """The workbook's bytes. titles: of nodes and inputs by code; more: sheets behind these."""
    tiers = list(dict.fromkeys(unit.tier for unit in result.units.values()))
    scores = [_scores(edition, result, titles, language, tier if len(tiers) > 1 else None) for tier in tiers]
    return xlsx_bytes(
        [
            _ranks(edition, result, titles, language),
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


def _cut(text: str) -> str:
    """A text that fits into a cell, in the quotes of documents; the whole of it stands in the CSV files."""
    text = text.replace("«", "“").replace("»", "”")
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


def _ranks(edition: Edition, result: Result, titles: dict[str, str], language: str) -> Sheet:
    word, names = _words(language), _names(result)
    several = len(result.places) > 1
    columns = {"label": True, "unit": True, "name": any(names.values()), "group": several}
    columns |= {"level": bool(result.levels), "band": bool(result.bands), "score": True}
    tied = any(place.tied for places in result.places.values() for place in places)
    columns |= {"tied": tied, "why": bool(result.reasons)}

    def row(group: str, place: Place) -> list[object]:
        outcome = result.levels.get(place.unit)
        cells: dict[str, object] = {
            "label": place.label,
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

    return Sheet(
        word["ranks"],
        [word[name] for name, shown in columns.items() if shown],
        [row(group, place) for group, places in result.places.items() for place in places],
        {word["label"]: 8, word["why"]: 90},
        wrap=True,
        places={word["score"]: places_of(edition, NodeKind.INDEX)},
        heading=_heading(edition, titles, language, word["ranks"]),
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
        word["scores"] if tier is None else f"{word['scores']} – {tier_name(tier, language)}",
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
