"""Screening at borders against published figures: shares undetected, chance of an outbreak, quarantine, bans.

Numerically
-----------
Quilty et al. 2020, Euro Surveill 25:2000080, doi 10.2807/1560-7917.ES.2020.25.5.2000080. Incubation gamma 5.2 days (variance 4.1),
onset to severe gamma 9.1 days (variance 14.7), 17 % without symptoms, 12 hours of flight, 86 % found at each end, departure
uniform over (0, 2 × (incubation + severe)), none after severe illness, which is found on the way. Published: 46 % (36 to 58)
undetected with both screens; entry and exit alone are our own Monte Carlo of that rule (52.4, 55.1 %). Tolerance 1 point: the paper
prints whole per cent, the Monte Carlo has an error of some tenths.

Gostic et al. 2020, eLife 9:e55570, doi 10.7554/eLife.55570, figure 3: median share missed with both screens, 5, 25 and 50 %
subclinical. Assumed, from table 1 and methods: ranges of mean incubation 4.5 to 6.5 days (gamma, standard deviation 2.25), fever
scanners 60 to 90 %, aware of exposure 5 to 40 %, of whom 0 to 25 % say so at each check, isolation 3 to 7 days after onset, R₀
1.5 to 4; flight 24 hours; infection ages on (0, T), T = mean incubation + days to isolation, uniform where stable and
∝ e^(−R₀ a / T) where growing. Symptoms stay until T. 64 points of a Sobol sequence over the ranges, the median of each.
Tolerance 3 points: read off a figure, medians of 1,000 drawn sets of 100 travellers, ends of ranges that differ by edition.

Lloyd-Smith et al. 2005 (doi 10.1038/nature04153) at R 2.35: chance that one introduction lasts, k 0.16, 0.25, 0.45, 1: 0.194, 0.272,
0.396, 0.574. Tolerance 0.001: three printed digits.

By sign and order only (tolerance none: a row is 1 if the order holds)
-----------------------------------------------------------------------
Clifford et al. 2021, doi 10.2807/1560-7917.ES.2021.26.39.2001440: quarantine to day 8 with a test on day 7 averts 94 % (89 to 98) of
infectious days, 14 days above 99 %, at least 5 days with a test about 89 %. Ours must keep that order and come within ten points
of the 94: their infectious period, asymptomatic share and compliance are not ours.

Chinazzi et al. 2020, doi 10.1126/science.aba9757: the ban of 23 January at the hub delayed the epidemic elsewhere in the country by 3
to 5 days. Growth ln 2 / 4.2 days (their doubling time), a cut of 90 %; eight weeks of seeding before the ban and eight after it,
ASSUMED. Tolerance 2 days: order only. The same cut before any seeding is ln 10 / r, 14 days.

Wilson et al. 2021, Sci Rep 11:10766, doi 10.1038/s41598-021-89807-y: risk against no measures smaller by 5.9, 7.3 and 23.6 times. 23.6 is
a test before departure and 14 days of quarantine (2,594 against 110 flights to an outbreak, abstract); 7.3 is taken to be tests before
departure and on days 1, 3 and 12 without quarantine, with masks and tracing (1.5 against 0.2 years); 5.9 is a weaker set that we
could not identify, here the same tests less the last. Masks and tracing are not screening: only the order is compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import jax.numpy as jnp
import numpy as np
from scipy.stats import qmc

from bothhands.model.epidemic.natural_history import Delay, NaturalHistory
from bothhands.model.epidemic.screening import Departure, Passed, Screening, passed
from bothhands.outcome.borders import ban_delay_days
from bothhands.outcome.health import lasting_outbreak_probability
from bothhands.validate.tables import Row

QUILTY = NaturalHistory(Delay(5.2, math.sqrt(4.1)), Delay(9.1, math.sqrt(14.7)), 0.17, end_is_seen=True)
QUILTY_ROWS = (("both screens", 0.86, 0.86, 0.46), ("entry only", 0.0, 0.86, 0.524), ("exit only", 0.86, 0.0, 0.551))
GOSTIC_MISSED = {"growing": (0.70, 0.73, 0.80), "stable": (0.50, 0.57, 0.70)}
SUBCLINICAL = (0.05, 0.25, 0.50)
GOSTIC_RANGES = ((4.5, 6.5), (0.6, 0.9), (0.05, 0.4), (0.0, 0.25), (3.0, 7.0), (1.5, 4.0))
"""Mean incubation, scanner, awareness, self-report, onset to isolation, R₀."""
FOREVER = 1000.0
OUTBREAK = {0.16: 0.194, 0.25: 0.272, 0.45: 0.396, 1.0: 0.574}
USUAL = NaturalHistory(Delay(5.1, 0.44 * 5.1, "lognormal"), Delay(7.0, 3.5), 0.3, asymptomatic_days=7.0)
"""Of the rows by order: incubation of Lauer et al. 2020 (doi 10.7326/M20-0504); a week infectious after onset, three in ten without
symptoms, ASSUMED as in the papers of 2021."""


def rows() -> list[Row]:
    """Every comparison."""
    return [*_quilty(), *_gostic(), *_outbreaks(), *_clifford(), *_chinazzi(), *_wilson()]


def _quilty() -> Iterator[Row]:
    """Undetected travellers under Quilty's rule of departure."""
    for name, at_exit, at_entry, published in QUILTY_ROWS:
        ours = passed(QUILTY, Departure(each_alike=True), Screening(at_exit, at_entry, flight_days=0.5))
        yield Row(f"undetected, {name} (Quilty 2020)", ours.entry_share, published, 0.01)


