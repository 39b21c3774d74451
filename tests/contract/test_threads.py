"""The same result whatever the threads: a plan of two towns on one core without threads, and as the machine would run it."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.observe import known
from bothhands.plan.plan import Plan, make_plan
from bothhands.plan.request import Request
from bothhands.plan.solve import Effort

ALONE = """
import os, sys
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
sys.path.insert(0, sys.argv[2])
from test_threads import anew, told
import numpy as np
np.savez(sys.argv[1], **told(anew()))
"""


def anew() -> Plan:
    """The plan, with a fit of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "_read", lambda path: None)
        return make_plan(load("two-towns"), Request(seed=3, members=2, effort=Effort(steps=1)))


def told(made: Plan) -> dict[str, np.ndarray]:
    """What is compared."""
    record, members = made.chosen.record, made.members
    return {
        "drawn": members.infections, "deaths": members.deaths, "found": members.found, "share": members.output_share,
        "output": record.economy.output, "infections": record.epidemic.infections, "cash": record.firms.cash, "theta": made.posterior.mean,
        "measures": np.array(json.dumps([repr(measure) for measure in made.measures])),
    }  # fmt: skip


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The arrays of the two plans; each fits anew, and an option of the compiler keeps the programs of the one alone apart."""
    path = tmp_path_factory.mktemp("threads") / "alone.npz"
    command = [sys.executable, "-c", ALONE, str(path), os.path.dirname(__file__)]
    flags = {**os.environ, "XLA_FLAGS": f"{os.environ['XLA_FLAGS']} --xla_cpu_multi_thread_eigen=false"}
    with subprocess.Popen(command, env=flags) as alone:
        machine = told(anew())
        assert alone.wait() == 0
    return [np.load(path), machine]


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
