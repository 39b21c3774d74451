"""`bothhands calibrate` on two towns: it tells, writes, repeats itself, and a plan uses and names what it wrote."""

import json

import numpy as np
import pytest

from bothhands.cli import main
from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.observe.calibration import calibrate
from bothhands.observe.chance import by_chance, few_cases
from bothhands.observe.density import names_of
from bothhands.observe.posterior_files import read
from bothhands.plan.plan import make_plan
from bothhands.plan.request import Request
from bothhands.plan.solve import Effort
from bothhands.report import calibration_table
from bothhands.report.notes import notes
from bothhands.report.telling import telling_of
from made_plans import short_plan_of_two_towns

QUICK = Request(members=2, effort=Effort(steps=1))

CHAINS, DRAWS, SEED = 2, 10, 5


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """What the command prints as JSON, its exit code and the file; ten draws are too few, and told so."""
    path = tmp_path_factory.mktemp("calibrate") / "two.nc"
    printed = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builtins.print", lambda *words, **_: printed.append(" ".join(map(str, words))))
        code = main([
            "calibrate", "two-towns", "--chains", f"{CHAINS}", "--draws", f"{DRAWS}", "--seed", f"{SEED}",
            "--particles", "16", "--json", "--out", str(path),
        ])  # fmt: skip
    return json.loads("\n".join(printed)), code, path


def test_the_command_tells_everything_and_admits_too_few_draws(written):
    told, code, path = written
    assert code == 1
    assert told["converged"] is False
    assert [row["name"] for row in told["figures"]] == list(names_of(read_axes()))
    assert {"mean", "sd", "low", "high", "r_hat", "effective", "prior_mean", "prior_sd"} <= set(told["figures"][0])
    assert told["predictive"]["cases"] == sum(one["reported"] for one in told["predictive"]["cities"])
    assert told["predictive"]["cases"] == sum(one["reported"] for one in told["predictive"]["weeks"])
    assert told["filter"]["particles"] == 16
    assert path.is_file()


def read_axes():
    from bothhands.inputs.axes import axes_of

    region = load("two-towns")
    return axes_of(region.standing_on(region.default_as_of))


@pytest.fixture(scope="module")
def again():
    return calibrate(load("two-towns"), seed=SEED, chains=CHAINS, draws=DRAWS)


def test_table_and_sentences_are_those_of_the_calibration(again):
    told = calibration_table.table_of(again)
    assert {len(row) for row in told.rows} == {len(told.head)}
    assert [row[0] for row in told.rows] == list(names_of(again.fitted.axes))
    first, counts, *_ = calibration_table.sentences(again)
    assert first.startswith("NOT converged")
    assert f"{CHAINS} chains of {DRAWS} draws" in first
    assert f"({again.predictive.cases} cases)" in counts
    assert few_cases(again.reports, again.fitted.axes.places)
    filtered = by_chance(again, SEED, particles=16, draws=4)
    lines = calibration_table.chance_sentences(filtered)
    assert "too few to tell" in " ".join(lines)
    assert by_chance(again, SEED, particles=16, draws=4) == filtered


def test_the_same_seed_gives_the_same_posterior(written, again):
    kept = read(written[2])[0].sampled
    theirs = again.posterior.sampled
    assert np.array_equal(kept.parameters.astype(np.float32), theirs.parameters.astype(np.float32))
    assert np.array_equal(kept.outside.astype(np.float32), theirs.outside.astype(np.float32))
    assert kept.parameters.shape == (CHAINS * DRAWS, 3)


def test_a_plan_uses_the_file_and_says_so(written, tmp_path_factory):
    made = make_plan(load("two-towns"), QUICK._replace(posterior_file=written[2]))
    assert made.posterior.sampled.seed == SEED
    usual = short_plan_of_two_towns(tmp_path_factory)
    assert usual.posterior.sampled is None
    for language, sampled, quick in (("en", "sampled in full", "the quick fit"), ("zh", "完整抽样，", "快速拟合")):
        for plan, words, other in ((made, sampled, quick), (usual, quick, sampled)):
            said = " ".join(notes(telling_of(plan, language)))
            assert words in said
            assert other not in said


def test_a_plan_of_another_day_refuses_the_file(written):
    region = load("two-towns")
    with pytest.raises(InputError, match="BH-OBS-033"):
        make_plan(region, QUICK._replace(as_of=region.default_as_of.replace(day=10), posterior_file=written[2]))


def test_too_few_chains_or_no_reports_are_refused():
    with pytest.raises(InputError, match="BH-OBS-031"):
        calibrate(load("two-towns"), chains=1)
    with pytest.raises(InputError, match="BH-OBS-001"):
        calibrate(load("two-towns"), as_of=load("two-towns").start)
