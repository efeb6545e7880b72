"""The printed rubric of the eGovernment Benchmark, website by website, with the arithmetic shown."""

from __future__ import annotations

from collections import defaultdict

import pytest

from thangdo.rules.exact import Fraction
from thangdo.work.reproductions.eu_services import (
    Site,
    availability,
    delivery,
    delivery_by_question,
    documents,
    identity,
    prefilled,
    service_score,
)

CENTRAL = {"type": "T", "level": "Central", "proactive": "No"}
LOCAL = {"type": "T", "level": "Local", "proactive": "No"}


def site(**answers: str) -> Site:
    return defaultdict(str, answers)


def delivery_site(answers: str) -> Site:
    return site(**{f"C{number}": said for number, said in enumerate(answers, start=1)})


@pytest.mark.parametrize(
    ("answers", "score"),
    [("YYY", 100), ("YYN", 75), ("YNY", 50), ("YNN", 25), ("NYN", 50), ("NNN", 0)],
)
def test_availability_counts_the_service_itself_for_half(answers: str, score: int) -> None:
    assert availability(site(A1=answers[0], A2=answers[1], A3=answers[2])) == score


def test_a_website_that_was_not_assessed_has_no_availability() -> None:
    assert availability(site(A1="Y", A2="", A3="Y")) is None


def test_questions_that_are_not_relevant_are_left_out() -> None:
    # R R R N Y Y Y: three of four
    assert delivery(delivery_site("RRRNYYY")) == 75
    assert identity(site(F1="Y", F2="Y", F3="N", F4="R")) == 50
    assert identity(site(F1="Y", F2="Y", F3="Y", F4="N")) == Fraction(200, 3)


def test_a_service_that_asks_for_no_identity_document_or_form_has_no_score() -> None:
    assert identity(site(F1="N", F2="Y", F3="Y", F4="Y")) is None
    assert documents(site(F6="N", F7_1="Y", F7_2="Y")) is None
    assert prefilled(site(F8="N", F9="Y")) is None
    assert documents(site(F6="Y", F7_1="N", F7_2="Y")) == 100


def test_the_best_website_counts_for_central_government_and_the_mean_for_the_others() -> None:
    sites = [site(A1="Y", A2="Y", A3="Y"), site(A1="Y", A2="N", A3="N")]
    assert service_score("online_availability", CENTRAL, sites) == 100
    # (100 + 25) / 2
    assert service_score("online_availability", LOCAL, sites) == Fraction("62.5")


def test_a_service_provided_proactively_is_full_and_an_informational_one_has_no_delivery() -> None:
    proactive = {**CENTRAL, "proactive": "Yes"}
    assert service_score("eid", proactive, [site(F1="N")]) == 100
    assert (
        service_score("transparency_delivery", {**CENTRAL, "type": "I"}, [delivery_site("YYYYYYY")]) is None
    )


def test_the_two_readings_of_delivery_differ_where_websites_win_different_questions() -> None:
    # AT, Career 5.2 (published 100): each website wins five or six of seven, together they win all
    sites = [delivery_site("YNYNYYN"), delivery_site("YYYYNYY")]
    assert service_score("transparency_delivery", CENTRAL, sites) == Fraction(600, 7)
    assert delivery_by_question(CENTRAL, sites) == 100
    # AL, Studying 3.1 (published 28.57), three regional websites
    sites = [delivery_site("RNNYYYN"), delivery_site("YNNYNNN"), delivery_site("RNNYNNN")]
    # C1 1/3, C2 0, C3 0, C4 3/3, C5 1/3, C6 1/3, C7 0: 2 of 7
    assert delivery_by_question(LOCAL, sites) == Fraction(200, 7)
