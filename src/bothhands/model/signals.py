"""The signals between the four bodies: all of them, as named fields.

Why this file exists: bodies never import one another. Whatever one needs of another crosses here, is computed by one
function of `coupling.py`, and can be cut or doubled by `SignalGains` to see what it does.
"""

from __future__ import annotations

from typing import NamedTuple

from jaxtyping import Array, Float

DEMAND_GROUPS = ("health_workers", "patients", "workers", "public")


class Signals(NamedTuple):
    """What the bodies tell one another on a day.

    Shares are relative to a normal year unless named otherwise; `group` is `DEMAND_GROUPS`.
    """

    work_contacts: Float[Array, "place sector"]
    """Contacts of a worker with colleagues on site, against normal (economy → epidemic)."""
    customer_contacts: Float[Array, "place sector"]
    """Contacts with customers, which go with open business, against normal (economy → epidemic)."""
    labour_available: Float[Array, "place sector"]
    """Share of workers able to work: not ill, isolated, caring, away or in arrival quarantine (epidemic → all others)."""
    mask_demand: Float[Array, "place group"]
    """Masks needed, pieces a day (epidemic, economy → supply)."""
    mask_coverage: Float[Array, "place group"]
    """Share of the need that is served (supply → epidemic, economy)."""
    test_kits_used: Float[Array, "place"]
    """Kits a day (epidemic → supply)."""
    quarantine_rooms_used: Float[Array, "place"]
    """Rooms (epidemic → supply, plan)."""
    tracers_used: Float[Array, "place"]
    """Tracers (epidemic → supply, plan)."""
    kit_coverage: Float[Array, "place"]
    """Share of the kits asked for that is served (supply → epidemic)."""
    fear: Float[Array, "place"]
    """Share of fear-prone household demand that stays home (epidemic → economy)."""
    sales: Float[Array, "place sector"]
    """Output sold, against normal (economy → firms)."""
    capacity_lost: Float[Array, "place sector"]
    """Share of capacity gone with closed firms (firms → economy)."""
    input_shortage: Float[Array, "place sector"]
    """Share of needed critical goods a sector's firms could not get (supply → firms)."""
    tax_base: Float[Array, "place"]
    """Value added and profit that budget revenue is drawn from, yuan a day (economy, firms → revenue)."""


class SignalGains(NamedTuple):
    """How strongly each signal acts: 1 as modelled, 0 cut, 2 doubled. For tests and what-if questions."""

    contacts: float | Float[Array, ""] = 1.0
    labour: float | Float[Array, ""] = 1.0
    mask_demand: float | Float[Array, ""] = 1.0
    mask_coverage: float | Float[Array, ""] = 1.0
    kits_rooms_tracers: float | Float[Array, ""] = 1.0
    fear: float | Float[Array, ""] = 1.0
    sales: float | Float[Array, ""] = 1.0
    capacity_lost: float | Float[Array, ""] = 1.0
    input_shortage: float | Float[Array, ""] = 1.0
    tax_base: float | Float[Array, ""] = 1.0


AS_MODELLED = SignalGains()
