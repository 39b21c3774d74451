"""BoARIO 0.7 (Juhel et al. 2024, doi 10.21105/joss.06547) as an oracle of the ARIO form: two industries of three places × four sectors lose 70 %.

Held: every industry's production on 120 days to 1e-12 of its normal, in double precision on both sides: the equations are the same
(Hallegatte 2014 with ψ), so that nothing but rounding may differ. BoARIO is GPL and stands beside us: its run ships with the table it
was made from; `benchmarks/peers/boario_shock.py` makes it again. Here households' demand is held fixed, as BoARIO has it.
"""

import json
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.model.economy.forms import Form
from bothhands.model.economy.outside import normal
from bothhands.model.economy.params import EconomyParams
from bothhands.model.economy.state import initial
from bothhands.model.economy.step import EconomyLevers, EconomySignals, step
from bothhands.validate.pichler_tables import SCALARS


@pytest.fixture(scope="module")
def theirs():
    return json.loads((Path(__file__).parent / "peers" / "boario_shock.json").read_text(encoding="utf-8"))


def economy(given, rest):
    """Their table, everything bought at home, final demand fixed."""
    places, sectors = 3, 4
    coefficients, final = np.array(given["coefficients"]), np.array(given["final"]) / 365
    ones, zeros, both = np.ones(sectors), np.zeros(sectors), np.zeros((places, sectors))
    output = np.array(rest).reshape(places, sectors)
    scalars = SCALARS | {
        "restoring_days": given["restoring_days"], "shortage_threshold_share": given["psi"], "pay_share": 1.0,
        "overproduction_most": given["overproduction_most"], "overproduction_rate": 1 / given["overproduction_days"],
    }  # fmt: skip
    fields = {
        "output": output, "labour": output * (1 - coefficients.sum(0)), "value_added_share": 1 - coefficients.sum(0),
        "other_cost_share": zeros, "coefficients": coefficients, "home_share": np.ones_like(coefficients), "final_home_share": ones,
        "trade": np.repeat(np.array(given["trade"])[:, :, None], sectors, 2), "consumption": both, "other_demand": final,
        "exports": both, "outside": normal(sectors, 1), "inventory_days": given["days"] * ones,
        "storable": ones, "critical": 0 * coefficients, "important": 0 * coefficients, "fear_share": zeros, "remote_share": zeros,
        "masks_needed": zeros, "workers": both, "tax_share": zeros, **scalars,
    }  # fmt: skip
    return EconomyParams(**jax.tree.map(lambda value: jnp.asarray(value, jnp.float64), fields))


def test_production_is_that_of_boario(theirs):
    params = economy(theirs["given"], theirs["rest"])
    openness = 1.0 - jnp.asarray(theirs["delta"]).reshape(-1, 3, 4)
    zero, one = jnp.zeros(3), jnp.ones(3)
    outside = normal(4)

    def day(state, level):
        signals = EconomySignals(jnp.ones((3, 4)), one, zero, jnp.zeros((3, 4)), outside)
        return step(params, state, EconomyLevers(level, zero, zero), signals, Form("ario"))

    flows = jax.jit(lambda levels: jax.lax.scan(day, initial(params), levels)[1])(openness)
    rest = np.array(theirs["rest"])
    expected = np.array(theirs["output"])
    assert (expected / rest).min() < 0.5, "nothing is short, so that nothing is tested"
    gap = (np.asarray(flows.output).reshape(-1, 12) - expected) / rest
    assert np.abs(gap).max() < 1e-12
