"""A calibration told: the table of its figures, its checks and the filter in sentences, and everything as plain data. Pure."""

from __future__ import annotations

from bothhands.observe.calibration import LARGEST_R_HAT, LEAST_EFFECTIVE, Calibration
from bothhands.observe.chance import ENOUGH, Chance
from bothhands.observe.predictive import Sum
from bothhands.report.svg import Table

HEAD = ("figure", "mean", "sd", "5 %", "95 %", "R-hat", "ESS", "prior")
"""ESS: effective draws; the prior is mean ± standard deviation."""


def table_of(made: Calibration) -> Table:
    """A row for every figure, on the scale it is sampled on: natural logarithms, and standard normal numbers of the stated ranges."""
    rows = tuple(
        (
            row.name, f"{row.mean:.2f}", f"{row.sd:.2f}", f"{row.low:.2f}", f"{row.high:.2f}", f"{row.r_hat:.3f}",
            f"{row.effective:.0f}", f"{row.prior_mean:.2f}±{row.prior_sd:.2f}",
        )
        for row in made.rows
    )  # fmt: skip
    return Table(HEAD, rows)


def sentences(made: Calibration) -> list[str]:
    """Whether to believe the posterior: chains, predictive checks by city and week."""
    told, chains = made.predictive, made.chains
    worst = max(row.r_hat for row in made.rows)
    least = min(row.effective for row in made.rows)
    verdict = "converged" if made.has_converged else "NOT converged: ask for more draws"
    missed = [one for one in told.cities if not one.is_inside]
    weeks = [one for one in told.weeks if not one.is_inside]
    return [
        f"{verdict}: R-hat at most {worst:.4f} (below {LARGEST_R_HAT}), effective draws at least {least:.0f} (above {LEAST_EFFECTIVE:.0f}), "
        f"{int(chains.diverging.sum())} divergences; {chains.points.shape[0]} chains of {chains.points.shape[1]} draws, "
        f"{chains.gradients.mean():.1f} gradients a draw, acceptance {chains.acceptance.mean():.2f}",
        f"90 % intervals of counts drawn anew hold {told.coverage_city:.0%} of {told.counts} counts and {told.coverage_region:.0%} of the days of "
        f"the region ({told.cases} cases)",
        _sums("sums by city", told.cities, missed),
        _sums("sums by week", told.weeks, weeks),
    ]


def chance_sentences(chance: Chance) -> list[str]:
    """The filter beside the mean: likelihoods, transmission, current state."""
    low, high = chance.at_large_band
    return [
        f"filter: {chance.particles} particles at {chance.draws} draws of the posterior; effective particles of a city and day "
        f"{chance.mean_effective:.0f} in the mean, {chance.least_effective:.0f} at least ({chance.least_where})",
        f"log-likelihood by chance {chance.log_likelihood:.1f} (standard deviation {chance.noise:.1f} from run to run), in the mean with dispersion "
        f"{chance.mean_log_likelihood:.1f}",
        f"log transmission {chance.mean[0]:.3f} ± {chance.sd[0]:.3f} in the mean, {chance.mean[1]:.3f} ± {chance.sd[1]:.3f} weighed by the filter "
        f"({chance.effective_draws:.1f} of {chance.draws} draws effective{'' if chance.effective_draws >= ENOUGH else ': too few to tell, ask for more particles'})",
        f"infected and not yet found on the as-of day: {chance.at_large:.1f} persons (90 % {low:.0f} to {high:.0f}), none at all with chance "
        f"{chance.nobody:.0%}; in the mean {chance.at_large_of_mean:.1f}",
        f"reproduction number of the last {chance.last_days} days, infected over found or recovered: {chance.reproduction:.2f}",
    ]


def as_json(made: Calibration, chance: Chance | None) -> dict[str, object]:
    """Everything but the draws."""
    posterior, told = made.posterior, made.predictive
    return {
        "region": made.region, "edition": posterior.edition, "as_of": posterior.as_of.isoformat(), "version": posterior.version,
        "seed": posterior.sampled.seed if posterior.sampled else None, "converged": made.has_converged,
        "chains": int(made.chains.points.shape[0]), "draws": int(made.chains.points.shape[1]),
        "divergences": int(made.chains.diverging.sum()), "gradients_a_draw": float(made.chains.gradients.mean()),
        "seconds": round(made.seconds, 1), "figures": [row._asdict() for row in made.rows],
        "predictive": {
            **told._asdict(), "cities": [one._asdict() for one in told.cities], "weeks": [one._asdict() for one in told.weeks],
        },
        "filter": None if chance is None else chance.as_plain(),
    }  # fmt: skip


def _sums(name: str, sums: tuple[Sum, ...], outside: list[Sum]) -> str:
    told = "; ".join(f"{one.name} {one.reported}, {one.low:.0f} to {one.high:.0f} expected" for one in outside)
    return f"{name}: {len(sums) - len(outside)} of {len(sums)} within their 90 % band" + (
        f"; outside: {told}" if told else ""
    )
