"""The `targets` commands: where the year stands. No arithmetic; heavy imports wait for a run."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bothhands.cli_arguments import declare_folder
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
    declare_reasons(commands)


def declare_status(commands: Commands) -> None:
    """Arguments of `targets status`."""
    about = "Tell where every target stands: progress, odds, half by half-year, what is needed a month."
    status = commands.add_parser("status", help=about, description=about)
    _declare_case(status)
    status.set_defaults(run=_status)


def declare_reasons(commands: Commands) -> None:
    """Arguments of `targets drivers` and `targets close`."""
    about = "Tell why the odds are what they are: from last year by growth and by what each cause takes, adding up."
    drivers = commands.add_parser("drivers", help=about, description=about)
    _declare_case(drivers)
    drivers.set_defaults(run=_drivers)
    about = "Tell which measures move the odds most for their money, and what is still lacking with all of them."
    close = commands.add_parser("close", help=about, description=about)
    _declare_case(close)
    close.add_argument("--no-chain", action="store_true", help="leave out idle places for missing links (saves a run of the chain)")  # fmt: skip
    close.set_defaults(run=_close)


def _declare_case(parser: argparse.ArgumentParser) -> None:
    declare_region(parser)
    declare_telling(parser)
    parser.add_argument("--zh", dest="lang", action="store_const", const="zh", help="in Chinese, as --lang zh")
    parser.add_argument(
        "--plan", type=Path, metavar="FOLDER", help="a plan that was written, whose run counts (the measures in force, carried on)"
    )  # fmt: skip
    parser.add_argument("--draws", type=int, default=32, metavar="N", help="draws of the economy's figures (32)")
    declare_folder(parser, "where to write workbook, tables and pictures")


def _case(given: argparse.Namespace) -> TargetCase:
    from rich.console import Console

    from bothhands.plan.saved import read
    from bothhands.plan.target_runs import target_case

    region = region_of(given)
    saved = None if given.plan is None else read(given.plan)
    as_of = given.as_of or (saved.as_of if saved else region.default_as_of)
    with Console(stderr=True).status("running the region and drawing the figures of its economy …"):
        return target_case(region, as_of, saved, given.draws)


def _words(given: argparse.Namespace, case: TargetCase) -> TargetWords:
    from bothhands.report.target_answers import TargetWords
    from bothhands.report.words import Wording

    return TargetWords(case.region, Wording(given.lang, given.money_unit, currency=case.region.currency))


def _footer(words: TargetWords, case: TargetCase) -> str:
    return words.say(
        "tg_footer", name=case.region.name, edition=case.region.edition[:8], day=words.words.date(case.as_of), draws=case.draws
    )  # fmt: skip


def _drivers(given: argparse.Namespace) -> int:
    """What leads to the forecast of every target."""
    from bothhands.cli_answers import Answer, tell
    from bothhands.plan.target_drivers import drivers_of
    from bothhands.report.target_reasons import drivers_chart, drivers_said, drivers_table

    case = _case(given)
    words, found = _words(given, case), drivers_of(case)
    tables = {"drivers": drivers_table(words, found)}
    answer = Answer("drivers", drivers_said(words, found), tables, [words.say("td_note")], found)
    footer = _footer(words, case)

    def pictures() -> dict[str, str]:
        return {f"targets-drivers-{one.target.target}.svg": drivers_chart(words, one, footer) for one in found}

    return tell(given, case, answer, pictures, "targets")


def _close(given: argparse.Namespace) -> int:
    """What would bring every target nearer."""
    from rich.console import Console

    from bothhands.cli_answers import Answer, tell
    from bothhands.plan.target_closing import closings
    from bothhands.plan.target_options import options_of
    from bothhands.report.target_reasons import closing_chart, closing_said, closing_table

    case = _case(given)
    words = _words(given, case)
    with Console(stderr=True).status("weighing what could be done …"):
        found = closings(case, options_of(case, not given.no_chain))
    tables = {"options": closing_table(words, found)}
    answer = Answer("close", closing_said(words, found), tables, [words.say("to_note")], found)
    footer = _footer(words, case)

    def pictures() -> dict[str, str]:
        return {f"targets-close-{one.target.target}.svg": closing_chart(words, one, footer) for one in found}

    return tell(given, case, answer, pictures, "targets")


def _status(given: argparse.Namespace) -> int:
    """Where every target stands on the day."""
    from bothhands.cli_answers import Answer, tell
    from bothhands.outcome.disagreement import doubts_of
    from bothhands.outcome.target_status import statuses
    from bothhands.report.target_answers import (
        basis_table,
        doubtful,
        figures,
        notes,
        progress_table,
        sentences,
        status_table,
        years_table,
    )

    case = _case(given)
    told, words = statuses(case.region, case.as_of, case.runs), _words(given, case)
    tables = {
        "status": status_table(words, told), "progress": progress_table(words, told), "years": years_table(words, told)
    }  # fmt: skip
    said = (*notes(words, told, case.draws, not case.strategy), *doubtful(words, doubts_of(case.region)))
    answer = Answer("status", sentences(words, told), tables, said, figures(told), {"basis": basis_table(words, told)})
    return tell(given, case, answer, lambda: _pictures(words, case, told), "targets")


def _pictures(words: TargetWords, case: TargetCase, told: tuple[Status, ...]) -> dict[str, str]:
    """The board, and the way of each target that has a forecast."""
    from bothhands.outcome.target_status import path_of
    from bothhands.report.target_board import board, path

    footer, drawn = _footer(words, case), {}
    if any(one.band and one.goal for one in told):
        drawn["targets-board.svg"] = board(words, told, footer)
    for one in told:
        if points := path_of(case.region, case.as_of, case.runs, one):
            drawn[f"targets-path-{one.target.target}.svg"] = path(words, one, points, footer, case.as_of)
    return drawn
