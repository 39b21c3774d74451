"""The folder a plan leaves behind: every number of the briefing in open formats."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
import polars as pl
import xarray as xr
from jax.typing import ArrayLike

from bothhands.inputs.axes import Axes
from bothhands.model.day import Day
from bothhands.model.ensemble import Members
from bothhands.model.signals import DEMAND_GROUPS
from bothhands.outcome.losses import CAUSES
from bothhands.plan.capacities import CAPACITIES
from bothhands.plan.futures import worst_mean
from bothhands.plan.limits import BY_CITY, LIMITS, asked
from bothhands.plan.plan import Plan
from bothhands.plan.saved import as_saved, starts_of
from bothhands.plan.strategy import Strategy
from bothhands.report import explanation
from bothhands.report.amounts import Language, MoneyUnit
from bothhands.report.briefing import Parts, briefing_page, contents_of
from bothhands.report.briefing_told import briefing_as_json
from bothhands.report.conflict_said import conflict_as_json, search_as_json
from bothhands.report.goal_sections import goals_as_json
from bothhands.report.kept_briefing import BRIEFING
from bothhands.report.kept_names import kept_names
from bothhands.report.measure_sheets import measures_frame, told_frame
from bothhands.report.printing import Printing
from bothhands.report.results_named import attributes_of
from bothhands.report.telling import Telling, telling_of

AMOUNTS = "[>=1000]#,##0;[<=-1000]-#,##0;General"
"""How a spreadsheet shows an amount: large ones whole and with thousands apart, others with the digits they have."""


def write_folder(
    plan: Plan, folder: Path, language: Language = "en", money_unit: MoneyUnit = "auto", parts: Parts | None = None
) -> list[str]:
    """Write briefing, plan, results, measures and workbook into a folder; names of the files written, and what was left out.

    Parameters
    ----------
    plan, folder, language, money_unit
        What is written, where, and how it is told.
    parts
        Its chain and targets, where they are at hand.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with Printing(folder / "briefing.pdf") as printing:
        telling = telling_of(plan, language, money_unit)
        contents = contents_of(telling, parts)
        page = briefing_page(telling, contents)
        printing.begin(page)
        texts = {
            "briefing.html": page,
            BRIEFING: json.dumps(briefing_as_json(telling, contents), ensure_ascii=False),
            "explanation.html": explanation.page(plan, language, money_unit),
            "plan.json": json.dumps(as_json(plan), ensure_ascii=False, indent=1),
        }
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        as_dataset(plan).to_netcdf(folder / "results.nc", engine="h5netcdf")
        return [*texts, "results.nc", *_write_tables(telling, folder), printing.end()]


