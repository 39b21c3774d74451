"""What is wanted of a plan beside the region: the day, the question, the effort, and what was decided before."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from bothhands.levers.measure import Measure
from bothhands.plan.question import Question
from bothhands.plan.saved import Saved
from bothhands.plan.solve import Effort


class Request(NamedTuple):
    """A wish for a plan; blank, it asks what `bothhands plan REGION` asks."""

    as_of: date | None = None
    """Day the planner stands on; the region's own by default."""
    question: Question = Question()
    seed: int = 1
    """Seed of every draw."""
    members: int = 64
    """Fresh stochastic runs the chosen plan is checked on; 59 are the fewest that can show 95 % with 95 % confidence."""
    effort: Effort = Effort()
    posterior_file: Path | None = None
    """A sampled posterior of the user's; by default the one that comes with the package where it is of these very figures, else the
    quick fit."""
    start: Saved | None = None
    """An earlier plan: where the search begins."""
    rivals: bool = False
    """Whether the references are run on the fresh members as well, so that regret can be told."""
    frozen: tuple[Measure, ...] = ()
    """Orders placed before, which stay."""
