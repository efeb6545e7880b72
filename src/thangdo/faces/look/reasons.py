"""One sentence for every reason that the engine gives, in Vietnamese and English.

Reasons come as data ({"code", "facts"}, numbers as text); nothing is computed here but the form of a number.
Codes of nodes, inputs and options are replaced by their titles where these are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from thangdo.faces.look.numbers import exact, share, short
from thangdo.faces.look.sentences import everything, name, pair, pick

NOTHING = "–"
MOST_WEIGHTS = 12  # in one sentence
_SHARES = {  # facts that are shares 0..1, and the sentences in which they are
    "full_at": ("ratio-full-at", "ratio-full-at-down"),
    "sum": ("complement",),
    "mean": ("survey",),
    "coverage": ("below-coverage", "screened"),
    "needed": ("below-coverage", "screened"),
}
_TITLED = {"input", "node", "nodes", "absent", "found", "table"}
_FORMULAS = {"failed", "formula"}
_PLAIN = {"level", "vi", "en", "how"}
_SIGNS = {">=": "≥", "<=": "≤", "!=": "≠", "==": "=", "*": "×"}
_TOKEN = re.compile(r"node\([^()]*\)|[A-Za-z_][A-Za-z0-9_.]*|\d+(?:\.\d+)?|>=|<=|!=|==|\*")


def sentence(why: Mapping[str, Any] | None, language: str, titles: Mapping[str, str] | None = None) -> str:
    """One sentence that says how a number came about, or why there is none; "" for no reason.

    titles: node, input -> title, and "input:option" -> title of an option.
    """
    if not why:
        return ""
    facts: Mapping[str, Any] = why.get("facts") or {}
    code = str(why.get("code"))
    said = pair("reasons", code)
    if said is None:
        return code
    names = titles or {}
    inputs = facts.get("inputs") or {}
    fill = {
        key: _fact(key, value, language, names, inputs)
        for key, value in facts.items()
        if key not in ("inputs", "weights")
    }
    fill["pct"] = share(facts["ratio"], language, 2) if facts.get("ratio") is not None else ""
    for key, codes in _SHARES.items():
        if key in facts and code in codes:
            fill[key] = share(facts[key], language, 2)
    if code.startswith("checklist") and not facts.get("absent"):
        said = pair("reasons_also", "complete") or said
    if facts.get("conditions"):
        fill["nodes"] = "; ".join(_condition(item, language, names) for item in facts["conditions"])
    limit = next((key for key in ("raised", "cut") if key in facts), None)
    if code == "value" and limit is not None:
        said, fill["supplied"] = pair("reasons_also", "supplied") or said, fill[limit]
    if "crossed" in facts:
        said = pair("reasons_also", "goalposts") or said
    if facts.get("weights"):
        fill["weights"] = _weights(facts["weights"], language, names)
    if code == "missing-input" and _is_node(str(facts.get("input", ""))):
        said = pair("reasons_also", "node-missing") or said
        fill["node"] = _node(str(facts["input"]), language, names)
    parts = [pick(said, language), *(name(language, "reasons_also", key) for key in _besides(facts))]
    told = [part.format_map(_Gaps(fill)) for part in parts]
    return " ".join([*told, *_from_nodes(inputs, language, names)])


def _is_node(input_name: str) -> bool:
    """Whether what a formula reads is the score of a node: `node(A1)`."""
    return input_name.startswith("node(")


def _node(input_name: str, language: str, titles: Mapping[str, str]) -> str:
    """The node of `node(A1)` by its title, else by its code."""
    title = titles.get(input_name)
    return quoted(title) if title else input_name[5:-1]


def _from_nodes(inputs: Mapping[str, Any], language: str, titles: Mapping[str, str]) -> Iterator[str]:
    """The scores of other nodes that the rule read, each with its node."""
    for input_name, points in inputs.items():
        if _is_node(input_name):
            shown = points if points is None else _number(points, language)
            which = name(language, "reasons_also", "from-node")
            yield which.format(node=_node(input_name, language, titles), points=shown or NOTHING)


def _besides(facts: Mapping[str, Any]) -> Iterator[str]:
    """What is said after the sentence: what was raised or cut, left out, counted as something else."""
    if "crossed" in facts:
        yield f"crossed-{facts['crossed']}"
    if "raised" in facts:
        yield "raised-to" if facts.get("floor") else "raised"
    if "cut" in facts:
        capped = facts.get("cap") is not None
        yield "cut-to-cap" if capped else "cut" if facts.get("maximum") is not None else "cut-whole"
    if facts.get("floor") and "value" in facts:
        yield "points-from"
    yield from (key for key in ("weights", "floored", "zeros", "left_out") if facts.get(key))


def _weights(weights: Mapping[str, Any], language: str, titles: Mapping[str, str]) -> str:
    """The weights of the parts, each by its title; one of weight 0 is said not to count."""
    said = []
    for code, weight in list(weights.items())[:MOST_WEIGHTS]:
        which = "weight" if exact(weight) else "weightless"
        part = quoted(titles[code]) if code in titles else code
        said.append(
            name(language, "reasons_also", which).format(part=part, weight=short(weight, language, 6))
        )
    return "; ".join(said) + (" …" if len(weights) > MOST_WEIGHTS else "")


def _condition(need: Mapping[str, Any], language: str, titles: Mapping[str, str]) -> str:
    """One condition of a gate that fails: what was had and what was needed."""
    say = partial(name, language, "needs")

    def amount(value: str) -> str:
        if need["unit"] == "share":
            return share(value, language, 2)
        return say("points").format(number=short(value, language, 4))

    title = titles.get(need["node"]) or need.get(language) or need["node"]
    had = say("nothing") if need["had"] is None else say("had").format(had=amount(need["had"]))
    if not need["needed"] or need["needed"] == "0":
        return say("some").format(title=title, had=had)
    return say("at-least").format(title=title, had=had, needed=amount(need["needed"]))


class _Gaps(dict[str, str]):
    """A fact that is not there is written as a dash."""

    def __missing__(self, key: str) -> str:
        return NOTHING


def _fact(key: str, value: Any, language: str, titles: Mapping[str, str], inputs: Mapping[str, Any]) -> str:
    if value is None:
        return NOTHING
    if key == "among":
        return name(language, "among", str(value))
    if key == "status":
        return name(language, "statuses", str(value))
    if key in _FORMULAS:
        return formula(str(value), language, titles)
    if key == "chosen":
        asked = next(iter(inputs), "")
        option = titles.get(f"{asked}:{value}")
        return quoted(option) if option else name(language, "answers", str(value))
    if key == "cause":
        return name(language, "causes", str(value))
    if key == "reason":
        return name(language, "undefined", str(value))
    if key in _PLAIN:
        return str(value).rstrip(".")
    if isinstance(value, list):
        asked = next(iter(inputs), "")
        said = [_item(str(item), titles.get(f"{asked}:{item}"), titles, language) for item in value]
        return "; ".join(said) if said else NOTHING
    if key in _TITLED:
        return titles.get(str(value), str(value))
    return _number(value, language)


def quoted(title: str) -> str:
    """A title inside a sentence."""
    return f"“{title}”"


def _item(code: str, option: str | None, titles: Mapping[str, str], language: str) -> str:
    """One of a list: an option, a node or an input by its title; otherwise a number or word as it is."""
    title = option or titles.get(code)
    return quoted(title) if title else _number(code, language)


def _number(value: Any, language: str) -> str:
    """A number in the reader's form; any other word as it is."""
    text = str(value)
    try:
        return short(text, language, 4)
    except ValueError:
        return text


def formula(text: str, language: str, titles: Mapping[str, str]) -> str:
    """A formula or condition with titles for inputs, and numbers and signs as a reader writes them."""

    def said(match: re.Match[str]) -> str:
        token = match.group()
        if token in _SIGNS:
            return _SIGNS[token]
        if token[0].isdigit():
            return _number(token, language)
        if token.endswith(")"):
            return name(language, "reasons_also", "node-score").format(node=_node(token, language, titles))
        return quoted(titles[token]) if token in titles else token

    return _TOKEN.sub(said, text)


def listed(parts: Sequence[str], language: str) -> str:
    """Parts one after another; in English with "and" before the last."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + (" and " if language == "en" else ", ") + parts[-1]


CODES = frozenset(everything()["reasons"])
