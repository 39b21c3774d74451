"""The `chain` commands: check, completion, delay, missing, new, dispatch, stock-take, import. No arithmetic.

Why this file exists: who runs a chain of critical goods asks short questions of it. Heavy imports wait for a run.
"""

from __future__ import annotations

import argparse
import json

from bothhands.cli_chain_run import Answer, case_of_arguments, declare_case, tell
from bothhands.cli_chain_sheets import declare_sheets
from bothhands.cli_region import command


def declare(chain: argparse.ArgumentParser) -> None:
    """Declare the commands and their arguments."""
    commands = chain.add_subparsers(title="commands", metavar="COMMAND", required=True)
    check = command(commands, "check", "Find what is doubtful about a region's chains of critical goods.", _check)
    check.add_argument("region", metavar="REGION", help="embedded name, folder or workbook")
    for name, about, run in (
        ("completion", "Tell when each link of a chain and the whole are complete, P50 and P90.", _completion),
        ("delay", "Price a delay of each site with lines to come.", _delay),
        ("missing", "List links the region lacks, and what each would take.", _missing),
    ):
        parser = commands.add_parser(name, help=about, description=about)
        declare_case(parser)
        parser.set_defaults(run=run)
        if name == "completion":
            parser.add_argument("--draws", type=int, default=1000, metavar="N", help="joint draws of dates (1000)")
            parser.add_argument("--seed", type=int, default=1, metavar="N", help="seed of the draws (1)")
        if name == "delay":
            parser.add_argument(
                "--site",
                action="append",
                default=[],
                metavar="NAME",
                help="one site (all with lines to come); may be repeated",
            )
            parser.add_argument("--weeks", type=float, default=1.0, metavar="N", help="weeks of delay (1)")
    declare_sheets(commands)


def _check(given: argparse.Namespace) -> int:
    from bothhands.errors import InputError
    from bothhands.inputs.chain_check import findings
    from bothhands.inputs.loading import loaded
    from bothhands.inputs.rules.chain import CODES

    found = loaded(given.region, but=CODES)
    doubtful = findings(found.region.settings, found.placed)
    try:
        loaded(given.region)
    except InputError as error:
        raise InputError([*error.faults, *doubtful]) from None
    if given.json:
        print(
            json.dumps(
                {"ok": not doubtful, "findings": [one.as_dict() for one in doubtful]}, ensure_ascii=False, indent=1
            )
        )
    else:
        for one in doubtful:
            print(one.sentence())
        print(
            f"{found.region.name}: {len(doubtful) or 'no'} doubtful figure{'' if len(doubtful) == 1 else 's'} in its chains."
        )
    return 1 if doubtful else 0


def _completion(given: argparse.Namespace) -> int:
    from bothhands.plan.completion import completion_of
    from bothhands.report.chain_answers import completion_said, completion_table, served_table
    from bothhands.report.chain_pictures import pictures_of

    case = case_of_arguments(given)
    found = completion_of(case, draws=given.draws, seed=given.seed)
    tables = {
        "links": completion_table(found, case.axes.end),
        "chain": served_table(found, case.axes.end),
    }
    notes = (f"{case.of}; {found.draws} draws, seed {given.seed}.", found.dependence)
    answer = completion_said(found, case.axes.end)
    return tell(given, case, Answer("completion", answer, tables, notes, found), lambda: pictures_of(case, found))


def _delay(given: argparse.Namespace) -> int:
    from bothhands.errors import Fault, InputError
    from bothhands.inputs.codes import nearest
    from bothhands.plan.delay import delays_of, pending
    from bothhands.report.chain_answers import delay_said, delay_table

    case = case_of_arguments(given)
    known = {site for site, _ in pending(case)}
    faults = [
        Fault("BH-CHN-001", f"no lines are to come at {name!r}", "a site with lines on order", nearest(name, known))
        for name in given.site
        if name not in known
    ]
    if faults:
        raise InputError(faults)
    found = delays_of(case, given.site, given.weeks)
    weeks = f"{given.weeks:g} week{'' if given.weeks == 1 else 's'}"
    notes = (
        f"Masks more that each group lacks, kits and yuan, if a site's first product is {weeks} later; {case.of}; needs and other orders held.",
    )
    currency = case.region.currency
    tables = {"delay": delay_table(found, currency)}
    return tell(given, case, Answer("delay", delay_said(found, currency), tables, notes, found))


def _missing(given: argparse.Namespace) -> int:
    from bothhands.plan.missing import missing_of
    from bothhands.report.chain_answers import missing_said, missing_table, ways_table

    case = case_of_arguments(given)
    found = missing_of(case)
    tables = {"missing": missing_table(found), "ways": ways_table(found, case.region.currency)}
    notes = (f"A day, highest week from {case.as_of} on; {case.of}.",)
    return tell(given, case, Answer("missing", missing_said(found), tables, notes, found))
