"""Short words that several pages use: tiers, statuses, kinds, levels, where a number comes from."""

from __future__ import annotations

from django.utils.translation import gettext as _

LEVELS = ("I", "II", "III", "IV", "unranked")
TIERS = ("department", "district", "commune", "province", "ministry", "country")


def tier(code: str) -> str:
    """The name of a tier, for a group of units."""
    return {
        "department": _("Departments and agencies"),
        "district": _("District People's Committees"),
        "commune": _("Commune People's Committees"),
        "province": _("Provinces and cities"),
        "ministry": _("Ministries"),
        "country": _("Countries"),
        "all": _("All units"),
    }.get(code, code)


def status(code: str) -> str:
    """Why a number is not there."""
    return {
        "ok": _("scored"),
        "not-applicable": _("not applicable"),
        "not-answered": _("not answered"),
        "not-measured": _("not measured"),
        "below-coverage": _("too little data"),
    }.get(code, code)


def kind(code: str) -> str:
    """What kind of result this is."""
    return {
        "published": _("published results"),
        "reconstruction": _("reconstructed data"),
        "computed": _("computed by the system"),
        "imported": _("imported results"),
    }.get(code, code)


def level(code: str) -> str:
    """A level in a sentence: `level II`, `unranked`."""
    return _("unranked") if code == "unranked" else _("level %(level)s") % {"level": code} if code else ""


def node_kind(code: str) -> str:
    """The tier of the tree that a node stands on."""
    return {
        "index": _("Index"),
        "pillar": _("Pillar"),
        "group": _("Group of criteria"),
        "criterion": _("Criterion"),
        "sub-criterion": _("Sub-criterion"),
    }.get(code, code)


def data_source(code: str) -> str:
    """Where an answer comes from."""
    return {
        "declared": _("declared by the unit"),
        "observed": _("observed by assessors"),
        "computed": _("computed from records"),
        "survey": _("survey"),
    }.get(code, code)


def combine(code: str) -> str:
    """How parts become a whole."""
    return {
        "sum": _("the sum of its parts"),
        "mean": _("the weighted mean of its parts"),
        "geometric": _("the weighted geometric mean of its parts"),
        "harmonic": _("the weighted harmonic mean of its parts"),
        "generalised": _("the generalised mean of its parts"),
        "minimum": _("the lowest of its parts"),
    }.get(code, code)


def missing(code: str) -> str:
    """What a part without a score does."""
    return {
        "renormalise": _("is left out and the weights of the others are scaled up"),
        "zero": _("counts as zero"),
        "propagate": _("leaves the whole without a score"),
    }.get(code, code)


def link_kind(code: str) -> str:
    """How a unit passed into another."""
    return {
        "whole": _("the whole unit"),
        "split": _("a part of the unit"),
        "split-default": _("the larger part of the unit"),
        "renamed": _("new name or code"),
    }.get(code, code)


def region(name: str) -> str:
    """A region of Việt Nam, or of the world."""
    return {
        "Tây Nguyên": _("Central Highlands"),
        "Đông Nam Bộ": _("South East"),
        "Đồng bằng sông Cửu Long": _("Mekong Delta"),
        "Đồng bằng sông Hồng": _("Red River Delta"),
    }.get(name, name)
