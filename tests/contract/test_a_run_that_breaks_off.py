"""A run that turns negative or non-finite stops, says day and place, and ends with exit code 3."""

import json

import jax
import numpy as np
import pytest

from bothhands.cli import main
from bothhands.errors import InputError, RunError
from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.parameters import Parameter
from bothhands.levers.history import history
from bothhands.model.day import Day
from bothhands.model.epidemic.params import replaced
from bothhands.model.simulate import model_of
from bothhands.observe.calibrate import fit
from bothhands.observe.fitted import check_finite


@pytest.fixture(scope="module")
def recorded() -> tuple:
    """The record of a sound run of two towns, to be spoiled in one cell."""
    from bothhands.observe.fitted import run_once as _run

    region = load("two-towns")
    axes = axes_of(region)
    record: Day = jax.tree.map(np.array, _run(model_of(region, axes), history(region, axes)))
    return axes, record


@pytest.mark.parametrize(("body", "name", "value"), [("economy", "output", -1.0), ("epidemic", "infections", np.nan)])
def test_day_and_place_are_named(recorded, body, name, value):
    axes, record = recorded
    check_finite(axes, record)
    series = np.array(getattr(getattr(record, body), name))
    series[40, 1, 0] = value
    spoiled = record._replace(**{body: getattr(record, body)._replace(**{name: series})})
    with pytest.raises(RunError) as broken:
        check_finite(axes, spoiled)
    (fault,) = broken.value.faults
    assert fault.code == "BH-RUN-001"
    assert f"{name} of {axes.places[1]}" in fault.sentence()
    assert axes.days[40].isoformat() in fault.sentence()


def test_the_command_ends_with_three(tmp_path, capsys):
    """A memory of consumption that more than forgets swings until it is negative: found in the history, before any fit."""
    folder = tmp_path / "swinging"
    assert main(["region", "export", "two-towns", str(folder)]) == 0
    (folder / "parameters.csv").write_text(
        "parameter,value,unit\nconsumption_memory_rate,5,per day\n", encoding="utf-8"
    )
    capsys.readouterr()
    least = ["--members", "1", "--steps", "1", "--out", str(tmp_path / "out")]
    assert main(["plan", str(folder), *least]) == 3
    told = capsys.readouterr().err
    assert told.startswith("BH-RUN-001 output of Northport turned negative or non-finite on 2020-")
    assert not (tmp_path / "out").exists()
    assert main(["plan", str(folder), *least, "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["faults"][0]["code"] == "BH-RUN-001"


def test_a_fit_without_an_answer_is_said(recorded):
    """No figure that a table may hold leads here any more; a transmission that is no number does."""
    axes, record = recorded
    region = load("two-towns")
    params = model_of(region, axes).epidemic
    broken = replaced(params, ("transmission",), (np.nan * params.transmission,))
    with pytest.raises(RunError, match="BH-RUN-002 the fit to the reports by 2020-"):
        fit(region, axes, broken, history(region, axes), record.signals, region.default_as_of)


def test_infections_that_never_end_have_no_transmission():
    region = load("two-towns")
    endless = region.replace(parameters=(Parameter(parameter="symptomatic_days", value=1e308, unit="days"),))
    with pytest.raises(InputError, match="BH-MOD-004"):
        model_of(endless, axes_of(endless))
