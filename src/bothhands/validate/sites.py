"""Building times of melt-blown sites: each of four from the other three, and Liaoyang as it could be seen on 8 and 18 March 2020.

The first is hindsight, and named so: all four were built by then. A site is met when its days lie within P10 to P90 of the forecast.
Yanshan, the fastest, is not: three slower sites do not speak for it, and its row fails. The others use only what was known on the
day, for one to four lines, since their number was not published: on 8 March, the day work began, that is Yanshan's twelve days and
what makers quoted; which site is asked about, and that its work began that day, is the question itself (published on 18 March). The
range must be no wider than five weeks, and 3 t a day at full rate. What came of it, 4 t a day by 20 April, is told beside.
"""

from __future__ import annotations

from datetime import date

from bothhands.inputs.loading import load
from bothhands.inputs.tables.sites import Site
from bothhands.observe.lead_time import daily_output, forecast, leave_one_out
from bothhands.validate.tables import AtMost, Context, Row

REGION = "liaoning"
LIAOYANG = "Liaoyang Petrochemical melt-blown"
LINES = (1, 2, 3, 4)
WIDEST_DAYS = 35.0
WIDEST_OUTPUT = 3.0
"""Tonnes a day."""
BEGUN = date(2020, 3, 8)
ACTUAL = (date(2020, 4, 16), 4.0)
"""First product (table sites), and t a day by 20 April (Xinhua, 2020-04-20); the number of lines behind it is unknown."""


def rows() -> list[Row]:
    """Four sites in hindsight, then Liaoyang by number of lines."""
    region = load(REGION)
    hindsight = leave_one_out(region.rows(Site), region.parameter("site_build_log_sd").value)
    found: list[Row] = []
    for one in hindsight:
        reach = one.p90 - one.predicted if one.actual > one.predicted else one.predicted - one.p10
        name = f"hindsight, days to build {one.site} from the other three, P10–P90 {one.p10:.0f} to {one.p90:.0f}"
        found.append(Row(name, one.predicted, float(one.actual), reach))
    for day in (BEGUN, region.default_as_of):
        for lines in LINES:
            seen = forecast(region, LIAOYANG, lines, day, asked_on=region.default_as_of)
            name = f"{LIAOYANG} seen on {day}, {lines} line(s), first product {seen.p10} to {seen.p90}: days of P10–P90"
            found.append(AtMost(name, float((seen.p90 - seen.p10).days), WIDEST_DAYS, 0.0))
    for lines in LINES:
        low, _, high = daily_output(region, lines, BEGUN)
        name = f"{LIAOYANG} seen on {BEGUN}, {lines} line(s), {low:.1f} to {high:.1f} t a day at full rate: width of P10–P90"
        found.append(AtMost(name, high - low, WIDEST_OUTPUT, 0.0))
    for lines in LINES:
        seen = forecast(region, LIAOYANG, lines, BEGUN, asked_on=region.default_as_of)
        met = "within" if seen.p10 <= ACTUAL[0] <= seen.p90 else "outside"
        name = f"{LIAOYANG}, {lines} line(s), P50 {seen.p50} seen on {BEGUN}; came on {ACTUAL[0]}, {met} P10–P90: days from 8 March"
        found.append(Context(name, float((seen.p50 - BEGUN).days), float((ACTUAL[0] - BEGUN).days), 0.0))
        low, likely, high = daily_output(region, lines, BEGUN)
        inside = "within" if low <= ACTUAL[1] <= high else "outside"
        found.append(
            Context(f"{LIAOYANG}, {lines} line(s), t a day at full rate; {inside} P10–P90", likely, ACTUAL[1], 0.0)
        )
    return found
