"""A disease as data: compartments, the ways persons move between them, and the hazard of each way as a product of named factors.

Why this file exists: the steppers, the checks and the force of infection know no disease. Another one, or one more compartment,
is a value of `Disease`, not a change of the body. Not here: the numbers behind the names, which `params.py` and the day give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from bothhands.errors import Fault, InputError
from bothhands.model.epidemic.copies import TIMES, Layer, base_of, is_any, layer_of, strain_of

INFECTION = "infection"
"""Factor that is the force of infection; of another strain, `infection:` and its name."""
REST = "1-"
"""Before a factor: one minus it."""


class Transition(NamedTuple):
    """A way persons move; its hazard a day is the product of the factors, each a name, or `1-` and a name for the rest.

    A name may be several joined by `*`: their product, never above 1 where the first is a share.
    """

    source: str
    target: str
    factors: tuple[str, ...]


@dataclass(frozen=True)
class Disease:
    """Compartments, transitions and what each compartment means to others; hashable, so that a run is compiled for it.

    Raises
    ------
    InputError
        Where a name is not a compartment, a way leads nowhere or stands twice.
    """

    compartments: tuple[str, ...]
    """Names; the first holds the susceptible."""
    transitions: tuple[Transition, ...]
    """Every way a person can move."""
    infectious: tuple[tuple[str, str], ...]
    """Compartments that infect, each with the factor of its infectiousness, or "" for 1; a copy infects with its own strain."""
    entering: tuple[str, ...] = ()
    """Compartments in which infected travellers stand, in the order of `stage_of_traveller`."""
    absent: tuple[str, ...] = ()
    """Compartments that keep a worker from work."""
    dead: tuple[str, ...] = ("dead",)
    """Compartments that meet nobody."""
    strains: tuple[str, ...] = field(default=(), repr=False)
    """Further strains (`strains.py`); the first has no name."""
    layers: tuple[Layer, ...] = field(default=(), repr=False)
    """Layers of protection (`vaccination.py`)."""

    def __post_init__(self) -> None:
        named = {*(one for way in self.transitions for one in way[:2]), *(name for name, _ in self.infectious)}
        named |= {*self.entering, *self.absent, *self.dead}
        wrong = [f"{name!r} is no compartment" for name in sorted(named - set(self.compartments))]
        ways = [way[:2] for way in self.transitions]
        wrong += [
            f"{source} → {target} stands twice" for source, target in sorted({w for w in ways if ways.count(w) > 1})
        ]
        wrong += [f"{source} leads to itself" for source, target in ways if source == target]
        if wrong:
            expected = f"compartments {', '.join(self.compartments)}, each way once"
            raise InputError(
                [Fault("BH-MOD-001", one, expected, "correct the declaration of the disease") for one in wrong]
            )

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of each compartment."""
        return {name: position for position, name in enumerate(self.compartments)}

    @cached_property
    def sources(self) -> tuple[int, ...]:
        """Position of the compartment each way leaves."""
        return tuple(self.index[way.source] for way in self.transitions)

    @cached_property
    def targets(self) -> tuple[int, ...]:
        """Position of the compartment each way leads to."""
        return tuple(self.index[way.target] for way in self.transitions)

    @cached_property
    def leaves(self) -> Float[np.ndarray, "transition compartment"]:
        """1 where a way leaves a compartment."""
        return np.eye(len(self.compartments))[list(self.sources)]

    @cached_property
    def enters(self) -> Float[np.ndarray, "transition compartment"]:
        """1 where a way leads to a compartment."""
        return np.eye(len(self.compartments))[list(self.targets)]

    @cached_property
    def ways_out(self) -> dict[int, tuple[int, ...]]:
        """Ways that leave each compartment."""
        return {
            at: tuple(n for n, source in enumerate(self.sources) if source == at) for at in sorted(set(self.sources))
        }

    @property
    def factors(self) -> frozenset[str]:
        """Every factor that needs a number, the forces of infection left out."""
        own = {factor.removeprefix(REST) for way in self.transitions for factor in way.factors}
        own |= {factor for _, factor in self.infectious if factor}
        return frozenset(name for factor in own for name in factor.split(TIMES) if base_of(name) != INFECTION)

    @property
    def is_copied(self) -> bool:
        """Whether there is more than one strain or a layer."""
        return bool(self.strains or self.layers)

    def infections(
        self, moved: Float[Array, "transition place stratum"], strain: str | None = None
    ) -> Float[Array, "place stratum"]:
        """Persons infected, by one strain or by any."""
        infecting = [infecting_strain(way) for way in self.transitions]
        return _summed([one is not None and strain in (None, one) for one in infecting], moved)

    def held(
        self, persons: Float[Array, "compartment place stratum"], names: Sequence[str]
    ) -> Float[Array, "place stratum"]:
        """Persons in the compartments named and in copies of them, those the disease does not have left out."""
        return _summed([is_any(name, tuple(names)) for name in self.compartments], persons)

    def protected(
        self, persons: Float[Array, "compartment place stratum"], layer: str
    ) -> Float[Array, "place stratum"]:
        """Persons of a layer, ill or not."""
        return _summed([layer_of(name) == layer for name in self.compartments], persons)

    def living(self, persons: Float[Array, "compartment place stratum"]) -> Float[Array, "place stratum"]:
        """Persons alive."""
        return _summed([name not in self.dead for name in self.compartments], persons)

    def passing(
        self, moved: Float[Array, "transition place stratum"], targets: Sequence[str], sources: Sequence[str] = ()
    ) -> Float[Array, "place stratum"]:
        """Persons who moved to the targets or copies of them, from the sources named or from anywhere."""
        own = [
            is_any(way.target, tuple(targets)) and (not sources or is_any(way.source, tuple(sources)))
            for way in self.transitions
        ]
        return _summed(own, moved)


