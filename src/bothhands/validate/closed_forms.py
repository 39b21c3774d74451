"""The model against closed forms: final size, growth, layers and strains, extinction, economy at rest, Little's law, break-even by hand.

No dynamics are defined here: the bodies themselves are run.
"""

from __future__ import annotations

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int, PRNGKeyArray
from scipy.optimize import brentq

from bothhands.inputs.axes import Axes, axes_of
from bothhands.inputs.loading import load
from bothhands.levers.catalogue import neutral_levers
from bothhands.model.day import Model
from bothhands.model.epidemic.contacts import Contacts
from bothhands.model.epidemic.copies import Layer, copy_of
from bothhands.model.epidemic.layers import WANING, Efficacy, layered, numbers_of_layer
from bothhands.model.epidemic.params import EpidemicParams, replaced, with_disease
from bothhands.model.epidemic.reproduction import days_in_state
from bothhands.model.epidemic.state import initial
from bothhands.model.epidemic.step import INFECTED, Pressure, hazards
from bothhands.model.epidemic.steppers import daily_chain, net, runge_kutta
from bothhands.model.epidemic.strains import StrainTraits, numbers_of_strain, with_strains
from bothhands.model.epidemic.vaccination import vaccinated
from bothhands.model.simulate import model_of, run
from bothhands.outcome.health import lasting_outbreak_probability
from bothhands.validate.tables import Row

RUNS, LASTING_DAYS = 20_000, 90
"""Runs counted, and days after which one that has not died out is taken to last: about a thousand are infected by then."""


def rows() -> list[Row]:
    """Every comparison, from the smallest embedded region."""
    region = load("two-towns")
    axes = axes_of(region)
    model = model_of(region, axes)
    ones = one_group(model.epidemic)
    return [
        final_size(ones),
        final_size_in_the_limit(ones),
        order_of_convergence(ones),
        secondary_infections(ones),
        growth(ones),
        final_size_with_a_layer(model.epidemic),
        ratio_of_strains(model.epidemic),
        extinction(),
        extinction_counted(ones),
        *at_rest(model, axes),
        stay_in_ward(ones),
    ]


def one_group(params: EpidemicParams) -> EpidemicParams:
    """The same body with one town and one age that meets itself, nobody going to hospital, nothing waning, R 2."""
    n, one, zero = jnp.asarray([[1e6]]), jnp.ones((1, 1)), jnp.zeros((1, 1))
    leaf = {name: getattr(params, name) for name in ("latent_rate", "presymptomatic_rate", "symptomatic_rate")}
    mean_days = days_in_state(leaf["presymptomatic_rate"]) + days_in_state(leaf["symptomatic_rate"])
    changed = {
        "population": n, "strata": n, "worker_age": one, "contacts": one[None], "colleague_contacts": jnp.zeros(0),
        "customer_contacts": jnp.zeros(0), "community_weight": jnp.zeros((1, 0)), "transmission": 2.0 / mean_days,
        "symptomatic_share": one, "hospital_share": zero, "intensive_share": zero, "fatality_in_intensive_share": zero,
        "waning_rate": jnp.asarray(0.0),
    }  # fmt: skip
    return replaced(params, tuple(changed), tuple(changed.values()))


def quiet() -> Pressure:
    """A day without measures: everyone at home meets as always, nobody is isolated."""
    zero, one, nobody = jnp.zeros(1), jnp.ones((1, 1)), jnp.zeros((1, 0))
    contacts = Contacts(one[None], one, one, nobody, nobody, nobody, nobody)
    return Pressure(contacts, jnp.eye(1), zero, zero, jnp.ones(1), zero, zero)


