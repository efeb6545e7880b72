"""Checks of the tree: codes, kinds, leaves, weights, tiers."""

from __future__ import annotations

from decimal import Decimal

from thangdo.rules.exact import Fraction
from thangdo.rules.index.aggregate import Part, maximum_of
from thangdo.rules.index.answers import Status
from thangdo.rules.index.edition.findings import Findings, Spot
from thangdo.rules.index.edition.links import circles, needed, nodes_read
from thangdo.rules.index.edition.model import Combine, NodeKind, Tier
from thangdo.rules.index.edition.rules import kind_of
from thangdo.rules.index.numbers import as_text, exact, total
from thangdo.rules.index.phrases import phrase

# Rules that give a share of the maximum: without one they have nothing to give a share of.
NEEDS_MAX = {"ratio", "complement", "zero_tolerance", "gate", "survey"}
_ORDER = list(NodeKind)
_OF_PARENTS = ("combine", "power", "floor", "weights_sum", "coverage", "missing")
#: The means before which a floor may stand: one small part decides there.
FLOORED = (Combine.GEOMETRIC, Combine.HARMONIC, Combine.GENERALISED)


def check_tree(found: Findings) -> None:
    """Everything about the nodes but their rules."""
    first: dict[str, Spot] = {}
    for spot in found.spots:
        if spot.code in first:
            _double(found, spot, first[spot.code])
        first.setdefault(spot.code, spot)
        _kind(found, spot)
        _tiers(found, spot)
        if spot.below:
            _parent(found, spot)
        else:
            _leaf(found, spot)
    _circles(found)
    for tier in found.edition.tiers:
        if not any(tier in spot.tiers for spot in found.spots if spot.node.rule is not None):
            found.note(("tiers",), phrase("tier-without-criterion", tier=tier), phrase("take-tier-out"))


def _circles(found: Findings) -> None:
    """No score hangs on itself by way of nodes that rules read; a reader and what it reads share a tier."""
    for circle in circles(needed(found.edition.index)):
        reader = next((code for code in circle if found.by_code[code].node.rule is not None), None)
        if reader is None:  # a code that stands twice, which is said of it
            continue
        shown = " → ".join((*circle, circle[0]))
        found.problem(
            (*found.by_code[reader].path, "rule"),
            phrase("nodes-in-circle", circle=shown),
            mend=phrase("take-one-of-them-out"),
        )
    for spot in found.spots:
        for code in sorted(nodes_read(spot.node.rule)):
            other = found.by_code.get(code)
            if other is not None and spot.tiers and spot.tiers.isdisjoint(other.tiers):
                found.note((*spot.path, "rule"), phrase("node-of-other-tiers", node=code))


def _double(found: Findings, spot: Spot, before: Spot) -> None:
    if spot.code == "index":
        found.problem(spot.path, phrase("index-is-the-tree"), mend=phrase("give-another-code"))
        return
    place = found.source.place(before.path)
    found.problem(
        spot.path,
        phrase("code-twice", node=spot.code, file=place.file, line=place.line),
        mend=phrase("give-own-code"),
    )


def _kind(found: Findings, spot: Spot) -> None:
    kinds = [key for key in ("pillars", "groups", "criteria", "sub_criteria") if getattr(spot.node, key)]
    if len(kinds) > 1:
        found.problem(
            spot.path,
            phrase("parts-of-several-kinds", node=spot.code, kinds=", ".join(kinds)),
            mend=phrase("parts-under-one-key"),
        )
    above = spot.above
    if above is not None and _ORDER.index(spot.kind) <= _ORDER.index(above.kind):
        found.problem(
            spot.path,
            phrase("kind-inside-kind", kind=phrase(f"kind-{spot.kind}"), above=phrase(f"kind-{above.kind}")),
            phrase("in-this-order", words="index, pillars, groups, criteria, sub_criteria"),
        )


def _tiers(found: Findings, spot: Spot) -> None:
    own, above = spot.node.tiers, spot.above
    if own is None:
        return
    path = (*spot.path, "tiers")
    around = frozenset(found.edition.tiers) if above is None else above.tiers
    outside = [tier.value for tier in own if tier not in around]
    if outside and around:
        names = ", ".join(outside)
        whole = phrase("the-edition") if above is None else f"`{above.code}`"
        found.problem(
            path,
            phrase("tiers-outside-whole", whole=whole, node=spot.code, tiers=names),
            sorted(tier.value for tier in around),
        )
    if not spot.tiers and not outside and found.untouched(path):
        found.problem(path, phrase("no-tier-sees", node=spot.code), sorted(tier.value for tier in around))


