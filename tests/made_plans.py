"""Plans that several files read: made once a session, by whichever worker asks first, and read by the others."""

import fcntl
import hashlib
import os
from pathlib import Path

import cloudpickle
import pytest

from bothhands.inputs.loading import load
from bothhands.plan.plan import Plan, make_plan
from bothhands.plan.request import Request
from bothhands.plan.solve import Effort

SHORT = Request(members=3, seed=8, effort=Effort(steps=2))
"""Nothing that reads it asks how good the plan is. Of this seed a member runs out of beds, so that the plan has rules."""


def short_plan_of_two_towns(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The plan of two towns by `SHORT`."""
    return shared_plan(tmp_path_factory, "two-towns", SHORT)


def shared_plan(tmp_path_factory: pytest.TempPathFactory, region: str, asked: Request) -> Plan:
    """A plan that is made once a session; for what is read, not for how it is made."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    key = hashlib.sha256(f"{region} {asked}".encode()).hexdigest()[:16]
    at = Path(folder) / f"plan-{key}"
    with open(f"{at}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if at.exists():
            return cloudpickle.loads(at.read_bytes())
        made = make_plan(load(region), asked)
        part = at.with_suffix(".part")
        part.write_bytes(cloudpickle.dumps(made))
        part.rename(at)
    return made
