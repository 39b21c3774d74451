"""Reports keep their sums through revisions; the fit uses nothing after the as-of day and recovers what made the data."""

from datetime import timedelta

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.inputs.tables.cases import CaseCount
from bothhands.levers.history import history
from bothhands.model.simulate import model_of, run
from bothhands.observe.calibrate import epidemic_alone, fit, seeding_curve, with_posterior
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
    shown = " ".join(reports.revisions)
    assert "Shenyang" in shown or "Dalian" in shown or not reports.revisions


def test_expected_reports_lose_nothing_but_the_unreported():
    found = jnp.zeros((200, 1)).at[5, 0].set(10.0)
    assert float(expected_reports(found, 3.0, 0.8).sum()) == pytest.approx(8.0, rel=1e-9)


@pytest.fixture(scope="module")
def fitted():
    region = load("two-towns")
    axes = axes_of(region)
    model, past = model_of(region, axes), history(region, axes)
    signals = jax.jit(run)(model, past).signals
    return region, axes, model, past, signals


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


def test_the_fit_recovers_what_made_the_reports(fitted):
    region, axes, model, past, signals = fitted
    truth = np.array([0.1, 0.2, 3.0, 2.0])
    params = with_posterior(model.epidemic, jnp.asarray(truth), jnp.asarray(seeding_curve(region, axes)))
    found = epidemic_alone(params, past, signals).found
    mean = np.asarray(
        expected_reports(found, region.parameter("report_delay_days").value, region.parameter("reported_share").value)
    )
    counted = np.round(np.cumsum(mean, 0)).astype(int)
    rows = [
        CaseCount(place=place, kind="confirmed", origin="local", day=day, cumulative=int(counted[t, p]))
        for p, place in enumerate(axes.places)
        for t, day in enumerate(axes.days)
        if day <= region.default_as_of
    ]
    found_again = fit(region.replace(cases=rows), axes, model.epidemic, past, signals, region.default_as_of)
    deviation = np.abs(found_again.mean - truth) / np.sqrt(np.diag(found_again.covariance))
    assert deviation.max() < 2.0
    assert len(found_again.mean) == 2 + len(axes.places)


def test_all_zero_cases_can_be_fitted(fitted):
    region, axes, model, past, signals = fitted
    rows = [
        CaseCount(place=place, kind="confirmed", origin="local", day=axes.days[t], cumulative=0)
        for place in axes.places
        for t in range(30, 60)
    ]
    posterior = fit(region.replace(cases=rows), axes, model.epidemic, past, signals, region.default_as_of)
    assert np.isfinite(posterior.mean).all()
