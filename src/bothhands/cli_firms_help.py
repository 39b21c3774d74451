"""The `firms` commands that help: support, match, promote, attract. No arithmetic; heavy imports wait for a run."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from bothhands.cli_answers import Answer, tell
from bothhands.cli_arguments import declare_folder, none_or_more, one_or_more
from bothhands.cli_plan import declare_region, declare_telling, region_of

if TYPE_CHECKING:
    from bothhands.inputs.region import Region
    from bothhands.plan.missing import Missing
    from bothhands.plan.support.case import SupportCase
    from bothhands.report.words import Wording

SUPPORT = "Share out help to firms: who gets what, why, what one more yuan of each fund keeps, who just missed."
MATCH = "Find partners for what firms lack: inputs, buyers, workers, idle assets; five for each, with reasons."
SHOWN = 20
"""Rows of the console; the folder and JSON have all."""
PROMOTE = (
    "List firms near the line of the statistics and what tips them; firms for which expansion or another product pays."
)
ATTRACT = "Make cards of sectors and links worth attracting: need, scale that breaks even, buyers, idle assets."


def declare_help(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the commands and their arguments."""
    support = commands.add_parser("support", help=SUPPORT, description=SUPPORT)
    _declare_case(support)
    support.add_argument(
        "--why", metavar="FIRM", default="", help="tell for each policy why this firm may or may not have it"
    )
    support.add_argument(
        "--missed", type=none_or_more, default=20, metavar="N", help="firms told that just missed (20)"
    )
    support.set_defaults(run=_support)
    match = commands.add_parser("match", help=MATCH, description=MATCH)
    _declare_asked(match)
    match.set_defaults(run=_match)
    promote = commands.add_parser("promote", help=PROMOTE, description=PROMOTE)
    _declare_case(promote)
    promote.set_defaults(run=_promote)
    attract = commands.add_parser("attract", help=ATTRACT, description=ATTRACT)
    _declare_asked(attract)
    attract.add_argument("--count", type=one_or_more, default=10, metavar="N", help="cards of sectors (10)")
    attract.set_defaults(run=_attract)


def _declare_case(parser: argparse.ArgumentParser) -> None:
    """Arguments of every command that asks of the register on a day under a strategy."""
    _declare_out(parser)
    parser.add_argument(
        "--strategy", default="", metavar="NAME", help="the reference strategy whose sales and inputs count (the best)"
    )


def _declare_asked(parser: argparse.ArgumentParser) -> None:
    """Arguments of every command that can ask the chain too."""
    _declare_out(parser)
    parser.add_argument(
        "--chain", action="store_true", help="run the region and add the links its chain lacks (takes about a minute)"
    )


def _declare_out(parser: argparse.ArgumentParser) -> None:
    declare_region(parser)
    declare_telling(parser)
    declare_folder(parser, "where to write workbook and charts")


def _case(given: argparse.Namespace) -> SupportCase:
    from rich.console import Console

    from bothhands.plan.support.case import support_case

    region = region_of(given)
    with Console(stderr=True).status("running the region and its firms …"):
        return support_case(region, given.as_of or region.default_as_of, given.strategy)


def _wording(given: argparse.Namespace, currency: str) -> Wording:
    from bothhands.report.words import Wording

    return Wording(given.lang, given.money_unit, currency=currency)


