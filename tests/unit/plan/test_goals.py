"""Goals: what a run makes of them is what the accounts say, what lacks counts against a plan, and what is wrong is told at once."""

from datetime import date
from types import SimpleNamespace

import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.inputs.tables.indicators import Indicator
from bothhands.inputs.tables.targets import Target
from bothhands.observe.fitted import fit_region
from bothhands.outcome.public_money import public_money, rules_of
from bothhands.outcome.quarters import calendar_of, quarters
from bothhands.plan.goals import ROOM, short_of
from bothhands.plan.goals_asked import aims_of
from bothhands.plan.posed import posed
from bothhands.plan.problem import problem_of, simulated
from bothhands.plan.question import Question, question_of
from bothhands.plan.references import references
from bothhands.plan.solve import Effort, solve

OWN = {"place": "Southfield", "amount": "3 billion yuan", "by": "2020-06-30"}
HALF = {"twoland-gdp": {"by": "2020-06-30", "share": 0.5}}


@pytest.fixture(scope="module")
def towns():
    region = load("two-towns")
    fitted = fit_region(region, region.default_as_of)
    return fitted, problem_of(fitted.region, fitted.axes, fitted.model, fitted.past, region.default_as_of)


def put(towns, **keys):
    fitted, problem = towns
    return posed(Question.model_validate(keys), problem, fitted.region, fitted.axes)


def started(towns, problem, name="carry on"):
    fitted, _ = towns
    return references(fitted.axes, fitted.model, problem)[name]


def test_a_goal_is_made_of_what_the_accounts_count(towns):
    fitted, _ = towns
    place = fitted.axes.places[0]
    problem = put(
        towns, goals={**HALF, "own": {**OWN, "place": place}, "taxes": {**OWN, "indicator": "budget_revenue"}}
    )
    outcome, _, record = simulated(fitted.model, problem, started(towns, problem))
    calendar = calendar_of(fitted.region, fitted.axes)
    economy = fitted.model.economy
    made = np.asarray(quarters(jnp.asarray(record.economy.value_added), economy.labour, calendar).current).sum((0, 2))
    assert float(outcome.reached[0]) == pytest.approx(made.sum(), rel=1e-9)
    assert float(outcome.reached[1]) == pytest.approx(made[0], rel=1e-9)
    none = jnp.zeros((fitted.axes.n_days, 1))
    money = public_money(
        economy, record.economy, none, jnp.zeros(fitted.axes.n_days), rules_of(fitted.region, fitted.axes)
    )
    south = fitted.axes.places.index("Southfield")
    assert float(outcome.reached[2]) == pytest.approx(np.asarray(money.revenue)[:, south].sum(), rel=1e-9)


def test_what_lacks_counts_against_the_objective_and_not_against_welfare(towns):
    fitted, plain = towns
    problem = put(towns, goals={"twoland-gdp": {"by": "2020-06-30", "share": 0.5, "weight": 3.0}})
    decisions = started(towns, problem, "full lockdown")
    with_goal, without = (simulated(fitted.model, one, decisions)[0] for one in (problem, plain))
    short = np.asarray(short_of(problem.goals, with_goal.reached))
    assert short[0] == pytest.approx(0.5 * 9.5e9 - float(with_goal.reached[0]))
    assert short[0] > 0
    assert (short[1:] == 0).all()
    assert float(with_goal.objective) == pytest.approx(float(without.objective) - 3.0 * short[0])
    assert float(with_goal.welfare) == pytest.approx(float(without.welfare))


def test_a_plan_is_drawn_to_its_goal(towns):
    """The dearer what lacks, the nearer: with life-years at a price at which the plan stays closed where nobody asks for a goal."""
    fitted, _ = towns
    ends = []
    for weight in (0.0, 50.0, 1e4):
        problem = put(
            towns,
            values={"life_year": 1e5},
            goals={"twoland-gdp": {"by": "2020-06-30", "share": 0.5, "weight": weight}},
        )
        start = started(towns, problem, "full lockdown")
        found = solve(fitted.axes, fitted.model, problem, [start], Effort(steps=2, at_most=2, constants=False))
        ends.append(short_of(problem.goals, found.outcome.reached)[0])
    assert ends[2] < 0.9 * ends[1] < 0.8 * ends[0]


