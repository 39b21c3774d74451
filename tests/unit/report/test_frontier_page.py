"""The page of the frontier: dots where the plans are, what each gives up and what the next death spared costs."""

import json
import re
from dataclasses import replace
from math import inf

import numpy as np
import pytest

from bothhands.plan.frontier import Frontier, Point
from bothhands.plan.limits import DEATHS, LIMITS, WARD
from bothhands.report.frontier_page import chart, prices_of, said, write_frontier
from bothhands.report.scatter_chart import round_ticks
from bothhands.report.telling import telling_of


@pytest.fixture(scope="module")
def front(plan):
    own = plan.chosen.outcome
    fewer = own._replace(deaths=own.deaths / 2, life_years=own.life_years / 2, welfare=own.welfare - 1e6)
    life_year = float(plan.problem.prices.life_year)
    points = (
        Point(inf, True, plan.solution.decisions, own, plan.solution),
        Point(5.0, False, plan.solution.decisions, fewer, plan.solution),
    )
    return Frontier(points, (), life_year)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_front_is_drawn_and_priced(plan, front, language):
    telling = telling_of(plan, language)
    drawn = chart(telling, front)
    assert len(re.findall("<circle", drawn.wide)) >= 2
    assert '"targets"' not in drawn.wide
    assert "#e69f00" in drawn.wide
    one, two = front.points
    price = (one.other_worth(front.life_year) - two.other_worth(front.life_year)) / (one.deaths - two.deaths)
    assert prices_of(front) == [pytest.approx(price)]
    assert telling.words.money(price) in " ".join(said(telling, front))
    assert drawn.table.rows[1][-2] == "–"


def test_a_plan_that_a_point_beats_is_shown_beside_the_front_and_said_to_be(plan, front):
    own, other = front.points
    better = own.outcome._replace(deaths=own.outcome.deaths / 2, welfare=1.001 * own.outcome.welfare)
    beaten = Frontier((Point(5.0, False, own.decisions, better, own.solution), other), (own,), front.life_year)
    telling = telling_of(plan)
    assert telling.say("plan") in chart(telling, beaten).wide
    text = " ".join(said(telling, beaten))
    assert "more than the plan" in text
    assert "From this plan on" not in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_plan_a_little_behind_the_front_is_said_to_be(plan, front, language):
    own, other = front.points
    better = own.outcome._replace(deaths=0.9 * own.outcome.deaths, welfare=own.outcome.welfare + 1e3)
    beaten = Frontier((Point(5.0, False, own.decisions, better, own.solution), other), (own,), front.life_year)
    telling = telling_of(plan, language)
    text = " ".join(said(telling, beaten))
    assert telling.words.money(1e3) in text
    assert ("within what a search leaves" in text) == (language == "en")
    assert "little behind" not in " ".join(said(telling, front))


def test_a_point_worth_more_is_no_fault_of_a_plan_made_for_something_else(plan, front):
    own = front.points[0]
    better = own.outcome._replace(deaths=2 * own.outcome.deaths, welfare=1.1 * own.outcome.welfare)
    made = Frontier((Point(np.inf, False, own.decisions, better, own.solution), own), (), front.life_year)
    asked = replace(plan, question=plan.question.model_copy(update={"objective": "fewest deaths"}))
    assert "more than the plan" in " ".join(said(telling_of(plan), made))
    assert "more than the plan" not in " ".join(said(telling_of(asked), made))


def test_the_folder_holds_the_numbers(plan, front, tmp_path):
    assert write_frontier(plan, front, tmp_path) == ["frontier.html", "frontier.json"]
    told = json.loads((tmp_path / "frontier.json").read_text())
    assert [one["most_deaths"] for one in told["points"]] == [None, 5.0]
    assert [one["is_plan"] for one in told["points"]] == [True, False]
    assert "<script" not in (tmp_path / "frontier.html").read_text()


def test_what_holds_a_point_back_is_not_the_deaths_that_make_it_the_point_it_is(plan, front):
    own, other = front.points
    limits = np.zeros_like(np.asarray(own.outcome.limits))
    limits[LIMITS.index(DEATHS)], limits[LIMITS.index(WARD), 0] = 1.0, 0.999
    prices = np.zeros_like(np.asarray(own.solution.prices))
    prices[LIMITS.index(DEATHS), 0], prices[LIMITS.index(WARD), 0] = 2e9, 1e9
    solution = own.solution._replace(prices=prices)
    points = tuple(one._replace(outcome=one.outcome._replace(limits=limits), solution=solution) for one in (own, other))
    telling = telling_of(plan)
    rows = chart(telling, Frontier(points, (), front.life_year)).table.rows
    assert rows[0][-1] == telling.say(DEATHS)
    assert rows[1][-1].startswith(telling.say(WARD))


@pytest.mark.parametrize("values", [(29.4, 95.6), (0.0, 9.65e9), (3.0,), (0.001, 0.0013), (-2.0, 7.0), (0.0,)])
@pytest.mark.parametrize("steps", [2, 4])
def test_ticks_are_round_and_reach_beyond_what_is_shown(values, steps):
    ticks = round_ticks(values, steps)
    step = ticks[1] - ticks[0]
    assert np.allclose(np.diff(ticks), step)
    assert float(f"{step:.12e}"[:4]) in (1.0, 2.0, 2.5, 5.0)
    assert np.allclose(np.asarray(ticks) / step, np.round(np.asarray(ticks) / step))
    assert ticks[0] <= min(values)
    assert ticks[-1] > max(values)
    assert 2 <= len(ticks) <= 2 * steps + 3
    assert min(ticks) >= 0 or min(values) < 0
