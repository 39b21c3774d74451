"""The form of one measure: a lever, where as the lever takes it, days, and a level by slider or an amount."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from markupsafe import Markup
from nicegui import ui

from bothhands.inputs.axes import Axes
from bothhands.levers.catalogue import LEVER, LEVERS, ORDERS, Lever
from bothhands.report.names import class_name, good_name, group_name, place_name, port_name, sector_name, site_name
from bothhands.report.phrases import PHRASES
from bothhands.tasks.scenarios import ScenarioRow
from bothhands.web.pages.visit import Visit

FIELD = "outlined dense stack-label"


class RowForm:
    """The fields of a measure; `row` is what stands in them."""

    def __init__(self, visit: Visit, axes: Axes, row: ScenarioRow) -> None:
        self.visit, self.axes = visit, axes
        self.given: dict[str, Any] = row.model_dump(mode="json")
        say = visit.words.say
        levers = {one.name: say(one.name) for one in LEVERS}
        if row.lever and row.lever not in levers:
            levers[row.lever] = row.lever
        with ui.element("div").classes("bh-fields"):
            ui.select(levers, value=row.lever or None, label=say("dk_lever"), on_change=lambda e: self._lever(e.value)).props(FIELD)  # fmt: skip
            self._where()
            for name, key in (("start", "dk_sc_first_day"), ("end", "dk_sc_last_day")):
                ui.input(say(key), value=self.given[name] or "", on_change=self._taken(name)).props(f"{FIELD} type=date min={axes.start} max={axes.end}")  # fmt: skip
        self._level()

    def row(self) -> ScenarioRow:
        """The measure as it stands in the fields; a day that is none is blank."""
        given = {**self.given, "start": _day(self.given["start"]), "end": _day(self.given["end"])}
        return ScenarioRow.model_validate(given)

    def _lever(self, name: str) -> None:
        lever = LEVER.get(name)
        self.given |= {"lever": name, "value": None if lever is None else lever.neutral, "cost": 0.0}
        self.given |= dict.fromkeys(("place", "sector", "good", "site", "firm", "variant"), "")
        self._where.refresh()
        self._level.refresh()

    @ui.refreshable_method
    def _where(self) -> None:
        lever = LEVER.get(self.given["lever"])
        for name, label, options in () if lever is None else self._wheres(lever):
            chosen = self.given[name]
            known = {**options, **({chosen: chosen} if chosen not in options else {})}
            ui.select(known, value=chosen, label=label, on_change=self._taken(name)).props(FIELD)
        if lever is not None and "firm" in lever.axes:
            ui.input(self.visit.words.say("dk_sc_firm"), value=self.given["firm"], on_change=self._taken("firm")).props(FIELD)  # fmt: skip

    @ui.refreshable_method
    def _level(self) -> None:
        say, lever = self.visit.words.say, LEVER.get(self.given["lever"])
        if lever is None:
            return
        if lever.unit == "share":
            self._slider(lever)
        else:
            with ui.element("div").classes("bh-fields"):
                label = say("dk_sc_amount_of", unit=say(lever.unit))
                ui.number(label, value=self.given["value"], min=lever.low, max=lever.high, on_change=self._taken("value")).props(FIELD)  # fmt: skip
                if lever.name in ORDERS:
                    label = say("dk_sc_cost_of", currency=self.visit.region.currency)
                    ui.number(label, value=self.given["cost"], min=0, on_change=lambda e: self._taken("cost")(e) if e.value is not None else None).props(FIELD)  # fmt: skip

    def _slider(self, lever: Lever) -> None:
        say = self.visit.words.say
        held = 100 * (lever.neutral if self.given["value"] is None else self.given["value"])
        self.given["value"] = held / 100
        label = say("dk_sc_level_of", low=f"{100 * lever.low:g}", high=f"{100 * lever.high:g}")
        with ui.element("div").classes("bh-slide"):
            slide = ui.slider(min=100 * lever.low, max=100 * lever.high, step=1, value=held).props(f'label aria-label="{label}"')  # fmt: skip
            level = ui.number(label, value=round(held, 4), step=1, on_change=self._share).props(FIELD)
            slide.on_value_change(lambda e: level.set_value(e.value))
            level.on_value_change(lambda e: slide.set_value(e.value) if e.value is not None and lever.low <= e.value / 100 <= lever.high else None)  # fmt: skip
        none, full = ("strict", "normal") if lever.neutral == 1 else ("normal", "strict")
        if f"{none}_{lever.name}" in PHRASES:
            told = say("dk_sc_means", none=say(f"{none}_{lever.name}"), full=say(f"{full}_{lever.name}"))
            ui.html(Markup('<p class="bh-quiet">{}</p>').format(told), sanitize=False)

    def _share(self, event: Any) -> None:
        self.given["value"] = None if event.value is None else float(event.value) / 100

    def _taken(self, name: str) -> Callable[[Any], None]:
        def take(event: Any) -> None:
            self.given[name] = event.value

        return take

    def _wheres(self, lever: Lever) -> list[tuple[str, str, Mapping[str, str]]]:
        """Column, label and choices of each axis of a lever; blank first."""
        say, region, axes, language = self.visit.words.say, self.visit.region, self.axes, self.visit.language
        found: list[tuple[str, str, Mapping[str, str]]] = []
        for axis in lever.axes:
            if axis == "place":
                names = {one: place_name(region, one, language) for one in axes.places}
                found.append(("place", say("dk_place"), {"": say("dk_sc_all_places"), **names}))
            elif axis == "sector":
                names = {one: group_name(one, language) for one in axes.sector_groups if one not in axes.sectors}
                names |= {one: f"{one} {sector_name(region, one, language)}" for one in axes.sectors}
                found.append(("sector", say("dk_sector"), {"": say("dk_sc_all_sectors"), **names}))
            elif axis == "port":
                names = {one: port_name(region, one, language) for one in axes.ports}
                found.append(("site", say("dk_sc_port"), {"": say("dk_sc_all_ports"), **names}))
            elif axis == "good":
                names = {one: good_name(region, one, language) for one in axes.goods}
                found.append(("good", say("dk_sc_good"), {"": say("dk_sc_all_goods"), **names}))
            elif axis == "option":
                every = say("dk_sc_every")
                sites = {one.site: site_name(region, one.site, language) for one in axes.line_options}
                goods = {one.good: good_name(region, one.good, language) for one in axes.line_options}
                classes = {one.line_class: class_name(one.line_class, language) for one in axes.line_options}
                found += [("site", say("dk_sc_site"), {"": every, **sites}), ("good", say("dk_sc_good"), {"": every, **goods}), ("variant", say("dk_sc_class"), {"": every, **classes})]  # fmt: skip
        return found


def _day(text: str | None) -> str | None:
    try:
        return date.fromisoformat(text or "").isoformat()
    except ValueError:
        return None
