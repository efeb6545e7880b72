"""What the faces say in words: refusals, faults of values, acts, states, roles, events, notices, units.

The sentences stand in library/words, one file for each kind of work, Vietnamese and English side by side
(docs/decisions/words-as-data.md). Where no language is given it is that of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from thangdo.faces.look import numbers, phrasing, sentences
from thangdo.faces.look.sentences import Names, filled, pair, pick, unit_name
from thangdo.faces.look.templatetags.look import language
from thangdo.work.assessments import sources
from thangdo.work.assessments.value_check import Fault

_NUMERALS = ("had", "most")
_FLAGS = ("offline", "reopens", "granted", "holds", "frozen", "upheld")


def name(*place: str) -> str:
    """What something is called; the last of its names where nothing is said of it."""
    return sentences.name(language(), *place)


def node_name(node: str, titles: Names) -> str:
    """A criterion in a sentence: its code, and its title where it is known."""
    return sentences.node_name(node, titles)


def refused(code: str, facts: Mapping[str, Any], titles: Names | None = None) -> str:
    """The sentence of a refusal. titles: criterion -> title in the language of the page."""
    if code == "bad-day" and not facts.get("typed"):
        code = "day-needed"
    said = pair("refusals", code)
    if said is None:
        return filled(pair("refusals", "unknown") or ("{code}", "{code}"), {"code": code}, language())
    if code == "wrong-state":
        what = str(facts.get("what", "edition"))
        facts = {
            "act": act_name(str(facts.get("act") or facts.get("move") or "")),
            "what": name("things", what),
            "state": state_name(what, str(facts.get("state", ""))),
        }
    if code == "file-too-large":
        facts = {"size": size(int(facts.get("most", 0))), **facts}
    told = {key: phrasing.fact(value, language()) for key, value in facts.items()}
    return filled(said, told, language(), titles)


def size(most: int) -> str:
    """A size of a file: small numbers are MB, as rooms below say them, large ones bytes."""
    if most < 10_000:
        return f"{most} MB"
    return f"{numbers.short(most // 1000, language())} KB"


def fault(found: Fault, titles: Names | None = None) -> str:
    """The sentence of a value that cannot be used. titles: input -> title in the language of the page."""
    facts = dict(found.facts)
    if found.code == "unreadable":
        said = pair("unreadable", str(facts.get("type"))) or pair("refusals", "unreadable") or ("", "")
        return " ".join(pick(said, language()).format(range=limits(facts)).replace(" .", ".").split())
    for key in ("part", "whole"):
        if key in facts:
            facts[key] = (titles or {}).get(str(facts[key]), str(facts[key]))
    for key in ("first", "second"):
        if key in facts:
            facts[key] = ungrouped(str(facts[key]))
    for key in _NUMERALS:
        if isinstance(facts.get(key), str):
            facts[key] = _number(facts[key])
    return filled(
        pair("refusals", found.code) or pair("refusals", "unreadable") or ("", ""), facts, language()
    )


def ungrouped(text: str) -> str:
    """A number without signs of thousands, so that it can be read in one way only: 1434; 1,434."""
    return text.replace(".", ",") if language() == "vi" else text


def _number(text: str) -> str:
    try:
        numbers.exact(text)
    except ValueError:
        return text
    return numbers.number(text, language())


def limits(facts: Mapping[str, Any]) -> str:
    """The limits of an input (`declaring.described`) in words; "" where it has none."""
    low, high = facts.get("low"), facts.get("high")
    if low is None and high is None:
        return ""
    which = "between" if low is not None and high is not None else "least" if high is None else "most"
    return name("limits", which).format(low=_number(str(low)), high=_number(str(high)))


def role_name(role: str) -> str:
    """A role in words."""
    return name("roles", role)


def state_name(kind: str, state: str) -> str:
    """A state in words. kind: campaign | submission | answer | declared | objection | file | edition | ..."""
    return name("states", kind, state)


def states(kind: str) -> list[tuple[str, str]]:
    """The states, or the choices of a list, of a kind: (code, in words), in their order."""
    return [(code, pick(said, language())) for code, said in sentences.everything()["states"][kind].items()]


def act_name(act: str) -> str:
    """An act in words, as it stands after "to": ký duyệt và gửi bản tự đánh giá."""
    return pick(pair("acts", act, "name") or (act, act), language())


def act_text(act: str, part: str) -> str:
    """The title, lead, button or done (message of success) of an act; "" where none is said."""
    return pick(pair("acts", act, part) or ("", ""), language())


def act_field(act: str, field: str) -> str:
    """The label of a field of an act; the field's name where none is said."""
    return pick(pair("acts", act, "fields", field) or (field, field), language())


