"""Reports keep their sums through revisions; the fit uses nothing after the as-of day and recovers what made the data."""

from datetime import timedelta

import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.cases import CaseCount
from bothhands.levers.history import history
from bothhands.model.simulate import model_of
from bothhands.observe.calibrate import (
    dispersion_of,
    expected,
    fit,
    found_until,
    observed_of,
    seeding_curve,
    with_posterior,
)
from bothhands.observe.fitted import run_once
from bothhands.observe.ranges import OF_REPORTS, OF_SPREAD, ranges_of
from bothhands.observe.streams import expected_reports, reports_of, taken_back


def test_a_revision_takes_cases_back_and_keeps_the_sum():
    new = np.array([1.0, 3.0, 0.0, -2.0, 1.0])
    taken_back(new)
    assert new.tolist() == [1.0, 1.0, 0.0, 0.0, 1.0]


def test_liaoning_keeps_revisions_blanks_and_unassigned_cases():
    region = load("liaoning")
    day = region.default_as_of
    known = region.standing_on(day)
    axes = axes_of(known)
    reports = reports_of(known, axes, day)
    assert (reports.new >= 0).all()
    assert not reports.observed[:, axes.places.index("Fushun")].any()
    assert any(line.startswith("Shenyang 16 → 13") for line in reports.revisions)
    assert reports.counts.sum() == 125


def test_expected_reports_lose_nothing_but_the_unreported():
    found = jnp.zeros((200, 1)).at[5, 0].set(10.0)
    assert float(expected_reports(found, 3.0, 0.8).sum()) == pytest.approx(8.0, rel=1e-9)


@pytest.fixture(scope="module")
def fitted():
    region = load("two-towns")
    axes = axes_of(region)
    model, past = model_of(region, axes), history(region, axes)
    signals = run_once(model, past).signals
    return region, axes, model, past, signals


def cases(region, axes, counted, place_days):
    return [
        CaseCount(place=axes.places[p], kind="confirmed", origin="local", day=axes.days[t], cumulative=int(counted[t, p]))
        for t, p in place_days
        if axes.days[t] <= region.default_as_of
    ]  # fmt: skip


def test_a_count_covers_the_days_since_the_one_before_and_the_first_all_before_it(fitted):
    region, axes, *_ = fitted
    counted = np.zeros((axes.n_days, 2))
    counted[30:, 0], counted[40:, 0] = 3, 5
    rows = cases(region, axes, counted, [(30, 0), (40, 0), (41, 0)])
    reports = reports_of(region.replace(cases=rows), axes, region.default_as_of)
    daily = np.ones((axes.n_days, 2))
    assert reports.counts.tolist() == [3.0, 2.0, 0.0]
    assert reports.of_counts(daily).tolist() == [31.0, 10.0, 1.0]


def test_a_revision_larger_than_the_calendar_knows_leaves_no_negative_count():
    """Twenty before the calendar, seventeen on its second day and eighteen on its third: one case is new, three were before."""
    new = np.array([0.0, -3.0, 1.0])
    taken_back(new)
    assert new.tolist() == [0.0, 0.0, 1.0]
    within = np.array([2.0, 0.0, -3.0, 4.0])
    taken_back(within)
    assert within.tolist() == [0.0, 0.0, 0.0, 4.0]


def test_a_planted_future_case_changes_nothing(fitted):
    region, axes, model, past, signals = fitted
    day = region.default_as_of
    rows = region.rows(CaseCount)
    last = max(row.cumulative for row in rows if row.place == "Northport")
    planted = CaseCount(
        place="Northport", kind="confirmed", origin="local", day=day + timedelta(days=3), cumulative=last + 50
    )
    other = region.replace(cases=(*rows, planted))
    one, two = (fit(r, axes, model.epidemic, past, signals, day) for r in (region, other))
    assert np.array_equal(one.mean, two.mean)
    assert np.array_equal(one.covariance, two.covariance)
    today = CaseCount(place="Northport", kind="confirmed", origin="local", day=day, cumulative=last + 50)
    assert not np.array_equal(one.mean, fit(region.replace(cases=(*rows, today)), axes, model.epidemic, past, signals, day).mean)  # fmt: skip


