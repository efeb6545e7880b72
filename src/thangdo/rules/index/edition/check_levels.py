"""Checks of levels and bands: gates that no unit could pass, thresholds that fall, bands out of order."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from thangdo.rules.exact import Fraction
from thangdo.rules.index.edition.check_tree import maximum
from thangdo.rules.index.edition.findings import Findings, Spot
from thangdo.rules.index.edition.model import Level, Need, Tier
from thangdo.rules.index.edition.source import Path
from thangdo.rules.index.numbers import as_text, exact
from thangdo.rules.index.phrases import phrase

UNRANKED = "unranked"


def check_levels(found: Findings) -> None:
    """Everything about gates and bands."""
    levels = found.edition.levels or {}
    for name, level in levels.items():
        path: Path = ("levels", name)
        if name == UNRANKED:
            found.problem(path, phrase("level-name-taken", level=UNRANKED), mend=phrase("rename-level"))
        if not level.needs and found.untouched((*path, "needs")):
            found.problem(
                path,
                phrase("level-without-condition", level=name),
                mend=phrase("add-needs"),
            )
        for number, need in enumerate(level.needs):
            _need(found, (*path, "needs", number), need)
        silent = [
            need.node
            for need in level.needs
            if need.not_applicable is None and need.own_group is None and need.node in found.by_code
        ]
        if silent and found.untouched((*path, "needs")):
            nodes = ", ".join(dict.fromkeys(silent))
            found.note(
                path,
                phrase("not-applicable-unstated", level=name, nodes=nodes),
                phrase("state-not-applicable"),
            )
    _thresholds(found, levels)
    for tier in found.edition.tiers:
        _reachable(found, levels, tier)
    _bands(found)


def _tiers_of(found: Findings, need: Need) -> list[Tier]:
    return [tier for tier in found.edition.tiers if need.tiers is None or tier in need.tiers]


def _need(found: Findings, path: Path, need: Need) -> None:
    given = [key for key in ("share", "points", "must") if getattr(need, key) is not None]
    if len(given) != 1 and found.untouched(path):
        found.problem(
            path,
            phrase("need-in-several-ways", count=len(given)) if given else phrase("need-in-no-way"),
            phrase("one-of-share-points-must"),
        )
    if need.not_applicable is not None and need.own_group is not None:
        found.problem(
            (*path, "own_group"), phrase("not-applicable-in-two-ways"), mend=phrase("keep-fails-or-own-group")
        )
    outside = [tier.value for tier in need.tiers or () if tier not in found.edition.tiers]
    if outside:
        found.problem(
            (*path, "tiers"),
            phrase("tiers-outside", tiers=", ".join(outside)),
            [tier.value for tier in found.edition.tiers],
        )
    spot = found.by_code.get(need.node)
    if spot is None:
        if found.untouched((*path, "node")):
            found.unknown(
                (*path, "node"),
                phrase("need-node-unknown", node=need.node),
                need.node,
                found.by_code,
            )
        return
    tiers = [tier for tier in _tiers_of(found, need) if tier in spot.tiers]
    if not tiers and not outside:
        found.problem(
            path,
            phrase("need-for-no-tier", node=need.node),
            sorted(tier.value for tier in spot.tiers) or None,
            phrase("choose-another-node"),
        )
    if need.must is not None and spot.node.rule is None and not found.parts.get(spot.path):
        return
    if need.must is not None and spot.node.rule is None:
        found.problem(
            (*path, "must"),
            phrase("must-not-for-kind", node=need.node, kind=phrase(f"kind-{spot.kind}")),
            mend=phrase("ask-share-or-points"),
        )
        return
    for tier in tiers:
        _within(found, path, need, spot, tier)


def _within(found: Findings, path: Path, need: Need, spot: Spot, tier: Tier) -> None:
    """The condition can be met with what a unit of the tier can have."""
    most = maximum(found, spot, tier)
    if most is None:
        known = all(
            found.untouched(part.path) for part in found.spots if part.path[: len(spot.path)] == spot.path
        )
        if known and (need.share is not None or need.must == "full"):
            found.problem(
                path,
                phrase("need-without-maximum", node=need.node, tier=tier),
                mend=phrase("give-max-or-ask-points"),
            )
        return
    if need.points is not None and exact(need.points) > most:
        found.problem(
            (*path, "points"),
            phrase("need-over-maximum", points=need.points, node=need.node, tier=tier, most=as_text(most)),
            phrase("at-most", most=as_text(most)),
        )


def _thresholds(found: Findings, levels: dict[str, Level]) -> None:
    """A higher level asks at least as much of a node as the level below it."""
    asked: dict[tuple[str, str, Tier], tuple[str, Decimal]] = {}
    for name, level in levels.items():
        for number, need in enumerate(level.needs):
            for kind in ("share", "points"):
                amount = getattr(need, kind)
                if amount is None:
                    continue
                fallen: tuple[str, Decimal] | None = None
                for tier in _tiers_of(found, need):
                    before = asked.get((need.node, kind, tier))
                    if before is not None and before[0] != name and before[1] > amount:
                        fallen = before
                    if before is None or before[1] < amount:
                        asked[need.node, kind, tier] = (name, amount)
                if fallen is not None:
                    found.problem(
                        ("levels", name, "needs", number, kind),
                        phrase(
                            "level-asks-less",
                            level=name,
                            amount=amount,
                            node=need.node,
                            below=fallen[0],
                            less=fallen[1],
                        ),
                        phrase("at-least", least=fallen[1]),
                        phrase("levels-lowest-first"),
                    )


def _reachable(found: Findings, levels: dict[str, Level], tier: Tier) -> None:
    """Each level has a condition for the tier, or says itself that it is for other tiers only."""
    counted = {
        name: any(_counts(found, need, tier) for need in level.needs) for name, level in levels.items()
    }
    names = list(levels)
    if not any(counted.values()):
        if levels:
            found.note(("levels",), phrase("tier-without-level", tier=tier))
        return
    for place, name in enumerate(names):
        needs = levels[name].needs
        if counted[name] or not needs or not found.untouched(("levels", name)):
            continue
        if any(need.node not in found.by_code for need in needs):
            continue
        declared = all(need.tiers is not None and tier not in need.tiers for need in needs)
        above = [later for later in names[place + 1 :] if counted[later]]
        if above or not declared:
            found.problem(
                ("levels", name),
                phrase("level-and-above-out-of-reach", level=name, tier=tier, above=above[0])
                if above
                else phrase("level-out-of-reach", level=name, tier=tier),
                mend=phrase("add-condition"),
            )


def _counts(found: Findings, need: Need, tier: Tier) -> bool:
    spot = found.by_code.get(need.node)
    return spot is not None and tier in spot.tiers and (need.tiers is None or tier in need.tiers)


def _bands(found: Findings) -> None:
    bands = found.edition.bands
    if bands is None:
        return
    spot = found.by_code.get(bands.node)
    if spot is None and found.untouched(("bands", "node")):
        found.unknown(
            ("bands", "node"),
            phrase("bands-node-unknown", node=bands.node),
            bands.node,
            found.by_code,
        )
    if not bands.steps and found.untouched(("bands", "steps")):
        found.problem(("bands", "steps"), phrase("no-band"), mend=phrase("list-bands"))
    most = _most(found, spot, found.edition.tiers) if spot is not None and bands.as_ == "points" else None
    before = None
    for name, band in bands.steps.items():
        path = ("bands", "steps", name, "at_least")
        if not found.untouched(path):
            continue
        if before is not None and band.at_least >= before:
            found.problem(
                path,
                phrase("band-over-one-above", band=name, bound=band.at_least, before=before),
                phrase("less-than", than=before),
                phrase("bands-best-first"),
            )
        if bands.as_ == "share" and not 0 <= band.at_least <= 1:
            found.problem(
                path, phrase("band-share-out", band=name, share=band.at_least), phrase("zero-to-one")
            )
        elif most is not None and exact(band.at_least) > most:
            found.problem(
                path,
                phrase("band-over-maximum", band=name, bound=band.at_least, most=as_text(most)),
                phrase("at-most", most=as_text(most)),
            )
        before = band.at_least if before is None else min(before, band.at_least)


def _most(found: Findings, spot: Spot, tiers: Iterable[Tier]) -> Fraction | None:
    """The most that a unit of any tier can have; None when one tier's maximum is not known."""
    maxima = [maximum(found, spot, tier) for tier in tiers if tier in spot.tiers]
    known = [one for one in maxima if one is not None]
    return max(known) if known and len(known) == len(maxima) else None
