"""A question: read, put to a region, and everything wrong with it told at once; the variables it leaves."""

from datetime import date

import numpy as np
import pytest

from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.observe.fitted import fit_region
from bothhands.outcome.health import outbreak_hazard
from bothhands.plan.decisions import Decisions, flat, lever_of_entry, shaped, uniform
from bothhands.plan.limits import BUDGET, LIMITS, ODDS, asked
from bothhands.plan.plan import make_plan
from bothhands.plan.posed import posed, space_asked
from bothhands.plan.problem import PARTS, problem_of, simulated
from bothhands.plan.question import Question, asked_in_words, question_of
from bothhands.plan.references import as_it_stands
from bothhands.plan.request import Request


@pytest.fixture(scope="module")
def towns():
    region = load("two-towns")
    fitted = fit_region(region, region.default_as_of)
    return fitted, problem_of(fitted.region, fitted.axes, fitted.model, fitted.past, region.default_as_of)


def put(towns, **keys):
    fitted, problem = towns
    return posed(Question(**keys), problem, fitted.region, fitted.axes)


def test_a_blank_question_changes_nothing(towns):
    same = put(towns)
    for name in ("bound", "budget", "room"):
        np.testing.assert_array_equal(getattr(same.bounds, name), getattr(towns[1].bounds, name))
    assert asked(same.bounds).sum() == 6


def test_limits_are_said_in_the_users_unit(towns):
    made = put(
        towns, limits={"deaths": 3, "output of a city": 0.8, "value added": "2 billion yuan", BUDGET: "400万 yuan"}
    )
    bound = dict(zip(LIMITS, np.asarray(made.bounds.bound), strict=True))
    assert bound["deaths"] == 3
    assert bound["output of a city"] == pytest.approx(1 / 0.8)
    assert bound["value added"] == pytest.approx(0.5e-9)
    assert float(made.bounds.budget.sum()) == pytest.approx(4e6)


def test_an_objective_of_one_part_weighs_only_it(towns):
    for words, part in (
        ("value added", "value_added"),
        ("fewest deaths", "deaths"),
        ("least public cost", "public_cost"),
    ):
        worth = dict(zip(PARTS, np.asarray(put(towns, objective=words).worth), strict=True))
        assert [name for name, weight in worth.items() if weight] == [part]
    assert float(put(towns, values={"life_year": 2.0}).prices.life_year) == 2 * float(towns[1].prices.life_year)


def test_periods_and_a_horizon_are_data_of_the_same_shape(towns):
    fitted, problem = towns
    made = put(towns, period_days=28, until="2020-05-31")
    assert made.period.shape == problem.period.shape
    ahead = np.asarray(made.future) > 0
    assert fitted.axes.days[np.flatnonzero(ahead)[-1]].isoformat() == "2020-05-31"
    days = np.asarray(made.period).T @ np.asarray(made.future)
    assert days[days > 0].tolist() == [28.0, 28.0, 18.0]


def test_every_fault_is_told_at_once(towns):
    with pytest.raises(InputError) as told:
        put(
            towns, limits={"dead": 3, BUDGET: 5, "deaths": -1, "infected travellers to the hub": 1.0}, values={"life_yaer": 1},
            chance={"ward beds": 95}, levers={"schol": {}, "school": {"low": 0.9, "high": 0.1}, "corridor_screening": {}},
            until="2031-01-01", period_days=1,
        )  # fmt: skip
    codes = [fault.code for fault in told.value.faults]
    assert codes.count("BH-ASK-004") == 3
    assert codes.count("BH-ASK-005") == 1
    assert codes.count("BH-ASK-002") == 7
    assert "nearest known: school" in str(told.value)
    assert "400 million yuan" in str(told.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("objectiv = 'welfare'", "BH-ASK-001"),
        ("objective = 'wealth'", "BH-ASK-002"),
        ("[limits", "BH-ASK-001"),
        ("[levers.school]\nlo = 1", "BH-ASK-001"),
    ],
)
def test_a_key_that_is_none_is_an_error(text, code):
    with pytest.raises(InputError, match=code):
        question_of(text)


