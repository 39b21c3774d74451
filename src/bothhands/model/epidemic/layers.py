"""Layers: persons with protection as a transformation of `Disease`.

Why this file exists: somebody vaccinated stands in a copy of their compartment, with other hazards and the same meaning, so that
beds, absence, limits and conservation see persons as before. Not here: where efficacies come from (`programme.py`) and the doses
of a day (`vaccination.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.model.epidemic.copies import Layer, base_of, copy_of, strain_of
from bothhands.model.epidemic.disease import Disease, Transition, infecting_strain
from bothhands.model.epidemic.strains import is_no_name, scaled

SUSCEPTIBILITY, ONWARD, WANING = "susceptibility", "onward", "protection_waning_rate"
SCALED = {
    "symptomatic_share": "symptoms_left", "hospital_share": "hospital_left", "intensive_share": "intensive_left",
    "fatal_share": "death_left",
}  # fmt: skip
"""Shares that a layer multiplies by what its protection leaves of them."""


class Efficacy(NamedTuple):
    """What a layer prevents against those without protection, 0 … 1; each as a whole, infection included, but `onward`."""

    infection: float = 0.0
    """Infections among the equally exposed."""
    onward: float = 0.0
    """Infectiousness of those infected in spite of it."""
    symptoms: float = 0.0
    hospital: float = 0.0
    intensive: float = 0.0
    death: float = 0.0


def layered(disease: Disease, layers: Sequence[Layer]) -> Disease:
    """The disease with a copy of every living compartment for each layer.

    Parameters
    ----------
    disease
        Without layers; with strains where there are several.
    layers
        Each with the layer whose members are given its doses.

    Raises
    ------
    InputError
        Every fault of the layers at once.

    Notes
    -----
    Protection is leaky while it lasts (hazard of infection × susceptibility) and lost as a whole at a constant hazard, by those
    susceptible or recovered, who are then without protection; who is infected keeps it to the end of the infection.
    """
    _check(disease, layers)
    if not layers:
        return disease
    living = [name for name in disease.compartments if name not in disease.dead]
    compartments, ways = list(disease.compartments), list(disease.transitions)
    infectious = list(disease.infectious)
    for layer in layers:
        compartments += [copy_of(name, layer=layer.name) for name in living]
        ways += [_way_of(disease, way, layer.name) for way in disease.transitions]
        ways += [
            Transition(copy_of(name, layer=layer.name), name, (copy_of(WANING, layer=layer.name),))
            for name in living
            if base_of(name) in layer.moved
        ]
        infectious += [_infectious(name, factor, layer.name) for name, factor in disease.infectious]
    return replace(
        disease,
        compartments=tuple(compartments),
        transitions=tuple(ways),
        infectious=tuple(infectious),
        layers=tuple(layers),
    )


def numbers_of_layer(layer: str, efficacy: Efficacy, strain: str = "") -> dict[str, float]:
    """Number of every factor that a layer adds against a strain, its waning left out.

    Notes
    -----
    Efficacies are against the unprotected, so what is left of a share given the stage before is (1 − e)/(1 − e of that stage).
    """
    left = [1.0 - one for one in (efficacy.infection, *efficacy[2:])]
    given = [after / before if before > 0 else 1.0 for before, after in pairwise(left)]
    names = (SUSCEPTIBILITY, ONWARD, *SCALED.values())
    values = (left[0], 1.0 - efficacy.onward, *given)
    return {copy_of(name, strain, layer): value for name, value in zip(names, values, strict=True)}


def _way_of(disease: Disease, way: Transition, layer: str) -> Transition:
    """The same way within a layer; the dead have none."""
    source, target = (name if name in disease.dead else copy_of(name, layer=layer) for name in way[:2])
    infecting = infecting_strain(way)
    if infecting is not None:
        return Transition(source, target, (*way.factors, copy_of(SUSCEPTIBILITY, infecting, layer)))
    return Transition(source, target, tuple(scaled(name, SCALED, strain_of(way.source), layer) for name in way.factors))


def _infectious(name: str, factor: str, layer: str) -> tuple[str, str]:
    left = copy_of(ONWARD, strain_of(name), layer)
    return copy_of(name, layer=layer), f"{factor}*{left}" if factor else left


def _check(disease: Disease, layers: Sequence[Layer]) -> None:
    names = [layer.name for layer in layers]
    wrong = [
        (f"the layer {one!r} stands twice", "each once") for one in sorted({n for n in names if names.count(n) > 1})
    ]
    wrong += [(f"a layer is called {one!r}", "a name without : | *") for one in names if is_no_name(one)]
    wrong += [
        (f"the layer {layer.name!r} comes after {layer.after!r}, which is no other layer", nearest(layer.after, names))
        for layer in layers
        if layer.after and (layer.after not in names or layer.after == layer.name)
    ]
    bases = {base_of(name) for name in disease.compartments}
    wrong += [
        (f"the layer {layer.name!r} names {one!r}, which is no compartment", nearest(one, bases))
        for layer in layers
        for one in sorted({*layer.given_to, *layer.moved} - bases)
    ]
    wrong += [
        (f"the layer {layer.name!r} moves {one!r}, who are given no dose", "one of given_to")
        for layer in layers
        for one in sorted(set(layer.moved) - set(layer.given_to))
    ]
    if layers and disease.layers:
        wrong.append(("the disease has layers already", "a disease without"))
    if wrong:
        raise InputError([Fault("BH-MOD-006", what, expected, "correct the layers") for what, expected in wrong])