def made_reports(fitted, truth):
    """A region whose cases are what given parameters would show, rounded."""
    region, axes, model, past, signals = fitted
    given = observed_of(region, axes, model.epidemic, past, signals, region.default_as_of)
    values = [one.value for one in ranges_of(region, (*OF_SPREAD, *OF_REPORTS))]
    mean = np.asarray(expected(given, jnp.asarray(truth), jnp.asarray(values)))
    counted = np.round(np.cumsum(mean, 0))
    days = [(t, p) for p in range(len(axes.places)) for t in range(axes.n_days)]
    return region.replace(cases=cases(region, axes, counted, days))


def test_the_fit_recovers_what_made_the_reports(fitted):
    region, axes, model, past, signals = fitted
    truth = np.array([0.15, 4.0, 3.0])
    posterior = fit(made_reports(fitted, truth), axes, model.epidemic, past, signals, region.default_as_of)
    deviation = np.abs(posterior.mean - truth) / np.sqrt(np.diag(posterior.covariance))
    assert deviation.max() < 1.0
    assert len(posterior.mean) == 1 + len(axes.places) == len(posterior.names)


def test_the_response_is_how_the_mode_moves_when_an_outside_figure_does(fitted):
    region, axes, model, past, signals = fitted
    made = made_reports(fitted, np.array([0.0, 5.0, 5.0]))
    name = "reported_share"
    row = next(row for row in made.parameters if row.parameter == name)
    changed = made.replace(parameters=[row.model_copy(update={"value": row.value * 0.95})])
    one, two = (fit(r, axes, model.epidemic, past, signals, region.default_as_of) for r in (made, changed))
    (spread,) = ranges_of(made, (name,))
    steps = -0.05 * row.value / ((spread.at(np.array([1.0])) - spread.at(np.array([-1.0])))[0] / 2)
    foretold = one.response[:, one.outside.index(name)] * steps
    assert foretold[1:].min() > 0.02
    np.testing.assert_allclose(two.mean - one.mean, foretold, atol=0.02)


def test_travellers_from_abroad_are_not_expected_among_local_cases(fitted):
    region, axes, model, past, signals = fitted
    given = observed_of(region, axes, model.epidemic, past, signals, region.default_as_of)
    assert float(given.abroad.sum()) > 0.01
    values = jnp.asarray([one.value for one in ranges_of(region, (*OF_SPREAD, *OF_REPORTS))])
    nothing = jnp.asarray([-20.0, -40.0, -40.0])
    floor = float(expected(given._replace(abroad=given.abroad * 0), nothing, values).sum())
    assert float(expected(given, nothing, values).sum()) < floor - 0.01


def test_another_as_of_day_compiles_nothing(fitted):
    region, axes, model, past, signals = fitted
    given = observed_of(region, axes, model.epidemic, past, signals, region.default_as_of)
    kept = (given.params, given.levers, given.signals)
    early = found_until(*kept, jnp.asarray(40))
    before = found_until._cache_size()
    late = found_until(*kept, jnp.asarray(60))
    assert found_until._cache_size() == before
    np.testing.assert_array_equal(early[:40], late[:40])
    assert float(early[40:].sum()) == 0.0 < float(late[40:].sum())


def test_the_posterior_in_the_model_is_what_was_fitted(fitted):
    region, axes, model, *_ = fitted
    curve = jnp.asarray(seeding_curve(region, axes))
    changed = with_posterior(model.epidemic, jnp.asarray([np.log(1.1), np.log(3.0), np.log(7.0)]), curve)
    assert float(changed.transmission) == pytest.approx(1.1 * float(model.epidemic.transmission), rel=1e-12)
    np.testing.assert_allclose((changed.seeds - model.epidemic.seeds).sum(0), [3.0, 7.0], rtol=1e-9)


def test_dispersion_of_poisson_counts_is_one_and_of_clustered_counts_theirs():
    generator = np.random.default_rng(3)
    mean = np.full(20_000, 2.0)
    assert dispersion_of(generator.poisson(mean).astype(float), mean) == pytest.approx(1.0, abs=0.03)
    clustered = generator.negative_binomial(2.0 / 1.5, 1 / 2.5, mean.size).astype(float)
    assert dispersion_of(clustered, mean) == pytest.approx(2.5, rel=0.05)


def test_all_zero_cases_can_be_fitted(fitted):
    region, axes, model, past, signals = fitted
    rows = cases(region, axes, np.zeros((axes.n_days, 2)), [(t, p) for p in range(2) for t in range(30, 60)])
    posterior = fit(region.replace(cases=rows), axes, model.epidemic, past, signals, region.default_as_of)
    assert np.isfinite(posterior.mean).all()
    assert (posterior.mean[1:] < posterior.prior_mean[1:]).all()
