"""From the tables of vaccines, doses and variants to the disease of a region, its numbers and what is dated; a region without
them has the plain disease and nothing dated.

Why this file exists: whether there are layers and strains is decided here once, at the border of the body. No dynamics.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.vaccination import Doses
from bothhands.inputs.tables.vaccines import Vaccine, stages_of
from bothhands.inputs.tables.variant_imports import VariantShare
from bothhands.inputs.tables.variants import Variant
from bothhands.model.epidemic.copies import Layer, copy_of
from bothhands.model.epidemic.disease import Disease
from bothhands.model.epidemic.layers import WANING, Efficacy, layered, numbers_of_layer
from bothhands.model.epidemic.strains import StrainTraits, numbers_of_strain, with_strains
from bothhands.model.epidemic.strata import FloatArray


class Dated(NamedTuple):
    """What vaccination and variants bring by day; time first, on a day without it."""

    doses: Mapping[str, Float[Array, "*time place stratum"]]
    """Doses that begin to protect, by layer; with every sector open."""
    carrying_share: Mapping[str, Float[Array, "*time"]]
    """Share of the infected arrivals who carry a further strain."""
    strain_seeds: Mapping[str, Float[Array, "*time place"]]
    """Infected with a further strain who enter from elsewhere in the country."""


class Copied(NamedTuple):
    """A disease with strains and layers, the numbers of its own factors, and what is dated."""

    disease: Disease
    numbers: dict[str, float]
    dated: Dated | None


def copied(
    region: Region, axes: Axes, disease: Disease, strata: FloatArray, worker_age: FloatArray, days: Mapping[str, float]
) -> Copied:
    """The disease as the region's tables of vaccines and variants make it.

    Parameters
    ----------
    region, axes
        The region as known, and its axes; doses of a layer and shares of a variant that are not known are left out.
    disease
        Without strains and layers.
    strata, worker_age
        Residents by place and stratum, and the ages of workers by place.
    days
        Parameters of the first strain: `latent_days`, `presymptomatic_days`, `asymptomatic_days`, `symptomatic_days`.
    """
    variants = region.rows(Variant)
    vaccines = in_order({row.layer: row for row in region.rows(Vaccine) if not row.variant})
    if not variants and not vaccines:
        return Copied(disease, {}, None)
    names = tuple(row.variant for row in variants)
    layers = tuple(Layer(row.layer, row.after if row.after in vaccines else "") for row in vaccines.values())
    numbers: dict[str, float] = {}
    for variant in variants:
        numbers |= numbers_of_strain(variant.variant, traits_of(variant, days))
    for row in vaccines.values():
        numbers[copy_of(WANING, layer=row.layer)] = 1.0 / row.waning_days if row.waning_days else 0.0
        for strain in ("", *names):
            numbers |= numbers_of_layer(row.layer, efficacy_against(region, row, strain), strain)
    own = layered(with_strains(disease, names), layers)
    doses = {name: jnp.asarray(doses_of(region, axes, row, strata, worker_age)) for name, row in vaccines.items()}
    carrying = {name: jnp.asarray(carrying_share(region, axes, name)) for name in names}
    seeds = {row.variant: jnp.asarray(seeds_of(row, axes, strata)) for row in variants}
    dated = Dated(doses, carrying, seeds)
    return Copied(own, {name: value for name, value in numbers.items() if name in own.factors}, dated)


def in_order(vaccines: dict[str, Vaccine]) -> dict[str, Vaccine]:
    """Vaccines with each after the one whose members are given it, so that a morning's doses can build on one another."""

    def depth(row: Vaccine) -> int:
        steps, at = 0, row.after
        while at in vaccines and steps < len(vaccines):
            steps, at = steps + 1, vaccines[at].after
        return steps

    return {row.layer: row for row in sorted(vaccines.values(), key=depth)}


def as_copied(disease: Disease, like: Disease) -> Disease:
    """A disease with the strains and layers of another, unless it has its own."""
    return disease if disease.is_copied else layered(with_strains(disease, like.strains), like.layers)


def traits_of(row: Variant, days: Mapping[str, float]) -> StrainTraits:
    """How a variant differs from the first strain; blank durations are the first strain's."""

    def speed(stage: str) -> float:
        own: float | None = getattr(row, f"{stage}_days")
        return days[f"{stage}_days"] / own if own else 1.0

    same = (
        "transmission_factor", "symptoms_factor", "hospital_factor", "intensive_factor", "death_factor", "reinfection_share",
        "reinfection_after_share",
    )  # fmt: skip
    stages = ("latent", "presymptomatic", "asymptomatic", "symptomatic")
    own = {name: float(getattr(row, name)) for name in same} | {f"{stage}_speed": speed(stage) for stage in stages}
    return StrainTraits(**own)


def efficacy_against(region: Region, vaccine: Vaccine, variant: str) -> Efficacy:
    """Efficacy of a layer against a variant: its own row, else that of the first strain."""
    own = [row for row in region.rows(Vaccine) if row.layer == vaccine.layer and row.variant == variant]
    row = own[0] if own else vaccine
    infection, *later = stages_of(row)
    return Efficacy(infection, row.efficacy_onward, *later)


def doses_of(region: Region, axes: Axes, vaccine: Vaccine, strata: FloatArray, worker_age: FloatArray) -> FloatArray:
    """Doses of a layer by the day protection begins, place and stratum.

    Notes
    -----
    Shared within the ages and places of a row in proportion to residents. The wait from dose to protection is a shift of the days:
    until then the vaccinated are as susceptible as before, and whoever is infected meanwhile wastes the dose. Doses that protect since
    before the first day are given on it, as far as their protection is not lost by then.
    """
    out = np.zeros((axes.n_days, *strata.shape))
    for row in region.rows(Doses):
        if row.layer != vaccine.layer:
            continue
        of_age = np.array([float(row.age_from <= age <= row.age_to) for age in axes.ages])
        of_workers = np.repeat((worker_age @ of_age)[:, None], len(axes.sectors), axis=1)
        own = strata * np.concatenate([np.tile(of_age, (len(strata), 1)), of_workers], axis=1)
        own = own * np.array([[float(row.place in ("", place))] for place in axes.places])
        first = axes.day_index(row.date_from) + vaccine.onset_days
        last = axes.day_index(row.date_to) + vaccine.onset_days
        daily = row.doses_per_day * own / max(own.sum(), 1e-12)
        out[max(first, 0) : max(last + 1, 0)] += daily
        waited = -np.arange(first, min(last + 1, 0))
        lost = waited / vaccine.waning_days if vaccine.waning_days else np.zeros(len(waited))
        out[0] += daily * np.exp(-lost).sum()
    return out


def carrying_share(region: Region, axes: Axes, variant: str) -> FloatArray:
    """Share of infected arrivals who carry a variant, by day."""
    share = np.zeros(axes.n_days)
    for row in region.rows(VariantShare):
        if row.variant == variant:
            share[max(axes.day_index(row.date_from), 0) : max(axes.day_index(row.date_to) + 1, 0)] = row.imported_share
    return share


def seeds_of(row: Variant, axes: Axes, strata: FloatArray) -> FloatArray:
    """Infected who bring a variant from elsewhere in the country, by day and place."""
    seeds = np.zeros((axes.n_days, len(axes.places)))
    day = -1 if row.seed_day is None else axes.day_index(row.seed_day)
    if 0 <= day < axes.n_days:
        residents = strata.sum(1) * np.array([float(row.seed_place in ("", place)) for place in axes.places])
        seeds[day] = row.seed_infections * residents / max(residents.sum(), 1e-12)
    return seeds
