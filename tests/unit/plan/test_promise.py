"""What a plan promises on fresh members, the rules that keep it, why it is as it is, and how it is made again."""

import json
from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.stats import binom

from bothhands.errors import InputError
from bothhands.inputs.loading import load
from bothhands.levers.catalogue import LEVER
from bothhands.observe.fitted import fit_region
from bothhands.plan import promise
from bothhands.plan.coupled_run import evaluate
from bothhands.plan.decisions import flat
from bothhands.plan.difference import difference_of
from bothhands.plan.explain import EQUAL, LEAST_RISE, binding, kept_by, worth_at
from bothhands.plan.frontier import frontier
from bothhands.plan.futures import Futures, futures_of, least_share, worst_mean
from bothhands.plan.goals import short_of
from bothhands.plan.limits import INTENSIVE, LIMITS, ODDS, REGION_WIDE, WARD
from bothhands.plan.plan import make_plan
from bothhands.plan.posed import space_asked
from bothhands.plan.promise import (
    MOST_AGAIN,
    NEVER,
    THRESHOLDS,
    Level,
    fewest_that_show,
    keeps_by_limit,
    kept_by_level,
    ladder,
    threshold_of,
    with_ladder,
)
from bothhands.plan.question import LeverAsked, Question
from bothhands.plan.references import as_it_stands
from bothhands.plan.regret import compared
from bothhands.plan.request import Request
from bothhands.plan.rolling import ROLLED, rolled
from bothhands.plan.saved import carried_out, placed, read, start_from, starts_of
from bothhands.plan.solve import Effort
from bothhands.report.folder import write_folder


@pytest.fixture(scope="module")
def made():
    question = Question(worst_deaths=5.0, levers={"gatherings": LeverAsked(smooth=0.2)})
    return make_plan(
        load("two-towns"), Request(question=question, members=20, seed=3, effort=Effort(steps=3), rivals=True)
    )


@pytest.fixture(scope="module")
def folder(made, tmp_path_factory):
    path = tmp_path_factory.mktemp("plan")
    write_folder(made, path)
    return path


def test_the_lower_limit_of_a_share_is_exact():
    for kept, members in ((59, 59), (95, 100), (990, 1000), (1, 3)):
        least = least_share(kept, members)
        assert binom.sf(kept - 1, members, least) == pytest.approx(0.05, rel=1e-6)
    assert least_share(59, 59) >= 0.95 > least_share(58, 58)
    assert least_share(0, 9) == 0.0


def test_the_worst_mean_counts_the_member_at_the_quantile_in_part():
    assert worst_mean(np.arange(1, 11.0), 0.1) == 10.0
    assert worst_mean(np.arange(1, 11.0), 0.15) == pytest.approx((10 + 0.5 * 9) / 1.5)
    assert worst_mean(np.array([4.0]), 0.1) == 4.0


def test_what_is_promised_is_counted_on_members_of_its_own(made):
    promise = made.promise
    kept = keeps_by_limit(promise.futures)
    beds = kept[:, [LIMITS.index(WARD), LIMITS.index(INTENSIVE)]].all(1)
    assert promise.kept == beds.sum()
    assert promise.futures.size == 20
    assert promise.by_limit[WARD] == pytest.approx(kept[:, LIMITS.index(WARD)].mean())
    assert promise.tried[0].threshold == NEVER
    assert not promise.holds  # twenty members cannot show 95 %


def test_rules_are_tuned_until_few_enough_die_in_the_worst_tenth(made):
    promise = made.promise
    assert promise.most_deaths == 5.0
    assert promise.tried[0].worst_deaths > 5.0
    chosen = next(one for one in promise.tried if one.threshold == threshold_of(promise.rules))
    assert chosen.worst_deaths <= 5.0
    laxer = sorted((one for one in promise.tried if one.threshold > chosen.threshold), key=lambda one: one.threshold)
    assert laxer
    assert all(one.worst_deaths > 5.0 or one.kept_share < 1.0 for one in laxer[1:])


def test_the_threshold_of_a_ladder_is_read_back():
    assert all(threshold_of(ladder(one)) == one for one in THRESHOLDS)
    assert threshold_of(()) == NEVER


