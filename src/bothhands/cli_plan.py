"""The commands that run the model: simulate, compare, report. No arithmetic; heavy imports wait for a run."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bothhands.cli_arguments import day, declare_folder, seed

if TYPE_CHECKING:
    from bothhands.inputs.region import Region
    from bothhands.plan.strategy import Strategy


def declare_simulate(parser: argparse.ArgumentParser) -> None:
    """Arguments of `simulate`."""
    declare_common(parser)
    parser.add_argument("--strategy", default="carry on", help="a reference strategy by name (carry on)")
    parser.add_argument(
        "--measures", type=Path, default=None, metavar="FILE",
        help="a table of your own, as measures.csv of a plan, run beside the reference strategies",
    )  # fmt: skip
    parser.add_argument(
        "--members", type=int, default=0, metavar="N", help="stochastic members the table is run on as well (0)"
    )
    parser.add_argument("--seed", type=seed, default=1, metavar="N", help="seed of the members (1)")
    declare_folder(parser, "also write results, outcomes and measures into a folder")
    parser.set_defaults(run=simulate, stopped="nothing was written")


def declare_compare(parser: argparse.ArgumentParser) -> None:
    """Arguments of `compare`."""
    declare_common(parser)
    parser.set_defaults(run=compare)


def declare_report(parser: argparse.ArgumentParser) -> None:
    """Arguments of `report`."""
    parser.add_argument("folder", type=Path, help="a folder that `bothhands plan` wrote")
    parser.add_argument("--json", action="store_true", help="the whole plan as JSON")
    declare_telling(parser)
    parser.set_defaults(run=report)


def simulate(given: argparse.Namespace) -> int:
    """Simulate one reference strategy, or a table of measures beside them all, and print what it amounts to."""
    from bothhands.levers.measures_file import read_measures
    from bothhands.plan.dated import dated_runs
    from bothhands.report.dated_folder import write_dated
    from bothhands.report.folder import summary_of
    from bothhands.report.sentences import names_of, told_in
    from bothhands.report.whole_folder import written_whole
    from bothhands.report.words import Wording

    table = None if given.measures is None else read_measures(given.measures)
    region = region_of(given)
    made = dated_runs(region, given.as_of, table, given.members, given.seed)
    made = made if table is not None else made.only(given.strategy)
    if given.out is not None:
        with written_whole(given.out) as part:
            write_dated(made, part)
        given.stopped = f"the results are in {given.out}"
    for breach in made.breaches:
        what = told_in(breach, given.lang, names_of(region))
        print(Wording(given.lang).say("dated_breach", what=what), file=sys.stderr if given.json else sys.stdout)
    if given.json:
        told = [summary_of(one.name, one) for one in made.strategies]
        print(json.dumps(told[0] if table is None else told, indent=1))
        return 0
    _print_outcomes({one.name: one for one in made.strategies}, given, region.currency)
    return 0


def compare(given: argparse.Namespace) -> int:
    """Simulate the reference strategies side by side."""
    from bothhands.report.folder import summary_of

    region = region_of(given)
    told = _references(region, given)
    if given.json:
        print(json.dumps([summary_of(name, one) for name, one in told.items()], indent=1))
        return 0
    _print_outcomes(told, given, region.currency)
    return 0


def report(given: argparse.Namespace) -> int:
    """Print a plan that was written before."""
    from bothhands.plan.saved_file import as_written, plan_in
    from bothhands.report.amounts import money, number

    kept = plan_in(given.folder)
    with as_written(given.folder):
        lines = [f"{kept['region']}, standing on {kept['as_of']}, edition {kept['edition']}, seed {kept['seed']}"]
        for row in kept["strategies"]:
            added = money(row["value_added"], given.lang, given.money_unit, kept.get("currency", "yuan"))
            lines.append(
                f"  {row['strategy']:32s} value added {added}, life-years lost {number(row['life_years'])}, keeps limits: {row['keeps_limits']}"
            )
        lines.append(f"  {len(kept['measures'])} measures; {given.folder / 'briefing.html'}")
    print(json.dumps(kept, ensure_ascii=False, indent=1) if given.json else "\n".join(lines))
    return 0


def declare_common(parser: argparse.ArgumentParser) -> None:
    """Arguments of every command that runs a region and tells of it."""
    declare_region(parser)
    declare_telling(parser)


def declare_region(parser: argparse.ArgumentParser) -> None:
    """Arguments of every command that runs a region."""
    parser.add_argument("region", help="an embedded region, a folder or a workbook")
    parser.add_argument(
        "--pathogen", default=None, metavar="NAME",
        help="another pathogen, one that comes with the package or a folder (docs/how-to/add-a-pathogen.md)",
    )  # fmt: skip
    parser.add_argument(
        "--with", dest="tables", type=Path, action="append", default=[], metavar="FILE",
        help="a table of your own in place of the region's, named after it, such as triggers.csv or budgets.csv; may be repeated",
    )  # fmt: skip
    parser.add_argument("--as-of", type=day, default=None, metavar="DAY", help="day the planner stands on (YYYY-MM-DD)")
    parser.add_argument("--json", action="store_true", help="the result as JSON on standard output")


def declare_telling(parser: argparse.ArgumentParser) -> None:
    """Arguments of every command that tells something."""
    parser.add_argument("--lang", choices=["en", "zh"], default="en", help="language of what is told (en)")
    parser.add_argument(
        "--money-unit", choices=["auto", "yuan", "wan", "million", "yi", "billion"], default="auto",
        help="unit of money: yuan is one of the region's currency, wan 10,000, yi 100 million; by default what suits language and size",
    )  # fmt: skip


def _references(region: Region, given: argparse.Namespace) -> dict[str, Strategy]:
    from bothhands.plan.plan import reference_runs

    return reference_runs(region, given.as_of)


def region_of(given: argparse.Namespace) -> Region:
    """The region named, with the user's own tables, struck by another pathogen where one is named."""
    from bothhands.inputs.loading import load
    from bothhands.inputs.pathogens import with_pathogen

    region = load(given.region, given.tables)
    return region if given.pathogen is None else with_pathogen(region, given.pathogen)


def _print_outcomes(told: dict[str, Strategy], given: argparse.Namespace, currency: str) -> None:
    from rich.console import Console
    from rich.table import Column, Table

    from bothhands.report.console import outcomes_table

    outcomes = [(name, one.outcome, one.keeps_limits) for name, one in told.items()]
    shown = outcomes_table(outcomes, given.lang, given.money_unit, currency)
    table = Table(*(Column(head, overflow="fold") for head in shown.head))
    for row in shown.rows:
        table.add_row(*row)
    Console().print(table)
