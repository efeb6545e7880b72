"""Diagnostic for the eGovernment Benchmark: the printed rubric from website answers to service scores.

Method Paper 2020-2023, Annex B, in plain words: availability counts A1 a quarter, A2 a half, A3 a quarter;
delivery is the share of C1..C7 answered yes; electronic identity is the share of F2..F4 where F1 asks for
it; eDocuments is full when F7_1 or F7_2 is yes where F6 asks for one; pre-filled forms is F9 where F8 says
there is a form. Questions that are not relevant are left out. Of several websites the best counts for
central government, the mean for regional and local. A service provided proactively has 100. The published
scores do not follow it everywhere; nothing is bent to fit, and no score of the edition rests on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from thangdo.rules.exact import Fraction
from thangdo.rules.index.numbers import exact, total
from thangdo.work.assessments.bundled import records

ANSWERS = "data/egovernment-benchmark-2023/national_service_answers.csv"
SCORES = "data/egovernment-benchmark-2023/national_service_scores.csv"
TOLERANCE = Fraction(1, 2)  # thirds are published as 33 and 67
FULL = Fraction(100)
DELIVERY = tuple(f"C{number}" for number in range(1, 8))
OTHER_READING = "transparency_delivery, question by question"
Site = Mapping[str, str]


def share_of_yes(site: Site, questions: Iterable[str]) -> Fraction | None:
    """Yes among the questions answered yes or no, out of 100; None when there is none."""
    said = [site[question] for question in questions if site[question] in ("Y", "N")]
    return Fraction(100 * said.count("Y"), len(said)) if said else None


def availability(site: Site) -> Fraction | None:
    """25 for information (A1), 50 for the service itself (A2), 25 for being found on the portal (A3)."""
    if not all(site[question] for question in ("A1", "A2", "A3")):
        return None
    return Fraction(25 * (site["A1"] == "Y") + 50 * (site["A2"] == "Y") + 25 * (site["A3"] == "Y"))


def mobile(site: Site) -> Fraction | None:
    """The automatic test of the website: 0 or 100."""
    return exact(site["mobile"]) if site["mobile"] else None


def delivery(site: Site) -> Fraction | None:
    """Share of C1..C7."""
    return share_of_yes(site, DELIVERY)


def identity(site: Site) -> Fraction | None:
    """Share of F2..F4, where F1 says that one must identify oneself."""
    return share_of_yes(site, ("F2", "F3", "F4")) if site["F1"] == "Y" else None


def documents(site: Site) -> Fraction | None:
    """100 when F7_1 or F7_2 is yes, where F6 says that a document is asked for."""
    if site["F6"] != "Y":
        return None
    share = share_of_yes(site, ("F7_1", "F7_2"))
    return None if share is None else FULL if share else Fraction(0)


def prefilled(site: Site) -> Fraction | None:
    """F9, where F8 says that there is a form."""
    return share_of_yes(site, ("F9",)) if site["F8"] == "Y" else None


@dataclass(frozen=True, slots=True)
class Indicator:
    """The rubric of one column of the service scores; informational services may have none."""

    score: Callable[[Site], Fraction | None]
    transactional_only: bool


INDICATORS: dict[str, Indicator] = {
    "online_availability": Indicator(availability, False),
    "mobile_friendly": Indicator(mobile, False),
    "transparency_delivery": Indicator(delivery, True),
    "eid": Indicator(identity, True),
    "edocuments": Indicator(documents, True),
    "prefilled": Indicator(prefilled, True),
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many services that have a score (published, recomputed or both) come out equal."""

    compared: int
    equal: int

    @property
    def percent(self) -> float:
        return 100 * self.equal / self.compared


def service_score(name: str, service: Site, sites: Sequence[Site]) -> Fraction | None:
    """The score of one service from its websites; `service` says type, level and whether it is proactive."""
    indicator = INDICATORS[name]
    if indicator.transactional_only and service["type"] != "T":
        return None
    if service["proactive"] == "Yes":
        return FULL
    scores = [score for site in sites if (score := indicator.score(site)) is not None]
    if not scores:
        return None
    return max(scores) if service["level"].lower() == "central" else total(scores) / len(scores)


def delivery_by_question(service: Site, sites: Sequence[Site]) -> Fraction | None:
    """Another reading of the delivery rubric: combine the websites question by question, then take the mean.

    Best for central government; else the share of websites that say yes, "not relevant" counting as no unless
    it is so everywhere. It explains more of the published scores; which reading is meant is not printed.
    """
    if service["type"] != "T":
        return None
    if service["proactive"] == "Yes":
        return FULL
    scores = []
    for question in DELIVERY:
        said = [site[question] for site in sites if site[question]]
        if "Y" in said or "N" in said:
            best = service["level"].lower() == "central"
            scores.append(FULL * ("Y" in said) if best else Fraction(100 * said.count("Y"), len(said)))
    return total(scores) / len(scores) if scores else None


def service_diagnostic() -> dict[str, Agreement]:
    """By indicator: services with a score, and how many are equal to within half a point."""
    sites: dict[tuple[str, ...], list[Site]] = defaultdict(list)
    for site in records(ANSWERS):
        sites[_key(site)].append(site)
    names = [*INDICATORS, OTHER_READING]
    compared, equal = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
    for service in records(SCORES, {"applicable": ("Yes",)}):
        of_service = sites[_key(service)]
        for name in names:
            column = "transparency_delivery" if name == OTHER_READING else name
            published = exact(service[column]) if service[column] else None
            if name == OTHER_READING:
                found = delivery_by_question(service, of_service)
            else:
                found = service_score(name, service, of_service)
            if published is None and found is None:
                continue
            compared[name] += 1
            equal[name] += published is not None and found is not None and abs(published - found) <= TOLERANCE
    return {name: Agreement(compared[name], equal[name]) for name in names}


def _key(row: Site) -> tuple[str, ...]:
    return row["country"], row["life_event"], row["year"], row["service"]
