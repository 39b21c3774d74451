"""Long-term illness added to the disease: one more compartment and three ways, in one file, nothing of bothhands changed.

Run it: `python examples/long_term_illness.py`. Of those who recover from symptoms at home, one in ten is ill for half a year and
cannot work. Both figures are ASSUMED, for the lesson.
"""

from __future__ import annotations

import equinox as eqx
import jax
import numpy as np

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.levers.history import history
from bothhands.model.epidemic.disease import RESPIRATORY, Disease, Transition, extended
from bothhands.model.epidemic.params import with_disease
from bothhands.model.simulate import Model, model_of, run

LONG_TERM: Disease = extended(
    RESPIRATORY,
    compartments=("long_ill",),
    transitions=(
        Transition("symptomatic", "recovered", ("symptomatic_rate", "1-hospital_share", "1-long_term_share")),
        Transition("symptomatic", "long_ill", ("symptomatic_rate", "1-hospital_share", "long_term_share")),
        Transition("long_ill", "recovered", ("long_term_recovery_rate",)),
    ),
    absent=("long_ill",),
)
NUMBERS = {"long_term_share": 0.1, "long_term_recovery_rate": 1.0 / 180.0}


def with_long_term_illness(model: Model) -> Model:
    """The same region, some of whose people are ill for long."""
    changed: Model = eqx.tree_at(lambda m: m.epidemic, model, with_disease(model.epidemic, LONG_TERM, NUMBERS))
    return changed


def main() -> None:
    """Work lost with and without long-term illness in two towns, the later measures lifted."""
    region = load("two-towns")
    axes = axes_of(region)
    past = history(region, axes)
    open_again = past._replace(openness=np.ones_like(past.openness), school=np.ones_like(past.school))
    for name, model in (("without", model_of(region, axes)), ("with", with_long_term_illness(model_of(region, axes)))):
        record = jax.jit(run)(model, open_again)
        absent = np.asarray(record.epidemic.absent).mean()
        print(f"{name} long-term illness: {100 * absent:.3f} % of working days lost to illness")


if __name__ == "__main__":
    main()