def looks(made, monkeypatch, begun, kept, day=date(2020, 4, 15), members=64, before=1, chance=None):
    """A plan made, or made again from one whose ladder begins at `begun`: what was run, (threshold, members run, seed), and the promise.

    `kept` says which of some members, by number, keep their beds under a ladder, given how many counts there were; seeds are told apart by them.
    """
    fitted = fit_region(made.region, made.as_of)
    earlier = (
        None
        if begun is None
        else SimpleNamespace(
            rules=ladder(begun), as_of=made.as_of, told={} if before is None else {"promise": {"seed": before}}
        )
    )
    checks = promise._Checks(
        fitted, Request(as_of=day, start=earlier, members=members, question=Question(chance=chance or {}))
    )
    threshold = {id(model): one for one, model in checks.ruled.items()}
    ran, seeds = [], []

    def futures_of(model, problem, draws, levers, seed, members=None):
        numbers = np.arange(draws.members) if members is None else members
        ran.append((threshold[id(model)], len(numbers), seed))
        if seed not in seeds:
            seeds.append(seed)
        full = np.where(kept(threshold[id(model)], numbers, len(seeds)), 0.5, 1.5)[:, None, None] * np.ones(
            made.promise.futures.outcomes.limits.shape[1:]
        )
        none = np.zeros(len(numbers))
        triggered = np.zeros((len(numbers), len(checks.ruled[1.0].triggers.above), len(made.axes.places)))
        old = made.promise.futures
        return Futures(
            old.members._replace(triggered=triggered), old.outcomes._replace(limits=full, deaths=none, objective=none)
        )

    monkeypatch.setattr(promise, "futures_of", futures_of)
    found = SimpleNamespace(supplied=None, chosen=SimpleNamespace(levers=None))
    return ran, checks.promise_of(found, lambda _: None)


@pytest.mark.parametrize("begun", [None, 4.0])
def test_a_plan_that_holds_is_looked_at_once(made, monkeypatch, begun):
    ran, again = looks(made, monkeypatch, begun, lambda threshold, numbers, count: numbers >= 0)
    assert ran == [(begun or NEVER, 64, again.seed)]
    assert again.holds
    assert again.looks == 1
    assert (again.seed == 1) == (begun is None)
    assert threshold_of(again.rules) == (begun or NEVER)


def test_a_plan_made_again_meets_no_member_that_its_rules_were_tuned_on(made, monkeypatch):
    """Nor do two that were counted on different members, on none as a point of a front, or on another day, meet the same."""

    def kept(threshold, numbers, count):
        return (numbers != 3) | (threshold <= 2.0)

    found = [
        {seed for _, _, seed in looks(made, monkeypatch, begun, kept, day, before=before)[0]}
        for begun, before, day in (
            (None, 1, date(2020, 4, 15)), (4.0, None, date(2020, 4, 15)), (4.0, 1, date(2020, 4, 15)), (4.0, 7, date(2020, 4, 15)), (4.0, 1, date(2020, 5, 13)),
        )
    ]  # fmt: skip
    assert [len(seeds) for seeds in found] == [2] * 5
    assert len(set().union(*found)) == 10


@pytest.mark.parametrize("begun", [None, 4.0])
def test_the_ladder_next_to_the_laxest_that_mends_what_failed_is_counted_on_other_members(made, monkeypatch, begun):
    """63 of 64 cannot show 95 %; only those that failed are run again."""
    right, safer = (5.6, 4.0) if begun is None else (2.0, 1.4)

    def kept(threshold, numbers, count):
        return (numbers % 40 != 7) | (threshold <= right)

    ran, again = looks(made, monkeypatch, begun, kept)
    assert again.holds
    assert again.threshold == safer
    assert again.looks == 2
    first = ran[0][2]
    assert ran[0] == (begun or NEVER, 64, first)
    assert {(members, seed) for _, members, seed in ran[1:-1]} == {(2, first)}
    assert ran[-1] == (safer, 64, again.seed)
    assert again.seed != first
    assert [one.kept_share for one in again.tried if one.threshold > right] == [62 / 64] * (
        sum(one > right for one, _, _ in ran)
    )


