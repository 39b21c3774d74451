"""What help to firms costs public funds, beside the cash it brings firms.

Why this file exists: a loan guaranteed, an order found or a due put off brings a firm far more cash than a fund pays for it. A run needs
the cash, which stands in the value of a measure; accounts of public money need what is paid, which stands in its cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bothhands.levers.measure import Measure

HELP = "support"
"""The lever of help to firms."""


class Help(NamedTuple):
    """Help to one firm by one or more measures, money in the region's currency."""

    firm: str
    measures: tuple[Measure, ...]

    @property
    def cash(self) -> float:
        """Cash it brings the firm."""
        return sum(one.value * ((one.end - one.start).days + 1) for one in self.measures)

    @property
    def has_a_price(self) -> bool:
        """Whether what it costs is written down; help without is a grant, whose cash is what is paid."""
        return any(one.fund or one.cost > 0 for one in self.measures)

    @property
    def paid(self) -> float:
        """What public funds pay for it."""
        return sum(one.cost for one in self.measures) if self.has_a_price else self.cash


def help_of(measures: Sequence[Measure]) -> list[Help]:
    """Help by firm; the spans of a firm belong together, for each fund's cost stands with one of them."""
    by_firm: dict[str, list[Measure]] = {}
    for one in measures:
        if one.lever == HELP:
            by_firm.setdefault(one.firm, []).append(one)
    return [Help(firm, tuple(own)) for firm, own in by_firm.items()]
