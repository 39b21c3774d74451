"""The `chain` commands: check, plan, explain, completion, delay, missing, and the sheets. No arithmetic.

Why this file exists: who runs a chain of critical goods asks short questions of it. Heavy imports wait for a run.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from bothhands.cli_answers import Answer
from bothhands.cli_arguments import none_or_more, one_or_more, seed, weeks
from bothhands.cli_chain_run import case_of_arguments, declare_case, situation_of, tell_chain, words_of
from bothhands.cli_chain_sheets import declare_sheets
from bothhands.cli_region import command

if TYPE_CHECKING:
    from bothhands.plan.chain_plan import ChainPlan


def declare(chain: argparse.ArgumentParser) -> None:
    """Declare the commands and their arguments."""
    commands = chain.add_subparsers(title="commands", metavar="COMMAND", required=True)
    check = command(commands, "check", "Find what is doubtful about a region's chains of critical goods.", _check)
    check.add_argument("region", metavar="REGION", help="embedded name, folder or workbook")
    for name, about, run in (
        ("plan", "Say what to order and buy for the chain, and who is served from when.", _plan),
        (
            "explain",
            "Say what binds, who is not served and why, where stocks run low, and what lines cost if need falls.",
            _explain,
        ),
        ("completion", "Tell when each link of a chain and the whole are complete, P50 and P90.", _completion),
        ("delay", "Price a delay of each site with lines to come.", _delay),
        ("missing", "List links the region lacks, and what each would take.", _missing),
    ):
        parser = commands.add_parser(name, help=about, description=about)
        declare_case(parser)
        parser.set_defaults(run=run)
        if name in ("plan", "explain"):
            parser.add_argument(
                "--from", dest="earlier", type=Path, default=None, metavar="FOLDER",
                help="a plan that was followed: what it ordered by the day stays and is not paid again",
            )  # fmt: skip
            parser.add_argument(
                "--branches", type=none_or_more, default=200, metavar="N",
                help="branches of the search of whole lines (200); 0 rounds and exchanges only",
            )  # fmt: skip
        if name == "explain":
            parser.add_argument("--most", type=one_or_more, default=5, metavar="N", help="bottlenecks looked at (5)")
        if name == "completion":
            parser.add_argument(
                "--draws", type=one_or_more, default=1000, metavar="N", help="joint draws of dates (1000)"
            )
            parser.add_argument("--seed", type=seed, default=1, metavar="N", help="seed of the draws (1)")
        if name == "delay":
            parser.add_argument(
                "--site",
                action="append",
                default=[],
                metavar="NAME",
                help="one site (all with lines to come); may be repeated",
            )
            parser.add_argument("--weeks", type=weeks, default=1.0, metavar="N", help="weeks of delay (1)")
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


def _planned(given: argparse.Namespace) -> ChainPlan:
    from rich.console import Console

    from bothhands.plan.chain import Effort
    from bothhands.plan.chain_plan import chain_plan
    from bothhands.plan.saved import read

    earlier = None if given.earlier is None else read(given.earlier)
    with Console(stderr=True).status("running the region, then ordering for its needs …"):
        return chain_plan(situation_of(given), earlier, Effort(nodes=given.branches))


def _plan(given: argparse.Namespace) -> int:
    from bothhands.plan.completion import completion_of
    from bothhands.report.chain_pictures import pictures_of
    from bothhands.report.chain_plan_said import SOON, orders_table, plan_notes, plan_said, purchases_table, weeks_table

    plan = _planned(given)
    words = words_of(given, plan.case.region)
    tables = {
        "orders": orders_table(words, plan),
        "purchases": purchases_table(words, plan, SOON),
        "weeks": weeks_table(words, plan),
    }
    figures = {
        "measures": [one.model_dump(mode="json") for one in plan.proposal.measures],
        "value": plan.proposal.value, "bound": plan.proposal.bound, "gap": plan.decided.worth_gap,
        "with_priorities": plan.proposal.tables["with_priorities"],
        "stopped": plan.decided.stopped, "prices": dict(plan.proposal.prices),
    }  # fmt: skip
    sheets = {"purchases": purchases_table(words, plan)}
    notes = [*plan_notes(words, plan), words.say("purchases_note", weeks=SOON)]
    answer = Answer("plan", plan_said(words, plan), tables, notes, figures, sheets)
    return tell_chain(given, plan.case, answer, lambda: pictures_of(words, plan.case, completion_of(plan.case)))


def _explain(given: argparse.Namespace) -> int:
    from bothhands.plan.chain_plan import explained
    from bothhands.report.chain_plan_said import (
        bottleneck_table,
        cities_table,
        cover_table,
        explained_said,
        explained_told,
        plan_notes,
        unserved_table,
        weeks_table,
    )

    plan = _planned(given)
    found = explained(plan, given.most)
    words = words_of(given, plan.case.region)
    tables = {
        "bottlenecks": bottleneck_table(words, plan, found),
        "unserved": unserved_table(words, plan, found),
        "cover": cover_table(words, found, lowest=True),
        "weeks": weeks_table(words, plan),
    }
    notes = [*plan_notes(words, plan), words.say("chain_explain_note")]
    sheets = {"unserved by city": cities_table(words, found), "cover": cover_table(words, found)}
    said, told = explained_said(words, plan, found), explained_told(plan, found)
    answer = Answer("explain", said, tables, notes, told, sheets)
    return tell_chain(given, plan.case, answer)


def _completion(given: argparse.Namespace) -> int:
    from bothhands.plan.completion import completion_of
    from bothhands.report.chain_answers import completion_said, completion_table, served_table
    from bothhands.report.chain_pictures import pictures_of

    case = case_of_arguments(given)
    found = completion_of(case, draws=given.draws, seed=given.seed)
    words, end = words_of(given, case.region), case.axes.end
    tables = {"links": completion_table(words, found, end), "chain": served_table(words, found, end)}
    notes = (
        f"{words.whose(case)}; {words.say('chain_draws', draws=found.draws, seed=given.seed)}.",
        words.say("chain_dependence", correlation=f"{found.correlation:g}"),
    )
    answer = Answer("completion", completion_said(words, found, end), tables, notes, found)
    return tell_chain(given, case, answer, lambda: pictures_of(words, case, found))


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
    words = words_of(given, case.region)
    span = words.say("weeks_one" if given.weeks == 1 else "weeks_many", n=f"{given.weeks:g}")
    notes = (words.say("delay_note", weeks=span, of=words.whose(case)),)
    tables = {"delay": delay_table(words, found)}
    return tell_chain(given, case, Answer("delay", delay_said(words, found), tables, notes, found))


def _missing(given: argparse.Namespace) -> int:
    from bothhands.plan.missing import missing_of
    from bothhands.report.chain_answers import missing_said, missing_table, ways_table

    case = case_of_arguments(given)
    found = missing_of(case)
    words = words_of(given, case.region)
    tables = {"missing": missing_table(words, found), "ways": ways_table(words, found)}
    notes = (words.say("missing_note", day=case.as_of.isoformat(), of=words.whose(case)),)
    return tell_chain(given, case, Answer("missing", missing_said(words, found), tables, notes, found))
