"""What the `chain` commands share: their arguments, the chain on a day, and the scenario an answer is told of. No arithmetic."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bothhands.cli_answers import Answer, tell
from bothhands.cli_arguments import declare_folder
from bothhands.cli_plan import declare_region, declare_telling, region_of

if TYPE_CHECKING:
    from bothhands.inputs.region import Region
    from bothhands.plan.chain_case import ChainCase, Situation
    from bothhands.plan.saved import Saved
    from bothhands.report.chain_words import ChainWords


def declare_case(parser: argparse.ArgumentParser) -> None:
    """Arguments of every command that asks about a chain on a day."""
    declare_region(parser)
    declare_telling(parser)
    parser.add_argument(
        "--plan", type=Path, default=None, metavar="FOLDER",
        help="a plan that was written: its strategy and orders (a reference strategy, and what the chain layer orders for it)",
    )  # fmt: skip
    parser.add_argument(
        "--strategy", default="", metavar="NAME", help="the reference strategy whose needs count (the best)"
    )
    parser.add_argument(
        "--figure", action="append", default=[], metavar="GOOD=NAME",
        help="a published line rate of the table line_rates, such as meltblown=Yanshan; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--use", default="", metavar="NAME",
        help="a way of using masks of the table use_regimes, such as contingency or crisis: fewer needed, less protection",
    )  # fmt: skip
    parser.add_argument(
        "--need", action="append", default=[], metavar="GROUP=FACTOR",
        help="need of a group times a factor, such as public=1.5 where it hoards; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--price", action="append", default=[], metavar="GOOD=FACTOR",
        help="price of a good times a factor, such as meltblown=10; may be repeated",
    )  # fmt: skip
    declare_folder(parser, "where to write workbook and charts")


def case_of_arguments(given: argparse.Namespace) -> ChainCase:
    """The region's chain on the day."""
    from rich.console import Console

    from bothhands.plan.chain_case import chain_of_day

    with Console(stderr=True).status("running the region and its supply …"):
        return chain_of_day(situation_of(given))


def situation_of(given: argparse.Namespace) -> Situation:
    """The region on the day, whose needs count, and what is otherwise in the scenario."""
    from bothhands.errors import InputError
    from bothhands.plan.chain_case import situation
    from bothhands.plan.chain_scenario import Scenario, faults_of, under

    region, as_of, saved = _asked_of(given)
    scenario = Scenario(given.use, _factors(given.need), _factors(given.price))
    faults = faults_of(region, scenario)
    if faults:
        raise InputError(faults)
    return under(situation(region, as_of, saved, given.strategy), scenario)


def _factors(asked: Sequence[str]) -> dict[str, float]:
    """Factors by name; what is no number is left to be told as one that cannot be."""
    found = {}
    for name, _, factor in (one.partition("=") for one in asked):
        try:
            found[name] = float(factor)
        except ValueError:
            found[name] = float("nan")
    return found


def scenario_note(given: argparse.Namespace, words: ChainWords) -> list[str]:
    """What is otherwise than the tables say, in a sentence; nothing where all is as it stands."""
    from bothhands.inputs.tables.use_regimes import UseRegime

    need, price = ({name: f"{factor:g}" for name, factor in _factors(one).items()} for one in (given.need, given.price))
    parts = [words.say("scenario_need", group=words.group(name), factor=factor) for name, factor in need.items()]
    parts += [words.say("scenario_price", good=words.good(name), factor=factor) for name, factor in price.items()]
    for row in words.region.rows(UseRegime):
        if row.use == given.use:
            left, kept = words.share(row.need_share), words.share(row.protection_share)
            parts.append(
                words.say("scenario_use", use=row.use, group=words.group(row.group), need=left, protection=kept)
            )
    return [words.say("scenario", parts=words.say("why_join").join(parts))] if parts else []


def _asked_of(given: argparse.Namespace) -> tuple[Region, date, Saved | None]:
    """The region, the day and the plan that were named."""
    from bothhands.plan.saved import read

    saved = None if given.plan is None else read(given.plan)
    region = _with_figures(region_of(given), given.figure)
    return region, given.as_of or (saved.as_of if saved else region.default_as_of), saved


def words_of(given: argparse.Namespace, region: Region) -> ChainWords:
    """How the reader is spoken to of this region's chain."""
    from bothhands.report.chain_words import ChainWords
    from bothhands.report.words import Wording

    return ChainWords(region, Wording(given.lang, given.money_unit, currency=region.currency))


def _with_figures(region: Region, asked: Sequence[str]) -> Region:
    from bothhands.inputs.line_rates import with_figures

    return with_figures(region, {good: name for good, _, name in (one.partition("=") for one in asked)})


def tell_chain(
    given: argparse.Namespace,
    case: ChainCase,
    answer: Answer,
    pictures: Callable[[], dict[str, str]] = dict,
    besides: Callable[[Path], object] = id,
) -> int:
    """An answer about a chain, with what is otherwise in its scenario."""
    notes = (*answer.notes, *scenario_note(given, words_of(given, case.region)))
    return tell(given, case, answer._replace(notes=notes), pictures, besides=besides)
