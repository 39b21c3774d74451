"""Pichler, Pangallo, del Rio-Chanona, Lafond, Farmer 2022 (doi 10.1016/j.jedc.2022.104527): the economy body on the United Kingdom.

Held: every row of `bothhands validate pichler` (an independent run of the equations, to 0.1 point of second-quarter output; ordering of
the production functions; still to 1e-12), and the trajectories of macrostat 0.6's PichlerEtAl2022DIO on the same inputs, to 1e-4 of each
sector's normal output: macrostat computes in single precision, and a hundred days of it differ from ours by up to 6e-5. Its runs ship
with the inputs they were made from; `benchmarks/peers/macrostat_pichler.py` makes them again.
"""

from pathlib import Path

import numpy as np
import pytest

from bothhands.validate.pichler import FUNCTIONS, Calendar, rows, simulated
from bothhands.validate.pichler_tables import tables

VARIANTS = [(function, "proportional") for function in FUNCTIONS] + [("half_critical", "firms_first")]


@pytest.fixture(scope="module")
def theirs():
    return dict(np.load(Path(__file__).parent / "peers" / "macrostat_pichler.npz"))


@pytest.fixture(scope="module")
def params():
    return tables()[0]


def test_every_row_holds():
    assert not [row for row in rows() if not row.passed]


def test_macrostat_was_given_what_we_read(theirs, params):
    for name in ("coefficients", "output", "labour", "other_cost_share"):
        np.testing.assert_allclose(np.asarray(getattr(params, name)).squeeze(), theirs[f"given/{name}"], rtol=1e-12)
    np.testing.assert_allclose(np.asarray(params.critical + 0.5 * params.important), theirs["given/ratings"])


@pytest.mark.parametrize(("function", "rationing"), VARIANTS)
def test_trajectories_are_those_of_macrostat(theirs, params, function, rationing):
    calendar = Calendar(theirs["given/openness"], theirs["given/wish"], theirs["given/other_level"])
    days = theirs["given/shown_days"]
    label = f"{function}_firms_first" if rationing == "firms_first" else function
    flows = simulated(params, calendar, function, rationing)
    normal = theirs["given/output"]
    for name, ours in (
        ("GrossOutput", flows.output),
        ("Profits", flows.profits),
        ("LabourCompensation", flows.labour_share * params.labour),
    ):
        gap = (np.asarray(ours)[days, 0] - theirs[f"{label}/{name}"]) / normal
        assert np.abs(gap).max() < 1e-4, name
    consumed = theirs[f"{label}/RealizedConsumption"].sum(1)
    np.testing.assert_allclose(np.asarray(flows.consumption)[days, 0], consumed, rtol=1e-4)
