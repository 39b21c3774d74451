"""Strains: a disease that a second form of the pathogen shares with the first, as a transformation of `Disease`.

Why this file exists: a variant is more compartments and ways, so that the steppers, the counts and the limits need not know of it.
Everyone infected is infected by one strain; those who recovered from one may be open to another. Not here: the numbers of a strain
and the days on which it enters (`programme.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from typing import NamedTuple

from bothhands.errors import Fault, InputError
from bothhands.model.epidemic.copies import LAYER, STRAIN, TIMES, copy_of
from bothhands.model.epidemic.disease import INFECTION, REST, Disease, Transition, infecting_strain

IMMUNE = ("recovered",)
"""Compartments of those who got over the infection."""
TRANSMISSION, REINFECTION, REINFECTION_AFTER = "transmission_factor", "reinfection_share", "reinfection_after_share"
SCALED = {
    "symptomatic_share": "symptoms", "hospital_share": "hospital", "intensive_share": "intensive", "fatal_share": "death",
    "latent_rate": "latent_speed", "presymptomatic_rate": "presymptomatic_speed",
    "asymptomatic_rate": "asymptomatic_speed", "symptomatic_rate": "symptomatic_speed",
}  # fmt: skip
"""Factors of the first strain that a further one multiplies by a number of its own."""


class StrainTraits(NamedTuple):
    """How a further strain differs from the first; every factor 1 where it does not."""

    transmission_factor: float = 1.0
    """Transmission probability against the first strain."""
    symptoms_factor: float = 1.0
    hospital_factor: float = 1.0
    intensive_factor: float = 1.0
    death_factor: float = 1.0
    latent_speed: float = 1.0
    """Hazard of leaving the stage against the first strain: its days over this strain's."""
    presymptomatic_speed: float = 1.0
    asymptomatic_speed: float = 1.0
    symptomatic_speed: float = 1.0
    reinfection_share: float = 0.0
    """Share of those recovered from an earlier strain who can catch this one."""
    reinfection_after_share: float = 0.0
    """Share of those recovered from this one who can catch an earlier strain."""


def with_strains(disease: Disease, strains: Sequence[str], immune: Sequence[str] = IMMUNE) -> Disease:
    """The disease with further strains, named in the order they came up.

    Parameters
    ----------
    disease
        With one strain and no layers; extend it first, add strains next, layers last.
    strains
        Names of the further strains; the first has none.
    immune
        Compartments of those who got over an infection.

    Raises
    ------
    InputError
        Where a name stands twice or cannot be used, or the disease has strains or layers already.

    Notes
    -----
    A strain has its own copy of every compartment between infection and becoming susceptible again. Nobody carries two strains;
    those who recovered are as immune as their last infection makes them.
    """
    _check(disease, strains)
    if not strains:
        return disease
    course = _course(disease)
    compartments, ways = list(disease.compartments), list(disease.transitions)
    infectious = list(disease.infectious)
    for strain in strains:
        compartments += [copy_of(name, strain) for name in course]
        ways += [_way_of(way, strain, course) for way in disease.transitions if _is_of_course(way, course)]
        infectious += [(copy_of(name, strain), factor) for name, factor in disease.infectious]
    return replace(
        disease,
        compartments=tuple(compartments),
        transitions=(*ways, *_reinfections(disease, ("", *strains), immune)),
        infectious=tuple(infectious),
        strains=tuple(strains),
    )


def numbers_of_strain(strain: str, traits: StrainTraits) -> dict[str, float]:
    """Number of every factor that a further strain adds."""
    parts = traits._asdict()
    own = {copy_of(name, strain): parts[name] for name in (TRANSMISSION, REINFECTION, REINFECTION_AFTER)}
    for name in SCALED.values():
        own[copy_of(name, strain)] = parts[name if name in parts else f"{name}_factor"]
    return own


def _check(disease: Disease, strains: Sequence[str]) -> None:
    wrong = [f"the strain {one!r} stands twice" for one in sorted({one for one in strains if strains.count(one) > 1})]
    wrong += [f"a strain is called {one!r}" for one in strains if is_no_name(one)]
    if strains and disease.is_copied:
        wrong.append("the disease has strains or layers already")
    if wrong:
        remedy = "extend the disease first, then add all strains at once, layers last"
        raise InputError([Fault("BH-MOD-005", one, "names once each, without : | *", remedy) for one in wrong])


def is_no_name(name: str) -> bool:
    """Whether a strain or layer cannot be called so."""
    return not name or any(mark in name for mark in (STRAIN, LAYER, TIMES)) or name.startswith(REST)


def _course(disease: Disease) -> tuple[str, ...]:
    """Compartments between an infection and becoming susceptible again, the dead left out, in the order of the disease."""
    infecting = [way for way in disease.transitions if infecting_strain(way) is not None]
    start, ahead = {way.source for way in infecting}, [way.target for way in infecting]
    found: set[str] = set()
    while ahead:
        at = ahead.pop()
        if at in found or at in start or at in disease.dead:
            continue
        found.add(at)
        ahead += [way.target for way in disease.transitions if way.source == at]
    return tuple(name for name in disease.compartments if name in found)


def _is_of_course(way: Transition, course: tuple[str, ...]) -> bool:
    return way.source in course or infecting_strain(way) is not None


def _way_of(way: Transition, strain: str, course: tuple[str, ...]) -> Transition:
    """The same way for another strain."""
    source, target = (copy_of(name, strain) if name in course else name for name in way[:2])
    if infecting_strain(way) is not None:
        others = tuple(name for name in way.factors if name != INFECTION)
        return Transition(source, target, (copy_of(INFECTION, strain), *others, copy_of(TRANSMISSION, strain)))
    return Transition(source, target, tuple(scaled(name, SCALED, strain) for name in way.factors))


def scaled(factor: str, by: dict[str, str], strain: str = "", layer: str = "") -> str:
    """A factor times the number that a strain or layer has for it; the factor itself where it has none."""
    first = factor.removeprefix(REST).partition(TIMES)[0]
    return factor + TIMES + copy_of(by[first], strain, layer) if first in by else factor


def _reinfections(disease: Disease, order: tuple[str, ...], immune: Sequence[str]) -> list[Transition]:
    """The ways by which those who recovered from one strain catch another: an escape of the later, a return of the earlier."""
    targets = dict.fromkeys(way.target for way in disease.transitions if infecting_strain(way) is not None)
    ways = []
    for before, strain in permutations(order, 2):
        later = order.index(strain) > order.index(before)
        share = copy_of(REINFECTION, strain) if later else copy_of(REINFECTION_AFTER, before)
        own = (copy_of(TRANSMISSION, strain),) if strain else ()
        factors = (copy_of(INFECTION, strain), *own, share)
        ways += [
            Transition(copy_of(name, before), copy_of(target, strain), factors) for name in immune for target in targets
        ]
    return ways
