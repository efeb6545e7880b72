"""What the faces say in words: refusals, faults of values, states, acts, roles, and lines of a timeline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from thangdo.faces.look import (
    numbers,
    said_announcements,
    said_conferences,
    said_directives,
    said_events,
    said_faults,
    said_people,
    said_problems,
    said_programmes,
    said_programs,
    said_refused,
    said_video,
    words,
)
from thangdo.faces.look.templatetags.look import language
from thangdo.work.assessments import sources
from thangdo.work.assessments.value_check import Fault

Pair = tuple[str, str]
EVENTS = {
    **said_events.EVENTS,
    **said_people.EVENTS,
    **said_announcements.EVENTS,
    **said_conferences.EVENTS,
    **said_directives.EVENTS,
    **said_programmes.EVENTS,
}
REFUSED = {
    **said_refused.REFUSED,
    **said_faults.FILES,
    **said_faults.EDITIONS,
    **said_programs.PROGRAMS,
    **said_people.REFUSED,
    **said_announcements.REFUSED,
    **said_conferences.REFUSED,
    **said_video.REFUSED,
    **said_directives.REFUSED,
    **said_programmes.REFUSED,
}
WHAT = {
    **said_events.WHAT,
    **said_announcements.WHAT,
    **said_conferences.WHAT,
    **said_directives.WHAT,
    **said_programmes.WHAT,
}
STATES = {
    **said_events.STATES,
    **said_announcements.STATES,
    **said_conferences.STATES,
    **said_directives.STATES,
    **said_programmes.STATES,
}
ACTS = {
    **said_events.ACTS,
    **said_announcements.ACTS,
    **said_conferences.ACTS,
    **said_directives.ACTS,
    **said_programmes.ACTS,
}
#: events whose sentence depends on the act
ACTED = (
    *("campaign.moved", "submission.moved", "conference.moved", "announcement.moved", "reply.moderated"),
    *("directive.moved", "assignment.moved", "programme.moved", "part.moved"),
)
MOST_NAMED = 8  # criteria in one sentence
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _pick(pair: Pair) -> str:
    return pair[1] if language() == "en" else pair[0]


class _Gaps(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return numbers.NOTHING


def _fill(pair: Pair, facts: Mapping[str, Any], titles: Mapping[str, str] | None = None) -> str:
    return _pick(pair).format_map(_Gaps({key: _fact(key, one, titles or {}) for key, one in facts.items()}))


def _fact(key: str, value: Any, titles: Mapping[str, str]) -> str:
    if key == "node":
        return node_name(str(value), titles)
    if key in ("tiers", "allowed") and isinstance(value, list):
        return "; ".join(words.tier_name(str(one), language()) for one in value)
    if isinstance(value, list | tuple):
        named = [node_name(str(one), titles) if key == "nodes" else str(one) for one in value[:MOST_NAMED]]
        return ", ".join(named) + (" …" if len(value) > MOST_NAMED else "")
    if isinstance(value, int) and not isinstance(value, bool):
        return numbers.number(value, language())
    text = str(value)
    return numbers.day(text[:10], language()) if _DAY.match(text) else text


def node_name(node: str, titles: Mapping[str, str]) -> str:
    """A criterion in a sentence: its code, and its title where it is known."""
    title = titles.get(node)
    if title is None:
        return node
    return f"{node} “{title}”" if language() == "en" else f"{node} «{title}»"


def refused(code: str, facts: Mapping[str, Any], titles: Mapping[str, str] | None = None) -> str:
    """The sentence of a refusal. titles: criterion -> title in the language of the page."""
    if code == "wrong-state":
        what = str(facts.get("what", "edition"))
        act = str(facts.get("act") or facts.get("move") or "")
        named = {
            "act": act_name(act),
            "what": _pick(WHAT.get(what, (what, what))),
            "state": state_name(what, str(facts.get("state", ""))),
        }
        return _pick(said_refused.WRONG_STATE).format_map(named)
    pair = REFUSED.get(code)
    if pair is None:
        return _pick(said_refused.UNKNOWN).format(code=code)
    if code == "file-too-large":
        facts = {"size": size(int(facts.get("most", 0))), **facts}
    if isinstance(facts.get("problem"), str) and language() == "vi":
        facts = {**facts, "problem": said_problems.vietnamese(facts["problem"])}
    return _fill(pair, facts, titles)


def size(most: int) -> str:
    """A size of a file: small numbers are MB, as rooms below say them, large ones bytes."""
    if most < 10_000:
        return f"{most} MB"
    return f"{numbers.short(most // 1000, language())} KB"


def fault(found: Fault, titles: Mapping[str, str] | None = None) -> str:
    """The sentence of a value that cannot be used. titles: input -> title in the language of the page."""
    facts = dict(found.facts)
    if found.code == "unreadable":
        pair = said_faults.UNREADABLE.get(str(facts.get("type")), said_faults.FAULTS["unreadable"])
        return " ".join(_pick(pair).format(range=_range(facts)).replace(" .", ".").split())
    for key in ("part", "whole"):
        if key in facts:
            facts[key] = (titles or {}).get(str(facts[key]), str(facts[key]))
    if "had" in facts:
        facts["had"] = _number(str(facts["had"]))
    for key in ("first", "second"):
        if key in facts:
            facts[key] = ungrouped(str(facts[key]))
    if found.code == "more-than":
        facts["most"] = _number(str(facts["most"]))
    return _fill(said_faults.FAULTS.get(found.code, said_faults.FAULTS["unreadable"]), facts)


def ungrouped(text: str) -> str:
    """A number without signs of thousands, so that it can be read in one way only: 1434; 1,434."""
    return text.replace(".", ",") if language() == "vi" else text


def _number(text: str) -> str:
    try:
        numbers.exact(text)
    except ValueError:
        return text
    return numbers.number(text, language())


def _range(facts: Mapping[str, Any]) -> str:
    low, high = facts.get("low"), facts.get("high")
    if low is not None and high is not None:
        pair = ("từ {low} đến {high}", "from {low} to {high}")
    elif low is not None:
        pair = ("từ {low} trở lên", "of {low} or more")
    elif high is not None:
        pair = ("không quá {high}", "of at most {high}")
    else:
        return ""
    return _pick(pair).format(low=_number(str(low)), high=_number(str(high)))


def limits(facts: Mapping[str, Any]) -> str:
    """The limits of an input (`declaring.described`) in words; "" where it has none."""
    return _range(facts)


def role_name(role: str) -> str:
    """A role in words."""
    return _pick(said_events.ROLES.get(role, (role, role)))


def state_name(kind: str, state: str) -> str:
    """A state in words. kind: campaign | submission | answer | declared | objection | file | edition."""
    return _pick(STATES.get(kind, {}).get(state, (state, state)))


def act_name(act: str) -> str:
    """An act in words, as it stands after "to": ký gửi bản tự đánh giá."""
    return _pick(ACTS.get(act, (act, act)))


def event_line(event: Any, titles: Mapping[str, str] | None = None) -> str:
    """What an event says, without who and when: `ký gửi bản tự đánh giá`.

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
        facts["nodes"] = [str(node) for node in facts["nodes"]]
        known = {}
    if facts.get("source"):
        facts["source"] = sources.title_of(str(facts["source"]), language())
    if "role" in facts:
        facts["role"] = role_name(str(facts["role"]))
    for key in _keys(event.type, facts):
        if key in EVENTS:
            return _fill(EVENTS[key], facts, known)
    return str(event.type)


def _keys(kind: str, facts: Mapping[str, Any]) -> Iterable[str]:
    """The entries of the word list that could fit an event, the nearest first."""
    yield from said_directives.variants(kind, facts)
    if kind in ACTED:
        yield f"{kind}:{facts.get('act')}"
    elif kind == "edition.moved":
        yield f"{kind}:{facts.get('move')}"
    elif kind == "answer.given":
        yield f"{kind}:{facts.get('status')}"
        if facts.get("offline"):
            yield f"{kind}:offline"
    elif kind == "evidence.used" and not facts.get("serves"):
        yield f"{kind}:no"
    elif kind == "answer.decided":
        if facts.get("source"):
            yield f"{kind}:from-the-system"
        if facts.get("by_council"):
            yield f"{kind}:by-council-{facts.get('decision')}"
        yield f"{kind}:{facts.get('decision')}"
    elif kind == "milestone.checked" and facts.get("holds"):
        yield f"{kind}:holds"
    elif kind == "figure.counted" and facts.get("frozen"):
        yield f"{kind}:frozen"
    elif kind == "objection.heard" and facts.get("upheld"):
        yield f"{kind}:upheld"
    yield kind