def test_a_ladder_that_fails_on_others_is_made_stricter_and_counted_anew(made, monkeypatch):
    """What was tuned on one draw may not do on another; each look has members of its own."""

    def kept(threshold, numbers, count):
        return (numbers != 3) | (threshold <= (5.6 if count == 1 else 1.4))

    ran, again = looks(made, monkeypatch, None, kept)
    counted = [(threshold, seed) for threshold, members, seed in ran if members == 64]
    assert [threshold for threshold, _ in counted] == [NEVER, 4.0, 1.0]
    assert len({seed for _, seed in counted}) == 3
    assert again.holds
    assert again.looks == 3
    told = {one.threshold: one for one in again.tried}
    assert told[5.6].kept_share == 1.0  # on the one member it was tuned on
    assert told[4.0].kept_share == 63 / 64


def test_where_most_fail_a_ladder_is_tried_on_some_of_them(made, monkeypatch):
    ran, again = looks(made, monkeypatch, None, lambda threshold, numbers, count: (numbers % 4 == 0) | (threshold <= 2.8))  # fmt: skip
    assert {members for _, members, _ in ran[1:-1]} == {MOST_AGAIN}
    assert {one.members for one in again.tried if one.objective is None} == {43}
    assert again.threshold == 2.8
    assert again.holds


def test_a_ladder_that_mends_nothing_is_no_better_however_many_it_was_tried_on(made, monkeypatch):
    """The first 52 members keep it more often than all 64: that is no merit of a ladder."""
    ran, again = looks(made, monkeypatch, None, lambda threshold, numbers, count: (numbers < 20) | (numbers >= 60))
    assert sum(members == 64 for _, members, _ in ran) == 1
    assert again.threshold == NEVER


def test_rules_that_may_break_another_limit_are_tried_on_members_that_kept_it_too(made, monkeypatch):
    """Rules cost money: where the budget is promised, a ladder that mends some members and breaks more is not taken."""

    def kept(threshold, numbers, count):
        return numbers >= 4 if threshold == NEVER else numbers % 4 == 0

    ran, again = looks(made, monkeypatch, None, kept, chance={"epidemic budget": 0.95})
    assert {members for _, members, _ in ran[1:]} == {MOST_AGAIN}
    assert again.threshold == NEVER
    assert again.kept == 60


@pytest.mark.parametrize("begun", [None, THRESHOLDS[-1], 4.0])
def test_rules_that_failed_are_not_counted_a_second_time(made, monkeypatch, begun):
    """Where nothing stricter does better, the first count stands."""
    ran, again = looks(made, monkeypatch, begun, lambda threshold, numbers, count: numbers >= 3)
    assert [members for _, members, _ in ran].count(64) == 1
    assert not again.holds
    assert again.kept == 61
    assert threshold_of(again.rules) == (begun or NEVER)


def test_a_plan_is_counted_three_times_at_most_and_the_best_count_is_told(made, monkeypatch):
    short = {1: 6, 2: 2, 3: 4}

    def kept(threshold, numbers, count):
        return (numbers >= short[count]) | (threshold <= {1: 5.6, 2: 1.4, 3: 0.0}[count])

    ran, again = looks(made, monkeypatch, None, kept)
    assert [members for _, members, _ in ran].count(64) == promise.LOOKS == again.looks
    assert not again.holds
    assert again.threshold == 4.0
    assert again.kept == 62


def test_so_few_members_that_none_could_show_it_are_taken_as_they_are(made, monkeypatch):
    ran, again = looks(made, monkeypatch, 4.0, lambda threshold, numbers, count: numbers >= 0, members=20)
    assert [one[:2] for one in ran] == [(4.0, 20)]
    assert not again.holds


def test_the_fewest_that_show_a_share():
    for members in (64, 100, 1024):
        fewest = round(members * fewest_that_show(0.95, members))
        assert least_share(fewest, members) >= 0.95 > least_share(fewest - 1, members)
    assert fewest_that_show(0.95, 20) == 1.0


