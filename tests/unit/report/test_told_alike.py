"""One thing is told alike wherever it stands: amounts bought, costs, what binds, deaths, days of the chain."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from page_reader import Reader

from bothhands.inputs.tables.goods import Good
from bothhands.levers.catalogue import LEVER, ORDERS
from bothhands.levers.compile import to_arrays
from bothhands.levers.history import history
from bothhands.levers.measures_file import measures_text, read_measures
from bothhands.outcome.output import finding_cost, screening_cost
from bothhands.plan import explain
from bothhands.plan.limits import BUDGET, LIMITS, ODDS, ROOMS, WARD
from bothhands.plan.missing import missing_of
from bothhands.plan.promise import Level
from bothhands.report import chain_charts, decision_brief, firm_sections
from bothhands.report.attract_answers import attract_said, attract_tables
from bothhands.report.binding_said import binding_as_json
from bothhands.report.briefing import standing_of
from bothhands.report.burden_charts import sizes_chart
from bothhands.report.capacity_chart import capacities_chart
from bothhands.report.chain_build_chart import builds_of
from bothhands.report.chain_state_charts import case_of_plan
from bothhands.report.chain_words import ChainWords
from bothhands.report.comparison import answer, holding, limits_chart, limits_table, strategy_table
from bothhands.report.console import paragraphs as console_paragraphs
from bothhands.report.console import tables as console_tables
from bothhands.report.economy_charts import output_chart
from bothhands.report.explanation import binding_said, said_further
from bothhands.report.explanation import charts as explanation_charts
from bothhands.report.folder import as_json
from bothhands.report.health_charts import beds_chart, cases_chart, strips_of
from bothhands.report.kept_names import edition_without_history, kept_names
from bothhands.report.measure_sheets import measures_frame, told_frame, told_measures
from bothhands.report.measure_table import measure_table
from bothhands.report.notes import note_of_chance, notes
from bothhands.report.reasons import reason_of
from bothhands.report.telling import telling_of
from bothhands.report.words import Wording


def with_use(plan, limit, use, price):
    """The plan with a limit so full, at such a price, in its first city."""
    limits, prices = np.array(plan.chosen.outcome.limits), np.array(plan.solution.prices)
    limits[LIMITS.index(limit)], prices[LIMITS.index(limit)] = 0.0, 0.0
    limits[LIMITS.index(limit), 0], prices[LIMITS.index(limit), 0] = use, price
    chosen = plan.chosen._replace(outcome=plan.chosen.outcome._replace(limits=limits))
    return replace(plan, chosen=chosen, solution=plan.solution._replace(prices=prices))


def with_measures(plan, lever, *rows):
    """The plan with other measures of a lever: first and last day ahead, and level."""
    like = next(one for one in plan.measures if one.lever not in ORDERS)
    day = plan.as_of + timedelta(days=1)
    own = [
        like.model_copy(
            update={"lever": lever, "place": "", "start": day + timedelta(days=first), "end": day + timedelta(days=last), "value": level}
        )
        for first, last, level in rows
    ]  # fmt: skip
    return replace(plan, measures=(*(one for one in plan.measures if one.lever != lever), *own))


# What is bought.


def test_a_purchase_says_in_the_goods_own_unit_that_it_is_of_each_city(plan, tmp_path):
    told = told_measures(plan, plan.measures)
    bought = [one for one in told if one.lever == "purchases"]
    assert {one.unit for one in bought if one.good == "mask"} == {"pieces a day in each of 2 cities"}
    assert {one.unit for one in bought if one.good == "meltblown"} <= {"tonnes a day in each of 2 cities"}
    price = {row.good: row.price_yuan for row in plan.region.rows(Good)}
    for one in bought:
        cities = int(one.unit.split(" in each of ")[1].split()[0])
        days = (one.end - one.start).days + 1
        assert cities * one.value * days * price[one.good] == pytest.approx(one.cost, rel=1e-6)
    (tmp_path / "measures.csv").write_text(measures_frame(plan).write_csv(), encoding="utf-8")
    back, base = read_measures(tmp_path / "measures.csv"), history(plan.region, plan.axes)
    assert measures_text(back) == measures_text(told)
    for read, made in zip(to_arrays(back, plan.axes, base), to_arrays(plan.measures, plan.axes, base), strict=True):
        np.testing.assert_array_equal(read, made)
    assert Wording("zh").unit(bought[0].unit) in ("只/日（2市各）", "吨/日（2市各）")
    assert Wording("en").unit(bought[0].unit) == bought[0].unit
    assert Wording("zh").unit("share") == "share"


def test_the_brief_that_is_signed_tells_the_whole_amount(plan):
    bought = [one for one in plan.measures if one.lever == "purchases" and one.good == "mask"]
    whole = sum(2 * one.value * ((one.end - one.start).days + 1) for one in bought)
    brief = decision_brief.Brief(1, "P", plan.as_of, plan.region.edition, as_json(plan), plan.measures, ())
    page = decision_brief.decision_brief(Wording("en"), plan.region, brief)
    assert f"{decision_brief.number(whole)} pieces" in page


# What measures cost.


def test_levels_that_a_fund_pays_are_charged_in_the_table_that_is_read_back(plan):
    told = told_measures(plan, plan.measures)
    paid = {lever: sum(one.cost for one in told if one.lever == lever) for lever in {one.lever for one in told}}
    outcome = plan.chosen.outcome
    tests = paid.get("testing", 0.0) + paid.get("tracing", 0.0)
    assert tests == pytest.approx(float(outcome.finding), rel=1e-3)
    assert paid.get("port_screening", 0.0) == pytest.approx(float(outcome.screening), rel=1e-3)
    assert tests + paid.get("port_screening", 0.0) > 0
    for one, made in zip(told, plan.measures, strict=True):
        assert (one.cost > 0) == bool(one.fund)
        assert one.reason
        if one.lever in ORDERS:
            assert (one.cost, one.fund, one.reason) == (made.cost, made.fund, made.reason)
    assert not any(one.cost for one in told if one.lever in ("school", "gatherings", "openness"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sheet_that_is_told_has_the_lines_of_the_briefing_and_their_cost_as_a_number(plan, language):
    telling = telling_of(plan, language)
    sheet, table = told_frame(telling), measure_table(telling)
    assert sheet.height == len(table.rows)
    assert sheet.columns[2:6] == list(table.head[1:5])
    assert sheet.columns[6:8] == (["Cost, yuan", "Fund"] if language == "en" else ["代价，元", "资金"])
    for line, row in zip(sheet.iter_rows(), table.rows, strict=True):
        assert list(line[2:6]) == list(row[1:5])
        assert line[8] == row[5]
        assert (line[6] > 0) == (row[5] not in ("none", "无"))
    orders = sum(one.cost for one in plan.measures if one.lever in ORDERS)
    labels = {telling.say(lever) for lever in ORDERS}
    told = sheet.filter(pl.col(sheet.columns[2]).str.split(" · ").list.first().is_in(list(labels)))
    assert told[sheet.columns[6]].sum() == pytest.approx(orders, abs=1.0)


# What binds.


@pytest.mark.parametrize(("use", "price", "held"), [(0.921, 1680.0, True), (0.921, 0.0, False), (0.96, 0.0, True), (0.89, 900.0, False)])  # fmt: skip
def test_every_page_has_one_rule_for_what_holds_the_plan_back(plan, use, price, held):
    moved = with_use(plan, ODDS, use, price)
    telling = telling_of(moved)
    place = plan.axes.places[0]
    assert ((ODDS, place) in holding(telling)) == held
    assert ((ODDS, place) in {(one["limit"], one["place"]) for one in binding_as_json(moved)}) == held
    row = next(row for row in limits_table(telling).rows if row[0] == ODDS)
    assert row[-1] == (telling.words.money(price) if held else "–")
    assert next(row for row in console_tables(moved)[1].rows if row[0] == ODDS)[-1] == row[-1]
    assert (ODDS in binding_said(telling)) == held
    assert (ODDS in limits_chart(telling).title) == held
    told = [{**one, "room": 1.0} for one in as_json(moved)["limits"]]
    assert ((ODDS, place) in {(limit, where) for limit, where, _ in decision_brief._full(told)}) == held
    assert (decision_brief.FULL, decision_brief.NEARLY) == (0.95, explain.NEARLY)


def test_a_limit_that_has_a_price_in_a_city_where_it_is_not_fullest_stands_there_too(plan):
    moved = with_use(plan, ODDS, 0.98, 0.0)
    moved.chosen.outcome.limits[LIMITS.index(ODDS), 1] = 0.93
    moved.solution.prices[LIMITS.index(ODDS), 1] = 500.0
    rows = [row for row in limits_table(telling_of(moved)).rows if row[0] == ODDS]
    assert [(row[1], row[-1]) for row in rows] == [("Northport", "0 yuan"), ("Southfield", "500 yuan")]


def test_a_limit_of_the_whole_region_stands_once_in_the_brief(plan):
    told = as_json(with_use(plan, BUDGET, 0.99, 0.0))
    for one in told["limits"]:
        one["use"] = 0.99 if one["limit"] == BUDGET else one["use"]
    assert [(limit, place) for limit, place, _ in decision_brief._full(told["limits"]) if limit == BUDGET] == [(BUDGET, "")]  # fmt: skip


def test_a_capacity_says_why_it_has_worth_though_its_limit_does_not_bind(plan):
    free = with_use(with_use(plan, WARD, 0.003, 0.0), ROOMS, 0.98, 10_000.0)
    worth = np.zeros_like(np.asarray(plan.solution.capacity_worth))
    worth[0, 0], worth[2, 0], worth[3, 0] = 685.0, 10_000.0, 50.0
    free = replace(free, solution=free.solution._replace(capacity_worth=worth))
    figure = capacities_chart(telling_of(free))
    assert (
        "Where the own limit does not hold the plan back: emptier hospitals, less fear; cases found sooner</desc>"
        in figure.wide
    )
    said = {row[0]: row[-1] for row in figure.table.rows}
    assert said == {
        "quarantine rooms": "its limit holds the plan back", "ward beds": "emptier hospitals, less fear", "tests a day": "cases found sooner",
    }  # fmt: skip


# The answer.


def asked_of(plan, kept):
    """The plan with so many references that keep every limit."""
    full = np.full_like(np.asarray(plan.chosen.outcome.limits), 2.0)
    told = [
        one._replace(outcome=one.outcome._replace(limits=0.25 * full if n < kept else full))
        for n, one in enumerate(plan.references)
    ]
    return replace(plan, references=tuple(told))


def test_the_answer_says_which_references_it_passed_over(plan):
    for kept, said in ((1, ", the only reference that keeps every limit."), (2, ", the best of the 2 references that keep every limit."), (0, ", the reference that breaks its limits least.")):  # fmt: skip
        assert said in answer(telling_of(asked_of(plan, kept)))
    assert "reference" not in answer(telling_of(asked_of(plan, len(plan.references)))).split(".")[0]
    assert "唯一满足各项限制者" in answer(telling_of(asked_of(plan, 1), "zh"))


def dying(plan, *deaths):
    """The plan with so many deaths in its members."""
    futures = plan.promise.futures
    size = len(np.asarray(futures.outcomes.deaths))
    outcomes = futures.outcomes._replace(deaths=np.resize(np.asarray(deaths, float), size))
    return replace(plan, promise=plan.promise._replace(futures=futures._replace(outcomes=outcomes)))


def test_the_answer_tells_the_deaths_of_members_where_they_are_others(plan):
    expected = float(np.asarray(plan.chosen.record.epidemic.deaths).sum((1, 2)) @ np.asarray(plan.problem.future))
    same = answer(telling_of(dying(plan, expected)))
    assert "Deaths expected: " in same
    told = answer(telling_of(dying(plan, 40.0, 20.0, 0.0)))
    assert "in the expected run, 20 on average over 3 runs by chance, 40 in their worst tenth." in told
    assert "平均20人，最差十分之一为40人" in answer(telling_of(dying(plan, 40.0, 20.0, 0.0), "zh"))
    few = answer(telling_of(dying(plan, expected + 0.4)))
    assert "Deaths expected: " in few


def test_the_answer_says_that_the_promise_does_not_hold(plan):
    told = answer(telling_of(plan))
    assert not plan.promise.holds
    assert plan.promise.kept == 3
    assert "beds hold in 3 of 3 runs, but so few cannot show that 95 % of all keep it." in told
    assert "does not hold" not in told
    short = replace(plan, promise=plan.promise._replace(levels=(Level(0.95, 2),)))
    told = answer(telling_of(short))
    assert "The promise does not hold: beds hold in 2 of 3 runs, too few to promise 95 %." in told
    sure = replace(plan, promise=plan.promise._replace(levels=(Level(0.1, 3),)))
    assert sure.promise.holds
    assert "promise" not in answer(telling_of(sure))
    assert "too few" not in answer(telling_of(sure))


def test_the_table_of_strategies_says_which_deaths_it_tells(plan):
    assert strategy_table(telling_of(plan)).head[3] == "Deaths, expected run"
    assert any("those of the expected run, without chance; over 3 fresh members" in note for note in notes(telling_of(plan)))  # fmt: skip


# The last day that is planned.


def until(plan, days):
    """The plan that ends so many days before the calendar does."""
    future = np.array(plan.problem.future)
    future[len(future) - days :] = 0.0
    return replace(plan, problem=plan.problem._replace(future=future))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_plan_that_ends_before_the_calendar_is_told_to_its_own_last_day(plan, language):
    short, whole = telling_of(until(plan, 40), language), telling_of(plan, language)
    day, end = short.words.day(plan.axes.end - timedelta(days=40)), short.words.day(plan.axes.end)
    assert whole.last_day == plan.axes.end
    for told in (answer(short), standing_of(short), output_chart(short).title, sizes_chart(short).title, console_paragraphs(short.plan, language).title):  # fmt: skip
        assert day in told
        assert end not in told
    at = short.last
    share = float(np.asarray(plan.chosen.record.economy.value_added)[at].sum() / np.asarray(plan.model.economy.labour).sum())  # fmt: skip
    assert short.words.share(share) in output_chart(short).title
    for figure in (output_chart(short), cases_chart(short), beds_chart(short)):
        assert figure.table.rows[-1][0] == day
    later = np.array(plan.members.found)
    later[:, at + 1 :] = 1e6
    members = plan.promise.futures._replace(members=plan.members._replace(found=later))
    busy = replace(short.plan, promise=plan.promise._replace(futures=members))
    assert cases_chart(telling_of(busy, language)).wide == cases_chart(short).wide
    record = plan.chosen.record
    other = record.supply._replace(
        **{name: np.array(getattr(record.supply, name)) for name in ("mask_coverage", "produced")}
    )
    other.mask_coverage[at + 1 :], other.produced[at + 1 :] = 0.0, 1e9
    changed = replace(short.plan, chosen=plan.chosen._replace(record=record._replace(supply=other)))
    kept, now = ([chain_charts.masks_chart(one), *chain_charts.made_charts(one)] for one in (short, telling_of(changed, language)))  # fmt: skip
    assert kept == now


# What is counted.


@pytest.mark.parametrize("language", ["en", "zh"])
def test_members_are_told_by_what_is_counted_in_them_not_by_outbreaks(plan, language):
    said = note_of_chance(telling_of(plan, language))
    assert ("no city finds more than ten cases infected there" if language == "en" else "没有城市在") in said
    assert "has an outbreak" not in said
    assert "没有城市暴发" not in said


def test_what_was_spent_before_the_plan_is_told_beside_the_budget(plan):
    """What the limit counts is what its measures cost, what was bought, and this."""
    telling = telling_of(plan)
    said = next(note for note in notes(telling) if note.startswith("Epidemic budget: "))
    spent, windows = np.zeros(plan.axes.n_days), np.asarray(plan.problem.bounds.window)
    model, record = plan.model, plan.chosen.record
    spent += np.asarray(screening_cost(model.epidemic, plan.chosen.levers, plan.problem.prices))
    spent += np.asarray(finding_cost(record.epidemic, plan.problem.prices))
    before = float(spent[: plan.axes.day_index(plan.as_of) + 1] @ windows[0][: plan.axes.day_index(plan.as_of) + 1])
    assert telling.words.money(before) in said
    none = replace(plan, problem=plan.problem._replace(bounds=plan.problem.bounds._replace(window=windows * (np.asarray(plan.problem.future) > 0))))  # fmt: skip
    assert not [note for note in notes(telling_of(none)) if note.startswith("Epidemic budget: ")]


def test_without_a_rival_nothing_is_said_of_other_values(plan):
    alone = plan.explanation._replace(
        candidates=("plan",), valued=tuple(one._replace(worth=one.worth[:1]) for one in plan.explanation.valued), runner_up=("", 0.0)
    )  # fmt: skip
    told = telling_of(replace(plan, explanation=alone))
    assert "values" in {figure.name for figure in explanation_charts(telling_of(plan))}
    assert "values" not in {figure.name for figure in explanation_charts(told)}
    said = " ".join(said_further(told))
    assert "No other strategy shown keeps every limit" in said
    assert "however much" not in said


# Reasons and strips.


def test_screening_of_nothing_has_no_limit_for_a_reason(plan):
    none = with_measures(with_use(plan, ROOMS, 0.98, 10_000.0), "port_screening", (0, 5, 0.0))
    own = [one for one in none.measures if one.lever == "port_screening"]
    assert reason_of(telling_of(none), own) == "none on these days: the plan does better without it"
    assert "房间" not in reason_of(telling_of(none, "zh"), own)


def test_screening_is_as_much_as_rooms_allow_only_on_days_on_which_they_are_full(plan):
    record = plan.chosen.record
    used = np.zeros_like(np.asarray(record.epidemic.quarantine_rooms_used))
    day = plan.axes.day_index(plan.as_of) + 1
    used[day : day + 6, 0] = 0.98 * float(np.asarray(plan.model.epidemic.quarantine_rooms)[0])
    moved = with_measures(with_use(plan, ROOMS, 0.98, 10_000.0), "port_screening", (0, 5, 0.7), (6, 11, 0.2))
    ill = record.epidemic._replace(quarantine_rooms_used=used)
    moved = replace(moved, chosen=moved.chosen._replace(record=record._replace(epidemic=ill)))
    full, free = (one for one in moved.measures if one.lever == "port_screening")
    assert (
        reason_of(telling_of(moved), [full]) == "as much as the limit on quarantine rooms allows: Northport, 98 % used"
    )
    assert "quarantine rooms" not in reason_of(telling_of(moved), [free])


def test_a_strip_pauses_where_nothing_is_in_force(plan):
    moved = with_measures(plan, "port_screening", (0, 5, 0.7), (6, 9, 0.29), (10, 19, 0.0), (20, 24, 0.25))
    day = plan.as_of + timedelta(days=1)
    own = [one for one in strips_of(telling_of(moved)) if one.label == "Port screening"]
    assert [((one.first - day).days, (one.last - day).days) for one in own] == [(0, 9), (20, 24)]
    assert LEVER["port_screening"].neutral == 0
    picture = cases_chart(telling_of(moved)).wide
    assert picture.count(">Port screening<") == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_infections_found_are_told_as_expected_with_the_high_end_of_the_band(plan, language):
    telling = telling_of(plan, language)
    found = np.asarray(plan.members.found, float).sum(-1)
    ahead = np.asarray(plan.problem.future) > 0
    high = np.ceil(np.quantile(found, 0.95, axis=0)[ahead].max())
    assert f"{high:.0f}" in cases_chart(telling).title
    assert ("expected" if language == "en" else "预计") in cases_chart(telling).title


# The chain.


def with_links(plan, *links):
    """The plan with a binding link a week."""
    first = plan.as_of + timedelta(days=1)
    weeks = tuple(
        {"week": first + timedelta(days=7 * n), "link": link, "good": "mask", "public_share": 0.5}
        for n, link in enumerate(links)
    )
    return replace(plan, chain=replace(plan.chain, tables={**plan.chain.tables, "bottlenecks": weeks}))


def test_every_link_that_is_hatched_is_in_the_title_or_counted_there(plan):
    four = with_links(plan, "mask lines", "mask lines", "meltblown supply", "meltblown lines", "release", "none")
    title = chain_charts.chain_calendar(telling_of(four)).title
    day = telling_of(plan).words.day
    assert title.endswith(f"then release (lag before use) until {day(plan.as_of + timedelta(days=35))}")
    many = with_links(plan, "mask lines", "meltblown lines", "mask lines", "meltblown lines", "mask lines", "none")
    title = chain_charts.chain_calendar(telling_of(many)).title
    assert title.endswith(f"then 2 more links until {day(plan.as_of + timedelta(days=35))}")


def test_what_binds_of_a_good_has_a_row_of_its_own_kind(plan):
    four = telling_of(with_links(plan, "mask lines", "meltblown supply", "meltblown lines", "release"))
    picture = chain_charts.chain_calendar(four).wide
    assert picture.count(">Bottleneck: lines<") == 2
    assert picture.count(">Bottleneck: purchases<") == picture.count(">Bottleneck: release<") == 1


def test_the_first_product_of_an_order_is_the_same_day_wherever_it_stands(plan):
    telling = telling_of(plan)
    case = case_of_plan(telling)
    orders = chain_charts.orders_of(telling)
    assert orders
    built = {(one.begun, one.p50) for one in builds_of(ChainWords(plan.region, telling.words), case)}
    earliest = {(one.good, one.line_class): one for one in reversed(orders)}
    for one in earliest.values():
        assert (one.day, one.first_product) in built
    rows = {row[0]: row for row in firm_sections.links_chart(telling, case).table.rows}
    lead = {one.good: one.ways[0].lead_days[1] for one in missing_of(case) if one.ways and one.gap > 0}
    assert lead
    for good, days in lead.items():
        soonest = plan.as_of + timedelta(days=1 + round(days))
        assert rows[telling.good(good)][5] == telling.words.date(soonest)


def test_the_flow_tells_the_tightest_link_and_leaves_the_bottleneck_to_the_calendar(pages):
    title = Reader(pages["en"]).figures["flow"].titles[0]
    assert "limits the chain" not in title
    assert title.endswith("stocks apart") or title.startswith("No link is short")


# What is not known.


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_sector_worth_attracting_has_no_question_mark_and_no_interval_of_one_value(plan, language):
    from bothhands.plan.attract.cards import cards_of

    telling = telling_of(plan, language)
    figure = firm_sections.attract_chart(telling)
    cells = [cell for row in figure.table.rows for cell in row]
    assert "?" not in cells
    assert not [cell for cell in cells if len(set(cell.split("–"))) < len(cell.split("–"))]
    cards = cards_of(plan.region, plan.axes)
    assert all(card.related is None for card in cards)
    assert telling.say("attract_related") not in figure.table.head
    assert "near" not in figure.title
    assert "相近" not in figure.title
    unknown = cards[0]._replace(break_even=None, related=0.5)
    table = attract_tables([unknown, *cards[1:]], plan.region, telling.words)["sectors"]
    assert len(table.head) == len(table.rows[0]) == 6
    assert table.rows[0][4:] == (telling.say("not_known"),) * 2
    assert "?" not in " ".join(cell for row in table.rows for cell in row)
    assert " to " not in attract_said(cards, telling.words)


# Told again from its folder.


def test_a_folder_carries_the_names_it_is_told_by(plan):
    kept = kept_names(plan)
    assert kept["goods"]["mask"] == {"en": ["mask", "pieces"], "zh": ["口罩", "只"]}
    assert kept["places"]["Northport"]["zh"] == "北港"
    assert kept["last_day"] == plan.axes.end.isoformat()
    assert kept["edition_without_history"] == plan.region.edition


def test_history_of_an_earlier_plan_is_told_from_what_has_become_known(plan):
    from bothhands.plan.saved import with_history

    later = with_history(plan.region, plan.measures, plan.as_of + timedelta(days=20))
    assert later.edition != plan.region.edition
    assert edition_without_history(later) == plan.region.edition
