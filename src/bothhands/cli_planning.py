"""The commands of the joint plan: make one, and from one made before another. No arithmetic; heavy imports wait for a run."""

from __future__ import annotations

import argparse
import json
import time
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from bothhands.cli_answers import shown
from bothhands.cli_arguments import days_held, declare_folder, one_or_more, seconds, seed
from bothhands.cli_plan import declare_common, declare_telling, region_of

if TYPE_CHECKING:
    from rich.console import Console

    from bothhands.inputs.region import Region
    from bothhands.plan.plan import Plan
    from bothhands.plan.question import Question
    from bothhands.plan.request import Request
    from bothhands.report.amounts import Language, MoneyUnit
    from bothhands.report.retold import Told


def declare_plan(parser: argparse.ArgumentParser) -> None:
    """Arguments of `plan`."""
    declare_common(parser)
    declare_question(parser)
    parser.add_argument("--seed", type=seed, default=1, metavar="N", help="seed of every draw (1)")
    declare_folder(parser, "where to write (bothhands-out/REGION-DAY)")
    parser.add_argument(
        "--members", type=one_or_more, default=64, metavar="N",
        help="fresh stochastic members the plan is checked on (64; 59 are the fewest that can show 95 %%)",
    )  # fmt: skip
    parser.add_argument(
        "--regret", action="store_true",
        help="run the reference strategies on the same members too: who is sorry afterwards, what knowing the future would be worth",
    )  # fmt: skip
    parser.add_argument(
        "--posterior", type=Path, default=None, metavar="FILE",
        help="a posterior of your own that `bothhands calibrate` wrote (the one shipped for these figures, else the quick fit)",
    )  # fmt: skip
    parser.add_argument(
        "--steps",
        type=one_or_more,
        default=4,
        metavar="N",
        help="fresh gradients of the search from a start (4); more are more rounds",
    )
    parser.add_argument(
        "--starts", type=one_or_more, default=1, metavar="N", help="starts that are improved, the best ones (1)"
    )
    parser.add_argument(
        "--time-limit", type=seconds, default=None, metavar="SECONDS",
        help="search from one start after another for so long; such a plan need not be found again exactly",
    )  # fmt: skip
    parser.add_argument(
        "--from", dest="earlier", type=Path, default=None, metavar="FOLDER",
        help="a plan written before: where the search begins; with a later --as-of its measures are history and its orders stay",
    )  # fmt: skip
    parser.add_argument(
        "--public", action="store_true",
        help="also write the public edition: no counts of persons or firms from one to four, no name of a firm or site",
    )  # fmt: skip
    parser.set_defaults(run=plan, stopped="nothing was written")


def declare_frontier(parser: argparse.ArgumentParser) -> None:
    """Arguments of `frontier`."""
    declare_plan(parser)
    parser.set_defaults(run=frontier)


def declare_explain(parser: argparse.ArgumentParser) -> None:
    """Arguments of `explain`."""
    parser.add_argument("folder", type=Path, help="a folder that `bothhands plan` wrote")
    declare_telling(parser)
    parser.add_argument("--json", action="store_true", help="the explanation as JSON")
    parser.set_defaults(run=explain)


def declare_diff(parser: argparse.ArgumentParser) -> None:
    """Arguments of `diff`."""
    parser.add_argument("earlier", type=Path, help="a folder that `bothhands plan` wrote")
    parser.add_argument("later", type=Path, help="another one of the same region")
    declare_telling(parser)
    parser.add_argument("--json", action="store_true", help="the difference as JSON")
    parser.set_defaults(run=diff)


def declare_question(parser: argparse.ArgumentParser) -> None:
    """Arguments that say what is asked."""
    parser.add_argument(
        "--question",
        type=Path,
        default=None,
        metavar="FILE",
        help="what is asked, in TOML (docs/how-to/ask-for-a-plan.md)",
    )
    parser.add_argument(
        "--objective", default=None, metavar="WORDS",
        help="what is made best: welfare, 'value added', 'fewest deaths', 'fewest life-years lost', 'least schooling lost', 'least public cost'",
    )  # fmt: skip
    parser.add_argument(
        "--limit",
        action="append",
        default=[],
        metavar="NAME<=AMOUNT",
        help="a limit, such as 'deaths<=500'; may be repeated",
    )
    parser.add_argument(
        "--levers", default=None, metavar="NAMES", help="levers the plan decides, by commas; others stay as they stand"
    )
    parser.add_argument("--periods", type=days_held, default=None, metavar="DAYS", help="days a decision is held (14)")


