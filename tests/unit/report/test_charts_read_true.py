"""Charts say what they draw: strips, cuts, rules, rows that share members, order of bars, parts of a gap, Chinese names."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import numpy as np
import pytest
import xarray as xr

from bothhands.inputs.tables.resumption import Resumption
from bothhands.levers.catalogue import LEVER, ORDERS
from bothhands.plan.frontier import Frontier, Point
from bothhands.plan.promise import NEVER, Tried
from bothhands.report import chain_charts
from bothhands.report.accounts_charts import jobs_chart, money_chart, quarters_chart
from bothhands.report.bar_charts import Bar, Mark, bar_chart
from bothhands.report.calendar_chart import Row, calendar_chart
from bothhands.report.calendar_chart import Span as CalendarSpan
from bothhands.report.explanation import as_json, said_further, without_chart
from bothhands.report.folder import as_dataset, dataset_of
from bothhands.report.frontier_page import said
from bothhands.report.health_charts import odds_chart, strips_of
from bothhands.report.kept_names import kept_names
from bothhands.report.line_charts import Curve, Scene, line_chart
from bothhands.report.notes import assumed_table, notes
from bothhands.report.promise_chart import tried_chart
from bothhands.report.resumption_chart import resumption_chart
from bothhands.report.runner_up_said import kept_levels, parts_behind
from bothhands.report.scatter_chart import Dot, scatter_chart
from bothhands.report.svg import EDGE, NARROW, Chart, text_width
from bothhands.report.telling import telling_of
from bothhands.report.trigger_chart import triggers_chart
from bothhands.report.visit_board import BoardRow, visit_board
from bothhands.report.waterfall_chart import Fall, waterfall_chart
from bothhands.report.words import Wording


def texts(picture):
    """Where each text of a picture stands: its words, x, y and anchor."""
    found = re.findall(r'<text x="([\d.-]+)" y="([\d.-]+)"[^>]*text-anchor="(\w+)"[^>]*>([^<]*)<', picture)
    return [(words, float(x), float(y), anchor) for x, y, anchor, words in found]


def flat(picture):
    """The words of a picture, lines joined."""
    return " ".join(words for words, *_ in texts(picture))


# Health.


@pytest.mark.parametrize(("lever", "level"), [("stay_home", 1.0), ("remote", 1.0), ("travel", 0.0)])
def test_every_lever_that_restricts_has_its_strip(plan, lever, level):
    like = next(one for one in plan.measures if one.lever not in ORDERS)
    day = plan.as_of + timedelta(days=1)
    held = like.model_copy(update={"lever": lever, "place": "", "start": day, "end": day + timedelta(days=9), "value": level})  # fmt: skip
    telling = telling_of(replace(plan, measures=(held,)))
    assert [(one.label, one.first, one.last) for one in strips_of(telling)] == [
        (telling.say(lever), held.start, held.end)
    ]
    normal = held.model_copy(update={"value": LEVER[lever].neutral})
    assert strips_of(telling_of(replace(plan, measures=(normal,)))) == ()


def test_odds_that_pass_the_end_of_their_axis_are_said_to(plan):
    def told(factor):
        carried = plan.references[0]
        flows = carried.record.epidemic
        worse = carried._replace(record=carried.record._replace(epidemic=flows._replace(imported=factor * np.asarray(flows.imported))))  # fmt: skip
        return flat(odds_chart(telling_of(replace(plan, references=(worse, *plan.references[1:])))).wide)

    assert "panel is cut at" not in told(1e-3)
    assert re.search(r"each panel is cut at \d+ %, which carrying on passes in \w+", told(1e3))


# Rules.


def test_a_rule_whose_level_the_plan_holds_anyway_is_left_out_and_named(plan):
    levers = plan.chosen.levers
    traced = replace(plan, chosen=plan.chosen._replace(levers=levers._replace(tracing=np.ones_like(levers.tracing))))
    assert {row[0] for row in triggers_chart(telling_of(plan)).table.rows} >= {"trace contacts", "test"}
    figure = triggers_chart(telling_of(traced))
    assert "trace contacts" not in {row[0] for row in figure.table.rows}
    assert "left out, because the plan holds their level throughout: trace contacts" in flat(figure.wide)


def test_thresholds_of_rules_have_three_figures_and_chinese_says_up_or_down(plan):
    words = " ".join(row[-1] for row in triggers_chart(telling_of(plan)).table.rows)
    assert max(len(one.replace(".", "")) for one in re.findall(r"\d+\.\d+", words)) <= 4
    zh = {row[0]: row[-1] for row in triggers_chart(telling_of(plan, "zh")).table.rows}
    assert "流调提至100%" in zh["追踪密接"]
    assert "聚集活动降至10%" in zh["停止聚集"]


def test_ladders_tried_on_other_members_are_told_apart(plan):
    one = Tried(64, NEVER, 0.98, 0.01, 9.0, 1e9, 0.0)
    tried = (one, one._replace(threshold=8.0, kept_share=1.0), one._replace(threshold=5.6, look=1), one._replace(threshold=2.0, look=1))  # fmt: skip
    figure = tried_chart(telling_of(replace(plan, promise=plan.promise._replace(tried=tried))))
    assert [row[0].split(": ")[1] for row in figure.table.rows] == ["count 1, 64 members"] * 2 + ["count 2, 64 members"] * 2  # fmt: skip
    assert "Rows of one count share members" in flat(figure.wide)
    alone = flat(tried_chart(telling_of(replace(plan, promise=plan.promise._replace(tried=tried[:2])))).wide)
    assert "count 1" not in alone
    assert "share members" not in alone


# Why.


def test_bars_without_each_lever_stand_by_length(plan):
    every = plan.explanation.without
    shuffled = tuple(one._replace(use=use) for one, use in zip((*every, *every), (2.04, 3.0, 2.15), strict=False))
    figure = without_chart(telling_of(replace(plan, explanation=plan.explanation._replace(without=shuffled))))
    uses = [float(row[-1].removesuffix(" %")) for row in figure.table.rows]
    assert uses == sorted(uses, reverse=True)


@pytest.mark.parametrize("name", ["full opening", "full lockdown", "carry on"])
def test_the_gap_to_the_runner_up_is_told_by_its_parts(plan, name):
    other = next(one for one in plan.references if one.name == name).outcome
    behind = float(plan.chosen.outcome.objective) - float(other.objective)
    second = replace(plan, explanation=plan.explanation._replace(runner_up=(name, behind)))
    parts = parts_behind(second)
    assert sum(parts.values()) == pytest.approx(behind)
    assert parts["goals"] == pytest.approx(0.0, abs=1e-6 * abs(behind))
    assert parts["distancing"] == pytest.approx(float(other.distancing) - float(plan.chosen.outcome.distancing))
    assert as_json(second)["runner_up"]["parts"] == parts
    text = " ".join(said_further(telling_of(second)))
    assert "What this gap is made of: " in text
    assert telling_of(second).words.money(abs(parts["value_added"])) in text
    assert "差距构成：" in " ".join(said_further(telling_of(second, "zh")))


def test_levels_that_every_reference_keeps_are_told_where_the_plan_has_others(plan):
    def with_travel(one, level):
        return one._replace(levers=one.levers._replace(travel=np.full_like(np.asarray(one.levers.travel), level)))

    moved = replace(plan, references=tuple(with_travel(one, 0.4) for one in plan.references), chosen=with_travel(plan.chosen, 1.0))  # fmt: skip
    found = next(one for one in kept_levels(moved) if one["lever"] == "travel")
    assert (found["references"], found["plan"]) == pytest.approx((0.4, 1.0))
    sentence = next(one for one in notes(telling_of(moved)) if "full opening" in one)
    assert "travel 40 %, under the plan 100 %" in sentence
    assert sentence in said_further(telling_of(moved))
    same = replace(plan, chosen=plan.chosen._replace(levers=plan.references[0].levers))
    assert kept_levels(same) == []


# The front.


def front_of(plan):
    better = plan.chosen.outcome._replace(deaths=plan.chosen.outcome.deaths / 2, welfare=1.001 * plan.chosen.outcome.welfare)  # fmt: skip
    point = Point(5.0, False, plan.solution.decisions, better, plan.solution)
    own = Point(np.inf, True, plan.solution.decisions, plan.chosen.outcome, plan.solution)
    return Frontier((point, point._replace(outcome=better._replace(deaths=better.deaths / 2))), (own,), 1e5)


def test_that_no_limit_is_full_is_said_of_the_plan_alone(plan):
    none = plan.chosen._replace(outcome=plan.chosen.outcome._replace(limits=np.zeros_like(np.asarray(plan.chosen.outcome.limits))))  # fmt: skip
    text = " ".join(said(telling_of(replace(plan, chosen=none)), front_of(plan)))
    assert "No limit is full in the plan itself; the table names what holds each point back." in text
    assert "No limit is full." not in text


@pytest.mark.parametrize("settled", [True, False])
def test_a_better_point_does_not_gainsay_a_search_that_settled(plan, settled):
    solution = plan.solution._replace(settled=settled, stopped="")
    text = " ".join(said(telling_of(replace(plan, solution=solution)), front_of(plan)))
    assert ("settled where no step promised more; this point lies elsewhere" in text) == settled
    assert ("had ended too soon" in text) != settled


def test_a_label_of_a_dot_does_not_stand_on_a_tick():
    def drawn(value):
        return f"{value:g}"

    chart = Chart("t", "s", "f", "targets", 640, zh=False)
    dots = [Dot(x, y, f"at most {x} deaths", "front") for x, y in ((1.31, 0.0), (1.32, 0.1), (1.49, 0.01), (2.9, 9.0))]
    stands = texts(scatter_chart(chart, dots, "deaths", "given up", drawn, drawn))
    ticks = [(x, y) for words, x, y, anchor in stands if anchor == "middle" and re.fullmatch(r"[\d.]+", words)]
    labels = [(x, x + 6.2 * len(words), y) for words, x, y, _ in stands if words.startswith("at most")]
    assert ticks
    assert len(labels) >= 2
    assert not [(label, tick) for label in labels for tick in ticks if abs(label[2] - tick[1]) <= 12 and label[0] - 8 < tick[0] < label[1] + 8]  # fmt: skip


def test_a_label_of_a_dot_does_not_stand_on_the_name_of_an_axis():
    chart = Chart("t", "s", "f", "targets", NARROW, zh=False)
    dots = [Dot(x, y, f"at most {x} deaths", "front") for x, y in ((0.0715, 87.0), (0.0828, 27.0), (0.0998, 11.0), (0.122, 3.5), (0.151, 0.0))]  # fmt: skip
    stands = texts(scatter_chart(chart, [*dots, Dot(0.179, 0.1, "plan", "other")], "Deaths", "given up", lambda y: f"{y:g} million yuan", lambda x: f"{x:g}"))  # fmt: skip
    name = next(y for words, _, y, _ in stands if words == "Deaths")
    assert not [words for words, _, y, _ in stands if words.startswith("at most") and abs(y - name) < 12]


# Narrow pages: nothing is cut, nothing passes the edge, no line crosses a name.

NAMES = ("growth and prices of a normal year", "the world beyond, and shocks given", "workers not back yet")


def inside(picture, width):
    """Whether every text of a picture ends before its edge, by the width it is reckoned to take."""
    sizes = re.findall(r'<text x="([\d.-]+)" y="[\d.-]+" font-size="([\d.]+)"[^>]*text-anchor="(\w+)"[^>]*>([^<]*)<', picture)  # fmt: skip
    ends = [float(x) + {"start": 1.0, "middle": 0.5, "end": 0.0}[anchor] * text_width(unescape(words), float(size)) for x, size, anchor, words in sizes]  # fmt: skip
    return max(ends) <= width


def crossed(picture):
    """Names that a vertical line crosses: those that begin at the left edge."""
    lines = re.findall(r'<line x1="([\d.]+)" y1="([\d.-]+)" x2="([\d.]+)" y2="([\d.-]+)" stroke="(#1f2933|#5f6c7b)"', picture)  # fmt: skip
    upright = [(float(x), float(top), float(bottom)) for x, top, other, bottom, _ in lines if x == other]
    names = [(words, x, y) for words, x, y, anchor in texts(picture) if anchor == "start" and x == EDGE and y > 0]
    return [
        words
        for words, left, y in names
        for x, top, bottom in upright
        if left < x < left + 5 * len(words) and top < y - 3 and y - 8 < bottom
    ]


def test_a_waterfall_on_a_phone_keeps_its_amounts_and_its_names_apart():
    falls = [Fall("last year", 0, 83.1, "83.1 billion yuan", whole=True), *(Fall(name, 83 + n, 84 + n, f"+{n}.97 billion yuan") for n, name in enumerate(NAMES)), Fall("forecast, median", 0, 82.0, "82 billion yuan", whole=True)]  # fmt: skip
    picture = waterfall_chart(Chart("t", "s", "f", "targets", NARROW), falls, Mark("target", 100.0))
    assert inside(picture, NARROW)
    assert {name for name, *_ in texts(picture)} >= set(NAMES)
    assert crossed(picture) == []


def test_long_names_of_bars_on_a_phone_go_on_below_and_no_mark_crosses_them():
    bars = [Bar("from 2.8 reported a week per 100,000: count 1, 64 members", 98.4), Bar("infected travellers to Beijing a day", 14.1)]  # fmt: skip
    picture = bar_chart(Chart("t", "s", "f", "health", NARROW), bars, Mark("Promised", 50.0), " %")
    assert inside(picture, NARROW)
    assert "…" not in picture
    assert crossed(picture) == []


def test_a_calendar_on_a_phone_names_its_orders_in_full():
    day = date(2020, 3, 18)
    rows = [Row("Mask", (), heading=True), *(Row(f"15 × rush order, {n} Apr", (CalendarSpan(day, day + timedelta(days=40 + n), "built"),)) for n in range(1, 4))]  # fmt: skip
    picture = calendar_chart(Chart("t", "s", "f", "supply", NARROW), rows, date(2020, 3, 11), date(2020, 6, 30), day, [("built", "on its way")])  # fmt: skip
    assert {words for words, *_ in texts(picture)} >= {row.name for row in rows}
    assert crossed(picture) == []


def test_percentages_in_chinese_have_no_blank_before_the_sign():
    assert "98.4%" in bar_chart(Chart("t", "s", "f", zh=True), [Bar("甲", 98.4)], unit=" %")
    assert "98.4 %" in bar_chart(Chart("t", "s", "f"), [Bar("a", 98.4)], unit=" %")


def test_a_legend_on_a_phone_goes_on_below():
    curves = [Curve(name, np.linspace(0.0, 3.0, 40)) for name in ("Schools a month later", "carry on", "full lockdown", "opening with border screening")]  # fmt: skip
    picture = line_chart(Chart("t", "s", "f", "health", NARROW), Scene(date(2020, 3, 1), date(2020, 3, 18), whole=True), curves)  # fmt: skip
    assert inside(picture, NARROW)
    rows = {y for words, _, y, _ in texts(picture) if words in {curve.label for curve in curves}}
    today = next(y for words, _, y, _ in texts(picture) if words.startswith("today"))
    assert len(rows) >= 2
    assert max(rows) < today - 8
    assert {words for words, *_ in texts(picture)} >= {"1", "2", "3", "4"}


def test_a_week_of_visits_on_a_phone_names_its_officers_in_full():
    rows = [BoardRow(f"{city} supplies officer", {}, "8.33 h") for city in ("Shenyang", "Dandong")]
    picture = visit_board(Chart("t", "s", "f", "economy", NARROW), rows, ["23", "24"], (480, 1080), 60)
    assert {words for words, *_ in texts(picture)} >= {row.name for row in rows}


@pytest.mark.parametrize(("language", "said"), [("en", "996 of 1,024 members"), ("zh", "1,024次模拟中，996次")])
def test_many_members_are_counted_with_thousands_apart(language, said):
    told = Wording(language).say("promise_title", what="", kept=996, members=1024, least="")
    assert said in told.replace("  ", " ")


# The chain.


def test_the_wait_for_release_on_a_last_day_alone_is_not_told(plan):
    end = plan.axes.end
    weeks = [
        {"week": end - timedelta(days=days), "link": link, "good": "mask", "public_share": 0.5}
        for days, link in ((14, "mask lines"), (7, "mask lines"), (0, "release"))
    ]
    tables = {**plan.chain.tables, "bottlenecks": tuple(weeks)}
    telling = telling_of(replace(plan, chain=replace(plan.chain, tables=tables)))
    assert [(one.kind, one.last) for one in chain_charts.links_of(telling)] == [("lines", end - timedelta(days=1))]
    assert "release" not in chain_charts.chain_calendar(telling).title
    whole = ({**weeks[2], "week": end - timedelta(days=6)},)
    other = telling_of(replace(plan, chain=replace(plan.chain, tables={**tables, "bottlenecks": whole})))
    assert [one.kind for one in chain_charts.links_of(other)] == ["release"]


# The economy.


def test_staff_and_output_are_not_the_same_line(plan):
    staff, output, carried = Curve("", np.ones(2), second=True), Curve("", np.ones(2)), Curve("", np.ones(2), dashed=True)  # fmt: skip
    looks = {(one.dash, one.colour("#d55e00")) for one in (staff, output, carried)}
    assert len(looks) == 3
    picture = resumption_chart(telling_of(plan)).wide
    lines = re.findall(r"<polyline [^>]*>", picture)
    accent = [one for one in lines if "#d55e00" in one]
    assert len(accent) == 2
    assert len(["stroke-dasharray" for one in accent if "stroke-dasharray" in one]) == 1


def test_what_was_reported_of_work_and_quarters_and_parameters_have_chinese_names(plan):
    row = Resumption(day=date(2020, 3, 16), place=plan.axes.places[0], indicator="industrial firms resumed", share=0.9, source="made up", quality="assumed")  # fmt: skip
    told = replace(plan, region=plan.region.with_rows(resumption=[row]))
    zh, en = telling_of(told, "zh"), telling_of(told)
    assert resumption_chart(zh).title.endswith("最近报告：3月16日工业企业复工率为90%")
    assert "industrial" not in " ".join(row[0] for row in resumption_chart(zh).table.rows)
    assert "industrial firms resumed 90 % on 16 Mar" in resumption_chart(en).title
    assert quarters_chart(zh).table.rows[0][0] == "2020年1季度"
    assert quarters_chart(en).table.rows[0][0] == "2020 Q1"
    assert "2020年2季度" in jobs_chart(zh).title
    assert "缺勤造成的工作损失（absence_effect）" in {row[0] for row in assumed_table(zh).rows}
    assert "absence_effect" in {row[0] for row in assumed_table(en).rows}


def test_what_is_borrowed_is_said_as_it_is_counted(plan):
    """A month's debt is what its columns say: short revenue and contributions, help paid, the epidemic with lines and purchases, interest."""
    figure = money_chart(telling_of(plan))
    assert figure.table.head[4:6] == ("Help to firms, paid from public funds", "Quarantine, tests and tracers, lines and purchases")  # fmt: skip
    assert "lines and purchases, interest" in flat(figure.wide)
    money = plan.accounts[0].money
    ordered = sum(one.cost for one in plan.chain.measures)
    assert ordered > 0
    outcome = plan.chosen.outcome
    assert float(np.asarray(money.epidemic).sum()) >= ordered + float(outcome.screening) + float(outcome.finding)
    paid = sum(one.cost for one in plan.aid.measures)
    assert float(np.asarray(money.support).sum()) == pytest.approx(paid)
    assert (plan.accounts[0].help_cash.sum() > 0) == (paid > 0)


