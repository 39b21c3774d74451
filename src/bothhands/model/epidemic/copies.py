"""Copies of compartments: another strain of the pathogen, another layer of protection; how they are named, and what a layer is.

Why this file exists: a person in `ward:delta|two_doses` lies in a ward. Whoever asks for wards gets every copy of them, so that no
count, limit or signal has to know what was added. A name is the base, then `:` and a strain, then `|` and a layer; either may be
missing. Names only; no numbers, no JAX.
"""

from __future__ import annotations

from typing import NamedTuple

STRAIN, LAYER, TIMES = ":", "|", "*"
"""Marks before the strain and the layer of a copy, and between the names of a product."""
NOT_ILL = ("susceptible", "exposed", "presymptomatic", "asymptomatic", "recovered")
"""Who may be given a dose: everyone who does not feel ill, whatever their history of infection."""
PROTECTED_BY_DOSE = ("susceptible", "recovered")
"""Whom a dose moves to the layer; to an infected person it is wasted."""


class Layer(NamedTuple):
    """Persons with one kind of protection: a copy of every compartment of the living."""

    name: str
    after: str = ""
    """Layer whose members are given the dose; blank: those without protection."""
    given_to: tuple[str, ...] = NOT_ILL
    """Base names of those among whom the doses of a day are shared."""
    moved: tuple[str, ...] = PROTECTED_BY_DOSE
    """Base names of those among them whom a dose protects, and of those whose protection wanes; the others' doses are wasted."""


def copy_of(name: str, strain: str = "", layer: str = "") -> str:
    """Name of a compartment, or of a number, for another strain or layer; blank leaves it as it is."""
    base, own_strain, own_layer = base_of(name), strain or strain_of(name), layer or layer_of(name)
    return base + (STRAIN + own_strain if own_strain else "") + (LAYER + own_layer if own_layer else "")


def base_of(name: str) -> str:
    """The name without strain and layer."""
    return name.partition(LAYER)[0].partition(STRAIN)[0]


def strain_of(name: str) -> str:
    """The strain of a copy; blank for the first."""
    return name.partition(LAYER)[0].partition(STRAIN)[2]


def layer_of(name: str) -> str:
    """The layer of a copy; blank for those without protection."""
    return name.partition(LAYER)[2]


def is_any(name: str, wanted: tuple[str, ...] | list[str] | frozenset[str]) -> bool:
    """Whether a name is among those wanted, itself or as a copy of one."""
    return name in wanted or base_of(name) in wanted
