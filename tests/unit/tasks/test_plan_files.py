"""Files of a plan: what rests on firms' money is left out of each for whoever may not see it."""

import json
import re
from dataclasses import replace

import pytest

from bothhands.errors import NotThere
from bothhands.records.work import PlanRecord
from bothhands.tasks.plan_files import content_of
from bothhands.tasks.take_in import take_in
from desk_town import as_person, plan_folder

PETRA = as_person("petra")
SEES = replace(PETRA, sees_accounts=True)
SECRET = "12 to 88 %"
SECTION = '<section class="right" id="section-{}"><h2>Title</h2><figure>{}</figure></section>'
PAGE = f'<!doctype html><html lang="en"><body>{SECTION.format("health", "beds")}{SECTION.format("helped", SECRET)}{SECTION.format("even", "break-even")}</body></html>'


@pytest.fixture
def kind():
    """What is tested here has nothing to do with the database."""
    return "sqlite"


@pytest.fixture
def plan(town):
    at = town.folder / plan_folder(town)
    part = {"title": "Title", "notes": [], "tables": [{"title": "", "head": ["odds"], "rows": [[SECRET]]}]}
    told = {"language": "en", "title": "t", "standing": "", "hypothetical": "", "answer": "", "parts": [{"key": "health", **part, "tables": []}, {"key": "helped", **part}]}  # fmt: skip
    (at / "briefing.html").write_text(PAGE, encoding="utf-8")
    (at / "briefing.json").write_text(json.dumps(told), encoding="utf-8")
    (at / "briefing.pdf").write_bytes(b"%PDF-1.7 " + SECRET.encode())
    with town.writing(PETRA) as session:
        return take_in(town, session, "results/1").id


def seen(town, access, plan, name):
    with town.reading(access) as session:
        found = content_of(town, session, plan, name)
    return found if isinstance(found, bytes) else found.read_bytes()


def test_whoever_sees_accounts_gets_every_file_as_it_is(town, plan):
    for name in ("briefing.html", "briefing.json", "briefing.pdf"):
        assert SECRET.encode() in seen(town, SEES, plan, name)


def test_whoever_does_not_gets_the_rest_of_it(town, plan):
    page = seen(town, PETRA, plan, "briefing.html").decode()
    assert SECRET not in page
    assert re.sub(r"(section-helped.*?</h2>).*?(</section>)", r"\1\2", PAGE) == page.replace("<p>Cash, debt and tax are not shown to you.</p>", "")  # fmt: skip
    told = json.loads(seen(town, PETRA, plan, "briefing.json"))
    assert [one["tables"] for one in told["parts"]] == [[], []]
    printed = seen(town, PETRA, plan, "briefing.pdf")
    assert printed.startswith(b"%PDF")
    assert SECRET.encode() not in printed
    assert len(printed) > 1000


def test_a_print_whose_page_is_gone_is_not_given(town, plan):
    with town.reading(PETRA) as session:
        folder = town.folder / session.one(PlanRecord, plan).folder
    (folder / "briefing.html").unlink()
    with pytest.raises(NotThere, match="BH-TSK-145"):
        seen(town, PETRA, plan, "briefing.pdf")
    assert SECRET.encode() in seen(town, SEES, plan, "briefing.pdf")