def _support(given: argparse.Namespace) -> int:
    from bothhands.errors import Fault, InputError
    from bothhands.inputs.codes import nearest
    from bothhands.plan.support.answer import support_answer, why_not
    from bothhands.report.support_answers import (
        list_for_console,
        support_notes,
        support_pictures,
        support_said,
        support_tables,
        why_not_table,
    )

    case = _case(given)
    words = _wording(given, case.region.currency)
    if given.why:
        if given.why not in case.axes.register:
            fault = Fault(
                "BH-FRM-102", f"no firm {given.why!r}", "a firm of the register", nearest(given.why, case.axes.register)
            )
            raise InputError(fault)
        found = why_not(case, given.why, words.zh)
        tables = {"why-not": why_not_table(found, case.policies, words)}
        return tell(given, case, Answer("why_not", "", tables, (), found), of="firms")
    answer = support_answer(case, given.missed)
    notes = support_notes(answer, case.of, case.policies, words)
    sheets = support_tables(answer, case.region, words)
    tables = {**sheets, "support": list_for_console(answer, case.region, words)}
    told = Answer("support", support_said(answer, words), tables, notes, answer, sheets)
    return tell(given, case, told, lambda: support_pictures(answer, case.region, case.as_of, words), of="firms")


class _Standing(NamedTuple):
    """A region standing on a day, and the links its chain lacks where that was asked."""

    region: Region
    as_of: date
    missing: tuple[Missing, ...]


def _standing(given: argparse.Namespace) -> _Standing:
    from rich.console import Console

    from bothhands.plan.posed import check_day

    region = region_of(given)
    as_of = given.as_of or region.default_as_of
    check_day(region, as_of, ahead=int(given.chain))
    if not given.chain:
        return _Standing(region.standing_on(as_of), as_of, ())
    from bothhands.plan.chain_case import chain_case
    from bothhands.plan.missing import missing_of

    with Console(stderr=True).status("running the region and its supply …"):
        return _Standing(region.standing_on(as_of), as_of, missing_of(chain_case(region, as_of)))


def _match(given: argparse.Namespace) -> int:
    from bothhands.errors import Fault, InputError
    from bothhands.plan.matching.from_region import matches_of
    from bothhands.report.match_answers import match_said, match_table

    case = _standing(given)
    words = _wording(given, case.region.currency)
    found = matches_of(case.region, case.as_of, case.missing)
    if not found:
        what = "nothing is lacking in the region's tables"
        raise InputError(
            Fault("BH-FRM-103", what, "rows that lack something in the table offers", "add them, or use --chain")
        )
    answer = Answer("matches", match_said(found, words), {"matches": match_table(found, case.region, words)}, (), found)
    return tell(given, case, answer, of="firms")


def _promote(given: argparse.Namespace) -> int:
    from bothhands.plan.support.grow import converting, growing
    from bothhands.plan.support.promote import rising
    from bothhands.report.attract_answers import promote_said, promote_table
    from bothhands.report.grow_answers import grow_note, grow_said, grow_tables
    from bothhands.report.support_answers import basis_said

    case = _case(given)
    words = _wording(given, case.region.currency)
    found = rising(case)
    grown, converted = growing(case), converting(case)
    more = grow_tables(grown, converted, case.region, words)
    sheets = {"near-the-line": promote_table(found, case.region, words), **more}
    tables = {"near-the-line": promote_table(found[:SHOWN], case.region, words), **more}
    said = f"{promote_said(found, words)} {grow_said(grown, converted, words)}"
    figures = {"rising": found, "growing": grown, "converting": converted}
    return tell(
        given,
        case,
        Answer("promote", said, tables, (basis_said(case.of, words), grow_note(words)), figures, sheets),
        of="firms",
    )


def _attract(given: argparse.Namespace) -> int:
    from bothhands.inputs.axes import axes_of
    from bothhands.plan.attract.cards import cards_of, link_cards
    from bothhands.report.attract_answers import attract_notes, attract_said, attract_tables, links_table

    case = _standing(given)
    words = _wording(given, case.region.currency)
    cards = cards_of(case.region, axes_of(case.region), given.count)
    links = link_cards(case.region, case.missing, case.as_of)
    tables = {**attract_tables(cards, case.region, words), "links": links_table(links, case.region, words)}
    figures = {"sectors": cards, "links": links}
    return tell(
        given, case, Answer("attract", attract_said(cards, words), tables, attract_notes(words), figures), of="firms"
    )
