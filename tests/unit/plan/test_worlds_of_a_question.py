"""A world with figures moved is the plan's own problem otherwise: values, limits and objective stay as the question puts them."""

import jax
import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.observe.fitted import fit_region
from bothhands.observe.ranges import TENTH
from bothhands.plan import influence
from bothhands.plan.decisions import uniform
from bothhands.plan.figures import FITTED
from bothhands.plan.influence import changes_of, known_changes
from bothhands.plan.limits import BUDGET, HUB, LIMITS, ODDS
from bothhands.plan.posed import posed
from bothhands.plan.problem import problem_of, with_room
from bothhands.plan.question import Question
from bothhands.plan.strategy import strategy
from bothhands.plan.worlds import Standing, digest_of

VALUED = Question(values={"life_year": 0, "school_day": 3}, limits={ODDS: 0.9})
QUESTIONS = [
    Question(), VALUED,
    Question(objective="fewest life-years lost", values={"life_year": 0}),
    Question(objective="fewest deaths", limits={BUDGET: "15 million yuan", "ward beds": 0.7}, period_days=20),
]  # fmt: skip


@pytest.fixture(scope="module")
def fitted():
    region = load("two-towns")
    return fit_region(region, region.default_as_of)


@pytest.fixture(scope="module")
def stands(fitted):
    def under(question, told=True, room=1.0):
        region, axes, model, past, *_ = fitted
        problem = posed(question, problem_of(region, axes, model, past, region.default_as_of), region, axes)
        problem = with_room(problem, np.full(len(LIMITS), room))
        return Standing(region, axes, fitted.posterior, model, problem, question if told else None)

    return under


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.objective)
def test_no_figure_moved_gives_the_problem_as_the_question_puts_it(stands, question, told):
    standing = stands(question, told, room=1.3)
    _, problem = standing.world({})
    for ours, theirs in zip(jax.tree.leaves(problem), jax.tree.leaves(standing.problem), strict=True):
        np.testing.assert_array_equal(np.asarray(ours), np.asarray(theirs))


def test_decisions_are_worth_and_use_in_a_world_what_they_are_and_do_in_the_plan(stands):
    standing = stands(VALUED)
    decisions = uniform(standing.axes, port_screening=0.7)
    own = strategy("own", standing.model, standing.problem, decisions).outcome
    there = strategy("there", *standing.world({}), decisions).outcome
    assert float(there.welfare) == pytest.approx(float(own.welfare), rel=1e-9)
    np.testing.assert_allclose(there.limits, own.limits, rtol=1e-6)


@pytest.mark.parametrize("told", [True, False])
def test_a_moved_value_keeps_the_multiple_that_the_question_asks(stands, told):
    standing = stands(VALUED, told)
    figures = standing.figures
    moves = {name: TENTH for name in ("value_of_life_year_yuan", "school_day_value_yuan", "gatherings_value_yuan")}
    prices = standing.world(moves)[1].prices
    assert float(prices.life_year) == 0.0
    assert float(prices.school_day) == pytest.approx(3 * figures["school_day_value_yuan"].high)
    assert float(prices.gatherings_day) == pytest.approx(figures["gatherings_value_yuan"].high)


@pytest.mark.parametrize("told", [True, False])
def test_a_moved_limit_of_the_region_moves_no_limit_of_the_question(stands, told):
    moves = {"outbreak_odds_limit": TENTH, "exported_per_day_limit": TENTH}
    for question, expected in ((VALUED, 0.9), (Question(), stands(Question()).figures["outbreak_odds_limit"].high)):
        standing = stands(question, told)
        bound = np.asarray(standing.world(moves)[1].bounds.bound)
        assert bound[LIMITS.index(ODDS)] == pytest.approx(expected)
        assert bound[LIMITS.index(HUB)] == pytest.approx(standing.figures["exported_per_day_limit"].high)


def test_a_limit_that_is_asked_as_the_region_has_it_is_the_question_s_own(stands, fitted):
    same = fitted.region.parameter("outbreak_odds_limit").value
    bound = stands(Question(limits={ODDS: same})).world({"outbreak_odds_limit": TENTH})[1].bounds.bound
    assert float(bound[LIMITS.index(ODDS)]) == same


def test_a_multiple_of_zero_leaves_a_value_out_also_where_life_years_are_the_objective(stands):
    standing = stands(QUESTIONS[2])
    prices = standing.world({"value_of_life_year_yuan": TENTH})[1].prices
    assert float(prices.life_year) == float(standing.problem.prices.life_year) == 1.0


def few(standing, *names):
    """The standing with some of its figures only."""
    figures = {name: standing.figures[name] for name in names}
    standing.__dict__["figures"] = figures
    return standing


def same(ours, theirs):
    return digest_of((ours.positions, list(ours.ends)), ours.ends) == digest_of(
        (theirs.positions, list(theirs.ends)), theirs.ends
    )


def test_changes_kept_of_another_fit_or_question_are_not_used(stands, tmp_path, monkeypatch):
    monkeypatch.setenv("BOTHHANDS_CACHE_DIR", str(tmp_path))
    names = (FITTED, "mask_efficacy", "value_of_life_year_yuan", "outbreak_odds_limit")
    base = stands(Question())
    fit = base.posterior
    others = [
        base,
        Standing(base.region, base.axes, fit._replace(covariance=4.0 * fit.covariance), base.model, base.problem),
        Standing(base.region, base.axes, fit._replace(response=2.0 * fit.response), base.model, base.problem),
        stands(VALUED, told=False),
    ]
    made = []
    for one in others:
        found = known_changes(few(one, *names))
        assert same(found, changes_of(one))
        made.append(found)
    assert not any(same(made[0], one) for one in made[1:])
    monkeypatch.setattr(influence, "changes_of", lambda _: pytest.fail("kept changes were made again"))
    assert same(known_changes(others[0]), made[0])
