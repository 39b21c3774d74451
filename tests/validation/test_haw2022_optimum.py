"""Haw et al. 2022, doi 10.1038/s43588-022-00233-0: their optimum found anew from the lockdown, inside every limit.

What is held: 853.77 (B) and 865.25 (A) bn pounds at 18,000 beds; the published plans made strictly feasible reach 853.774 and
865.256. Beds and reproduction keep their limits at twice the steps; linear limits and bounds to 1e-6; the price of a bed is the
difference of two optima to 5 %; slopes are differences of the run to 1e-4 of the largest; starts agree to 0.05 bn pounds.
"""

import json
import shutil

import numpy as np
import pytest

from bothhands.cli import main
from bothhands.errors import InputError
from bothhands.validate import haw2022_optimum
from bothhands.validate.haw2022_optimum import REACHED, country, random_start, rows
from bothhands.validate.haw2022_problem import MONTHS, Problem, Setting
from bothhands.validate.haw2022_run import DECISIONS
from bothhands.validate.haw2022_search import search
from bothhands.validate.tables import Context, shipped


@pytest.fixture(scope="module")
def problems():
    """Both scenarios at the published beds."""
    uk, need = country()
    return {scenario: Problem(uk, need, Setting(scenario)) for scenario in "AB"}


@pytest.fixture(scope="module")
def optima(problems):
    return {scenario: search(problem) for scenario, problem in problems.items()}


@pytest.mark.parametrize("scenario", ["A", "B"])
def test_the_published_worth_is_reached_inside_every_limit(problems, optima, scenario):
    problem, best = problems[scenario], optima[scenario]
    assert best.settled
    assert best.value >= REACHED[scenario]
    assert problem.standing.breach(problem.start) > 1.0, "the lockdown does not keep what sectors need"
    assert problem.standing.breach(best.x) <= 1e-6
    assert (best.x >= problem.low - 1e-9).all()
    assert (best.x <= problem.high + 1e-9).all()
    for steps in (8, 16):
        peaks, last = problem.by_period(best.x, steps)
        assert peaks.max() <= 18_000.0
        assert last <= 1.0
    assert problem.value_added(best.x) == pytest.approx(best.value, abs=1e-9)


@pytest.mark.parametrize("scenario", ["A", "B"])
def test_the_price_of_a_bed_is_what_more_beds_gain(problems, optima, scenario):
    problem, best = problems[scenario], optima[scenario]
    more, fewer = (search(problem.with_beds(beds), best.x) for beds in (18_300.0, 17_700.0))
    assert best.prices[:-1].sum() / 18_000.0 == pytest.approx((more.value - fewer.value) / 600.0, rel=0.05)


def test_slopes_are_those_of_the_run(problems):
    problem = problems["B"]
    rng = np.random.default_rng(1)
    x = problem.low + (problem.high - problem.low) * rng.uniform(0.3, 0.9, problem.low.size)
    nearest = np.argsort(-problem.look(x)[1])[:3]
    _, jacobian = problem.slopes(x, nearest)
    rows_ = [*nearest, problem.n_windows]
    for _ in range(4):
        way = rng.normal(size=x.size) * (problem.high > problem.low)
        ahead, back = (problem.look(x + step * way)[1] for step in (1e-6, -1e-6))
        np.testing.assert_allclose((jacobian @ way)[rows_], ((ahead - back) / 2e-6)[rows_], rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("seed", [426, 427])
def test_random_starts_end_at_the_same_worth(problems, optima, seed):
    problem = problems["B"]
    end = search(problem, random_start(problem, seed))
    assert end.feasible
    assert end.value == pytest.approx(optima["B"].value, abs=0.05)


def test_the_moment_between_days_is_seen(problems, optima):
    """The fullest moment of eight points a day is the one found between half-days."""
    problem, best = problems["B"], optima["B"]
    assert problem.by_period(best.x)[0].max() == pytest.approx(18_000.0, abs=0.01)


def test_months_hold_the_published_periods():
    assert set(DECISIONS) < set(MONTHS)


def test_beds_nothing_can_meet_are_told_with_the_least_that_could(capsys):
    told = {row.name: row for row in rows(Setting("A", 300.0))}
    least = next(row for name, row in told.items() if name.startswith("least peak found"))
    assert not least.passed
    assert least.ours == pytest.approx(463, abs=1)
    assert "so many are there on the first day" in least.name


def test_the_command_prints_a_verdict_a_line(capsys):
    assert main(["validate", "haw2022", "--optimise", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert all(row["passed"] for row in told)
    assert told[0]["ours"] >= REACHED["B"]
    assert any("limits that bind: beds in days 367 to 426; reproduction" in row["name"] for row in told)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["haw2022", "--optimise", "--beds", "0"], "BH-VAL-006"),
        (["haw2022", "--optimise", "--beds", "nan"], "BH-VAL-006"),
        (["haw2022", "--optimise", "--periods", "4"], "BH-VAL-006"),
        (["haw2022", "--optimise", "--starts", "-1"], "BH-VAL-006"),
        (["haw2022", "--beds", "12000"], "BH-CLI-003"),
        (["closed-forms", "--optimise"], "BH-CLI-003"),
        (["daedalus", "--scenario", "A"], "BH-CLI-003"),
    ],
)
def test_what_cannot_be_is_refused(given, code, capsys):
    assert main(["validate", *given]) == 2
    assert code in capsys.readouterr().err


def test_a_folder_without_a_row_a_sector_is_refused(tmp_path):
    shutil.copytree(shipped("haw2022"), tmp_path / "own")
    need = tmp_path / "own" / haw2022_optimum.NEED
    need.write_text("\n".join(need.read_text().splitlines()[:-1]) + "\n")
    with pytest.raises(InputError, match="62 rows"):
        country(tmp_path / "own")


def test_testing_is_worth_more_than_it_costs_and_told_apart_from_the_paper():
    told = [row for row in rows(Setting("B", testing=True)) if isinstance(row, Context)]
    rise = next(row.ours for row in told if "rise over three periods" in row.name)
    assert rise > 20.0
    assert any(row.name == "cost of tests, bn pounds" and row.ours > 1.0 for row in told)