def test_the_command_line_says_it_on_top():
    said = asked_in_words(
        Question(limits={"deaths": 9}), "value added", ["deaths<=3", "output of a city>=0.9"], "school", 28
    )
    assert said.limits == {"deaths": 3.0, "output of a city": 0.9}
    assert said.objective == "value added"
    assert said.levers["school"].decide
    assert not said.levers["openness"].decide
    assert said.period_days == 28
    for wrong in ("deaths>=3", "deaths", "output of a city<=0.9"):
        with pytest.raises(InputError, match="BH-ASK-003"):
            asked_in_words(Question(), None, [wrong], None, None)


def test_a_limit_is_said_once_and_a_comma_is_certain():
    assert asked_in_words(
        Question(), None, ["deaths<=1,500", "value added>=1,500 million yuan"], None, None
    ).limits == {
        "deaths": 1500.0,
        "value added": "1,500 million yuan",
    }
    with pytest.raises(InputError) as told:
        asked_in_words(Question(), None, ["deaths<=5", "deaths<=3", "ward beds<=0,5", "tests<=1.2.3"], None, None)
    assert {fault.code for fault in told.value.faults} == {"BH-ASK-003"}
    twice, comma, number = (fault.sentence() for fault in told.value.faults)
    assert "--limit 'deaths' is said twice" in twice
    assert "write 0.5 for a point" in comma
    assert "'1.2.3' begins with no number" in number


def test_faults_are_told_in_plain_words_each_place_once():
    with pytest.raises(InputError) as told:
        question_of(
            "objective = 'x'\nworst_deaths = -1\nperiod_days = 1000000000\nuntil = 'soon'\nvalues = 3\nperiod_starts = [5]\nfoo = 1\n"
            "[limits]\ndeaths = [1]\n[levers.school]\nlow = 5\ndecide = 3\nx = 2\n[goals.y]\nweight = inf\nplace = 5\nshare = 0\n[goals.'']\n"
        )
    said = [fault.sentence() for fault in told.value.faults]
    for text in (
        "worst_deaths is -1; expected 0 or more", "period_days is 1000000000; expected 3,660 or less", "until is 'soon'; expected a date, YYYY-MM-DD",
        "values is 3; expected a table of names and values", "period_starts.0 is 5; expected a date, YYYY-MM-DD", "foo is unknown; expected a key of a question; known: chance",
        "limits.deaths is [1]; expected a number or a text, in quotation marks", "levers.school.low is 5; expected 1 or less", "levers.school.decide is 3; expected true or false",
        "levers.school.x is unknown; expected a key of a question; known: decide", "goals.y.weight is inf; expected a finite number", "goals.y.place is 5; expected a text, in quotation marks",
        "goals.y.share is 0; expected more than 0", "goals.'' is ''; expected a text of 1 or more characters",
    ):  # fmt: skip
        assert sum(sentence.split(" question: ")[1].startswith(text) for sentence in said) == 1
    assert len(said) == 15
    assert not any(
        raw in sentence for sentence in said for raw in ("Input should", "Extra inputs", "pydantic", "valid")
    )
    with pytest.raises(InputError, match="expected 'welfare', 'value added'"):
        asked_in_words(Question(), "wealth", [], None, None)


def test_a_path_is_said_once(towns):
    with pytest.raises(InputError) as told:
        put(towns, limits={"deaths": -1}, levers={"schol": {}, "school": {"low": 0.9, "high": 0.1}})
    said = [fault.sentence() for fault in told.value.faults]
    assert sum("limits.deaths" in sentence for sentence in said) == 1
    assert all(sentence.count(path) <= 1 for sentence in said for path in ("limits.deaths", "levers.school", "levers:"))


