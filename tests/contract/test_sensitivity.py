"""Which figures change the plan: the gradient agrees with full runs, a figure that dominates comes first, a stopped study goes on."""

import json
from dataclasses import replace

import jax
import numpy as np
import pytest

from bothhands.cli import main
from bothhands.errors import InputError
from bothhands.observe.ranges import TENTH
from bothhands.plan import influence, sensitivity
from bothhands.plan.decisions import Decisions, uniform
from bothhands.plan.figures import DEFAULT_SHARE, FITTED, OF_TABLES, figures_of, moved
from bothhands.plan.influence import changes_of, influences_of
from bothhands.plan.limits import LIMITS, ODDS
from bothhands.plan.problem import simulated
from bothhands.plan.question import Question
from bothhands.plan.replan import moved_levers
from bothhands.plan.rows import Rows
from bothhands.plan.worlds import Standing
from bothhands.report.sensitivity_charts import answer, notes
from bothhands.report.sensitivity_folder import as_json, write_sensitivity
from bothhands.report.telling import telling_of
from made_plans import short_plan_of_two_towns

DOMINANT = "mask_dependence"


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return short_plan_of_two_towns(tmp_path_factory)


@pytest.fixture(scope="module")
def standing(plan):
    return Standing(plan.region, plan.axes, plan.posterior, plan.model, plan.supplied)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("study")


@pytest.fixture(scope="module")
def made(plan, folder):
    return sensitivity.sensitivity(plan, "all", trajectories=1, points=2, replans=1, folder=folder)


def test_no_figure_moved_gives_the_model_and_the_problem_of_the_plan(plan, standing):
    for ours, theirs in zip(
        jax.tree.leaves(standing.world({})), jax.tree.leaves((plan.model, plan.supplied)), strict=True
    ):
        np.testing.assert_allclose(np.asarray(ours, float), np.asarray(theirs, float), rtol=1e-10)


def test_a_figure_moved_is_the_figure_of_the_model(standing):
    model, problem = standing.world({"mask_dependence": TENTH, "value_of_life_year_yuan": -TENTH, "ward_days": TENTH})
    assert float(model.economy.mask_dependence) == pytest.approx(standing.figures["mask_dependence"].high)
    assert float(problem.prices.life_year) == standing.figures["value_of_life_year_yuan"].low
    assert 1.0 / float(model.epidemic.ward_rate) == pytest.approx(standing.figures["ward_days"].high)


def test_a_world_with_a_figure_moved_runs_in_the_program_of_the_plan(plan, standing):
    """A number of another kind, a weak one of Python's for one of the run's, would be compiled anew for each figure."""

    def kinds(world):
        return [(one.shape, one.dtype, one.weak_type) for one in map(jax.typeof, jax.tree.leaves(world))]

    own = kinds((plan.model, plan.supplied))
    assert [name for name in standing.figures if kinds(standing.world({name: TENTH})) != own] == []


def test_the_fit_answers_to_a_figure_it_knows_as_the_members_do(plan, standing):
    at = plan.posterior.outside.index("mask_efficacy")
    model, _ = standing.world({"mask_efficacy": TENTH})
    moved_by = np.log(float(model.epidemic.transmission) / float(plan.model.epidemic.transmission))
    assert moved_by == pytest.approx(TENTH * plan.posterior.response[0, at])
    fitted, _ = standing.world({FITTED: TENTH})
    ratio = float(fitted.epidemic.transmission) / float(plan.model.epidemic.transmission)
    assert ratio == pytest.approx(standing.figures[FITTED].high / standing.figures[FITTED].value)


def test_a_figure_without_a_range_is_given_one_and_said_so(plan):
    row = plan.region.parameter("mask_dependence")
    bare = plan.region.with_rows(parameters=[row.model_copy(update={"low": None, "high": None})])
    figure = next(one for one in figures_of(bare, plan.posterior) if one.name == "mask_dependence")
    assert not figure.stated
    assert (figure.low, figure.high) == pytest.approx(
        ((1 - DEFAULT_SHARE) * row.value, (1 + DEFAULT_SHARE) * row.value)
    )


def test_travellers_move_within_their_own_ranges(plan, standing):
    rows = moved(plan.region, standing.figures, {"travellers_per_day": TENTH}).rows("arrivals")
    assert [row.persons_per_day for row in rows] == pytest.approx(
        [row.high_persons_per_day for row in plan.region.rows("arrivals")]
    )


