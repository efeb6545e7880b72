"""Short words that several pages use: tiers, statuses, kinds, levels, where a number comes from."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

LEVELS = ("I", "II", "III", "IV", "unranked")
TIERS = ("department", "district", "commune", "province", "ministry", "country")
TIER_NAMES = {
    "department": gettext_noop("Departments and agencies"),
    "district": gettext_noop("Districts"),
    "commune": gettext_noop("Communes"),
    "province": gettext_noop("Provinces and cities"),
    "ministry": gettext_noop("Ministries"),
    "country": gettext_noop("Countries"),
    "all": gettext_noop("All units"),
}
STATUSES = {
    "ok": gettext_noop("scored"),
    "not-applicable": gettext_noop("not applicable"),
    "not-answered": gettext_noop("not answered"),
    "not-measured": gettext_noop("not measured"),
    "below-coverage": gettext_noop("too little data"),
}
KINDS = {
    "published": gettext_noop("published results"),
    "reconstruction": gettext_noop("reconstructed data"),
    "computed": gettext_noop("computed by the system"),
    "imported": gettext_noop("imported results"),
}
NODE_KINDS = {
    "index": gettext_noop("Index"),
    "pillar": gettext_noop("Pillar"),
    "group": gettext_noop("Group of criteria"),
    "criterion": gettext_noop("Criterion"),
    "sub-criterion": gettext_noop("Sub-criterion"),
}
DATA_SOURCES = {
    "declared": gettext_noop("declared by the unit"),
    "observed": gettext_noop("observed by assessors"),
    "computed": gettext_noop("computed from records"),
    "survey": gettext_noop("survey"),
}
COMBINES = {
    "sum": gettext_noop("the sum of its parts"),
    "mean": gettext_noop("the weighted mean of its parts"),
    "geometric": gettext_noop("the weighted geometric mean of its parts"),
    "harmonic": gettext_noop("the weighted harmonic mean of its parts"),
    "generalised": gettext_noop("the generalised mean of its parts"),
    "minimum": gettext_noop("the lowest of its parts"),
    "penalised-down": gettext_noop("the weighted mean of its parts, less a penalty for imbalance"),
    "penalised-up": gettext_noop("the weighted mean of its parts, plus a penalty for imbalance"),
    "mean-min": gettext_noop("between the weighted mean and the lowest of its parts"),
}
MISSING = {
    "renormalise": gettext_noop("is left out and the weights of the others are scaled up"),
    "zero": gettext_noop("counts as zero"),
    "propagate": gettext_noop("leaves the whole without a score"),
}
LINK_KINDS = {
    "whole": gettext_noop("the whole unit"),
    "split": gettext_noop("a part of the unit"),
    "split-default": gettext_noop("the larger part of the unit"),
    "renamed": gettext_noop("new name or code"),
}
REGIONS = {
    "Tây Nguyên": gettext_noop("Central Highlands"),
    "Đông Nam Bộ": gettext_noop("South East"),
    "Đồng bằng sông Cửu Long": gettext_noop("Mekong Delta"),
    "Đồng bằng sông Hồng": gettext_noop("Red River Delta"),
}


def _said(words: Mapping[str, str], code: str) -> str:
    """The word for a code in the reader's language; the code itself where there is none."""
    return _(words[code]) if code in words else code


def tier(code: str) -> str:
    """The name of a tier, for a group of units."""
    return _said(TIER_NAMES, code)


def status(code: str) -> str:
    """Why a number is not there."""
    return _said(STATUSES, code)


def kind(code: str) -> str:
    """What kind of result this is."""
    return _said(KINDS, code)


def level(code: str) -> str:
    """A level in a sentence: `level II`, `unranked`."""
    return _("unranked") if code == "unranked" else _("level %(level)s") % {"level": code} if code else ""


def node_kind(code: str) -> str:
    """The tier of the tree that a node stands on."""
    return _said(NODE_KINDS, code)


def data_source(code: str) -> str:
    """Where an answer comes from."""
    return _said(DATA_SOURCES, code)


def combine(code: str) -> str:
    """How parts become a whole."""
    return _said(COMBINES, code)


def missing(code: str) -> str:
    """What a part without a score does."""
    return _said(MISSING, code)


def link_kind(code: str) -> str:
    """How a unit passed into another."""
    return _said(LINK_KINDS, code)


def region(name: str) -> str:
    """A region of Việt Nam, or of the world."""
    return _said(REGIONS, name)
