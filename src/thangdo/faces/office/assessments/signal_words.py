"""Signals in words: what each one is, from which value on it shows, and what it says of one answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thangdo.faces.look import numbers
from thangdo.faces.look.templatetags.look import language
from thangdo.work.assessments.queries.signals import DEFINITIONS, Signal


@dataclass(frozen=True)
class Explained:
    """A signal with its name and its definition, its threshold filled in."""

    id: str
    name: str
    definition: str


def name(code: str) -> str:
    """What a signal is called."""
    return {
        "same-file": _("Same file as another unit"),
        "file-for-many": _("One file for many criteria"),
        "late-file": _("File given late"),
        "jump": _("Jump against last year"),
        "many-not-applicable": _("Many “not applicable”"),
        "round-numbers": _("Many round numbers"),
        "whole-percentages": _("Many whole percentages"),
        "far-from-computed": _("Far from the computed value"),
    }[code]


def definition(code: str) -> str:
    """What a signal means, with its threshold."""
    rule = DEFINITIONS[code]
    share = numbers.share(rule.threshold, language())
    n = numbers.number(rule.threshold, language(), 0)
    return {
        "same-file": _("The same file, byte by byte, was given by %(n)s units or more."),
        "file-for-many": _("One file of a unit serves %(n)s criteria or more."),
        "late-file": _("The file was given after the day that was due (extensions count)."),
        "jump": _("The share of the maximum moved by %(share)s or more since the year before."),
        "many-not-applicable": _(
            "The share of criteria called “not applicable” lies %(share)s or more above the median of the "
            "tier, with at least %(least)s such criteria."
        ),
        "round-numbers": _(
            "Of at least %(least)s whole numbers of two digits or more, so many end in 0 or 5 that chance "
            "would give it less than once in a thousand."
        ),
        "whole-percentages": _(
            "Of at least %(least)s parts of a whole, so many make whole percentages that chance would give "
            "it less than once in a thousand."
        ),
        "far-from-computed": _("The declared number lies more than %(share)s from the one in the records."),
    }[code] % {"n": n, "share": share, "least": rule.at_least}


def all_of_them() -> list[Explained]:
    """Every signal, in its order."""
    return [Explained(code, name(code), definition(code)) for code in DEFINITIONS]


def sentence(one: Signal, units: dict[str, str], inputs: dict[str, str]) -> str:
    """What a signal says of this unit and answer. units: code -> name; inputs: name -> title."""
    facts = one.facts
    if one.id == "same-file":
        named = ", ".join(units.get(code, code) for code in one.units[:4])
        rest = "" if len(one.units) <= 4 else " …"
        return _("Evidence no. %(number)s is the same file as that of %(units)s.") % {
            "number": facts["number"],
            "units": named + rest,
        }
    if one.id == "file-for-many":
        return _("Evidence no. %(number)s serves %(n)s criteria: %(nodes)s.") % {
            "number": facts["number"],
            "n": facts["criteria"],
            "nodes": ", ".join(one.nodes),
        }
    if one.id == "late-file":
        return ngettext(
            "Evidence no. %(number)s was given %(n)s day late (%(day)s).",
            "Evidence no. %(number)s was given %(n)s days late (%(day)s).",
            facts["days"],
        ) % {"number": facts["number"], "n": facts["days"], "day": numbers.day(facts["added"], language())}
    if one.id == "jump":
        return _("%(before)s of the maximum last year, %(now)s now.") % {
            "before": numbers.share(_fraction(facts["before"]), language()),
            "now": numbers.share(_fraction(facts["now"]), language()),
        }
    if one.id == "many-not-applicable":
        return _(
            "%(n)s criteria (%(share)s) are called “not applicable”; the median of the tier is %(tier)s."
        ) % {
            "n": facts["criteria"],
            "share": numbers.share(_fraction(facts["share"]), language()),
            "tier": numbers.share(_fraction(facts["tier"]), language()),
        }
    if one.id in ("round-numbers", "whole-percentages"):
        words = (
            _("%(hits)s of %(all)s numbers end in 0 or 5; by chance once in %(one_in)s.")
            if one.id == "round-numbers"
            else _("%(hits)s of %(all)s parts make whole percentages; by chance once in %(one_in)s.")
        )
        return words % {
            "hits": facts["hits"],
            "all": facts["numbers"],
            "one_in": numbers.number(_about(int(facts["one_in"])), language()),
        }
    return _("“%(input)s”: declared %(declared)s, in the records %(computed)s.") % {
        "input": inputs.get(str(facts["input"]), str(facts["input"])),
        "declared": numbers.short(_fraction(facts["declared"]), language()),
        "computed": numbers.short(_fraction(facts["computed"]), language()),
    }


def _about(number: int) -> int:
    """A large number with two figures that count."""
    places = max(len(str(number)) - 2, 0)
    return number // 10**places * 10**places


def _fraction(text: object) -> str:
    """An exact fraction as its text `3/10`, as decimals."""
    above, _slash, below = str(text).partition("/")
    if not below:
        return above
    scaled = int(above) * 10**12 // int(below)
    sign = "-" if scaled < 0 else ""
    whole, rest = divmod(abs(scaled), 10**12)
    return f"{sign}{whole}.{rest:012d}"
