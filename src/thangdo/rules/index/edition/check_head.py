"""Checks of an edition's head: dates, legal basis, units, rounding, ranking, facets, bands, groups."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence

from thangdo.rules.index.edition.findings import Findings
from thangdo.rules.index.edition.source import Path
from thangdo.rules.index.numbers import as_text, exact, total
from thangdo.rules.index.phrases import Phrase, phrase

_NUMBER = re.compile(r"[-+]?\d[\d.,]*", re.ASCII)


def check_head(found: Findings) -> None:
    """Everything outside the inputs, the tree and the levels."""
    _dates(found)
    _source(found)
    _units(found)
    _rounding(found)
    _ranking(found)
    _facets(found)
    _groups(found)
    _weights(found)
    _words(found)


def _weights(found: Findings) -> None:
    """Named sets of weights: of nodes that there are, and with the sums that are declared."""
    for name, weights in found.edition.weights.items():
        path: Path = ("weights", name)
        for code in weights:
            if code not in found.by_code:
                found.unknown((*path, code), phrase("weight-of-unknown", node=code), code, found.by_code)
        for spot in found.spots:
            wanted = spot.node.weights_sum
            below = [child for child in found.parts.get(spot.path, []) if child.code in weights]
            if wanted is None or not below:
                continue
            for tier in sorted(spot.tiers, key=lambda tier: tier.value):
                parts = [child for child in found.parts[spot.path] if tier in child.tiers]
                summed = total([exact(weights.get(child.code, child.node.weight)) for child in parts])
                if parts and summed != exact(wanted):
                    found.problem(
                        (*path, below[0].code),
                        phrase(
                            "weights-of-set-sum-otherwise",
                            set=name,
                            node=spot.code,
                            tier=tier,
                            sum=as_text(summed),
                            wanted=wanted,
                        ),
                        mend=phrase("correct-weight"),
                    )


def _words(found: Findings) -> None:
    """Words that stand for a missing answer: none that is a number or says something already."""
    for word in found.edition.missing_words:
        path: Path = ("missing_words", word)
        if word in ("not-applicable", "not-measured") or word != word.strip() or not word:
            found.problem(path, phrase("word-taken", word=word), mend=phrase("rename"))
        elif _NUMBER.fullmatch(word):
            found.problem(path, phrase("word-is-number", word=word), mend=phrase("rename"))


def _twice(words: Iterable[str]) -> list[str]:
    """The words that stand more than once, each once."""
    seen: set[str] = set()
    double: list[str] = []
    for word in words:
        if word in seen and word not in double:
            double.append(word)
        seen.add(word)
    return double


def no_double(found: Findings, path: Path, words: Sequence[str], what: Phrase) -> None:
    """Each word stands once in a list."""
    for word in _twice(words):
        second = [number for number, one in enumerate(words) if one == word][1]
        found.problem(
            (*path, second), phrase("stands-twice", what=what, word=word), mend=phrase("keep-it-once")
        )


def _dates(found: Findings) -> None:
    effective = found.edition.effective
    if effective.to is not None and effective.from_ > effective.to:
        found.problem(
            ("effective", "to"),
            phrase("ends-before-it-begins", to=effective.to, since=effective.from_),
            mend=phrase("correct-one-day"),
        )


def _source(found: Findings) -> None:
    edition = found.edition
    nothing = not edition.legal_basis and not edition.relates_to
    mended = not found.untouched(("legal_basis",)) or not found.untouched(("relates_to",))
    if edition.status == "published" and nothing and not mended:
        found.problem(
            ("status",),
            phrase("published-without-basis"),
            mend=phrase("add-legal-basis"),
        )


def _units(found: Findings) -> None:
    edition = found.edition
    no_double(found, ("tiers",), [tier.value for tier in edition.tiers], phrase("the-tier"))
    units = edition.units or ()
    no_double(found, ("units",), [unit.unit for unit in units], phrase("the-unit"))
    tiers = [tier.value for tier in edition.tiers]
    for number, unit in enumerate(units):
        path = ("units", number, "tier")
        if unit.tier is not None and unit.tier not in edition.tiers:
            found.problem(path, phrase("unit-of-other-tier", unit=unit.unit, tier=unit.tier), tiers)
        if unit.tier is None and len(tiers) > 1 and found.untouched(path):
            found.problem(path, phrase("unit-without-tier", unit=unit.unit), tiers, phrase("say-which-tier"))
    known = {unit.unit for unit in units}
    for number, left in enumerate(edition.ranking.leave_out):
        if known and left.unit not in known:
            found.unknown(
                ("ranking", "leave_out", number, "unit"),
                phrase("left-out-unknown", unit=left.unit),
                left.unit,
                known,
            )
    out = [left.unit for left in edition.ranking.leave_out]
    no_double(found, ("ranking", "leave_out"), out, phrase("the-unit"))


def _rounding(found: Findings) -> None:
    kinds = {spot.kind for spot in found.spots}
    seen = set()
    for number, rounding in enumerate(found.edition.rounding):
        for kind in rounding.at:
            if kind in seen:
                found.problem(
                    ("rounding", number),
                    phrase("rounding-twice", kind=kind),
                    mend=phrase("keep-one"),
                )
            elif kind not in kinds:
                found.note(
                    ("rounding", number), phrase("nothing-to-round", kind=kind), phrase("check-rounding")
                )
            seen.add(kind)


def _ranking(found: Findings) -> None:
    edition = found.edition
    if edition.ranking.each_facet and edition.facets is None:
        found.problem(("ranking", "each_facet"), phrase("facets-without-facets"), mend=phrase("take-key-out"))
    no_double(found, ("tie_breakers",), edition.tie_breakers, phrase("the-tie-breaker"))
    for number, code in enumerate(edition.tie_breakers):
        if code not in found.by_code:
            found.unknown(
                ("tie_breakers", number), phrase("tie-breaker-unknown", node=code), code, found.by_code
            )


def _facets(found: Findings) -> None:
    facets = found.edition.facets
    tables = found.edition.observations
    if facets is None:
        for name, table in tables.items():
            if table.facet_columns:
                found.problem(
                    ("observations", name, "facet_columns"),
                    phrase("facet-columns-without-facets", table=name),
                    mend=phrase("add-facets"),
                )
        return
    no_double(found, ("facets", "values"), facets.values, phrase("the-facet"))
    if facets.values:
        for name, average in facets.averages.items():
            for number, facet in enumerate(average.facets):
                if facet not in facets.values:
                    found.unknown(
                        ("facets", "averages", name, "facets", number),
                        phrase("average-facet-unknown", average=name, facet=facet),
                        facet,
                        facets.values,
                    )
    for name, average in facets.averages.items():
        path = ("facets", "averages", name)
        if name in facets.values:
            found.problem(
                path, phrase("average-named-as-facet", average=name), mend=phrase("name-it-otherwise")
            )
        if not average.facets and found.untouched(path):
            found.problem(path, phrase("average-over-nothing", average=name), mend=phrase("list-facets"))
        no_double(found, (*path, "facets"), average.facets, phrase("the-facet"))
    _label(found, facets.label, facets.columns)
    for name, table in tables.items():
        for number, column in enumerate(table.facet_columns):
            if facets.columns and column not in facets.columns:
                found.unknown(
                    ("observations", name, "facet_columns", number),
                    phrase("facet-column-unknown", column=column),
                    column,
                    facets.columns,
                )


def _label(found: Findings, label: str | None, columns: Sequence[str]) -> None:
    if label is None:
        return
    path = ("facets", "label")
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(label) if name is not None]
    except ValueError:
        found.problem(path, phrase("bracket-open", label=label), mend=phrase("write-column-in-full"))
        return
    for name in names:
        if name not in columns:
            found.unknown(path, phrase("label-column-unknown", column=name), name, columns)


def _groups(found: Findings) -> None:
    groups = found.edition.groups
    if groups is None or not found.untouched(("groups",)):
        return
    if (groups.quantiles is None) == (groups.last_ranks is None):
        found.problem(
            ("groups",),
            phrase("groups-in-one-way"),
            mend=phrase("write-one-of-two"),
        )
    before = 0
    for name, last in (groups.last_ranks or {}).items():
        if last <= before:
            found.problem(
                ("groups", "last_ranks", name),
                phrase("group-ends-too-early", group=name, last=last, before=before),
                mend=phrase("write-groups-best-first"),
            )
        before = max(before, last)
