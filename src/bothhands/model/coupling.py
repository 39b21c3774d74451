"""The signals between the bodies, one named function each.

Why this file exists: bodies never import one another. Each function takes what the sender knows and gives what the receiver
reads; its gain (`SignalGains`) is 1 as modelled, 0 to cut the signal and 2 to double it.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import DTypeLike, NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.calendar import CalendarSpan
from bothhands.inputs.tables.demand import DemandCoefficient
from bothhands.inputs.tables.goods import Good
from bothhands.model.signals import DEMAND_GROUPS

Gain = float | Float[Array, ""]


class CouplingParams(eqx.Module):
    """What the signals need beyond the bodies: need of masks by group, and how fear follows reports."""

    masks_per_person_day: Float[Array, "group"]
    masks_per_patient_day: Float[Array, "group"]
    fear_largest_share: Float[Array, ""]
    fear_cases_per_100k: Float[Array, ""]
    fear_memory: Float[Array, ""]
    work_contacts_of_day: Float[Array, "time"]
    """Contacts at work the calendar leaves: 1, and fewer on a public holiday."""


def from_region(region: Region, axes: Axes, dtype: DTypeLike = np.float64) -> CouplingParams:
    """Coupling parameters of a region; masks are the goods counted in pieces that people need."""
    pieces = {row.good for row in region.rows(Good) if row.unit == "piece"}
    person, patient = np.zeros(len(DEMAND_GROUPS)), np.zeros(len(DEMAND_GROUPS))
    for row in region.rows(DemandCoefficient):
        if row.good in pieces:
            person[DEMAND_GROUPS.index(row.group)] += row.units_per_person_day
            patient[DEMAND_GROUPS.index(row.group)] += row.units_per_patient_day
    raw = {
        "masks_per_person_day": person,
        "masks_per_patient_day": patient,
        "fear_largest_share": region.parameter("fear_largest_share").value,
        "fear_cases_per_100k": region.parameter("fear_cases_per_100k_day").value,
        "fear_memory": 1.0 - 1.0 / region.parameter("fear_memory_days").value,
        "work_contacts_of_day": work_contacts_of_day(region, axes),
    }
    return CouplingParams(**{name: jnp.asarray(item, np.dtype(dtype)) for name, item in raw.items()})


def work_contacts_of_day(region: Region, axes: Axes) -> NDArray[np.float64]:
    """Share of usual contacts at work by day of the calendar: fewer on public holidays and at the Spring Festival.

    The economy is measured against the same days of a normal year, so a holiday is no loss there; contacts are measured
    against a working day.
    """
    share = np.ones(axes.n_days)
    for span in region.rows(CalendarSpan):
        if span.kind in ("holiday", "spring_festival", "extended_holiday"):
            first, last = axes.day_index(span.date_from), axes.day_index(span.date_to)
            share[max(first, 0) : max(last + 1, 0)] = region.parameter("holiday_work_contacts_share").value
    return share


def work_and_customer_contacts(
    openness: Float[Array, "place sector"],
    present: Float[Array, "place sector"],
    fear: Float[Array, "place"],
    fear_share: Float[Array, "sector"],
    of_day: Float[Array, ""] | float,
    gain: Gain,
) -> tuple[Float[Array, "place sector"], Float[Array, "place sector"]]:
    """Economy → epidemic: contacts with colleagues and with customers of a worker whose sector is open, against a normal year.

    `present` is the share of them on site. Two colleagues meet when both are on site, and fewer of them are there to meet where
    a sector is partly closed; customers meet whoever is there, less those whom fear keeps away. `of_day` is what a public
    holiday leaves of contacts at work.
    """
    work = of_day * openness * present**2
    customers = openness * present * (1.0 - fear[:, None] * fear_share)
    return jnp.maximum(1.0 + gain * (work - 1.0), 0.0), jnp.maximum(1.0 + gain * (customers - 1.0), 0.0)


def labour_available(
    absent: Float[Array, "place sector"], returned: Float[Array, "place sector"], gain: Gain
) -> Float[Array, "place sector"]:
    """Epidemic and measures → economy, supply, firms: share of workers who are well, free and back."""
    present = returned * (1.0 - absent)
    return jnp.clip(1.0 - gain * (1.0 - present), 0.0, 1.0)


def mask_demand(
    params: CouplingParams,
    patients: Float[Array, "place"],
    health_workers: Float[Array, "place"],
    workers_on_site: Float[Array, "place"],
    residents: Float[Array, "place"],
    gain: Gain,
) -> Float[Array, "place group"]:
    """Epidemic, economy → supply: masks needed a day by health workers, patients, workers on site and the public."""
    heads = jnp.stack([health_workers, patients, workers_on_site, residents], axis=-1)
    need = heads * params.masks_per_person_day + patients[:, None] * params.masks_per_patient_day
    return gain * need


def mask_coverage(covered: Float[Array, "place group"], gain: Gain) -> Float[Array, "place group"]:
    """Supply → epidemic (transmission) and economy (who may reopen): share of the need that is served."""
    return jnp.clip(gain * covered, 0.0, 1.0)


def kits_rooms_tracers(
    kits: Float[Array, "place"], rooms: Float[Array, "place"], tracers: Float[Array, "place"], gain: Gain
) -> tuple[Float[Array, "place"], Float[Array, "place"], Float[Array, "place"]]:
    """Epidemic → supply and plan: what testing, quarantine and tracing use today."""
    return gain * kits, gain * rooms, gain * tracers


def remembered_reports(
    params: CouplingParams,
    memory: Float[Array, "place"],
    found: Float[Array, "place"],
    residents: Float[Array, "place"],
) -> Float[Array, "place"]:
    """Found cases per 100,000 residents and day, averaged over the last days with fading weight.

    That people hear of a case some days after it is found is left out: short beside what they remember (ASSUMED).
    """
    today = 1e5 * found / jnp.maximum(residents, 1.0)
    return params.fear_memory * memory + (1.0 - params.fear_memory) * today


def fear(
    params: CouplingParams, memory: Float[Array, "place"], hospital_load: Float[Array, "place"], gain: Gain
) -> Float[Array, "place"]:
    """Epidemic → economy: share of fear-prone demand that stays home, from remembered reports and hospital load."""
    worry = memory / params.fear_cases_per_100k + hospital_load
    return jnp.clip(gain * params.fear_largest_share * -jnp.expm1(-worry), 0.0, 1.0)


def sales(
    output: Float[Array, "place sector"], normal: Float[Array, "place sector"], gain: Gain
) -> Float[Array, "place sector"]:
    """Economy → firms: output sold, against normal; 1 where a sector has none."""
    ratio = jnp.where(normal > 0, output / jnp.where(normal > 0, normal, 1.0), 1.0)
    return jnp.maximum(1.0 + gain * (ratio - 1.0), 0.0)


def capacity_lost(lost: Float[Array, "place sector"], gain: Gain) -> Float[Array, "place sector"]:
    """Firms → economy: share of capacity gone with firms that closed."""
    return jnp.clip(gain * lost, 0.0, 1.0)


def input_shortage(
    shortage_of_place: Float[Array, "place"], sector_of_site: Float[Array, "place sector"], gain: Gain
) -> Float[Array, "place sector"]:
    """Supply → firms: share of the critical inputs that a sector's makers could not get."""
    return jnp.clip(gain * shortage_of_place[:, None] * sector_of_site, 0.0, 1.0)


def tax_base(
    value_added: Float[Array, "place sector"], tax_share: Float[Array, "sector"], gain: Gain
) -> Float[Array, "place"]:
    """Economy → budget revenue, yuan a day: value added (profits included, so they are not counted again) × tax share."""
    return gain * (value_added * tax_share).sum(-1)
