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
            with urllib.request.urlopen(f"{site_url}{prefix}{page}", timeout=60) as answer:
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


def test_both_readmes_go_through_the_article_sentence_by_sentence() -> None:
    rows = {
        readme: re.findall(r"^\| (\d+) \|.*\| (.*) \|$", (ROOT / readme).read_text(encoding="utf-8"), re.M)
        for readme in READMES
    }
    assert [number for number, _ in rows["README.md"]] == [str(n) for n in range(1, 24)]
    assert [number for number, _ in rows["README.vi.md"]] == [str(n) for n in range(1, 24)]
    for (number, english), (_, vietnamese) in zip(rows["README.md"], rows["README.vi.md"], strict=True):
        assert ("chưa có" in english) == ("chưa có" in vietnamese), f"sentence {number}"


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_the_two_commands(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert "make run" in text and "make test" in text
