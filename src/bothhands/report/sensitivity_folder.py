"""The folder a sensitivity study leaves behind: a page, every number as JSON, and a row a figure as CSV."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np

from bothhands.plan.plan import Plan
from bothhands.plan.sensitivity import OUTPUTS, Sensitivity
from bothhands.report import sensitivity_charts as told
from bothhands.report.amounts import Language, MoneyUnit
from bothhands.report.briefing import page_of
from bothhands.report.telling import telling_of


def write_sensitivity(
    plan: Plan, made: Sensitivity, folder: Path, language: Language = "en", money_unit: MoneyUnit = "auto"
) -> list[str]:
    """Write page, JSON and CSV into a folder; names of the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sensitivity.html").write_text(page(plan, made, language, money_unit), encoding="utf-8")
    whole = json.dumps(as_json(plan, made), ensure_ascii=False, indent=1)
    (folder / "sensitivity.json").write_text(whole + "\n", encoding="utf-8")
    rows = figure_rows(plan, made)
    with (folder / "figures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else ["name"])
        writer.writeheader()
        writer.writerows(rows)
    return ["sensitivity.html", "sensitivity.json", "figures.csv"]


def page(plan: Plan, made: Sensitivity, language: Language = "en", money_unit: MoneyUnit = "auto") -> str:
    """The page of a study, self-contained like the briefing."""
    telling = telling_of(plan, language, money_unit)
    return page_of(
        telling,
        "figures.html.j2",
        telling.say("sens_title"),
        answer=told.answer(telling, made),
        notes=told.notes(telling, made),
        figures=told.charts(telling, made),
        open="stake",
    )


def as_json(plan: Plan, made: Sensitivity) -> dict[str, object]:
    """The study as plain data; what was not asked for is left out."""
    data: dict[str, object] = {
        "region": plan.region.name, "edition": plan.region.edition, "as_of": plan.as_of.isoformat(), "seed": made.seed,
        "version": plan.version, "hypothetical": plan.region.hypothetical, "outputs": list(OUTPUTS),
        "plan": dict(zip(OUTPUTS, made.base.tolist(), strict=True)), "resolution": made.resolution,
        "figures": figure_rows(plan, made), "replans": [{**one._asdict(), "stake": one.stake} for one in made.replans],
        "without_effect": list(plan.influences.without),
    }  # fmt: skip
    if made.effects is not None:
        data["morris"] = {
            "trajectories": made.trajectories, "figures": list(made.names),
            **{name: _plain(getattr(made.effects, name)) for name in ("mean", "mean_size", "spread", "counts")},
        }  # fmt: skip
    if made.indices is not None:
        indices = {name: _plain(value) for name, value in made.indices._asdict().items()}
        data["sobol"] = {"points": made.points, "figures": list(made.varied), **indices}
    return data


def figure_rows(plan: Plan, made: Sensitivity) -> list[dict[str, object]]:
    """One flat row a figure: range, source, first-order change, screening, indices and what is at stake; blank where not asked."""
    welfare = OUTPUTS.index("welfare")
    rows: list[dict[str, object]] = []
    for one in plan.influences.ranked:
        row: dict[str, object] = {
            **one.figure._asdict(), "first_order_at_low": one.kept[0], "first_order_at_high": one.kept[1],
            "morris_mean_size": "", "morris_mean": "", "morris_spread": "", "sobol_first": "", "sobol_total": "",
            "stake_at_low": "", "stake_at_high": "", "changes_plan": "",
        }  # fmt: skip
        name = one.figure.name
        if made.effects is not None and name in made.names:
            n = made.names.index(name)
            parts = (made.effects.mean_size, made.effects.mean, made.effects.spread)
            labels = ("morris_mean_size", "morris_mean", "morris_spread")
            row |= {label: float(part[n, welfare]) for label, part in zip(labels, parts, strict=True)}
        if made.indices is not None and name in made.varied:
            n = made.varied.index(name)
            row |= {
                "sobol_first": float(made.indices.first[n, welfare]),
                "sobol_total": float(made.indices.total[n, welfare]),
            }
        own = [again for again in made.replans if again.figure == name]
        row |= {f"stake_at_{again.end}": again.stake for again in own}
        rows.append({**row, "changes_plan": made.telling(name)} if own else row)
    return rows


def _plain(values: np.ndarray) -> list[object]:
    """An array as lists; null where it has no number."""
    plain = np.asarray(values, object)
    plain[~np.isfinite(np.asarray(values, float))] = None
    return list(plain.tolist())
