"""What screening at a border lets through: infected travellers by infection age, checked, tested, held and released.

Why this file exists: a check finds what shows on the day, so that its yield depends on the curves of the infection and on how
long ago travellers were infected, and that on the growth at their origin. Deterministic sums over quantiles of the delays and
infection ages; milliseconds a case. It looks at where someone stayed, never at who they are.

Notes
-----
With Iₙ the incubation and Eₙ the end of the infection of person n (weight wₙ), infection ages at departure have the density

  f(a, n) ∝ wₙ e^(−r a) 1[a < Eₙ]

for an origin growing at r a day (Gostic et al. 2015, doi 10.7554/eLife.05564; 2020, doi 10.7554/eLife.55570). A share passes if
every stage misses it: Π (1 − sensitivity at that age). Checks are independent of one another given the infection age.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bothhands.model.epidemic.natural_history import FloatArray, NaturalHistory, sensitivity_of_test

STAGES = ("exposed", "presymptomatic", "asymptomatic", "symptomatic")
INCUBATIONS, ENDS, AGES = 48, 16, 5
"""Points of the sums: quantiles of the incubation, of onset to end, and infection ages in each of six stretches. Against sums over many times
as many, what passes checks is met to 0.01 %, what passes quarantine of 3 to 21 days to 1 % of itself, tests in it or not."""


@dataclass(frozen=True)
class Departure:
    """Who of the infected travels."""

    growth_per_day: float = 0.0
    """Growth of infections at the origin, per day; zero is stable."""
    last_age_days: float = np.inf
    """Infection age after which nobody travels, whatever the person's own course."""
    each_alike: bool = False
    """Quilty's rule: each infected person is as likely to travel as another, at any time before the end. Otherwise who is
    infected for longer is met more often."""


@dataclass(frozen=True)
class Screening:
    """The checks between an origin and the community; days after arrival unless said otherwise.

    Everyone meets tests before departure and checks at exit and entry. Who is quarantined and complies stays for
    `quarantine_days`, is tested on `test_days` and leaves only if nothing was found; who does not comply is not tested.
    """

    exit_sensitivity: float = 0.0
    """Symptomatic travellers found at exit, 0 … 1; 0 is no check."""
    entry_sensitivity: float = 0.0
    aware_share: float = 0.0
    """Travellers who know that they were exposed."""
    report_probability: float = 0.0
    """Of those, who say so at each of the checks in force."""
    flight_days: float = 0.5
    """Between exit and entry (12 hours: Quilty et al. 2020)."""
    pre_departure_test_days: float | None = None
    """Days before departure of a test; None without."""
    quarantine_days: float = 0.0
    test_days: tuple[float, ...] = ()
    compliance_share: float = 1.0
    quarantine_sensitivity: float = 0.86
    """Those with symptoms before release who are found by daily checks, once for the whole stay; ASSUMED as at a check."""

    def __post_init__(self) -> None:
        shares = ("exit_sensitivity", "entry_sensitivity", "aware_share", "report_probability", "compliance_share")
        for name in (*shares, "quarantine_sensitivity"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} is {getattr(self, name):g}; give a share of 0 to 1")
        days = (self.flight_days, self.quarantine_days, self.pre_departure_test_days or 0.0, *self.test_days)
        if min(days) < 0:
            raise ValueError(f"{min(days):g} days; give zero or more")


@dataclass(frozen=True)
class Passed:
    """What becomes of the infected who set out; shares of them, 0 … 1."""

    exit_share: float
    """Undetected up to departure."""
    entry_share: float
    """Undetected up to and at entry."""
    free_share: float
    """Enter the community infected, without quarantine."""
    quarantined_share: float
    """Enter the community infected, under quarantine (those who do not comply included)."""
    averted_free_share: float
    """Infectious person-days in the community averted without quarantine, against no check at all."""
    averted_quarantined_share: float
    """The same under quarantine."""
    stages_free: tuple[float, ...]
    """Those of `free_share` by stage at entry (`STAGES`); adds up to 1, or to 0 where nobody passes."""
    stages_quarantined: tuple[float, ...]
    """Those of `quarantined_share` by stage at release."""


