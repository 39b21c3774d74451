"""Whether tonnes and pieces close, checked on stored arrays after a run."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bothhands.errors import Fault
from bothhands.inputs.axes import Axes
from bothhands.model.supply.flows import Flows

Numbers = npt.NDArray[np.floating]


def mass_faults(axes: Axes, first_stock: Numbers, flows: Flows, tolerance: float = 1e-9) -> list[Fault]:
    """Days, places and goods whose stock moved by anything but its flows, went below zero or is not finite.

    Parameters
    ----------
    axes
        Names of days, places and goods.
    first_stock
        Everything that lay or was on its way on the first morning; place × good.
    flows
        Flows with a leading time axis.
    tolerance
        Allowed gap, relative to the quantities handled that day; 1e-12 of the largest of the run is rounding.

    Notes
    -----
    Stock = stock before + recounted + produced + bought + delivered − shipped − used − served − spoiled, and what all
    places ship is what all are sent.
    """
    arrays = {name: np.asarray(flow) for name, flow in flows._asdict().items() if flow is not None}
    stock = arrays["stock"]
    before = np.concatenate([first_stock[None], stock[:-1]]) + arrays.get("recounted", 0.0)
    gains = arrays["produced"] + arrays["bought"] + arrays["delivered"]
    losses = arrays["shipped"] + arrays["used"] + arrays["served"] + arrays["spoiled"]
    gap = stock - before - gains + losses
    size = np.abs(before) + gains + losses
    floor = 1e-12 * size.max(axis=(0, 1), initial=0.0)
    faults = _faults(axes, np.abs(gap) > tolerance * size + floor, gap, "does not close")
    bad = ~np.isfinite(stock) | (stock < -tolerance * size - floor)
    faults += _faults(axes, bad, stock, "is negative or not a number")
    sent = arrays["shipped"].sum(1) - arrays["delivered"].sum(1)
    moved = np.abs(sent) > tolerance * arrays["shipped"].sum(1) + floor
    return faults + [
        Fault(
            "BH-RUN-012",
            f"{axes.goods[good]} shipped on {axes.days[day].isoformat()} is not what was sent",
            "what all places ship to be what all are sent",
            "this is a fault of the model: report it",
            value=f"{sent[day, good]:.6g}",
        )
        for day, good in np.argwhere(moved)
    ]


def _faults(axes: Axes, wrong: npt.NDArray[np.bool_], amount: Numbers, what: str) -> list[Fault]:
    return [
        Fault(
            "BH-RUN-011",
            f"{axes.goods[good]} in {axes.places[place]} {what} on {axes.days[day].isoformat()}",
            "stock that moves by production, purchases, transport, use and spoilage only",
            "this is a fault of the model: report it",
            value=f"{amount[day, place, good]:.6g}",
        )
        for day, place, good in np.argwhere(wrong)
    ]
