"""The middle of a planner's walk in a real browser: a scenario changed, run and compared, a point of the frontier taken, signed, adopted, assigned,
late, planned again, and the decision brief; the first tour, a firm, the support list, dissent; in English, and shortened in Chinese.

The plan was made before, once for many tests; the run of the scenario is real.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from math import inf

import pytest
from playwright import sync_api
from playwright.sync_api import expect

from bothhands.levers.measures_file import measures_text
from bothhands.plan.frontier import Frontier, Point
from bothhands.records.access import SYSTEM
from bothhands.records.people import User
from bothhands.records.schema import open_store
from bothhands.report import explanation
from bothhands.report.folder import as_dataset, as_json
from bothhands.report.frontier_page import write_frontier, write_points
from bothhands.tasks import accounts, jobs
from bothhands.tasks.editions import set_up
from bothhands.tasks.scenarios import NewScenario, ScenarioRow, new_scenario
from bothhands.tasks.take_in import take_in
from desk_firms import firms_run
from desk_lists import choose
from made_plans import short_plan_of_two_towns

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")]
PASSWORD = "nine lives of a cat"
LATER = "2020-03-25"
"""Day the desk stands on: a week after the plan was made."""


def front_of(plan):
    """The plan and another with fewer deaths that is worth less otherwise."""
    own = plan.chosen.outcome
    fewer = own._replace(deaths=own.deaths / 2, life_years=own.life_years / 2, welfare=own.welfare - 1e6)
    points = (Point(inf, True, plan.solution.decisions, own, plan.solution), Point(5.0, False, plan.solution.decisions, fewer, plan.solution))  # fmt: skip
    return Frontier(points, (), float(plan.problem.prices.life_year))


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A desk with a planner, an officer and a frontier that was made before, and its worker; its address."""
    folder, plan = tmp_path_factory.mktemp("desk"), short_plan_of_two_towns(tmp_path_factory)
    store = open_store(folder)
    set_up(store, "two-towns")
    at = folder / "results" / "1"
    write_frontier(plan, front_of(plan), at)
    write_points(plan, front_of(plan), at)
    (at / "plan.json").write_text(json.dumps(as_json(plan)))
    (at / "explanation.html").write_text(explanation.page(plan), encoding="utf-8")
    (at / "measures.csv").write_text(measures_text(plan.measures), encoding="utf-8")
    as_dataset(plan).to_netcdf(at / "results.nc", engine="h5netcdf")
    with store.writing(SYSTEM) as session:
        people = [User(login="petra", name="Petra", role="planner", everywhere=True, sees_accounts=True), User(login="otto", name="Otto", role="officer", everywhere=True)]  # fmt: skip
        session.add_all(people)
        session.flush()
        for one in people:
            accounts.set_password(session, one.id, PASSWORD)
        job = jobs.ask(session, "frontier", {"name": "March"})
        job.state, job.folder = "done", "results/1"
        session.flush()
        take_in(store, session, "results/1", "March", job.id)
        firms_run(store, session, {"field-works": "Southfield", "north-inn": "Northport"}, "fieldfare")
        kept = {
            "language": "en",
            "title": "March",
            "standing": "",
            "hypothetical": "",
            "answer": "It holds.",
            "parts": [],
        }
        (at / "briefing.json").write_text(json.dumps(kept))
        odd = ScenarioRow(lever="answer", place="<b>bold</b>")
        new_scenario(store, session, NewScenario(name="<b>odd</b>", measures=(odd,)))
    store.close()
    given = {**os.environ, "BOTHHANDS_DESK_DIR": str(folder), "BOTHHANDS_DESK_DAY": LATER, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "bothhands"]
    served = subprocess.Popen([*command, "desk", "--port", "0"], env=given, stdout=subprocess.PIPE, text=True)
    address = re.search(r"http://[\d.:]+", served.stdout.readline()).group()
    worker = subprocess.Popen([*command, "worker"], env=given, stdout=subprocess.DEVNULL)
    yield address
    for process in (worker, served):
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    served.stdout.close()


