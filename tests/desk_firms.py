"""A run of firms that is done, written by the program's own writer, for tests of who is told what of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from bothhands.records.base import now
from bothhands.records.known import Edition
from bothhands.records.running import Job
from bothhands.records.store import DeskSession, Store
from bothhands.report.kept_firms import DIAGNOSES, FITS, RANKED, write_firms

SECRET = 31337.0
"""A figure that rests on a firm's money."""


def firms_run(store: Store, session: DeskSession, firms: dict[str, str], name: str, number: int = 77) -> Job:
    """A run that tells of firms, by place; `name` is in every text, and every private figure is `SECRET`."""
    edition = session.scalars(select(Edition.edition).where(Edition.in_force)).one()
    job = Job(kind="firms", asked={}, edition=edition, state="done", folder=f"results/{number}", ended_at=now())
    session.add(job)
    folder = store.folder / job.folder
    folder.mkdir(parents=True)
    open_policy = {"name": f"Wages {name}", "name_zh": "", "difficulty": "labour", "fund": "f", "quality": "assumed", "source": "", "start": "2020-03-01", "end": "2020-12-31"}  # fmt: skip
    about = {"as_of": date(2020, 3, 18).isoformat(), "policies": {"wages": open_policy, "loan": {**open_policy, "name": "=Loan", "difficulty": "funds"}}}  # fmt: skip
    diagnoses = [
        {
            "firm": firm, "place": place, "binds": "funds", "open_binds": "labour", "lost_share": 0.5, "open_lost_share": 0.1,
            "said_en": [f"{name} {SECRET:.0f}"], "said_zh": [name], "open_en": [name], "open_zh": [name],
            **dict.fromkeys(("break_even_sales_yuan_per_day", "margin_of_safety", "days_of_cash", "days_of_funds"), SECRET),
            "exit_day": "", "figures_filled": 2,
        }
        for firm, place in firms.items()
    ]  # fmt: skip
    fits = [
        {"firm": firm, "policy": policy, "difficulty": "labour", "gain_yuan": SECRET if private else 9.0, "cost_yuan": 1.0, "private": private}
        for firm in firms for policy, private in (("wages", False), ("loan", True))
    ]  # fmt: skip
    ranked = [
        {
            "rank": rank, "firm": firm, "name": f"=HYPERLINK {name}", "name_zh": "", "place": place, "sector": "B", "needs": ["funds"], "policies": ["loan"],
            "yuan": 10.0, "kept_yuan": SECRET, "kept_per_yuan": SECRET / 10, "jobs": 3.0, "odds_without": 0.5, "odds_with": 0.9,
            "chosen": True, "figures_filled": 2, "synthetic": False,
        }
        for rank, (firm, place) in enumerate(firms.items(), start=1)
    ]  # fmt: skip
    write_firms(folder, about, {DIAGNOSES: diagnoses, FITS: fits, RANKED: ranked})
    session.flush()
    return job
