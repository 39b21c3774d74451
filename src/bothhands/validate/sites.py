"""Building times of melt-blown sites: each of four from the other three, and Liaoyang as it could be seen on 18 March 2020.

The first is hindsight, and named so: all four were built by then. A site is met when its days lie within P10 to P90 of the forecast.
Yanshan, the fastest, is not: three slower sites do not speak for it, and its row fails. The second uses only what was known on the
day, for one to four lines, since their number was not published; its range must be no wider than five weeks. How it fared stands in
the names of the rows.
"""

from __future__ import annotations

from bothhands.inputs.loading import load
from bothhands.inputs.tables.sites import Site
from bothhands.observe.lead_time import forecast, leave_one_out
from bothhands.validate.tables import AtMost, Row

REGION = "liaoning"
LIAOYANG = "Liaoyang Petrochemical melt-blown"
LINES = (1, 2, 3, 4)
WIDEST_DAYS = 35.0


def rows() -> list[Row]:
    """Four sites in hindsight, then Liaoyang by number of lines."""
    region = load(REGION)
    hindsight = leave_one_out(region.rows(Site), region.parameter("site_build_log_sd").value)
    found: list[Row] = []
    for one in hindsight:
        reach = one.p90 - one.predicted if one.actual > one.predicted else one.predicted - one.p10
        name = f"hindsight, days to build {one.site} from the other three, P10–P90 {one.p10:.0f} to {one.p90:.0f}"
        found.append(Row(name, one.predicted, float(one.actual), reach))
    for lines in LINES:
        seen = forecast(region, LIAOYANG, lines, region.default_as_of)
        name = f"{LIAOYANG} seen on {region.default_as_of}, {lines} line(s), first product {seen.p10} to {seen.p90}: days of P10–P90"
        found.append(AtMost(name, float((seen.p90 - seen.p10).days), WIDEST_DAYS, 0.0))
    return found
