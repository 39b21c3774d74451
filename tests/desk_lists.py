"""How a test in a browser chooses from a list of the desk."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def choose(page: Page, label: str, option: str | re.Pattern[str]) -> None:
    """Choose an option. A list that closes takes the focus back, also from a field that is typed in: wait until it is gone."""
    page.get_by_role("combobox", name=label, exact=True).last.click()
    page.locator(".q-menu").get_by_role("option", name=option).click()
    expect(page.locator(".q-menu")).to_have_count(0)
