"""What the epidemic body reports of a day: persons by place and age, and what the limits and signals need."""

from __future__ import annotations

from typing import NamedTuple

from jaxtyping import Array, Float


class EpidemicFlows(NamedTuple):
    """One day of the epidemic; persons unless named otherwise."""

    infections: Float[Array, "place age"]
    deaths: Float[Array, "place age"]
    found: Float[Array, "place"]
    """Local infections isolated or admitted today: what testing finds and the reports follow."""
    ward: Float[Array, "place"]
    intensive: Float[Array, "place"]
    infectious: Float[Array, "place"]
    """Not isolated."""
    infected: Float[Array, "place"]
    """Everyone between exposure and recovery, isolated or not."""
    absent: Float[Array, "place"]
    """Share of workers ill, isolated, in hospital or dead."""
    imported: Float[Array, "place"]
    """Infected persons who entered the place today in spite of screening."""
    imported_found: Float[Array, "place"]
    """Infected arrivals caught by screening today."""
    exported: Float[Array, "place"]
    """Infected persons who left for the hub today in spite of screening."""
    quarantine_rooms_used: Float[Array, "place"]
    test_kits_used: Float[Array, "place"]
    tracers_used: Float[Array, "place"]
    school_contacts: Float[Array, "place"]
    work_contacts: Float[Array, "place"]
    community_contacts: Float[Array, "place"]
    isolation_rate: Float[Array, "place"]
    tracing_rate: Float[Array, "place"]
    susceptible_share: Float[Array, "place age"]
