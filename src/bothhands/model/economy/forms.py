"""Which of the published behaviours the economy body follows; fixed when a run is compiled.

Why this file exists: the choice is one value that params, steps and commands pass on whole.
"""

from __future__ import annotations

from typing import NamedTuple

from bothhands.inputs.region import Region
from bothhands.inputs.settings import Behaviour, ProductionFunction, Rationing


class Form(NamedTuple):
    """A behaviour, and for Pichler's what production cannot do without and who is served first."""

    behaviour: Behaviour = "pichler"
    production: ProductionFunction = "half_critical"
    rationing: Rationing = "proportional"


def form_of(region: Region) -> Form:
    """The form a region's settings name."""
    return Form(region.settings.economy, region.settings.production, region.settings.rationing)
