"""The conference of 3 July 2019 in the records: every sentence is the notice's, nothing is added.

Source of tests/data/articles/gia-lai-2019-07-03.txt: the portal of Gia Lai province, 03/7/2019, 17:07:34.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from prepared import load_register
from thangdo.work.conferences import queries
from thangdo.work.conferences.models import Conference, Site
from thangdo.work.conferences.replay import differences
from thangdo.work.reproductions import conference_2019, directives_2019

SLUG = "gia-lai-2019-07-03"
ARTICLE = Path(__file__).parents[2] / "data" / "articles" / "gia-lai-2019-07-03.txt"


def squeezed(text: str) -> str:
    return " ".join(text.split())


def quotes(data: Any) -> Iterator[str]:
    """Everything that the file claims to be the notice's own words."""
    yield data["source"]["title"]
    yield data["source"]["said"]
    for part in ("guests", "sites"):
        yield data[part]["quote"]
    yield data["sites"]["present"]
    yield from data["guests"]["offices"]
    yield f"{data['chair']['office']} {data['chair']['name']}"
    yield from (f"{one['office']} {one['name']}" for one in data["present"])
    yield from data["results"].values()
    yield from data["conclusions"].values()
    yield from (one["quote"] for one in data["remarks"].values())


def test_every_sentence_is_in_the_notice_word_for_word() -> None:
    article = squeezed(ARTICLE.read_text(encoding="utf-8"))
    assert [one for one in quotes(conference_2019.source()) if squeezed(one) not in article] == []


def test_no_sentence_of_the_chairman_is_left_out() -> None:
    article = squeezed(ARTICLE.read_text(encoding="utf-8"))
    start = article.index("Phát biểu kết luận Hội nghị")
    said = article[start : article.index("Đoàn Bình")].strip()
    assert squeezed(" ".join(conference_2019.source()["conclusions"].values())) == said


def test_every_order_quotes_a_sentence_of_the_conclusions() -> None:
    whole = squeezed(" ".join(conference_2019.source()["conclusions"].values()))
    assert [
        name for name, text in directives_2019.source()["quotes"].items() if squeezed(text) not in whole
    ] == []


@pytest.mark.django_db
def test_loading_twice_records_one_conference_with_17_sites_and_no_invented_fact() -> None:
    load_register()
    assert (conference_2019.load(), conference_2019.load()) == (1, 0)
    found = Conference.objects.get(slug=SLUG)
    assert (found.state, str(found.day), found.starts, found.conclusions_number) == (
        "concluded",
        "2019-07-03",
        None,
        "",
    )
    sites = Site.objects.filter(conference=found)
    assert sites.count() == 17 and {site.unit.tier for site in sites} == {"district"}
    assert {(site.answered, site.delay_ms, site.connection, site.contact, site.people) for site in sites} == {
        (None, None, "", None, None)
    }
    assert [one.row.field for one in queries.remarks(found)] == ["land"]
    assert queries.remarks(found)[0].row.unit is None
    assert [one.row.code for one in queries.conclusions(found)] == [f"S{n}" for n in range(1, 10)]
    assert [one.code for one in queries.marked_in(found)] == [f"S{n}" for n in range(1, 10)]
    assert queries.chair(found).name == "Võ Ngọc Thành"
    assert differences(SLUG) == []
    assert queries.public_one(SLUG) == found


@pytest.mark.django_db
def test_without_the_register_nothing_is_recorded() -> None:
    assert conference_2019.load() == 0
