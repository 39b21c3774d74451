"""Plans against daedalus' four strategies, in the mended model: at equal deaths less loss, at equal loss fewer deaths, least of both.

Why this file exists: a plan is worth having only if it beats the best of what is on offer, with the same levers and over the same
days. The levers are the openness of 45 sectors, each between its lowest column among the four strategies and 1; from day 30 to day
600 by periods of 14 days, cut on every day on which a strategy switches, so that each strategy's own path is a plan too. What
differs: a plan is dated, a strategy follows beds and the reproduction number; a plan may hold any openness between the bounds.

Loss is of economy and education; total loss has the value of the lives lost in it. Where nobody responding is the best of the four and
no closure pays even in part of its cost, that is shown in place of a gain. The search stands in `daedalus_search.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

from bothhands.plan.rows import Rows
from bothhands.validate.daedalus_search import (
    MULTIPLIERS,
    PERIOD,
    RADII,
    RULES,
    STARTS,
    Aim,
    Plan,
    Told,
    case_of,
    deaths,
    loss,
    net_prices,
    planned,
    tell,
    total,
)  # fmt: skip
from bothhands.validate.daedalus_tables import STRATEGIES
from bothhands.validate.tables import AtLeast, AtMost, Context, Row

COUNTRIES = ("United Kingdom", "China", "Indonesia", "Estonia")
PATHOGENS = (
    "sars_cov_1", "influenza_2009", "influenza_1957", "influenza_1918", "sars_cov_2_pre_alpha", "sars_cov_2_omicron",
    "sars_cov_2_delta",
)  # fmt: skip
STRICTLY = 1e-7
"""Share by which a plan must be better to count as better: what two runs with the same steps tell apart."""


class Study(NamedTuple):
    """One country and pathogen, planned."""

    country: str
    pathogen: str
    strategies: dict[str, Told]
    plans: dict[str, Told]
    """By name of the aim."""
    net_prices: dict[str, float]
    """Of the closure that pays best where nobody responds, by multiplier of the value of a life: cost less savings over cost."""

    def best(self, multiplier: float) -> str:
        """The strategy of least total loss."""
        return min(STRATEGIES, key=lambda name: total(self.strategies[name], multiplier))


def optimised_rows(
    countries: Sequence[str] = COUNTRIES,
    pathogens: Sequence[str] = PATHOGENS,
    progress: Callable[[str], None] = lambda line: None,
    path: Path | None = None,
) -> Iterator[Row]:
    """Plans against the best of the four strategies, by country, pathogen and value of a life.

    Parameters
    ----------
    countries, pathogens
        As the tables spell them.
    progress
        Told of each country and pathogen planned.
    path
        File in which studies are kept, so that a run that was stopped goes on.
    """
    for study in studies(countries, pathogens, progress, path):
        for multiplier in MULTIPLIERS:
            yield from compared(study, multiplier)
        yield from against_each(study)


def studies(
    countries: Sequence[str] = COUNTRIES,
    pathogens: Sequence[str] = PATHOGENS,
    progress: Callable[[str], None] = lambda line: None,
    path: Path | None = None,
) -> list[Study]:
    """Every country struck by every pathogen, planned; two at a time.

    Parameters
    ----------
    countries, pathogens, progress, path
        As for `optimised_rows`.
    """
    kept = Rows(path, f"daedalus-plan 2, {PERIOD} days, {RULES}, {STARTS}, {RADII}")

    def one(names: tuple[str, str]) -> Study:
        held = kept.get("daedalus", " | ".join(names))
        if not isinstance(held, dict):
            held = dict(_flat(studied(*names)))
            kept.add("daedalus", " | ".join(names), held)
        progress(", ".join(names))
        return _study(*names, held)

    with ThreadPoolExecutor(2) as cores:
        return list(cores.map(one, product(countries, pathogens)))


def studied(country_name: str, pathogen_name: str) -> Study:
    """One country and pathogen: strategies by their own rule, then a plan for every aim.

    Parameters
    ----------
    country_name, pathogen_name
        As the tables spell them.
    """
    case = case_of(country_name, pathogen_name)
    own = {name: Plan(path, tell(case, path)) for name, path in case.strategies.items()}
    told = {name: plan.told for name, plan in own.items()}
    pool, plans = list(own.values()), {}
    for aim, name in _aims(told):
        pool.append(planned(case, aim, pool, own[name]))
        plans[aim.name] = pool[-1].told
    return Study(country_name, pathogen_name, told, plans, net_prices(case))


def compared(study: Study, multiplier: float) -> Iterator[Row]:
    """Rows of one value of a life, against the strategy of least total loss.

    Parameters
    ----------
    study
        The country and pathogen.
    multiplier
        Of the value of a statistical life.
    """
    name = study.best(multiplier)
    best = study.strategies[name]
    where = f"{study.country}, {study.pathogen}, life × {multiplier:g}, {name}"
    cheapest = partial(total, multiplier=multiplier)
    pairs = (
        ("0", "loss at its deaths", _loss_at(name), loss),
        ("0", "deaths at its loss", _deaths_at(name), deaths),
        (f"{multiplier:g}", "total loss, least", _total(multiplier), cheapest),
        (f"{multiplier:g}", "deaths at its total loss", _fewest(multiplier), deaths),
    )
    for counted, label, aim, figure in pairs:
        row = _strictly(f"{where}: {label}", study.plans[aim], best, figure)
        if name == "none" and not row.passed and study.net_prices[counted] > 0:
            row = AtLeast(f"{where}: {label}: no closure pays, net price", study.net_prices[counted], 0.0, 0.0)
        yield row
    for label, plan in (("strategy", best), ("plan of least total loss", study.plans[_total(multiplier)])):
        yield Context(f"{where}: deaths by day 1,200, {label}", plan["later_deaths"], plan["deaths"], 0.0)


def against_each(study: Study) -> Iterator[Row]:
    """Rows against every strategy that closes something.

    Parameters
    ----------
    study
        The country and pathogen.
    """
    for name in STRATEGIES[1:]:
        where = f"{study.country}, {study.pathogen}, against {name}"
        yield _strictly(f"{where}: loss at its deaths", study.plans[_loss_at(name)], study.strategies[name], loss)
        yield _strictly(f"{where}: deaths at its loss", study.plans[_deaths_at(name)], study.strategies[name], deaths)


def _aims(told: Mapping[str, Told]) -> Iterator[tuple[Aim, str]]:
    """Every aim, and the strategy that keeps its limit."""
    for multiplier in MULTIPLIERS:
        best = min(STRATEGIES, key=lambda name: total(told[name], multiplier))
        yield Aim(_total(multiplier), (0.0, 1.0, multiplier)), best
    for multiplier in MULTIPLIERS:
        best = min(STRATEGIES, key=lambda name: total(told[name], multiplier))
        yield Aim(_fewest(multiplier), (1.0, 0.0, 0.0), (0.0, 1.0, multiplier), total(told[best], multiplier)), best
    for name, own in told.items():
        yield Aim(_deaths_at(name), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), loss(own)), name
        yield Aim(_loss_at(name), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0), own["deaths"]), name


def _loss_at(name: str) -> str:
    return f"least loss at the deaths of {name}"


def _deaths_at(name: str) -> str:
    return f"fewest deaths at the loss of {name}"


def _total(multiplier: float) -> str:
    return f"least total loss, life × {multiplier:g}"


def _fewest(multiplier: float) -> str:
    return f"fewest deaths at the best total loss, life × {multiplier:g}"


def _strictly(name: str, plan: Told, strategy: Told, figure: Callable[[Told], float]) -> Row:
    return AtMost(name, figure(plan), figure(strategy), -STRICTLY * figure(strategy))


def _flat(study: Study) -> Iterator[tuple[str, float]]:
    """A study as one level of numbers."""
    yield from ((f"net_prices/{multiplier}", price) for multiplier, price in study.net_prices.items())
    for kind in ("strategies", "plans"):
        for name, told in getattr(study, kind).items():
            yield from ((f"{kind}/{name}/{key}", value) for key, value in told.items())


def _study(country: str, pathogen: str, flat: Mapping[str, float | str | bool]) -> Study:
    """A study from one level of numbers."""
    held: dict[str, dict[str, Told]] = {"strategies": {}, "plans": {}}
    prices: dict[str, float] = {}
    for key, value in flat.items():
        kind, name, *figure = key.split("/")
        if figure:
            held[kind].setdefault(name, {})[figure[0]] = float(value)
        else:
            prices[name] = float(value)
    return Study(country, pathogen, held["strategies"], held["plans"], prices)
