"""`python -m bothhands.records.migrations NUMBER "What it does"` writes the next step from what the tables say; read it before you commit it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from bothhands.records.schema import alembic_config, known_versions


def main(number: str, what: str) -> None:
    """Write the step from the last known version to the tables as they are declared."""
    config = alembic_config()
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'before.sqlite'}")
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            if known_versions():
                command.upgrade(config, "head")
            made = command.revision(config, message=what, autogenerate=True, rev_id=number)
        engine.dispose()
    if made is not None and not isinstance(made, list):
        print(made.path)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
