"""The same result whatever the threads: a plan of two towns on one core without threads, and as the machine would run it."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

PLAN = """
import json, os, sys
if sys.argv[2] == "alone" and hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
import numpy as np
from bothhands.inputs.loading import load
from bothhands.observe import known
from bothhands.plan.plan import make_plan
from bothhands.plan.request import Request
from bothhands.plan.solve import Effort
known._read = lambda path: None
made = make_plan(load("two-towns"), Request(seed=3, members=2, effort=Effort(steps=1)))
np.savez(
    sys.argv[1],
    drawn=made.members.infections, deaths=made.members.deaths, found=made.members.found,
    output=made.chosen.record.economy.output, infections=made.chosen.record.epidemic.infections,
    cash=made.chosen.record.firms.cash, theta=made.posterior.mean, share=made.members.output_share,
    measures=json.dumps([repr(measure) for measure in made.measures]),
)
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The arrays of the two plans; each fits anew, and options of the compiler keep their programs apart."""
    folder = tmp_path_factory.mktemp("threads")
    running = {}
    for name, flags in (("alone", "--xla_cpu_multi_thread_eigen=false"), ("machine", "")):
        command = [sys.executable, "-c", PLAN, str(folder / f"{name}.npz"), name]
        running[name] = subprocess.Popen(command, env={**os.environ, "XLA_FLAGS": flags})
    assert [process.wait() for process in running.values()] == [0, 0]
    return [np.load(folder / f"{name}.npz") for name in running]


@pytest.mark.parametrize("name", ["drawn", "deaths", "found"])
def test_whole_numbers_are_identical(both, name):
    one, other = (found[name] for found in both)
    assert np.array_equal(one, np.round(one))
    assert np.array_equal(one, other)


@pytest.mark.parametrize(
    ("name", "tolerance"), [("output", 1e-9), ("infections", 1e-9), ("cash", 1e-9), ("theta", 1e-9), ("share", 1e-5)]
)
def test_figures_agree(both, name, tolerance):
    """Double precision to 1e-9; a member's output is in single precision, so that 1e-5 is its rounding."""
    np.testing.assert_allclose(both[0][name], both[1][name], rtol=tolerance, atol=tolerance)


def test_the_measures_are_identical(both):
    one, other = (json.loads(str(found["measures"])) for found in both)
    assert one
    assert one == other
