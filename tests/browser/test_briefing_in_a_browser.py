"""The page in a real browser: nothing is asked for, nothing runs over the edge, the right picture shows, Chinese is drawn by the page's own font."""

import shutil

import pytest
from playwright import sync_api

from bothhands.report.briefing import briefing
from made_plans import short_plan_of_two_towns

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = short_plan_of_two_towns(tmp_path_factory)
    where = tmp_path_factory.mktemp("pages")
    for language in ("en", "zh"):
        (where / f"{language}.html").write_text(briefing(made, language), encoding="utf-8")
    return where


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [1280, 390])
def test_page(folder, browser, language, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto((folder / f"{language}.html").as_uri())
    page.evaluate("document.fonts.ready")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    shown = page.locator("figure .wide" if width > 760 else "figure .narrow")
    hidden = page.locator("figure .narrow" if width > 760 else "figure .wide")
    assert all(one.is_visible() for one in shown.all())
    assert not any(one.is_visible() for one in hidden.all())
    assert (
        page.evaluate("""() => [...document.querySelectorAll('figure svg')].filter(svg => svg.getClientRects().length).flatMap(svg => {
        const edge = svg.getBoundingClientRect();
        return [...svg.querySelectorAll('text')].filter(text => {
            const box = text.getBoundingClientRect();
            return box.width && (box.left < edge.left - 1 || box.right > edge.right + 1);
        }).map(text => text.textContent);
    })""")
        == []
    )
    assert (
        page.evaluate("""() => [...document.querySelectorAll('figure svg')].filter(svg => svg.getClientRects().length).flatMap(svg => {
        const boxes = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]).filter(([, box]) => box.width);
        return boxes.flatMap(([words, a], n) => boxes.slice(n + 1).filter(([, b]) =>
            Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4
        ).map(([other]) => words + " | " + other));
    })""")
        == []
    )
    if language == "zh":
        assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"]
    page.close()
