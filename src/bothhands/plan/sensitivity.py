"""Which figures change the plan: many runs screen them, a new plan at either end of the range judges those that matter.

Three looks, from cheap to dear. Elementary effects on the outcome of the plan as it is (`morris`) find what matters among all
figures; Sobol indices (`sobol`) say how much of the spread each of those accounts for; and for the first of them the plan is made again
(`replan`), which alone says whether another value would ask for another plan, and what knowing it would be worth.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from bothhands import __version__
from bothhands.model import kept
from bothhands.model.programs import FOLDERS
from bothhands.observe.ranges import TENTH
from bothhands.plan import morris, sobol
from bothhands.plan.decisions import Decisions, flat, shaped
from bothhands.plan.figures import Figure
from bothhands.plan.limits import LIMITS
from bothhands.plan.plan import Plan
from bothhands.plan.problem import Outcome, simulated
from bothhands.plan.replan import ENDS, Replan, replanned, settled
from bothhands.plan.rows import Rows
from bothhands.plan.solve import TOLERANCE
from bothhands.plan.worlds import Standing, digest_of

Method: TypeAlias = Literal["morris", "sobol", "all"]
Progress: TypeAlias = Callable[[str, int, int], None]
"""Told the stage, how many of its runs are done, and how many there are."""

MONEY = ("welfare", "value_added", "life_years", "screening")
FULLEST = "fullest limit"
OUTPUTS = (*MONEY, *LIMITS, FULLEST)
"""What is watched: amounts, the largest use of each limit, and log use of the fullest."""
OF_SOBOL = 8
"""Figures whose Sobol indices are estimated."""
FURTHEST = 2.0
"""Standard deviations beyond which no figure is drawn; 95 % of a normal distribution lie within."""
FILE = "runs.jsonl"
"""Where rows are kept."""


class Sensitivity(NamedTuple):
    """What was found; figures by name, outputs in the order of `OUTPUTS`."""

    figures: Mapping[str, Figure]
    base: NDArray[np.float64]
    """Outputs of the plan as it is."""
    names: tuple[str, ...]
    """Figures of `effects`, in its order; empty where none were asked for."""
    effects: morris.Effects | None
    varied: tuple[str, ...]
    """Figures of `indices`, in its order."""
    indices: sobol.Indices | None
    replans: tuple[Replan, ...]
    searched: float
    """Welfare that the search gains by going on with nothing changed: less than this is no sign of a figure."""
    trajectories: int
    points: int
    seed: int

    @property
    def resolution(self) -> float:
        """Welfare below which the search cannot tell two plans apart; a smaller stake is no sign of a figure."""
        return max(abs(self.searched), TOLERANCE * abs(float(self.base[1])))

    @property
    def changing(self) -> tuple[str, ...]:
        """Figures that were planned for again, by what is at stake; first those that change it by more than the search's own doubt."""
        of = {one.figure for one in self.replans}
        return tuple(sorted(of, key=lambda name: (not self.telling(name), -self.stake(name), name)))

    def stake(self, name: str) -> float:
        """Welfare at stake at the end of its range where it is more."""
        return max(one.stake for one in self.replans if one.figure == name)

    def telling(self, name: str) -> bool:
        """Whether a figure changes the plan: an end asks for another one by more than the search's own doubt."""
        own = [one for one in self.replans if one.figure == name]
        return any(one.changed_share > 0 and one.stake > self.resolution for one in own)


def sensitivity(
    plan: Plan,
    method: Method = "morris",
    trajectories: int = 4,
    points: int = 32,
    replans: int = 10,
    seed: int = 1,
    folder: Path | None = None,
    progress: Progress = lambda stage, done, of: None,
) -> Sensitivity:
    """Which figures change a plan.

    Parameters
    ----------
    plan
        A plan.
    method
        `morris` screens every figure by elementary effects, `sobol` estimates indices of the first eight by the plan's own
        gradient, `all` does both and takes the eight from the screening.
    trajectories
        Of the screening; each costs a run for every figure and one more.
    points
        Of the indices, a power of two; each costs a run for every figure and two more.
    replans
        Figures the plan is made again for, at both ends of their range.
    seed
        Of all draws.
    folder
        Where finished runs are kept; another call goes on where one was stopped. None keeps nothing.
    progress
        Told how far each stage is.
    """
    standing = Standing(plan.region, plan.axes, plan.posterior, plan.model, plan.supplied, plan.question)
    rows = Rows(None if folder is None else folder / FILE, _key(plan, seed))
    study = _Study(standing, plan.solution.decisions, rows, progress)
    names = tuple(one.figure.name for one in plan.influences.ranked)
    effects = study.screened(names, trajectories, seed) if method != "sobol" else None
    first = _first(plan, names, effects)
    varied = tuple(first[:OF_SOBOL]) if method != "morris" else ()
    indices = study.spread_over(varied, points, seed) if varied else None
    again, searched = study.planned_again(first[:replans]) if replans else ((), 0.0)
    return Sensitivity(
        standing.figures, outputs_of(plan.chosen.outcome), names if effects else (), effects, varied, indices, again,
        searched, trajectories if effects else 0, points if indices else 0, seed,
    )  # fmt: skip


def outputs_of(outcome: Outcome) -> NDArray[np.float64]:
    """What is watched of an outcome, in the order of `OUTPUTS`."""
    use = np.asarray(outcome.limits, np.float64).max(1)
    amounts = [float(getattr(outcome, name)) for name in MONEY]
    return np.array([*amounts, *use, np.log(max(float(use.max()), 1e-9))])