class _Travellers(NamedTuple):
    """Infected persons who set out: weight and infection ages (days) of departure and of what happens to them."""

    weight: FloatArray
    age: FloatArray
    youngest: FloatArray
    oldest: FloatArray
    """Ends of the ages that `age` stands for."""
    onset: FloatArray
    begin: FloatArray
    end: FloatArray
    symptomatic: FloatArray


def passed(history: NaturalHistory, departure: Departure, screening: Screening) -> Passed:
    """What screening lets through.

    Parameters
    ----------
    history
        The course of the infection.
    departure
        Who of the infected travels, by infection age.
    screening
        The checks in force.

    Notes
    -----
    Transmission potential is infectious person-days in the community after arrival, weighted by infectiousness; one who is
    found stays away from then on. What the community does about those who fall ill after release is not counted here.
    """
    who = _travellers(history, departure, screening.flight_days)
    arrival = who.age + screening.flight_days
    at_exit, at_entry = _missed_at_checks(history, screening, who, arrival)
    exposure = who.weight * np.where(who.symptomatic > 0, 1.0, history.asymptomatic_infectiousness)

    def community(missed: FloatArray, start: float, stop: float) -> float:
        first = np.maximum(who.begin, arrival + start)
        return float((exposure * missed * np.maximum(np.minimum(who.end, arrival + stop) - first, 0.0)).sum())

    potential = max(community(np.ones_like(arrival), 0.0, np.inf), 1e-300)
    free = who.weight * at_entry * (arrival < who.end)
    held, later = _held(screening, who, arrival, at_entry)
    complying = screening.compliance_share
    release = arrival + screening.quarantine_days
    released = who.weight * held * _before_end(who, screening)
    loose = community(at_entry, 0.0, np.inf)
    after = sum(community(missed, start, stop) for missed, start, stop in later)
    stages = (1 - complying) * _by_stage(who, arrival, free) + complying * _by_stage(who, release, released)
    return Passed(
        float((who.weight * at_exit).sum()), float((who.weight * at_entry).sum()), float(free.sum()), float(stages.sum()),
        1.0 - loose / potential, 1.0 - ((1 - complying) * loose + complying * after) / potential,
        _shares(_by_stage(who, arrival, free)), _shares(stages),
    )  # fmt: skip


def _travellers(history: NaturalHistory, departure: Departure, flight_days: float) -> _Travellers:
    """Quantiles of the delays × those with and without symptoms × infection ages.

    Ages are Gauss–Legendre points in six stretches: cut where infectiousness and symptoms begin, at departure and on arrival, and
    where the infection ends on the way. They hang on no check, so that two kinds of screening meet the same persons.
    """
    (early, part), (late, other_part) = _probabilities(INCUBATIONS), _probabilities(ENDS)
    onset, after = (
        axis.ravel()
        for axis in np.meshgrid(
            history.incubation.quantiles(early), history.onset_to_end.quantiles(late), indexing="ij"
        )
    )
    course_share = np.outer(part, other_part).ravel()
    begin = np.maximum(onset - history.presymptomatic_days, 0.0)
    silent = begin + history.asymptomatic_days * after / max(history.onset_to_end.mean_days, 1e-9)
    course = [np.concatenate([one, one]) for one in (onset, begin)]
    end = np.concatenate([onset + after, silent])
    symptomatic = np.repeat([1.0, 0.0], onset.size)
    weight = np.where(symptomatic > 0, 1 - history.asymptomatic_share, history.asymptomatic_share)
    weight = weight * np.concatenate([course_share, course_share])
    last = np.minimum(end, departure.last_age_days)
    marks = [one - days for one in course for days in (flight_days, 0.0)] + [end - flight_days]
    cuts = np.sort(np.stack([0 * last, *(np.clip(mark, 0, last) for mark in marks), last], -1), -1)
    points, gauss = np.polynomial.legendre.leggauss(AGES)
    width = np.diff(cuts, axis=-1)[..., None]
    age = cuts[:, :-1, None] + width * (points + 1) / 2
    density = width * gauss / 2 * np.exp(-departure.growth_per_day * age)
    if departure.each_alike:
        density /= np.maximum(density.sum((1, 2), keepdims=True), 1e-300)
    mass = weight[:, None, None] * density
    spread = [np.broadcast_to(one[:, None, None], mass.shape).ravel() for one in (*course, end, symptomatic)]
    edges = np.append(0.0, np.cumsum(gauss)) / 2
    youngest, oldest = (cuts[:, :-1, None] + width * one for one in (edges[:-1], edges[1:]))
    return _Travellers((mass / mass.sum()).ravel(), age.ravel(), youngest.ravel(), oldest.ravel(), *spread)


