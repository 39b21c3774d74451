"""Ways of using masks when there are few: how much of the usual need is left, and how much of the protection."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class UseRegime(Row):
    """A way of using masks by one group; none counts until it is chosen by name."""

    use: Name = Field(..., description="Name of the way, such as contingency (worn longer) or crisis (worn again).")
    group: Literal["health_workers", "patients", "workers", "public"] = Field(..., description="Who uses them so.")
    need_share: float = Field(
        ..., description="Need against conventional use.", gt=0, le=1, json_schema_extra={"unit": "share"}
    )
    protection_share: float = Field(
        ..., description="Protection against that of conventional use.", ge=0, le=1, json_schema_extra={"unit": "share"}
    )


TABLE = Table(
    name="use_regimes",
    row=UseRegime,
    key=("use", "group"),
    about="A way of using masks by one group; none counts until it is chosen by name",
)
