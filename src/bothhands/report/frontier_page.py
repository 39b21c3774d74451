"""Lives against everything else, on one page: the plans nobody can improve in both, and what each gives up for the next."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from bothhands.levers.measures_file import measures_text
from bothhands.plan.explain import binding
from bothhands.plan.frontier import Frontier, Point, plan_of_point
from bothhands.plan.limits import DEATHS
from bothhands.plan.plan import Plan
from bothhands.report.amounts import Language, MoneyUnit, number
from bothhands.report.binding_said import binding_as_json
from bothhands.report.briefing import page_of
from bothhands.report.conflict_said import search_as_json
from bothhands.report.explanation import binding_said
from bothhands.report.folder import as_json as plan_as_json
from bothhands.report.folder import dataset_of
from bothhands.report.goal_sections import goals_as_json
from bothhands.report.measure_sheets import told_measures
from bothhands.report.scatter_chart import Dot, scatter_chart
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import Telling, array, telling_of

POINTS = "points"
"""Folder of the points beside `frontier.json`."""
OF_THE_PLAN = ("promise", "rules", "explanation", "accounts", "figures", "figures_without_effect", "capacities")
"""Parts of `plan.json` that were found out about the plan itself alone."""
NOTABLE = 1e-4
"""Share of the plan's worth from which it is told that a point of the front is worth more."""
SHOWN = 3.0
"""A reference that gives up more than so many times what the whole front does is left to the table of strategies."""


