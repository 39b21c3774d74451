"""The command `targets nowcast`: where the next figures of the targets stand. No arithmetic; heavy imports wait for a run."""

from __future__ import annotations

import argparse
from typing import TypeAlias

from bothhands.cli_answers import Answer, tell
from bothhands.cli_arguments import day, declare_folder
from bothhands.cli_plan import declare_region, declare_telling, region_of

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
NOWCAST = (
    "Tell the next figure of each target's indicator from monthly series and the coupled model, and what moved it."
)


def declare_nowcast(commands: Commands) -> None:
    """Arguments of `targets nowcast`."""
    parser = commands.add_parser("nowcast", help=NOWCAST, description=NOWCAST)
    declare_region(parser)
    declare_telling(parser)
    parser.add_argument(
        "--since", type=day, default=None, metavar="DAY",
        help="day of the earlier vintage that news is told against (31 days before)",
    )  # fmt: skip
    parser.add_argument("--zh", dest="lang", action="store_const", const="zh", help="in Chinese, as --lang zh")
    declare_folder(parser, "where to write workbook and charts")
    parser.set_defaults(run=_nowcast)


def _nowcast(given: argparse.Namespace) -> int:
    """The next figures, on the console, as JSON, in a folder."""
    from rich.console import Console

    from bothhands.plan.nowcast_case import nowcast_case
    from bothhands.report.nowcast_answers import (
        nowcast_notes,
        nowcast_pictures,
        nowcast_said,
        nowcast_sheets,
        nowcast_tables,
    )
    from bothhands.report.words import Wording

    region = region_of(given)
    with Console(stderr=True).status("running the region, fitting its monthly series …"):
        case = nowcast_case(region, given.as_of or region.default_as_of, given.since)
    words = Wording(given.lang, given.money_unit, currency=region.currency)
    answer = Answer(
        "nowcast", nowcast_said(case, words), nowcast_tables(case, words), nowcast_notes(case, words), case.figures(),
        nowcast_sheets(case, words),
    )  # fmt: skip
    return tell(given, case, answer, lambda: nowcast_pictures(case, words), of="targets")
