"""The server itself: its headers, its caching, and charts under its content policy."""

import urllib.request
from collections.abc import Iterator

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from playwright.sync_api import Browser, Error

from serving import serve

CHART = {
    "data": {"values": [{"x": "Đăk Đoa", "y": 0.68}, {"x": "Chư Sê", "y": 0.41}]},
    "mark": "bar",
    "encoding": {"y": {"field": "x", "type": "nominal"}, "x": {"field": "y", "type": "quantitative"}},
}
DRAW = """async ([url, chart, options]) => {
    const {vegaEmbed} = await import(url);
    const place = document.createElement("div");
    document.body.append(place);
    await vegaEmbed(place, chart, {renderer: "svg", actions: false, ...options});
    return [...place.querySelectorAll("svg text")].map(text => text.textContent);
}"""


@pytest.fixture(scope="module")
def bare_url(tmp_path_factory: pytest.TempPathFactory, collected_static_files: None) -> Iterator[str]:
    """A server that has nothing loaded."""
    with serve(tmp_path_factory.mktemp("bare")) as url:
        yield url


@pytest.mark.xdist_group("site")
def test_every_answer_carries_the_security_headers(bare_url: str) -> None:
    with urllib.request.urlopen(f"{bare_url}/healthz") as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert answer.read() == b"ok\n"
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.xdist_group("site")
def test_a_hashed_file_may_be_kept_for_ever(bare_url: str) -> None:
    url = staticfiles_storage.url("look/vendor/vega.js")
    request = urllib.request.Request(bare_url + url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "javascript" in answer.headers["Content-Type"]


@pytest.mark.browser
def test_a_chart_draws_under_the_content_policy(bare_url: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{bare_url}/healthz")
    vega = staticfiles_storage.url("look/vendor/vega.js")
    assert "Đăk Đoa" in page.evaluate(DRAW, [vega, CHART, {"ast": True}])
    # Without `ast` Vega writes functions from text, which the policy must refuse.
    with pytest.raises(Error, match="unsafe-eval"):
        page.evaluate(DRAW, [vega, CHART, {"ast": False}])
    page.close()
