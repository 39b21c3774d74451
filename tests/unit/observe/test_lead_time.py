"""Lead times: four sites each from the other three, and Liaoyang as seen on 18 March 2020."""

import math
from datetime import date

import numpy as np
import pytest
from scipy.stats import lognorm

from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.inputs.tables.sites import Site
from bothhands.observe.lead_time import _LogDays, _quantile, forecast, leave_one_out

REGION = load("liaoning")
LIAOYANG = "Liaoyang Petrochemical melt-blown"
STANDING = date(2020, 3, 18)
BUILT = date(2020, 4, 16)


def site(name, days):
    return Site(site=name, good="meltblown", build_days=days)


def test_each_of_four_sites_from_the_other_three():
    rows = leave_one_out(REGION.rows(Site), REGION.parameter("site_build_log_sd").value)
    actual = {row.site.split()[0]: row.actual for row in rows}
    assert actual == {"Yanshan": 12, "Yizheng": 35, "Liaoyang": 38, "Sinopec": 76}
    for row in rows:
        others = [one.actual for one in rows if one is not row]
        assert row.predicted == pytest.approx(math.prod(others) ** (1 / 3))
    missed = [row.site for row in rows if not row.p10 <= row.actual <= row.p90]
    assert missed == ["Yanshan melt-blown"]


def test_a_site_left_out_does_not_speak_for_itself():
    sites = [site(name, days) for name, days in (("a", 10), ("b", 20), ("c", 40), ("d", 30))]
    before = leave_one_out(sites, 0.2)[0]
    after = leave_one_out([site("a", 1000), *sites[1:]], 0.2)[0]
    assert before[2:] == after[2:]


def test_the_rule_covers_what_it_says_when_its_assumptions_hold():
    random = np.random.default_rng(1)
    inside = 0
    for _ in range(300):
        rows = leave_one_out([site(str(n), math.exp(x)) for n, x in enumerate(random.normal(3, 0.6, 4))], 0.0)
        inside += sum(row.p10 <= row.actual <= row.p90 for row in rows)
    assert inside / 1200 == pytest.approx(0.8, abs=0.04)


def test_too_few_sites_are_told():
    with pytest.raises(InputError, match="three or more"):
        leave_one_out([site("a", 10), site("b", 20)], 0.2)


@pytest.mark.parametrize("lines", [1, 2, 3, 4])
def test_liaoyang_as_seen_on_18_march(lines):
    seen = forecast(REGION, LIAOYANG, lines, STANDING)
    assert STANDING < seen.p10 <= seen.p50 <= seen.p90
    assert (seen.p90 - seen.p10).days <= 35
    assert seen.facts == ("Yanshan melt-blown: 12 days for 2 lines",)
    assert any("unknown" in line for line in seen.assumptions)


def test_how_the_forecast_fared_in_hindsight_is_on_record():
    """Too early: one fast site was all there was to learn from. Within the range for three lines or more only."""
    seen = [forecast(REGION, LIAOYANG, lines, STANDING) for lines in (1, 2, 3, 4)]
    assert [one.p10 <= BUILT <= one.p90 for one in seen] == [False, False, True, True]
    assert max((BUILT - one.p90).days for one in seen) <= 7
    assert seen[0].p50 <= seen[-1].p50


def test_later_rows_change_nothing():
    early = tuple(row for row in REGION.tables["sites"] if row.known_from is None or row.known_from <= STANDING)
    assert len(early) < len(REGION.tables["sites"])
    blind = REGION.replace(sites=early)
    for lines in (1, 2, 3, 4):
        assert forecast(blind, LIAOYANG, lines, STANDING) == forecast(REGION, LIAOYANG, lines, STANDING)


def test_days_already_spent_count():
    assert forecast(REGION, LIAOYANG, 2, date(2020, 3, 25)).p10 > forecast(REGION, LIAOYANG, 2, STANDING).p10


def test_a_known_first_product_is_a_fact():
    seen = forecast(REGION, LIAOYANG, 2, date(2020, 5, 1))
    assert seen.p10 == seen.p50 == seen.p90 == BUILT
    assert seen.assumptions == ()


def test_an_unknown_site_names_the_nearest():
    with pytest.raises(InputError, match="Liaoyang Petrochemical"):
        forecast(REGION, "Liaoyang Petrochemcal melt-blown", 2, STANDING)


def test_the_rest_of_a_site_that_is_long_overdue_is_finite():
    """The tail beyond what is spent, by its logarithm: of a log-normal far out it is a small part of what is spent."""
    days = _LogDays(np.log(25.0), 0.45)
    for spent in (30, 300, 1_000, 5_000):
        found = [_quantile(days, spent, share) for share in (0.1, 0.5, 0.9)]
        assert spent < found[0] < found[1] < found[2] < 3 * spent
    near = lognorm(0.45, scale=25.0)
    for share in (0.1, 0.5, 0.9):
        assert _quantile(days, 30, share) == pytest.approx(near.isf((1 - share) * near.sf(30)))
        assert _quantile(days, 0, share) == pytest.approx(near.ppf(share))
