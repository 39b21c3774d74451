"""A desk of the region two-towns, with people of each role, for tests: a story of its own, on any database."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from bothhands.inputs.loading import load
from bothhands.levers.measure import Measure
from bothhands.records.access import SYSTEM, Access
from bothhands.records.people import User, UserPlace
from bothhands.records.schema import open_store
from bothhands.records.store import Store
from bothhands.tasks.editions import set_up

PEOPLE = {
    "vera": ("viewer", ["Southfield"]), "otto": ("officer", ["Southfield"]), "dora": ("desk", ["Southfield"]),
    "petra": ("planner", None), "paul": ("planner", None), "nora": ("desk", ["Northport"]),
}  # fmt: skip
"""Login, role, places; None for the whole region."""
MEASURES = (
    Measure(lever="testing", start=date(2020, 3, 19), end=date(2020, 4, 1), value=0.5, unit="share"),
    Measure(lever="gatherings", place="Southfield", start=date(2020, 3, 19), end=date(2020, 4, 8), value=0.4, unit="share"),
    Measure(lever="support", firm="field-works", start=date(2020, 3, 20), end=date(2020, 3, 31), value=1000, unit="yuan a day", cost=12000),
    Measure(lever="port_screening", site="Northport harbour", start=date(2020, 3, 19), end=date(2020, 6, 1), value=0.0, unit="share"),
)  # fmt: skip
"""One that restricts nobody, one that needs signatures, an order, and one at a port at the level of a normal year."""
AMOUNTS = {
    **dict.fromkeys(("objective", "value_added", "schooling", "gatherings", "distancing", "screening", "finding"), 1e6),
    "life_years": 2.0,
    "deaths": 1.0,
    "largest use of ward beds": 0.5,
    "keeps_limits": True,
}
"""What each strategy of a made-up plan amounts to."""


@pytest.fixture(scope="session")
def towns() -> dict[str, str]:
    """The database of the town as it was made once, by kind."""
    return {}


@pytest.fixture
def town(request: pytest.FixtureRequest, kind: str, towns: dict[str, str], tmp_path: Path) -> Iterator[Store]:
    """A desk of its own in which the town was set up."""
    if kind not in towns:
        towns[kind] = _made(request, kind)
    if kind == "sqlite":
        shutil.copyfile(towns[kind], tmp_path / "desk.sqlite")
        database = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    else:
        database = request.getfixturevalue("postgres_server").made(towns[kind])
    store = open_store(tmp_path / "desk", database)
    yield store
    store.close()


def _made(request: pytest.FixtureRequest, kind: str) -> str:
    """Path of the file, or name of the database, of a town."""
    folder = request.getfixturevalue("tmp_path_factory").mktemp("town")
    database = (
        f"sqlite:///{folder / 'town.sqlite'}" if kind == "sqlite" else request.getfixturevalue("postgres_server").made()
    )
    store = open_store(folder, database)
    set_up(store, "two-towns")
    with store.writing(SYSTEM, "people") as session:
        for login, (role, places) in PEOPLE.items():
            everywhere = places is None
            named = [UserPlace(named=place) for place in places or ()]
            session.add(User(login=login, name=login.title(), role=role, everywhere=everywhere, places=named))
    store.close()
    return str(folder / "town.sqlite") if kind == "sqlite" else str(store.engine.url.database)


def as_person(login: str) -> Access:
    """Somebody of `PEOPLE`, in their order of numbers."""
    role, places = PEOPLE[login]
    number = list(PEOPLE).index(login) + 1
    return Access(number, login.title(), role, None if places is None else frozenset(places))  # type: ignore[arg-type]


def number_of(login: str) -> int:
    return list(PEOPLE).index(login) + 1


def plan_folder(store: Store, name: str = "results/1", measures: tuple[Measure, ...] = MEASURES) -> str:
    """A folder as `bothhands plan` leaves it, as far as the desk reads it, with three members over three weeks."""
    region = load("two-towns")
    at = store.folder / name
    at.mkdir(parents=True)
    told = {
        "region": region.name,
        "edition": region.edition,
        "as_of": "2020-03-18",
        "feasible": True,
        "measures": [one.model_dump(mode="json") for one in measures],
        "strategies": [{"strategy": name, **AMOUNTS} for name in ("carry on", "plan")],
    }
    (at / "plan.json").write_text(json.dumps(told))
    days = np.arange("2020-03-16", "2020-04-06", dtype="datetime64[D]")
    found = np.ones((3, len(days), 2)) * np.array([0, 1, 2])[:, None, None]
    held = xr.Dataset(
        {"member_found": (("member", "time", "place"), found)},
        {"time": days.astype("datetime64[ns]"), "place": ["Northport", "Southfield"]},
    )
    held.to_netcdf(at / "results.nc", engine="h5netcdf")
    return name