def _before_end(who: _Travellers, screening: Screening) -> FloatArray:
    """Share of the ages a point stands for at which the infection outlasts the stay; it falls as the stay grows longer."""
    still = who.end - screening.flight_days - screening.quarantine_days - who.youngest
    return np.clip(still / np.maximum(who.oldest - who.youngest, 1e-12), 0.0, 1.0)


def _probabilities(count: int) -> tuple[FloatArray, FloatArray]:
    """Probabilities at which a delay is read, and the share of persons each stands for.

    Gauss–Legendre points u of 1 − (1 − u)², close together at long delays: who is still infected after a long quarantine is of the last hundredth.
    """
    points, gauss = np.polynomial.legendre.leggauss(count)
    above = (1.0 - points) / 2.0
    return 1.0 - above**2, gauss * above


def _missed_at_checks(
    history: NaturalHistory, screening: Screening, who: _Travellers, arrival: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Probability to be undetected up to departure, and up to and at entry, by person."""
    missed = np.ones_like(arrival)
    if screening.pre_departure_test_days is not None:
        missed = missed * (1 - sensitivity_of_test(who.age - screening.pre_departure_test_days, who.onset))
    at_exit = missed * (1 - screening.exit_sensitivity * who.symptomatic * (who.onset <= who.age))
    at_entry = at_exit * (1 - screening.entry_sensitivity * who.symptomatic * (who.onset <= arrival))
    if history.end_is_seen:
        at_entry = at_entry * ~((who.end <= arrival) & (who.symptomatic > 0))
    asked_at_exit = int(screening.exit_sensitivity > 0)
    return at_exit * _silent(screening, asked_at_exit), at_entry * _silent(
        screening, asked_at_exit + int(screening.entry_sensitivity > 0)
    )


def _silent(screening: Screening, times: int) -> float:
    """Probability that a traveller says nothing of an exposure, asked so many times."""
    return 1 - screening.aware_share * (1 - (1 - screening.report_probability) ** times)


def _held(
    screening: Screening, who: _Travellers, arrival: FloatArray, missed: FloatArray
) -> tuple[FloatArray, list[tuple[FloatArray, float, float]]]:
    """Probability to be undetected at release, and from release on by stretches of days between later tests."""
    days = screening.quarantine_days
    shown = who.symptomatic * (who.onset <= arrival + days) * (days > 0)
    missed = missed * (1 - screening.quarantine_sensitivity * shown)
    for day in sorted(screening.test_days):
        if day <= days:
            missed = missed * (1 - sensitivity_of_test(arrival + day, who.onset))
    stretches: list[tuple[FloatArray, float, float]] = []
    at_release, start = missed, days
    for day in sorted(screening.test_days):
        if day > days:
            stretches.append((missed, start, day))
            missed, start = missed * (1 - sensitivity_of_test(arrival + day, who.onset)), day
    return at_release, [*stretches, (missed, start, np.inf)]


def _by_stage(who: _Travellers, age: FloatArray, weight: FloatArray) -> FloatArray:
    """Weights added up by stage at an infection age."""
    exposed = age < who.begin
    silent = ~exposed & (who.symptomatic == 0)
    shown = ~exposed & (who.symptomatic > 0)
    parts = (exposed, shown & (age < who.onset), silent, shown & (age >= who.onset))
    return np.array([float(weight[part].sum()) for part in parts])


def _shares(weights: FloatArray) -> tuple[float, ...]:
    total = float(weights.sum())
    return tuple((weights / total).tolist()) if total > 0 else (0.0,) * len(STAGES)
