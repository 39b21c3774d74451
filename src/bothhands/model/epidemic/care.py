"""Care: beds that have staff, patients moved to where beds are free, and those left without one.

Why this file exists: a bed counts only with somebody to work at it, and a patient above a city's beds is not lost while another city
has room. Persons stay residents of their city; what moves is where they lie.
"""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.model.epidemic.params import EpidemicParams
from bothhands.model.epidemic.steppers import Persons
from bothhands.model.smooth import positive_part, smaller


class Level(NamedTuple):
    """A level of care on a day, by city."""

    patients: Float[Array, "place"]
    """Patients who lie there, transfers done; those without a bed included."""
    beds: Float[Array, "place"]
    """Beds with staff."""
    without: Float[Array, "place"]
    """Share of the city's own patients who have no bed anywhere."""


class Care(NamedTuple):
    """Both levels of care."""

    ward: Level
    intensive: Level


def care_of(params: EpidemicParams, persons: Persons, smoothing: float = 0.0) -> Care:
    """Who lies where.

    Parameters
    ----------
    params
        Beds, their staff and what share of the patients above them can be moved.
    persons
        By compartment, place and stratum.
    smoothing
        Width of the kinks, against the beds; 0 is exact.

    Notes
    -----
    Staffed beds are beds × (1 − e a), a the share of the hospitals' workers who are ill, isolated or dead, e how far beds follow
    staff. The region's excess above its beds is moved, up to the share that can be, to what beds are free anywhere, each city giving
    and taking in proportion to its own.
    """
    disease, n_ages = params.disease, params.worker_age.shape[-1]
    staff = (persons.sum(0)[:, n_ages:] * params.bed_staff).sum(-1)
    away = (disease.held(persons, disease.absent)[:, n_ages:] * params.bed_staff).sum(-1)
    staffed = 1.0 - params.beds_lost_per_staff_absent * away / jnp.maximum(staff, 1e-9)
    ward, intensive = (disease.held(persons, (name,)).sum(-1) for name in ("ward", "intensive"))
    return Care(
        _level(params, ward, params.ward_beds * staffed, smoothing),
        _level(params, intensive, params.intensive_beds * staffed, smoothing),
    )


def _level(
    params: EpidemicParams, patients: Float[Array, "place"], beds: Float[Array, "place"], smoothing: float
) -> Level:
    """One level of care after transfers."""
    scale = jnp.maximum(beds, 1.0)
    excess = smaller(positive_part(patients - beds, scale, smoothing), patients, scale, 0.0)
    free = positive_part(beds - patients, scale, smoothing)
    movable, room = params.transfer_share * excess.sum(), free.sum()
    moved = -smaller(-smaller(movable, room, jnp.maximum(room, 1.0), smoothing), jnp.zeros_like(room), 1.0, 0.0)
    sent = excess * moved / jnp.maximum(excess.sum(), 1e-9)
    taken = free * moved / jnp.maximum(room, 1e-9)
    return Level(patients - sent + taken, beds, (excess - sent) / jnp.maximum(patients, 1e-9))
