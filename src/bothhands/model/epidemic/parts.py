"""What a day's epidemic is made of where there are several strains or layers: infections by strain, and who can catch each.

Why this file exists: a reproduction number needs the susceptible as each strain finds them, and a report wants infections by strain.
A region with one strain and no layer has none of this.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.model.epidemic.copies import base_of, copy_of, layer_of
from bothhands.model.epidemic.disease import INFECTION, Disease, infecting_strain, number_of
from bothhands.model.epidemic.layers import ONWARD
from bothhands.model.epidemic.layers import SCALED as OF_LAYER
from bothhands.model.epidemic.strains import SCALED as OF_STRAIN
from bothhands.model.epidemic.strains import scaled

FIRST = "first"
"""Key of the strain without a name."""


class StrainFlows(NamedTuple):
    """One day of a strain."""

    infections: Float[Array, "place"]
    catching: Float[Array, "place stratum"]
    """Persons who can catch it, weighed by susceptibility, by its transmission against the first strain's, and by how infectious
    they would be; without layers and strains the susceptible."""
    symptomatic_share: Float[Array, "place stratum"]
    """Share of those who would have symptoms."""
    imported_share: Float[Array, ""]
    """Share of the infected arrivals who carry it."""


class Parts(NamedTuple):
    """A day by strain and by layer."""

    strains: Mapping[str, StrainFlows]
    protected: Mapping[str, Float[Array, "place"]]
    """Persons of each layer, ill or not."""


def parts_of(
    disease: Disease,
    values: Mapping[str, Float[Array, "..."]],
    persons: Float[Array, "compartment place stratum"],
    moved: Float[Array, "transition place stratum"],
    carrying: Mapping[str, Float[Array, ""]],
) -> Parts:
    """The parts of a day.

    Parameters
    ----------
    disease, values
        With strains or layers, and the numbers of its factors.
    persons, moved
        At the end of the day, and during it.
    carrying
        Share of infected arrivals by further strain.

    Notes
    -----
    With n_c persons who can catch strain k in compartment c, a susceptibility σ_c, an infectiousness once infected o_c and a share with
    symptoms y_c: catching Σ n σ o, share Σ n σ o y / Σ n σ o. Infectious days are linear in the share, so nothing is lost by the sum.
    """
    first = 1.0 - sum(carrying.values(), start=jnp.zeros((), persons.dtype))
    strains = {}
    for strain in ("", *disease.strains):
        catching, symptomatic = jnp.zeros_like(persons[0]), jnp.zeros_like(persons[0])
        for way in disease.transitions:
            if infecting_strain(way) != strain:
                continue
            weight = persons[disease.index[way.source]]
            for name in way.factors:
                weight = weight if base_of(name) == INFECTION else weight * number_of(name, values)
            share = "symptomatic_share"
            layer = layer_of(way.target)
            if strain:
                share = scaled(share, OF_STRAIN, strain)
            if layer:
                weight = weight * values[copy_of(ONWARD, strain, layer)]
                share = scaled(share, OF_LAYER, strain, layer)
            catching, symptomatic = catching + weight, symptomatic + weight * number_of(share, values)
        strains[strain or FIRST] = StrainFlows(
            infections=disease.infections(moved, strain).sum(-1),
            catching=catching,
            symptomatic_share=symptomatic / jnp.maximum(catching, 1e-9),
            imported_share=carrying[strain] if strain else first,
        )
    return Parts(strains, {layer.name: disease.protected(persons, layer.name).sum(-1) for layer in disease.layers})
