"""Tables on a console: nothing is cut, in letters or in characters that take two places."""

import io

import pytest
from rich.console import Console

from bothhands.cli_answers import shown
from bothhands.report.svg import Table

CHINESE = Table(
    ("方案", "增加值较最高者少", "放弃的其他价值", "就学损失", "到下一方案每少一例死亡的代价", "受制于"),
    (("死亡不超过0.151人", "1,240万元", "8,660万元", "105万元", "10.3亿元", "隔离房间 · 北港"),),
)
ENGLISH = Table(
    ("Plan", "Deaths", "Value added below the most", "Given up of all else", "Held back by"),
    (("at most 0.151 deaths", "0.15", "12.4 million yuan", "127,000 yuan", "quarantine rooms · Northport"),),
)


@pytest.mark.parametrize("table", [CHINESE, ENGLISH])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_cell_is_cut(table, width):
    console = Console(width=width, file=io.StringIO())
    console.print(shown(table, width))
    said = console.file.getvalue()
    assert "…" not in said
    letters = "".join(sign for sign in said if sign.isalnum())
    for cell in (*table.head, *table.rows[0]):
        assert all(sign in letters for sign in cell if sign.isalnum())