def test_a_limit_is_held_to_the_chance_that_is_asked_of_it(made, monkeypatch):
    """Odds that may fail in three members of four do not ask for rules while beds, kept in all, hold."""
    kept = np.ones((64, len(LIMITS)), bool)
    kept[:40, LIMITS.index(ODDS)] = False
    asked = {WARD: 0.95, INTENSIVE: 0.95, ODDS: 0.25}
    assert {share: int(one.sum()) for share, one in kept_by_level(kept, asked).items()} == {0.95: 64, 0.25: 24}
    kept[0, LIMITS.index(WARD)] = False
    assert {share: int(one.sum()) for share, one in kept_by_level(kept, asked).items()} == {0.95: 63, 0.25: 24}
    promise = made.promise._replace(most_deaths=np.inf, futures=made.promise.futures._replace(outcomes=made.promise.futures.outcomes._replace(objective=np.zeros(64))))  # fmt: skip
    holds = {
        counts: promise._replace(levels=(Level(0.95, counts[0]), Level(0.25, counts[1]))) for counts in ((64, 24), (63, 24), (64, 20))
    }  # fmt: skip
    assert {counts: one.holds for counts, one in holds.items()} == {(64, 24): True, (63, 24): False, (64, 20): False}
    assert (holds[64, 20].share, holds[64, 20].kept) == (0.25, 20)
    ran, again = looks(
        made, monkeypatch, None, lambda threshold, numbers, count: numbers >= 40, chance={WARD: 0.25, INTENSIVE: 0.25}
    )
    assert len(ran) == 1
    assert again.holds
    assert again.kept == 24


def fared(objective, kept):
    """Members by their objective, in which beds are kept or not."""
    limits = np.where(np.asarray(kept), 0.5, 1.5)[:, None, None] * np.ones((len(LIMITS), 1))
    return SimpleNamespace(
        outcomes=SimpleNamespace(objective=np.array(objective), deaths=np.zeros(len(kept)), limits=limits)
    )


def test_what_breaks_a_promise_is_no_better(made):
    """A rival of 30 that breaks the beds of a member gives nobody a regret there; the plan counts as it is."""
    plan, safe = fared([10.0, 10.0, 10.0], [True, True, False]), fared([8.0, 12.0, 8.0], [True, True, True])
    bold = fared([30.0, 11.0, 9.0], [False, True, True])
    found = compared(["plan", "safe", "bold"], [plan, safe, bold], {WARD: 0.95})
    assert [one.regret for one in found.fared] == pytest.approx([2 / 3, 4 / 3, 2 / 3])
    assert [one.best_share for one in found.fared] == pytest.approx([2 / 3, 1 / 3, 0.0])
    assert [one.kept_share for one in found.fared] == pytest.approx([2 / 3, 1.0, 2 / 3])
    assert found.worth_of_knowing == pytest.approx(2 / 3)


def test_a_rival_pays_for_no_order_of_the_plan(made):
    """Carrying on orders nothing: its members are those of the problem without the plan's orders."""
    name, levers = made.references[0].name, made.references[0].levers
    own = futures_of(with_ladder(fit_region(made.region, made.as_of), NEVER), made.problem, made.promise.draws, levers, made.promise.seed)  # fmt: skip
    told = next(one for one in made.regret.fared if one.name == name)
    assert float(made.supplied.placed_cost) > 0
    assert told.mean == pytest.approx(float(np.mean(own.outcomes.objective, dtype=float)), rel=1e-9)


def test_members_run_again_by_number_are_the_same_members(made):
    """A ladder that never begins changes nothing, so that a part of the members is that part of all of them."""
    some = np.array([3, 4, 11, 17, 19])
    bare = with_ladder(fit_region(made.region, made.as_of), NEVER)
    draws, levers = made.promise.draws, made.chosen.levers
    every = futures_of(bare, made.supplied, draws, levers, made.promise.seed)
    part = futures_of(bare, made.supplied, draws, levers, made.promise.seed, some)
    assert part.size == 5
    for name in ("objective", "deaths", "limits"):
        np.testing.assert_array_equal(getattr(part.outcomes, name), np.asarray(getattr(every.outcomes, name))[some])


def test_regret_is_against_the_best_in_each_member(made):
    found = made.regret
    own = np.asarray(made.promise.futures.outcomes.objective, float)
    assert found.members == 20
    assert found.of_plan.mean == pytest.approx(own.mean())
    assert found.of_plan.worst == pytest.approx(np.sort(own)[:2].mean())
    assert [one.name for one in found.fared[2:]] == [one.name for one in made.references]
    assert sum(one.best_share for one in found.fared) >= 1.0
    assert found.worth_of_knowing == pytest.approx(found.of_plan.regret)
    assert found.worth_of_rules == pytest.approx(found.fared[0].mean - found.fared[1].mean)
    assert all(one.regret >= 0.0 for one in found.fared)


