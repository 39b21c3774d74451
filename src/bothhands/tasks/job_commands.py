"""A job told as the command line that gives the same numbers."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence

from bothhands.records.files import RESULTS
from bothhands.records.known import Edition
from bothhands.records.running import Job
from bothhands.records.store import DeskSession
from bothhands.tasks.editions import EMBEDDED
from bothhands.tasks.jobs_asked import (
    ASKED,
    CARRIED,
    MADE,
    QUESTION,
    START,
    TABLE,
    CompareAsked,
    EffectAsked,
    FirmsAsked,
    PlanAsked,
    SimulateAsked,
    VisitsAsked,
)


def command_of(session: DeskSession, job: Job) -> str:
    """The command line that gives the same numbers, to be run in the desk's folder under the same version of the program."""
    edition = session.one(Edition, job.edition)
    region = edition.folder.removeprefix(EMBEDDED)
    if job.kind == "check":
        return shlex.join(["bothhands", "region", "check", region])
    asked = ASKED[job.kind].model_validate({key: value for key, value in job.asked.items() if key != CARRIED})
    assert isinstance(asked, CompareAsked)
    day = [] if asked.as_of is None else ["--as-of", asked.as_of.isoformat()]
    if isinstance(asked, EffectAsked):
        return _effect_command(region, job.asked[CARRIED]["table"], f"{RESULTS}/{job.id}", day)
    if isinstance(asked, FirmsAsked):
        return " && ".join(shlex.join(["bothhands", "firms", what, region, *day]) for what in ("diagnose", "support"))
    words = ["bothhands", *(("visits", "plan") if job.kind == "visits" else (job.kind,)), region, *day]
    if isinstance(asked, SimulateAsked):
        words += _simulate_words(asked, f"{RESULTS}/{job.id}")
    if isinstance(asked, PlanAsked):
        words += _plan_words(asked, f"{RESULTS}/{job.id}")
    if isinstance(asked, VisitsAsked):
        words += _visits_words(asked, f"{RESULTS}/{job.id}")
    return shlex.join(words)


def _effect_command(region: str, table: str, folder: str, day: Sequence[str]) -> str:
    """Both regions under the plan's measures."""
    run = ["--measures", f"{folder}/{TABLE}", *day]
    update = shlex.join(["bothhands", "region", "update", region, f"{folder}/{table}.csv", "--apply", "--out", f"{folder}/amended"])  # fmt: skip
    return " && ".join([shlex.join(["bothhands", "simulate", region, *run]), update, shlex.join(["bothhands", "simulate", f"{folder}/amended", *run])])  # fmt: skip


def question_as_toml(question: Mapping[str, object]) -> str:
    """A question as the text of a question file."""
    return "".join(f"{_toml(key)} = {_toml(value)}\n" for key, value in question.items() if value is not None)


def _simulate_words(asked: SimulateAsked, folder: str) -> list[str]:
    if asked.measures is None:
        return ["--strategy", asked.strategy]
    return ["--measures", f"{folder}/{TABLE}", "--members", str(asked.members), "--seed", str(asked.seed)]


def _visits_words(asked: VisitsAsked, folder: str) -> list[str]:
    words = [
        "--week",
        asked.week.isoformat(),
        "--days",
        str(asked.days),
        "--most",
        str(asked.most),
        "--seed",
        str(asked.seed),
    ]
    words += [word for place in asked.places for word in ("--place", place)]
    words += [word for one in asked.away for word in ("--away", f"{one.officer}={one.first}..{one.last}")]
    words += [word for firm, count in (asked.findings or {}).items() for word in ("--finding", f"{firm}={count}")]
    words += [word for post, hours in (asked.hours_before or {}).items() for word in ("--hours-before", f"{post}={hours:g}")]  # fmt: skip
    words += [word for post, days in (asked.worked or {}).items() for word in ("--worked", f"{post}={','.join(map(str, days))}")]  # fmt: skip
    if asked.made:
        words += ["--made", f"{folder}/{MADE}"]
    if asked.chain:
        words.append("--chain")
    return words if asked.earlier_run is None else [*words, "--from", f"{RESULTS}/{asked.earlier_run}"]


def _plan_words(asked: PlanAsked, folder: str) -> list[str]:
    words = ["--seed", str(asked.seed), "--members", str(asked.members), "--steps", str(asked.steps)]
    words += ["--starts", str(asked.starts)]
    if asked.seconds is not None:
        words += ["--time-limit", f"{asked.seconds:g}"]
    if asked.question:
        words += ["--question", f"{folder}/{QUESTION}"]
    if asked.earlier is not None:
        words += ["--from", f"{folder}/{START}"]
    if asked.regret:
        words.append("--regret")
    if asked.public:
        words.append("--public")
    return [*words, "--lang", asked.language, "--money-unit", asked.money_unit]


def _toml(value: object) -> str:
    """A value of JSON in TOML; text as JSON writes it, which TOML reads alike."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_toml(str(key))} = {_toml(one)}" for key, one in value.items() if one is not None)
        return f"{{{inner}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(one) for one in value)}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