def _leaf(found: Findings, spot: Spot) -> None:
    node = spot.node
    empty = [key for key in ("pillars", "groups", "criteria", "sub_criteria") if getattr(node, key) == {}]
    if node.rule is None:
        if found.untouched((*spot.path, "rule")) and all(found.untouched((*spot.path, key)) for key in empty):
            found.problem(
                spot.path,
                phrase("neither-rule-nor-parts", node=spot.code),
                mend=phrase("give-rule-or-parts"),
            )
        return
    for key in _OF_PARENTS:
        if key in node.model_fields_set:
            found.problem(
                (*spot.path, key),
                phrase("no-parts-to-combine", key=key, node=spot.code),
                mend=phrase("take-it-out"),
            )
    kind = kind_of(node.rule)
    if node.max is None:
        if kind in NEEDS_MAX and found.untouched((*spot.path, "max")):
            found.problem(
                spot.path,
                phrase("maximum-needed", node=spot.code, kind=kind),
                mend=phrase("add-max"),
            )
    elif node.max <= 0:
        found.problem(
            (*spot.path, "max"),
            phrase("maximum-not-positive", node=spot.code, most=node.max),
            phrase("more-than", than=0),
        )


def _parent(found: Findings, spot: Spot) -> None:
    node = spot.node
    if node.rule is not None:
        found.problem(
            (*spot.path, "rule"),
            phrase("parts-and-rule", node=spot.code),
            mend=phrase("take-rule-out"),
        )
    if node.max is not None:
        found.problem(
            (*spot.path, "max"),
            phrase("parts-and-maximum", node=spot.code),
            mend=phrase("take-max-out"),
        )
    mended = not found.untouched((*spot.path, "power")) or not found.untouched((*spot.path, "combine"))
    if (node.combine is Combine.GENERALISED) != (node.power is not None) and not mended:
        message = phrase("power-needed") if node.power is None else phrase("power-unused")
        found.problem((*spot.path, "power"), message, mend=phrase("power-with-generalised"))
    if node.floor is not None and node.combine not in FLOORED and found.untouched((*spot.path, "combine")):
        found.problem(
            (*spot.path, "floor"),
            phrase("floor-without-mean", node=spot.code),
            mend=phrase("floor-with-geometric"),
        )
    known = ("weight", "tiers")
    if not all(found.untouched((*part.path, key)) for part in found.parts[spot.path] for key in known):
        return
    for tier in sorted(spot.tiers):
        _weights(found, spot, tier)


def _weights(found: Findings, spot: Spot, tier: Tier) -> None:
    node = spot.node
    weights = [child.weight for _, child in spot.below if child.tiers is None or tier in child.tiers]
    if not weights:
        return
    summed = total([exact(weight) for weight in weights])
    if node.weights_sum is not None and summed != exact(node.weights_sum):
        terms = " + ".join(format(w, "f") if isinstance(w, Decimal) else w for w in weights)
        if len(terms) > 120:
            terms = f"{len(weights)} weights"
        found.problem(
            (*spot.path, "weights_sum"),
            phrase(
                "weights-sum-otherwise",
                tier=tier,
                node=spot.code,
                sum=as_text(summed),
                terms=terms,
                wanted=node.weights_sum,
            ),
            mend=phrase("correct-weight"),
        )
    elif summed == 0 and node.combine not in (Combine.SUM, Combine.MINIMUM, None):
        found.problem(
            spot.path,
            phrase("weights-all-zero", tier=tier, node=spot.code),
            mend=phrase("give-a-weight"),
        )


def maximum(found: Findings, spot: Spot, tier: Tier) -> Fraction | None:
    """What a unit of `tier` can reach at a node; None where nothing says how much."""
    parts = found.parts.get(spot.path)
    if not parts:
        return None if spot.node.max is None else exact(spot.node.max)
    seen = [part for part in parts if tier in part.tiers]
    try:
        return maximum_of(
            spot.node,
            [
                Part(part.code, exact(part.node.weight), None, Status.OK, maximum(found, part, tier))
                for part in seen
            ],
        )
    except (ArithmeticError, ValueError):
        return None
