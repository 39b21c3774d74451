"""Screening from curves: closed forms, a Monte Carlo that shares no code with it, limits, and faults of what it is given."""

import math

import numpy as np
import pytest
from scipy import stats

from bothhands.model.epidemic.natural_history import Delay, NaturalHistory, sensitivity_of_test
from bothhands.model.epidemic.screening import STAGES, Departure, Screening, passed

FOREVER = 1000.0
USUAL = NaturalHistory(Delay(4.6, 2.0, "lognormal"), Delay(4.0, 2.0), 0.4)
STRICT = Screening(0.86, 0.7, pre_departure_test_days=2.0, quarantine_days=7.0, test_days=(1.0, 6.0, 9.0))


@pytest.mark.parametrize("growth", [0.0, 0.15])
@pytest.mark.parametrize("mean", [2.0, 6.0])
def test_exponential_incubation_has_a_closed_form(growth, mean):
    """A perfect exit check misses those before onset: E e^(−a/m) over ages ∝ e^(−r a) on (0, T)."""
    last = 12.0
    history = NaturalHistory(Delay(mean, mean), Delay(FOREVER, 0.0), 0.25, asymptomatic_days=FOREVER)
    ours = passed(history, Departure(growth, last), Screening(exit_sensitivity=1.0)).exit_share
    rate = growth + 1 / mean
    mass = (1 - math.exp(-growth * last)) / growth if growth else last
    assert ours == pytest.approx(0.25 + 0.75 * (1 - math.exp(-rate * last)) / rate / mass, abs=2e-3)


def test_fixed_delays_have_a_closed_form():
    """Incubation 4, ill for 6: of ages over (0, 10) those beyond 4 show, on arrival a day later those beyond 3."""
    history = NaturalHistory(Delay(4.0, 0.0), Delay(6.0, 0.0), 0.0, presymptomatic_days=2.0)
    through = passed(history, Departure(), Screening(1.0, 1.0, flight_days=1.0, quarantine_days=5.0))
    assert through.exit_share == pytest.approx(0.4)
    assert through.entry_share == pytest.approx(0.3)
    assert through.stages_free == pytest.approx((1 / 3, 2 / 3, 0, 0), abs=1e-9)
    nobody = passed(history, Departure(), Screening(flight_days=0.0))
    assert nobody.stages_free == pytest.approx((0.2, 0.2, 0.0, 0.6))
    assert nobody.averted_free_share == 0.0


def test_a_day_of_quarantine_averts_what_it_covers():
    """All leave at age 0, infectious from 2 to 10: a stay of 5 days without a check covers 3 of 8 infectious days."""
    history = NaturalHistory(Delay(4.0, 0.0), Delay(6.0, 0.0), 0.0, presymptomatic_days=2.0)
    held = Screening(flight_days=0.0, quarantine_days=5.0, quarantine_sensitivity=0.0)
    through = passed(history, Departure(last_age_days=1e-6), held)
    assert through.averted_quarantined_share == pytest.approx(3 / 8, abs=1e-5)
    assert through.quarantined_share == pytest.approx(1.0)


@pytest.mark.parametrize(("stay", "within"), [(0.0, 1e-3), (7.0, 0.01), (14.0, 0.01), (21.0, 0.05)])
def test_a_long_quarantine_lets_through_those_who_are_infected_for_long(stay, within):
    """All fall ill, nobody is checked, ages are uniform to the end E: E[(E − stay)₊] / E[E], summed over the densities of both delays."""
    history = NaturalHistory(Delay(4.6, 2.0, "lognormal"), Delay(4.0, 2.0), 0.0)
    held = Screening(flight_days=0.0, quarantine_days=stay, quarantine_sensitivity=0.0)
    days = np.arange(0.01, 60.0, 0.02)
    spread = math.sqrt(math.log1p((2.0 / 4.6) ** 2))
    incubation = stats.lognorm.pdf(days, spread, scale=4.6 * math.exp(-(spread**2) / 2))
    ill = stats.gamma.pdf(days, 4.0, scale=1.0)
    beyond = np.maximum(days[:, None] + days[None, :] - stay, 0.0)
    left = incubation @ beyond @ ill * 0.02**2 / 8.6
    assert passed(history, Departure(), held).quarantined_share == pytest.approx(left, rel=within)


@pytest.mark.parametrize(("growth", "compliance"), [(0.0, 1.0), (0.2, 0.8), (-0.05, 0.5)])
def test_a_monte_carlo_agrees(growth, compliance):
    screening = Screening(
        0.86, 0.7, 0.2, 0.25, pre_departure_test_days=2.0, quarantine_days=7.0, test_days=(9.0, 1.0, 6.0),
        compliance_share=compliance,
    )  # fmt: skip
    ours = passed(USUAL, Departure(growth), screening)
    drawn, error = monte_carlo(growth, screening)
    for name, theirs in drawn.items():
        assert getattr(ours, name) == pytest.approx(theirs, abs=4 * error + 2e-3), name


