"""What is uncertain beside the fit: parameters with a stated range, as a distribution of one standard normal number each.

Why this file exists: the reports cannot tell these figures apart, yet a band that leaves them out is too narrow. Each keeps its
prior and is never fitted; transmission and imports are fitted *given* them (`calibrate`), and members draw them (`uncertainty`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float
from numpy.typing import NDArray
from scipy.special import ndtri

from bothhands.inputs.region import Region
from bothhands.model.epidemic.params import EpidemicParams, replaced

TENTH = float(ndtri(0.9))
"""Standard deviations from the middle to the 10 % and 90 % points."""
OF_REPORTS = ("report_delay_days", "reported_share")
"""Ranges of how infections found become reports."""
OF_SPREAD = (
    "isolation_base_rate", "isolation_testing_rate", "tracing_rate", "mask_efficacy", "stay_home_effect",
    "asymptomatic_infectiousness", "latent_days",
)  # fmt: skip
"""Ranges that change what transmission the reports ask for."""
OF_LATER = (
    "checks_missed_odds", "quarantine_missed_odds", "corridor_pass_share", "ward_days", "intensive_days", "severity_factor",
)  # fmt: skip
"""Ranges that the reports say nothing about."""


class Range(NamedTuple):
    """A parameter and its range; `low` and `high` are the 10 % and 90 % points, the value is the median."""

    name: str
    value: float
    low: float
    high: float
    share: bool
    """Whether it is a share, kept within 0 … 1."""

    def at(self, normal: NDArray[np.float64]) -> NDArray[np.float64]:
        """The parameter at standard normal numbers: value at 0, low and high at their 10 % and 90 % points.

        Notes
        -----
        A split normal: half a normal distribution below the median and half of another above. Of the logarithm for positive
        figures; of the figure itself for shares and where a bound is zero, cut off at 0 and, for shares, at 1.
        """
        up = normal > 0
        if self.share or min(self.value, self.low) <= 0:
            drawn = self.value + normal / TENTH * np.where(up, self.high - self.value, self.value - self.low)
            return np.clip(drawn, 0.0, 1.0 if self.share else np.inf)
        spread = np.where(up, np.log(self.high / self.value), np.log(self.value / self.low))
        return np.asarray(self.value * np.exp(normal / TENTH * spread))


class SplitNormals(NamedTuple):
    """Several ranges as arrays, for the inside of a compiled program; a pytree.

    `up` and `down` are the distances from the value to the 90 % and 10 % point: of logarithms where `is_log`.
    """

    value: Float[Array, "outside"]
    up: Float[Array, "outside"]
    down: Float[Array, "outside"]
    is_log: Bool[Array, "outside"]
    upper: Float[Array, "outside"]

    def at(self, normal: Float[Array, "*draw outside"]) -> Float[Array, "*draw outside"]:
        """The figures at standard normal numbers: what `Range.at` gives, differentiable but for the kink at zero."""
        step = normal / TENTH * jnp.where(normal > 0, self.up, self.down)
        straight = jnp.clip(self.value + step, 0.0, self.upper)
        return jnp.where(self.is_log, self.value * jnp.exp(jnp.where(self.is_log, step, 0.0)), straight)


def split_normals(ranges: Sequence[Range]) -> SplitNormals:
    """Ranges as arrays."""
    is_log = [not (one.share or min(one.value, one.low) <= 0) for one in ranges]
    up = [
        float(np.log(one.high / one.value)) if log else one.high - one.value
        for one, log in zip(ranges, is_log, strict=True)
    ]
    down = [
        float(np.log(one.value / one.low)) if log else one.value - one.low
        for one, log in zip(ranges, is_log, strict=True)
    ]
    upper = [1.0 if one.share else np.inf for one in ranges]
    value = [one.value for one in ranges]
    return SplitNormals(*(jnp.asarray(np.array(part)) for part in (value, up, down, is_log, upper)))


def ranges_of(region: Region, names: Sequence[str]) -> tuple[Range, ...]:
    """Ranges of parameters; one without low or high does not vary on that side."""
    rows = [region.parameter(name) for name in names]
    return tuple(
        Range(
            row.parameter,
            row.value,
            row.value if row.low is None else min(row.low, row.value),
            row.value if row.high is None else max(row.high, row.value),
            row.unit == "share",
        )
        for row in rows
    )


def with_values(
    params: EpidemicParams, names: Sequence[str], values: Float[Array, "parameter"] | NDArray[np.float64]
) -> EpidemicParams:
    """Epidemic parameters with some figures replaced, by their names in the table of parameters."""
    changed = dict(field_of(params, name, jnp.asarray(values[n])) for n, name in enumerate(names))
    fields = tuple(changed)
    return replaced(params, fields, tuple(changed[field].astype(params.population.dtype) for field in fields))


def field_of(params: EpidemicParams, name: str, value: Float[Array, "..."]) -> tuple[str, Float[Array, "..."]]:
    """The field of the epidemic body that a parameter of the table sets, and its value; leading axes of `value` stay.

    `*_days` set the hazard that leaves after that mean stay; `severity_factor` multiplies the share admitted to hospital.
    """
    if name == "severity_factor":
        return "hospital_share", jnp.minimum(params.hospital_share * value[..., None, None], 1.0)
    if name.endswith("_days"):
        return name.removesuffix("_days") + "_rate", 1.0 / value
    return name, value