@pytest.fixture(scope="module")
def page(desk):
    """A browser in which Petra signed in; nothing may be asked from elsewhere, and no error said."""
    with sync_api.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        context = opened.new_context(viewport={"width": 1280, "height": 900}, base_url=desk)
        found = context.new_page()
        elsewhere, said = [], []
        found.on("request", lambda asked: elsewhere.append(asked.url) if not asked.url.startswith((desk, "data:", "blob:")) else None)  # fmt: skip
        found.on("console", lambda told: said.append(told.text) if told.type == "error" else None)
        found.on("pageerror", lambda problem: said.append(str(problem)))
        found.goto("/")
        found.get_by_label("Login").fill("petra")
        found.get_by_label("Password").fill(PASSWORD)
        found.get_by_role("button", name="Sign in").click()
        expect(found.get_by_role("heading", name="Situation")).to_be_visible()
        yield found
        assert elsewhere == []
        assert said == []
        opened.close()


def test_a_scenario_is_made_of_a_plan_changed_mended_run_and_compared(page):
    page.get_by_role("link", name="Scenarios").click()
    page.get_by_label("Name").fill("Stricter spring")
    choose(page, "Begin with", re.compile("the measures of March"))
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_text("can be run")).to_be_visible()
    rows = page.get_by_role("link", name="Change").count()
    page.get_by_role("link", name="Add a measure").click()
    choose(page, "Lever", "Travel")
    choose(page, "Place", "Southfield")
    page.get_by_label("First day").fill("2020-05-01")
    page.get_by_label("Last day").fill("2020-04-01")
    page.get_by_role("spinbutton", name="Level").fill("40")
    expect(page.get_by_role("slider", name="Level").first).to_have_attribute("aria-valuenow", "40")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("BH-LEV-009")).to_be_visible()
    page.reload()
    expect(page.get_by_text("BH-LEV-009")).to_be_visible()
    page.get_by_role("link", name="Change").nth(rows).click()
    page.get_by_label("Last day").fill("2020-05-31")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("can be run")).to_be_visible()
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("heading", name="What comes of it")).to_be_visible(timeout=240_000)
    expect(page.get_by_role("img", name=re.compile("Most patients in wards"))).to_be_visible()
    page.get_by_role("link", name="Compare with others").click()
    lists = page.locator("select[name=of]")
    lists.nth(1).select_option(index=0)
    lists.nth(1).select_option(label="March (1)")
    lists.nth(2).select_option(index=0)
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="How the measures of “March (1)” differ from those of “Stricter spring”")).to_be_visible()  # fmt: skip
    expect(page.get_by_text(re.compile("Travel is higher by"))).to_be_visible()


def test_what_people_wrote_is_text_and_what_nobody_knows_is_told(page):
    page.goto("/scenarios")
    page.get_by_role("link", name="<b>odd</b>").click()
    expect(page.get_by_role("heading", name="<b>odd</b>")).to_be_visible()
    expect(page.get_by_role("cell", name="<b>bold</b>")).to_be_visible()
    expect(page.get_by_text("BH-TSK-102")).to_have_count(3)


def test_faults_of_a_question_are_told_beside_their_fields(page):
    page.goto("/plans")
    page.get_by_text("Ask for something else").click()
    page.get_by_label("Deaths at most").fill("-4")
    page.get_by_label("Days a decision").fill("3")
    page.get_by_role("button", name="Make a plan").click()
    expect(page.get_by_text("Give a number from 0 to 10,000,000.")).to_be_visible()
    expect(page.get_by_text("Give a number from 7 to 366.")).to_be_visible()


def test_a_point_is_taken_signed_adopted_assigned_late_and_planned_again(page):
    page.goto("/plans/1")
    expect(page.get_by_role("heading", name="Limits: how full, and what they cost")).to_be_visible()
    page.get_by_role("link", name="Lives against output").click()
    page.locator("svg a[href='#point-1']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#point-1")
    page.get_by_role("button", name="Take this one: at most 5 deaths").click()
    expect(page.get_by_role("heading", name="March, at most 5 deaths")).to_be_visible()
    if page.get_by_role("button", name="Sign", exact=True).count():
        page.get_by_label("Legal basis").first.fill("Law of 1989, article 42")
        page.get_by_role("button", name="Sign", exact=True).first.click()
        expect(page.get_by_role("row").filter(has_text="Petra").first).to_be_visible()
    page.get_by_role("button", name=re.compile("Adopt")).click()
    expect(page.get_by_text("● adopted").first).to_be_visible()
    plan = page.url
    page.goto("/follow-up")
    choose(page, "Whose", "Otto")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_role("row").filter(has_text="Otto").first).to_contain_text("late")
    page.goto("/")
    expect(page.get_by_text(re.compile("[1-9][0-9]* of .* open tasks are late"))).to_be_visible()
    page.goto(plan)
    page.get_by_role("button", name="Plan again from here").click()
    page.wait_for_url("**/jobs/*")
    expect(page.get_by_text(f"--as-of {LATER}")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("cancelled").first).to_be_visible(timeout=60_000)
    page.goto(f"{plan}/brief")
    expect(page.get_by_role("heading", name="Decision brief: March, at most 5 deaths")).to_be_visible()
    expect(page.get_by_text("Second approver")).to_be_visible()
    page.goto("/plans/1")
    page.get_by_role("link", name="Why this plan").click()
    expect(page.get_by_role("heading").first).to_be_visible()