def test_variables_are_tied_as_asked(towns):
    fitted, problem = towns
    axes = fitted.axes
    question = Question(
        period_days=28,
        levers={
            "openness": {"sectors": "together", "places": "together", "low": 0.4},
            "school": {"places": "together", "high": 0.5},
            "travel": {"decide": False},
            "testing": {"delay_days": 20},
        },
    )
    problem = posed(question, problem, fitted.region, axes)
    held = as_it_stands(axes, problem)
    space = space_asked(question, axes, problem, held)
    periods = 4
    number = lever_of_entry(axes)
    count = {
        name: np.unique(space.variable[(number == n) & (space.variable >= 0)]).size
        for n, name in enumerate(Decisions._fields)
    }
    assert count["openness"] == periods
    assert count["school"] == periods
    assert count["travel"] == 0
    assert count["gatherings"] == 2 * periods
    assert count["testing"] == 2 * (periods - 1)
    assert space.size == sum(count.values())
    values = np.random.default_rng(1).uniform(space.low, space.high)
    entries = space.entries(values)
    np.testing.assert_allclose(space.values(entries), values)
    decided = shaped(axes, entries)
    assert np.all(decided.openness[:periods] >= 0.4)
    assert np.all(decided.school[:periods] <= 0.5)
    assert np.ptp(decided.openness[0]) == 0
    np.testing.assert_array_equal(decided.travel, held.travel)
    np.testing.assert_array_equal(decided.testing[0], held.testing[0])


def test_the_gradient_by_variable_is_the_sum_over_what_follows_it(towns):
    fitted, problem = towns
    space = space_asked(Question(levers={"school": {"places": "together"}}), fitted.axes, problem, uniform(fitted.axes))
    slope = np.random.default_rng(2).normal(size=flat(uniform(fitted.axes)).size)
    by_hand = np.array([slope[space.variable == n].sum() for n in range(space.size)])
    np.testing.assert_allclose(space.ties.T @ slope, by_hand)


@pytest.mark.parametrize("day", ["2019-12-31", "2020-06-30", "2021-01-01"])
def test_a_day_with_nothing_ahead_or_before_the_calendar_is_refused_at_once(day):
    with pytest.raises(InputError) as told:
        make_plan(load("two-towns"), Request(as_of=date.fromisoformat(day)), pytest.fail)
    assert [fault.code for fault in told.value.faults] == ["BH-ASK-009"]
    assert "2020-01-01 to 2020-06-29" in str(told.value)


def test_short_periods_fit_a_short_horizon(towns):
    """A week at a time to the end of April is seven periods, though the calendar goes on."""
    made = put(towns, period_days=7, until="2020-04-30")
    days = np.asarray(made.period).T @ np.asarray(made.future)
    assert days[days > 0].tolist() == [7.0] * 6 + [1.0]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("output of a city", 90),
        ("output of a city", 1.5),
        ("outbreak odds in 90 days", 5),
        ("output of a city", "90 %"),
    ],
)
def test_a_percentage_for_a_share_is_refused_with_how_to_write_it(towns, name, said):
    with pytest.raises(InputError, match=r"write 0\.9 for 90 %"):
        put(towns, limits={name: said})


@pytest.mark.parametrize("own", [{"decide": False}, {"delay_days": 365}])
def test_a_question_that_leaves_nothing_to_decide_is_refused(towns, own):
    levers = {name: {"decide": False} for name in Decisions._fields} | {"tracing": own}
    with pytest.raises(InputError, match="nothing is left to decide") as found:
        put(towns, levers=levers)
    assert found.value.faults[0].code == "BH-ASK-002"


def test_imports_after_the_last_day_planned_count_in_no_odds(towns):
    """What is done about them is not decided; with them a short plan could not keep odds that a long one keeps."""
    (_, axes, model, *_), whole = towns
    made = put(towns, until="2020-04-30")
    decisions = uniform(axes, openness=1.0, port_screening=1.0, testing=1.0, tracing=1.0)
    outcome, _, record = simulated(model, made, decisions)
    odds = np.asarray(outcome.limits)[LIMITS.index(ODDS)] * float(made.bounds.bound[LIMITS.index(ODDS)])
    hazard = np.asarray(outbreak_hazard(model.epidemic, record.epidemic))
    days = np.asarray(made.future) > 0
    assert odds == pytest.approx(1.0 - np.exp(-hazard[days].sum(0)), rel=1e-5)
    beyond = np.asarray(whole.future) > 0
    assert hazard[beyond].sum() > 1.5 * hazard[days].sum()
