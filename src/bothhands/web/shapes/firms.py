"""Shapes of what holds firms back, and of what help would do for them."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from bothhands.tasks.firm_answers import Diagnosed
from bothhands.web.shapes.base import Told


class FitTold(Told):
    """A policy that a firm may have."""

    policy: str = Field(description="Policy of the catalogue.")
    difficulty: str = Field(description="Difficulty it answers.")
    gain_yuan: float = Field(description="What it brings the firm over its span, in the region's currency.", ge=0)
    cost_yuan: float = Field(description="What it costs the fund, in the region's currency.", ge=0)


class SupportTold(Told):
    """A firm of the support list."""

    rank: int = Field(description="Place in the list of the whole region; 1 where a yuan does most.", ge=1)
    firm: str = Field(description="Identifier.")
    name: str = Field(description="Name.")
    name_zh: str = Field(description="Name in Chinese.")
    place: str = Field(description="Where it lies.")
    sector: str = Field(description="Sector code.")
    needs: list[str] = Field(description="Difficulties that the help answers.")
    policies: list[str] = Field(description="Policies of the help.")
    yuan: float = Field(description="What it costs the funds, in the region's currency.", ge=0)
    kept_yuan: float = Field(
        description="What it keeps: change of the odds of living on, times a year's value added and the worth of its jobs.",
        ge=0,
    )
    kept_per_yuan: float | None = Field(description="What a yuan keeps; none where it costs nothing.")
    jobs: float = Field(description="Jobs kept, in persons.")
    odds_without: float = Field(description="Odds of living on without help, 0 to 1.", ge=0, le=1)
    odds_with: float = Field(description="Odds with it, 0 to 1.", ge=0, le=1)
    chosen: bool = Field(description="Whether it is chosen within the funds.")
    figures_filled: int = Field(description="Figures of the firm that are filled in from others.", ge=0)
    synthetic: bool = Field(description="Whether the firm is drawn from margins and does not exist.")


class DiagnosisTold(Told):
    """What holds a firm back; what rests on its cash, debt, tax or books only for those whom the desk shows them."""

    firm: str = Field(description="Identifier.")
    as_of: date = Field(description="Day it stands on.")
    made_at: datetime = Field(description="When it was worked out, in UTC.")
    job_id: int = Field(description="Job that worked it out.")
    binds: str = Field(description="What holds it back most; blank for nothing.")
    lost_share: float = Field(description="Share of its normal sales that is lost to it.", ge=0, le=1)
    said: list[str] = Field(description="In words, English.")
    said_zh: list[str] = Field(description="In words, Chinese.")
    hides_accounts: bool = Field(description="Whether what rests on its accounts is left out.")
    break_even_sales_yuan_per_day: float | None = Field(description="Sales a day at which it breaks even; none where unknown or hidden.")  # fmt: skip
    margin_of_safety: float | None = Field(description="Sales over those at break-even, less 1.")
    days_of_cash: float | None = Field(description="Days its cash lasts; none where it does not run down, is unknown or hidden.")  # fmt: skip
    days_of_funds: float | None = Field(description="The same with the credit it could draw.")
    policies: list[FitTold] = Field(description="Policies it may have, the one that brings most first.")
    best: SupportTold | None = Field(description="Where it stands in the support list; none where hidden, or where no help keeps more than it costs.")  # fmt: skip

    @classmethod
    def of(cls, one: Diagnosed) -> DiagnosisTold:
        """A firm."""
        told = one.diagnosis
        numbers = ("break_even_sales_yuan_per_day", "margin_of_safety", "days_of_cash", "days_of_funds")
        return cls(
            firm=told["firm"], as_of=one.run.as_of, made_at=one.run.made_at, job_id=one.run.job_id, binds=told["binds"] or "",
            lost_share=told["lost_share"], said=told["said"]["en"], said_zh=told["said"]["zh"], hides_accounts=told["hidden"],
            policies=[FitTold.model_validate(fit) for fit in one.fits], best=SupportTold.model_validate(one.best) if one.best else None,
            **{name: told.get(name) for name in numbers},
        )  # fmt: skip
