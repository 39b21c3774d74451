"""Contacts: who meets whom, by age and setting."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bothhands.inputs.table import Row, Table


class Contact(Row):
    """Daily contacts of one person of an age with persons of another, by setting."""

    setting: Literal["home", "school", "work", "community"] = Field(..., description="Where they meet.")
    age_from: int = Field(
        ...,
        description="Youngest age of the person.",
        ge=0,
        le=120,
        json_schema_extra={"unit": "years"},
    )
    contact_age_from: int = Field(
        ...,
        description="Youngest age of the persons met.",
        ge=0,
        le=120,
        json_schema_extra={"unit": "years"},
    )
    contacts_per_day: float = Field(
        ...,
        description="Contacts a day of one person with all persons of that age.",
        ge=0,
        json_schema_extra={"unit": "contacts a day"},
    )


TABLE = Table(
    name="contacts",
    row=Contact,
    key=("setting", "age_from", "contact_age_from"),
    about="Daily contacts of one person of an age with persons of another, by setting",
    required=True,
    slow=True,
)