def act_pair(act: str) -> tuple[str, str]:
    """An act in words in both languages, for the description of the interface."""
    return pair("acts", act, "name") or (act, act)


def act_choice(act: str, field: str, option: str) -> str:
    """One of the words that a field chooses from: as the act says it, else as the states of that name do."""
    said = pair("acts", act, "choices", field, option) or pair("states", field, option)
    return pick(said or (option, option), language())


def act_hint(act: str, field: str) -> str:
    """What stands below a field of an act to help; "" where nothing does."""
    return pick(pair("acts", act, "hints", field) or ("", ""), language())


def notice(code: str, facts: Mapping[str, Any], language: str) -> str | None:
    """What a notice says, in one sentence; None where nothing is said of its code."""
    said = pair("notices", code)
    return None if said is None else filled(said, facts, language)


def event_line(event: Any, titles: Names | None = None) -> str:
    """What an event says, without who and when: `ký duyệt và gửi bản tự đánh giá`.

    event: an `EventView`, or a `Moment` of queries/timeline: `type` and `payload` or `facts`.
    titles: criterion (and observation table) -> title in the language of the page.
    """
    facts = dict(event.facts if hasattr(event, "facts") else event.payload)
    if getattr(event, "node", ""):
        facts["node"] = event.node
    known = titles or {}
    if "table" in facts:
        facts["table"] = known.get(str(facts["table"]), facts["table"])
    if isinstance(facts.get("asked"), list | tuple):
        facts["asked"] = len(facts["asked"])
    if "nodes" in facts:
        facts["count"] = len(facts["nodes"])
        known = {}
    endings = list(_endings(event.type, facts))
    if facts.get("source"):
        facts["source"] = sources.title_of(str(facts["source"]), language())
    for key in (*(f"{event.type}:{ending}" for ending in endings), event.type):
        said = pair("events", key)
        if said is not None:
            return filled(said, facts, language(), known)
    return str(event.type)


def _endings(kind: str, facts: Mapping[str, Any]) -> Iterator[str]:
    """The endings of an event's type under which it may be told in words of its own, the nearest first."""
    does = facts.get("act") or facts.get("move") or facts.get("status") or facts.get("decision")
    if facts.get("by_data"):
        yield f"{does}-by-data"
    if facts.get("source"):
        yield "from-the-system"
    if facts.get("by_council"):
        yield f"by-council-{does}"
    yield f"{does}"
    if kind == "directive.issued" and facts.get("stated") not in (None, "", facts.get("units")):
        yield "differs"
    if kind == "assignment.issued" and not facts.get("due"):
        yield "no-due"
    if kind == "assignment.reported" and facts.get("progress") == 100:
        yield "done"
    if kind == "evidence.used" and not facts.get("serves"):
        yield "no"
    yield from (flag for flag in _FLAGS if facts.get(flag))


def unit_problem(code: str, unit: str, facts: Mapping[str, Any], names: Names, language: str) -> str:
    """Why a change of units cannot be entered, and what to do. names: scheme:code -> name."""
    said = pair("unit_problems", code) or (code, code)
    told = {key: phrasing.fact(value, language) for key, value in facts.items()}
    sentence = filled(said, {"unit": unit or None, **told}, language, names).removeprefix("–: ")
    return sentence[:1].upper() + sentence[1:]


def unit_event(
    kind: str, unit: str, payload: Mapping[str, Any], names: Names, language: str, row_day: str = ""
) -> str:
    """One event of a unit as a sentence. names: scheme:code -> name, for the units it mentions."""
    day = str(payload.get("day") or payload.get("row", {}).get("valid_from") or row_day)
    facts = {
        "unit": unit,
        "day": day or None,
        "last": (date.fromisoformat(day) - timedelta(days=1)).isoformat() if day else None,
        "came": _others("unit.came", payload.get("came_from", ()), names, language),
        "into": _others("unit.into", (one["to"] for one in payload.get("links", ())), names, language),
        "fields": "; ".join(
            f"{sentences.name(language, 'unit_fields', field)} → "
            f"{unit_name(value, names) if field == 'parent' else value or '–'}"
            for field, value in payload.get("fields", {}).items()
        ),
    }
    return filled(pair("events", kind) or (kind, kind), facts, language, names)


def _others(which: str, units: Iterable[str], names: Names, language: str) -> str:
    named = ", ".join(unit_name(one, names) for one in units)
    return sentences.name(language, "events", which).format(units=named) if named else ""
