"""epydemix 1.5: the same SEIR model of three ages, a hundred stochastic runs of theirs beside a hundred of ours.

Held: means within |z| < 4 of one another and the ratio of spreads within 0.75 … 1.33 (an F test of 100 against 100 at about 1 in 200),
for people infectious on four days, the peak, and those never infected by age. Their runs ship with the parameters they were made
with; `benchmarks/peers/epydemix_members.py` makes them again. Both tools take daily steps, each person leaving with 1 − e^−Σr.
"""

import json
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.model.epidemic.contacts import Contacts, force_of_infection
from bothhands.model.epidemic.disease import INFECTION, Disease, Transition, infectiousness, rates
from bothhands.model.epidemic.steppers import daily_chain, net

SEIR = Disease(
    compartments=("susceptible", "exposed", "infectious", "recovered"),
    transitions=(
        Transition("susceptible", "exposed", (INFECTION,)),
        Transition("exposed", "infectious", ("latent_rate",)),
        Transition("infectious", "recovered", ("recovery_rate",)),
    ),
    infectious=(("infectious", ""),),
    dead=(),
)


@pytest.fixture(scope="module")
def theirs():
    return json.loads((Path(__file__).parent / "peers" / "epydemix_members.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ours(theirs):
    given = theirs["given"]
    size = jnp.asarray(given["population"], float)[None]
    seed = jnp.asarray(given["infectious_at_start"], float)
    start = jnp.zeros((4, 1, 3)).at[2, 0].set(seed).at[0, 0].set(size[0] - seed)
    none = jnp.zeros((1, 0))
    contacts = Contacts(
        jnp.asarray(given["contacts"])[None],
        jnp.ones((1, 1)),
        jnp.zeros((1, 3)).at[0, 1].set(1.0),
        none,
        none,
        none,
        none,
    )
    values = {name: jnp.asarray(given[name]) for name in ("latent_rate", "recovery_rate")}

    def path(key):
        def day(persons, n):
            met = force_of_infection(contacts, infectiousness(SEIR, values, persons), size)
            hazards = rates(SEIR, values, given["transmission"] * met)
            after = persons + net(SEIR, daily_chain(SEIR, hazards, persons, jax.random.fold_in(key, n)))
            return after, after

        return jax.lax.scan(day, start, jnp.arange(theirs["days_recorded"]))[1]

    return np.asarray(jax.jit(jax.vmap(path))(jax.random.split(jax.random.key(1), given["runs"])))


def compare(ours, theirs):
    ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
    error = np.sqrt(ours.var(0, ddof=1) / len(ours) + theirs.var(0, ddof=1) / len(theirs))
    assert np.all(np.abs(ours.mean(0) - theirs.mean(0)) < 4 * error)
    ratio = ours.std(0, ddof=1) / theirs.std(0, ddof=1)
    assert np.all((ratio > 0.75) & (ratio < 1.33)), ratio


def test_people_infectious_by_day(ours, theirs):
    infectious = ours[:, :, 2].sum((2, 3))
    for day, counts in theirs["infectious_on_day"].items():
        compare(infectious[:, int(day)], counts)


def test_the_peak(ours, theirs):
    compare(ours[:, :, 2].sum((2, 3)).max(1), theirs["peak_infectious"])


def test_those_never_infected_by_age(ours, theirs):
    compare(ours[:, -1, 0, 0], theirs["never_infected"])


def test_a_wrong_model_is_noticed(ours, theirs):
    """The comparison can fail: a day later is another day."""
    infectious = ours[:, :, 2].sum((2, 3))
    with pytest.raises(AssertionError):
        compare(infectious[:, 22], theirs["infectious_on_day"]["20"])


def test_counts_are_whole_persons_and_none_is_lost(ours, theirs):
    assert np.array_equal(ours, np.round(ours))
    assert (ours.sum((2, 3, 4)) == sum(theirs["given"]["population"])).all()
