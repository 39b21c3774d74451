"""The reference pages of commands, parameters and REST, made from the program itself: `python tests/docs/reference_pages.py` writes them."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from api_page import api_page

from bothhands.cli import parser
from bothhands.inputs.loading import load

PAGES = Path(__file__).resolve().parents[2] / "docs" / "reference"
MADE = "<!-- Made by `python tests/docs/reference_pages.py`; do not edit. -->"


def commands(
    top: argparse.ArgumentParser | None = None, about: str = ""
) -> Iterator[tuple[argparse.ArgumentParser, str]]:
    """Every command that can be run, with what it does."""
    top = top or parser()
    below = [action for action in top._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield top, about
    for action in below:
        told = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name, command in action.choices.items():
            yield from commands(command, told.get(name, ""))


def arguments(command: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    """Each argument of a command as it is written, and what it is for."""
    for action in command._actions:
        if action.dest == "help":
            continue
        value = "" if action.nargs == 0 else _value(action)
        names = ", ".join(f"{name} {value}".strip() for name in action.option_strings) or value
        yield names, (action.help or "").replace("%%", "%")


def commands_page() -> str:
    """`docs/reference/commands.md`."""
    lines = [
        "# Commands",
        "",
        MADE,
        "",
        "`bothhands COMMAND --help` says the same. `bothhands --version` prints the version.",
    ]
    lines += [
        "Exit codes: 0 done, 1 a check failed, 2 the input must be mended, 3 a run broke off, 130 stopped by hand."
    ]
    for command, about in commands():
        lines += ["", f"## {command.prog}", "", about, "", "| argument | meaning |", "|---|---|"]
        lines += [f"| `{name}` | {told} |" for name, told in arguments(command)]
    return "\n".join(lines) + "\n"


def parameters_page() -> str:
    """`docs/reference/parameters.md`: the defaults; a region's own rows take their place."""
    lines = [
        "# Parameters",
        "",
        MADE,
        "",
        "Defaults of the model. A row of the same name in a region's `parameters` takes its place;",
    ]
    lines += ["an unknown name is a fault. Low and high are the 10 % and 90 % points.", ""]
    lines += [
        "| parameter | value | low | high | unit | quality | source | note |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in load("two-towns").defaults["parameters"]:
        cells = (f"`{row.parameter}`", row.value, row.low, row.high, row.unit, row.quality, row.source, row.note)
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _value(action: argparse.Action) -> str:
    if action.choices:
        shown = "{" + ",".join(str(choice) for choice in action.choices) + "}"
    else:
        shown = str(action.metavar or (action.dest if not action.option_strings else action.dest.upper()))
    return f"{shown} …" if action.nargs == "+" else shown


def _cell(value: object) -> str:
    text = "" if value is None else f"{value:.12g}" if isinstance(value, float) else str(value)
    return text.replace("|", "\\|")


if __name__ == "__main__":
    (PAGES / "commands.md").write_text(commands_page(), encoding="utf-8")
    (PAGES / "parameters.md").write_text(parameters_page(), encoding="utf-8")
    (PAGES / "api.md").write_text(api_page(MADE), encoding="utf-8")
