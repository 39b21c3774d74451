"""Stocks, transport and needs of critical goods in Liaoning."""

from __future__ import annotations

from datetime import date
from typing import Literal

from bothhands.data.regions.liaoning.raw import ASSUMED, city_names, population, significant
from bothhands.inputs.tables.arcs import Arc
from bothhands.inputs.tables.demand import DemandCoefficient
from bothhands.inputs.tables.stocks import Stock
from bothhands.inputs.tables.use_regimes import UseRegime

Group = Literal["health_workers", "patients", "workers", "public"]


def stocks() -> list[Stock]:
    """Stocks on the first day: nothing is published, so ten days of normal use, by population."""
    everywhere = sum(population()[city] for city in city_names())
    totals = {
        "mask": (5e6, 2e6, 15e6),
        "n95": (2e5, 5e4, 5e5),
        "test_kit": (5e3, 0.0, 2e4),
        "meltblown": (10.0, 2.0, 30.0),
        "resin": (200.0, 50.0, 500.0),
    }
    return [
        Stock(
            place=city,
            good=good,
            day=date(2020, 1, 1),
            quantity=significant(total * population()[city] / everywhere, 3),
            low_quantity=significant(low * population()[city] / everywhere, 3),
            high_quantity=significant(high * population()[city] / everywhere, 3),
            source=f"{ASSUMED}: some ten days of normal use, spread by population",
            quality="assumed",
            period="2020-01-01",
        )
        for good, (total, low, high) in totals.items()
        for city in city_names()
    ]


def arcs() -> list[Arc]:
    """A day between any two cities."""
    return [
        Arc(
            origin=origin,
            destination=destination,
            lag_days=1,
            source=f"{ASSUMED}: a day by road",
            quality="assumed",
            period="2020",
        )
        for origin in city_names()
        for destination in city_names()
        if origin != destination
    ]


def use_regimes() -> list[UseRegime]:
    """Masks worn longer and worn again: the steps are those of CDC's guidance of 2020, the shares are judgements."""
    steps = "CDC, Strategies for Optimizing the Supply of Facemasks (2020): conventional, contingency, crisis"
    rows: dict[tuple[str, Group], tuple[float, float]] = {
        ("contingency", "health_workers"): (0.5, 0.95),
        ("contingency", "workers"): (0.5, 0.9),
        ("crisis", "health_workers"): (0.25, 0.8),
        ("crisis", "patients"): (0.5, 0.9),
        ("crisis", "workers"): (0.25, 0.7),
        ("crisis", "public"): (0.4, 0.6),
    }
    return [
        UseRegime(
            use=use, group=group, need_share=need, protection_share=protection,
            source=f"{ASSUMED}: shares; steps from {steps}", quality="assumed", period="2020",
        )
        for (use, group), (need, protection) in rows.items()
    ]  # fmt: skip


def demand() -> list[DemandCoefficient]:
    """Needs by group; health workers first."""
    return [
        _need("mask", "health_workers", 1, each=2.0, patient=0.0, why="two a shift on average over all health workers"),
        _need(
            "n95",
            "health_workers",
            1,
            each=0.02,
            patient=6.0,
            why="six for the staff of one patient in hospital, few otherwise",
        ),
        _need("mask", "patients", 2, each=2.0, patient=0.0, why="two a day"),
        _need("mask", "workers", 3, each=1.0, patient=0.0, why="one a working day on site"),
        _need("mask", "public", 4, each=0.15, patient=0.0, why="one a week a resident"),
    ]


def _need(
    good: str,
    group: Literal["health_workers", "patients", "workers", "public"],
    priority: int,
    *,
    each: float,
    patient: float,
    why: str,
) -> DemandCoefficient:
    return DemandCoefficient(
        good=good,
        group=group,
        priority=priority,
        units_per_person_day=each,
        units_per_patient_day=patient,
        source=f"{ASSUMED}: {why}",
        quality="assumed",
        period="2020",
    )
