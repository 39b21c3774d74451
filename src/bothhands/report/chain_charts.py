"""Charts of the supply chain: the bottleneck calendar, what is made against what lines could make, and who is covered."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple, cast

import numpy as np

from bothhands.levers.measure import Measure
from bothhands.model.signals import DEMAND_GROUPS
from bothhands.plan.chain_case import chain_of
from bothhands.report import names
from bothhands.report.amounts import number, quantity
from bothhands.report.calendar_chart import Kind, Row, Span, calendar_chart
from bothhands.report.chain_dates import first_product
from bothhands.report.line_charts import Curve, Scene, line_chart
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import Telling, array, table_of_days

NAMED_LINKS = 3
"""Links named in the title of the calendar where more than one is left; those are counted."""
KINDS = ("lines", "supply", "release")
"""What binds of a good: its lines, what can be bought of it, or the wait before it may be used."""
KEY: tuple[Kind, ...] = ("built", "ramp", "full", "short", "wait")


class Order(NamedTuple):
    """Lines of one class ordered on a day: how many, where, when they first make and when at full rate, output a day, cost."""

    good: str
    line_class: str
    day: date
    lines: float
    sites: tuple[str, ...]
    first_product: date
    full_rate: date
    per_day: float
    cost: float


class Link(NamedTuple):
    """A link that holds masks back from one day to another: its good and whether lines, purchases or release bind."""

    good: str
    kind: str
    first: date
    last: date


def chain_calendar(telling: Telling) -> Figure | None:
    """Orders, building, running in and the binding link by good along the chain; none where no chain is modelled."""
    orders, links = orders_of(telling), links_of(telling)
    goods = chain_goods(telling, {order.good for order in orders} | {link.good for link in links})
    if not goods:
        return None
    plan, say = telling.plan, telling.say
    rows = [row for good in goods for row in _rows(telling, good, orders, links)]
    first = min(plan.as_of, *(order.day for order in orders)) - timedelta(days=7) if orders else plan.as_of
    key = [(kind, say(f"key_{kind}")) for kind in KEY]
    title = say("calendar_title", links=_links_said(telling, links)) if links else say("calendar_title_none")
    return telling.figure(
        "calendar", title, say("calendar_unit"), "supply",
        lambda chart: calendar_chart(chart, rows, max(first, plan.axes.start), plan.axes.end, plan.as_of, key), _calendar_table(telling, orders, links), full=True,
    )  # fmt: skip


def masks_chart(telling: Telling) -> Figure | None:
    """Mask coverage of the public, of workers and of health workers; none where no good is followed."""
    plan, say = telling.plan, telling.say
    if not plan.axes.goods:
        return None
    people = array(plan.model.epidemic.population).sum(-1)
    cover = 100 * np.einsum("tpg,p->tg", array(plan.chosen.record.supply.mask_coverage), people) / people.sum()
    cover, ahead = cover[telling.drawn], telling.future[telling.drawn]
    series = {group: cover[:, DEMAND_GROUPS.index(group)] for group in ("public", "workers", "health_workers")}
    days = max(float(ahead.sum()), 1.0)
    public, staff, nurses = (telling.words.share(float(one @ ahead) / days / 100) for one in series.values())
    title = say("masks_title", share=public, staff=staff, workers=nurses)
    curves = [
        Curve(say("public"), series["public"]),
        Curve(say("workers"), series["workers"], dashed=True),
        Curve(say("health_workers"), series["health_workers"], dotted=True),
    ]
    scene = Scene(plan.axes.start, plan.as_of)
    columns = {telling.words.in_percent(group): [number(float(v)) for v in one] for group, one in series.items()}
    return telling.figure(
        "masks",
        title,
        say("masks_unit"),
        "supply",
        lambda chart: line_chart(chart, scene, curves),
        table_of_days(telling, columns),
    )


def made_charts(telling: Telling) -> list[Figure]:
    """What is made of each good of the chain against what its lines could make."""
    links = {link.good for link in links_of(telling)} | {order.good for order in orders_of(telling)}
    capacity = array(telling.plan.chosen.record.supply.capacity).sum(1)
    axes = telling.plan.axes
    return [
        _made(telling, good) for good in chain_goods(telling, links) if capacity[:, axes.goods.index(good)].max() > 0
    ]


def orders_of(telling: Telling) -> list[Order]:
    """Line orders of the plan, those of one class and day together, in the order of days."""
    found = [measure for measure in telling.plan.measures if measure.lever == "line_orders"]
    key = lambda m: (m.good, m.start, m.variant)  # noqa: E731
    return [_order(telling, list(same)) for _, same in groupby(sorted(found, key=key), key=key)]


def links_of(telling: Telling) -> list[Link]:
    """The binding link by week, weeks of the same link joined, the weeks without one left out.

    In a week that the calendar cuts short the wait for release is left out: nothing made then could be used before the last day.
    """
    weeks = cast("tuple[dict[str, object], ...]", telling.plan.chain.tables.get("bottlenecks", ()))
    found: list[Link] = []
    for week in weeks:
        first, link, short = cast("date", week["week"]), str(week["link"]), str(week["good"])
        if link == "none" or (link == "release" and first + timedelta(days=6) > telling.plan.axes.end):
            continue
        good, _, kind = link.rpartition(" ") if link != "release" else (short, "", "release")
        last = min(first + timedelta(days=6), telling.plan.axes.end)
        if found and (found[-1].good, found[-1].kind) == (good, kind) and found[-1].last + timedelta(days=1) == first:
            found[-1] = found[-1]._replace(last=last)
        else:
            found.append(Link(good, kind, first, last))
    return found


def chain_goods(telling: Telling, wanted: set[str]) -> list[str]:
    """Goods of the chain of some goods, what goes in before what it makes."""
    goods = [good for good in telling.plan.axes.goods if good in wanted]
    return list(chain_of(telling.plan.region, goods))


def link_name(telling: Telling, link: Link) -> str:
    """A link in words."""
    if link.kind == "release":
        return telling.say("release")
    return telling.say("bought" if link.kind == "supply" else "lines", good=telling.good(link.good))


def _order(telling: Telling, same: list[Measure]) -> Order:
    """Lines of one class ordered on one day, at the lead time and ramp the model uses."""
    axes, params, one = telling.plan.axes, telling.plan.model.supply, same[0]
    option = next(
        n
        for n, own in enumerate(axes.line_options)
        if (own.site, own.good, own.line_class) == (one.site, one.good, one.variant)
    )
    first = first_product(one.start, float(params.option_lead_days[option]))
    full = first + timedelta(days=max(round(float(params.option_ramp_days[option])), 1))
    lines = sum(m.value * ((m.end - m.start).days + 1) for m in same)
    sites = tuple(dict.fromkeys(m.site for m in same))
    per_day = lines * float(params.option_units_per_day[option])
    return Order(one.good, one.variant, one.start, lines, sites, first, full, per_day, sum(m.cost for m in same))


def _rows(telling: Telling, good: str, orders: list[Order], links: list[Link]) -> list[Row]:
    """The rows of one good: its name, its binding weeks, its standing lines, each order."""
    say, end = telling.say, telling.plan.axes.end
    name = telling.good(good)
    rows = [Row(name[:1].upper() + name[1:], (), heading=True)]
    for kind in KINDS:
        binding = tuple(
            Span(link.first, link.last, "short") for link in links if (link.good, link.kind) == (good, kind)
        )
        if binding:
            rows.append(Row(say(f"link_row_{kind}"), binding))
    standing = _standing(telling, good)
    if standing:
        rows.append(
            Row(
                say("standing_row"),
                (
                    Span(
                        telling.plan.axes.start, end, "full", say("standing_label", rate=_rate(telling, good, standing))
                    ),
                ),
            )
        )
    outside = float(array(telling.plan.model.supply.outside_supply)[telling.plan.axes.goods.index(good)])
    if outside:
        label = say("outside_label", rate=_rate(telling, good, outside))
        rows.insert(1, Row(say("outside_row"), (Span(telling.plan.axes.start, end, "wait", label),)))
    for order in (*_placed(telling, good), *orders):
        if order.good == good:
            kind = names.class_name(order.line_class, telling.language)
            row = "order_row" if order.line_class else "placed_row"
            name = say(row, n=number(order.lines), kind=kind, day=telling.words.day(order.day))
            label = say("order_label", rate=_rate(telling, good, order.per_day))
            rows.append(Row(name, (
                Span(order.day, order.first_product - timedelta(days=1), "built"), Span(order.first_product, order.full_rate - timedelta(days=1), "ramp"),
                Span(order.full_rate, end, "full", label),
            )))  # fmt: skip
    return rows


def _placed(telling: Telling, good: str) -> list[Order]:
    """Lines of the tables that are on order on the as-of day, as orders without a class."""
    params, axes, as_of = telling.plan.model.supply, telling.plan.axes, telling.plan.as_of
    found = []
    for line in np.flatnonzero(np.asarray(params.line_good) == axes.goods.index(good)):
        ready, ramp = float(params.line_ready_day[line]), max(float(params.line_ramp_days[line]), 1.0)
        rate = float(params.line_capacity[line])
        if ready > axes.day_index(as_of) and rate > 0:
            first = axes.start + timedelta(days=round(ready))
            full = first + timedelta(days=round(ramp))
            found.append(Order(good, "", as_of, 0.0, (), first, full, rate, 0.0))
    return found


def _standing(telling: Telling, good: str) -> float:
    """What lines that stand on the as-of day make a day at full rate, over the region."""
    params, axes = telling.plan.model.supply, telling.plan.axes
    ready = array(params.line_ready_day) <= axes.day_index(telling.plan.as_of)
    return float(array(params.line_capacity)[(np.asarray(params.line_good) == axes.goods.index(good)) & ready].sum())


def _rate(telling: Telling, good: str, amount: float) -> str:
    space = "" if telling.words.zh else " "
    return f"{quantity(amount, telling.language)}{space}{names.good_unit(telling.plan.region, good, telling.language)}"


def _links_said(telling: Telling, links: list[Link]) -> str:
    """The first links in time, each with its last day, and until when others follow."""
    say, end = telling.say, telling.plan.axes.end
    near_end = end - timedelta(days=13)
    named = links if len(links) <= NAMED_LINKS + 1 else links[:NAMED_LINKS]
    told = [
        say("to_end", link=link_name(telling, link))
        if link.last >= near_end
        else say("until", link=link_name(telling, link), day=telling.words.day(link.last))
        for link in named
    ]
    if len(named) < len(links):
        told.append(say("links_more", n=len(links) - len(named), day=telling.words.day(links[-1].last)))
    return say("then").join(told)


def _calendar_table(telling: Telling, orders: list[Order], links: list[Link]) -> Table:
    """Every order with its days, and every stretch of a binding link."""
    say, words = telling.say, telling.words
    rows = []
    for order in orders:
        sites = names.listed(
            [names.site_name(telling.plan.region, site, telling.language) for site in order.sites], telling.language
        )
        lines = f"{say('ordered', n=number(order.lines), line=say('line' if order.lines == 1 else 'many_lines'), cost=words.money(order.cost))} ({names.class_name(order.line_class, telling.language)}; {sites})"
        when = f"{words.day(order.day)}; {say('first_product')} {words.day(order.first_product)}; {say('full_rate')} {words.day(order.full_rate)}"
        rows.append((telling.good(order.good), lines, when))
    rows += [(link_name(telling, link), say("key_short"), words.span(link.first, link.last)) for link in links]
    return Table((say("link"), say("event"), say("when")), tuple(rows))


def _made(telling: Telling, good: str) -> Figure:
    plan, say = telling.plan, telling.say
    at = plan.axes.goods.index(good)
    made, could = (
        array(series)[telling.drawn, :, at].sum(1)
        for series in (plan.chosen.record.supply.produced, plan.chosen.record.supply.capacity)
    )
    ahead = telling.future[telling.drawn]
    use = float(made @ ahead) / max(float(could @ ahead), 1e-9)
    unit = names.good_unit(plan.region, good, telling.language)
    scale, key = (1e4, "ten_thousand") if telling.words.zh else (1e6, "million_units")
    scale, key = (scale, key) if could.max() >= scale else (1.0, "")
    shown = say(key, unit=unit) if key else unit
    title = say("made_title", good=telling.good(good), share=telling.words.share(use))
    curves = [Curve(say("made"), made / scale), Curve(say("could"), could / scale, dashed=True)]
    table = table_of_days(
        telling,
        {
            f"{say(k)}, {shown}": [number(float(v)) for v in curve.values]
            for k, curve in zip(("made", "could"), curves, strict=True)
        },
    )
    scene = Scene(plan.axes.start, plan.as_of)
    return telling.figure(
        f"made-{good}",
        title,
        say("made_unit", unit=shown),
        "supply",
        lambda chart: line_chart(chart, scene, curves),
        table,
    )
