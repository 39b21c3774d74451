"""The `firms` commands."""

from __future__ import annotations

import argparse

from bothhands.cli_firms_help import declare_help


def declare(firms: argparse.ArgumentParser) -> None:
    """Declare the commands and their arguments."""
    commands = firms.add_subparsers(title="commands", metavar="COMMAND", required=True)
    declare_help(commands)