def test_what_is_reported_counts_as_reported(towns):
    fitted, _ = towns
    row = Indicator(
        place="Twoland", indicator="gdp", period="2020-01", value=0.6e9, unit="yuan", known_from=date(2020, 2, 20)
    )
    region = fitted.region.with_rows(indicators=(row,))
    (aim,), faults = aims_of(Question.model_validate({"goals": HALF}), region, fitted.axes)
    assert not faults
    assert (aim.reported, aim.reported_until) == (0.6e9, date(2020, 1, 31))
    problem = posed(Question.model_validate({"goals": HALF}), towns[1], region, fitted.axes)
    of_day = np.asarray(problem.goals.of_day)[0].sum(-1)
    assert (of_day[:31] == 0).all()
    assert (of_day[31:] > 0).all()
    assert float(problem.goals.there[0]) == 0.6e9


def test_more_goals_than_there_is_room_for_make_room(towns):
    problem = put(towns, goals={f"goal {n}": OWN for n in range(ROOM + 1)})
    assert problem.goals.amount.shape == (2 * ROOM,)
    assert (np.asarray(problem.goals.amount) > 0).sum() == ROOM + 1


def test_everything_wrong_with_goals_is_told_at_once(towns):
    with pytest.raises(InputError) as raised:
        put(
            towns,
            objective="fewest deaths",
            goals={
                "twoland-gpd": {}, "half": {"place": "Southfield"}, "bare": {**OWN, "amount": "3 billion"},
                "far": {**OWN, "place": "Easton"}, "late": {**OWN, "since": "2020-07-01"}, "own": OWN, "nothing": {**OWN, "amount": "0 yuan"},
                " twoland-gdp ": {"indicator": "gdp", "by": "2020-06-30"},
            },
        )  # fmt: skip
    told = [str(one) for one in raised.value.faults]
    assert len(told) == 8
    for part in ("'twoland-gpd' is no target", "gdp of a target that has its own", "place, amount or by is missing", "'3 billion'",
                 "'Easton' is unknown", "2020-07-01 to 2020-06-30", "0 yuan", "'fewest deaths' is not in money"):  # fmt: skip
        assert sum(part in one for one in told) == 1, part


def test_an_undated_growth_is_asked_of_the_year_of_its_day(towns):
    """At constant prices, the change of prices runs over as many years as lie between."""
    fitted, _ = towns
    axes = SimpleNamespace(**{**vars(fitted.axes), "end": date(2021, 12, 31), "start": date(2020, 1, 1)})
    rows = tuple(Indicator(place="Twoland", indicator="gdp", period=str(year), value=9e9, unit="yuan", known_from=date(year + 1, 1, 20)) for year in (2018, 2019))  # fmt: skip
    growth = {"place": "Twoland", "indicator": "gdp", "kind": "growth", "value": 0.06, "unit": "share", "base_period": "2019", "prices": "constant"}  # fmt: skip
    made = []
    for due in (None, date(2021, 12, 31)):
        target = Target(target="grow", due=due, **growth)
        region = fitted.region.with_rows(indicators=rows, targets=(target,))
        (aim,), faults = aims_of(Question.model_validate({"goals": {"grow": {"by": "2021-12-31"}}}), region, axes)
        assert not faults
        made.append(aim.amount)
    assert made[0] == made[1] > 9e9


@pytest.mark.parametrize("amount", ["1.2.3 billion yuan", ", yuan", "1e999 yuan", "1e308 billion yuan"])
def test_an_amount_that_is_no_number_is_a_fault(towns, amount):
    for keys in ({"goals": {"x": {**OWN, "amount": amount}}}, {"limits": {"epidemic budget": amount}}):
        with pytest.raises(InputError, match="BH-ASK-005"):
            put(towns, **keys)


@pytest.mark.parametrize("name", ["", " ", "x" * 121])
def test_a_goal_needs_a_name(name):
    with pytest.raises(InputError, match="BH-ASK-002"):
        question_of(f'[goals."{name}"]\nby = 2020-06-30\n')


def test_a_key_of_a_goal_that_is_none_names_the_nearest():
    with pytest.raises(InputError) as raised:
        question_of('[goals.x]\nplaces = "Southfield"\nshare = 2\nweight = inf\n')
    told = " ".join(map(str, raised.value.faults))
    assert "goals.x.places" in told
    assert "place" in told
    assert "goals.x.share is 2" in told
    assert "goals.x.weight is inf" in told
