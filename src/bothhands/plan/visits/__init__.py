"""Visits of a week: what each is worth, who goes where on which day, and what was left out and why."""
