"""How long a line takes to build: what the built sites teach, and when a site makes its first product.

Why this file exists: the chain hangs on one date, and four sites are all there is to learn it from. So there are two
rules, each short enough to be checked by hand: one for looking back (each site from the others), one for looking ahead
from a day (only what was known then). Neither knows why a site was fast or slow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from scipy.special import log_ndtr, ndtri, ndtri_exp, stdtrit

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region
from bothhands.inputs.tables.parameters import Parameter
from bothhands.inputs.tables.sites import Site

TENTH = 0.1


class LeftOut(NamedTuple):
    """A site's building days and what the other sites would have said of it; days."""

    site: str
    actual: float
    predicted: float
    p10: float
    p90: float


@dataclass(frozen=True)
class FirstProduct:
    """When a site makes its first product, for a number of lines, as seen on a day.

    `facts` lists the sites it was learned from, `assumptions` every figure that is assumed.
    """

    site: str
    lines: int
    as_of: date
    p10: date
    p50: date
    p90: date
    facts: tuple[str, ...]
    assumptions: tuple[str, ...]


class _LogDays(NamedTuple):
    """A normal distribution of the logarithm of days."""

    mean: float
    sd: float


def leave_one_out(sites: Sequence[Site], least_log_sd: float) -> tuple[LeftOut, ...]:
    """Each site's building days predicted from the other sites alone, by one rule, in hindsight.

    Parameters
    ----------
    sites
        Rows with building days; others are passed over.
    least_log_sd
        Least spread of the logarithm of days between sites: three sites alike prove little.

    Notes
    -----
    The logarithms of the others have mean m and standard deviation s, at least `least_log_sd`. The prediction is
    exp(m); the logarithm of a further site is m + s √(1 + 1/n) T with T of Student's t with n − 1 degrees of freedom.
    The number of lines is not used: it is known for two sites of four.
    """
    built = [row for row in sites if row.build_days]
    if len(built) < 3:
        names = ", ".join(row.site for row in built) or "none"
        what = f"too few sites with building days: {names}"
        raise InputError(Fault("BH-OBS-021", what, "three or more", "add rows to sites", "sites"))
    found = []
    for out in built:
        logs = [math.log(row.build_days) for row in built if row is not out and row.build_days]
        n = len(logs)
        mean = math.fsum(logs) / n
        sd = max(math.sqrt(math.fsum((x - mean) ** 2 for x in logs) / (n - 1)), least_log_sd)
        reach = float(stdtrit(n - 1, 1 - TENTH)) * sd * math.sqrt(1 + 1 / n)
        days = float(out.build_days or 0.0)
        found.append(LeftOut(out.site, days, math.exp(mean), math.exp(mean - reach), math.exp(mean + reach)))
    return tuple(found)


def forecast(region: Region, site: str, lines: int, as_of: date, asked_on: date | None = None) -> FirstProduct:
    """Date of a site's first product, as a planner could have told it on a day.

    Parameters
    ----------
    region
        Its tables sites and parameters; rows that became known later are not looked at.
    site
        Name of the site.
    lines
        Number of lines under construction, which may be unknown: ask for each.
    as_of
        Day the planner stands on; facts known later are not used.
    asked_on
        Where the site itself was not published by then, the later day whose row says which site is asked about and when
        its work began; nothing else is taken from it.

    Notes
    -----
    The mean μ of the logarithm of building days (for two lines) starts from what makers quote for a rush order,
    `site_rush_lead_days`, low and high being its 10 % and 90 % points. Every other site known by then is one
    observation of μ with spread σ = `site_build_log_sd`, brought to two lines by lines^`site_line_exponent` where its
    lines are known. With posterior mean m and variance v the days of this site are lognormal (m, v + σ²), given that
    they exceed the days already spent. A site whose first product is known is a fact, not a forecast.
    """
    known = region.standing_on(as_of)
    rows = {row.site: row for row in known.rows(Site)}
    if asked_on is not None and site not in rows:
        rows |= {row.site: row for row in region.standing_on(asked_on).rows(Site) if row.site == site}
    if site not in rows:
        what = f"no site is called {site!r}"
        raise InputError(Fault("BH-OBS-022", what, "a site known by then", nearest(site, rows), "sites"))
    row = rows[site]
    if row.first_product_on is not None and row.first_product_on <= as_of:
        day = row.first_product_on
        return FirstProduct(site, lines, as_of, day, day, day, (f"{site}: first product on {day.isoformat()}",), ())
    others = [one for one in rows.values() if one.site != site and one.good == row.good and one.build_days]
    days = _for_lines(_learned(known, others), lines, known.parameter("site_line_exponent").value)
    start = row.building_from or as_of
    spent = max((as_of - start).days, 0)
    p10, p50, p90 = (start + timedelta(days=math.ceil(_quantile(days, spent, p))) for p in (TENTH, 0.5, 1 - TENTH))
    return FirstProduct(site, lines, as_of, p10, p50, p90, _facts(others), _assumptions(known, row, lines))