def epidemic_path(
    params: EpidemicParams, days: int, substeps: int = 0, start: Float[Array, "compartment 1 1"] | None = None
) -> tuple[Float[Array, "compartment 1 1"], Float[Array, "time"]]:
    """New infections by day of one town, one of its susceptible just infected, and the persons at the end."""
    disease = params.disease
    start = initial(params).persons if start is None else start
    start = start.at[disease.index["exposed"], 0, 0].add(1.0).at[0, 0, 0].add(-1.0)

    def day(
        persons: Float[Array, "compartment 1 1"], _: None
    ) -> tuple[Float[Array, "compartment 1 1"], Float[Array, ""]]:
        if substeps:
            moved = runge_kutta(disease, lambda at: hazards(params, at, quiet()), persons, substeps)
        else:
            moved = daily_chain(disease, hazards(params, persons, quiet()), persons, None)
        return persons + net(disease, moved), disease.infections(moved).sum()

    persons, infections = jax.jit(lambda p: jax.lax.scan(day, p, None, length=days))(start)
    return persons, infections


def final_size(params: EpidemicParams) -> Row:
    """Discrete final size: ln(S₀/S∞) = β Σ prevalence = R (1 − S∞/N) with the chain's own infectious days.

    The chain infects with 1 − e^−λ, so that the relation is exact (Diekmann et al. 2021, doi 10.1098/rsif.2021.0301).
    """
    persons, _ = epidemic_path(params, 3000)
    ours = 1.0 - float(persons[0, 0, 0]) / 1e6
    return Row("share ever infected, daily chain, R 2", ours, _final_share(2.0, 1e-6), 1e-9)


def final_size_in_the_limit(params: EpidemicParams) -> Row:
    """Continuous final size with the continuous reproduction number of the same hazards."""
    persons, _ = epidemic_path(params, 600, substeps=8)
    days = 1.0 / float(params.presymptomatic_rate) + 1.0 / float(params.symptomatic_rate)
    return Row(
        "share ever infected, Runge–Kutta, same hazards",
        1.0 - float(persons[0, 0, 0]) / 1e6,
        _final_share(float(params.transmission) * days, 1e-6),
        1e-6,
    )


def _final_share(reproduction: float, infected: float) -> float:
    return float(
        brentq(lambda z: np.log((1 - infected) / (1 - z)) - reproduction * z, 2 * infected, 1 - 1e-12, xtol=1e-14)
    )


def order_of_convergence(params: EpidemicParams) -> Row:
    """Order in which the chain nears the continuous limit as its step shrinks: 1."""
    disease = params.disease
    start = initial(params).persons.at[disease.index["exposed"], 0, 0].add(1e4).at[0, 0, 0].add(-1e4)

    def after(steps: int) -> float:
        def step(persons: Float[Array, "compartment 1 1"], _: None) -> tuple[Float[Array, "compartment 1 1"], None]:
            moved = daily_chain(disease, hazards(params, persons, quiet()) / steps, persons, None)
            return persons + net(disease, moved), None

        return float(jax.jit(lambda at: jax.lax.scan(step, at, None, length=40 * steps)[0])(start)[0, 0, 0])

    limit = float(
        (start + net(disease, runge_kutta(disease, lambda at: hazards(params, at, quiet()), start, 40 * 16, 40.0)))[
            0, 0, 0
        ]
    )
    coarse, fine = abs(after(32) - limit), abs(after(64) - limit)
    return Row(
        "order of convergence of the chain, steps of 1/32 and 1/64 day", float(np.log2(coarse / fine)), 1.0, 0.02
    )


def secondary_infections(params: EpidemicParams) -> Row:
    """Infections that one exposed person causes in the chain among the fully susceptible, nobody infected infecting further: R."""
    disease = params.disease
    start = initial(params).persons.at[disease.index["exposed"], 0, 0].add(1e-3)

    def day(
        persons: Float[Array, "compartment 1 1"], _: None
    ) -> tuple[Float[Array, "compartment 1 1"], Float[Array, ""]]:
        moved = daily_chain(disease, hazards(params, persons, quiet()), persons, None)
        infections = disease.infections(moved)
        return persons + net(disease, moved.at[0].set(0.0)), infections.sum()

    caused = jax.jit(lambda at: jax.lax.scan(day, at, None, length=400)[1].sum())(start)
    return Row("infections caused by one exposed, R 2", 1e3 * float(caused), 2.0, 1e-6)