def _gostic() -> Iterator[Row]:
    """Median share missed over the ranges of the paper, by growth at the origin and subclinical share."""
    low, high = np.array(GOSTIC_RANGES).T
    points = low + (high - low) * qmc.Sobol(len(low), scramble=False).random_base2(6)
    for state, published in GOSTIC_MISSED.items():
        for subclinical, theirs in zip(SUBCLINICAL, published, strict=True):
            missed = [_missed(point, subclinical, growing=state == "growing") for point in points.tolist()]
            name = f"missed, {state} origin, {100 * subclinical:.0f} % subclinical (Gostic 2020)"
            yield Row(name, float(np.median(missed)), theirs, 0.03)


def _missed(point: list[float], subclinical: float, *, growing: bool) -> float:
    """Share missed for one set of figures."""
    incubation, scanner, aware, report, isolation, reproduction = point
    last = incubation + isolation
    history = NaturalHistory(Delay(incubation, 2.25), Delay(FOREVER, 0.0), subclinical, asymptomatic_days=FOREVER)
    departure = Departure(reproduction / last if growing else 0.0, last)
    return passed(history, departure, Screening(scanner, scanner, aware, report, flight_days=1.0)).entry_share


def _outbreaks() -> Iterator[Row]:
    """Chance that one introduction lasts, negative binomial offspring of mean 2.35."""
    for dispersion, theirs in OUTBREAK.items():
        ours = float(lasting_outbreak_probability(jnp.asarray(2.35), dispersion))
        yield Row(f"chance that one introduction lasts, R 2.35, k {dispersion:g}", ours, theirs, 0.001)


def _clifford() -> Iterator[Row]:
    """Quarantine with a test, by order."""
    plans = {
        "none": Screening(), "test on arrival": Screening(test_days=(0.0,)),
        "five": Screening(quarantine_days=6.0, test_days=(5.0,)),
        "seven": Screening(quarantine_days=8.0, test_days=(7.0,)), "fourteen": Screening(quarantine_days=14.0),
    }  # fmt: skip
    averted = [_usual(plan).averted_quarantined_share for plan in plans.values()]
    yield Row("averted: none < test < 5 d < 7 d < 14 d (Clifford 2021)", _rising(averted), 1.0, 0.0)
    yield Row("averted, test on day 7 in quarantine (Clifford 2021)", averted[3], 0.94, 0.1)


def _chinazzi() -> Iterator[Row]:
    """A late ban at the hub delays by days, an early one by weeks."""
    growth = math.log(2.0) / 4.2
    late, early = (ban_delay_days(growth, 0.9, seeded, 56.0) for seeded in (56.0, 0.0))
    yield Row("days a late hub ban delays, cut 90 % (Chinazzi 2020)", late, 4.0, 2.0)
    yield Row("days an early ban delays: ln(1/(1 − cut))/r", early, math.log(10.0) / growth, 1e-9)


def _wilson() -> Iterator[Row]:
    """Fewer infectious days in the community: tests less than quarantine."""
    fewer = Screening(pre_departure_test_days=1.0, test_days=(1.0, 3.0))
    tests = Screening(pre_departure_test_days=1.0, test_days=(1.0, 3.0, 12.0))
    held = Screening(pre_departure_test_days=1.0, test_days=(), quarantine_days=14.0)
    ratios = [1.0 / (1.0 - _usual(plan).averted_quarantined_share) for plan in (Screening(), fewer, tests, held)]
    yield Row("risk ratio: none < tests < more tests < quarantine (Wilson 2021)", _rising(ratios), 1.0, 0.0)


def _usual(screening: Screening) -> Passed:
    return passed(USUAL, Departure(), screening)


def _rising(values: list[float]) -> float:
    return float(np.all(np.diff(values) > 0))
