"""The check of the translations: it finds what a Vietnamese reader would see in English."""

import runpy
from pathlib import Path

from babel.messages import Catalog

MESSAGES = runpy.run_path(str(Path(__file__).resolve().parents[2] / "scripts" / "messages.py"))


def faults(given: Catalog, wanted: Catalog) -> list[str]:
    """What the check says of one catalogue."""
    return list(MESSAGES["faults"](given, wanted))


def wanted() -> Catalog:
    """The texts of an imagined page."""
    catalogue = Catalog()
    catalogue.add("Rank", locations=[("page.html", 0)])
    catalogue.add(("%(n)s unit", "%(n)s units"), locations=[("page.html", 0)])
    return catalogue


def test_a_complete_catalogue_passes() -> None:
    given = Catalog(locale="vi")
    given.add("Rank", "Xếp hạng")
    given.add(("%(n)s unit", "%(n)s units"), ("%(n)s đơn vị",))
    assert faults(given, wanted()) == []


def test_missing_fuzzy_and_unused_texts_are_named() -> None:
    given = Catalog(locale="vi")
    given.add("Rank", "Xếp hạng", flags=["fuzzy"])
    given.add("Old", "Cũ")
    found = faults(given, wanted())
    assert [fault.split(":")[0] for fault in found] == ["page.html", "page.html", "no longer used"]
    assert "fuzzy" in found[0]
    assert "not translated" in found[1]


def test_a_lost_placeholder_is_found() -> None:
    given = Catalog(locale="vi")
    given.add("Rank", "Xếp hạng")
    given.add(("%(n)s unit", "%(n)s units"), ("đơn vị",))
    assert faults(given, wanted()) == ["page.html: placeholders differ: '%(n)s unit'"]


def test_texts_are_found_in_templates_and_code() -> None:
    template = (
        '{% load i18n %}{% translate "Rank" context "table" %}{% blocktranslate count n=n %}{{ n }} unit'
    )
    template += "{% plural %}{{ n }} units{% endblocktranslate %}"
    MESSAGES["gather"].__globals__["sources"] = lambda: iter(
        [("a.html", MESSAGES["templatize"](template)), ("b.py", 'title = gettext_lazy("Levels")')]
    )
    found = {MESSAGES["key"](message) for message in MESSAGES["gather"]() if message.id}
    assert found == {("table", "Rank"), (None, "%(n)s unit"), (None, "Levels")}


def test_a_text_that_the_gatherer_cannot_see_is_named() -> None:
    found = list(MESSAGES["hidden"]("b.py", "columns = [f\"{title}: {_('day')}\", _('seen'), f\"{title}\"]"))
    assert found == ["b.py:1: within an f-string: _('day')"]