def _summed(is_counted: Sequence[bool], parts: Float[Array, "part place stratum"]) -> Float[Array, "place stratum"]:
    """Sum over the first axis of the parts that are counted."""
    return _sum_of(tuple(np.flatnonzero(is_counted).tolist()), parts)


@partial(jax.custom_jvp, nondiff_argnums=(0,))
def _sum_of(counted: tuple[int, ...], parts: Float[Array, "part place stratum"]) -> Float[Array, "place stratum"]:
    """Sum of some parts; its slope is a product with zeros and ones, for the way back through a slice fills a whole array with zeros."""
    return sum((parts[n] for n in counted[1:]), start=parts[counted[0]] if counted else jnp.zeros_like(parts[0]))


@_sum_of.defjvp
def _slope_of_sum(
    counted: tuple[int, ...], values: tuple[jax.Array], changes: tuple[jax.Array]
) -> tuple[jax.Array, jax.Array]:
    """The sum, and that of the parts' changes."""
    is_counted = np.isin(np.arange(len(values[0])), counted)[:, None, None]
    return _sum_of(counted, *values), (jnp.asarray(is_counted, changes[0].dtype) * changes[0]).sum(0)


def rates(
    disease: Disease, values: Mapping[str, Float[Array, "..."]], infection: Float[Array, "place stratum"]
) -> Float[Array, "transition place stratum"]:
    """Hazard a day of every transition, in order: the whole disease in one place.

    Parameters
    ----------
    disease
        What moves where.
    values
        The number of every factor, to be broadcast against (place, stratum); the force of infection of every further strain.
    infection
        Force of infection of the first strain, a day.
    """
    one = jnp.ones_like(infection)
    given = {**values, INFECTION: infection}
    hazards = []
    for way in disease.transitions:
        hazard = one
        for name in way.factors:
            hazard = hazard * number_of(name, given)
        hazards.append(hazard)
    return jnp.stack(hazards)


