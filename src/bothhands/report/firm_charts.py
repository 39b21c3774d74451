"""Pictures of firms: how far from break-even, how many are above it month by month, one firm's cash, difficulties by city."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bothhands.inputs.tables.firms import DIFFICULTIES
from bothhands.plan.firm_case import FirmCase
from bothhands.report.amounts import Language, day_text, money, number, share
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.firm_words import difficulty_name, firm_title, is_known
from bothhands.report.line_charts import Curve, Scene, line_chart
from bothhands.report.names import place_name, region_name
from bothhands.report.svg import EDGE, GREY, INK, Chart, box, frame, shortened, text, text_width
from bothhands.report.waterfall_chart import Fall, waterfall_chart

Numbers = npt.NDArray[np.float64]
ENDS = (-np.inf, -0.5, -0.25, -0.1, 0.0, 0.1, 0.25, 0.5, np.inf)
STEPS = ((0.02, "#fbeff5"), (0.05, "#f1d3e3"), (0.1, "#e2a9c8"), (0.2, "#cc79a7"), (np.inf, "#92416f"))
"""Upper ends of the share of sales lost, and their shade: one hue, darker where more is lost."""
PARTS = {
    "first": ("cash at first", "期初现金"), "collected": ("collected", "回款"), "inputs": ("inputs", "投入品"),
    "wages": ("wages", "工资"), "rent": ("rent", "租金"), "other_fixed": ("other fixed cost", "其他固定成本"),
    "taxes": ("taxes", "税费"), "debt": ("debt", "还本付息"), "dated": ("loans due, less aid", "到期贷款减补助"),
    "not_yet_due": ("not yet due", "未到期应付"), "last": ("cash at last", "期末现金"),
}  # fmt: skip
ROW = 26.0


def pictures(case: FirmCase, language: Language = "en", firm: int | None = None) -> dict[str, str]:
    """Every picture by file name; the waterfall where a firm is named whose sales are known."""
    made = {
        "break-even.svg": margin_chart(case, language),
        "break-even-path.svg": path_chart(case, language),
        "difficulties.svg": tile_chart(case, language),
    }
    return (
        made
        if firm is None or not is_known(case, firm)
        else {**made, f"cash-{case.rows[firm].firm}.svg": cash_chart(case, firm, language)}
    )


def margin_chart(case: FirmCase, language: Language = "en") -> str:
    """Firms by how far they sell above or below break-even on the day."""
    zh, working = language == "zh", case.working
    margin = case.now.margin_of_safety[working]
    above = float((margin >= 0).mean()) if margin.size else 0.0
    day = day_text(case.as_of, zh)
    title = (
        f"{day}有{share(above)}的企业在盈亏平衡点以上"
        if zh
        else f"{share(above)} of firms are above break-even on {day}"
    )
    subtitle = (
        "企业数，按安全边际（销售高于盈亏平衡点的比例）"
        if zh
        else "Firms by margin of safety: part of sales above break-even"
    )
    counts = np.array([((margin >= low) & (margin < high)).sum() for low, high in pairwise(ENDS)], float)
    bars = [Bar(_span(low, high), n, f"{n:,.0f}") for (low, high), n in zip(pairwise(ENDS), counts, strict=True)]
    return bar_chart(_chart(case, title, subtitle, language), bars)


def path_chart(case: FirmCase, language: Language = "en") -> str:
    """Share of firms above break-even and closed, month by month."""
    zh = language == "zh"
    total = max(float(case.told.firms.sum()), 1e-9)
    above, closed = (
        100 * one.sum((1, 2))[case.calendar.month] / total for one in (case.told.above_break_even, case.told.closed)
    )
    low = int(np.argmin(above))
    said, last = (number(float(above[low])), number(float(above[-1]))), day_text(case.axes.end, zh)
    title = (
        f"盈亏平衡以上的企业最低降至{said[0]} %，{last}为{said[1]} %"
        if zh
        else f"Firms above break-even fall to {said[0]} % and are at {said[1]} % on {last}"
    )
    subtitle = "占企业总数 %，按月，现行措施延续" if zh else "% of firms, by month, measures in force carried on"
    labels = ("盈亏平衡以上", "已关闭") if zh else ("above break-even", "closed")
    curves = [Curve(labels[0], above), Curve(labels[1], closed, dashed=True)]
    return line_chart(_chart(case, title, subtitle, language), Scene(case.axes.start, case.as_of, unit=" %"), curves)


def cash_chart(case: FirmCase, firm: int, language: Language = "en") -> str:
    """One firm's cash from the first day to the last, or until it closes: what came in, what went out."""
    zh = language == "zh"
    parts = case.parts_of(firm)
    name, last = firm_title(case, firm, language), money(parts.last, language)
    title = f"{name}期末现金{last}" if zh else f"{name} ends with {last}"
    subtitle = "现金来源与去向，现行措施延续" if zh else "Where cash comes from and goes, measures in force carried on"
    chart = _chart(case, title, subtitle, language)
    levels = np.concatenate([[0.0], np.cumsum(list(parts)[:-1])])
    spans = [(float(a), float(b)) for a, b in pairwise(levels)] + [(0.0, parts.last)]
    shown = [
        (key, value, span)
        for (key, value), span in zip(parts._asdict().items(), spans, strict=True)
        if value or key == "last"
    ]
    return waterfall_chart(
        chart,
        [Fall(PARTS[key][zh], *span, money(value, language), key in ("first", "last")) for key, value, span in shown],
    )