def test_the_tour_ends_and_can_be_called_again(page):
    page.goto("/")
    expect(page.get_by_role("heading", name="Five steps to begin with")).to_be_visible()
    expect(page.locator(".bh-steps a")).to_have_count(5)
    for to in page.locator(".bh-steps a").evaluate_all("every => every.map(one => one.getAttribute('href'))"):
        assert page.request.get(to).ok
    page.get_by_role("link", name="End the tour").click()
    expect(page.get_by_role("heading", name="Situation")).to_be_visible()
    expect(page.get_by_text("Five steps to begin with")).to_have_count(0)
    page.get_by_role("link", name="Tour", exact=True).click()
    expect(page.get_by_text("Five steps to begin with")).to_be_visible()


def test_a_firm_and_the_support_list(page):
    page.goto("/firms")
    page.get_by_role("link", name="Support list").click()
    expect(page.get_by_text("2 firms for which help keeps more than it costs")).to_be_visible()
    page.get_by_label("Place").select_option("Southfield")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("row")).to_have_count(2)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Excel").click()
    assert taken.value.suggested_filename == "support-2020-03-18.xlsx"
    page.get_by_role("link", name="=HYPERLINK fieldfare").click()
    expect(page.get_by_role("heading", name="Field works")).to_be_visible()
    expect(page.get_by_text("fieldfare 31337")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Wages fieldfare")).to_contain_text("not used")
    row = page.get_by_role("row").filter(has=page.get_by_role("cell", name="Payroll", exact=True))
    row.locator("summary").click()
    expect(row.locator("details")).to_have_attribute("open", "")
    expect(row).to_contain_text("Source:")


def test_dissent_is_written_on_the_plan_s_page_and_stands_in_the_brief(page):
    page.goto("/plans/1")
    page.get_by_label("What should whoever signs know?").fill("The <b>inn</b> will not last.")
    page.get_by_role("button", name="Put it on record").click()
    expect(page.get_by_role("listitem").filter(has_text="The <b>inn</b> will not last.")).to_contain_text("Petra")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Briefing (Word)").click()
    assert taken.value.suggested_filename == "briefing-1.docx"
    page.goto("/plans/1/brief")
    expect(page.get_by_text("The <b>inn</b> will not last.")).to_be_visible()


def test_the_walk_in_chinese(page):
    page.goto("/language/zh?next=/scenarios")
    page.get_by_role("link", name="Stricter spring").click()
    expect(page.get_by_role("heading", name="结果")).to_be_visible()
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("heading", name="Stricter spring（副本）")).to_be_visible()
    page.get_by_role("link", name="修改").first.click()
    page.get_by_role("spinbutton", name="力度").fill("300")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("BH-LEV-008")).to_be_visible()
    page.get_by_role("link", name="比较").click()
    page.locator("select[name=of]").nth(0).select_option(index=1)
    page.locator("select[name=of]").nth(1).select_option(index=2)
    page.get_by_role("button", name="比较").click()
    expect(page.get_by_role("heading", name="各自结果")).to_be_visible()
    page.goto("/frontier/1")
    expect(page.get_by_role("heading", name="生命与产出的权衡")).to_be_visible()
    page.goto("/plans/1/brief")
    expect(page.get_by_role("heading", name="决策签批单：March")).to_be_visible()
    page.goto("/support-list")
    expect(page.get_by_role("heading", name="扶持清单")).to_be_visible()
    page.goto("/firms/field-works")
    expect(page.get_by_role("heading", name="制约因素")).to_be_visible()
    assert "dk_" not in page.locator("body").inner_text()
    page.goto("/tour/begin")
    expect(page.get_by_role("heading", name="入门五步")).to_be_visible()
    page.goto("/language/en")