def number_of(factor: str, values: Mapping[str, Float[Array, "..."]]) -> Float[Array, "..."]:
    """The number of a factor: of a name, of a product of names, or one minus it."""
    first, *others = factor.removeprefix(REST).split(TIMES)
    number = values[first]
    for name in others:
        number = number * values[name]
    if others and first.endswith("_share"):
        number = jnp.minimum(number, 1.0)
    return 1.0 - number if factor.startswith(REST) else number


def infecting_strain(way: Transition) -> str | None:
    """The strain that infects on a way; None where nobody is infected."""
    return next((strain_of(name) for name in way.factors if base_of(name) == INFECTION), None)


def infectiousness(
    disease: Disease,
    values: Mapping[str, Float[Array, "..."]],
    persons: Float[Array, "compartment place stratum"],
    strain: str = "",
) -> Float[Array, "place stratum"]:
    """Persons infectious with a strain, each weighed by the infectiousness of the compartment."""
    weighed = [
        persons[disease.index[name]] * (number_of(factor, values) if factor else 1.0)
        for name, factor in disease.infectious
        if strain_of(name) == strain
    ]
    return sum(weighed, start=jnp.zeros_like(persons[0]))


def extended(
    disease: Disease,
    compartments: Sequence[str] = (),
    transitions: Sequence[Transition] = (),
    infectious: Sequence[tuple[str, str]] = (),
    absent: Sequence[str] = (),
) -> Disease:
    """The disease with more compartments and ways; a way between two compartments it already has takes that way's place."""
    new = {way[:2] for way in transitions}
    kept = tuple(way for way in disease.transitions if way[:2] not in new)
    return replace(
        disease,
        compartments=(*disease.compartments, *compartments),
        transitions=(*kept, *transitions),
        infectious=(*disease.infectious, *infectious),
        absent=(*disease.absent, *absent),
    )


RESPIRATORY = Disease(
    compartments=(
        "susceptible", "exposed", "presymptomatic", "asymptomatic", "symptomatic", "isolated", "traced", "ward",
        "intensive", "recovered", "dead",
    ),
    transitions=(
        Transition("susceptible", "exposed", (INFECTION,)),
        Transition("exposed", "presymptomatic", ("latent_rate", "symptomatic_share")),
        Transition("exposed", "asymptomatic", ("latent_rate", "1-symptomatic_share")),
        Transition("presymptomatic", "symptomatic", ("presymptomatic_rate",)),
        Transition("presymptomatic", "isolated", ("tracing",)),
        Transition("asymptomatic", "recovered", ("asymptomatic_rate",)),
        Transition("asymptomatic", "traced", ("tracing",)),
        Transition("symptomatic", "recovered", ("symptomatic_rate", "1-hospital_share")),
        Transition("symptomatic", "isolated", ("isolation",)),
        Transition("symptomatic", "ward", ("symptomatic_rate", "hospital_share")),
        Transition("isolated", "recovered", ("symptomatic_rate", "1-hospital_share")),
        Transition("isolated", "ward", ("symptomatic_rate", "hospital_share")),
        Transition("traced", "recovered", ("asymptomatic_rate",)),
        Transition("ward", "recovered", ("ward_rate", "1-intensive_share")),
        Transition("ward", "intensive", ("ward_rate", "intensive_share")),
        Transition("intensive", "recovered", ("intensive_rate", "1-fatal_share")),
        Transition("intensive", "dead", ("intensive_rate", "fatal_share")),
        Transition("recovered", "susceptible", ("waning_rate",)),
    ),
    infectious=(("presymptomatic", ""), ("symptomatic", ""), ("asymptomatic", "asymptomatic_infectiousness")),
    entering=("exposed", "presymptomatic", "asymptomatic", "symptomatic"),
    absent=("symptomatic", "isolated", "traced", "ward", "intensive", "dead"),
)  # fmt: skip
"""A respiratory infection with isolation, tracing and two levels of care: the disease of every region.

Hospital admission is an exit of the symptomatic, isolated or not, with the same chance, so that isolation changes transmission
and never severity.
"""