def write_frontier(
    plan: Plan, made: Frontier, folder: Path, language: Language = "en", money_unit: MoneyUnit = "auto"
) -> list[str]:
    """Write page and numbers into a folder; names of the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    telling = telling_of(plan, language, money_unit)
    page = page_of(
        telling, "figures.html.j2", telling.say("frontier"), answer=telling.say("blank").join(said(telling, made)), figures=[chart(telling, made)],
        open="frontier", notes=[telling.say("frontier_note")],
    )  # fmt: skip
    (folder / "frontier.html").write_text(page, encoding="utf-8")
    (folder / "frontier.json").write_text(json.dumps(as_json(plan, made), indent=1) + "\n", encoding="utf-8")
    return ["frontier.html", "frontier.json"]


def write_points(plan: Plan, made: Frontier, folder: Path) -> list[str]:
    """Write each point but the plan as a plan of its own, `points/NUMBER` in the order of `frontier.json`; names of the folders.

    Notes
    -----
    Such a plan was searched and simulated, and neither checked on members nor explained: those parts are left out.
    """
    written = []
    for n, point in enumerate(made.points):
        if point.is_plan:
            continue
        own = plan_of_point(plan, point)
        told = {key: part for key, part in plan_as_json(own).items() if key not in OF_THE_PLAN}
        told["goals"] = [{**one, "share_of_members": None} for one in goals_as_json(own)]
        at = folder / POINTS / str(n)
        at.mkdir(parents=True, exist_ok=True)
        (at / "plan.json").write_text(json.dumps({**told, "rules": []}, ensure_ascii=False, indent=1), encoding="utf-8")
        (at / "measures.csv").write_text(measures_text(told_measures(own, own.measures)), encoding="utf-8")
        about = {
            "region": plan.region.name,
            "currency": plan.region.currency,
            "edition": plan.region.edition,
            "as_of": plan.as_of.isoformat(),
            "version": plan.version,
        }
        dataset_of(own.axes, (*own.references, own.chosen), None, about).to_netcdf(at / "results.nc", engine="h5netcdf")
        written.append(f"{POINTS}/{n}")
    return written


def said(telling: Telling, made: Frontier) -> list[str]:
    """The span of the front, what the next death spared costs, and what holds it."""
    say, words = telling.say, telling.words
    points = made.points
    if len(points) < 2:
        return [say("frontier_one"), _binding_said(telling)]
    most, least = max(points, key=lambda one: one.deaths), min(points, key=lambda one: one.deaths)
    lost = most.other_worth(made.life_year) - least.other_worth(made.life_year)
    own = next((n for n, one in enumerate(points) if one.is_plan), len(points))
    told = [say("frontier_span", most=number(most.deaths), least=number(least.deaths), lost=words.money(lost))]
    steps = prices_of(made)
    if own < len(steps) and np.isfinite(steps[own]):
        told.append(say("frontier_step", price=words.money(steps[own])))
    return [*told, *_better(telling, made), _binding_said(telling)]


def _binding_said(telling: Telling) -> str:
    """What holds the plan back; that nothing does is said of the plan alone, for points of the front have limits of their own."""
    return binding_said(telling) if binding_as_json(telling.plan) else telling.say("frontier_free")


def _better(telling: Telling, made: Frontier) -> list[str]:
    """That a point is worth more than the plan by the plan's own values, where one is, and what may find it: the plan's search settled elsewhere or was cut short.

    Nothing where the plan was made for something else than net social value: that others are worth more by it is no fault of its search.
    """
    if telling.plan.question.objective != "welfare":
        return []
    own = float(telling.plan.chosen.outcome.welfare)
    best = max((*made.points, *made.beaten), key=lambda one: float(one.outcome.welfare))
    gain = float(best.outcome.welfare) - own
    if gain <= NOTABLE * abs(own):
        return _beside(telling, made)
    return [
        telling.say(
            "frontier_better_settled" if search_as_json(telling.plan)["settled"] else "frontier_better",
            name=_name(telling, best),
            deaths=number(best.deaths),
            gain=telling.words.money(gain),
        )
    ]


def _beside(telling: Telling, made: Frontier) -> list[str]:
    """That the plan is no point of the front where one beats it by less than a search tells apart."""
    own = next((one for one in made.beaten if one.is_plan), None)
    if own is None:
        return []
    better = [
        one
        for one in made.points
        if one.deaths <= own.deaths and one.other_worth(made.life_year) >= own.other_worth(made.life_year)
    ]
    if not better:
        return []
    most = max(better, key=lambda one: one.other_worth(made.life_year))
    less = most.other_worth(made.life_year) - own.other_worth(made.life_year)
    name, money = _name(telling, most), telling.words.money(less)
    return [telling.say("frontier_beside", name=name, deaths=number(most.deaths), less=money)]


def prices_of(made: Frontier) -> list[float]:
    """What a death spared costs from each point of the front to the next."""
    pairs = zip(made.points[:-1], made.points[1:], strict=True)
    return [
        (one.other_worth(made.life_year) - two.other_worth(made.life_year)) / max(one.deaths - two.deaths, 1e-9)
        if one.deaths > two.deaths
        else float("inf")
        for one, two in pairs
    ]


def chart(telling: Telling, made: Frontier) -> Figure:
    """Deaths against the worth of everything else; references that keep the limits as grey dots."""
    plan, say, words = telling.plan, telling.say, telling.words
    most = max(one.other_worth(made.life_year) for one in made.points)
    dots = [
        Dot(
            one.deaths,
            most - one.other_worth(made.life_year),
            _name(telling, one),
            "plan" if one.is_plan else "front",
        )
        for one in made.points
    ]
    dots += [
        Dot(one.deaths, most - one.other_worth(made.life_year), say("plan"), "other")
        for one in made.beaten
        if one.is_plan
    ]
    for reference in plan.references:
        if reference.keeps_limits:
            other = float(reference.outcome.welfare) + made.life_year * float(reference.outcome.life_years)
            if most - other <= SHOWN * max(dot.y for dot in dots):
                dots.append(Dot(float(reference.outcome.deaths), most - other, say(reference.name), "other"))
    steps = [*prices_of(made), float("nan")]
    best = max(float(one.outcome.value_added) for one in (*made.points, *(one for one in made.beaten if one.is_plan)))

    def row(n: int, one: Point) -> tuple[str, ...]:
        first = _holds_back(telling, one)
        price = words.money(steps[n]) if np.isfinite(steps[n]) else "–"
        return (
            _name(telling, one), number(one.deaths), words.money(best - float(one.outcome.value_added)),
            words.money(most - one.other_worth(made.life_year)), words.money(float(one.outcome.schooling)), price, first,
        )  # fmt: skip

    heads = ("front_point", "deaths", "value_added_less", "given_up", "schooling", "price_of_next", "binds_first")
    beaten = tuple(row(-1, one) for one in made.beaten if one.is_plan)
    rows = tuple(row(n, one) for n, one in enumerate(made.points))
    table = Table(tuple(say(head) for head in heads), (*rows, *beaten))
    title = say("frontier_title", n=len(made.points))
    return telling.figure(
        "frontier", title, say("frontier_unit"), "targets",
        lambda drawn: scatter_chart(drawn, dots, say("deaths"), say("given_up"), words.money, number), table,
    )  # fmt: skip


def _holds_back(telling: Telling, point: Point) -> str:
    """The dearest limit that holds a point back; that of deaths only makes it the point it is."""
    full = binding(array(point.outcome.limits), array(point.solution.prices), telling.plan.axes)
    own = DEATHS if np.isfinite(point.most_deaths) else ""
    first = next(((limit, place) for limit, place, *_ in full if limit != own), None)
    if first is None:
        return "–"
    return telling.say(first[0]) + (f" · {telling.place(first[1])}" if first[1] else "")


def _name(telling: Telling, point: Point) -> str:
    """What a point is: the plan, the one that counts no life, or how many deaths it was allowed."""
    if point.is_plan:
        return telling.say("plan")
    if not np.isfinite(point.most_deaths):
        return telling.say("front_free")
    return telling.say("front_most", most=number(point.most_deaths))


def as_json(plan: Plan, made: Frontier) -> dict[str, object]:
    """The front as plain data; decisions in whole percents stand in the plan's own folder for the plan alone."""
    return {
        "region": plan.region.name, "edition": plan.region.edition, "as_of": plan.as_of.isoformat(), "life_year": made.life_year,
        "points": [
            {
                "most_deaths": one.most_deaths if np.isfinite(one.most_deaths) else None, "is_plan": one.is_plan, "deaths": one.deaths, "life_years": float(one.outcome.life_years), "value_added": float(one.outcome.value_added),
                "other_worth": one.other_worth(made.life_year), "on_front": one in made.points,
                "binding": [[limit, place, use, price] for limit, place, use, price in binding(array(one.outcome.limits), array(one.solution.prices), plan.axes)],
            }
            for one in (*made.points, *made.beaten)
        ],
    }  # fmt: skip