# Results.


def test_every_variable_and_axis_of_the_results_has_a_long_name_and_a_unit(plan, tmp_path):
    as_dataset(plan).to_netcdf(tmp_path / "results.nc", engine="h5netcdf")
    with xr.open_dataset(tmp_path / "results.nc", engine="h5netcdf") as kept:
        assert {"infections", "member_deaths", "strategy", "time"} <= set(kept.variables)
        for name, variable in kept.variables.items():
            assert variable.attrs["long_name"], name
            assert {**variable.encoding, **variable.attrs}["units"], name
        assert kept["value_added_per_day"].attrs["units"] == "yuan per day"
        assert kept["mask_coverage"].attrs["units"] == "1"
    pounds = dataset_of(plan.axes, (plan.chosen,), None, {"currency": "GBP"})
    assert pounds["value_added_per_day"].attrs["units"] == "GBP per day"


def test_a_folder_keeps_the_name_of_the_hub(plan):
    named = plan.region.settings.model_copy(update={"hub": plan.axes.places[1]})
    told = kept_names(replace(plan, region=replace(plan.region, settings=named)))
    assert told["hub"] == {"en": "Southfield", "zh": "南野"}
    assert kept_names(plan)["hub"] == {}


def test_a_plan_of_the_fewest_deaths_is_told_in_deaths(plan):
    """One that counts lives alone buys deaths avoided; a net gain of 0.02 yuan would be nonsense, and so would a gain per cost."""
    asked = replace(plan, question=plan.question.model_copy(update={"objective": "fewest deaths"}))
    table, usual = (without_chart(telling_of(one)).table for one in (asked, plan))
    net, ratio, cost = (table.head.index(head) for head in ("Net gain", "Gain per cost", "Costs"))
    for row, other in zip(table.rows, usual.rows, strict=True):
        assert row[net].endswith(" deaths avoided")
        assert other[net].endswith("yuan")
        assert row[ratio] == "–"
        assert row[cost] == other[cost]