def growth(params: EpidemicParams) -> Row:
    """Growth factor a day: the eigenvalue of the linear chain E → P → I with the daily step."""
    theirs = largest_eigenvalue(params, 1.0)
    small = eqx.tree_at(lambda p: p.strata, params, params.strata * 1e6)
    _, infections = epidemic_path(small, 60)
    return Row("growth factor a day", float(infections[50] / infections[49]), theirs, 1e-6)


def final_size_with_a_layer(params: EpidemicParams) -> Row:
    """Two groups, 30 % behind a leaky layer: s_v = s_u^σ and ln(1/s_u) = R (z_u + o z_v), by Runge–Kutta.

    σ 0.4, o 0.5. z are the infected of each group as shares of all (Andreasen 2011, doi 10.1007/s11538-010-9623-3).
    """
    left, onward, share = 0.4, 0.5, 0.3
    disease = layered(params.disease, (Layer("dose"),))
    numbers = numbers_of_layer("dose", Efficacy(1 - left, 1 - onward, 1 - left, 1 - left, 1 - left, 1 - left))
    ones = one_group(with_disease(params, disease, {**numbers, copy_of(WANING, layer="dose"): 0.0}))
    everyone = initial(ones)
    dosed = vaccinated(ones.disease, everyone.persons, {"dose": share * everyone.persons[0]})
    persons, _ = epidemic_path(ones, 1500, substeps=8, start=dosed)
    reproduction = float(ones.transmission) * (
        1.0 / float(ones.presymptomatic_rate) + 1.0 / float(ones.symptomatic_rate)
    )
    ever = 1.0 - float(disease.held(persons, ("susceptible",)).sum()) / 1e6

    def infected(log: float) -> tuple[float, float]:
        return 1 - share - (1 - share - 1e-6) * float(np.exp(log)), share * (1 - float(np.exp(left * log)))

    def gap(log: float) -> float:
        unprotected, behind = infected(log)
        return log + reproduction * (unprotected + onward * behind)

    theirs = sum(infected(float(brentq(gap, -4.0, -1e-9, xtol=1e-15))))
    return Row("share ever infected, 30 % behind a leaky layer", ever, theirs, 1e-6)


def ratio_of_strains(params: EpidemicParams) -> Row:
    """Log ratio of two strains, the second 1.3 times as transmissible: it grows by the difference of their growth rates."""
    disease = with_strains(params.disease, ("second",))
    ones = one_group(with_disease(params, disease, numbers_of_strain("second", StrainTraits(transmission_factor=1.3))))
    at = disease.index
    few = initial(ones).persons.at[at["exposed:second"], 0, 0].set(1e-2)
    ratios = [
        float(persons[at["exposed:second"], 0, 0] / persons[at["exposed"], 0, 0])
        for persons, _ in (epidemic_path(ones, days, start=few) for days in (58, 59))
    ]
    theirs = np.log(largest_eigenvalue(ones, 1.3) / largest_eigenvalue(ones, 1.0))
    return Row(
        "growth of the log ratio of two strains a day", float(np.log(ratios[1] / ratios[0])), float(theirs), 1e-4
    )


def largest_eigenvalue(params: EpidemicParams, transmission_factor: float) -> float:
    """Growth factor a day of the chain E → P → I among the susceptible."""
    leave = [
        float(-jnp.expm1(-getattr(params, f"{name}_rate"))) for name in ("latent", "presymptomatic", "symptomatic")
    ]
    beta = float(params.transmission) * transmission_factor
    chain = np.array([[1 - leave[0], beta, beta], [leave[0], 1 - leave[1], 0.0], [0.0, leave[1], 1 - leave[2]]])
    return float(max(np.abs(np.linalg.eigvals(chain))))


