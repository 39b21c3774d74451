"""What a region's ports let through, by day, port and stage: tables turned into one array before a run.

Why this file exists: pass shares follow from the region's own natural history, the growth at the origins and the checks in force
at each port. They are computed here once, at the border of the body. Screening looks at places stayed in during the last 14 days
(the origins of the arrivals table), never at nationality or ethnicity: no table holds either.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.arrivals import Arrival
from bothhands.inputs.tables.origins import Origin
from bothhands.inputs.tables.ports import Port
from bothhands.model.epidemic.natural_history import Delay, FloatArray, NaturalHistory
from bothhands.model.epidemic.screening import STAGES, Departure, Screening, passed

WAYS = ("free", "quarantined")
GIVEN = (
    "latent_days", "presymptomatic_days", "symptomatic_days", "asymptomatic_days", "asymptomatic_infectiousness",
    "incubation_variation", "infectious_variation", "check_sensitivity", "flight_days", "quarantine_days", "first_test_day",
    "last_test_day", "quarantine_compliance_share",
)  # fmt: skip


def port_passes(
    region: Region, axes: Axes, symptomatic_share: float, growth: Literal["low", "middle", "high"] = "middle"
) -> FloatArray:
    """Shares of the infected arriving who enter the community, by day, port, way and stage at entry.

    Parameters
    ----------
    region, axes
        The region and its axes.
    symptomatic_share
        Share of infected travellers who have symptoms at some time.
    growth
        Which end of its range the growth at the origins takes.

    Returns
    -------
    Axes time, port, way (without and with quarantine), stage; several origins are weighted by the infected they send, and where
    there are none the origin is taken as stable.
    """
    value = {name: float(region.parameter(name).value) for name in GIVEN}
    history = history_of(value, symptomatic_share)
    checks = {row.port: checks_at(row, value) for row in region.rows(Port)}

    def share(screening: Screening, growth_per_day: float) -> FloatArray:
        return _entering(history, growth_per_day, screening)

    infected = np.zeros((axes.n_days, len(axes.ports)))
    entering = np.zeros((*infected.shape, len(WAYS), len(STAGES)))
    for arrival in (row for row in region.rows(Arrival) if row.port in axes.ports):
        port = axes.ports.index(arrival.port)
        for origin in (row for row in region.rows(Origin) if row.origin == arrival.origin):
            first, last = max(arrival.date_from, origin.date_from), min(arrival.date_to, origin.date_to)
            span = slice(max(axes.day_index(first), 0), max(axes.day_index(last) + 1, 0))
            weight = arrival.persons_per_day * origin.prevalence_share
            infected[span, port] += weight
            entering[span, port] += weight * share(checks[arrival.port], growth_at(origin, growth))
    stable = np.reshape([share(checks[port], 0.0) for port in axes.ports], entering.shape[1:])
    nobody = (infected <= 0)[..., None, None]
    return np.where(nobody, stable, entering / np.where(nobody, 1.0, infected[..., None, None]))


@lru_cache(maxsize=4096)
def _entering(history: NaturalHistory, growth_per_day: float, screening: Screening) -> FloatArray:
    """Shares by way and stage; kept, for a variant of a region mostly asks for the same. Not to be written to."""
    found = passed(history, Departure(growth_per_day), screening)
    ways = ((found.free_share, found.stages_free), (found.quarantined_share, found.stages_quarantined))
    return np.array([[total * part for part in stages] for total, stages in ways])


def growth_at(origin: Origin, end: Literal["low", "middle", "high"]) -> float:
    """Growth at an origin, per day, at an end of its range; a blank end is the value itself.

    Parameters
    ----------
    origin
        A row of the origins table.
    end
        Which end.
    """
    ends = {"low": origin.low_growth_per_day, "middle": None, "high": origin.high_growth_per_day}
    given = ends[end]
    return origin.growth_per_day if given is None else given


def quarantine_days_of(region: Region, axes: Axes) -> FloatArray:
    """Days in quarantine by port."""
    usual = float(region.parameter("quarantine_days").value)
    days = {row.port: row.quarantine_days for row in region.rows(Port)}
    return np.array([usual if days[port] is None else days[port] for port in axes.ports], float)


def history_of(value: Mapping[str, float], symptomatic_share: float) -> NaturalHistory:
    """The course of an infection as the parameters of the region have it.

    Parameters
    ----------
    value
        The parameters of `GIVEN`.
    symptomatic_share
        Share of infected travellers who have symptoms at some time.

    Notes
    -----
    Mean incubation = latent + presymptomatic days; mean onset to end = symptomatic days. The spreads are those of published
    delays and not of the body's geometric stays, whose long tails would outlast any quarantine.
    """
    incubation, ill = value["latent_days"] + value["presymptomatic_days"], value["symptomatic_days"]
    return NaturalHistory(
        incubation=Delay(incubation, incubation * value["incubation_variation"], "lognormal"),
        onset_to_end=Delay(ill, ill * value["infectious_variation"]),
        asymptomatic_share=1.0 - symptomatic_share,
        presymptomatic_days=value["presymptomatic_days"],
        asymptomatic_days=value["asymptomatic_days"],
        asymptomatic_infectiousness=value["asymptomatic_infectiousness"],
    )


def checks_at(port: Port, value: Mapping[str, float]) -> Screening:
    """The checks in force at a port; a blank cell takes the parameter.

    Parameters
    ----------
    port
        A row of the ports table.
    value
        The parameters of `GIVEN`.
    """

    def given(cell: float | None, name: str) -> float:
        return value[name] if cell is None else cell

    stay = given(port.quarantine_days, "quarantine_days")
    usual = tuple(day for day in (value["first_test_day"], value["last_test_day"]) if day <= stay)
    return Screening(
        exit_sensitivity=given(port.exit_check_sensitivity, "check_sensitivity"),
        entry_sensitivity=given(port.entry_check_sensitivity, "check_sensitivity"),
        flight_days=value["flight_days"],
        pre_departure_test_days=port.pre_departure_test_days,
        quarantine_days=stay,
        test_days=port.days_of_tests() if port.test_days else usual,
        compliance_share=given(port.quarantine_compliance_share, "quarantine_compliance_share"),
        quarantine_sensitivity=value["check_sensitivity"],
    )
