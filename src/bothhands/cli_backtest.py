"""The command `backtest`: forecasts of the past against what came. No arithmetic; heavy imports wait for a run."""

from __future__ import annotations

import argparse
import json
import time
from typing import TYPE_CHECKING

from bothhands.cli_arguments import day, declare_folder, seed

if TYPE_CHECKING:
    from rich.console import Console

    from bothhands.observe.backtest import BackTest

DAYS, PLANNED_EVERY = 7, 28
"""Days of a week: horizons are whole weeks."""
HORIZON, MEMBERS = 14, 200


def declare_backtest(parser: argparse.ArgumentParser) -> None:
    """Arguments of `backtest`."""
    parser.add_argument("region", help="an embedded region, a folder or a workbook")
    parser.add_argument(
        "--from", dest="first", type=day, default=None, metavar="DAY",
        help="first origin, YYYY-MM-DD (ten days after the first count)",
    )  # fmt: skip
    parser.add_argument(
        "--to", dest="last", type=day, default=None, metavar="DAY", help="last origin (the day of the last count)"
    )
    parser.add_argument(
        "--every", type=int, default=None, metavar="DAYS", help="days from an origin to the next (7; plans 28)"
    )
    parser.add_argument("--horizon", type=int, default=None, metavar="DAYS", help="days ahead, whole weeks (14)")
    parser.add_argument("--members", type=int, default=None, metavar="N", help="stochastic members of a forecast (200)")
    parser.add_argument("--seed", type=seed, default=None, metavar="N", help="seed of every draw (1)")
    parser.add_argument(
        "--plan", action="store_true",
        help="instead of forecasts, make a plan at each origin (every 28 days by default), follow it until the next, and compare with fixed strategies; it draws nothing and writes nothing",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="the result as JSON on standard output")
    declare_folder(
        parser,
        "where to write backtest.json and keep finished origins (the cache folder keeps them, nothing is written)",
    )
    parser.set_defaults(run=backtest)


def backtest(given: argparse.Namespace) -> int:
    """Forecast the past from many days and print how the forecasts did."""
    from rich.console import Console

    from bothhands.errors import Fault, InputError
    from bothhands.inputs.loading import load
    from bothhands.observe import backtest as rolling

    began = time.perf_counter()
    if given.plan:
        return plans(given)
    given.every = DAYS if given.every is None else given.every
    given.horizon = HORIZON if given.horizon is None else given.horizon
    given.members = MEMBERS if given.members is None else given.members
    given.seed = 1 if given.seed is None else given.seed
    if given.horizon < DAYS or given.horizon % DAYS or given.members < 1:
        raise InputError(
            Fault(
                "BH-CLI-004", f"--horizon {given.horizon} with --members {given.members}",
                "a horizon of 7, 14, 21 … days and one member or more", "change it",
            )
        )  # fmt: skip
    console = Console(stderr=given.json)
    region = load(given.region)
    origins = rolling.origins_of(region, given.first, given.last, given.every, given.horizon // DAYS)
    folder = None if given.out is None else given.out / "origins"
    with console.status("starting"):
        made = rolling.backtest(
            region, origins, given.horizon // DAYS, given.members, given.seed, folder,
            lambda line: console.print(line, style="dim"),
        )  # fmt: skip
    _tell(made, console, given)
    console.print(f"{time.perf_counter() - began:.0f} s in all.", style="dim")
    return 0


def plans(given: argparse.Namespace) -> int:
    """Plan, follow and plan again through the past, and set it beside strategies that never change."""
    from datetime import timedelta

    from rich.console import Console
    from rich.table import Table

    from bothhands.inputs.loading import load
    from bothhands.plan.limits import LIMITS
    from bothhands.plan.rolling import rolled
    from bothhands.report.console import outcomes_table

    console = Console(stderr=given.json)
    every = PLANNED_EVERY if given.every is None else given.every
    _check_plans(given, every)
    region = load(given.region)
    first = given.first or region.default_as_of
    end = max(region.end - timedelta(days=1), first)
    last = given.last or min(first + timedelta(days=2 * PLANNED_EVERY), end)
    origins = tuple(first + timedelta(days=n) for n in range(0, (last - first).days + 1, every))
    with console.status("starting") as status:
        made = rolled(region, origins, last, progress=lambda line: status.update(f"{line} …"))
    if given.json:
        rows = {
            name: {
                **{field: float(value) for field, value in one._asdict().items() if getattr(value, "ndim", 1) == 0},
                "use": dict(zip(LIMITS, one.limits.max(1).tolist(), strict=True)),
            }
            for name, one in made.outcomes.items()
        }
        print(
            json.dumps(
                {"origins": [day.isoformat() for day in origins], "until": last.isoformat(), "strategies": rows},
                indent=1,
            )
        )
        return 0
    told = outcomes_table(
        [(name, one, bool(one.limits.max() <= 1.0)) for name, one in made.outcomes.items()], currency=region.currency
    )
    table = Table(*told.head)
    for row in told.rows:
        table.add_row(*row)
    days = ", ".join(day.isoformat() for day in origins)
    console.print(
        f"Plans made on {days}, each followed until the next; all in the world as its reports show it on {last.isoformat()}."
    )
    console.print(table)
    return 0


def _check_plans(given: argparse.Namespace, every: int) -> None:
    """Stop where an option is of forecasts alone, or plans are less than a day apart."""
    from bothhands.errors import Fault, InputError

    said = [name for name in ("horizon", "members", "seed", "out") if getattr(given, name) is not None]
    faults = [
        Fault("BH-CLI-004", f"--{name} with --plan", "options of plans: --from, --to, --every, --json", "leave it out")
        for name in said
    ]
    if every < 1:
        faults.append(Fault("BH-OBS-002", f"{every} days between origins", "1 or more", "change it"))
    if given.first is not None and given.last is not None and given.last < given.first:
        what = f"origins from {given.first.isoformat()} to {given.last.isoformat()}"
        faults.append(Fault("BH-OBS-002", what, "the first no later than the last", "change one of them"))
    if faults:
        raise InputError(faults)


def _tell(made: BackTest, console: Console, given: argparse.Namespace) -> None:
    """Write the folder, then print tables and sentences, or everything as JSON."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from bothhands.observe.verdict import periods_of
    from bothhands.report import backtest_table
    from bothhands.report.whole_folder import written_whole

    whole = json.dumps(backtest_table.as_json(made), ensure_ascii=False, indent=1)
    if given.out is not None:
        with written_whole(given.out) as part:
            (part / "backtest.json").write_text(whole + "\n", encoding="utf-8")
    if given.json:
        print(whole)
        return
    console.print(backtest_table.about(made), style="bold")
    for period in periods_of(made):
        told = backtest_table.table_of(period, made)
        table = Table(
            title=f"Origins {period} (less is better, ● best CRPS; % within intervals)",
            title_justify="left",
            box=SIMPLE_HEAD,
            padding=(0, 1),
        )
        for n, head in enumerate(told.head):
            table.add_column(head, justify="left" if n < 2 else "right", no_wrap=True)
        for row in told.rows:
            table.add_row(*row, end_section=row[0].endswith(" cases"))
        console.print(table)
    for line in backtest_table.sentences(made):
        console.print(f"· {line}")
    if given.out is not None:
        console.print(f"[bold]{given.out}[/bold]: backtest.json")