def plan(given: argparse.Namespace) -> int:
    """Plan a region and write its folder."""
    from rich.console import Console

    from bothhands.plan.plan import make_plan

    began = time.perf_counter()
    console = Console(stderr=given.json)
    region, request = _requested(given, region_of(given))
    out = _out(given, region, request)
    Thread(target=import_module, args=("bothhands.report.folder",), daemon=True).start()
    with console.status("starting") as status:
        made = make_plan(region, request, lambda line: status.update(f"{line} …"))
        from bothhands.report.folder import as_json, write_folder
        from bothhands.report.whole_folder import written_whole

        if not given.json:  # first the answer: the pages take seconds more
            print_plan(console, made, given.lang, given.money_unit)
        _print_stop(console, made, given)
        status.update("writing the briefing …")
        with written_whole(out) as part:
            written = write_folder(made, part, given.lang, given.money_unit) + _public_of(made, part, given)
        given.stopped = f"the plan is in {out}"
    if given.json:
        print(json.dumps(as_json(made), ensure_ascii=False, indent=1))
        return 0
    console.print(f"[bold]{out}[/bold]: {', '.join(written)}")
    parts = ", ".join(f"{name} {seconds:.1f}" for name, seconds in made.seconds.items())
    console.print(f"{time.perf_counter() - began:.0f} s in all ({parts}).", style="dim")
    return 0


def frontier(given: argparse.Namespace) -> int:
    """Plan a region, then the front of lives against everything else about the plan."""
    from rich.console import Console

    from bothhands.plan.frontier import front_of_plan
    from bothhands.plan.plan import make_plan
    from bothhands.report.folder import write_folder
    from bothhands.report.frontier_page import as_json, chart, said, write_frontier
    from bothhands.report.telling import telling_of
    from bothhands.report.whole_folder import written_whole

    console = Console(stderr=given.json)
    region, request = _requested(given, region_of(given))
    out = _out(given, region, request)
    with console.status("starting") as status:
        made = make_plan(region, request, lambda line: status.update(f"{line} …"))
        front = front_of_plan(made, lambda line: status.update(f"{line} …"))
        _print_stop(console, made, given)
        status.update("writing the pages …")
        with written_whole(out) as part:
            written = [
                *write_folder(made, part, given.lang, given.money_unit),
                *write_frontier(made, front, part, given.lang, given.money_unit),
                *_public_of(made, part, given),
            ]
        given.stopped = f"plan and front are in {out}"
    if given.json:
        print(json.dumps(as_json(made, front), ensure_ascii=False, indent=1))
        return 0
    telling = telling_of(made, given.lang, given.money_unit)
    console.print(telling.say("blank").join(said(telling, front)))
    console.print(shown(chart(telling, front).table, console.width))
    console.print(f"[bold]{out}[/bold]: {', '.join(written)}")
    return 0


def explain(given: argparse.Namespace) -> int:
    """Tell again why a plan that was written is as it is."""
    from rich.console import Console

    from bothhands.plan.saved import read
    from bothhands.plan.saved_file import as_written
    from bothhands.report.retold import explanation_told

    saved = read(given.folder)
    with as_written(given.folder):
        if given.json:
            print(json.dumps(saved.told["explanation"], ensure_ascii=False, indent=1))
            return 0
        told = explanation_told(saved, given.lang, given.money_unit)
    _print_told(Console(), told)
    return 0


