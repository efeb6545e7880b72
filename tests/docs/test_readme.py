"""What the READMEs promise: every page opens, every file is there, both languages say the same."""

from __future__ import annotations

import re
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.vi.md")
SITE = "http://127.0.0.1:8000"


def pages(readme: str) -> list[str]:
    """The addresses of the site that a README links to."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    return re.findall(rf"\]\({re.escape(SITE)}([^)]*)\)", text)


@pytest.mark.parametrize("readme", READMES)
def test_every_page_that_the_readme_links_to_opens(readme: str, site_url: str) -> None:
    wanted = sorted(set(pages(readme)))
    assert len(wanted) >= 10
    for page in wanted:
        for prefix in ("", "/en"):
            with urllib.request.urlopen(f"{site_url}{prefix}{page}", timeout=600) as answer:
                assert answer.status == 200, page


@pytest.mark.parametrize(
    "document", [*READMES, *sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("docs/**/*.md"))]
)
def test_every_file_that_a_document_links_to_is_there(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    missing = [
        target
        for target in re.findall(r"\]\(([^)#\s]+)", text)
        if not target.startswith(("http://", "https://", "mailto:"))
        and not (ROOT / document).parent.joinpath(target).exists()
    ]
    assert missing == []


def test_both_readmes_go_through_the_article_sentence_by_sentence_to_the_same_pages() -> None:
    rows = {
        readme: re.findall(r"^\| (\d+) \|.*\| (.*) \|$", (ROOT / readme).read_text(encoding="utf-8"), re.M)
        for readme in READMES
    }
    assert [number for number, _ in rows["README.md"]] == [str(n) for n in range(1, 25)]
    assert [number for number, _ in rows["README.vi.md"]] == [str(n) for n in range(1, 25)]
    for (number, english), (_, vietnamese) in zip(rows["README.md"], rows["README.vi.md"], strict=True):
        assert ("chưa có" in english) == ("chưa có" in vietnamese), f"sentence {number}"
    assert pages("README.md") == pages("README.vi.md")


def test_the_readme_shows_no_office_page_without_saying_that_one_signs_in() -> None:
    for readme in READMES:
        text = (ROOT / readme).read_text(encoding="utf-8")
        map_rows = "\n".join(re.findall(r"^\| \d+ \|.*$", text, re.M))
        office = re.findall(rf"\]\({re.escape(SITE)}/office/[^)]*\)(.?)", map_rows)
        assert office and set(office) == {"¹"}


def test_every_order_of_the_article_has_its_row() -> None:
    orders = (ROOT / "src/thangdo/library/directives/gia-lai-2019-07-03.yaml").read_text(encoding="utf-8")
    names = re.findall(r"^  ([a-z-]+):$", orders.partition("\ndirectives:\n")[2], re.M)
    assert len(names) == 12
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in names if f"/directives/gia-lai-2019-{name}/" not in text] == []


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_the_two_commands(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert "make run" in text and "make test" in text