def test_the_gradient_agrees_with_full_runs(plan, standing):
    step = 0.02
    with pytest.MonkeyPatch.context() as patch:  # no program reads the ends: kept ones are those of the sources
        patch.setattr(influence, "ENDS", (-step, step))
        changes = changes_of(standing)
        found = influences_of(standing, plan.solution.decisions, plan.chosen.outcome, plan.solution.shadow, changes)
    decisions = Decisions(*(jax.numpy.asarray(part) for part in plan.solution.decisions))
    scale = float(plan.chosen.outcome.value_added)
    limit = LIMITS.index(found.limit)
    compared = 0
    for one in found.ranked:
        low, high = (simulated(*standing.world({one.figure.name: normal}), decisions)[0] for normal in (-step, step))
        ours, runs = one.welfare[1] - one.welfare[0], float(high.welfare) - float(low.welfare)
        # single precision of the gradient, and kinks crossed within the step
        assert ours == pytest.approx(runs, rel=0.05, abs=5e-6 * scale), one.figure.name
        use = float(np.max(high.limits[limit])) - float(np.max(low.limits[limit]))
        assert one.use[1] - one.use[0] == pytest.approx(use, rel=0.05, abs=2e-4), one.figure.name
        compared += abs(runs) > 1e-6 * scale
    assert compared >= 10


def test_figures_are_ranked_by_what_they_change_and_the_idle_ones_are_named(plan, standing):
    sizes = [one.size for one in plan.influences.ranked]
    assert sizes == sorted(sizes, reverse=True)
    told = {one.figure.name for one in plan.influences.ranked} | set(plan.influences.without)
    assert told == set(standing.figures)
    assert "site_line_exponent" in plan.influences.without


def narrowed(row, share):
    """A row with a share of its range; one without a range stays as it is."""
    if row.low is None or row.high is None:
        return row
    low, high = (row.value + share * (end - row.value) for end in (row.low, row.high))
    return row.model_copy(update={"low": low, "high": high})


def test_a_figure_that_plainly_dominates_comes_first(plan):
    """The others keep ranges, if narrow ones: the gradient is by the figures of the plan, in the program of the plan."""
    rows = []
    for row in plan.region.parameters:
        dominant = row.parameter == DOMINANT
        rows.append(row.model_copy(update={"low": 0.0, "high": 1.0}) if dominant else narrowed(row, 0.001))
    region = plan.region.with_rows(parameters=rows)
    standing = Standing(region, plan.axes, plan.posterior, plan.model, plan.supplied)
    found = influences_of(standing, plan.solution.decisions, plan.chosen.outcome, plan.solution.shadow)
    assert found.ranked[0].figure.name == DOMINANT
    names = [one.figure.name for one in found.ranked if one.figure.name not in OF_TABLES]
    study = sensitivity._Study(standing, plan.solution.decisions, Rows(None, ""), lambda stage, done, of: None)
    welfare = study.screened(names, 1, 1).mean_size[:, sensitivity.OUTPUTS.index("welfare")]
    assert names[int(welfare.argmax())] == DOMINANT


def test_a_study_tells_every_figure_and_its_ends(plan, made):
    assert len(made.names) == len(plan.influences.ranked)
    assert made.effects.counts.tolist() == [1] * len(made.names)
    assert len(made.varied) == sensitivity.OF_SOBOL
    assert [one.end for one in made.replans] == ["low", "high"]
    assert made.replans[0].figure in made.varied
    assert all(0.0 <= one.changed_share <= 1.0 for one in made.replans)
    assert made.resolution > 0.0


def test_a_stopped_study_goes_on_where_it_stood(plan, tmp_path, monkeypatch):
    runs = []
    one = sensitivity._Study._one
    monkeypatch.setattr(sensitivity._Study, "_one", lambda self, normal: (runs.append(1), one(self, normal))[1])

    def stop(stage, done, of):
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sensitivity.sensitivity(plan, "morris", 1, replans=0, folder=tmp_path, progress=stop)
    kept = len((tmp_path / sensitivity.FILE).read_text().splitlines())
    assert kept >= 5
    with (tmp_path / sensitivity.FILE).open("a") as file:
        file.write('{"key": "broken off')
    runs.clear()
    again = sensitivity.sensitivity(plan, "morris", 1, replans=0, folder=tmp_path)
    assert len(runs) == len(plan.influences.ranked) + 1 - kept
    runs.clear()
    whole = sensitivity.sensitivity(plan, "morris", 1, replans=0)
    assert len(runs) == len(plan.influences.ranked) + 1
    np.testing.assert_allclose(again.effects.mean, whole.effects.mean, rtol=1e-9)