def daily_output(region: Region, lines: int, as_of: date) -> tuple[float, float, float]:
    """Output a day of lines at full rate, P10, P50 and P90, as it could be told on a day; t.

    Parameters
    ----------
    region
        Its parameters; a row that became known later is not looked at.
    lines
        Number of lines.
    as_of
        Day the planner stands on.

    Notes
    -----
    One line makes `site_line_output`, its low and high being the extremes that were reported, taken as evenly likely: mean
    m, standard deviation s = (high − low) / √12. Lines of one site are alike, correlation ρ = `site_line_output_correlation`:
    n lines are taken as normal with mean n m and variance s² (n + n (n − 1) ρ). Yanshan's own total, known later, is not in it.
    """
    if lines < 1:
        what = f"{lines} lines cannot be forecast"
        raise InputError(Fault("BH-OBS-023", what, "one line or more", "give the number of lines"))
    known = region.standing_on(as_of)
    low, high = _range(known.parameter("site_line_output"))
    alike = known.parameter("site_line_output_correlation").value
    mean, sd = lines * (low + high) / 2, (high - low) / math.sqrt(12) * math.sqrt(lines + lines * (lines - 1) * alike)
    reach = float(ndtri(1 - TENTH)) * sd
    return max(mean - reach, 0.0), mean, mean + reach


def _learned(region: Region, others: Sequence[Site]) -> _LogDays:
    """Building days of a further site with two lines."""
    quoted = region.parameter("site_rush_lead_days")
    spread = region.parameter("site_build_log_sd").value
    exponent = region.parameter("site_line_exponent").value
    low, high = _range(quoted)
    width = (math.log(high) - math.log(low)) / 2 / float(ndtri(1 - TENTH))
    weight, total = 1 / width**2, (math.log(low) + math.log(high)) / 2 / width**2
    for one in others:
        lines = one.lines_built or 2.0
        weight += 1 / spread**2
        total += (math.log(one.build_days or 1.0) - exponent * math.log(lines / 2.0)) / spread**2
    return _LogDays(total / weight, math.sqrt(1 / weight + spread**2))


def _range(parameter: Parameter) -> tuple[float, float]:
    """Low and high of a parameter; half as much again either way where it gives no range."""
    low = parameter.value / 1.5 if parameter.low is None else parameter.low
    return low, parameter.value * 1.5 if parameter.high is None else parameter.high


def _for_lines(days: _LogDays, lines: int, exponent: float) -> _LogDays:
    if lines < 1:
        what = f"{lines} lines cannot be forecast"
        raise InputError(Fault("BH-OBS-023", what, "one line or more", "give the number of lines"))
    return _LogDays(days.mean + exponent * math.log(lines / 2.0), days.sd)


def _quantile(days: _LogDays, spent: int, probability: float) -> float:
    """Days that are not exceeded with a probability, given that they exceed the days already spent."""
    left = float(log_ndtr((days.mean - math.log(spent)) / days.sd)) if spent > 0 else 0.0
    return math.exp(days.mean - days.sd * float(ndtri_exp(left + math.log1p(-probability))))


def _facts(others: Sequence[Site]) -> tuple[str, ...]:
    return tuple(
        f"{one.site}: {one.build_days:g} days"
        + (f" for {one.lines_built:g} lines" if one.lines_built else ", number of lines unknown, taken as two")
        for one in others
    )


def _assumptions(region: Region, row: Site, lines: int) -> tuple[str, ...]:
    """Every assumed figure, and what is not known, in words."""
    names = ("site_rush_lead_days", "site_build_log_sd", "site_line_exponent")
    figures = [region.parameter(name) for name in names]
    told = [f"{one.parameter} = {one.value:g} {one.unit} ({_spoken(one)}): {one.quality}" for one in figures]
    unknown = row.lines_built is None
    guessed = f"ASSUMED: {lines} lines; how many are being built is unknown"
    told.append(guessed if unknown else f"{row.lines_built:g} lines reported")
    if row.building_from is None:
        told.append("ASSUMED: work begins on the day of the forecast; its start is unknown")
    return tuple(told)


def _spoken(parameter: Parameter) -> str:
    low, high = _range(parameter)
    return f"{low:g} to {high:g}"
