"""Lets `python -m bothhands` do what the command `bothhands` does, where the command is not on the path."""

import sys

from bothhands.cli import main

if __name__ == "__main__":
    sys.exit(main())