def test_rows_of_something_else_are_passed_over(tmp_path):
    Rows(tmp_path / "rows", "one").add("screening", "0:0", [1.0])
    assert Rows(tmp_path / "rows", "one").get("screening", "0:0") == [1.0]
    assert Rows(tmp_path / "rows", "two").get("screening", "0:0") is None


def test_rows_are_of_one_question_one_fit_and_the_orders_placed(plan):
    problem, fit = plan.supplied, plan.posterior
    prices, bounds, history = problem.prices, problem.bounds, problem.history
    others = [
        problem._replace(prices=prices._replace(life_year=2.0 * prices.life_year)),
        problem._replace(worth=problem.worth[::-1]),
        problem._replace(bounds=bounds._replace(bound=2.0 * bounds.bound)),
        problem._replace(bounds=bounds._replace(room=2.0 * bounds.room)),
        problem._replace(history=history._replace(purchases=history.purchases + 1.0)),
        problem._replace(placed_cost=problem.placed_cost + 1.0),
    ]
    plans = [
        plan, *(replace(plan, supplied=other) for other in others),
        replace(plan, question=Question(limits={ODDS: 0.05})),
        replace(plan, posterior=fit._replace(mean=fit.mean + 0.01)),
        replace(plan, posterior=fit._replace(covariance=2.0 * fit.covariance)),
    ]  # fmt: skip
    assert len({sensitivity._key(one, 1) for one in plans}) == len(plans)
    assert sensitivity._key(replace(plan), 1) == sensitivity._key(plan, 1)


def test_levers_that_move_are_counted_by_day(plan):
    old = uniform(plan.axes)
    assert moved_levers(plan.problem, old, old) == (0.0, "", 0.0)
    share, lever, change = moved_levers(plan.problem, old, old._replace(school=old.school - 0.25))
    entries = sum(part[0].size for part in old)
    assert (lever, change) == ("school", pytest.approx(-0.25))
    assert share == pytest.approx(old.school[0].size / entries)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_folder_holds_the_page_and_every_figure(plan, made, tmp_path, language):
    written = write_sensitivity(plan, made, tmp_path, language)
    assert all((tmp_path / name).is_file() for name in written)
    page = (tmp_path / "sensitivity.html").read_text()
    assert all(f'id="{name}"' in page for name in ("stake", "screening", "spread"))
    assert len((tmp_path / "figures.csv").read_text().splitlines()) == 1 + len(plan.influences.ranked)
    told = json.loads((tmp_path / "sensitivity.json").read_text())
    assert told == json.loads(json.dumps(as_json(plan, made)))
    assert told["figures"][0]["name"] == plan.influences.ranked[0].figure.name


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_sum_between_plans_that_break_a_limit_is_not_told_as_a_cost(plan, made, language):
    telling = telling_of(plan, language)
    for keeps in (True, False):
        replans = tuple(
            one._replace(
                keeps=keeps, changed_share=0.1, lever="school", gain_unmoved=0.0, welfare_new=one.welfare_old + 1e9
            )
            for one in made.replans
        )
        told = made._replace(replans=replans)
        assert (telling.say("sens_answer_broken") in answer(telling, told)) == (not keeps)
        assert (telling.say("sens_broken") in notes(telling, told)) == (not keeps)


def test_the_command_tells_and_keeps(tmp_path, capsys):
    given = ["sensitivity", "two-towns", "--trajectories", "1", "--replan", "0", "--json", "--out", str(tmp_path)]
    assert main(given) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["region"] == "two-towns"
    assert len(told["morris"]["figures"]) == len(told["figures"])
    assert (tmp_path / sensitivity.FILE).is_file()


@pytest.mark.parametrize("wrong", [["--points", "12"], ["--trajectories", "0"], ["--replan", "-1"]])
def test_numbers_that_cannot_be_meant_are_refused(wrong, capsys):
    assert main(["sensitivity", "two-towns", *wrong]) == InputError.exit_code
    assert "BH-CLI-005" in capsys.readouterr().err