def test_a_smooth_lever_moves_little_from_period_to_period(made):
    ahead = len(starts_of(made.axes, np.asarray(made.problem.period), np.asarray(made.problem.future)))
    steps = np.abs(np.diff(np.asarray(made.solution.decisions.gatherings)[:ahead], axis=0))
    assert steps.max() <= 0.2 + 1e-9


def test_a_ladder_is_stricter_the_earlier_it_begins(made):
    rungs = {rule.lever: rule for rule in ladder(2.0)}
    assert rungs["tracing"].above < rungs["gatherings"].above < rungs["school"].above < rungs["stay_home"].above
    for rule in rungs.values():
        assert rule.below < rule.above
        assert rule.level != LEVER[rule.lever].neutral
    on_first = [one for one in made.promise.tried if one.threshold == NEVER or one.objective is None]
    tried = sorted(on_first, key=lambda one: one.threshold)
    assert len(tried) >= 3
    assert all(a.worst_deaths <= b.worst_deaths + 1e-9 for a, b in pairwise(tried))


def test_without_a_lever_is_a_run_without_it(made):
    one = made.explanation.without[0]
    plain = getattr(made.solution.decisions, one.lever)
    decisions = made.solution.decisions._replace(**{one.lever: np.full_like(plain, LEVER[one.lever].neutral)})
    outcome = evaluate(made.axes, made.model, made.supplied, flat(decisions))
    assert float(outcome.objective) == pytest.approx(float(one.outcome.objective), rel=1e-12)
    assert one.use == pytest.approx(float(np.max(outcome.limits)))


def test_what_holds_a_plan_back_is_full_or_has_a_price_and_is_nearly_full(made):
    limits, prices = np.zeros((len(LIMITS), len(made.axes.places))), np.zeros((len(LIMITS), len(made.axes.places)))
    limits[LIMITS.index(WARD)] = 0.97, 0.92
    limits[LIMITS.index(INTENSIVE)] = 0.93, 0.5
    prices[LIMITS.index(INTENSIVE)] = 7.0, 7.0
    found = binding(limits, prices, made.axes)
    assert [(name, place) for name, place, _, _ in found] == [
        (INTENSIVE, made.axes.places[0]),
        (WARD, made.axes.places[0]),
    ]


def test_values_are_those_of_the_candidates(made):
    own = made.chosen.outcome
    price = float(made.supplied.prices.life_year)
    by_value = {one.value: one for one in made.explanation.valued}
    assert set(by_value) == {"0", "0.5", "1", "2", EQUAL}
    assert by_value["1"].worth[0] == pytest.approx(float(own.welfare))
    assert by_value["0"].worth[0] == pytest.approx(float(own.welfare) + price * float(own.life_years))
    assert worth_at(own, price, 2.0 * price) == pytest.approx(float(own.welfare) - price * float(own.life_years))
    assert by_value["1"].best == 0


def test_the_front_trades_lives_for_everything_else(made):
    space = space_asked(made.question, made.axes, made.supplied, as_it_stands(made.axes, made.supplied))
    front = frontier(made.axes, made.model, made.supplied, made.solution, space)
    deaths = [one.deaths for one in front.points]
    other = [one.other_worth(front.life_year) for one in front.points]
    assert len(front.points) >= 3
    assert all(one.deaths <= one.most_deaths for one in (*front.points, *front.beaten))
    assert front.points[-1].deaths < 0.5 * float(made.chosen.outcome.deaths)
    assert all(one.outcome.limits.max() <= 1.0 for one in front.points)
    lacking = [float(one.outcome.welfare - one.outcome.objective) for one in front.points]
    goals = made.supplied.goals
    short = [float(goals.weight @ short_of(goals, one.outcome.reached)) for one in front.points]
    assert lacking == pytest.approx(short, abs=1e-6)
    assert np.all(np.diff(deaths) < 0)
    assert np.all(np.diff(other) < 0)


def test_a_plan_is_read_back_as_it_was_written(made, folder):
    saved = read(folder)
    for name, part in saved.decisions._asdict().items():
        np.testing.assert_allclose(part, getattr(made.solution.decisions, name), atol=1e-12)
    assert saved.measures == made.measures
    assert saved.rules == made.promise.rules
    starts = starts_of(made.axes, np.asarray(made.problem.period), np.asarray(made.problem.future))
    assert saved.period_starts == starts
    again = start_from(made.axes, saved, starts)
    for old, new in zip(made.solution.decisions, again, strict=True):
        np.testing.assert_allclose(new[: len(starts)], old[: len(starts)])
    (folder / "plan.json").rename(folder / "kept.json")
    with pytest.raises(InputError, match="BH-CLI-002"):
        read(folder)
    (folder / "plan.json").write_text("{}")
    with pytest.raises(InputError, match="BH-ASK-006"):
        read(folder)
    (folder / "kept.json").rename(folder / "plan.json")


