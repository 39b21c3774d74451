"""Share of imports among new infections, and what a ban delays."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.model.epidemic.flows import EpidemicFlows
from bothhands.outcome.borders import ban_delay_days, import_share

IMPORTED = jnp.array([[1.0, 0.0], [3.0, 0.0], [0.0, 2.0]])
INFECTIONS = jnp.array([[[2.0, 1.0], [0.0, 0.0]], [[1.0, 0.0], [0.0, 0.0]], [[4.0, 0.0], [1.0, 1.0]]])


def flows(imported=IMPORTED, infections=INFECTIONS):
    """Three days, two cities: imports and local infections by age; nothing else is read."""
    by_stratum = (
        "deaths",
        "infections_of_workers",
        "absent",
        "setting_strength",
        "colleague_contacts",
        "customer_contacts",
    )
    rest = dict.fromkeys(EpidemicFlows._fields, jnp.zeros((3, 2)))
    rest |= dict.fromkeys((*by_stratum, "size", "susceptible"), jnp.zeros((3, 2, 2)))
    return EpidemicFlows(**{**rest, "imported": imported, "infections": infections})


def test_by_hand_and_zero_where_nobody_is_infected():
    np.testing.assert_allclose(import_share(flows(), 1), [[0.25, 0.0], [0.75, 0.0], [0.0, 0.5]])
    np.testing.assert_allclose(import_share(flows(), 2), [[0.25, 0.0], [0.5, 0.0], [3 / 8, 0.5]])
    np.testing.assert_allclose(import_share(flows())[-1], [1 / 3, 0.5])


def test_it_has_a_gradient_where_nobody_is_infected():
    def total(imported):
        return import_share(flows(imported, jnp.zeros((3, 2, 2)))).sum()

    assert np.isfinite(jax.grad(total)(jnp.zeros((3, 2)))).all()


def test_a_late_ban_delays_less_than_an_early_one():
    assert ban_delay_days(0.165, 0.9, 0.0, 60.0) == pytest.approx(math.log(10) / 0.165)
    delays = [ban_delay_days(0.165, 0.9, seeded, 60.0) for seeded in (0.0, 20.0, 60.0, 120.0)]
    assert np.all(np.diff(delays) < 0)
    assert ban_delay_days(0.165, 0.0, 10.0, 60.0) == 0.0
    with pytest.raises(ValueError, match="growth 0 a day"):
        ban_delay_days(0.0, 0.9, 0.0, 60.0)