def extinction() -> Row:
    """Poisson-like offspring (large k): the extinct share solves q = e^{R(q−1)}; R 2."""
    theirs = 1.0 - float(brentq(lambda q: q - np.exp(2.0 * (q - 1.0)), 0.0, 0.9))
    return Row(
        "chance that one introduction lasts, R 2, k large",
        float(lasting_outbreak_probability(jnp.asarray(2.0), 1e7)),
        theirs,
        1e-5,
    )


def extinction_counted(params: EpidemicParams) -> Row:
    """Share of 20,000 stochastic runs that die out from one exposed in ten million, against the chain's own offspring law.

    Notes
    -----
    A person infects a Poisson number of mean β on each day of a stay that is geometric in the presymptomatic and in the symptomatic
    state: G(s) = g₁(z) g₂(z), z = e^{−β(1−s)}, g(z) = pz/(1 − (1−p)z), p = 1 − e^−r; the share solves q = G(q) (Athreya & Ney 1972).
    """
    leave = [float(-jnp.expm1(-getattr(params, f"{name}_rate"))) for name in ("presymptomatic", "symptomatic")]
    beta = float(params.transmission)

    def offspring(s: float) -> float:
        z = float(np.exp(-beta * (1.0 - s)))
        return float(np.prod([p * z / (1.0 - (1.0 - p) * z) for p in leave]))

    theirs = brentq(lambda q: q - offspring(q), 0.0, 0.99)
    large = eqx.tree_at(lambda p: p.strata, params, params.strata * 10.0)
    disease = large.disease
    start = initial(large, whole_persons=True).persons.at[disease.index["exposed"], 0, 0].set(1.0).at[0, 0, 0].add(-1.0)

    def lasting(key: PRNGKeyArray) -> Float[Array, ""]:
        def day(
            persons: Float[Array, "compartment 1 1"], n: Int[Array, ""]
        ) -> tuple[Float[Array, "compartment 1 1"], None]:
            moved = daily_chain(disease, hazards(large, persons, quiet()), persons, jax.random.fold_in(key, n))
            return persons + net(disease, moved), None

        end = jax.lax.scan(day, start, jnp.arange(LASTING_DAYS))[0]
        gone: Float[Array, ""] = (disease.held(end, INFECTED).sum() == 0) * 1.0
        return gone

    out = jax.jit(jax.vmap(lasting))(jax.random.split(jax.random.key(7), RUNS))
    return Row(f"share of {RUNS} runs that die out, R 2", float(out.mean()), float(theirs), 0.01)


def at_rest(model: Model, axes: Axes) -> list[Row]:
    """Without a shock the economy stands still."""
    still = eqx.tree_at(
        lambda m: (m.epidemic.imported_infected, m.economy.outside), model,
        (jnp.zeros_like(model.epidemic.imported_infected), jax.tree.map(jnp.ones_like, model.economy.outside)),
    )  # fmt: skip
    record = jax.jit(run)(still, neutral_levers(axes))
    ratio = (
        np.asarray(record.economy.output)[:, np.asarray(model.economy.output) > 0]
        / np.asarray(model.economy.output)[np.asarray(model.economy.output) > 0]
    )
    return [
        Row("largest drift of output at rest", float(np.abs(ratio - 1.0).max()), 0.0, 1e-12),
        Row(
            "value added of a day at rest, against a 365th of a year",
            float(np.asarray(record.economy.value_added)[-1].sum() / (9.5e9 / 365)),
            1.0,
            1e-6,
        ),
    ]


def stay_in_ward(params: EpidemicParams) -> Row:
    """Little's law: mean stay in a ward left at hazard r is 1/(1 − e^−r) daily steps."""
    rate = float(params.ward_rate)
    left = (1 - -np.expm1(-rate)) ** np.arange(5000)
    return Row("mean days in a ward, daily chain", float(days_in_state(rate)), float(left.sum()), 1e-9)
