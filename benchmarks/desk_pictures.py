"""Every page of an open desk as a picture: `python -m benchmarks.desk_pictures ADDRESS [FOLDER] [--pages NAME ...]`.

Takes each page on a laptop (1280 × 900) and on a phone (390 × 844), in English and in Chinese, as WebP of few colours, and writes the page that
names them. The desk is the one that `benchmarks.desk_example` fills; its people sign in.
"""

from __future__ import annotations

import argparse
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from benchmarks.desk_example import PASSWORD

SCREENS = {"laptop": (1280, 900), "phone": (390, 844)}
LANGUAGES = ("en", "zh")
TALLEST = 1_800
"""Pixels of a page that are kept; what follows is more of the same list."""
SETTLE_MS = 700
PAGES = {
    "situation": ("/", "Where do we stand today, what is late, what binds?"),
    "scenarios": ("/scenarios", "Which what-ifs are there, and how far are their runs?"),
    "scenario": ("/scenarios/1", "What does one what-if hold, and what would come of it?"),
    "plans": ("/plans", "Which plans are there, and which is adopted?"),
    "plan": ("/plans/1", "What does the plan do, when, where, why and at what cost?"),
    "frontier": ("/frontier/1", "What does one life saved more cost in everything else?"),
    "compare": ("/compare?of=plan:1:plan&of=plan:1:carry+on", "How do plan and alternatives differ?"),
    "targets": ("/targets", "Which targets will be reached?"),
    "chains": ("/chains", "Which link of the chain holds the others back?"),
    "chain": ("/chains/mask", "What does one final good need, from raw material on?"),
    "follow-up": ("/follow-up", "What is late, and who owns it?"),
    "task": ("/follow-up/1", "How does one piece of work stand, and who said what?"),
    "firms": ("/firms", "Which firms wait for what?"),
    "firm": ("/firms/syn-0006", "What binds one firm, and what help is open to it?"),
    "support-list": ("/support-list", "Who gets which help, and why?"),
    "field": ("/field", "Who visits whom this week, and which city or key firm is due?"),
    "letter": ("/letters/Liaoyang", "What was visited, found and solved in one city, and what comes next?"),
    "findings": ("/findings", "What did officers find, whose is it, what is late?"),
    "finding": ("/findings/1", "How does one finding stand, and which figure does it put right?"),
    "staff": ("/staff", "Who holds which post, is away, works too much, has earned thanks?"),
    "my-work": ("/my-work", "What are my own days, hours, leave and thanks?"),
    "phone-app": ("/phone", "What are my visits today, without a connection too?"),
    "region": ("/region", "What is known of the region, and how much is assumed?"),
    "region-table": ("/region/beds", "What stands in one table, and what does each column mean?"),
    "reports": ("/reports", "What can be printed and sent?"),
    "runs": ("/jobs", "What is being computed?"),
    "run": ("/jobs/1", "How far is one run, and how is it made again?"),
    "admin": ("/admin", "Who may do what, where?"),
    "audit": ("/admin/audit", "Who changed what, and when?"),
}
SEEN_BY = {"admin": "adam", "audit": "adam", "my-work": "wen", "phone-app": "wen"}
"""Who is shown a page; the planner where nobody is named."""
PLANNER = "petra"


def main() -> None:
    """Take the pictures and write the page that names them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/screenshots"))
    parser.add_argument("--pages", nargs="*", default=list(PAGES), choices=list(PAGES))
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        for language in LANGUAGES:
            for screen, (width, height) in SCREENS.items():
                for login in sorted({SEEN_BY.get(name, PLANNER) for name in given.pages}):
                    context = opened.new_context(viewport={"width": width, "height": height}, base_url=given.address)
                    context.add_cookies([{"name": "bothhands-language", "value": language, "url": given.address}])
                    signs = {"login": login, "password": PASSWORD}
                    assert context.request.post("/api/v1/session", data=signs).ok, f"{login} cannot sign in"
                    page = context.new_page()
                    for name in given.pages:
                        if SEEN_BY.get(name, PLANNER) == login:
                            at = given.folder / f"{name}-{screen}-{language}.webp"
                            at.write_bytes(_picture(page, PAGES[name][0], width, height))
                    context.close()
        opened.close()
    if set(given.pages) == set(PAGES):
        (given.folder / "README.md").write_text("\n".join(_index()) + "\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in given.folder.glob("*.webp"))
    print(f"{len(given.pages)} pages, {size / 1e6:.1f} MB in {given.folder}")


def _picture(page: Page, path: str, width: int, height: int) -> bytes:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLE_MS)
    tall = min(TALLEST, max(height, int(page.evaluate("document.documentElement.scrollHeight"))))
    taken = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": tall})
    kept = io.BytesIO()
    Image.open(io.BytesIO(taken)).convert("RGB").save(kept, "WEBP", quality=50, method=6)
    return kept.getvalue()


def _index() -> Iterator[str]:
    yield "# Pages of the desk"
    yield ""
    yield "Taken by `python -m benchmarks.desk_pictures ADDRESS` of the desk that `python -m benchmarks.desk_example FOLDER` fills: the embedded region"
    yield "`liaoning` with a short plan and its frontier; people, findings and tasks are invented. Figures are those of a plan of few steps, made to show the pages, not to be acted on."
    yield ""
    yield "| Page | It answers | Laptop | Phone |"
    yield "| --- | --- | --- | --- |"
    for name in PAGES:
        links = [
            " ".join(f"[{language}]({name}-{screen}-{language}.webp)" for language in LANGUAGES) for screen in SCREENS
        ]
        yield f"| {name} | {PAGES[name][1]} | {' | '.join(links)} |"


if __name__ == "__main__":
    main()