class _Study:
    """The runs of a study; rows that are kept are not run again."""

    def __init__(self, standing: Standing, decisions: Decisions, rows: Rows, progress: Progress) -> None:
        self.standing, self.rows, self.progress = standing, rows, progress
        self.decisions = Decisions(*(jnp.asarray(part, jnp.float64) for part in decisions))

    def screened(self, names: Sequence[str], trajectories: int, seed: int) -> morris.Effects:
        """Elementary effects of every figure over the whole of its range, low to high."""
        walks = [morris.trajectory(np.random.default_rng([seed, 5, n]), len(names)) for n in range(trajectories)]
        points = np.stack(walks)
        normal = (2.0 * points - 1.0) * TENTH
        jobs = {
            f"{walk}:{point}": dict(zip(names, normal[walk, point], strict=True))
            for walk in range(trajectories)
            for point in range(len(names) + 1)
        }
        outputs = self._run("screening", jobs)
        return morris.effects_of(points, outputs.reshape(*points.shape[:2], -1))

    def spread_over(self, names: Sequence[str], points: int, seed: int) -> sobol.Indices:
        """Sobol indices of a few figures, each drawn as the members draw it, others at their values."""
        cube = sobol.points_of(len(names), points, seed)
        normal = np.clip(ndtri(np.clip(cube, 1e-9, 1 - 1e-9)), -FURTHEST, FURTHEST)
        jobs = {
            f"{'/'.join(names)}:{block}:{point}": dict(zip(names, normal[block, point], strict=True))
            for block in range(len(cube))
            for point in range(points)
        }
        outputs = self._run("indices", jobs)
        return sobol.indices_of(outputs.reshape(*cube.shape[:2], -1), seed)

    def planned_again(self, names: Sequence[str]) -> tuple[tuple[Replan, ...], float]:
        """The plan made again for each figure at both ends, from where the search ends with nothing changed."""
        start = self._settled()
        found: list[Replan] = []
        decisions = shaped(self.standing.axes, np.array(start["x"]))
        wanted = [(name, end) for name in names for end in ENDS]
        for done, (name, end) in enumerate(wanted):
            self.progress("planning again", done, len(wanted))
            row = self.rows.get("replan", f"{name}:{end}")
            if not isinstance(row, dict):
                made = replanned(self.standing, decisions, name, end)
                row = made._asdict()
                self.rows.add("replan", f"{name}:{end}", row)
            found.append(Replan(**row))  # type: ignore[arg-type]
        self.progress("planning again", len(wanted), len(wanted))
        return tuple(found), float(start["gain"][0])

    def _settled(self) -> dict[str, list[float]]:
        """Where the search ends with nothing changed, and what that gains."""
        x, gain = self.rows.get("replan", "start"), self.rows.get("replan", "gain")
        if not isinstance(x, list) or not isinstance(gain, list):
            decisions, gained = settled(self.standing, self.decisions)
            x, gain = flat(decisions).tolist(), [gained]
            self.rows.add("replan", "start", x)
            self.rows.add("replan", "gain", gain)
        return {"x": x, "gain": gain}

    def _run(self, stage: str, jobs: Mapping[str, Mapping[str, float]]) -> NDArray[np.float64]:
        """Outputs of runs, (run, output), in the order of the jobs; each is kept as it comes."""
        done = {number: row for number in jobs if isinstance(row := self.rows.get(stage, number), list)}
        self.progress(stage, len(done), len(jobs))
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            running = {pool.submit(self._one, normal): number for number, normal in jobs.items() if number not in done}
            try:
                for future in as_completed(running):
                    done[running[future]] = future.result().tolist()
                    self.rows.add(stage, running[future], done[running[future]])
                    self.progress(stage, len(done), len(jobs))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return np.array([done[number] for number in jobs])

    def _one(self, normal: Mapping[str, float]) -> NDArray[np.float64]:
        outcome, _, _ = simulated(*self.standing.world(normal), self.decisions)
        return outputs_of(outcome)


def _first(plan: Plan, names: Sequence[str], effects: morris.Effects | None) -> list[str]:
    """Figures in the order in which they deserve a closer look: by turns by welfare and by use of the fullest limit."""
    if effects is None:
        influence = {one.figure.name: one for one in plan.influences.ranked}
        sizes = [[influence[name].size for name in names], [max(map(abs, influence[name].use)) for name in names]]
    else:
        sizes = [list(effects.mean_size[:, OUTPUTS.index(output)]) for output in ("welfare", FULLEST)]
    orders = [np.argsort(-np.asarray(own), kind="stable") for own in sizes]
    return list(dict.fromkeys(names[n] for pair in zip(*orders, strict=True) for n in pair))


def _key(plan: Plan, seed: int) -> str:
    """What rows are made from: edition, day, seed, version and sources, the question, figures in their order, the fit, and the plan's
    decisions under the problem they answer, orders placed."""
    fit, names = plan.posterior, tuple(one.figure.name for one in plan.influences.ranked)
    sources = kept.sources(*FOLDERS)
    words = (plan.region.edition, plan.as_of, seed, __version__, sources, plan.question, names, fit.outside)
    numbers = (plan.solution.decisions, plan.supplied, fit.mean, fit.covariance, fit.response)
    return digest_of(words, numbers)[:16]
