"""Phrases of pages that were changed by somebody else, or whose connection was lost, while they were filled in."""

from __future__ import annotations

LOOK: dict[str, tuple[str, str]] = {
    "dk_kept_typed": ("What you had typed stands in its fields again. It is not saved yet.", "您输入的内容已恢复到各栏，尚未保存。"),
    "dk_changed_meanwhile": ("Somebody else changed this while you worked on it", "您编辑期间，他人已更改此记录"),
    "dk_changed_how": ("Below is what stands now. What you typed is kept: load the page again, compare, and save once more.", "下面是现有内容。您输入的内容已保留：请重新载入页面，比较后再次保存。"),
    "dk_stands_now": ("Stands now", "现有内容"), "dk_load_again": ("Load again, keep what I typed", "重新载入并保留我的输入"),
    "dk_field": ("Field", "栏目"), "dk_yours_stays": ("Close", "关闭"),
}  # fmt: skip