def _write_tables(telling: Telling, folder: Path) -> list[str]:
    """Measures and workbook, made before they are written, so that a full disk is told by the write alone; names of the files."""
    plan = telling.plan
    measures = measures_frame(plan)
    parquet = BytesIO()
    measures.write_parquet(parquet)
    strategies = pl.DataFrame([summary_of(one.name, one) for one in (*plan.references, plan.chosen)])
    sheets = {
        "strategies": strategies,
        "measures": measures,
        "told": told_frame(telling),
        "figures": pl.DataFrame(figures_of_plan(plan), infer_schema_length=None),
        "assumptions": _assumptions(plan),
    }
    files = {
        "measures.parquet": parquet.getvalue(),
        "measures.csv": measures.write_csv().encode(),
        "plan.xlsx": _workbook(sheets),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return list(files)


def as_json(plan: Plan) -> dict[str, object]:
    """The plan as plain data: what it is for, how sure, what it amounts to, and every measure."""
    posterior = plan.posterior
    breaches: Sequence[str] = plan.chain.tables.get("breaches", ())  # type: ignore[assignment]
    sd = np.sqrt(np.diag(posterior.covariance))
    return {
        "region": plan.region.name, "currency": plan.region.currency, "edition": plan.region.edition, "as_of": plan.as_of.isoformat(), "seed": plan.seed,
        "version": plan.version, "hypothetical": plan.region.hypothetical, "members": len(np.asarray(plan.members.found)),
        "feasible": plan.solution.feasible, "seconds": {k: round(v, 2) for k, v in plan.seconds.items()},
        "posterior": {name: {"mean": float(m), "sd": float(s)} for name, m, s in zip(posterior.names, posterior.mean, sd, strict=True)},
        "posterior_is": "quick fit" if posterior.sampled is None else "sampled",
        "strategies": [summary_of(one.name, one) for one in (*plan.references, plan.chosen)],
        "limits": [
            {"limit": limit, "place": place, "whole_region": n >= BY_CITY, "use": float(plan.chosen.outcome.limits[n][p] * plan.problem.bounds.room[n]), "room": float(plan.problem.bounds.room[n]), "price_per_percent": float(plan.solution.prices[n][p])}
            for n, limit in enumerate(LIMITS) if asked(plan.problem.bounds)[n] for p, place in enumerate(plan.axes.places)
        ],
        "capacities": [
            {"capacity": capacity, "place": place, "worth_of_one_percent_more": float(plan.solution.capacity_worth[n][p])}
            for n, capacity in enumerate(CAPACITIES.values()) for p, place in enumerate(plan.axes.places)
        ],
        "question": plan.question.model_dump(mode="json"), "decisions": as_saved(plan.solution.decisions),
        "period_starts": [day.isoformat() for day in starts_of(plan.axes, np.asarray(plan.problem.period), np.asarray(plan.problem.future))],
        "goals": goals_as_json(plan), "search": search_as_json(plan), "conflict": conflict_as_json(plan),
        "promise": promise_of_plan(plan), "rules": [rule.model_dump(mode="json") for rule in plan.promise.rules],
        "explanation": explanation.as_json(plan),
        "accounts": accounts_of_plan(plan),
        "figures": figures_of_plan(plan),
        "figures_without_effect": list(plan.influences.without),
        "breaches": list(breaches), "measures": [m.model_dump(mode="json") for m in plan.measures],
        **kept_names(plan),
    }  # fmt: skip


def accounts_of_plan(plan: Plan) -> dict[str, object]:
    """Quarters with their band, losses by cause and public money by month, of the plan and of carrying on."""
    return {
        name: {
            "quarters": {
                quarter: {
                    "year_on_year": float(one.quarters.year_on_year()[n]),
                    "band_90": one.growth.band()[[0, 2], n].tolist() if one.growth else None,
                    **{part: float(getattr(one.quarters, part)[n].sum()) for part in ("constant", "current", "last_year")},
                }
                for n, quarter in enumerate(one.calendar.names)
            },
            "half_year_and_year": np.asarray(one.quarters.half_years()).tolist(),
            "losses": dict(zip(CAUSES, np.asarray(one.losses.causes).sum((1, 2, 3)).tolist(), strict=True)),
            "jobs_lost": np.asarray(one.jobs.lost).sum((1, 2)).tolist(), "furloughed": np.asarray(one.jobs.furloughed).sum((1, 2)).tolist(),
            "public_money": {
                part: np.asarray(getattr(one.money, part)).reshape(len(one.months), -1).sum(1).tolist() for part in one.money._fields
            },
            "help_cash": one.help_cash.tolist(), "months": list(one.months),
        }
        for name, one in zip(("plan", plan.references[0].name), plan.accounts, strict=True)
    }  # fmt: skip


def promise_of_plan(plan: Plan) -> dict[str, object]:
    """How the plan fares on fresh members, and what was tried to keep its promise."""
    promise, outcomes = plan.promise, plan.promise.futures.outcomes
    return {
        "asked": dict(promise.asked), "members": promise.futures.size, "seed": promise.seed, "kept": promise.kept, "least_share": promise.least, "holds": promise.holds,
        "by_limit": {name: share for n, (name, share) in enumerate(promise.by_limit.items()) if asked(plan.problem.bounds)[n]},
        "mean": {name: float(np.mean(getattr(outcomes, name), dtype=float)) for name in ("objective", "welfare", "value_added", "life_years", "deaths")},
        "deaths_of_the_worst_tenth": worst_mean(np.asarray(outcomes.deaths)),
        "tried": [one._asdict() for one in promise.tried],
    }  # fmt: skip


def figures_of_plan(plan: Plan) -> list[dict[str, object]]:
    """Every figure and what it changes at either end of its range, to first order, the one that changes most first."""
    found = plan.influences
    return [
        {
            **one.figure._asdict(),
            "welfare_at_low": one.welfare[0], "welfare_at_high": one.welfare[1],
            "welfare_limits_kept_at_low": one.kept[0], "welfare_limits_kept_at_high": one.kept[1],
            "fullest_limit": found.limit, "fullest_limit_place": found.place, "fullest_limit_use": found.use,
            "use_at_low": one.use[0], "use_at_high": one.use[1],
        }
        for one in found.ranked
    ]  # fmt: skip


def summary_of(name: str, one: Strategy) -> dict[str, object]:
    """A strategy's outcome as one flat row."""
    outcome = {field: float(value) for field, value in one.outcome._asdict().items() if np.ndim(value) == 0}
    limits = np.asarray(one.outcome.limits)
    use = {f"largest use of {limit}": float(limits[n].max()) for n, limit in enumerate(LIMITS)}
    return {"strategy": name, **outcome, **use, "keeps_limits": one.keeps_limits}


def as_dataset(plan: Plan) -> xr.Dataset:
    """Daily results of the plan and of the reference strategies, with named axes."""
    about = {
        "region": plan.region.name,
        "currency": plan.region.currency,
        "edition": plan.region.edition,
        "as_of": plan.as_of.isoformat(),
        "seed": plan.seed,
        "version": plan.version,
    }
    return dataset_of(plan.axes, (*plan.references, plan.chosen), plan.members, about)


def dataset_of(
    axes: Axes, strategies: Sequence[Strategy], members: Members | None, about: Mapping[str, object]
) -> xr.Dataset:
    """Daily results of strategies, with named axes.

    Parameters
    ----------
    axes
        The region's.
    strategies
        In the order in which they are to stand.
    members
        Stochastic members of the last one; none where it was run on none.
    about
        Attributes: the region, its currency, edition and day.
    """
    coordinates = {
        "time": np.array(axes.days, dtype="datetime64[ns]"), "place": list(axes.places), "age": list(axes.ages), "sector": list(axes.sectors),
        "good": list(axes.goods), "group": list(DEMAND_GROUPS), "strategy": [one.name for one in strategies],
    }  # fmt: skip

    def stacked(pick: Callable[[Day], ArrayLike]) -> np.ndarray:
        return np.stack([np.asarray(pick(one.record), np.float32) for one in strategies])

    data = {
        "infections": (("strategy", "time", "place"), stacked(lambda d: d.epidemic.infections.sum(-1))),
        "found": (("strategy", "time", "place"), stacked(lambda d: d.epidemic.found)),
        "deaths": (("strategy", "time", "place", "age"), stacked(lambda d: d.epidemic.deaths)),
        "ward_patients": (("strategy", "time", "place"), stacked(lambda d: d.epidemic.ward)),
        "intensive_patients": (("strategy", "time", "place"), stacked(lambda d: d.epidemic.intensive)),
        "value_added_per_day": (("strategy", "time", "place", "sector"), stacked(lambda d: d.economy.value_added)),
        "goods_produced": (("strategy", "time", "place", "good"), stacked(lambda d: d.supply.produced)),
        "mask_coverage": (("strategy", "time", "place", "group"), stacked(lambda d: d.supply.mask_coverage)),
        "tax_base": (("strategy", "time", "place"), stacked(lambda d: d.signals.tax_base)),
    }
    if members is not None:
        by_place = {"member_found": members.found, "member_output_share": members.output_share}
        coordinates["member"] = np.arange(len(np.asarray(members.found)))
        whole = {"member_ward": members.ward, "member_intensive": members.intensive, "member_deaths": members.deaths}
        data |= {name: (("member", "time", "place"), np.asarray(given, np.float32)) for name, given in by_place.items()}
        data |= {name: (("member", "time"), np.asarray(given, np.float32).sum(-1)) for name, given in whole.items()}
    made = xr.Dataset(data, coordinates, about)
    for name, variable in made.variables.items():
        variable.attrs.update(attributes_of(str(name), str(about.get("currency", "yuan"))))
    return made


def _assumptions(plan: Plan) -> pl.DataFrame:
    return pl.DataFrame([row.model_dump(mode="json") for row in plan.region.parameters], infer_schema_length=None)


def _workbook(sheets: dict[str, pl.DataFrame]) -> bytes:
    import xlsxwriter

    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        for name, frame in sheets.items():
            frame.write_excel(book, worksheet=name, autofit=True, dtype_formats={pl.Float64: AMOUNTS})
    return kept.getvalue()
