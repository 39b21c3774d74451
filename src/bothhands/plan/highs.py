"""The one wrapper around HiGHS: numpy blocks in, sentences and arrays out.

Why this file exists: building a model row by row costs more than solving it, and a status code is not an answer. A
model is passed once as arrays, kept, and solved again after its bounds change. It knows nothing of what is planned.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array

from bothhands.errors import Fault, RunError

Numbers = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int64]
INFINITY = float("inf")


OTHER_WAYS: tuple[Mapping[str, str | float], ...] = (
    {"simplex_scale_strategy": 4}, {"presolve": "off"}, {"simplex_scale_strategy": 0, "presolve": "off"}, {"solver": "ipm"},
)  # fmt: skip
"""Options of HiGHS that are tried where it fails by itself: another scaling, no presolve, none of both, an interior point."""


class Status(StrEnum):
    """How a solve ended, as a sentence."""

    OPTIMAL = "The best solution was found and proven."
    STOPPED = "A solution was found; the limit on work ended the search before the proof."
    NOTHING = "The limit on work ended the search before any solution was found."
    INFEASIBLE = "No solution keeps every limit."
    UNBOUNDED = "The objective can be improved without end: a limit is missing."


@dataclass(frozen=True)
class Problem:
    """Least or greatest cost · x with row_lower ≤ A x ≤ row_upper and lower ≤ x ≤ upper, some x whole.

    `rows`, `columns`, `values` list the entries of A; entries given twice are added. `whole` marks integer columns.
    """

    cost: Numbers
    lower: Numbers
    upper: Numbers
    row_lower: Numbers
    row_upper: Numbers
    rows: Positions
    columns: Positions
    values: Numbers
    whole: npt.NDArray[np.bool_] | None = None
    maximise: bool = False


@dataclass(frozen=True)
class Solution:
    """What a solve returns.

    `row_prices` is how much the objective gains per unit that a row's binding limit is raised, `column_prices` the
    same for columns; both are empty for problems with whole columns. `bound` is what no solution can beat.
    """

    status: Status
    x: Numbers
    objective: float
    bound: float
    row_prices: Numbers = field(default_factory=lambda: np.empty(0))
    column_prices: Numbers = field(default_factory=lambda: np.empty(0))

    @property
    def is_usable(self) -> bool:
        """Whether `x` keeps every limit."""
        return self.status in (Status.OPTIMAL, Status.STOPPED)


class Solver:
    """A problem held by HiGHS; one thread and a node limit, so that the same input gives the same answer."""

    def __init__(
        self, problem: Problem, *, nodes: int = 2_000, relative_gap: float = 1e-6, seconds: float = 60.0
    ) -> None:
        self.problem = problem
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        options = {"output_flag": False, "threads": 1, "random_seed": 1, "time_limit": seconds}
        options |= {"mip_max_nodes": nodes, "mip_rel_gap": relative_gap}
        self._set(options)
        self._call(self._highs.passModel(_lp(problem)), "take the model")
        self._whole = problem.whole is not None and bool(problem.whole.any())

    def solve(self) -> Solution:
        """Solve as it now stands, starting from the last solution."""
        if self._failed():
            self._again()
        status = _status(self._highs)
        info = self._highs.getInfo()
        result = self._highs.getSolution()
        x = np.asarray(result.col_value, float)
        sign = 1.0 if self.problem.maximise else -1.0
        bound = float(info.mip_dual_bound if self._whole else info.objective_function_value)
        if status is Status.STOPPED and not self._whole:
            bound = sign * INFINITY
        prices = (np.empty(0), np.empty(0))
        if not self._whole:
            prices = (sign * np.asarray(result.row_dual, float), sign * np.asarray(result.col_dual, float))
        return Solution(status, x, float(info.objective_function_value), bound, *prices)

    def _failed(self) -> bool:
        """Run, and whether it ended without an answer of any kind."""
        returned = self._highs.run()
        return (
            returned == highspy.HighsStatus.kError or self._highs.getModelStatus() == highspy.HighsModelStatus.kUnknown
        )

    def _again(self) -> None:
        """Solve from nothing in other ways, one after the other, where a start or a scaling led the simplex method astray."""
        for way in OTHER_WAYS:
            self._call(self._highs.clearSolver(), "start again")
            kept = {name: self._highs.getOptionValue(name)[1] for name in way}
            self._set(way)
            failed = self._failed()
            self._set(kept)
            if not failed:
                return
        size = f"{self.problem.row_lower.size} rows, {self.problem.cost.size} columns"
        raise RunError(Fault("BH-PLN-005", f"HiGHS failed in {1 + len(OTHER_WAYS)} ways, by rounding", "a solution or a reason", "change a limit or a level a little; the figures themselves are sound", value=size))  # fmt: skip

    def _set(self, options: Mapping[str, str | float]) -> None:
        for name, value in options.items():
            self._call(self._highs.setOptionValue(name, value), f"set {name}")

    def set_rows(self, rows: Positions, lower: Numbers, upper: Numbers) -> None:
        """Change limits of rows."""
        returned = self._highs.changeRowsBounds(len(rows), rows.astype(np.int32), lower, upper)  # type: ignore[attr-defined]
        self._call(returned, "change rows")

    def set_columns(self, columns: Positions, lower: Numbers, upper: Numbers) -> None:
        """Change limits of columns."""
        self._call(self._highs.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper), "change columns")

    def set_costs(self, columns: Positions, costs: Numbers) -> None:
        """Change what columns are worth in the objective."""
        self._call(self._highs.changeColsCost(len(columns), columns.astype(np.int32), costs), "change costs")

    def start_from(self, x: Numbers) -> None:
        """Give a solution to start from."""
        start = highspy.HighsSolution()
        start.col_value = x
        self._call(self._highs.setSolution(start), "take a starting point")

    def _call(self, returned: highspy.HighsStatus, what: str) -> None:
        if returned == highspy.HighsStatus.kError:
            raise RunError(_refused(self.problem, f"HiGHS could not {what}"))


def solve(problem: Problem, *, nodes: int = 2_000, relative_gap: float = 1e-6, seconds: float = 60.0) -> Solution:
    """Solve once."""
    return Solver(problem, nodes=nodes, relative_gap=relative_gap, seconds=seconds).solve()


def _refused(problem: Problem, what: str) -> Fault:
    return Fault(
        "BH-PLN-001",
        what,
        "finite costs and entries, lower limits no higher than upper ones",
        "check the figures the plan is made of; a blank or an infinite one is the usual cause",
        value=f"{problem.row_lower.size} rows, {problem.cost.size} columns",
    )


def _lp(problem: Problem) -> highspy.HighsLp:
    """The problem as HiGHS holds it; raises where a figure is no number."""
    if not (np.isfinite(problem.cost).all() and np.isfinite(problem.values).all()):
        raise RunError(_refused(problem, "a cost or an entry of the plan is not a finite number"))
    limits = (problem.lower, problem.upper, problem.row_lower, problem.row_upper)
    if any(np.isnan(limit).any() for limit in limits):
        raise RunError(_refused(problem, "a limit of the plan is not a number"))
    shape = (problem.row_lower.size, problem.cost.size)
    matrix = coo_array((problem.values, (problem.rows, problem.columns)), shape=shape).tocsr()
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = shape
    lp.sense_ = highspy.ObjSense.kMaximize if problem.maximise else highspy.ObjSense.kMinimize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = problem.cost, problem.lower, problem.upper
    lp.row_lower_, lp.row_upper_ = problem.row_lower, problem.row_upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.data.astype(float)
    if problem.whole is not None:
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in problem.whole]
    return lp


def _status(highs: highspy.Highs) -> Status:
    """The status of the last run; a failure of HiGHS itself raises."""
    found = highs.getModelStatus()
    has_point = highs.getInfo().primal_solution_status == 2
    kind = highspy.HighsModelStatus
    if found in (kind.kOptimal, kind.kModelEmpty):
        return Status.OPTIMAL
    if found == kind.kInfeasible:
        return Status.INFEASIBLE
    if found in (kind.kUnbounded, kind.kUnboundedOrInfeasible):
        return Status.UNBOUNDED
    if found in (kind.kTimeLimit, kind.kIterationLimit, kind.kSolutionLimit):
        return Status.STOPPED if has_point else Status.NOTHING
    what = f"HiGHS ended with {highs.modelStatusToString(found)}"
    raise RunError(Fault("BH-PLN-002", what, "a solution or a reason", "check the figures the plan is made of"))
