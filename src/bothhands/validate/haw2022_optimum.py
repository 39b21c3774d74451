"""The optimum of Haw et al. 2022 found anew: what it is worth, whether it keeps every limit, what the limits cost.

What is held against the paper, at 18,000 beds: six months of value added of at least 853.77 bn pounds (B, schools open) and 865.25
(A), the published optima brought strictly inside their limits under accurate integration (853.774 and 865.256; as published they
exceed the beds by 0.03 %). People in hospital and reproduction must also keep their limits at twice the steps. Beyond the paper:
other limits on beds, periods of a month, testing, and how far the end depends on the start.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bothhands.errors import Fault, InputError
from bothhands.validate.haw2022_problem import BEGINS, Problem, Setting
from bothhands.validate.haw2022_run import END, STEPS_PER_DAY
from bothhands.validate.haw2022_search import Optimum, least_peak, prepare, search
from bothhands.validate.haw2022_tables import TABLES, Uk, uk_of
from bothhands.validate.tables import AtLeast, AtMost, Context, Row, read, shipped

FloatArray = NDArray[np.float64]

NEED = "uk63_G_io_constraint_matrix.csv"
"""What sectors need of each other, a row a limit; its columns are `s1`, `s2` …, in the order of the sectors file."""
REACHED = {"A": 865.25, "B": 853.77}
"""Bn pounds that the optimum at the published beds must reach."""
PUBLISHED_BEDS = 18_000.0
TOLERANCE = 1e-6
"""How far linear limits and bounds may be off."""
FULL = 1e-4
"""A limit used but for this share is full."""
SHOWN = 8
"""Sectors that are named."""
CLOSE, MOST_CLOSE = 0.05, 0.8
"""Bn pounds within which two ends are the same, and the share of starts that must end there."""
COLD_SECONDS, SEARCH_SECONDS, SEED = 20.0, 8.0, 426
"""Goals, and the seed of the first of several starts; each further one is the next number."""


def rows(setting: Setting, starts: int = 0, folder: Path | None = None) -> Iterator[Row]:
    """The optimum under a setting, row by row; with starts, where searches from so many random plans end.

    Parameters
    ----------
    setting
        What is decided under which limits.
    starts
        Random starts, with fixed seeds.
    folder
        Tables of the same form as those shipped.

    Raises
    ------
    InputError
        Where beds are not above zero, starts below zero, or a table does not fit.
    """
    _refuse(setting, starts)
    began = time.perf_counter()
    uk, need = country(folder)
    problem = Problem(uk, need, setting)
    prepare(problem)
    compiled = time.perf_counter() - began
    best = search(problem)
    label = f"{setting.scenario}, {setting.beds:,.0f} beds"
    if not best.feasible:
        yield from _unmet(problem, best, label)
    else:
        published = folder is None and setting == Setting(setting.scenario, PUBLISHED_BEDS)
        yield from _kept(problem, best, label, published)
        if setting != Setting(setting.scenario, setting.beds):
            yield from _beyond(problem, best, label, need)
    yield Context(
        "seconds to read, run the past and compile (goal beside)", compiled, COLD_SECONDS - SEARCH_SECONDS, 0.0
    )
    yield Context("seconds of the search (goal beside)", best.seconds, SEARCH_SECONDS, 0.0)
    yield Context("gradients taken", best.gradients, 0.0, 0.0)
    if starts:
        yield from _from_starts(problem, best, starts)


def asked_rows(
    scenario: str, beds: float, periods: int, testing: bool, starts: int, folder: Path | None = None
) -> Iterator[Row]:
    """The rows of what a command asks for; the words are its options."""
    return rows(Setting(scenario, beds, periods, testing), starts, folder)


def country(folder: Path | None = None) -> tuple[Uk, FloatArray]:
    """The country, and what sectors need of each other.

    Parameters
    ----------
    folder
        Tables of the same form as those shipped.
    """
    own = folder or shipped("haw2022")
    uk = uk_of(read(own, TABLES))
    names = [f"s{n + 1}" for n in range(uk.lockdown.size)]
    lines = read(own, {NEED: names})[NEED]
    if len(lines) != len(names):
        expected = f"{len(names)}, one a sector"
        raise InputError(Fault("BH-VAL-002", f"{len(lines)} rows", expected, "add or drop rows", str(own / NEED)))
    return uk, np.array([[float(line[name]) for name in names] for line in lines])


def random_start(problem: Problem, seed: int) -> FloatArray:
    """Every openness and level of testing drawn evenly between its bounds; it may breach any limit."""
    return np.random.default_rng(seed).uniform(problem.low, problem.high)


def binding(problem: Problem, x: FloatArray) -> list[str]:
    """The limits that leave no room, in words.

    Parameters
    ----------
    problem, x
        The problem and a plan.
    """
    peaks, last = problem.by_period(x)
    ends = (*problem.begins[1:], END)
    said = [
        f"beds in days {first:.0f} to {end:.0f}"
        for first, end, peak in zip(problem.begins, ends, peaks, strict=True)
        if peak >= (1.0 - FULL) * problem.setting.beds
    ]
    if last >= 1.0 - FULL:
        said.append("reproduction at the end")
    standing = problem.standing
    slack = standing.upper - standing.matrix @ x
    full = np.flatnonzero(slack <= 1e-7 * np.abs(standing.matrix).max(1))
    if full.size:
        which = ", ".join(str(row + 1) for row in full[:SHOWN])
        said.append(f"what others need of {full.size} sectors ({which}{', …' if full.size > SHOWN else ''})")
    return said


def _refuse(setting: Setting, starts: int) -> None:
    """Raise where the search is asked for what cannot be."""
    faults = []
    if not 0.0 < setting.beds < float("inf"):
        faults.append(Fault("BH-VAL-006", f"{setting.beds:g} beds", "a finite number above zero", "correct --beds"))
    if starts < 0:
        faults.append(Fault("BH-VAL-006", f"{starts} starts", "none or more", "correct --starts"))
    if setting.n_periods not in BEGINS:
        known = " or ".join(str(n) for n in BEGINS)
        faults.append(Fault("BH-VAL-006", f"{setting.n_periods} periods", known, "correct --periods"))
    if faults:
        raise InputError(faults)


def _kept(problem: Problem, best: Optimum, label: str, published: bool) -> Iterator[Row]:
    """A plan that keeps beds and reproduction."""
    beds, name = problem.setting.beds, f"{label}: value added in six months, bn pounds"
    added = problem.value_added(best.x)
    if published:
        yield AtLeast(name, added, REACHED[problem.setting.scenario], 0.0)
    else:
        yield Context(f"{name} (lockdown beside)", added, problem.value_added(problem.start), 0.0)
    for steps in (STEPS_PER_DAY, 2 * STEPS_PER_DAY):
        peaks, last = problem.by_period(best.x, steps)
        yield AtMost(f"peak in hospital, any moment, {steps} steps a day", float(peaks.max()), beds, 0.0)
        yield AtMost(f"reproduction number at the end, {steps} steps a day", last, 1.0, 0.0)
    off = float(np.maximum(best.x - problem.high, problem.low - best.x).max(initial=0.0))
    yield AtMost("worst breach of what sectors need of each other", problem.standing.breach(best.x), 0.0, TOLERANCE)
    yield AtMost("worst breach of a bound", max(off, 0.0), 0.0, TOLERANCE)
    settled = "" if best.settled else "; did not settle, the best feasible plan is told"
    yield AtMost(f"what tangents still promise, bn pounds{settled}", max(best.promised, 0.0), 0.0, CLOSE)
    yield Context("price of a bed, million pounds", 1000.0 * best.prices[:-1].sum() / beds, 0.0, 0.0)
    yield Context("price of 0.01 of reproduction, million pounds", 10.0 * best.prices[-1], 0.0, 0.0)
    said = binding(problem, best.x)
    yield Context(f"limits that bind: {'; '.join(said) or 'none'}", len(said), 0.0, 0.0)


def _beyond(problem: Problem, best: Optimum, label: str, need: FloatArray) -> Iterator[Row]:
    """What periods of a month and testing add to the published form."""
    setting = problem.setting
    for period, level in enumerate(best.x[-setting.n_periods :] if setting.testing else (), start=1):
        yield Context(f"level of testing in period {period}", float(level), 0.0, 0.0)
    if setting.testing:
        yield Context("cost of tests, bn pounds", problem.value_added(best.x) - best.value, 0.0, 0.0)
    plain = search(Problem(problem.uk, need, Setting(setting.scenario, setting.beds)))
    if plain.feasible:
        name = f"{label}: rise over three periods without testing, costs taken off, bn pounds"
        yield Context(name, best.value - plain.value, 0.0, 0.0)


def _unmet(problem: Problem, best: Optimum, label: str) -> Iterator[Row]:
    """Why no plan was found, and how few beds could do."""
    beds, told = problem.setting.beds, f"{label}: no plan was found that keeps every limit"
    peaks, last = problem.by_period(best.x)
    yield AtMost(f"{told}; peak in hospital of the nearest", float(peaks.max()), beds, 0.0)
    yield AtMost("reproduction number at the end of the nearest", last, 1.0, 0.0)
    found = least_peak(problem)
    if found is None:
        yield Context("nor under 200 times the beds: the other limits contradict one another", 0.0, 0.0, 0.0)
        return
    least, x = found
    there = float(problem.by_period(problem.start)[0][0])
    why = "; so many are there on the first day" if least <= there * (1.0 + FULL) else ""
    yield AtMost(f"least peak found that keeps the other limits{why}", least, beds, 0.0)
    said = [limit for limit in binding(problem.with_beds(least), x) if not limit.startswith("beds")]
    yield Context(f"limits in conflict with fewer beds: {'; '.join(said) or 'the bounds'}", len(said), 0.0, 0.0)
    yield Context("value added under that peak, bn pounds (lockdown beside)", problem.value_added(x),
                  problem.value_added(problem.start), 0.0)  # fmt: skip


def _from_starts(problem: Problem, best: Optimum, starts: int) -> Iterator[Row]:
    """Where searches from random plans end."""
    ends = [search(problem, random_start(problem, SEED + n)) for n in range(starts)]
    top = max([best.value if best.feasible else -np.inf, *(end.value for end in ends if end.feasible)])
    near = 0
    for n, end in enumerate(ends):
        is_near = end.feasible and end.value >= top - CLOSE
        near += is_near
        why = "" if is_near else "; another local optimum" if end.settled else "; did not settle"
        why = why if end.feasible else "; no plan found that keeps every limit"
        yield Context(
            f"seed {SEED + n}: bn pounds in {end.gradients} gradients (best beside){why}", end.value, top, CLOSE
        )
    yield AtLeast(f"of {starts} starts, within {CLOSE} bn pounds of the best", near, np.ceil(MOST_CLOSE * starts), 0.0)