def monte_carlo(growth, s, persons=300_000):
    """Persons one by one: drawn, checked, held, tested, followed to the end of their infection."""
    draw = np.random.default_rng(3)
    spread = math.sqrt(math.log1p((2.0 / 4.6) ** 2))
    onset = draw.lognormal(math.log(4.6) - spread**2 / 2, spread, persons)
    ill = draw.gamma(4.0, 1.0, persons)
    silent = draw.random(persons) < 0.4
    begin = np.maximum(onset - 1.6, 0)
    end = np.where(silent, begin + 3.7 * ill / 4.0, onset + ill)
    age = draw.random(persons) * 45
    keep = age < end
    onset, silent, begin, end, age = (one[keep] for one in (onset, silent, begin, end, age))
    weight = np.exp(-growth * age)
    weight /= weight.sum()
    n, arrival = len(age), age + s.flight_days

    def positive(at):
        day = np.where(at < onset, 5 * at / onset, 5 + at - onset)
        chance = np.interp(day, (1, 4, 5, 8, 9, 21, 30), (0, 0.33, 0.62, 0.8, 0.79, 0.34, 0))
        return (at >= 0) & (draw.random(n) < chance)

    aware = draw.random(n) < s.aware_share
    says = [aware & (draw.random(n) < s.report_probability) for _ in range(2)]
    out = positive(age - 2.0) | (~silent & (onset <= age) & (draw.random(n) < s.exit_sensitivity)) | says[0]
    caught = out | (~silent & (onset <= arrival) & (draw.random(n) < s.entry_sensitivity)) | says[1]
    obeys = draw.random(n) < s.compliance_share
    noticed = obeys & ~silent & (onset <= arrival + 7) & (draw.random(n) < s.quarantine_sensitivity)
    tested = {day: obeys & positive(arrival + day) for day in (1.0, 6.0, 9.0)}
    before = caught | noticed | tested[1.0] | tested[6.0]
    leaves = np.where(obeys, arrival + 7, arrival)
    stop = np.where(tested[9.0], np.minimum(end, arrival + 9), end)
    worth = np.where(silent, 0.58, 1.0)
    days = worth * ~before * np.maximum(stop - np.maximum(begin, leaves), 0)
    loose = worth * ~caught * np.maximum(end - np.maximum(begin, arrival), 0)
    all_days = (weight * worth * np.maximum(end - np.maximum(begin, arrival), 0)).sum()
    shares = {
        "exit_share": (weight * ~out).sum(), "entry_share": (weight * ~caught).sum(),
        "free_share": (weight * (~caught & (arrival < end))).sum(),
        "quarantined_share": (weight * (~before & (leaves < end))).sum(),
        "averted_free_share": 1 - (weight * loose).sum() / all_days,
        "averted_quarantined_share": 1 - (weight * days).sum() / all_days,
    }  # fmt: skip
    return shares, math.sqrt((weight**2).sum()) / 2


def test_the_order_of_tests_does_not_matter():
    one = passed(USUAL, Departure(0.1), STRICT)
    other = passed(USUAL, Departure(0.1), Screening(**{**vars(STRICT), "test_days": (9.0, 6.0, 1.0)}))
    assert one == other


def test_growth_at_the_origin_lets_more_through_and_earlier():
    through = [passed(USUAL, Departure(growth), Screening(0.86, 0.86)) for growth in (-0.1, 0.0, 0.1, 0.2, 0.3)]
    assert np.all(np.diff([one.free_share for one in through]) > 0)
    assert np.all(np.diff([one.stages_free[STAGES.index("exposed")] for one in through]) > 0)


def test_a_test_sees_most_after_onset_and_nothing_before_infection():
    onset = np.full(5, 5.0)
    np.testing.assert_allclose(
        sensitivity_of_test(np.array([-1.0, 1.0, 5.0, 8.0, 21.0]), onset), [0, 0, 0.62, 0.8, 0.34], atol=1e-12
    )


@pytest.mark.parametrize("shape", ["gamma", "lognormal"])
def test_a_delay_has_its_mean_and_spread(shape):
    drawn = Delay(5.0, 2.0, shape).quantiles((np.arange(20_000) + 0.5) / 20_000)
    assert (drawn.mean(), drawn.std()) == pytest.approx((5.0, 2.0), rel=2e-3)
    exponential = Delay(3.0, 3.0).quantiles(np.array([0.5]))
    assert exponential == pytest.approx(stats.expon.ppf(0.5, scale=3.0))


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda: Screening(exit_sensitivity=1.2), "exit_sensitivity is 1.2"),
        (lambda: Screening(compliance_share=-0.1), "compliance_share is -0.1"),
        (lambda: Screening(quarantine_days=-3.0), "-3 days"),
        (lambda: Screening(test_days=(1.0, -2.0)), "-2 days"),
        (lambda: Delay(-1.0, 0.0), "-1 ± 0 days"),
        (lambda: NaturalHistory(Delay(5.0, 1.0), Delay(5.0, 1.0), 1.5), "asymptomatic_share is 1.5"),
        (lambda: NaturalHistory(Delay(5.0, 1.0), Delay(5.0, 1.0), 0.5, -1.0), "presymptomatic_days is -1"),
    ],
)
def test_what_cannot_be_is_named(made, told):
    with pytest.raises(ValueError, match=told):
        made()
