"""Which of the published behaviours the economy body follows; fixed when a run is compiled.

Why this file exists: the choice is one value that params, steps and commands pass on whole.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Behaviour: TypeAlias = Literal["pichler", "ario"]
ProductionFunction: TypeAlias = Literal["leontief", "strongly_critical", "half_critical", "weakly_critical", "linear"]
Rationing: TypeAlias = Literal["proportional", "firms_first"]


class Form(NamedTuple):
    """A behaviour, and for Pichler's what production cannot do without and who is served first."""

    behaviour: Behaviour = "pichler"
    production: ProductionFunction = "half_critical"
    rationing: Rationing = "proportional"
