"""What the epidemic body reports of a day: persons by place and age, and what the limits and signals need."""

from __future__ import annotations

from typing import NamedTuple

from jaxtyping import Array, Float

from bothhands.model.epidemic.parts import Parts


class EpidemicFlows(NamedTuple):
    """One day of the epidemic; persons unless named otherwise. Workers are counted with the ages they are of."""

    infections: Float[Array, "place age"]
    infections_of_workers: Float[Array, "place sector"]
    """New infections among the workers of a sector, at work or elsewhere; part of `infections`."""
    deaths: Float[Array, "place age"]
    found: Float[Array, "place"]
    """Local infections isolated or admitted today: what testing finds and the reports follow."""
    ward: Float[Array, "place"]
    """Patients who lie in the city's wards, transfers done."""
    intensive: Float[Array, "place"]
    """The same in intensive care."""
    ward_beds: Float[Array, "place"]
    """Beds in wards that have staff today."""
    intensive_beds: Float[Array, "place"]
    """The same in intensive care."""
    infectious: Float[Array, "place"]
    """Not isolated."""
    infected: Float[Array, "place"]
    """Everyone between exposure and recovery, isolated or not."""
    absent: Float[Array, "place sector"]
    """Share of a sector's workers ill, isolated, in hospital or dead."""
    imported: Float[Array, "place"]
    """Infected persons who entered the place today in spite of screening."""
    imported_found: Float[Array, "place"]
    """Infected arrivals caught by screening today."""
    exported: Float[Array, "place"]
    """Infected persons who left for the hub today in spite of screening."""
    quarantine_rooms_used: Float[Array, "place"]
    test_kits_used: Float[Array, "place"]
    tracers_used: Float[Array, "place"]
    setting_strength: Float[Array, "setting place"]
    """What the day leaves of contacts at home, at school and in the community."""
    colleague_contacts: Float[Array, "place sector"]
    """Contacts of a worker with colleagues today."""
    customer_contacts: Float[Array, "place sector"]
    """Contacts of a worker with customers today."""
    isolation_rate: Float[Array, "place"]
    tracing_rate: Float[Array, "place"]
    size: Float[Array, "place stratum"]
    """Living members of each stratum."""
    susceptible: Float[Array, "place stratum"]
    parts: Parts | None = None
    """By strain and layer; None where there is one strain and no layer."""
