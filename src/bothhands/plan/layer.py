"""The protocol of a plan layer: given the run's signals, what is already placed and the money, propose measures.

Why this file exists: openness, chains and support are decided by different methods; the outer loop knows only this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from bothhands.levers.measure import Measure
from bothhands.model.signals import Signals


@dataclass(frozen=True)
class Proposal:
    """What a layer proposes and how good it can be at most.

    `value` is the layer's own objective for the proposal, `bound` what no proposal can beat (None where none is known);
    `prices` names what one more unit of each binding limit is worth; `served` is a table of the layer's own (for reports).
    """

    measures: tuple[Measure, ...]
    value: float
    bound: float | None
    prices: Mapping[str, float] = field(default_factory=dict)
    tables: Mapping[str, object] = field(default_factory=dict)


class PlanLayer(Protocol):
    """One part of the joint plan."""

    name: str

    def propose(
        self, signals: Signals, frozen: Sequence[Measure], budget: Mapping[str, float], from_day: date
    ) -> Proposal:
        """Measures from `from_day` on.

        Parameters
        ----------
        signals
            Signals of the last run, each with a leading time axis over the whole calendar.
        frozen
            Measures already placed; they are kept as they are and count against capacity and money.
        budget
            Money left by fund, in the region's currency.
        from_day
            First day a new measure may start.
        """
        ...
