"""The `targets` commands: where the year stands. No arithmetic; heavy imports wait for a run."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bothhands.cli_nowcast import declare_nowcast
from bothhands.cli_plan import declare_region, declare_telling, region_of

if TYPE_CHECKING:
    from bothhands.outcome.target_status import Status
    from bothhands.plan.target_runs import TargetCase
    from bothhands.report.target_answers import TargetWords

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def declare(targets: argparse.ArgumentParser) -> None:
    """Declare the commands and their arguments."""
    commands = targets.add_subparsers(title="commands", metavar="COMMAND", required=True)
    declare_status(commands)
    declare_nowcast(commands)


def declare_status(commands: Commands) -> None:
    """Arguments of `targets status`."""
    about = "Tell where every target stands: progress, odds, half by half-year, what is needed a month."
    status = commands.add_parser("status", help=about, description=about)
    declare_region(status)
    declare_telling(status)
    status.add_argument("--zh", dest="lang", action="store_const", const="zh", help="in Chinese, as --lang zh")
    status.add_argument(
        "--plan", type=Path, metavar="FOLDER", help="a plan that was written, whose run counts (the measures in force, carried on)"
    )  # fmt: skip
    status.add_argument("--draws", type=int, default=32, metavar="N", help="draws of the economy's figures (32)")
    status.add_argument(
        "--out", type=Path, default=None, metavar="FOLDER", help="where to write workbook, tables and pictures"
    )
    status.set_defaults(run=_status)


def _status(given: argparse.Namespace) -> int:
    """Where every target stands on the day."""
    from rich.console import Console

    from bothhands.cli_answers import Answer, tell
    from bothhands.outcome.disagreement import doubts_of
    from bothhands.outcome.target_status import statuses
    from bothhands.plan.saved import read
    from bothhands.plan.target_runs import target_case
    from bothhands.report.target_answers import (
        TargetWords,
        basis_table,
        doubtful,
        figures,
        notes,
        progress_table,
        sentences,
        status_table,
        years_table,
    )
    from bothhands.report.words import Wording

    region = region_of(given)
    saved = None if given.plan is None else read(given.plan)
    as_of = given.as_of or (saved.as_of if saved else region.default_as_of)
    with Console(stderr=True).status("running the region and drawing the figures of its economy …"):
        case = target_case(region, as_of, saved, given.draws)
        told = statuses(region, as_of, case.runs)
    words = TargetWords(case.region, Wording(given.lang, given.money_unit, currency=region.currency))
    tables = {
        "status": status_table(words, told), "progress": progress_table(words, told), "years": years_table(words, told)
    }  # fmt: skip
    said = (*notes(words, told, case.draws, saved is not None), *doubtful(words, doubts_of(case.region)))
    answer = Answer("status", sentences(words, told), tables, said, figures(told), {"basis": basis_table(words, told)})
    return tell(given, case, answer, lambda: _pictures(words, case, told), "targets")


def _pictures(words: TargetWords, case: TargetCase, told: tuple[Status, ...]) -> dict[str, str]:
    """The board, and the way of each target that has a forecast."""
    from bothhands.outcome.target_status import path_of
    from bothhands.report.target_board import board, path

    footer = words.say(
        "tg_footer", name=case.region.name, edition=case.region.edition[:8], day=words.words.date(case.as_of), draws=case.draws
    )  # fmt: skip
    drawn = {}
    if any(one.band and one.goal for one in told):
        drawn["targets-board.svg"] = board(words, told, footer)
    for one in told:
        if points := path_of(case.region, case.as_of, case.runs, one):
            drawn[f"targets-path-{one.target.target}.svg"] = path(words, one, points, footer, case.as_of)
    return drawn