def test_a_later_plan_freezes_orders_and_takes_measures_for_history(made, folder):
    saved = read(folder)
    day = saved.as_of + timedelta(days=28)
    orders = placed(saved, day)
    assert all(one.start <= day for one in orders)
    region = carried_out(load("two-towns"), saved, day)
    later = make_plan(region, Request(as_of=day, members=2, effort=Effort(steps=1), start=saved, frozen=orders))
    assert set(orders) <= set(later.measures)
    first, last = made.axes.day_index(saved.as_of) + 1, made.axes.day_index(day) + 1
    for name in ("school", "gatherings", "testing", "tracing", "port_screening"):
        np.testing.assert_allclose(
            getattr(later.chosen.levers, name)[first:last], getattr(made.chosen.levers, name)[first:last]
        )


def test_what_differs_is_told_and_nothing_differs_from_itself(made, folder, tmp_path):
    saved = read(folder)
    same = difference_of(saved, saved)
    assert not same.levers
    assert not same.orders
    assert not same.limits
    other = json.loads((folder / "plan.json").read_text())
    other["decisions"]["school"] = [[max(level - 20, 0) for level in row] for row in other["decisions"]["school"]]
    (tmp_path / "plan.json").write_text(json.dumps(other))
    (moved,) = difference_of(saved, read(tmp_path)).levers
    assert moved.lever == "school"
    assert moved.mean == pytest.approx(-0.2, abs=0.02)
    other["region"] = "elsewhere"
    (tmp_path / "plan.json").write_text(json.dumps(other))
    with pytest.raises(InputError, match="BH-ASK-007"):
        difference_of(saved, read(tmp_path))


def test_a_question_of_its_own_is_answered():
    region = load("two-towns")
    few = Question(levers={name: {"decide": name in ("school", "gatherings")} for name in ("openness", "remote", "travel", "stay_home", "testing", "tracing", "port_screening", "school", "gatherings")})  # fmt: skip
    quick = Request(members=2, effort=Effort(steps=2))
    plan = make_plan(region, quick._replace(question=few))
    stands = as_it_stands(plan.axes, plan.supplied)
    for name in ("openness", "travel", "testing", "port_screening"):
        np.testing.assert_allclose(
            getattr(plan.solution.decisions, name), np.round(getattr(stands, name), 2), atol=0.006
        )


def test_plans_made_again_are_set_beside_strategies_that_never_change():
    region = load("two-towns")
    first = region.default_as_of
    made = rolled(
        region,
        (first, first + timedelta(days=28)),
        first + timedelta(days=28),
        Request(effort=Effort(steps=1, at_most=1)),
    )
    assert next(iter(made.outcomes)) == ROLLED
    assert len(made.outcomes) == 5
    assert float(made.outcomes[ROLLED].welfare) > float(made.outcomes["full lockdown"].welfare)
    with pytest.raises(InputError, match="BH-ASK-008"):
        rolled(region, (first, first), first)
    with pytest.raises(InputError, match="BH-ASK-008"):
        rolled(region, (first,), date(2020, 1, 1))


def test_what_keeps_a_limit_is_a_lever_without_which_it_would_be_broken(made):
    without = made.explanation.without
    for n, limit in enumerate(LIMITS):
        place = "" if limit in REGION_WIDE else made.axes.places[-1]
        own = float(np.asarray(made.chosen.outcome.limits)[n][slice(None) if not place else -1].max())
        found = kept_by(limit, place, own, without, made.axes)
        uses = [
            float(np.asarray(one.outcome.limits)[n].max() if not place else one.outcome.limits[n][-1])
            for one in without
        ]
        least = max(1.0, own + LEAST_RISE)
        assert [use for _, use in found] == sorted((use for use in uses if use > least), reverse=True)
        assert {one.lever for one, _ in found} == {
            one.lever for one, use in zip(without, uses, strict=True) if use > least
        }
        assert kept_by(limit, place, 1e9, without, made.axes) == []
