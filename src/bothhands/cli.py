"""The command line: a table of commands, each with its arguments and what it runs.

Why this file exists: one door for people without Python. It holds no arithmetic and imports the rest only when a
command runs, so that `--help` is quick. A new command is one line in `COMMANDS`.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from bothhands import (
    __version__,
    cli_admin,
    cli_backtest,
    cli_calibrate,
    cli_chain,
    cli_db,
    cli_desk,
    cli_firms,
    cli_network,
    cli_plan,
    cli_planning,
    cli_region,
    cli_sensitivity,
    cli_targets,
    cli_validate,
    cli_visits,
    cli_worker,
)
from bothhands.cli_arguments import check_folder
from bothhands.errors import BothhandsError, Fault

SELDOM = (50_000, 20, 20)
"""When Python looks for what is no longer used: tracing a run makes millions of objects, nearly all of which stay until it is traced."""
if TYPE_CHECKING:
    from bothhands.report.amounts import Language

SHOWN_FAULTS = 50
FAULTS_TOLD = {
    "en": ("... and {} more; --json lists them all.", "{} faults: {}. Nothing was written.", ", "),
    "zh": ("……另有{}处；--json可全部列出。", "共{}处错误：{}。未写入任何内容。", "，"),
}
"""By language: how many are left out, how many there are, and what stands between their counts."""


class Command(NamedTuple):
    """A command: its name, what it does, how its arguments are declared; these set `run`."""

    name: str
    about: str
    declare: Callable[[argparse.ArgumentParser], None]


COMMANDS: tuple[Command, ...] = (
    Command("plan", "Plan a region and write its briefing.", cli_planning.declare_plan),
    Command("frontier", "Plan a region and set lives against everything else.", cli_planning.declare_frontier),
    Command("explain", "Tell why a plan that was written is as it is.", cli_planning.declare_explain),
    Command("diff", "Tell what differs between two plans.", cli_planning.declare_diff),
    Command("compare", "Simulate the reference strategies side by side.", cli_plan.declare_compare),
    Command("simulate", "Simulate one reference strategy.", cli_plan.declare_simulate),
    Command("report", "Print a plan that was written before.", cli_plan.declare_report),
    Command(
        "calibrate",
        "Sample the full posterior of a region, check it and write it.",
        cli_calibrate.declare_calibrate,
    ),
    Command(
        "backtest", "Forecast the past day by day and score it against simple rules.", cli_backtest.declare_backtest
    ),
    Command(
        "sensitivity",
        "Find which assumed figures change the plan, and what is at stake on each.",
        cli_sensitivity.declare_sensitivity,
    ),
    Command("validate", "Hold the model against known truth.", cli_validate.declare_validate),
    Command(
        "chain",
        "Check chains of critical goods, tell what limits them and what is missing; sheets in and out.",
        cli_chain.declare,
    ),
    Command(
        "firms",
        "Check a register of firms, tell what ails each, share out support, match, promote, attract.",
        cli_firms.declare,
    ),
    Command("visits", "Plan a week of visits of field officers.", cli_visits.declare),
    Command("targets", "Tell where the targets of a region stand and with what odds.", cli_targets.declare),
    Command(
        "network", "Run shocks through a network of firms, rank them by what their failure costs.", cli_network.declare
    ),
    Command(
        "region", "List, show, check, make, export, balance and update regions; import tables.", cli_region.declare
    ),
    Command("desk", "Open the desk of a region.", cli_desk.declare),
    Command("admin", "Manage the people of a desk, on its machine.", cli_admin.declare),
    Command("worker", "Run the jobs of a desk, and look after it daily.", cli_worker.declare),
    Command("db", "Keep a desk's records: upgrade, back up, restore, let go, erase.", cli_db.declare),
)


def parser() -> argparse.ArgumentParser:
    """The parser of every command."""
    top = argparse.ArgumentParser(
        prog="bothhands", description="Plan a region through an epidemic: health and economy in one plan."
    )
    top.add_argument("--version", action="version", version=f"bothhands {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.declare(commands.add_parser(command.name, help=command.about, description=command.about))
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if it did what was asked, 2 if the input must be mended, 3 if a run broke off."""
    gc.set_threshold(*SELDOM)
    given = parser().parse_args(arguments)
    try:
        check_folder(given)
        code: int = given.run(given)
    except BothhandsError as error:
        print_faults(error.faults, as_json=getattr(given, "json", False), language=getattr(given, "lang", "en"))
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        told = getattr(given, "stopped", "")
        print(f"Stopped; {told}." if told else "Stopped.", file=sys.stderr)
        return 130
    return code


def print_faults(faults: Sequence[Fault], *, as_json: bool, language: Language = "en") -> None:
    """Every fault as JSON on standard output, or the first fifty in the reader's words and a count a code on standard error."""
    if as_json:
        print(json.dumps({"ok": False, "faults": [fault.as_dict() for fault in faults]}, ensure_ascii=False, indent=1))
        return
    for fault in faults[:SHOWN_FAULTS]:
        print(_told(fault, language), file=sys.stderr)
    more, together, between = FAULTS_TOLD[language]
    if len(faults) > SHOWN_FAULTS:
        print(more.format(len(faults) - SHOWN_FAULTS), file=sys.stderr)
    if len(faults) > 1:
        found = sorted(Counter(fault.code for fault in faults).items())
        counts = between.join(f"{code} × {count}" for code, count in found)
        print(together.format(len(faults), counts), file=sys.stderr)


def _told(fault: Fault, language: Language) -> str:
    """A fault read aloud; the table of sentences is opened only where it is needed."""
    if language == "en":
        return fault.sentence()
    from bothhands.report.sentences import fault_told

    return fault_told(fault, language)


if __name__ == "__main__":
    sys.exit(main())
