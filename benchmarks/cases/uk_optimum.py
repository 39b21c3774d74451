"""The optimum of the UK case of validation: cold process, warm search, one gradient; beside scipy's SLSQP on the same gradients.

The peer gets the same oracle, every slope, linear limits and bounds, all variables at once, and starts from the lockdown brought
inside the linear limits, which it needs. Where both end is told beside the times. Smallest size: one gradient and one warm search.
"""

from __future__ import annotations

import dataclasses
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import numpy as np
from scipy import __version__ as scipy_version
from scipy.optimize import minimize

from benchmarks.harness import Measured, Size, beside, peak_mb, timed
from bothhands.plan.linear_limits import nearest_inside
from bothhands.validate.haw2022_optimum import country
from bothhands.validate.haw2022_problem import Problem, Setting
from bothhands.validate.haw2022_search import prepare, search


def rows(size: Size) -> Iterator[Measured]:
    """A gradient, warm searches, the peer's, then whole processes."""
    uk, need = country()
    for scenario in "B" if size.quick else "BA":
        problem = Problem(uk, need, Setting(scenario))
        prepare(problem)
        if scenario == "B":
            nearest = np.arange(problem.n_windows - 3, problem.n_windows)
            what = "one gradient: worth, three windows of beds, reproduction; 189 openness"
            yield timed(what, lambda p=problem, n=nearest: p.slopes(p.start, n), size, goal="≤ 0.040 s")
        ours = timed(f"warm search, {scenario}, 18,000 beds", lambda p=problem: search(p), size, goal="≤ 8 s, aim 3 s")
        best = search(problem)
        ours = dataclasses.replace(ours, note=f"{best.value:.4f} bn pounds in {best.gradients} gradients")
        yield ours if size.quick else with_peer(problem, ours)
    if not size.quick:
        yield from processes()


def with_peer(problem: Problem, ours: Measured) -> Measured:
    """The row with SLSQP's figures, once."""
    wall, used, before = time.perf_counter(), time.process_time(), problem.gradients
    start = nearest_inside(problem.start, problem.low, problem.high, problem.standing)
    matrix, upper = problem.standing
    scale = np.abs(matrix).max(1)
    near = np.arange(problem.n_windows)
    share = np.append(np.ones(near.size), -(-near.size // 3))[:, None]

    def jacobian(x):
        slopes = [problem.slopes(x, near[first : first + 3])[1] for first in range(0, near.size, 3)]
        return -np.sum(slopes, axis=0) / share

    found = minimize(
        lambda x: -problem.look(x)[0] / 100.0,
        start,
        jac=lambda x: -problem.gradient / 100.0,
        bounds=np.stack([problem.low, problem.high], axis=1),
        constraints=[
            {"type": "ineq", "fun": lambda x: -problem.look(x)[1], "jac": jacobian},
            {"type": "ineq", "fun": lambda x: (upper - matrix @ x) / scale, "jac": lambda x: -matrix / scale[:, None]},
        ],
        method="SLSQP",
        options={"maxiter": 300, "ftol": 1e-10},
    )
    told = f"theirs {problem.look(found.x)[0]:.4f} in {problem.gradients - before}, excess {problem.look(found.x)[1].max():.0e}"
    row = dataclasses.replace(ours, note=f"{ours.note}; {told}")
    seconds, cpu = time.perf_counter() - wall, time.process_time() - used
    return beside(row, f"SLSQP of scipy {scipy_version}", seconds, cpu)


def processes() -> Iterator[Measured]:
    """The command as a process of its own: nothing compiled before, then with what it kept."""
    with tempfile.TemporaryDirectory() as empty:
        for what in ("a process, nothing compiled before", "a process, programs kept"):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            began = time.perf_counter()
            command = [sys.executable, "-m", "bothhands.cli", "validate", "haw2022", "--optimise"]
            environment = {**os.environ, "BOTHHANDS_CACHE_DIR": empty}
            done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
            wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            told = f"exit code {done.returncode}"
            yield Measured(what, wall, wall, cpu, 1, peak_mb(), goal="≤ 20 s", note=told)