def tile_chart(case: FirmCase, language: Language = "en") -> str:
    """Cities by difficulties: part of normal sales lost by the firms each binds."""
    zh = language == "zh"
    lost = lost_by_place(case)
    place, at = np.unravel_index(int(lost.argmax()), lost.shape)
    worst = place_name(case.region, case.axes.places[place], language), difficulty_name(DIFFICULTIES[at], language)
    title = (
        f"损失最大：{worst[0]}，{worst[1]}，占正常销售{share(float(lost.max()))}"
        if zh
        else f"Most is lost in {worst[0]} to {worst[1]}: {share(float(lost.max()))} of normal sales"
    )
    subtitle = (
        "各地企业损失的正常销售比例，按主要制约因素"
        if zh
        else "Part of the normal sales of a city's firms that is lost, by what binds them"
    )
    chart = _chart(case, title, subtitle, language)
    names = [place_name(case.region, one, language) for one in case.axes.places]
    left = EDGE + 8 + max(text_width(name, 12) for name in names)
    wide = (chart.width - EDGE - left) / len(DIFFICULTIES)
    heads = [difficulty_name(one, language) for one in DIFFICULTIES]
    body = [
        text(left + wide * k + 3, 14 + 12 * (k % 2), shortened(head, 2 * wide - 6, 10.5), 10.5, GREY)
        for k, head in enumerate(heads)
    ]
    for row, name in enumerate(names):
        y = 34 + ROW * row
        body.append(text(left - 8, y + 17, name, 12, INK, "end"))
        for k in range(len(DIFFICULTIES)):
            value = float(lost[row, k])
            shade = next(colour for most, colour in STEPS if value <= most)
            ink = "#fff" if value > STEPS[-2][0] else INK
            body += [
                box(left + wide * k, y, wide - 2, ROW - 2, shade),
                text(left + wide * k + 4, y + 17, share(value) if value else "–", 11, ink),
            ]
    return frame(chart, "".join(body), 34 + ROW * len(names) + 4)


def lost_by_place(case: FirmCase) -> Numbers:
    """Part of the normal sales of a city's firms that is lost, by what binds them, (place, difficulty)."""
    places, kinds = len(case.axes.places), len(DIFFICULTIES)
    place = case.books.cell // len(case.axes.sectors)
    sales = np.bincount(place, case.books.sales, places)
    bound = (case.diagnosis.binding >= 0) & case.working
    at = place[bound].astype(np.int64) * kinds + case.diagnosis.binding[bound]
    lost = (
        np.bincount(at, (case.books.sales * case.diagnosis.lost_share)[bound], places * kinds)
        .astype(float)
        .reshape(places, kinds)
    )
    return lost / np.maximum(sales, 1e-9)[:, None]


def _chart(case: FirmCase, title: str, subtitle: str, language: Language) -> Chart:
    zh = language == "zh"
    named = region_name(case.region, language)
    drawn = sum(row.synthetic for row in case.rows)
    footer = (
        f"{named}，{day_text(case.as_of, True)}，版本{case.region.edition[:8]}；{len(case.rows):,}家企业，其中{drawn:,}家为合成 ◇"
        if zh
        else f"{named}, as of {case.as_of}, edition {case.region.edition[:8]}; {len(case.rows):,} firms, {drawn:,} of them synthetic ◇"
    )
    return Chart(title, subtitle, footer, "firms", 760, zh)


def _span(low: float, high: float) -> str:
    if low == -np.inf:
        return f"< {100 * high:g} %"
    return f"≥ {100 * low:g} %" if high == np.inf else f"{100 * low:g} … {100 * high:g} %"