def diff(given: argparse.Namespace) -> int:
    """Tell what differs between two plans that were written."""
    from rich.console import Console

    from bothhands.plan.difference import difference_of
    from bothhands.plan.saved import read
    from bothhands.plan.saved_file import as_written
    from bothhands.report.retold import difference_told

    earlier, later = read(given.earlier), read(given.later)
    with as_written(given.earlier, given.later):
        found = difference_of(earlier, later)
    if given.json:
        print(json.dumps(found._asdict(), ensure_ascii=False, indent=1))
        return 0
    _print_told(Console(), difference_told(found, given.lang, given.money_unit))
    return 0


def question_asked(given: argparse.Namespace, base: Question | None = None) -> Question:
    """What a command line asks, on top of a file or of what was asked before."""
    from bothhands.plan.question import Question, asked_in_words, read

    question = read(given.question) if given.question is not None else base or Question()
    return asked_in_words(question, given.objective, given.limit, given.levers, given.periods)


def _requested(given: argparse.Namespace, region: Region) -> tuple[Region, Request]:
    """The region and the wish of a command line; an earlier plan is the start, and on a later day history."""
    from bothhands.errors import Fault, InputError
    from bothhands.plan.question import money_faults
    from bothhands.plan.request import Request
    from bothhands.plan.saved import carried_out, placed, read
    from bothhands.plan.solve import Effort

    earlier = None if given.earlier is None else read(given.earlier)
    question = question_asked(given, earlier.question if earlier else None)
    if wrong := money_faults(question, region.currency):
        raise InputError(wrong)
    effort = Effort(steps=given.steps, starts=given.starts, seconds=given.time_limit)
    request = Request(given.as_of, question, given.seed, given.members, effort, given.posterior, rivals=given.regret)
    if earlier is None:
        return region, request
    if earlier.region != region.name:
        fault = f"{given.earlier} is a plan of {earlier.region}"
        raise InputError(Fault("BH-ASK-007", fault, f"a plan of {region.name}", "name another folder or region"))
    day = given.as_of or max(earlier.as_of, region.default_as_of)
    if day < earlier.as_of:
        fault = f"--as-of {day.isoformat()} lies before the plan's own day, {earlier.as_of.isoformat()}"
        raise InputError(Fault("BH-ASK-007", fault, "that day or a later one", "name a later day"))
    if day > earlier.as_of:
        region = carried_out(region, earlier, day)
    return region, request._replace(as_of=day, start=earlier, frozen=placed(earlier, day))


def _out(given: argparse.Namespace, region: Region, request: Request) -> Path:
    """The folder to write, which can be written."""
    from bothhands.report.whole_folder import check_writable

    day = request.as_of or region.default_as_of
    out: Path = given.out or Path("bothhands-out") / f"{region.name}-{day.isoformat()}"
    check_writable(out)
    return out


def _print_stop(console: Console, made: Plan, given: argparse.Namespace) -> None:
    """That the search was stopped before its end, where it was."""
    from bothhands.report.conflict_said import search_of_plan
    from bothhands.report.telling import telling_of

    if made.solution.stopped:
        console.print(search_of_plan(telling_of(made, given.lang, given.money_unit)), style="bold")


def _public_of(made: Plan, out: Path, given: argparse.Namespace) -> list[str]:
    """The public edition beside the rest, where it was asked for; names of the files written."""
    if not given.public:
        return []
    from bothhands.report.public_edition import write_public

    return write_public(made, out, given.lang, given.money_unit)


def _print_told(console: Console, told: Told) -> None:
    """Sentences, then tables."""
    for line in told.lines:
        console.print(line)
    for one in told.tables:
        console.print(shown(one, console.width))


def print_plan(console: Console, made: Plan, language: Language, money_unit: MoneyUnit) -> None:
    """The plan as a console tells it."""
    from bothhands.report.console import paragraphs, tables

    lines = paragraphs(made, language, money_unit)
    console.print(lines.title, style="bold")
    if lines.hypothetical:
        console.print(lines.hypothetical, style="bold")
    console.print(lines.answer)
    for told in tables(made, language, money_unit):
        console.print(shown(told, console.width))
    for name, series in lines.sparks:
        console.print(f"{name} {series}")
    for note in lines.notes:
        console.print(f"· {note}", style="dim")
