"""`thangdo explain`: how the numbers of one unit came about, what it lost and why, which gate failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from thangdo.faces.cli.common import Language, Tongue, problems_as_a_list, said, say, stop
from thangdo.faces.cli.scoring import (
    AnswersArgument,
    EditionArgument,
    LastYearOption,
    UnitsOption,
    WeightsOption,
    computed,
)
from thangdo.faces.cli.terminal import NARROW, aligned, table, width, wrapped

if TYPE_CHECKING:
    from thangdo.rules.index.answers import Answers
    from thangdo.rules.index.edition.model import Edition

MOST_LOST = 5
Node = dict[str, Any]


def explain(
    edition: EditionArgument,
    answers: AnswersArgument,
    unit: Annotated[str, typer.Option("--unit", "-u", help="The code of the unit.")],
    facet: Annotated[str, typer.Option("--facet", help="One facet; without it the roll-up.")] = "",
    units: UnitsOption = None,
    last_year: LastYearOption = None,
    weights: WeightsOption = None,
    language: Language = Tongue.vi,
) -> None:
    """Say how the numbers of one unit came about.

    And which gate failed, and by how much.
    """
    import unicodedata

    from thangdo.rules.index.explain import explanation

    unit, facet = (unicodedata.normalize("NFC", word.strip()) for word in (unit, facet))
    with problems_as_a_list():
        chosen, given, result = computed(edition, answers, units, last_year, weights)
    if unit not in given.units:
        stop(_unknown_unit(unit, given))
    if (unit, facet) not in result.scores:
        known = ", ".join(sorted({name for code, name in result.scores if name and code == unit}))
        stop(
            said(
                f"Không có phần “{facet}”. Các phần có: {known or 'không có phần nào'}.",
                f"There is no facet “{facet}”. Known are: {known or 'none'}.",
            )
        )
    _print(chosen, explanation(chosen, result, unit, facet), given, language)


def _unknown_unit(unit: str, given: Answers) -> str:
    from difflib import get_close_matches

    names = {one.name: code for code, one in given.units.items() if one.name}
    close = get_close_matches(unit, [*given.units, *names], n=3, cutoff=0.6) or sorted(given.units)[:10]
    near = ", ".join(dict.fromkeys(names.get(word, word) for word in close))
    return said(
        f"Không có đơn vị “{unit}” trong số liệu. Hãy ghi mã, chẳng hạn: {near}.",
        f"There is no unit “{unit}” in the answers. Write a code, such as: {near}.",
    )


def _print(edition: Edition, told: dict[str, Any], given: Answers, language: str) -> None:
    from thangdo.faces.look import result_words
    from thangdo.faces.look.resultbook import band_name
    from thangdo.faces.look.titles import edition_titles

    names = edition_titles(edition.model_dump(mode="json", by_alias=True), language)
    who = given.units[told["unit"]].name or told["unit"]
    title = edition.title.in_language(language)
    say(f"{who} ({told['unit']})" if who != told["unit"] else who)
    say(wrapped(title))
    if not edition.official:
        say(said("Không phải văn bản chính thức.", "Not the official text."))
    if told["facet"]:
        say(told["facet"])
    if told["level"]:
        say(f"{said('Kết quả', 'Result')}: {result_words.level_name(told['level']['level'], language)}")
    if told["band"]:
        say(f"{said('Xếp loại', 'Band')}: {band_name(edition, told['band'], language)}")
    for place in told["places"]:
        if place["rank"]:
            equal = "=" if place["tied"] else ""
            group = result_words.tier_name(place["peer_group"], language)
            say(f"{said('Hạng', 'Rank')} {equal}{place['rank']}/{place['of']} ({group})")
    if told["reason"] and told["reason"]["code"] != "no-gate":
        say(wrapped(result_words.sentence(told["reason"], language, names)))
    for need in (told["level"] or {"needs": []})["needs"]:
        if need["holds"] is False:
            say(wrapped(result_words.failed_need(need, language, names), indent=2))
    say("")
    whole, own = said("Tổng điểm", "The whole index"), edition.index.title.in_language(language)
    names["index"] = whole if own == title else f"{whole}: {own}"
    nodes = told["nodes"]
    reasons = [_why(node, language, names) for node in nodes]
    _print_lost(nodes, reasons, names, language)
    if width() < NARROW:
        _print_list(nodes, reasons, names, language)
    else:
        _print_table(nodes, reasons, names, language)


def _why(node: Node, language: str, names: dict[str, str]) -> str:
    """Why the node has its points, or none."""
    from thangdo.faces.look import result_words

    why = result_words.sentence(node["why"], language, names)
    if node["status"] == "ok":
        return why
    return f"{result_words.status_name(node['status'], language).capitalize()}. {why}"


def _depths(nodes: list[Node]) -> list[int]:
    """How deep each node stands in the tree."""
    depth: dict[str, int] = {}
    for node in nodes:
        depth[node["node"]] = depth.get(node["parent"], -1) + 1
    return [depth[node["node"]] for node in nodes]


def _print_lost(nodes: list[Node], reasons: list[str], names: dict[str, str], language: str) -> None:
    """Where the most points were lost. Only where points are added up, so that losses can be compared."""
    from thangdo.faces.look.numbers import exact, short

    parents = {node["parent"] for node in nodes}
    if any(node["why"]["code"] != "sum" for node in nodes if node["node"] in parents and node["score"]):
        return
    leaves = [
        (exact(node["lost"]), node, why)
        for node, why in zip(nodes, reasons, strict=True)
        if node["node"] not in parents and node["lost"] and exact(node["lost"]) > 0
    ]
    if not leaves:
        return
    say(said("Mất nhiều điểm nhất:", "Most points lost:"))
    for lost, node, why in sorted(leaves, key=lambda leaf: -leaf[0])[:MOST_LOST]:
        title = f"{node['node']} {names.get(node['node'], '')}"
        points, top = short(lost, language), short(node["maximum"], language)
        text = said(
            f"{title}: mất {points} trong {top} điểm. {why}", f"{title}: {points} of {top} lost. {why}"
        )
        say(wrapped(text, indent=2))
    say("")


def _print_table(nodes: list[Node], reasons: list[str], names: dict[str, str], language: str) -> None:
    from thangdo.faces.look.numbers import share

    rows = zip(
        ("  " * depth + node["node"] for node, depth in zip(nodes, _depths(nodes), strict=True)),
        (names.get(node["node"], "") for node in nodes),
        aligned([node["score"] for node in nodes], language),
        _blank(aligned([node["maximum"] for node in nodes], language)),
        _blank(aligned([node["lost"] for node in nodes], language)),
        _weights_of(nodes, language),
        (share(node["share"], language, 1) if node["share"] else "" for node in nodes),
        reasons,
        strict=True,
    )
    heads = {
        "vi": ["mã", "nội dung", "điểm", "tối đa", "mất", "trọng số", "đạt", "vì sao"],
        "en": ["code", "title", "score", "maximum", "lost", "weight", "share", "why"],
    }
    table(None, heads[language], list(rows), right=(2, 3, 4, 5, 6))


def _weights_of(nodes: list[Node], language: str) -> list[str]:
    """The weight of each part in its whole; nothing where all of them weigh the same."""
    from thangdo.faces.look.numbers import short

    if all(node["weight"] == "1" for node in nodes):
        return [""] * len(nodes)
    return [short(node["weight"], language, 6) if node["parent"] else "" for node in nodes]


def _blank(cells: list[str]) -> list[str]:
    """Without dashes: what has no maximum has nothing to lose."""
    return ["" if cell == "–" else cell for cell in cells]


def _print_list(nodes: list[Node], reasons: list[str], names: dict[str, str], language: str) -> None:
    """The same as lines, for a narrow window."""
    from thangdo.faces.look.numbers import share, short

    for node, why, depth in zip(nodes, reasons, _depths(nodes), strict=True):
        points = short(node["score"], language, 4)
        if node["maximum"]:
            points += f"/{short(node['maximum'], language, 4)}"
        if node["share"]:
            points += f" ({share(node['share'], language, 1)})"
        head = f"{node['node']} {names.get(node['node'], '')}: {points}"
        say(wrapped(head, indent=2 * depth))
        say(wrapped(why, indent=2 * depth + 2, hanging=0))
