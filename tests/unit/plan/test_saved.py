"""A saved plan that was cut short or changed by hand: everything wrong with it is told at once, in plain words."""

import copy
import json

import numpy as np
import pytest

from bothhands.cli import main
from bothhands.errors import InputError
from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.plan.decisions import uniform
from bothhands.plan.question import Question
from bothhands.plan.saved import as_saved, carried_out, read

MEASURE = {"lever": "gatherings", "place": "Northport", "start": "2020-03-19", "end": "2020-04-30", "value": 0.5, "unit": "share"}  # fmt: skip


@pytest.fixture(scope="module")
def region():
    return load("two-towns")


@pytest.fixture(scope="module")
def sound(region):
    return {
        "region": "two-towns", "edition": region.edition, "as_of": "2020-03-18", "seed": 1, "question": Question().model_dump(mode="json"),
        "decisions": as_saved(uniform(axes_of(region))), "period_starts": ["2020-03-19", "2020-04-02"], "measures": [MEASURE, {**MEASURE, "lever": "school"}],
        "rules": [],
    }  # fmt: skip


@pytest.fixture
def changed(sound, tmp_path):
    def written(change):
        told = copy.deepcopy(sound)
        change(told)
        (tmp_path / "plan.json").write_text(json.dumps(told))
        return tmp_path

    return written


def faults_of(folder):
    with pytest.raises(InputError) as told:
        read(folder)
    assert {fault.code for fault in told.value.faults} == {"BH-ASK-006"}
    text = str(told.value)
    assert "pydantic" not in text
    assert "Input should" not in text
    return [fault.what for fault in told.value.faults]


def test_a_sound_plan_is_read(changed, region):
    saved = read(changed(lambda told: None))
    assert saved.measures[0].place == "Northport"
    assert carried_out(region, saved, saved.measures[0].end) != region
    for part, own in zip(saved.decisions, uniform(axes_of(region)), strict=True):
        np.testing.assert_allclose(part, own)


def test_every_fault_is_told_at_once(changed):
    def change(told):
        told["measures"][0] |= {"value": -4}
        told["measures"][1] |= {"lever": "gathering", "end": "2020-03-01"}
        told["measures"] += [{**MEASURE, "start": "soon"}, 5]
        told["question"] |= {"period_days": 0, "wealth": 1}
        told |= {"as_of": "2020-13-01", "seed": "x", "rules": [{"trigger": "a"}], "period_starts": []}
        del told["decisions"]["school"]

    found = faults_of(changed(change))
    for what in (
        "measure 1: value of gatherings is -4", "measure 2: lever is 'gathering'", "measure 2: end 2020-03-01 is before start 2020-03-19",
        "measure 3: start is 'soon'", "measure 4 is 5", "question: period_days is 0", "question: wealth is unknown", "as_of is '2020-13-01'",
        "seed is 'x'", "rule 1: lever is missing", "period_starts is []", "decisions of school are None",
    ):  # fmt: skip
        assert what in found


def test_levels_outside_the_bounds_of_a_lever_are_refused(changed):
    def change(told):
        told["decisions"]["gatherings"][0] = [250, -3]
        told["decisions"]["school"][1][0] = float("nan")

    assert faults_of(changed(change)) == ["decisions of school hold nan", "decisions of gatherings hold -3, 250"]


def test_a_name_the_region_does_not_know_is_told_where_measures_are_history(changed, region):
    def change(told):
        told["measures"][0]["place"] = "Nowhere"
        told["measures"] += [{**MEASURE, "lever": "port_screening", "place": "", "site": "Z"}, {**MEASURE, "lever": "openness", "sector": "Q9"}]  # fmt: skip

    saved = read(changed(change))
    with pytest.raises(InputError) as told:
        carried_out(region, saved, saved.measures[0].end)
    assert [fault.what for fault in told.value.faults] == ["measure 1: place is 'Nowhere'", "measure 3: site is 'Z'", "measure 4: sector is 'Q9'"]  # fmt: skip
    assert {fault.code for fault in told.value.faults} == {"BH-ASK-006"}
    assert "known: Northport, Southfield" in str(told.value)


@pytest.mark.parametrize(
    "text", ['{"region": "two-', "[]", "{}", "", "null", '{"strategies": [{}], "region": 1}', "\udcff"]
)
@pytest.mark.parametrize("command", [["report"], ["explain"], ["diff"], ["plan", "two-towns", "--from"]], ids=" ".join)
def test_a_file_that_is_no_plan_is_the_same_fault_for_every_command(command, text, tmp_path, capsys):
    (tmp_path / "plan.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert main([*command, str(tmp_path), *([str(tmp_path)] if command == ["diff"] else [])]) == 2
    told = capsys.readouterr()
    assert told.err.startswith(f"BH-ASK-006 {tmp_path / 'plan.json'}")
    assert not told.out


def test_a_plan_whose_explanation_is_gone_is_told_of_as_such(changed, capsys):
    folder = changed(lambda told: told.update(currency="yuan", explanation={}))
    assert main(["explain", str(folder)]) == 2
    assert "'binding' is missing" in capsys.readouterr().err


def test_a_file_is_no_folder(tmp_path, capsys):
    (tmp_path / "t.sh").write_text("")
    assert main(["plan", "two-towns", "--from", str(tmp_path / "t.sh")]) == 2
    assert "t.sh is a file, not a folder" in capsys.readouterr().err
